"""How likely a text tells an incident, from its words alone: a linear model over the set of its words.

The weights are fitted by `python -m training.relevance` and lie in relevance.json beside this file. The score is
log-odds, each word's weight divided by the root of how many the text has, so that long texts score like short ones.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("relevance.json")
_WORD = re.compile(r"[a-z]+")


def words_of(text: str) -> set[str]:
    """The words of a text, lower-cased."""
    return set(_WORD.findall(text.lower()))


@dataclass(frozen=True)
class Relevance:
    """The fitted model."""

    bias: float
    least: float
    """The log-odds from which a text is read; all but two in a thousand incident articles have it."""
    words: dict[str, float]

    def score(self, words: set[str]) -> float:
        """Log-odds that a text with these words tells an incident."""
        known = [weight for word in words if (weight := self.words.get(word)) is not None]
        return self.bias + sum(known) / math.sqrt(max(1, len(known)))


@cache
def load_relevance() -> Relevance:
    """The model that ships with Tocsin."""
    return Relevance(**json.loads(WEIGHTS.read_text(encoding="utf-8")))
