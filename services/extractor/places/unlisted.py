"""Names that the gazetteer lacks, and that the words around make a place: `the village of X`, `in X, in Y province`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from .folding import ARTICLES
from .mention import HYPHENS, POSSESSIVES, Mention, is_capitalised, joined_end
from .model import PlaceKind
from .words import PlaceWords

_WIDE = frozenset({PlaceKind.country, PlaceKind.admin1})
_LONGEST_UNLISTED = 5
_PLACE = "place"
"""The label of the trained model's roles for where something happened."""


def with_unlisted(doc: Doc, found: list[Mention], words: PlaceWords, taken: set[int]) -> list[Mention]:
    """Adds the names that follow "the village of" and the like and that the gazetteer lacks."""
    covered = {token for mention in found for token in range(mention.start, mention.end)} | taken
    nouns = words.town_nouns | words.district_nouns | words.division_nouns | words.part_nouns
    for token in doc:
        if token.lower_ not in nouns:
            continue
        if is_capitalised(token):
            continue
        start, end = token.i + 2, token.i + 2
        if token.i + 2 < len(doc) and doc[token.i + 1].lower_ in {"of", "called", "named"}:
            end = _run_end(doc, start)
        if end <= start or not covered.isdisjoint(range(start, end)):
            start, end = _run_start(doc, token.i), token.i
            if not _is_led_by_place(doc, start, token.i, words):
                continue
        if end <= start or end - start > _LONGEST_UNLISTED or not covered.isdisjoint(range(start, end)):
            continue
        if doc[start].text in words.demonyms or doc[start].lower_ in words.never or doc[start].is_stop:
            continue
        covered.update(range(start, end))
        found.append(Mention(start, end, (), cued=True, type_noun=token.lower_))
    found.extend(_before_container(doc, found, covered, words))
    found.extend(_told_as_place(doc, covered, words))
    return sorted(found, key=lambda mention: mention.start)


def _before_container(doc: Doc, found: list[Mention], covered: set[int], words: PlaceWords) -> Iterator[Mention]:
    """Names that the gazetteer lacks and that the text puts into a country or a division: `in X, in the Y province`."""
    banned = words.never | words.titles | words.given_names | words.calendar | words.organisations | words.media
    for container in found:
        wide = any(c.kind in _WIDE and (c.main or c.kind is PlaceKind.country) for c in container.candidates)
        if not (wide or container.type_noun in words.division_nouns | words.district_nouns):
            continue
        at = container.start - 1
        while at >= 0 and (doc[at].lower_ in words.directions or doc[at].lower_ == "the" or doc[at].text in HYPHENS):
            at -= 1
        described = _described_end(doc, at, words)
        if described >= 0:
            at = described
        elif at >= 0 and doc[at].lower_ == "in":
            at -= 1
        elif at != container.start - 1 or doc[at].text != ",":
            continue
        end = at if at >= 0 and doc[at].text == "," else at + 1
        start = _run_start(doc, end)
        name = range(start, end)
        if start < 1 or not 0 < len(name) <= _LONGEST_UNLISTED or not covered.isdisjoint(name):
            continue
        plain = all(doc[i].is_alpha or doc[i].text in HYPHENS for i in name) and not doc[start:end].text.isupper()
        if (
            plain
            and (described >= 0 or doc[start - 1].lower_ in words.locative)
            and not any(doc[i].lower_ in banned or doc[i].is_stop or doc[i].text in words.demonyms for i in name)
        ):
            covered.update(name)
            yield Mention(start, end, (), cued=True, type_noun="town")


def told_as_places(doc: Doc) -> set[int]:
    """The tokens that the trained model marks as where something happened."""
    return {token.i for role in doc.spans.get("roles", ()) if role.label_ == _PLACE for token in role}


def is_whole_name(doc: Doc, mention: Mention) -> bool:
    """Whether a listed name is all of the capitalised words that stand together: Ali in "Mir Ali" is not."""
    around = {doc[i].text for i in (mention.start - 1, mention.end) if 0 <= i < len(doc)}
    run = (_name_start(doc, mention.end), _run_end(doc, mention.start))
    return run == (mention.start, mention.end) and around.isdisjoint(HYPHENS)


