"""Finds named groups that no file lists, by how they are introduced or by the words of their names."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from schemas import ActorKind

from ..knowledge.actors import actor_id
from .lexicon import ActorLexicon
from .match import HYPHENS, ActorMatch, Found
from .states import state_at

_CONNECTORS = frozenset(
    {"of", "for", "the", "and", "al", "el", "in", "de", "del", "la", "des", "du", "le", "ul", "e", "as"}
)


def find_unlisted(doc: Doc, folded: list[str], lexicon: ActorLexicon) -> Iterator[Found]:
    """Groups that no file lists, by how they are introduced or by the words of their names."""
    for token in doc:
        i = token.i
        if (
            (token.lower_ in {"itself", "themselves"} and i and doc[i - 1].lower_ in {"calling", "called", "naming"})
            or (token.lower_ in {"called", "named", "dubbed"} and _group_before(doc, i, lexicon))
            or (token.lower_ == "as" and i and doc[i - 1].lower_ == "known" and _group_before(doc, i - 1, lexicon))
        ):
            yield from _introduced(doc, i + 1, ActorKind.unknown)
    start = 0
    while start < len(doc):
        token = doc[start]
        if not (token.text[:1].isupper() and token.is_alpha):
            start += 1
            continue
        first = start + 1 if token.lower_ in {"the", "a", "an"} or token.is_stop else start
        end = _capitals(doc, first)
        if end <= first:
            start += 1
            continue
        yield from _by_words(doc, first, end, lexicon)
        start = max(end, start + 1)


def _group_before(doc: Doc, position: int, lexicon: ActorLexicon) -> bool:
    return any(token.lower_ in lexicon.generic.group_nouns for token in doc[max(0, position - 5) : position])


def _introduced(doc: Doc, start: int, kind: ActorKind) -> Iterator[Found]:
    while start < len(doc) and doc[start].lower_ in {"the", '"', "“", "‘", "'"}:
        start += 1
    end = _capitals(doc, start) if start < len(doc) else start
    if end > start:
        name = doc[start:end].text
        if actor_id(name):
            yield start, end, ActorMatch(actor_id(name), name, kind, None, generic=False)


def _by_words(doc: Doc, start: int, end: int, lexicon: ActorLexicon) -> Iterator[Found]:
    """A capitalised run that reads like a group's name."""
    heads, starts = lexicon.generic.group_heads, lexicon.generic.group_starts
    positions = [at for at in range(start, end) if doc[at].text in heads]
    if not positions:
        if doc[start].text in starts and end - start >= 2 and doc[start].text != "Los":
            yield start, end, _guessed(doc, start, end, ActorKind.rebel_group)
        return
    last = positions[-1]
    follows = doc[last + 1].lower_ if last + 1 < end else ""
    stop = end if follows in {"of", "for"} else last + 1
    if stop - start < 2 or doc[start:stop].text in lexicon.generic.not_groups:
        return
    lower = {token.lower_ for token in doc[start:stop]}
    ordinal = any(token.text[:1].isdigit() for token in doc[max(0, start - 1) : stop])
    if ordinal or lower & set(lexicon.generic.unit_words):
        return
    if state_at(doc, start, lexicon) is not None and heads[doc[last].text] is ActorKind.unknown:
        return
    yield start, stop, _guessed(doc, start, stop, heads[doc[last].text])


def _guessed(doc: Doc, start: int, end: int, kind: ActorKind) -> ActorMatch:
    name = doc[start:end].text
    return ActorMatch(actor_id(name) or None, name, kind, None, generic=False)


def _capitals(doc: Doc, start: int) -> int:
    """End of the capitalised run at a token, connectors and hyphens inside it included."""
    end = start
    position = start
    while position < len(doc):
        token = doc[position]
        if token.text[:1].isupper() and token.text[:1].isalpha():
            position += 1
            end = position
        elif position > start and (token.lower_ in _CONNECTORS or token.text in HYPHENS or token.text in {"'", "’"}):
            position += 1
            if position - end > 3:
                break
        else:
            break
    return end
