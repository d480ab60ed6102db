"""Who speaks: the subject of a verb of saying, and whom "the group" or "it" stands for.

The subject of a verb is the head of its noun phrase. A relative clause or an apposition between the two ("X, which
wants to topple the government, claimed ...") is stepped over, and what is named in it never speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from schemas import ActorKind

from ..annotations import Claim
from ..noun_phrases import AUXILIARIES, left_edge
from ..wordsets import word_set
from .words import SpeechActWords

STATE_KINDS = frozenset({ActorKind.state_forces, ActorKind.external_other})
UNARMED = frozenset({ActorKind.civilians, ActorKind.protesters})
RELATIVE = frozenset({"which", "who", "that", "whose"})
PRONOUNS = frozenset({"it", "they"})
_ADVERBS = word_set(
    """
    also later immediately quickly strongly widely repeatedly swiftly promptly then since subsequently jointly never
    not n't immediately again both all first
    """
)
_POINTING = frozenset({"the", "this", "that", "its", "their"})
_LINKS = frozenset({"for", "of", "with", "from", "in"})
_SPOKEN_FOR = word_set("spokesman spokeswoman spokesperson leader commander chief head arm branch wing agency member")
_MEDIA = word_set("statement video message post letter audio communique communiqué recording footage note tweet claim")
_ISSUED = word_set("posted issued released sent shared published broadcast put circulated made in")
_FURTHEST = 40
"""Tokens before a verb in which its subject is sought."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: his words in the text, and the actor that he is or speaks for, if any."""

    span: Span | None
    actor: Span | None


def kind_of(actor: Span) -> ActorKind:
    """The kind of an actor span."""
    return ActorKind(str(actor._.actor.kind))


def key_of(actor: Span) -> str:
    """What tells one actor from another: the id, or the words where it has none."""
    mark = actor._.actor
    return str(mark.id or mark.name)


def is_authority(span: Span | None, actors: Sequence[Span], words: SpeechActWords) -> bool:
    """Whether words name an authority: a state's forces, officials, ministers, a coalition."""
    if span is None:
        return False
    if any(a.start >= span.start and a.end <= span.end and kind_of(a) in STATE_KINDS for a in actors):
        return True
    return span.text.lower() in words.capitals or any(token.lower_ in words.authorities for token in span)


def before_auxiliaries(doc: Doc, verb: int) -> int:
    """Where the verb group that a token ends begins: "has also claimed" at "has"."""
    start, floor = verb, doc[verb].sent.start
    while start > floor and (
        doc[start - 1].lower_ in _ADVERBS
        or doc[start - 1].lower_ in AUXILIARIES
        or (doc[start - 1].lower_.endswith("ly") and len(doc[start - 1]) > 4 and doc[start - 1].is_lower)
    ):
        start -= 1
    return start


def subject_phrase(doc: Doc, verb: int) -> Span | None:
    """The noun phrase that is the subject of a verb, without its relative clauses and appositions."""
    sent = doc[verb].sent
    end = before_auxiliaries(doc, verb)
    if end > sent.start and doc[end - 1].lower_ in {"which", "who"}:
        end -= 1  # "X, which denied it": the relative stands for what is before it
        end -= 1 if end > sent.start and doc[end - 1].text == "," else 0
    elif end > sent.start and doc[end - 1].lower_ in {"and", "but"}:
        # "X denied it and said ...": the subject of the verb before.
        before = next((i for i in range(end - 2, sent.start, -1) if doc[i].lower_.endswith("ed")), None)
        return subject_phrase(doc, before) if before is not None else None
    if end > sent.start and doc[end - 1].text == ")":
        # "The Balochistan Liberation Army (BLA) claimed"
        end = next((i for i in range(end - 2, max(sent.start, end - 8), -1) if doc[i].text == "("), end)
    opened = _opening(doc, end, sent.start)
    end = opened if opened is not None else end
    if end <= sent.start:
        return None
    start = left_edge(doc, end, sent.start)
    while start - 1 > sent.start and doc[start - 1].lower_ in _LINKS and end - start < 14:
        further = left_edge(doc, start - 1, sent.start)
        if further == start - 1:
            break
        start = further
    return doc[start:end] if end > start else None


