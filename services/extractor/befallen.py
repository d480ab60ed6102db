"""Whom a word for killing, hurting or taking is about: the counted people on its left or its right."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from .annotations import Effect
from .inflection import VerbForm
from .noun_phrases import AUXILIARIES, PREPOSITIONS
from .wordsets import word_set

_NOT_SUBJECT = word_set(
    """
    said says told saying after when where while that but
    """
)


_ANDS = (["and"], [",", "and"], ["along", "with"], ["as", "well", "as"])
_GRAVELY = word_set("critically seriously severely badly gravely slightly lightly fatally of in")
_SAYS = word_set("said says told added reported confirmed stated tweeted wrote announced")


@dataclass(frozen=True, slots=True)
class EffectWord:
    effect: Effect
    form: VerbForm | None
    suffered: bool = False
    state: bool = False
    noun: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """A counted noun phrase."""

    start: int
    end: int
    min: int
    max: int | None
    noun: str
    part: bool
    counted: bool
    kind: str = "civilians"


def befallen(doc: Doc, sent: Span, start: int, end: int, word: EffectWord, people: list[People]) -> list[People]:
    """The people whom a word is about."""
    if word.noun:
        after = next((p for p in people if p.start == end + 1 and doc[end].lower_ == "of"), None)
        before = next((p for p in people if p.end == start and p.counted and not p.noun), None)
        return _chain(doc, after, people) if after else [before] if before else []
    passive = is_passive(doc, start, sent.start)
    right = None
    if word.form and not word.suffered and not passive:
        right = _right_of(doc, end, people)
    beside = next((p for p in people if p.end == start and p.counted), None)
    if right is not None and beside is not None and right.start > end and not word.suffered:
        return [beside]  # "17 dead, 22 wounded and nine missing"
    if right is None and word.form and not word.suffered and not passive and doc[end : end + 1].text in {"him", "her"}:
        return [People(end, end + 1, 1, 1, "", part=False, counted=False)]
    if right is not None and word.form is not VerbForm.base:
        return _chain(doc, right, people)
    if word.form in {VerbForm.ing, VerbForm.s, VerbForm.base, VerbForm.past} and not word.suffered:
        return _chain(doc, right, people) if right else []
    left = _left_of(doc, start, sent.start, people, wide=passive or word.suffered)
    return _chain_back(doc, left, people) if left else []


def is_passive(doc: Doc, start: int, floor: int) -> bool:
    for i in range(start - 1, max(floor, start - 5) - 1, -1):
        word = doc[i].lower_
        if word in {"was", "were", "been", "being", "be", "is", "are", "got", "confirmed", "reported"}:
            return True
        if not (
            word.endswith("ly")
            or word
            in {"also", "not", "and", "killed", "or", "either", "wounded", "injured", "have", "has", "had", "shot"}
        ):
            return False
    return False


def _right_of(doc: Doc, end: int, people: list[People]) -> People | None:
    """The people phrase that follows a verb directly, or after "or wounded", "as many as", "and injuring"."""
    for person in people:
        if person.start < end:
            continue
        between = [doc[i].lower_ for i in range(end, person.start)]
        if not between or (
            len(between) <= 2
            and all(
                w in {"or", "and", "wounded", "wounding", "injured", "injuring", "dead", "some", "up", "hurt"}
                for w in between
            )
        ):
            return person
        # A name before them: "killed Amir Khan and two guards".
        if (
            len(between) <= 8
            and between[-1] in {"and", "with"}
            and doc[end].text[:1].isupper()
            and not any(w in PREPOSITIONS or w in {",", "who"} for w in between[:-1])
        ):
            return person
        return None
    return None


def _left_of(doc: Doc, start: int, floor: int, people: list[People], *, wide: bool) -> People | None:
    """The people phrase before a passive or a state: right before it, or (wide) as the subject some words earlier."""
    for person in reversed([p for p in people if p.end <= start]):
        between = [doc[i].lower_ for i in range(person.end, start)]
        light = [
            w
            for w in between
            if w not in AUXILIARIES
            and not w.endswith("ly")
            and w not in {"also", "reported", "confirmed", "more", "either", "both", "later", "people"}
        ]
        if person.part and between and wide:
            continue
        if not light:
            return person if person.counted or between or person.start > floor or wide else None
        if light in (
            ["killed", "or"],
            ["killed", "and"],
            ["wounded", "or"],
            ["wounded", "and"],
            ["injured", "and"],
            ["dead", "and"],
        ):
            return person
        if (
            wide
            and len(between) <= 14
            and not any(w in _NOT_SUBJECT or w in {";", "and"} for w in _without_asides(between))
        ):
            return person
        if not person.counted:
            continue
        return None
    return None


def _without_asides(words: list[str]) -> list[str]:
    """The words outside a pair of commas, which hold an aside: "five people, three of them children, were"."""
    if words.count(",") >= 2:
        first = words.index(",")
        last = len(words) - 1 - words[::-1].index(",")
        return words[:first] + words[last + 1 :]
    return words


def _chain(doc: Doc, first: People | None, people: list[People]) -> list[People]:
    """A phrase and those joined to it on the right: "two soldiers, a policeman and three civilians"."""
    if first is None:
        return []
    chain = [first]
    joined_by_comma = 0
    for person in people:
        last = chain[-1]
        if person.start < last.end:
            continue
        between = _without_age([doc[i].lower_ for i in range(last.end, person.start)])
        if between not in ([","], *_ANDS) or person.part or _starts_clause(doc, person):
            break
        chain.append(person)
        joined_by_comma = joined_by_comma + 1 if between == [","] else 0
        if between != [","] and len(between) > 1 and between[0] == ",":
            break
    # A list ends with "and"; what only commas join is an aside: "injuring dozens, a doctor said".
    return chain[: len(chain) - joined_by_comma]


def _without_age(words: list[str]) -> list[str]:
    """The words between two people without the age of the first: "a woman of 62 and", "a boy aged 15 and", ", 15,"."""
    if len(words) > 2 and words[0] in {"of", "aged", ",", "("} and words[1].isdigit():
        return words[3:] if words[2] in {",", ")"} and words[0] in {",", "("} and len(words) > 3 else words[2:]
    return words


def _chain_back(doc: Doc, last: People, people: list[People]) -> list[People]:
    chain = [last]
    for person in reversed([p for p in people if p.end <= last.start]):
        between = [doc[i].lower_ for i in range(person.end, chain[0].start)]
        if between in (["and"], [","], [",", "and"]) and not person.part and person.noun:
            chain.insert(0, person)
        else:
            break
    return chain


def _starts_clause(doc: Doc, person: People) -> bool:
    """Whether a joined phrase begins a clause of its own: "killed five, and ten were wounded", "and ten wounded"."""
    after = [doc[i].lower_ for i in range(person.end, min(person.end + 3, len(doc)))]
    return bool(after) and (
        after[0] in {"were", "was", "wounded", "injured", "remain", "are", "have", "hurt", "missing", "dead", "killed"}
        or after[:2] == ["others", "wounded"]
        or not _SAYS.isdisjoint(after)
        or (not person.noun and after[0] in _GRAVELY)
    )
