"""Which of the doers of an incident are one and the same, called by several names.

News calls those it names once by their name and then "the gunmen", "the militants", "the troops". A generic word is
another name of the named actor of its side; where none is named, one generic word stands for the side.
"""

from __future__ import annotations

from spacy.tokens import Span

from schemas import ActorKind, SubEventType

from .annotations import Mention
from .drafts import Draft
from .speech.speakers import STATE_KINDS, key_of, kind_of
from .wordsets import word_set

_CROWD = frozenset({ActorKind.protesters, ActorKind.civilians, ActorKind.rioters})
_POLICE = word_set("police policemen policeman policewoman officers officer gendarmes gendarmerie")
_STATE_ITSELF = ("-military", "-police", "-security-forces", "-navy", "-air-force", "-army")
"""How the ids of a state's forces end."""


def one_each(draft: Draft, actors: list[Span]) -> dict[str, str]:
    """From the key of each doer to that of the one it stands for (itself, where it is not another name)."""
    stands_for: dict[str, str] = {}
    kept: list[Span] = []
    for actor in sorted(actors, key=lambda a: bool(a._.actor.generic)):
        key = key_of(actor)
        if key in stands_for:
            continue
        same = next((other for other in kept if _same(draft, other, actor)), None)
        stands_for[key] = key if same is None else stands_for[key_of(same)]
        if same is None:
            kept.append(actor)
    return stands_for


def _side(actor: Span) -> str:
    kind = kind_of(actor)
    return "state" if kind in STATE_KINDS else "crowd" if kind in _CROWD else "armed"


def _same(draft: Draft, one: Span, other: Span) -> bool:
    """Whether a doer is another name of one that is kept already."""
    if not other._.actor.generic:
        return _is_state_and_its_forces(one, other)
    if _side(one) != _side(other) or _told_apart(draft, one, other):
        return False
    if not one._.actor.generic:
        return True
    if _side(one) == "state":
        return _is_police(one) == _is_police(other)
    if _side(one) == "crowd":
        return kind_of(one) is kind_of(other)
    return True


def _is_police(actor: Span) -> bool:
    return not _POLICE.isdisjoint(actor._.actor.name.lower().split())


def _is_state_and_its_forces(one: Span, other: Span) -> bool:
    """ "Ukraine was blamed; Ukraine's army denied it": one actor."""
    if kind_of(one) not in STATE_KINDS or kind_of(other) not in STATE_KINDS:
        return False
    country = one._.actor.country
    if country is None or country != other._.actor.country:
        return False
    return sum(key_of(actor).endswith(_STATE_ITSELF) for actor in (one, other)) <= 1


def _told_apart(draft: Draft, one: Span, other: Span) -> bool:
    """Whether one telling has both, side by side or against each other: "M23 rebels and bandits"."""
    return any(_both(mention, one, other, draft.type) for mention in draft.mentions)


def _both(mention: Mention, one: Span, other: Span, kind: SubEventType) -> bool:
    if one not in mention.perpetrators or other not in mention.perpetrators:
        return False
    first, second = sorted((one, other), key=lambda a: a.start)
    between = [t.lower_ for t in first.doc[first.end : second.start]]
    joined = len(between) <= 3 and bool({"and", "with", "against"} & set(between))
    return joined or (kind is SubEventType.armed_clash and "with" in between)
