"""Fits the relevance gate: `python -m training.relevance --data ../shared/data`.

A logistic regression over the words of texts. Incidents are told by the marked articles (training/passages) that mark
one as having happened, and by MUC-4's training documents that have a template; none by the other marked articles and by
the treebanks' documents. Leads and stretches of a few sentences are texts too. Every twelfth marked article, which the
encoder does not learn from either, tells the bar.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from services.extractor.relevance import WEIGHTS, Relevance, words_of

from .events import passages
from .syntax import conllu
from .syntax.corpora import PASSAGES

HELD_OUT = 12
MIN_TEXTS = 4
"""Texts that a word must be in."""
STRETCH = 3
"""Sentences of an ordinary document that are a text of their own too."""
RIDGE = 0.05
STEPS = 200
MISSED = 0.002
"""Of the texts that tell an incident, how many the bar may dismiss."""
MARGIN = 0.75
"""Log-odds that the bar lies below what the texts held out ask for: news of tomorrow is less like them."""
_TOLD = passages.MODALITIES - {"negated", "hypothetical", "drill", "general", "history"}


@dataclass(frozen=True)
class Text:
    """A text's words, and whether it tells an incident."""

    words: frozenset[str]
    told: bool


def read(data: Path) -> tuple[list[Text], list[Text]]:
    """The texts to fit on and those held out. Raises `FileNotFoundError`."""
    marked = list(_marked(PASSAGES))
    leads = list(_leads(PASSAGES))
    fitted = [text for texts in (marked, leads) for number, text in enumerate(texts) if number % HELD_OUT]
    return [*fitted, *_muc(data), *_treebanks(data)], marked[::HELD_OUT]


def _marked(folder: Path) -> Iterator[Text]:
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield _marked_text(line.strip())


def _leads(folder: Path) -> Iterator[Text]:
    """The first paragraphs of whole articles: a text may be no more than that."""
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            lead, parted, _ = line.strip().partition(passages.PARAGRAPH)
            if parted and not line.startswith("#"):
                yield _marked_text(lead)


def _marked_text(line: str) -> Text:
    text, marks = passages.parse(line.replace(passages.PARAGRAPH, "\n\n"))
    told = any(mark.modality in _TOLD and mark.label != passages.EFFECT for mark in marks)
    return Text(frozenset(words_of(text)), told)


def _muc(data: Path) -> Iterator[Text]:
    for line in (data / "muc4" / "processed" / "train.json").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if document.get("templates"):
            yield Text(frozenset(words_of(document["doctext"])), told=True)


def _treebanks(data: Path) -> Iterator[Text]:
    for name in ("gum-open-train", "ewt-train"):
        sentences = conllu.read(data / "ud" / f"{name}.conllu.gz")
        for _, of_one in groupby(sentences, key=lambda sentence: sentence.document):
            document = [words_of(" ".join(sentence.words)) for sentence in of_one]
            for stretch in (document, *(document[at : at + STRETCH] for at in range(0, len(document), STRETCH))):
                yield Text(frozenset().union(*stretch), told=False)


def fit(texts: Sequence[Text]) -> Relevance:
    """The model of some texts, its bar left at 0."""
    seen = Counter(word for text in texts for word in text.words)
    vocabulary = sorted(word for word, count in seen.items() if count >= MIN_TEXTS)
    inputs, told = _matrix(vocabulary, texts), torch.tensor([float(text.told) for text in texts])
    weights = torch.zeros(len(vocabulary) + 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = inputs @ weights[:-1] + weights[-1]
        value = binary_cross_entropy_with_logits(scores, told, reduction="sum") + RIDGE * weights[:-1].square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    *values, bias = weights.detach().tolist()
    kept = {word: round(value, 2) for word, value in zip(vocabulary, values, strict=True)}
    return Relevance(round(bias, 3), 0.0, kept)


def _matrix(vocabulary: Sequence[str], texts: Sequence[Text]) -> torch.Tensor:
    numbers = {word: number for number, word in enumerate(vocabulary)}
    rows = [[numbers[word] for word in text.words if word in numbers] for text in texts]
    places = torch.tensor([(row, column) for row, columns in enumerate(rows) for column in columns]).T
    values = torch.tensor([1 / sqrt(len(columns)) for columns in rows for _ in columns])
    return torch.sparse_coo_tensor(places, values, (len(texts), len(vocabulary))).coalesce()


def bar(model: Relevance, texts: Sequence[Text]) -> float:
    """The log-odds that all but `MISSED` of the texts with an incident reach, less the margin."""
    scores = sorted(model.score(set(text.words)) for text in texts if text.told)
    return round(scores[int(MISSED * len(scores))] - MARGIN, 2)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m training.relevance", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with muc4/ and ud/, like ../shared/data")
    try:
        texts, held_out = read(parser.parse_args().data)
    except FileNotFoundError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    fitted = fit(texts)
    model = Relevance(fitted.bias, bar(fitted, held_out), fitted.words)
    told, others = ([text for text in held_out if text.told is kind] for kind in (True, False))
    for name, kind in (("with an incident", told), ("without", others)):
        read_on = sum(model.score(set(text.words)) >= model.least for text in kind)
        sys.stdout.write(f"{len(kind)} held-out texts {name}: {read_on} are read on\n")
    written = {"bias": model.bias, "least": model.least, "words": model.words}
    WEIGHTS.write_text(json.dumps(written, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(model.words)} words, from {model.least} on; written to {WEIGHTS.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
