"""What tells the country of an article without naming it: its outlet's address, its words, the groups that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc

from schemas import ActorKind

from .words import PlaceWords

SOURCE_KEY = "source"
"""In `doc.user_data`: the outlet's domain, or the article's address."""

_OUTLET = 0.8
_WORD = 0.4
_MOST_BY_WORDS = 1.2
_GROUP = 0.5
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?([^/:?#]+)", re.I)
_OPEN_DOMAINS = frozenset(
    {"AI", "AS", "BZ", "CC", "CO", "EU", "FM", "GG", "GL", "IM", "IO", "LA", "LY", "ME", "NU", "PW", "SH", "SU", "TK",
     "TO", "TV", "VC", "WS"}
)  # fmt: skip
"""Top-level domains of two letters that are let to anybody."""
_AT_HOME = frozenset({ActorKind.rebel_group, ActorKind.political_militia, ActorKind.identity_militia})


def country_evidence(doc: Doc, words: PlaceWords) -> Iterator[tuple[str, float]]:
    """Country codes and weights, in the unit of one mention of the country's name."""
    outlet = outlet_country(str(doc.user_data.get(SOURCE_KEY) or ""))
    if outlet:
        yield outlet, _OUTLET
    cues = words.country_cues
    found: dict[str, set[str]] = {}
    for token in doc:
        code = cues.get(token.text)
        if code:
            found.setdefault(code, set()).add(token.lower_)
    for code, distinct in found.items():
        yield code, min(_MOST_BY_WORDS, _WORD * len(distinct))
    groups = {
        (span._.actor.id, span._.actor.country)
        for span in doc.spans.get("actors", ())
        if span._.actor is not None and span._.actor.kind in _AT_HOME and span._.actor.id and span._.actor.country
    }
    for _, code in sorted(groups):
        yield code, _GROUP


@lru_cache(maxsize=4096)
def outlet_country(source: str) -> str:
    """Code of the country that an outlet's domain or address ends in; empty where the domain is nobody's country."""
    host = _HOST.match(source.strip())
    last = host.group(1).rstrip(".").rpartition(".")[2].upper() if host else ""
    if len(last) != 2 or not last.isalpha() or last in _OPEN_DOMAINS or "." not in source:
        return ""
    return "GB" if last == "UK" else last
