"""What belongs to a telling by the trained model's links, though its clause does not hold it.

News tells an act over several sentences. The model says of every role that it marks how likely it is of the event that
a trigger tells; a place or a time that is likely enough fills what the trigger's own clause leaves open. Nobody is
named on a link alone, neither as who did it nor as whom it befell.
"""

from __future__ import annotations

from spacy.tokens import Span

from .annotations import Groups, Mention, overlap
from .syntax.links import Links

LINKED = 0.6
"""How likely what stands in another clause must belong to a telling."""
_GATHERED = frozenset({"place", "time"})
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
        linked = [
            role
            for role in groups.all("roles")
            if role.label_ in _GATHERED
            and not mention.start <= role.start < mention.end
            and (probability(links, role, mention) or 0) >= LINKED
        ]
        if linked:
            _fill(groups, mention, linked)


def probability(links: Links, span: Span, mention: Mention) -> float | None:
    """How likely a span belongs to a mention: by the trigger that it is likeliest of. None where nothing says so."""
    told = [
        p
        for trigger in mention.triggers
        if trigger._.trigger.told >= _SEEN
        and (p := links.probability(range(span.start, span.end), range(trigger.start, trigger.end))) is not None
    ]
    return max(told, default=None)


def same_event(links: Links | None, one: Mention, other: Mention) -> float | None:
    """How likely two mentions tell one event; None where nothing says so."""
    if links is None:
        return None
    told = []
    for trigger in one.triggers:
        if trigger._.trigger.told >= _SEEN:
            there = probability(links, trigger, other)
            told += [] if there is None else [there]
    for trigger in other.triggers:
        if trigger._.trigger.told >= _SEEN:
            back = probability(links, trigger, one)
            told += [] if back is None else [back]
    return sum(told) / len(told) if told else None


def _fill(groups: Groups, mention: Mention, linked: list[Span]) -> None:
    def standing(group: str, label: str) -> list[Span]:
        marked = [role for role in linked if role.label_ == label]
        return [span for span in groups.all(group) if any(overlap(span, role) for role in marked)]

    if not mention.places:
        mention.places = standing("places", "place")
    if not mention.times:
        mention.times = [t for t in standing("times", "time") if not t._.time.future and not t._.time.reporting]
