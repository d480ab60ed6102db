"""Scores the places of news whose toponyms have coordinates: LGL, TR-News, GeoVirus.

A toponym is found when a place of ours shares a character with it: the place that the name itself stands for ("Moscow
denied it" counts; of "north of Baghdad" it is Baghdad), as the annotators have it. Where several do, the one that
shares most is taken, and each of ours is taken once. Only toponyms that the annotators could put on the map are
scored for distance, all for F1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.extractor.annotations import group
from services.extractor.places.model import ResolvedPlace, distance_km

from .articles import PlacedNews, Toponym, read_placed_news
from .assignment import best_assignment
from .scorer import Scores, extractor, f1, percent, with_progress

HELP = "news with coordinates: PATH is an XML file in the form of LGL, TR-News or GeoVirus"
WITHIN_KM = 161.0
"""A hundred miles: the field's measure (Leidner 2007)."""


@dataclass(frozen=True)
class FoundPlace:
    """A place that the extractor found. Offsets count code points of the article's text."""

    start: int
    end: int
    text: str
    place: ResolvedPlace


@dataclass(frozen=True)
class Resolution:
    """A gold toponym and the place of ours at it, if any."""

    article_id: str
    toponym: Toponym
    found: FoundPlace | None

    @property
    def km(self) -> float | None:
        """Kilometres between the two; null when either has no coordinates."""
        place = self.found.place if self.found else None
        if place is None or place.latitude is None or place.longitude is None:
            return None
        if self.toponym.latitude is None or self.toponym.longitude is None:
            return None
        return distance_km(self.toponym.latitude, self.toponym.longitude, place.latitude, place.longitude)

    @property
    def is_right(self) -> bool:
        """Within 161 km."""
        return self.km is not None and self.km <= WITHIN_KM

    @property
    def is_same_record(self) -> bool:
        """Whether both name the same GeoNames record: far apart all the same when it is a big country, which every
        gazetteer gives another middle."""
        found = self.found.place.geonames_id if self.found else None
        return found is not None and found == self.toponym.geonames_id


def score(path: Path) -> Scores:
    """Score the articles of the file `path`."""
    resolutions: list[Resolution] = []
    predicted = 0
    for news in with_progress(read_placed_news(path), "articles"):
        found = list(_places_of(news))
        predicted += len(found)
        resolutions += resolve(news, found)
    return scores_of(resolutions, predicted)


def _places_of(news: PlacedNews) -> Iterator[FoundPlace]:
    doc = extractor().annotate(news.article)
    for span in group(doc, "toponyms"):
        yield FoundPlace(span.start_char, span.end_char, span.text, span._.toponym)


def resolve(news: PlacedNews, found: Sequence[FoundPlace]) -> list[Resolution]:
    """Each toponym of an article with the place at it."""
    shared = [[float(_shared(toponym, place)) for place in found] for toponym in news.toponyms]
    return [
        Resolution(news.id, toponym, None if partner is None else found[partner])
        for toponym, partner in zip(news.toponyms, best_assignment(shared), strict=True)
    ]


def _shared(toponym: Toponym, place: FoundPlace) -> int:
    return max(0, min(toponym.end, place.end) - max(toponym.start, place.start))


def scores_of(resolutions: Sequence[Resolution], predicted: int) -> Scores:
    """The figures over all toponyms; `predicted` is how many places were found in all."""
    placed = [r for r in resolutions if r.toponym.latitude is not None]
    right = sum(r.is_right for r in placed)
    found_placed = sum(r.found is not None for r in placed)
    found = sum(r.found is not None for r in resolutions)
    same = sum(r.is_same_record and not r.is_right for r in placed)
    metrics = {
        "acc_161km_all": percent(right, len(placed)),
        "acc_161km_found": percent(right, found_placed),
        "toponym_precision": percent(found, predicted),
        "toponym_recall": percent(found, len(resolutions)),
        "toponym_f1": f1(found, predicted, len(resolutions)),
    }
    counts = {
        "acc_161km_all": f"{right} of {len(placed)} with coordinates",
        "acc_161km_found": f"{right} of {found_placed}; {same} more are the same GeoNames record, further off",
        "toponym_f1": f"{found} right, {predicted} given, {len(resolutions)} wanted",
    }
    rows = [f"{name:<18}{value:7.1f}  {counts.get(name, '')}".rstrip() for name, value in metrics.items()]
    return Scores(metrics, "\n".join(rows), _errors(placed))


def _errors(resolutions: Iterable[Resolution]) -> list[str]:
    """A line for each toponym and wrong place of an article, however often it occurs there."""
    times: dict[str, int] = defaultdict(int)
    for r in resolutions:
        if not r.is_right:
            wanted = f"{r.toponym.text!r}: expected {r.toponym.latitude}, {r.toponym.longitude}"
            times[f"{r.article_id}: {wanted}, got {_got(r)}"] += 1
    return [f"{line} ({number} times)" if number > 1 else line for line, number in times.items()]


def _got(resolution: Resolution) -> str:
    if resolution.found is None:
        return "nothing"
    place = resolution.found.place
    km = "not placed" if resolution.km is None else f"{resolution.km:.0f} km off"
    return f"{place.name}, {place.admin1 or '-'}, {place.country} ({resolution.found.text!r}, {km})"