def at_home(doc: Doc, found: Sequence[Mention], only_told: Sequence[Mention]) -> None:
    """Leaves of the names that only the trained model takes for places, in place, the readings in countries that the
    article speaks of: no word says that it means a far town of that name. One without any is a place not listed."""
    told = {id(mention) for mention in only_told}
    countries = {c.country for m in found if id(m) not in told for c in m.candidates if c.kind is PlaceKind.country}
    countries |= {actor._.actor.country for actor in doc.spans.get("actors", ()) if actor._.actor.country}
    if not countries:
        return
    for mention in only_told:
        mention.candidates = tuple(c for c in mention.candidates if c.country in countries)
        mention.type_noun = mention.type_noun or ("" if mention.candidates else "town")


def _told_as_place(doc: Doc, covered: set[int], words: PlaceWords) -> Iterator[Mention]:
    """Names that the gazetteer lacks and that the trained model marks as where something happened."""
    banned = words.never | words.titles | words.calendar | words.organisations | words.media
    for role in doc.spans.get("roles", ()):
        if role.label_ != _PLACE or not covered.isdisjoint(range(role.start, role.end)):
            continue
        start = next((t.i for t in role if is_capitalised(t) and not t.is_stop), role.end)
        if start == role.end:
            continue
        start, end = _name_start(doc, start + 1), _run_end(doc, start)
        if not covered.isdisjoint(range(start, end)):
            continue
        name = doc[start:end]
        if not 0 < len(name) <= _LONGEST_UNLISTED or any(t.lower_ in banned or t.text in words.demonyms for t in name):
            continue
        covered.update(range(start, end))
        yield Mention(start, end, (), cued=True, type_noun="town")


def _described_end(doc: Doc, of: int, words: PlaceWords) -> int:
    """The comma of `X, the biggest town of Y`, whose "of" is given; -1 where the words are others."""
    if of < 2 or doc[of].lower_ != "of" or doc[of - 1].lower_ not in words.town_nouns:
        return -1
    for at in range(of - 2, max(-1, of - 7), -1):
        if doc[at].text == ",":
            return at
        if is_capitalised(doc[at]) or not doc[at].is_alpha:
            break
    return -1


def _is_led_by_place(doc: Doc, start: int, noun: int, words: PlaceWords) -> bool:
    """Whether what stands before `X village` makes X a place: `in X village`, `in the X ward`, `Y's X quarter`, or what
    follows: `the X ward of Y`."""
    if start < 1:
        return False
    before = doc[start - 1].lower_
    if before in words.locative | {"of", ","} | POSSESSIVES:
        return True
    if before != "the":
        return False
    of_name = noun + 2 < len(doc) and doc[noun + 1].lower_ == "of" and is_capitalised(doc[noun + 2])
    return of_name or (start >= 2 and doc[start - 2].lower_ in words.locative)


def _run_end(doc: Doc, start: int) -> int:
    """End of the capitalised run that begins at a token."""
    end = start
    while end < len(doc) and (is_capitalised(doc[end]) or (end > start and doc[end].text in HYPHENS | ARTICLES)):
        end += 1
    while end > start and not is_capitalised(doc[end - 1]):
        end -= 1
    return joined_end(doc, end) if end > start else end


def _name_start(doc: Doc, end: int) -> int:
    """Start of the capitalised run that ends before a token, without the "In" or "The" that begins a sentence."""
    start = _run_start(doc, end)
    while start < end - 1 and doc[start].is_stop:
        start += 1
    return start


def _run_start(doc: Doc, end: int) -> int:
    """Start of the capitalised run that ends before a token."""
    start = end
    while start > 0 and (is_capitalised(doc[start - 1]) or (start < end and doc[start - 1].text in HYPHENS)):
        start -= 1
    return start
