"""Scores the sub-event type of short texts, each of which tells one event.

The label of a text is the type of its most confident report, the first of those that are equal; `none` when there is
no report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from schemas import IncidentReport, SubEventType

from .articles import article_of
from .gold.figures import NO_TYPE, weighted_f1
from .scorer import BadDataError, Scores, extractor, f1, percent, with_progress

HELP = "sub-event types of short texts: PATH is a TSV file, a text, a tab and an ACLED sub-event type a line"
_LABELS = Path(__file__).with_name("subtype_labels.yaml")


def score(path: Path) -> Scores:
    """Score the texts of the file `path`."""
    texts = read_labelled(path)
    pairs = []
    errors = []
    for text, wanted in with_progress(texts, "texts", every=200):
        told = label_of(extractor().extract(article_of(text)))
        pairs.append((wanted, told))
        if told != wanted:
            errors.append(f"expected {wanted}, got {told}: {text}")
    return Scores(_metrics(pairs), table(pairs), errors)


def label_of(reports: Sequence[IncidentReport]) -> str:
    """The type that stands for a text with these reports."""
    return max(reports, key=lambda report: report.confidence).sub_event_type.value if reports else NO_TYPE


def read_labelled(path: Path) -> list[tuple[str, str]]:
    """Texts with their labels, as our codes or `none`. A first line `text<TAB>label` is a heading.

    Raises:
        BadDataError: a line is not of that form, or its label is no ACLED sub-event type.
    """
    texts = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as problem:
        raise BadDataError(f"{path} is not UTF-8: {problem}") from problem
    for number, line in enumerate(lines, start=1):
        text, tab, label = line.rstrip("\r").rpartition("\t")
        if not line.strip() or (number == 1 and label.strip().lower() in {"label", "type", "sub_event_type"}):
            continue
        code = code_of(label)
        if not tab or not text.strip() or code is None:
            raise BadDataError(
                f"{path}, line {number}: a line is a text, a tab and an ACLED sub-event type; {label[:60]!r} is none"
            )
        texts.append((text.strip(), code))
    if not texts:
        raise BadDataError(f"{path} has no texts")
    return texts


def code_of(label: str) -> str | None:
    """Our code for a label however it is spelt ("Armed clash", "ARMED_CLASH"), `none` for none; null when unknown."""
    plain = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    if plain == NO_TYPE or plain in set(SubEventType):
        return plain
    return _other_labels().get(plain)


@cache
def _other_labels() -> dict[str, str]:
    labels: dict[str, str] = yaml.safe_load(_LABELS.read_text(encoding="utf-8"))
    return labels


def _metrics(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    right = sum(wanted == told for wanted, told in pairs)
    return {"accuracy": percent(right, len(pairs)), "weighted_f1": weighted_f1(pairs)}


def table(pairs: Sequence[tuple[str, str]]) -> str:
    """Both figures, and the F1 of each type, the most frequent first."""
    rows = [f"{name:<40}{value:7.1f}" for name, value in _metrics(pairs).items()]
    rows.append("")
    wanted = [label for label, _ in pairs]
    for label in sorted(set(wanted), key=lambda label: (-wanted.count(label), label)):
        told = sum(t == label for _, t in pairs)
        right = sum(w == t == label for w, t in pairs)
        counts = f"{right} right, {told} given, {wanted.count(label)} wanted"
        rows.append(f"{label:<40}{f1(right, told, wanted.count(label)):7.1f}  {counts}")
    return "\n".join(rows)
