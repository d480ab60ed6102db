"""Named entities from GUM's annotation of every mention, by Zeldes (2017) and the guidelines at https://gucorpling.org/gum/.

GUM marks each noun phrase with a type, nested. A mention names something if its head is a proper noun; its name is the
head with what belongs to the name (`_NAME_RELATIONS`), not the relative clause or the apposition behind it. Times are
taken as they are marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.extractor.syntax.spans import OUTSIDE, entity_spans

from .conllu import Sentence

LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC", "time": "DATE"}
"""GUM's types to ours; the others (abstract, animal, event, object, plant, quantity, substance) have none."""
_NAME_RELATIONS = frozenset({"compound", "goeswith", "nummod", "amod", "nmod"})
_MAX_DATE_WORDS = 6
_MARK = re.compile(r"\((?P<opens>\d+)-(?P<kind>[a-z]+)[^()]*(?P<single>\))?|(?P<closes>\d+)\)")


@dataclass(frozen=True)
class Mention:
    """A noun phrase: words from `start` up to but not including `end`, and GUM's type."""

    start: int
    end: int
    kind: str


def mentions(sentence: Sentence) -> list[Mention]:
    """The mentions of a sentence, by the `Entity` key of its words' last column."""
    found = []
    opened: dict[str, list[tuple[int, str]]] = {}
    for i, misc in enumerate(sentence.misc):
        marks = next((part[len("Entity=") :] for part in misc.split("|") if part.startswith("Entity=")), "")
        for mark in _MARK.finditer(marks):
            if mark["opens"] and mark["single"]:
                found.append(Mention(i, i + 1, mark["kind"]))
            elif mark["opens"]:
                opened.setdefault(mark["opens"], []).append((i, mark["kind"]))
            elif opened.get(mark["closes"]):
                start, kind = opened[mark["closes"]].pop()
                found.append(Mention(start, i + 1, kind))
    return found


def labels(sentence: Sentence) -> list[str]:
    """The BIO label of each word; of nested names the outermost counts."""
    spans = [span for mention in mentions(sentence) if (span := _name(sentence, mention))]
    return bio(len(sentence.words), spans)


def named(sentence: Sentence) -> list[tuple[int, int, str]]:
    """The names of a sentence as spans (start, end, label) of words."""
    return entity_spans(labels(sentence))


def bio(length: int, spans: list[tuple[int, int, str]]) -> list[str]:
    """BIO labels of spans (start, end, label); the longest wins where two overlap."""
    marked = [OUTSIDE] * length
    for start, end, label in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(marked[i] == OUTSIDE for i in range(start, end)):
            marked[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return marked


def _name(sentence: Sentence, mention: Mention) -> tuple[int, int, str] | None:
    label = LABELS.get(mention.kind)
    if label is None:
        return None
    inside = range(mention.start, mention.end)
    if label == "DATE":
        return (mention.start, mention.end, label) if len(inside) <= _MAX_DATE_WORDS else None
    heads = [i for i in inside if sentence.heads[i] - 1 not in inside]
    if not heads or not _is_proper(sentence, heads[0]):
        return None
    belongs = {heads[0]}
    grew = True
    while grew:
        grew = False
        for i in inside:
            if i not in belongs and sentence.heads[i] - 1 in belongs and _in_name(sentence, i):
                belongs.add(i)
                grew = True
    start = end = heads[0]
    while start - 1 in belongs:
        start -= 1
    while end + 1 in belongs:
        end += 1
    while end > heads[0] and not _is_proper(sentence, end) and sentence.relations[end] in {"case", "det"}:
        end -= 1
    return start, end + 1, label


def _in_name(sentence: Sentence, i: int) -> bool:
    relation = sentence.relations[i].partition(":")[0]
    if relation == "flat":
        return True
    if relation in _NAME_RELATIONS:
        return _is_proper(sentence, i)
    # "of the" within "University of the South", not before the whole.
    head = sentence.heads[i] - 1
    return relation in {"case", "det"} and _is_proper(sentence, head) and sentence.relations[head] == "nmod"


def _is_proper(sentence: Sentence, i: int) -> bool:
    # By the Penn tag: the "United" of the United Nations is an adjective among the universal ones.
    return sentence.xpos[i].startswith("NNP")
