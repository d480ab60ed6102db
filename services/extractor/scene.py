"""When and where a mention plays: the choice among the times and places that stand near its triggers."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span

from schemas import PlacePrecision, TimePrecision

from .annotations import Groups, Mention, TimeMark, Voice
from .drafts import NOTHING_FINER, When, Where, days_before
from .frames import SAID
from .wordsets import word_set

_LOCATIVE = word_set(
    """
    in at near outside on around inside across of into toward towards through throughout off between along over
    against
    """
)
_SPECIFIC = {
    PlacePrecision.exact: 3.0,
    PlacePrecision.near: 3.0,
    PlacePrecision.city: 3.0,
    PlacePrecision.admin1: 2.2,
    PlacePrecision.country: 1.0,
    PlacePrecision.unknown: 0.2,
}
_NAMED_AFTER = word_set(
    """
    church cathedral university bank hospital mosque school college bishop archbishop chapel basilica shrine duke
    """
)
_PART_OF = word_set(
    """
    town city village hamlet settlement port capital district ward quarter suburb neighbourhood neighborhood area
    outskirts north south east west
    """
)
"""Nouns before "of" and a place that say where, as "in" does."""
_JOINING = word_set(
    """
    and , in the capital of cities city towns town both province provinces on at near villages as well
    """
)
_LONG = frozenset({TimePrecision.month, TimePrecision.year})
_TOLD_BY = (SAID - {"claimed"}) | {
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "reporters",
    "statement",
    "interview",
    "conference",
}


def _gap(span: Span, trigger: Span) -> int:
    return max(span.start - trigger.end, trigger.start - span.end, 0)


def _distance(span: Span, mention: Mention) -> int:
    return min((_gap(span, t) for t in mention.triggers), default=0)


def when_of(groups: Groups, mention: Mention, focus: When | None) -> When | None:
    """When a mention happened: the nearest time of its clauses, else of its sentence, else the day it was told.

    Args:
        groups: the span groups of the document.
        mention: the mention.
        focus: the time of what was told before, from which "hours earlier" counts.
    """
    sent = groups.doc[mention.start].sent
    background = any(t._.trigger.background for t in mention.triggers)
    around = [t for t in groups.of_sentence("times", sent) if not t._.time.future]
    for pool in (mention.times, around):
        told = (
            [t for t in pool if t._.time.start and t._.time.precision in _LONG and not t._.time.reporting]
            if background
            else []
        )
        told = told or [t for t in pool if not t._.time.reporting and t._.time.start and not t._.time.relative_to_story]
        if told:
            return _best_time(told, mention)
        relative = [t for t in pool if t._.time.relative_to_story]
        if relative and focus is not None:
            mark: TimeMark = relative[0]._.time
            back = 1 if mark.start is not None and mark.precision is TimePrecision.day else 0
            return When(days_before(focus.start, back), None, TimePrecision.day, relative[0])
    reported = [t for t in around if t._.time.reporting and t._.time.start]
    if reported:
        told_on = _best_time(reported, mention)
        fine = NOTHING_FINER[told_on.precision] < NOTHING_FINER[TimePrecision.day]
        return replace(told_on, precision=TimePrecision.day if fine else told_on.precision, weak=True)
    return None


def _best_time(times: list[Span], mention: Mention) -> When:
    best = min(times, key=lambda t: (_distance(t, mention) + 4 * NOTHING_FINER[t._.time.precision], t.start))
    mark: TimeMark = best._.time
    assert mark.start is not None  # noqa: S101 - times without a start were left out
    return When(mark.start, mark.end, mark.precision, best)


def merged_when(one: When | None, other: When | None) -> When | None:
    """The better of two times that do not contradict: told before weak, finer before coarser, first before later."""
    if one is None or other is None:
        return one or other
    if one.weak != other.weak:
        return other if one.weak else one
    if NOTHING_FINER[other.precision] < NOTHING_FINER[one.precision] and one.overlaps(other):
        return other
    return one


def places_of(groups: Groups, mention: Mention) -> list[Where]:
    """Where a mention happened: the best place of its clauses, and those that are joined to it ("in A, B and C").

    Empty when its clauses name none.
    """
    doc = groups.doc
    often = often_named(groups)
    roles = groups.of_sentence("roles", doc[mention.start].sent)
    candidates = [
        (score, place) for place in mention.places if (score := _place_score(doc, place, mention, often, roles)) > 0
    ]
    if not candidates:
        sent = doc[mention.start].sent
        others = groups.of_sentence("places", sent)
        candidates = [
            (score, place) for place in others if (score := _place_score(doc, place, mention, often, roles) - 1.5) > 0
        ]
    if not candidates:
        return []
    best = max(candidates, key=lambda pair: (pair[0], -pair[1].start))[1]
    chain = [best]
    in_order = sorted((place for _, place in candidates), key=lambda span: span.start)
    at = in_order.index(best)
    for other in in_order[at + 1 :]:
        if _joined(doc, chain[-1], other):
            chain.append(other)
    for other in reversed(in_order[:at]):
        if _joined(doc, other, chain[0]):
            chain.insert(0, other)
    if len(chain) > 1 and not _splits(doc, mention, chain):
        chain = [best]
    return [Where(span._.place, span) for span in chain]


def _place_score(doc: Doc, place: Span, mention: Mention, often: frozenset[str] | None, roles: list[Span]) -> float:
    mark = place._.place
    score = _SPECIFIC[mark.precision]
    before = doc[place.start - 1].lower_ if place.start > mention.start else ""
    two_before = doc[place.start - 2].lower_ if place.start - 1 > mention.start else ""
    first = place[0].lower_
    if _in_quotes(doc, place):
        score -= 2.0
    if before == "of" and two_before in _NAMED_AFTER:
        score -= 3.0  # "the church of St. Peter"
    elif before == "of" and two_before in _PART_OF:
        score += 2.0  # "the town of Banki"
    elif before in _LOCATIVE or first in _LOCATIVE or (before == "the" and two_before in _LOCATIVE):
        score += 2.0
    elif before in {"'s", "’s"} and any(p.end == place.start - 1 for p in mention.places):
        score += 2.0  # "in Nigeria's Borno state"
    elif before == ",":
        score += 2.2 if any(p.end == place.start - 1 for p in mention.places) else 1.0
    elif before in {"from", "said", "told", "by"} or two_before in {"from", "by"}:
        score -= 3.0
    else:
        score += 0.3 if mark.precision is not PlacePrecision.country else -0.5
    if often is not None and mark.country not in often:
        score -= 1.5
    if place.root.dep_ == "nsubj" and place.root.head.lower_ in SAID:
        score -= 4.0  # "Israel said"
    if any(r.label_ == "place" and r.start < place.end and place.start < r.end for r in roles):
        score += 2.0
    trigger = min(mention.triggers, key=lambda t: _gap(place, t), default=None)
    if trigger is not None:
        if trigger._.trigger.voice is Voice.nominal and place.end == trigger.start:
            score += 3.0  # "the Aleppo attack"
        if trigger._.trigger.sense.verb_form or trigger.text.lower().endswith("ing"):
            score += 2.0 if place.start == trigger.end else 0.0  # "shelling Aleppo"
        score += 0.4 if place.start >= trigger.end else 0.0
        score -= 0.04 * _gap(place, trigger)
        lead = [doc[i].lower_ for i in range(max(mention.start, place.start - 6), place.start)]
        if any(w in _TOLD_BY for w in lead) and not any(
            t.start >= place.start - 6 and t.end <= place.start for t in mention.triggers
        ):
            score -= 4.0
    return score


def often_named(groups: Groups) -> frozenset[str] | None:
    """The countries that an article names more than once, where it names one often: a country that it then names once
    is rather a name misread. None where no country is named often."""
    counts = groups.countries()
    if max(counts.values(), default=0) < 4:
        return None
    return frozenset(country for country, count in counts.items() if count > 1)


def _in_quotes(doc: Doc, span: Span) -> bool:
    sent = span.sent
    opened = sum(doc[i].text in {"“", "``"} for i in range(sent.start, span.start)) - sum(
        doc[i].text in {"”", "''"} for i in range(sent.start, span.start)
    )
    straight = sum(doc[i].text == '"' for i in range(sent.start, span.start))
    return opened > 0 or straight % 2 == 1


def _joined(doc: Doc, one: Span, other: Span) -> bool:
    between = [doc[i].lower_ for i in range(one.end, other.start)]
    if not between or len(between) > 6 or not set(between) <= _JOINING or not ({"and", ","} & set(between)):
        return False
    first, second = one._.place, other._.place
    if first.precision is PlacePrecision.country or second.precision is PlacePrecision.country:
        return bool(first.precision is second.precision and first.country != second.country)
    if between == [","] or between == [",", "in"]:
        # "Gwoza, Borno": the second holds the first, unless both are of one level.
        return first.precision is second.precision and first.geonames_id != second.geonames_id
    area_of_other = (
        PlacePrecision.admin1 in {first.precision, second.precision} and first.admin1_code == second.admin1_code
    )
    return not area_of_other and (first.geonames_id is None or first.geonames_id != second.geonames_id)


def _splits(doc: Doc, mention: Mention, chain: list[Span]) -> bool:
    """Whether places that are joined tell of an incident in each: not a road between two, nor a fight between two."""
    start = chain[0].start
    lead = {doc[i].lower_ for i in range(max(mention.start, start - 6), start)}
    if lead & {"between", "road", "highway", "border", "linking", "from", "route"}:
        return False
    return any(doc[i].lower_ == "and" for i in range(chain[0].end, chain[-1].start))


def story_day(when: When | None) -> When | None:
    """The time of what was told before, as a guess for what follows it."""
    if when is None or NOTHING_FINER[when.precision] > NOTHING_FINER[TimePrecision.day]:
        return None
    day = when.last if when.precision is TimePrecision.part_of_day and when.end else when.start
    return When(day, None, TimePrecision.day, when.span, weak=True)


def within(one: When, other: When, days: int) -> bool:
    """Whether two times lie within some days of each other."""
    return (
        one.start.toordinal() - days <= other.last.toordinal()
        and other.start.toordinal() - days <= one.last.toordinal()
    )
