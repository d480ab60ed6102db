"""Doers whom no actor entry names: the crowd in the trigger itself, and the man with a grenade."""

from __future__ import annotations

from spacy.tokens import Span, Token

from schemas import ActorKind

from .actors.match import ActorMatch
from .annotations import Mention
from .dependencies import agents, head_of, is_passive, subjects
from .lexicon import Frame, TriggerRole
from .speech.speakers import kind_of
from .wordsets import word_set

_PERSON = word_set(
    """
    man men woman women youth youths teenager teenagers boy boys individual individuals person suspect suspects
    motorcyclist motorcyclists passenger knifeman father soldier
    """
)


def unlisted_doers(mention: Mention, actors: list[Span]) -> list[Span]:
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
        verb = head_of(trigger)
        for head in agents(verb) if is_passive(verb) else subjects(verb):
            if head.i >= mention.start and (person := _person(head)) is not None:
                return [person]
    return []


def _person(head: Token) -> Span | None:
    """A noun phrase as an unnamed actor, where it is about a person: "a man with a rifle"."""
    if head.lower_ not in _PERSON:
        return None
    doc = head.doc
    start = min([head.i, *(c.left_edge.i for c in head.lefts if c.dep_ in {"amod", "compound", "nummod", "det"})])
    first = start + (doc[start].lower_ in {"a", "an", "the"} and start < head.i)
    span = Span(doc, first, head.i + 1, label="ACTOR")
    span._.actor = ActorMatch(None, span.text, ActorKind.unknown, None, True)
    return span
