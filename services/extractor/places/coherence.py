"""How well the readings of an article's names go together: the places of one story lie near each other.

A name that dozens of towns bear is told by the company that it keeps: of the Springfields, the one near the county and
the river that the article names too. Every name lends each reading of every other name as much support as its own
best-placed reading has weight and nearness (Leidner 2007, "Toponym Resolution in Text", ch. 5; Lieberman and Samet
2012, "Adaptive context features for toponym resolution"). Weights are renewed from the scores that support is part of,
so that a few small towns that lie together outweigh the big ones of their names that do not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .model import EARTH_RADIUS_KM, Candidate, PlaceKind

_CLOSE_KM = 50.0
"""Reach of a local story, and of the stronger part of nearness."""
_WIDE_KM = 200.0
"""Reach of a regional one."""
_CLOSE_PART = 0.7
_DIVISION_PART = 0.3
"""Nearness of a first-level division to what lies in it, wherever its middle is."""
_TEMPERATURE = 1.0
"""In powers of ten of population: how fast a reading loses weight as its score falls behind the best."""
_DOUBT = 0.3
"""How much the other readings of a name take from what one of them lends: 1 all their weight, 0 nothing."""
_LARGEST = 500
"""Readings of an article that are weighed against each other; the least likely of a longer list are left out."""
_MUTE = frozenset({PlaceKind.country, PlaceKind.water, PlaceKind.region})
"""Kinds too wide to draw other names near; what they contain is context's to say."""

_Floats = npt.NDArray[np.float32]


class Coherence:
    """The readings of an article's names, and how near each is to each. Names are numbered as they are given."""

    def __init__(self, names: Sequence[Sequence[Candidate]], anchors: Sequence[tuple[float, float]] = ()) -> None:
        """`anchors` are points (latitude, longitude in degrees) that the article is known to be about: they support,
        and need no support."""
        self.names = names
        kept = [
            (group, place, candidate)
            for group, readings in enumerate(names)
            for place, candidate in enumerate(readings)
            if candidate.kind not in _MUTE
        ]
        if len(kept) > _LARGEST:
            share = max(2, _LARGEST // max(1, len({group for group, _, _ in kept})))
            kept = [entry for entry in kept if entry[1] < share][:_LARGEST]
        self._kept = [(group, place) for group, place, _ in kept]
        self._groups = np.array([group for group, _, _ in kept] + [len(names) + i for i in range(len(anchors))])
        candidates = [candidate for _, _, candidate in kept]
        points = [(c.latitude, c.longitude) for c in candidates] + list(anchors)
        self._starts = np.flatnonzero(np.r_[True, self._groups[1:] != self._groups[:-1]]) if points else np.array([])
        self._anchors = len(anchors)
        self._near = self._nearness(candidates, points) if candidates else np.zeros((0, 0), np.float32)

    def _nearness(self, candidates: list[Candidate], points: list[tuple[float, float]]) -> _Floats:
        """0 to 1 for each pair of readings, a row each of `candidates`; 0 within one name."""
        radians = np.radians(np.array(points, np.float64))
        cosine = np.cos(radians[:, 0])
        axes = (cosine * np.cos(radians[:, 1]), cosine * np.sin(radians[:, 1]), np.sin(radians[:, 0]))
        count = len(candidates)
        chord = np.zeros((count, len(points)), np.float32)
        for axis in (axis.astype(np.float32) for axis in axes):
            chord += (axis[:count, None] - axis[None, :]) ** 2
        chord = np.sqrt(chord) * np.float32(EARTH_RADIUS_KM)
        near = _CLOSE_PART * np.exp(-chord / _CLOSE_KM) + (1 - _CLOSE_PART) * np.exp(-chord / _WIDE_KM)
        codes: dict[tuple[str, str], int] = {}
        division = [
            codes.setdefault((c.country, c.admin1_code), len(codes)) if c.admin1_code else -1 - number
            for number, c in enumerate(candidates)
        ]
        division += [-1 - count - number for number in range(self._anchors)]
        whole = np.array([c.kind is PlaceKind.admin1 for c in candidates] + [False] * self._anchors)
        same = np.array(division)[:count, None] == np.array(division)[None, :]
        same &= whole[:count, None] | whole[None, :]
        near[same] = np.maximum(near[same], _DIVISION_PART)
        near[self._groups[:count, None] == self._groups[None, :]] = 0.0
        nearness: _Floats = near.astype(np.float32)
        return nearness

    def support(self, scores: Sequence[Sequence[float]]) -> list[list[float]]:
        """What the other names lend to each reading of each name, 0 to 1, given the readings' scores."""
        found = [[0.0] * len(readings) for readings in self.names]
        if not len(self._near):
            return found
        weights = np.ones(len(self._groups), np.float32)
        totals = [_total(readings) for readings in scores]
        for row, (group, place) in enumerate(self._kept):
            best, total = totals[group]
            weights[row] = np.exp((scores[group][place] - best) / _TEMPERATURE) / total
        lent = np.maximum.reduceat(self._near * weights[None, :], self._starts, axis=1).sum(axis=1)
        for (group, place), value in zip(self._kept, 1.0 - np.exp(-lent), strict=True):
            found[group][place] = float(value)
        return found


def _total(scores: Sequence[float]) -> tuple[float, float]:
    """The best score of a name's readings, and the sum that their weights are to be divided by."""
    best = max(scores, default=0.0)
    return best, float(sum(np.exp((score - best) / _TEMPERATURE) for score in scores)) ** _DOUBT or 1.0
