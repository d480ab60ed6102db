"""What an actor span means."""

from __future__ import annotations

from dataclasses import dataclass

from schemas import ActorKind


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """An actor as the knowledge files, or the words themselves, tell it."""

    id: str | None
    """Kebab-case of the English name; null for a generic actor."""
    name: str
    kind: ActorKind
    """At home: a state's military abroad is `external_other` only once the place is known."""
    country: str | None
    """ISO 3166-1 alpha-2 of its home."""
    generic: bool
    """Unnamed: `gunmen`, `police`."""
