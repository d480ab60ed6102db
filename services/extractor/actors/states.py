"""Finds states and their forces: a word of nationality or a country's name, and what stands after it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from .lexicon import ActorLexicon, State, state_force
from .match import Found, Words, match_table

_LONGEST_STATE = 6
"""Most tokens that a country's name has."""
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_PLACE_WORDS = frozenset(
    {"in", "of", "from", "at", "near", "inside", "to", "across", "into", "outside", "throughout", "within", "around"}
)
"""Before a country's name they make it a place, whatever verb follows."""
_JOINERS = frozenset({"and", "or", ",", "&", "/"})


def find_states(doc: Doc, folded: list[str], lexicon: ActorLexicon) -> Iterator[Found]:
    start = 0
    while start < len(doc):
        hit = state_at(doc, start, lexicon)
        if hit is None:
            start += 1
            continue
        end, state, plural = hit
        yield from _state_forms(doc, folded, lexicon, start, end, state, plural)
        start = end


def state_at(doc: Doc, start: int, lexicon: ActorLexicon) -> tuple[int, State, bool] | None:
    """The longest word of nationality or country at a token: (end, state, whether in the plural)."""
    if not doc[start].text[:1].isupper():
        return None
    for end in range(min(len(doc), start + _LONGEST_STATE), start, -1):
        words: Words = tuple(
            token.text.title() if token.is_upper and len(token) > 3 else token.text for token in doc[start:end]
        )
        state = lexicon.states.get(words)
        if state is not None:
            return end, state, False
        if words[-1].endswith("s") and (state := lexicon.states.get((*words[:-1], words[-1][:-1]))):
            return end, state, True
    return None


def _state_forms(
    doc: Doc, folded: list[str], lexicon: ActorLexicon, start: int, end: int, state: State, plural: bool
) -> Iterator[Found]:
    after = end
    if after < len(doc) and doc[after].text in _POSSESSIVES:
        after += 1
    noun = _force_after(doc, folded, lexicon, after)
    if noun is not None:
        yield start, noun[0], state_force(state, noun[1])
        return
    if after < len(doc) and doc[after].lower_ in _JOINERS and after == end and after + 1 < len(doc):
        following = state_at(doc, after + 1, lexicon)
        if following is not None:
            noun = _force_after(doc, folded, lexicon, following[0])
            if noun is not None:
                yield start, end, state_force(state, noun[1])
                return
    for length in (2, 1):
        if tuple(folded[after : after + length]) in lexicon.strikes:
            yield start, end, state.itself
            return
    before = doc[start - 1].lower_ if start else ""
    verb = doc[end].lower_ if end < len(doc) else ""
    name = doc[start:end].text
    is_country = name not in {state.adjective} and not plural
    if before in _PLACE_WORDS:
        return
    if is_country and (before in lexicon.generic.agent_words or verb in lexicon.generic.subject_verbs) and after == end:
        yield start, end, state.itself


def _force_after(doc: Doc, folded: list[str], lexicon: ActorLexicon, start: int) -> tuple[int, str] | None:
    """The forces named from a token on, up to two words in between: (end, suffix of the id)."""
    best: tuple[int, str] | None = None
    for offset in range(3):
        position = start + offset
        if position >= len(doc) or doc[position].is_space:
            break
        for suffix, table in lexicon.forces.items():
            hit = match_table(table, doc, folded, position)
            if hit is not None and (best is None or hit[0] > best[0]):
                best = (hit[0], suffix)
        if best is not None:
            return best
        if doc[position].lower_ not in lexicon.force_modifiers:
            break
    return best
