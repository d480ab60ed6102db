"""Text that is all capitals or has none (teletype, transcripts): given the capitals that the other steps look for.

The syntax model does not see case, so it tells the proper nouns of such a text as well as those of any other. What is
read off the recased document is put back as the article has it: offsets stay what they were.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Token

from schemas import IncidentReport

from .actors.lexicon import ActorLexicon
from .components.times import MONTHS, WEEKDAYS

_ENOUGH = 40
"""Letters from which the share of capitals says something."""
_ALL = 0.7
_NONE = 0.004


def lacks_case(text: str) -> bool:
    """Whether nearly all letters of a text are capitals, or nearly none."""
    letters = [c for c in text[:4000] if c.isalpha()]
    if len(letters) < _ENOUGH:
        return False
    share = sum(c.isupper() for c in letters) / len(letters)
    return share > _ALL or share < _NONE


class Recaser:
    """Gives a text the capitals that proper nouns, sentences and known names and abbreviations have."""

    def __init__(self, nlp: Language, lexicon: ActorLexicon) -> None:
        self._make_doc = nlp.make_doc
        self._steps = [nlp.get_pipe(name) for name in ("tocsin_sentences", "tocsin_syntax")]
        self._acronyms = {words[0] for words in lexicon.abbreviations if len(words) == 1}
        self._names = {word for words in lexicon.states for word in words if word[:1].isupper()}
        self._names |= {word.title() for word in (*WEEKDAYS, *MONTHS) if word not in {"may", "march"}}

    def __call__(self, text: str) -> str:
        """The text with capitals, as long as it was, so that offsets hold."""
        capitals = text.upper()
        if len(capitals) != len(text) or len(text.lower()) != len(text):
            return text
        doc = self._make_doc(capitals)
        for step in self._steps:
            doc = step(doc)
        return "".join(self._word(token) + token.whitespace_ for token in doc)

    def _word(self, token: Token) -> str:
        lower = token.lower_
        title = lower[:1].upper() + lower[1:]
        if token.text in self._acronyms and token.pos_ != "VERB":
            return token.text
        return title if token.is_sent_start or token.pos_ == "PROPN" or title in self._names else lower


def as_written(report: IncidentReport, text: str) -> IncidentReport:
    """A report read from a recased text, with the article's own words in every slot that has a span."""
    return IncidentReport.model_validate(_restored(report.model_dump(), text))


def _restored(value: Any, text: str) -> Any:
    if isinstance(value, list):
        return [_restored(item, text) for item in value]
    if not isinstance(value, dict):
        return value
    restored = {key: _restored(item, text) for key, item in value.items()}
    span = value.get("span") or (value if "start" in value and isinstance(value.get("start"), int) else None)
    if isinstance(value.get("text"), str) and span:
        restored["text"] = text[span["start"] : span["end"]]
    return restored