def _opening(doc: Doc, end: int, floor: int) -> int | None:
    """Where the noun phrase ends that a relative clause or an apposition, ending at a token, belongs to."""
    floor = max(floor, end - _FURTHEST)
    if end > floor and doc[end - 1].text == ",":
        commas = [i for i in range(end - 2, floor, -1) if doc[i].text == ","]
        relative = next((i for i in commas if doc[i + 1].lower_ in RELATIVE), None)
        return relative if relative is not None else next(iter(commas), None)
    for i in range(end - 2, floor, -1):
        if doc[i].text in {",", ";", ":"}:
            return None
        if doc[i].lower_ in {"which", "who"}:
            return i  # "the group that wants ..." needs a noun right before it
    return None


def speaker_of(doc: Doc, verb: int, actors: Sequence[Span], said: Sequence[Claim], words: SpeechActWords) -> Speaker:
    """Who is the subject of a verb of saying; `said` are the speech acts before it, to which "the group" may refer."""
    phrase = subject_phrase(doc, verb)
    if phrase is not None and phrase[-1].lower_ in _MEDIA and not any(_overlaps(a, phrase) for a in actors):
        issuing = next((i for i in range(phrase.start - 1, phrase.sent.start, -1) if doc[i].lower_ in _ISSUED), None)
        phrase = (subject_phrase(doc, issuing) if issuing is not None else None) or phrase
    if phrase is None:
        return Speaker(None, None)
    inside = [a for a in actors if _overlaps(a, phrase)]
    named = [a for a in inside if not a._.actor.generic]
    if named:
        return Speaker(phrase, named[-1])
    opened = phrase.end < verb and doc[phrase.end].text == ","
    if opened and not _SPOKEN_FOR.isdisjoint(doc[i].lower_ for i in range(phrase.end, min(verb, phrase.end + 6))):
        spoken = [a for a in actors if phrase.end < a.start and a.end < verb and not a._.actor.generic]
        if spoken:
            return Speaker(phrase, spoken[-1])
    antecedent = antecedent_of(doc, phrase, actors, said, words)
    return Speaker(phrase, antecedent or (inside[-1] if inside else None))


def _overlaps(actor: Span, phrase: Span) -> bool:
    return actor.start < phrase.end and actor.end > phrase.start


def antecedent_of(
    doc: Doc, phrase: Span, actors: Sequence[Span], said: Sequence[Claim], words: SpeechActWords
) -> Span | None:
    """The named actor that "the group", "the army" or "it" stands for: one accused before, else the nearest named."""
    head = phrase[-1].lower_
    first = phrase[0].lower_
    state = words.capitals.get(phrase.text.lower())
    points = [t for t in phrase if t.i > phrase.start and doc[t.i - 1].lower_ in _POINTING]
    points += [t for t in phrase[1:] if first in _POINTING]
    of_its_own = any(t.lower_ in {"its", "their"} for t in phrase)
    if (first in PRONOUNS and len(phrase) == 1) or of_its_own:  # "it", "one of its commanders"
        wanted: bool | None = None
    elif any(t.lower_ in words.group_nouns for t in points):
        wanted = False
    elif state is not None or any(t.lower_ in words.state_nouns for t in points):
        wanted = True
    else:
        return None

    def fits(actor: Span) -> bool:
        kind = kind_of(actor)
        if kind in UNARMED or actor.end > phrase.start:
            return False
        if state is not None and actor._.actor.country != state:
            return False
        if wanted is None:
            return True
        if (kind in STATE_KINDS) != wanted:
            return False
        return not wanted or head != "police" or "police" in key_of(actor)

    accused = [c.actor for c in said if c.actor is not None and fits(c.actor)]
    if accused:
        return accused[-1]
    named = [a for a in actors if fits(a) and not a._.actor.generic]
    if wanted:
        # "The army said" is the army of the land, unless only one state's is spoken of.
        return named[-1] if len({key_of(a) for a in named}) == 1 else None
    return named[-1] if named else None
