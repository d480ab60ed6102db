"""A name in a text that may be meant as a place, and the small tests on tokens that the rules about names share."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from .model import Candidate

HYPHENS = frozenset("-‐‑–")
POSSESSIVES = frozenset({"'s", "’s"})
_LINKING = 2
"""Letters of the words that link the pieces of a name."""
_BEFORE_SENTENCE = frozenset({".", "!", "?", "“", '"', ":", "—", "–", "(", "‘", "•"})
_BEFORE_CLAUSE = frozenset({",", ";", ".", ":", "(", "“", '"', "—", "–"})


@dataclass(slots=True)
class Mention:
    """A name in the text, and what it may be. Offsets count tokens; the end is exclusive."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    """Empty for a place that the text names and the gazetteer lacks ("the village of ...")."""
    cued: bool = False
    """Words around say that it is a place."""
    sentence_start: bool = False
    facility: int = 0
    """End of a facility's name that begins with this one (`Kabul University`), or 0."""
    contained_by: Mention | None = None
    """The next name after a comma, which may contain this one (`Aleppo, Syria`)."""
    container_sure: bool = False
    """The text leaves no doubt that it does: `X in the province of Y`."""
    describes: Mention | None = None
    """The name that this one tells the position of (`Camp Taji, north of Baghdad`)."""
    road_to: Mention | None = None
    """The other end of the road, or of the space, that is meant (`between X and Y`)."""
    stated_country: str = ""
    """Code of the country of the adjective before its sort: `the Nigerian town of X`."""
    by_role: bool = False
    """The words tell the place without naming it: `the Kenyan capital`."""
    type_noun: str = ""
    """The word for its sort beside it: `province`, `town`."""
    parallel: str | None = None
    """Code of the country whose divisions the list that it stands in names: `Iowa, Washington and Oregon`."""
    left: int = field(default=-1)
    """Where the whole phrase begins, set by the phrase rules."""
    right: int = field(default=-1)


def is_capitalised(token: Token) -> bool:
    """True for a word that begins with a capital letter, a leading apostrophe aside."""
    text = token.text.lstrip("'’‘ʿ`")
    return bool(text) and text[0].isupper()


def joined_end(doc: Doc, end: int) -> int:
    """End of the next capitalised word that hyphens join to what ends at a token, one short word between at most
    (`Tin-Akof`, `Pul-e-Sokhta`); the token itself where none is."""
    at = end
    for _ in range(2):
        if at + 1 >= len(doc) or doc[at].text not in HYPHENS or doc[at].whitespace_ or doc[at - 1].whitespace_:
            return end
        if is_capitalised(doc[at + 1]):
            return at + 2
        if len(doc[at + 1]) > _LINKING:
            return end
        at += 2
    return end


def starts_sentence(doc: Doc, start: int) -> bool:
    """True for a token after a full stop, a line break, a quotation mark or a dash."""
    return start == 0 or doc[start - 1].text.isspace() or doc[start - 1].text in _BEFORE_SENTENCE


def starts_clause(doc: Doc, start: int) -> bool:
    """True for a token after punctuation."""
    return start == 0 or doc[start - 1].text in _BEFORE_CLAUSE
