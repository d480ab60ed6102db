"""How slots of several values are matched: actors, kinds of weapons and of targets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas import Actor, ActorRole, Span, Target

from ..assignment import best_assignment
from .annotations import ExpectedActor, ExpectedIncident, ExpectedTarget

_E = TypeVar("_E")
_P = TypeVar("_P")
_REQUIRED = 1000.0
"""A required one is matched before any optional one."""


@dataclass(frozen=True)
class Matched(Generic[_E, _P]):
    """Expected and predicted values one to one, and what that leaves over. An optional value is in none of the lists,
    found or not."""

    right: tuple[tuple[_E, _P], ...]
    missed: tuple[_E, ...]
    extra: tuple[_P, ...]

    @property
    def exact(self) -> bool:
        """Whether nothing is missing and nothing is too much."""
        return not self.missed and not self.extra


def _match(
    expected: Sequence[_E],
    predicted: Sequence[_P],
    fits: Callable[[_E, _P], float],
    is_optional: Callable[[_E], bool],
    is_passed: Callable[[_P], bool] = lambda value: False,
) -> Matched[_E, _P]:
    """`fits` is 0 for a pair that does not match; `is_passed` is for a predicted value that is never extra."""
    weights = [[fits(e, p) * (1 if is_optional(e) else _REQUIRED) for p in predicted] for e in expected]
    partners = best_assignment(weights)
    pairs = [(e, j) for e, j in zip(expected, partners, strict=True) if not is_optional(e)]
    return Matched(
        right=tuple((e, predicted[j]) for e, j in pairs if j is not None),
        missed=tuple(e for e, j in pairs if j is None),
        extra=tuple(p for j, p in enumerate(predicted) if j not in partners and not is_passed(p)),
    )


def match_actors(
    expected: Sequence[ExpectedActor], predicted: Sequence[Actor[Span]], roles: frozenset[ActorRole]
) -> Matched[ExpectedActor, Actor[Span]]:
    """The actors in these roles. One is right when role and identity are; its kind only tells equals apart.

    Where no perpetrator is expected a generic one ("attackers") is let pass: the codebook asks only that nobody be
    named.
    """
    wanted = [actor for actor in expected if roles & set(actor.role)]
    told = [actor for actor in predicted if actor.role in roles]
    unnamed_pass = not any(ActorRole.perpetrator in actor.role for actor in wanted)
    return _match(
        wanted,
        told,
        _actor_fit,
        lambda actor: actor.optional,
        lambda actor: unnamed_pass and actor.role is ActorRole.perpetrator and actor.id is None,
    )


def _actor_fit(expected: ExpectedActor, predicted: Actor[Span]) -> float:
    if predicted.role not in expected.role or not is_called(expected, predicted):
        return 0.0
    return 2.0 if predicted.kind in expected.kind else 1.0


def is_called(expected: ExpectedActor, predicted: Actor[Span]) -> bool:
    """Whether it is the same one: by id (itself, or its words in the name), by a piece of the name; where neither is
    given by words of which one has the other, and where there are none by kind."""
    words = f"{predicted.name}\n{predicted.id or ''}\n{predicted.text}".lower()
    if expected.id or expected.name_like:
        pieces = [*(name.replace("-", " ") for name in expected.id), *expected.name_like]
        return predicted.id in expected.id or any(piece.lower() in words for piece in pieces)
    if expected.text:
        asked, told = expected.text.lower(), predicted.text.lower()
        return told in asked or asked in told
    return predicted.kind in expected.kind


def match_weapons(expected: ExpectedIncident, predicted: Collection[str]) -> Matched[list[str], str]:
    """The kinds of weapons; several of one kind are one."""
    allowed = {kind for kinds in expected.weapons for kind in kinds} | set(expected.weapons_optional)
    return _match(
        [[str(kind) for kind in kinds] for kinds in expected.weapons],
        sorted(set(predicted)),
        lambda kinds, kind: float(kind in kinds),
        lambda kinds: False,
        lambda kind: kind in allowed,
    )


def match_targets(
    expected: Sequence[ExpectedTarget], predicted: Sequence[Target[Span]]
) -> Matched[ExpectedTarget, Target[Span]]:
    """The targets by kind, those of one kind as often as they are told."""
    return _match(
        expected, predicted, lambda wanted, told: float(told.kind in wanted.kind), lambda wanted: wanted.optional
    )
