"""Which words belong to the event that a trigger tells, by the trained network's states of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ELSEWHERE = -1
"""The window of what was not read, such as white space."""


@dataclass(frozen=True)
class Links:
    """States of every token of a document; tokens that were read in different windows can't be compared."""

    as_word: NDArray[np.float32]
    """[tokens, width]."""
    as_trigger: NDArray[np.float32]
    """[tokens, width]."""
    window: NDArray[np.int64]
    """The number of each token's window."""

    def probability(self, words: Sequence[int], trigger: Sequence[int]) -> float | None:
        """How likely words (numbers of tokens) and a trigger's words are of one event; None if read apart."""
        theirs, own = np.array(words), np.array(trigger)
        theirs, own = theirs[self.window[theirs] != ELSEWHERE], own[self.window[own] != ELSEWHERE]
        if not len(theirs) or not len(own) or self.window[theirs[0]] != self.window[own[0]]:
            return None
        scores = self.as_word[theirs] @ self.as_trigger[own].T
        return float(1 / (1 + np.exp(-scores.mean())))
