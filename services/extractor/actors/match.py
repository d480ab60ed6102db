"""What an actor span means, and the search for the longest phrase of a table."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from schemas import ActorKind

HYPHENS = frozenset("-‐‑–")
POSSESSIVES = frozenset({"'s", "’s"})


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


Found = tuple[int, int, ActorMatch]
"""First token, one past the last, meaning."""
Words = tuple[str, ...]


@dataclass(slots=True)
class PhraseTable:
    """Phrases by their first word, for a search of the longest match."""

    by_first: dict[str, int] = field(default_factory=dict)
    """First word -> length of the longest phrase that begins with it."""
    phrases: dict[Words, tuple[ActorMatch, bool]] = field(default_factory=dict)
    """Words -> (meaning, whether a capital letter is needed)."""

    def add(self, words: Words, match: ActorMatch, *, cased: bool) -> None:
        """Adds a phrase; the first meaning stays."""
        if words and words not in self.phrases:
            self.phrases[words] = (match, cased)
            self.by_first[words[0]] = max(self.by_first.get(words[0], 0), len(words))


def match_table(table: PhraseTable, doc: Doc, folded: list[str], start: int) -> tuple[int, ActorMatch, bool] | None:
    """The longest phrase of a table at a token: (end, meaning, capital letter needed). Hyphens in the text are
    skipped."""
    first = folded[start].partition("-")[0]
    longest = table.by_first.get(first, 0)
    if start + 1 < len(doc) and doc[start + 1].text in POSSESSIVES:
        longest = max(longest, table.by_first.get(f"{first}s", 0))
    if not longest:
        return None
    words: list[str] = []
    best, position = None, start
    while position < len(doc) and len(words) < longest:
        text = doc[position].text
        if text.isspace() or (text in POSSESSIVES and not words):
            break
        if text in HYPHENS or (text in "()/" and words):
            position += 1
            continue
        if text in POSSESSIVES:
            words[-1] += "s"  # "People's" is one word of a name
            position += 1
            hit = table.phrases.get(tuple(words))
            if hit is not None:
                best = (position, hit[0], hit[1])
            continue
        if folded[position]:
            words.extend(part for part in folded[position].split("-") if part)
        elif text not in {"'", "’"}:
            break
        position += 1
        hit = table.phrases.get(tuple(words))
        if hit is not None:
            best = (position, hit[0], hit[1])
    if best is not None and best[0] < len(doc) and doc[best[0]].text == ")" and "(" in doc[start : best[0]].text:
        best = (best[0] + 1, *best[1:])
    return best
