"""Doers whom no actor entry names: the crowd in the trigger itself, and the man with a grenade."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from schemas import ActorKind

from .actors.match import ActorMatch
from .annotations import Mention, Voice
from .lexicon import Frame, TriggerRole
from .noun_phrases import is_modifier, left_edge
from .speech.speakers import kind_of, subject_phrase
from .wordsets import word_set

_PERSON = word_set(
    """
    man men woman women youth youths teenager teenagers boy boys individual individuals person suspect suspects
    motorcyclist motorcyclists passenger knifeman driver father soldier
    """
)
_UNKNOWN = word_set("a an one two three four five several some the unidentified unknown")
_BY_REACH = 12


def unlisted_doers(doc: Doc, mention: Mention, actors: list[Span]) -> list[Span]:
    """The doers of a mention that has none among the actors."""
    crowd = [
        a
        for a in actors
        if kind_of(a) is ActorKind.rioters and any(a.start < t.end and t.start < a.end for t in mention.triggers)
    ]
    if crowd:
        return crowd
    for trigger in mention.triggers:
        mark = trigger._.trigger
        if mark.sense.entry.role not in {TriggerRole.event, TriggerRole.effect}:
            continue
        if mark.sense.entry.frame not in {Frame.transitive, Frame.crowd} or mark.sense.verb_form is None:
            continue
        phrase = subject_phrase(doc, trigger.start) if mark.voice is Voice.active else _after_by(doc, trigger)
        if phrase is not None and phrase.start >= mention.start and (person := _person(doc, phrase)) is not None:
            return [person]
    return []


def _after_by(doc: Doc, trigger: Span) -> Span | None:
    """ "was stabbed by a man"."""
    end = min(trigger.sent.end, trigger.end + _BY_REACH)
    by = next((i for i in range(trigger.end, end) if doc[i].lower_ == "by"), None)
    if by is None or by + 1 >= end or doc[by + 1].lower_ not in _UNKNOWN:
        return None
    head = next((i for i in range(by + 2, min(end, by + 8)) if not is_modifier(doc, i)), end)
    return doc[by + 1 : head] if head > by + 2 else None


def _person(doc: Doc, phrase: Span) -> Span | None:
    """The persons whom a noun phrase is about, as an unnamed actor; None where it is about something else."""
    head = next((i for i in range(phrase.end - 1, phrase.start - 1, -1) if doc[i].lower_ in _PERSON), None)
    if head is None or (head + 1 < phrase.end and doc[head + 1].lower_ not in {"with", "in", "from", "of", "on"}):
        return None
    start = left_edge(doc, head, phrase.start)
    first = start + (doc[start].lower_ in {"a", "an", "the"} and start < head)
    span = Span(doc, first, head + 1, label="ACTOR")
    span._.actor = ActorMatch(None, span.text, ActorKind.unknown, None, True)
    return span
