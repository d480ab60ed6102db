"""A treebank of our own, a sentence long, in the format that is read."""

from pathlib import Path

CONLLU = """\
# newdoc id = GUM_news_market
# newpar
# sent_id = 1
# text = General Ali Omar of the Northern Army didn't resign on 3 May.
1\tGeneral\tgeneral\tPROPN\tNNP\t_\t2\tnmod:desc\t_\tEntity=(1-person-new
2\tAli\tAli\tPROPN\tNNP\t_\t10\tnsubj\t_\t_
3\tOmar\tOmar\tPROPN\tNNP\t_\t2\tflat\t_\t_
4\tof\tof\tADP\tIN\t_\t7\tcase\t_\t_
5\tthe\tthe\tDET\tDT\t_\t7\tdet\t_\tEntity=(2-organization-new
6\tNorthern\tnorthern\tADJ\tNNP\t_\t7\tamod\t_\t_
7\tArmy\tArmy\tPROPN\tNNP\t_\t2\tacl\t_\tEntity=2)1)
8-9\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
8\tdid\tdo\tAUX\tVBD\t_\t10\taux\t_\t_
9\tn't\tnot\tPART\tRB\t_\t10\tadvmod\t_\t_
10\tresign\tresign\tVERB\tVB\t_\t0\troot\t_\t_
11\ton\ton\tADP\tIN\t_\t12\tcase\t_\t_
12\t3\t3\tNUM\tCD\t_\t10\tobl\t_\tEntity=(3-time-new
13\tMay\tMay\tPROPN\tNNP\t_\t12\tnmod\t_\tEntity=3)|SpaceAfter=No
13.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t_\t_
14\t.\t.\tPUNCT\t.\t_\t10\tpunct\t_\t_

# newpar
# sent_id = 2
# text = The shops have closed.
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(4-place-new
2\tshops\tshop\tNOUN\tNNS\t_\t4\tnsubj\t_\tEntity=4)
3\thave\thave\tAUX\tVBP\t_\t4\taux\t_\t_
4\tclosed\tclose\tVERB\tVBN\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_
"""


def write(folder: Path) -> Path:
    """The treebank as a file in `folder`."""
    path = folder / "own.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path
