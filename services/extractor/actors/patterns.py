"""The patterns by which actors are found: listed names, states and their forces, generic nouns, unlisted groups."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from schemas import ActorKind

from ..knowledge.actors import actor_id
from ..places.folding import fold_word
from .lexicon import ActorLexicon, PhraseTable, State, Words, state_force
from .match import ActorMatch

Found = tuple[int, int, ActorMatch]
"""First token, one past the last, meaning."""

_HYPHENS = frozenset("-‐‑–")
_LONGEST_STATE = 6
_SUSPECTED = frozenset({"suspected", "alleged", "presumed"})
_SUBJECT_VERBS = frozenset(
    [
        "struck",
        "strikes",
        "launched",
        "fired",
        "attacked",
        "bombed",
        "shelled",
        "hit",
        "killed",
        "invaded",
        "denied",
        "accused",
        "claimed",
        "vowed",
        "threatened",
        "said",
        "says",
        "carried",
        "conducted",
        "intercepted",
        "downed",
        "raided",
        "seized",
        "captured",
        "retaliated",
        "responded",
        "targeted",
        "deployed",
        "bombarded",
        "annexed",
        "began",
        "has",
        "had",
        "have",
        "also",
        "did",
    ]
)
_AGENT_WORDS = frozenset(
    {"by", "against", "with", "versus", "between", "fighting", "fight", "blamed", "accused", "blames", "blaming"}
)
_UNIT_WORDS = frozenset(
    [
        "airborne",
        "infantry",
        "armored",
        "armoured",
        "mechanized",
        "mechanised",
        "assault",
        "tank",
        "artillery",
        "marine",
        "motor",
        "rifle",
        "mountain",
        "cavalry",
        "guards",
        "paratrooper",
        "ranger",
        "commando",
        "reserve",
        "stryker",
        "territorial",
    ]
)
_FORCE_MODIFIERS = frozenset(
    [
        "-",
        "government",
        "military",
        "army",
        "regime",
        "special",
        "elite",
        "federal",
        "national",
        "state",
        "counter",
        "paramilitary",
        "naval",
        "joint",
        "interim",
        "regular",
        "defense",
        "defence",
        "security",
        "air",
        "border",
        "anti",
        "terrorism",
        "riot",
        "ground",
        "nuclear",
        "regional",
    ]
)
_NOT_GROUPS = frozenset(
    {"Salvation Army", "Red Army", "Green Movement", "Labour Movement", "World Cup", "Home Front", "Western Front", "Eastern Front", "Civil Rights Movement", "Armed Forces", "Joint Forces", "Special Forces", "The Army", "United Front"}
)  # fmt: skip
_FIRST_OF_TWO = frozenset({"Islamic", "Saudi", "Boko", "South", "North"})
_NOT_ADJECTIVES = frozenset({"US", "U.S.", "UK", "U.K."})
_CONNECTORS = frozenset(
    {"of", "for", "the", "and", "al", "el", "in", "de", "del", "la", "des", "du", "le", "ul", "e", "i", "ut", "as"}
)


def find_actors(doc: Doc, lexicon: ActorLexicon) -> list[Found]:
    """Every match, overlapping ones included; of equal spans the first is the better reading."""
    folded = [fold_word(token.text) for token in doc]
    found = [*_named(doc, folded, lexicon)]
    ids = {match.id for _, _, match in found}
    found += _short(doc, folded, lexicon, ids)
    named_at = {start: end for start, end, _ in found}
    found += _states(doc, folded, lexicon)
    found += _generic(doc, folded, lexicon, named_at)
    found += _unlisted(doc, folded, lexicon)
    return found


def _match_table(table: PhraseTable, doc: Doc, folded: list[str], start: int) -> tuple[int, ActorMatch, bool] | None:
    """The longest phrase of a table at a token: (end, meaning, capital letter needed). Hyphens in the text are skipped."""
    longest = table.by_first.get(folded[start].partition("-")[0])
    if longest is None:
        return None
    words: list[str] = []
    best, position = None, start
    while position < len(doc) and len(words) < longest:
        text = doc[position].text
        if text.isspace() or (text in {"'s", "’s"} and not words):
            break
        if text in _HYPHENS:
            position += 1
            continue
        if folded[position]:
            words.extend(part for part in folded[position].split("-") if part)
        elif text not in {"'", "’"}:
            break
        position += 1
        hit = table.phrases.get(tuple(words))
        if hit is not None:
            best = (position, hit[0], hit[1])
    return best


def _named(doc: Doc, folded: list[str], lexicon: ActorLexicon) -> Iterator[Found]:
    lowercase = not any(token.text[:1].isupper() for token in doc[:100])
    for start in range(len(doc)):
        end, match = 0, None
        hit = _match_table(lexicon.named, doc, folded, start)
        if hit is not None:
            capital = lowercase or any(token.text[:1].isupper() for token in doc[start : hit[0]])
            if capital or not hit[2]:
                end, match = hit[0], hit[1]
        for length in (1, 3, 2, 4, 5):
            words = tuple(token.text for token in doc[start : start + length])
            meaning = lexicon.abbreviations.get(words)
            if meaning is not None and start + length > end:
                end, match = start + length, meaning
        if match is not None:
            yield _widened(doc, start, end, match, lexicon)


def _widened(doc: Doc, start: int, end: int, match: ActorMatch, lexicon: ActorLexicon) -> Found:
    """With "suspected" before the name and "militants" after it."""
    if start and doc[start - 1].lower_ in _SUSPECTED:
        start -= 1
    for length in (2, 1):
        if end + length <= len(doc) and doc[end : end + length].text.lower() in lexicon.followers:
            return start, end + length, match
    return start, end, match


def _short(doc: Doc, folded: list[str], lexicon: ActorLexicon, ids: set[str | None]) -> Iterator[Found]:
    """Short names of the actors that the article names in full."""
    table = PhraseTable()
    for actor in sorted(i for i in ids if i in lexicon.short):
        for words, match in lexicon.short[actor]:
            table.add(words, match, cased=False)
    if table.phrases:
        for start in range(len(doc)):
            hit = _match_table(table, doc, folded, start)
            if hit is not None:
                yield start, hit[0], hit[1]


def _state_at(doc: Doc, start: int, lexicon: ActorLexicon) -> tuple[int, State, bool] | None:
    """The longest word of nationality or country at a token: (end, state, whether in the plural)."""
    if not doc[start].text[:1].isupper():
        return None
    for end in range(min(len(doc), start + _LONGEST_STATE), start, -1):
        words: Words = tuple(token.text for token in doc[start:end])
        state = lexicon.states.get(words)
        if state is not None:
            return end, state, False
        if words[-1].endswith("s") and (state := lexicon.states.get((*words[:-1], words[-1][:-1]))):
            return end, state, True
    return None


def _states(doc: Doc, folded: list[str], lexicon: ActorLexicon) -> Iterator[Found]:
    start = 0
    while start < len(doc):
        hit = _state_at(doc, start, lexicon)
        if hit is None:
            start += 1
            continue
        end, state, plural = hit
        yield from _state_forms(doc, folded, lexicon, start, end, state, plural)
        start = end


def _state_forms(
    doc: Doc, folded: list[str], lexicon: ActorLexicon, start: int, end: int, state: State, plural: bool
) -> Iterator[Found]:
    after = end
    if after < len(doc) and doc[after].text in {"'s", "’s", "'", "’"}:
        after += 1
    noun = _force_after(doc, folded, lexicon, after)
    if noun is not None:
        yield start, noun[0], state_force(state, noun[1])
        return
    if after < len(doc) and doc[after].lower_ in {"and", "or", ",", "&", "/"} and after == end and after + 1 < len(doc):
        following = _state_at(doc, after + 1, lexicon)
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
    if is_country and (before in _AGENT_WORDS or verb in _SUBJECT_VERBS) and after == end:
        yield start, end, state.itself


def _force_after(doc: Doc, folded: list[str], lexicon: ActorLexicon, start: int) -> tuple[int, str] | None:
    """The forces named from a token on, up to two words in between: (end, suffix of the id)."""
    best: tuple[int, str] | None = None
    for offset in range(3):
        position = start + offset
        if position >= len(doc) or doc[position].is_space:
            break
        for suffix, table in lexicon.forces.items():
            hit = _match_table(table, doc, folded, position)
            if hit is not None and (best is None or hit[0] > best[0]):
                best = (hit[0], suffix)
        if best is not None:
            return best
        if doc[position].lower_ not in lexicon.modifiers | _FORCE_MODIFIERS:
            break
    return best


def _generic(doc: Doc, folded: list[str], lexicon: ActorLexicon, named_at: dict[int, int]) -> Iterator[Found]:
    modifiers = lexicon.modifiers
    for position in range(len(doc)):
        hit = _match_table(lexicon.heads, doc, folded, position)
        if hit is None:
            continue
        end, match, _ = hit
        if end < len(doc) and doc[end].text in _HYPHENS and not doc[end].whitespace_:
            continue
        start = _modifiers_before(doc, position, modifiers, lexicon)
        country = None
        for at in range(start, position):
            state = _state_at(doc, at, lexicon)
            if state is not None:
                country = state[1].country
                break
        backed = _sponsor_before(doc, start, lexicon)
        if backed is not None:
            start = backed
        text = doc[start:end].text
        name = text if start < position else match.name
        yield start, end, ActorMatch(None, name, match.kind, country, generic=True)
    for position in range(1, len(doc)):
        last = doc[position].lower_.rpartition("-")[2]
        if last in lexicon.generic.backed and ("-" in doc[position].text or doc[position - 1].text in _HYPHENS):
            found = _backed(doc, folded, lexicon, position, modifiers)
            if found is not None:
                yield found


def _modifiers_before(doc: Doc, position: int, modifiers: frozenset[str], lexicon: ActorLexicon) -> int:
    start = position
    while start > 0:
        token = doc[start - 1]
        nationality = token.text[:1].isupper() and (token.text,) in lexicon.states and token.text not in _NOT_ADJECTIVES
        if token.lower_ in modifiers or nationality:
            start -= 1
        elif token.text in _HYPHENS and start > 1 and not token.whitespace_ and not doc[start - 2].whitespace_:
            joined = "".join(t.lower_ for t in doc[start - 2 : start + 1])
            if joined not in modifiers:
                break
            start -= 2
        else:
            break
    return start


def _sponsor_before(doc: Doc, start: int, lexicon: ActorLexicon) -> int | None:
    """Where "Iran-backed" begins, when it ends at a token."""
    if start and doc[start - 1].lower_.rpartition("-")[2] in lexicon.generic.backed and "-" in doc[start - 1].text:
        return start - 1  # "U.S.-backed" is one token
    if start < 3 or doc[start - 1].lower_ not in lexicon.generic.backed or doc[start - 2].text not in _HYPHENS:
        return None
    first = start - 3
    while first > 1 and doc[first - 1].text in _HYPHENS and not doc[first - 1].whitespace_:
        first -= 2
    if first > 0 and doc[first].text[:1].isupper():
        first -= 1 if doc[first - 1].text in _FIRST_OF_TWO else 0
    return max(0, first)


def _backed(
    doc: Doc, folded: list[str], lexicon: ActorLexicon, position: int, modifiers: frozenset[str]
) -> Found | None:
    """A sponsor, a participle, a few adjectives and a noun: `Iran-supported malign actors`."""
    start = _sponsor_before(doc, position + 1, lexicon)
    if start is None or not doc[start].text[:1].isupper():
        return None
    heads = lexicon.generic.backed_heads
    for at in range(position + 1, min(len(doc), position + 6)):
        token = doc[at]
        if (token.is_punct and token.text not in _HYPHENS) or token.is_space or token.is_stop:
            return None
        hit = _match_table(lexicon.heads, doc, folded, at)
        if hit is not None or token.lower_ in heads:
            end = hit[0] if hit is not None else at + 1
            kind = hit[1].kind if hit is not None else ActorKind.political_militia
            return start, end, ActorMatch(None, doc[start:end].text, kind, None, generic=True)
    return None


def _capitals(doc: Doc, start: int) -> int:
    """End of the capitalised run at a token, connectors and hyphens inside it included."""
    end = start
    position = start
    while position < len(doc):
        token = doc[position]
        if token.text[:1].isupper() and token.text[:1].isalpha():
            position += 1
            end = position
        elif position > start and (token.lower_ in _CONNECTORS or token.text in _HYPHENS or token.text in {"'", "’"}):
            position += 1
            if position - end > 3:
                break
        else:
            break
    return end


def _unlisted(doc: Doc, folded: list[str], lexicon: ActorLexicon) -> Iterator[Found]:
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
    if stop - start < 2 or doc[start:stop].text in _NOT_GROUPS:
        return
    lower = {token.lower_ for token in doc[start:stop]}
    ordinal = any(token.text[:1].isdigit() for token in doc[max(0, start - 1) : stop])
    if ordinal or lower & _UNIT_WORDS:
        return
    if _state_at(doc, start, lexicon) is not None and heads[doc[last].text] is ActorKind.unknown:
        return
    yield start, stop, _guessed(doc, start, stop, heads[doc[last].text])


def _guessed(doc: Doc, start: int, end: int, kind: ActorKind) -> ActorMatch:
    name = doc[start:end].text
    return ActorMatch(actor_id(name) or None, name, kind, None, generic=False)
