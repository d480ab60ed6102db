"""Finds states and their forces: a word of nationality or a country's name, and what stands after it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from ..wordsets import word_set
from .lexicon import ActorLexicon, State, state_force
from .match import Found, Words, match_table

_LONGEST_STATE = 6
"""Most tokens that a country's name has."""
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_PLACE_WORDS = frozenset(
    {"in", "of", "from", "at", "near", "inside", "to", "across", "into", "outside", "throughout", "within", "around"}
)
"""Before a country's name they make it a place, whatever verb follows."""
_REALMS = frozenset({"republic", "kingdom", "state", "islamic", "federal", "democratic", "union", "people", "'s", "’s"})
"""What may stand between "of" and a country's name: "of the Republic of Mali"."""
_HARDWARE = frozenset(
    {
        "missile",
        "missiles",
        "drone",
        "drones",
        "rocket",
        "rockets",
        "bomb",
        "bombs",
        "shell",
        "shells",
        "mortars",
        "jet",
    }
)
"""What of a state's may bear a model's name: "a Russian Iskander missile"."""
_HARDWARE_WORDS = word_set(
    """
    - long short medium range guided ballistic cruise kamikaze suicide attack combat hypersonic aerial glide surface to
    air anti ship tank loitering explosive heavy
    """
)
_JOINERS = frozenset({"and", "or", ",", "&", "/"})


def find_states(doc: Doc, folded: list[str], lexicon: ActorLexicon) -> Iterator[Found]:
    start = 0
    while start < len(doc):
        hit = state_at(doc, start, lexicon)
        if hit is None:
            start += 1
            continue
        end, state, plural = hit
        yield from _forces_of(doc, folded, lexicon, start, end, state)
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
    if _hardware_after(doc, after):
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


def _hardware_after(doc: Doc, start: int) -> bool:
    """Whether a weapon with a model's name or an adjective follows: "Iskander missile", "long-range rockets"."""
    for i in range(start, min(len(doc), start + 6)):
        token = doc[i]
        if token.lower_ in _HARDWARE:
            return i > start
        model = token.text[:1].isupper() or token.text[:1].isdigit()
        if not model and token.lower_ not in _HARDWARE_WORDS:
            return False
    return False


def _forces_of(
    doc: Doc, folded: list[str], lexicon: ActorLexicon, start: int, end: int, state: State
) -> Iterator[Found]:
    """ "Armed Forces of the Republic of Mali", "National Police of Colombia", "the army of Chad"."""
    link = start - 1
    while link > 1 and (doc[link].lower_ in _REALMS | {"the"} or doc[link - 1].lower_ in _REALMS):
        link -= 1
    if link < 1 or doc[link].lower_ != "of":
        return
    for first in range(max(0, link - 3), link):
        for suffix, table in lexicon.forces.items():
            hit = match_table(table, doc, folded, first)
            if hit is None or hit[0] != link or suffix == "government":
                continue
            while first > 0 and doc[first - 1].text[:1].isupper() and doc[first - 1].lower_ != "the":
                if doc[first - 1].is_sent_start and doc[first - 1].is_stop:
                    break
                first -= 1
            yield first, end, state_force(state, suffix)
            return
