"""`tocsin_casualties`: how many were killed, injured and captured, wherever a sentence says so.

Each number is bound to the word for what befell them: "killed five soldiers", "five people were killed", "leaving five
dead and ten wounded", "the death toll rose to 12", "no casualties" (none killed and none injured).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..annotations import CasualtyMark, Effect, Groups, register
from ..inflection import VerbForm, verb_forms
from ..lexicon import GAP, KNOWLEDGE_DIR, Lexicon, load_casualty_words, load_lexicon, word_forms
from ..names import persons_after
from ..noun_phrases import AUXILIARIES, PREPOSITIONS, is_modifier
from ..phrases import PhraseIndex
from ..wordsets import word_set

_PART_BEFORE = re.compile(
    r"(?:including|among(?:st)? (?:them|whom|the dead|the victims|those killed)|of them|of whom|mostly|among them were)"
    r"\s*,?\s*(?:at least\s*)?$"
)
_OTHERS = frozenset(["others", "more"])
_STATES = "killed|hurt|injured|wounded|harmed"
_NONE_HARMED = re.compile(
    r"\b(?:no|without(?: any)?|nor any|not any|zero) (?:immediate |reports? of (?:any )?|reported |known |further "
    r"|human |civilian |word (?:yet )?(?:of|on) )*(?P<what>casualt\w+|injur\w+|deaths?|fatalit\w+|loss of life|victims"
    rf"|one (?:was|were) (?:\w+ )?(?P<state>{_STATES})|loss of lives)"
    r"(?: (?:or|and) (?:\w+ )?(?P<more>injur\w+|deaths|casualties|wounded|killed))?"
    rf"|\b(?:nobody|no one) (?:was|were|has been|had been) (?:\w+ )?(?P<state2>{_STATES})"
    r"(?: or (?P<more2>injured|wounded|hurt))?"
    r"|\b(?:did not|didn't) (?:cause|result in) (?:any )?(?P<what3>casualties|injuries|deaths)"
    r"|\bcaus\w+ no (?P<what4>casualties|injuries|deaths)",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:death toll|toll|number of (?:dead|deaths|people killed|fatalities)|dead|fatalities)\b(?:[^.;]{0,160}?)"
    r"\b(?:rose|risen|climbed|reached|stood|stands|increased|jumped|to|at|was)\s+(?:\w+\s){0,1}?$",
    re.IGNORECASE,
)
_GAP_TOKENS = 12
"""How far from its verb "to death" and the like may stand."""
_LIVES = frozenset({"lives"})
_NOT_SUBJECT = word_set(
    """
    said says told saying after when where while that but
    """
)


@dataclass(frozen=True, slots=True)
class _Word:
    effect: Effect
    form: VerbForm | None
    suffered: bool = False
    state: bool = False
    noun: bool = False


@dataclass(frozen=True, slots=True)
class _People:
    """A counted noun phrase."""

    start: int
    end: int
    min: int
    max: int | None
    noun: str
    part: bool
    counted: bool
    kind: str = "civilians"


class Casualties:
    """Fills `doc.spans["casualties"]`."""

    def __init__(self, nlp: Language, lexicon: Lexicon, folder: Path) -> None:
        register()
        self._people = PhraseIndex(nlp, _people_forms(lexicon))
        self._kinds = {lexeme: kind.value for kind, words in lexicon.people.items() for lexeme in words}
        self._words = PhraseIndex(nlp, _effect_forms(folder))
        self._gapped = _gapped_forms(folder)

    def __call__(self, doc: Doc) -> Doc:
        """Mark the casualties of a relevant document."""
        if not doc._.relevant:
            return doc
        found: list[Span] = []
        groups = Groups(doc)
        people = self._counted(doc)
        words = sorted([*self._words.longest(doc), *self._with_gaps(doc)], key=lambda match: match[0])
        for sent in doc.sents:
            told = words[bisect_left(words, sent.start, key=_first) : bisect_left(words, sent.end, key=_first)]
            first = bisect_left(people, sent.start, key=lambda p: p.start)
            last = bisect_left(people, sent.end, key=lambda p: p.start)
            found += self._of_sentence(groups, sent, [p for p in people[first:last] if p.end <= sent.end], told)
        unique = {(s.start, s.end, s.label_): s for s in found}
        doc.spans["casualties"] = list(unique.values())
        return doc

    def _with_gaps(self, doc: Doc) -> list[tuple[int, int, list[_Word]]]:
        found = []
        for token in doc:
            for tail, word in self._gapped.get(token.lower_, ()):
                for i in range(token.i + 2, min(token.i + _GAP_TOKENS, len(doc) - len(tail) + 1)):
                    if doc[i].is_sent_start:
                        break
                    if tuple(doc[j].lower_ for j in range(i, i + len(tail))) == tail:
                        found.append((token.i, token.i + 1, [word]))
                        break
        return found

    def _counted(self, doc: Doc) -> list[_People]:
        """The counted people of a document, in order."""
        heads = {start: (end, readings[0]) for start, end, readings in self._people.longest(doc)}
        ends = {end: start for start, (end, _) in heads.items()}
        found: dict[int, _People] = {}
        for quantity in doc.spans["quantities"]:
            end, noun = self._head_after(doc, quantity.end, heads)
            mark = quantity._.quantity
            found[quantity.start] = _People(
                quantity.start, end, mark.min, mark.max, noun, _is_part(doc, quantity.start), True
            )
        taken = {i for p in found.values() for i in range(p.start, p.end)}
        for end, start in ends.items():
            if start in taken or heads[start][1][1]:
                continue
            begin = start
            while begin and begin > start - 6 and is_modifier(doc, begin - 1):
                begin -= 1
            if begin and doc[begin - 1].lower_ in {"a", "an", "another", "one", "his", "her", "the", "their"}:
                found.setdefault(
                    begin - 1, _People(begin - 1, end, 1, 1, heads[start][1][0], _is_part(doc, begin - 1), False)
                )
        return [replace(found[start], kind=self._kinds.get(found[start].noun, "civilians")) for start in sorted(found)]

    @staticmethod
    def _head_after(doc: Doc, start: int, heads: dict[int, tuple[int, tuple[str, bool]]]) -> tuple[int, str]:
        """End and noun of the phrase that a number begins: its head within five tokens, "others", or none."""
        i = start
        if (
            i < len(doc)
            and doc[i].lower_ == "of"
            and i + 1 < len(doc)
            and doc[i + 1].lower_ in {"them", "whom", "the", "its", "their", "his"}
        ):
            i += 2
        while i < len(doc) and i < start + 6:
            if i in heads:
                end, (noun, _) = heads[i]
                while end in heads:  # "two [police] [officers]", "five [family] [members]"
                    end, (noun, _) = heads[end]
                return end, noun
            if doc[i].lower_ in _OTHERS or doc[i].lower_ in _LIVES:
                if i + 1 in heads:
                    return heads[i + 1][0], heads[i + 1][1][0]
                return i + 1, doc[i].lower_
            if not is_modifier(doc, i):
                break
            i += 1
        # A plural that the knowledge lacks ("two visa applicants"): what befell it tells that it is people.
        for j in range(start, min(i, start + 3)):
            if doc[j].is_alpha and doc[j].is_lower and doc[j].lower_.endswith("s"):
                return j + 1, doc[j].lower_
        return start, ""

    def _of_sentence(
        self, groups: Groups, sent: Span, people: list[_People], words: list[tuple[int, int, list[_Word]]]
    ) -> Iterator[Span]:
        doc = groups.doc
        yield from _none_harmed(doc, sent)
        for person in people:
            before = doc[sent.start : person.start].text.lower() + " "
            if person.start > sent.start and _TOLL.search(before) and person.counted:
                yield _mark(doc, person.start, person.end, Effect.killed, person)
        for start, end, readings in words:
            of = end < len(doc) and doc[end].lower_ == "of"
            word = next((r for r in readings if r.noun), readings[0]) if of else readings[0]
            befallen = _befallen(doc, sent, start, end, word, people)
            for person in befallen:
                yield _mark(doc, person.start, person.end, word.effect, person)
            active = word.form is not None and not word.suffered and not _is_passive(doc, start, sent.start)
            if active and not any(person.start >= end for person in befallen[:1]):
                yield from _named(groups, end, sent, word.effect)


def _named(groups: Groups, end: int, sent: Span, effect: Effect) -> Iterator[Span]:
    """Persons killed or taken by name; of the wounded, news gives numbers."""
    if effect is Effect.injured:
        return
    for name, officer in persons_after(groups, end, sent):
        span = Span(groups.doc, name.start, name.end, label=effect.value)
        kind = "state_forces" if officer else "civilians"
        span._.casualty = CasualtyMark(1, 1, people=name.text.lower(), kind=kind, name=name.text)
        yield span


def _first(match: tuple[int, int, list[_Word]]) -> int:
    return match[0]


def _befallen(doc: Doc, sent: Span, start: int, end: int, word: _Word, people: list[_People]) -> list[_People]:
    """The people whom a word is about."""
    if word.noun:
        after = next((p for p in people if p.start == end + 1 and doc[end].lower_ == "of"), None)
        before = next((p for p in people if p.end == start and p.counted and not p.noun), None)
        return _chain(doc, after, people) if after else [before] if before else []
    passive = _is_passive(doc, start, sent.start)
    right = None
    if word.form and not word.suffered and not passive:
        right = _right_of(doc, end, people)
    beside = next((p for p in people if p.end == start and p.counted), None)
    if right is not None and beside is not None and right.start > end and not word.suffered:
        return [beside]  # "17 dead, 22 wounded and nine missing"
    if right is None and word.form and not word.suffered and not passive and doc[end : end + 1].text in {"him", "her"}:
        return [_People(end, end + 1, 1, 1, "", part=False, counted=False)]
    if right is not None and word.form is not VerbForm.base:
        return _chain(doc, right, people)
    if word.form in {VerbForm.ing, VerbForm.s, VerbForm.base, VerbForm.past} and not word.suffered:
        return _chain(doc, right, people) if right else []
    left = _left_of(doc, start, sent.start, people, wide=passive or word.suffered)
    return _chain_back(doc, left, people) if left else []


def _is_passive(doc: Doc, start: int, floor: int) -> bool:
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


def _right_of(doc: Doc, end: int, people: list[_People]) -> _People | None:
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


def _left_of(doc: Doc, start: int, floor: int, people: list[_People], *, wide: bool) -> _People | None:
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


def _chain(doc: Doc, first: _People | None, people: list[_People]) -> list[_People]:
    """A phrase and those joined to it on the right: "two soldiers, a policeman and three civilians"."""
    if first is None:
        return []
    chain = [first]
    for person in people:
        last = chain[-1]
        if person.start < last.end:
            continue
        between = [doc[i].lower_ for i in range(last.end, person.start)]
        if (
            between in (["and"], [","], [",", "and"], ["along", "with"], ["as", "well", "as"])
            and not person.part
            and not _starts_clause(doc, person)
        ):
            chain.append(person)
        else:
            break
    return chain


def _chain_back(doc: Doc, last: _People, people: list[_People]) -> list[_People]:
    chain = [last]
    for person in reversed([p for p in people if p.end <= last.start]):
        between = [doc[i].lower_ for i in range(person.end, chain[0].start)]
        if between in (["and"], [","], [",", "and"]) and not person.part and person.noun:
            chain.insert(0, person)
        else:
            break
    return chain


def _starts_clause(doc: Doc, person: _People) -> bool:
    """Whether a joined phrase begins a clause of its own: "killed five, and ten were wounded", "and ten wounded"."""
    after = [doc[i].lower_ for i in range(person.end, min(person.end + 3, len(doc)))]
    return bool(after) and (
        after[0] in {"were", "was", "wounded", "injured", "remain", "are", "have", "hurt", "missing", "dead", "killed"}
        or after[:2] == ["others", "wounded"]
    )


def _is_part(doc: Doc, start: int) -> bool:
    return bool(_PART_BEFORE.search(doc[max(0, start - 6) : start].text.lower() + " "))


def _mark(doc: Doc, start: int, end: int, effect: Effect, person: _People) -> Span:
    span = Span(doc, start, end, label=effect.value)
    part = person.part or any(doc[i].lower_ in {"them", "whom"} for i in range(start, end))
    span._.casualty = CasualtyMark(person.min, person.max, part, person.noun, person.kind)
    return span


def _none_harmed(doc: Doc, sent: Span) -> Iterator[Span]:
    for match in _NONE_HARMED.finditer(sent.text):
        span = doc.char_span(sent.start_char + match.start(), sent.start_char + match.end(), alignment_mode="expand")
        if span is None:
            continue
        got = match.groupdict()
        words = " ".join(
            w for w in (got["what"], got["more"], got["state2"], got["more2"], got["what3"], got["what4"]) if w
        ).lower()
        effects = set()
        if "casualt" in words or "harmed" in words or "victims" in words:
            effects = {Effect.killed, Effect.injured}
        if "injur" in words or "hurt" in words or "wounded" in words:
            effects.add(Effect.injured)
        if "death" in words or "fatalit" in words or "killed" in words or "loss of li" in words:
            effects.add(Effect.killed)
        for effect in sorted(effects):
            harmed = Span(doc, span.start, span.end, label=effect.value)
            harmed._.casualty = CasualtyMark(0, 0)
            yield harmed


def _people_forms(lexicon: Lexicon) -> Iterator[tuple[str, tuple[str, bool]]]:
    for words in lexicon.people.values():
        for form, lexeme in word_forms(words):
            yield form, (lexeme, form != lexeme)


def _gapped_forms(folder: Path) -> dict[str, list[tuple[tuple[str, ...], _Word]]]:
    found: dict[str, list[tuple[tuple[str, ...], _Word]]] = {}
    for name, words in load_casualty_words(folder).items():
        for gap in words.gaps:
            verb, _, tail = gap.partition(f" {GAP} ")
            for text, form in verb_forms(verb).items():
                found.setdefault(text, []).append((tuple(tail.split()), _Word(Effect(name), form)))
    return found


def _effect_forms(folder: Path) -> Iterator[tuple[str, _Word]]:
    for name, words in load_casualty_words(folder).items():
        effect = Effect(name)
        for verb in words.verbs:
            for text, form in verb_forms(verb).items():
                yield text, _Word(effect, form)
        for verb in words.suffered:
            for text, form in verb_forms(verb).items():
                yield text, _Word(effect, form, suffered=True)
        for state in words.states:
            yield state, _Word(effect, None, state=True)
        for form_text, _ in word_forms(words.nouns):
            yield form_text, _Word(effect, None, noun=True)


@Language.factory(
    "tocsin_casualties",
    default_config={"knowledge": None},
    requires=["doc._.relevant", "token.is_sent_start"],
    assigns=["doc.spans"],
)
def make_casualties(nlp: Language, name: str, knowledge: str | None) -> Casualties:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    folder = Path(knowledge) if knowledge else KNOWLEDGE_DIR
    return Casualties(nlp, load_lexicon(folder), folder)
