"""What belongs to a telling by the trained model's links, though its clause does not hold it.

News tells an act over several sentences. The model says of every role that it marks how likely it is of the event that
a trigger tells; a place or a time that is likely enough fills what the trigger's own clause leaves open. Nobody is
named on a link alone, neither as who did it nor as whom it befell.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from .annotations import Groups, Mention, overlap
from .syntax.links import Links
from .told import EFFECT

LINKED = 0.6
"""How likely what stands in another clause must belong to a telling."""
APART = 0.5
"""How likely two triggers of a sentence must be of one event not to be taken for two, whatever the words say."""
_LATEST = 6
"""Triggers of a sentence that another is compared with, so that the cost does not grow with the square of the text."""
_REACH = 400
"""Tokens around a telling within which what belongs to it is looked for, for the same reason."""
_SEEN = 0.3
"""How likely a trigger must be one for its links to say anything."""


def gather(groups: Groups, mentions: list[Mention]) -> None:
    """Fill the open slots of mentions, in place, with what the model links to their triggers."""
    links: Links | None = groups.doc._.links
    if links is None:
        return
    for mention in mentions:
        if not mention.triggers:
            continue
        if not mention.places:
            mention.places = _standing(groups, "places", _linked(groups, links, mention, "place"))
        if not mention.times:
            times = _standing(groups, "times", _linked(groups, links, mention, "time"))
            mention.times = [t for t in times if not t._.time.future and not t._.time.reporting]


def effects_in(groups: Groups, start: int, end: int) -> list[Span]:
    """The words between two tokens that the model takes to tell what an event did."""
    return [e for e in groups.within("events", start, end) if e.label_ == EFFECT and e._.told >= _SEEN]


def probability(links: Links, span: Span, mention: Mention) -> float | None:
    """How likely a span belongs to a mention: by the trigger that it is likeliest of. None where nothing says so."""
    told = [
        p
        for trigger in mention.triggers
        if trigger._.trigger.told >= _SEEN
        and (p := links.probability(range(span.start, span.end), range(trigger.start, trigger.end))) is not None
    ]
    return max(told, default=None)


def linked_triggers(links: Links | None, some: Sequence[Span], other: Span) -> float | None:
    """How likely a trigger is of the event that some others tell; None where nothing says so."""
    seen = [t for t in some[-_LATEST:] if t._.trigger.told >= _SEEN]
    if links is None or other._.trigger.told < _SEEN:
        return None
    pairs = [pair for trigger in seen for pair in ((trigger, other), (other, trigger))]
    told = [links.probability(range(a.start, a.end), range(b.start, b.end)) for a, b in pairs]
    known = [p for p in told if p is not None]
    return sum(known) / len(known) if known else None


def same_event(links: Links | None, one: Mention, other: Mention) -> float | None:
    """How likely two mentions tell one event; None where nothing says so."""
    if links is None:
        return None
    told = [
        p
        for mention, opposite in ((one, other), (other, one))
        for telling in (*(t for t in mention.triggers if t._.trigger.told >= _SEEN), *mention.effects)
        if (p := probability(links, telling, opposite)) is not None
    ]
    return sum(told) / len(told) if told else None


def _linked(groups: Groups, links: Links, mention: Mention, label: str) -> list[Span]:
    """The roles of a label that stand outside a mention's clause and are likely of its event."""
    return [
        role
        for role in groups.within("roles", mention.start - _REACH, mention.end + _REACH)
        if role.label_ == label
        and not mention.start <= role.start < mention.end
        and (probability(links, role, mention) or 0) >= LINKED
    ]


def _standing(groups: Groups, name: str, roles: list[Span]) -> list[Span]:
    """The spans of a group that share a token with a role."""
    return [span for span in groups.all(name) if any(overlap(span, role) for role in roles)]
