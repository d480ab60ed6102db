"""`tocsin_casualties`: how many were killed, injured and captured, wherever a sentence says so.

Each number is bound to the word for what befell them: "killed five soldiers", "five people were killed", "leaving five
dead and ten wounded", "the death toll rose to 12", "no casualties" (none killed and none injured).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ..annotations import CasualtyMark, Effect, Groups, register
from ..befallen import EffectWord, People, befallen, heads_of
from ..dependencies import head_of
from ..inflection import verb_forms
from ..lexicon import GAP, KNOWLEDGE_DIR, Lexicon, load_casualty_words, load_lexicon, word_forms
from ..names import person_at
from ..noun_phrases import is_modifier
from ..phrases import PhraseIndex
from ..wordsets import word_set

_PART_BEFORE = re.compile(
    r"(?:including|among(?:st)? (?:them|whom|the dead|the victims|those killed)|of them|of whom|mostly|among them were)"
    r"\s*,?\s*(?:at least\s*)?$"
)
_OTHERS = frozenset(["others", "more"])
_STATES = "killed|hurt|injured|wounded|harmed"
_NO_ONE = r"(?:no one|nobody|no-one|none|not anyone)"
_NONE_HARMED = re.compile(
    rf"\b(?P<verb>kill|hurt|injur|wound|harm)\w* (?:{_NO_ONE}|no (?:people|civilians|soldiers|officers|passengers))\b"
    rf"|\bwithout (?P<verb2>hurt|injur|wound|harm|kill)\w* any(?:one|body)\b"
    r"|\b(?:none|not one|neither) of [^,.;:]{2,60}? (?:was|were|has been|had been|is|are) "
    rf"(?:\w+ )?(?P<state3>{_STATES})\b"
    rf"|\bno (?!one\b)(?:\w+ ){{1,3}}(?:was|were|has been|have been|had been) (?:\w+ )?(?P<state4>{_STATES})"
    r"(?: or (?P<more4>injured|wounded|hurt|killed))?"
    r"|\b(?:no|without(?: any)?|nor any|not any|zero) (?:immediate |reports? of (?:any )?|reported |known |further "
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
_VICTIM = "victim"
"""The label of the trained model's roles for people harmed."""
_ONE = frozenset(["a", "an", "another", "one", "his", "her", "the", "their", "its"])
_COLLECTIVE = word_set(
    """
    crowd family group garrison patrol convoy police army force unit team squad crew band gang couple pair column
    party population village town community congregation household public staff majority number rest platoon
    company battalion brigade militia opposition press media government
    """
)
"""Nouns of many people."""


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

    def _with_gaps(self, doc: Doc) -> list[tuple[int, int, list[EffectWord]]]:
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

    def _counted(self, doc: Doc) -> list[People]:
        """The counted people of a document, in order."""
        heads = {start: (end, readings[0]) for start, end, readings in self._people.longest(doc)}
        ends = {end: start for start, (end, _) in heads.items()}
        found: dict[int, People] = {}
        for quantity in doc.spans["quantities"]:
            end, noun = self._head_after(doc, quantity.end, heads)
            mark = quantity._.quantity
            found[quantity.start] = People(
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
                    begin - 1, People(begin - 1, end, 1, 1, heads[start][1][0], _is_part(doc, begin - 1), False)
                )
        taken |= {i for p in found.values() for i in range(p.start, p.end)}
        for victim in doc.spans.get("roles", ()):
            if victim.label_ == _VICTIM and taken.isdisjoint(range(victim.start, victim.end)) and _is_one(victim):
                noun = victim.root.lower_
                found[victim.start] = People(
                    victim.start, victim.end, 1, 1, noun, _is_part(doc, victim.start), counted=False
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
            if doc[i - 1].lower_ in {"them", "whom"}:
                return i, ""
        while i < len(doc) and i < start + 6:
            if i in heads:
                end, (noun, _) = heads[i]
                while end in heads:  # "two [police] [officers]", "five [family] [members]"
                    end, (noun, _) = heads[end]
                # "eight police officers and soldiers": one number for both.
                if end + 1 in heads and doc[end].lower_ == "and" and heads[end + 1][1][1]:
                    end = heads[end + 1][0]
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
                return j + 1, ""
        return start, ""

    def _of_sentence(
        self, groups: Groups, sent: Span, people: list[People], words: list[tuple[int, int, list[EffectWord]]]
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
            harmed = befallen(doc, start, end, word, people)
            for person in harmed:
                yield _mark(doc, person.start, person.end, word.effect, person)
            yield from _named(groups, head_of(doc[start:end]), word, harmed)


def _named(groups: Groups, root: Token, word: EffectWord, harmed: list[People]) -> Iterator[Span]:
    """Persons killed or taken by name; of the wounded, news gives numbers."""
    if word.effect is Effect.injured or word.noun:
        return
    last = -1
    for head in heads_of(word, root):
        if head.i < last or any(person.start <= head.i < person.end for person in harmed):
            continue
        if (found := person_at(groups, head)) is not None:
            name, officer = found
            last = name.end
            span = Span(groups.doc, name.start, name.end, label=word.effect.value)
            kind = "state_forces" if officer else "civilians"
            span._.casualty = CasualtyMark(1, 1, people=name.text.lower(), kind=kind, name=name.text)
            yield span


def _is_one(victim: Span) -> bool:
    """Whether words that the trained model marks as someone harmed mean one person: "the cashier", "an inspector"."""
    root = victim.root
    return victim[0].lower_ in _ONE and root.tag_ == "NN" and root.lower_ not in _COLLECTIVE


def _first(match: tuple[int, int, list[EffectWord]]) -> int:
    return match[0]


def _is_part(doc: Doc, start: int) -> bool:
    return bool(_PART_BEFORE.search(doc[max(0, start - 6) : start].text.lower() + " "))


def _mark(doc: Doc, start: int, end: int, effect: Effect, person: People) -> Span:
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
        words = " ".join(w for name, w in got.items() if w and name != "state").lower()
        effects = set()
        if "casualt" in words or "harm" in words or "victims" in words:
            effects = {Effect.killed, Effect.injured}
        if "injur" in words or "hurt" in words or "wound" in words:
            effects.add(Effect.injured)
            if got["what"] is None and got["what3"] is None and got["what4"] is None:
                effects.add(Effect.killed)  # "nobody was hurt": nobody died either
        if "death" in words or "fatalit" in words or "kill" in words or "loss of li" in words:
            effects.add(Effect.killed)
        for effect in sorted(effects):
            harmed = Span(doc, span.start, span.end, label=effect.value)
            harmed._.casualty = CasualtyMark(0, 0)
            yield harmed


def _people_forms(lexicon: Lexicon) -> Iterator[tuple[str, tuple[str, bool]]]:
    for words in lexicon.people.values():
        for form, lexeme in word_forms(words):
            yield form, (lexeme, form != lexeme)


def _gapped_forms(folder: Path) -> dict[str, list[tuple[tuple[str, ...], EffectWord]]]:
    found: dict[str, list[tuple[tuple[str, ...], EffectWord]]] = {}
    for name, words in load_casualty_words(folder).items():
        for gap in words.gaps:
            verb, _, tail = gap.partition(f" {GAP} ")
            for text, form in verb_forms(verb).items():
                found.setdefault(text, []).append((tuple(tail.split()), EffectWord(Effect(name), form)))
    return found


def _effect_forms(folder: Path) -> Iterator[tuple[str, EffectWord]]:
    for name, words in load_casualty_words(folder).items():
        effect = Effect(name)
        for verb in words.verbs:
            for text, form in verb_forms(verb).items():
                yield text, EffectWord(effect, form)
        for verb in words.suffered:
            for text, form in verb_forms(verb).items():
                yield text, EffectWord(effect, form, suffered=True)
        for state in words.states:
            yield state, EffectWord(effect, None, state=True)
        for form_text, _ in word_forms(words.nouns):
            yield form_text, EffectWord(effect, None, noun=True)


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
