"""The scorer of syntax: what it counts, by hand on a treebank of our own."""

from pathlib import Path

import pytest

from training.score.scorer import BadDataError
from training.score.syntax import score

from .treebank import CONLLU, write


def test_a_treebank_that_the_model_gets_right_scores_full(tmp_path: Path) -> None:
    path = tmp_path / "plain.conllu"
    path.write_text("# newdoc id = GUM_news_x\n" + CONLLU.partition("# sent_id = 2\n")[2], encoding="utf-8")
    found = score(path)
    assert {found.metrics[name] for name in ("uas", "las", "las_subtypes", "upos", "xpos", "lemma", "raw_las")} == {100}
    assert found.metrics["las_news"] == 100
    assert found.errors == []


def test_a_wrong_head_costs_uas_and_las_and_is_told(tmp_path: Path) -> None:
    text = "# newdoc id = GUM_news_x\n" + CONLLU.partition("# sent_id = 2\n")[2]
    path = tmp_path / "wrong.conllu"
    path.write_text(text.replace("PUNCT\t.\t_\t4", "PUNCT\t.\t_\t2"), encoding="utf-8")
    found = score(path)
    assert found.metrics["uas"] == pytest.approx(80)
    assert found.metrics["las"] == pytest.approx(80)
    assert found.metrics["upos"] == 100
    assert len(found.errors) == 1
    assert "'.' is punct of 'shops'" in found.errors[0]


def test_a_wrong_subtype_costs_only_the_measure_that_compares_it(tmp_path: Path) -> None:
    text = "# newdoc id = GUM_news_x\n" + CONLLU.partition("# sent_id = 2\n")[2]
    path = tmp_path / "subtype.conllu"
    path.write_text(text.replace("\tnsubj\t", "\tnsubj:outer\t"), encoding="utf-8")
    found = score(path)
    assert found.metrics["las"] == 100
    assert found.metrics["las_subtypes"] == pytest.approx(80)


def test_names_are_scored_where_the_treebank_has_them(tmp_path: Path) -> None:
    assert 0 <= score(write(tmp_path)).metrics["entity_f1"] <= 100


def test_what_is_no_treebank_is_told_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="CoNLL-U"):
        score(tmp_path / "missing.conllu")
