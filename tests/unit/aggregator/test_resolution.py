"""Which reports are one incident and which are not, and what finding out costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations, permutations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import (
    AttributionValue,
    IncidentReport,
    ReportPlace,
    ReportTarget,
    ReportWeapon,
    Status,
    SubEventType,
    TargetKind,
    TimePrecision,
    WeaponKind,
)
from schemas.slots import Quantity
from services.aggregator import resolution
from services.aggregator.features import features
from services.aggregator.pair import ATTACHED, SAME, TOLERATED, pair_score
from services.aggregator.resolution import Resolver

from .factories import (
    AIN_AL_ASAD,
    ANBAR,
    BAGHDAD,
    BAGHDAD_AIRPORT,
    BAGHDAD_EMBASSY,
    BAGHDAD_PROVINCE,
    BASRA,
    DAMASCUS,
    DAY,
    IRAQ,
    NOON,
    NOWHERE,
    actor,
    article,
    city,
    report,
    spot,
    victim,
)
from .histories import places_near, reports
from .tables import at


def resolver_of(*held: IncidentReport) -> Resolver:
    resolver = Resolver()
    for each in held:
        resolver.add(features(each))
    return resolver


def sizes(*held: IncidentReport) -> list[int]:
    """Reports in each cluster, in canonical order of the clusters."""
    return [len(cluster) for cluster in resolver_of(*held).clusters([each.id for each in held])]


def rockets(count: int) -> list[ReportWeapon]:
    return [ReportWeapon(kind=WeaponKind.rocket, text="rockets", count=Quantity(min=count, max=count))]


WIRE, PAPER, RADIO = (
    article("wire", published=at(12)),
    article("paper", published=at(13)),
    article("radio", published=at(14)),
)
NEXT_DAY, NEXT_PAPER = (article(name, published=NOON + timedelta(days=1)) for name in ("wire", "paper"))
TAJI, TARMIYAH = city("Taji", 33.50, 44.27, "07"), city("Tarmiyah", 33.66, 44.27, "07")
TAJI, TARMIYAH = (place.model_copy(update={"radius_km": 3.0}) for place in (TAJI, TARMIYAH))


def told_as(words: str, days: int = 0) -> IncidentReport:
    """A report of a part of a day, in these words, told when the day was over; the day is `days` after the usual."""
    told_in = article(words, published=NOON + timedelta(days=2))
    told = report(told_in, start=DAY + timedelta(days=days), precision=TimePrecision.part_of_day)
    return told.model_copy(update={"occurred": told.occurred.model_copy(update={"text": words})})


def unlocated(name: str) -> ReportPlace:
    """A town that no gazetteer has: where it is is told by the middle of the country and a radius that covers it."""
    return city(name, 33.0, 44.0, None).model_copy(update={"radius_km": 400.0})


SHELLING = SubEventType.shelling_artillery_missile_attack

ONE_INCIDENT = {
    "same day, town and type": (report(WIRE), report(PAPER)),
    "a spot in the town and the town": (report(WIRE, place=BAGHDAD_EMBASSY), report(PAPER)),
    "the province and the town in it, nothing against": (report(WIRE, place=BAGHDAD_PROVINCE), report(PAPER)),
    "one base by two gazetteers": (
        report(WIRE, place=AIN_AL_ASAD),
        report(PAPER, place=spot("Ain Assad air base", 33.79, 42.45, "01", radius_km=0)),
    ),
    "a blast before it is known what went off": (report(WIRE, type_=SubEventType.suicide_bomb), report(PAPER)),
    "a toll that grows a little": (report(WIRE, killed=4), report(PAPER, killed=6)),
    "only the country, but the same actor": (
        report(WIRE, place=IRAQ, actors=[actor("islamic-state")]),
        report(PAPER, actors=[actor("islamic-state")]),
    ),
    "an actor that one of them does not know": (report(WIRE, actors=[actor("islamic-state")]), report(PAPER)),
    "a navy and its state": (
        report(WIRE, actors=[actor("iran", country="IR")]),
        report(PAPER, actors=[actor("irgc-navy", country="IR")]),
    ),
    "the night between two dates, in two zones": (
        report(
            NEXT_DAY, start=datetime(2022, 1, 6, 1, tzinfo=timezone(timedelta(hours=3))), precision=TimePrecision.hour
        ),
        report(article("paper", published=NOON + timedelta(days=1)), start=DAY),
    ),
    "the night between two dates, in words": (told_as("late on Wednesday"), told_as("early on Thursday", days=1)),
    "a fight that each side tells as the other's": (
        report(WIRE, actors=[actor("islamic-state"), victim("iraqi-police")]),
        report(PAPER, actors=[actor("iraqi-police"), victim("islamic-state")]),
    ),
    "each side accuses the other": (
        report(WIRE, actors=[actor("islamic-state", said=[AttributionValue.accused])]),
        report(PAPER, actors=[actor("kataib-hezbollah", said=[AttributionValue.accused])]),
    ),
    "a toll of forty, and one of two": (report(WIRE, killed=40), report(PAPER, killed=2)),
    "news in one article, and background in the next": (report(WIRE), report(PAPER, historical=True)),
    "only the country, and no other incident there": (report(WIRE, place=IRAQ), report(PAPER)),
    "some time that week, and no other incident there": (
        report(WIRE, start=date(2022, 1, 3), precision=TimePrecision.week),
        report(PAPER),
    ),
    "between two towns, and the same toll": (
        report(WIRE, place=TAJI, killed=7),
        report(PAPER, place=TARMIYAH, killed=7),
    ),
    "a village that no gazetteer has, put into the middle of its country": (
        report(WIRE, place=unlocated("Sireha")),
        report(PAPER, place=unlocated("Sireha")),
    ),
    "no date, but the same weapon": (report(WIRE, start=None, weapons=rockets(3)), report(PAPER, weapons=rockets(3))),
    "either side of the date line": (
        report(WIRE, place=spot("Taveuni", -16.8, 179.98, None, "FJ", radius_km=10)),
        report(PAPER, place=spot("Qamea", -16.8, -179.95, None, "FJ", radius_km=10)),
    ),
    "foiled, and tried": (report(WIRE, status=Status.thwarted), report(PAPER, status=Status.attempted)),
    "an update with another figure": (
        report(article("wire", content="first"), killed=2, weapons=rockets(3)),
        report(article("wire", content="second"), killed=30, weapons=rockets(5)),
    ),
    "a copy whose figure was brought up to date": (
        report(WIRE, killed=2),
        report(article("portal", story="wire"), killed=30),
    ),
    "the same bomb in the old year, told as background by two": (
        report(WIRE, historical=True, start=date(2019, 3, 1), weapons=rockets(3), precision=TimePrecision.month),
        report(PAPER, historical=True, start=date(2019, 3, 1), weapons=rockets(3), precision=TimePrecision.month),
    ),
}

TWO_INCIDENTS = {
    "another day": (report(WIRE), report(PAPER, start=date(2022, 1, 6))),
    "another town": (report(WIRE), report(PAPER, place=BASRA)),
    "another country": (report(WIRE), report(PAPER, place=DAMASCUS)),
    "a town of the same name in another province": (
        report(WIRE, place=city("Karma", 33.40, 43.91, "01")),
        report(PAPER, place=city("Karma", 30.60, 47.60, "02")),
    ),
    "between two towns, and nothing more": (report(WIRE, place=TAJI), report(PAPER, place=TARMIYAH)),
    "a village that no gazetteer has, and another one": (
        report(WIRE, place=unlocated("Sireha")),
        report(PAPER, place=unlocated("Hilaliya")),
    ),
    "the airport and the embassy": (report(WIRE, place=BAGHDAD_AIRPORT), report(PAPER, place=BAGHDAD_EMBASSY)),
    "a province and a town in another": (report(WIRE, place=ANBAR), report(PAPER)),
    "the province and the town in it, with another aim": (
        report(WIRE, place=BAGHDAD_PROVINCE, targets=[ReportTarget(kind=TargetKind.military, text="base")]),
        report(PAPER, targets=[ReportTarget(kind=TargetKind.religious, text="mosque")]),
    ),
    "no place at all": (report(WIRE, place=NOWHERE), report(PAPER, place=NOWHERE)),
    "another kind of act": (report(WIRE), report(PAPER, type_=SubEventType.peaceful_protest)),
    "done and foiled": (report(WIRE), report(PAPER, status=Status.thwarted)),
    "done and threatened": (report(WIRE), report(PAPER, status=Status.threatened)),
    "another actor, both stated": (
        report(WIRE, actors=[actor("islamic-state")]),
        report(PAPER, actors=[actor("kataib-hezbollah")]),
    ),
    "three rockets and five": (
        report(WIRE, type_=SHELLING, weapons=rockets(3)),
        report(PAPER, type_=SHELLING, weapons=rockets(5)),
    ),
    "morning and evening": (
        report(WIRE, start=at(6), precision=TimePrecision.hour),
        report(PAPER, start=at(18), precision=TimePrecision.hour),
    ),
    "morning and evening, in words": (told_as("on Wednesday morning"), told_as("on Wednesday evening")),
    "the evening of a day on which the other was told before": (
        report(article("wire", published=at(8))),
        told_as("on Wednesday evening"),
    ),
    "a crowd, and a crowd on the next day": (
        report(NEXT_DAY, type_=SubEventType.peaceful_protest, place=BAGHDAD_EMBASSY, killed=7),
        report(
            NEXT_PAPER, type_=SubEventType.peaceful_protest, place=BAGHDAD_EMBASSY, killed=7, start=date(2022, 1, 6)
        ),
    ),
    "around midnight, and only the province": (
        told_as("late on Wednesday"),
        told_as("early on Thursday", days=1).model_copy(update={"place": BAGHDAD_PROVINCE}),
    ),
    "two of one article": (report(WIRE, 0), report(WIRE, 1)),
    "some time that month": (report(WIRE, start=date(2022, 1, 1), precision=TimePrecision.month), report(PAPER)),
    "undated background": (report(WIRE, historical=True, start=None), report(PAPER, historical=True, start=None)),
}


@pytest.mark.parametrize("pair", ONE_INCIDENT.values(), ids=ONE_INCIDENT.keys())
def test_one_incident(pair: tuple[IncidentReport, IncidentReport]) -> None:
    assert sizes(*pair) == [2]
    assert sizes(*reversed(pair)) == [2]


@pytest.mark.parametrize("pair", TWO_INCIDENTS.values(), ids=TWO_INCIDENTS.keys())
def test_two_incidents(pair: tuple[IncidentReport, IncidentReport]) -> None:
    assert sizes(*pair) == [1, 1]
    assert sizes(*reversed(pair)) == [1, 1]


def test_two_blasts_in_one_town_on_one_day_stay_two_when_several_articles_tell_both() -> None:
    told = [
        report(source, number, evidence=f"{source.source} {number}", killed=(3, 9)[number])
        for source in (WIRE, PAPER, RADIO)
        for number in (0, 1)
    ]
    clusters = resolver_of(*told).clusters([each.id for each in told])
    killed = {each.id: each.casualties.killed.min for each in told if each.casualties.killed}
    assert sorted({killed[member] for member in cluster}.pop() for cluster in clusters) == [3, 9]
    assert [len(cluster) for cluster in clusters] == [3, 3]


def test_copies_of_an_article_pair_its_incidents_by_their_wording() -> None:
    portal = article("portal", story="wire", rewritten=0.2)
    market = [report(source, number, evidence="at the market") for source, number in ((WIRE, 0), (portal, 1))]
    gate = [report(source, number, evidence="at the gate") for source, number in ((WIRE, 1), (portal, 0))]
    clusters = resolver_of(*market, *gate).clusters([market[0].id, gate[0].id])
    assert {frozenset(cluster) for cluster in clusters} == {
        frozenset(each.id for each in market),
        frozenset(each.id for each in gate),
    }


@pytest.mark.parametrize("places", [*permutations([BAGHDAD, BAGHDAD_AIRPORT, BAGHDAD_EMBASSY])])
def test_a_vague_report_does_not_glue_together_what_is_apart(places: tuple[ReportPlace, ...]) -> None:
    told = [report(source, place=place) for source, place in zip((WIRE, PAPER, RADIO), places, strict=True)]
    resolver = resolver_of(*told)
    assert len(resolver.component(told[0].id)) == 3
    assert sorted(len(cluster) for cluster in resolver.clusters([told[0].id])) == [1, 2]


def test_a_vague_telling_is_of_neither_of_two_that_it_fits_as_well() -> None:
    basra, baghdad = report(WIRE, place=BASRA), report(PAPER, place=BAGHDAD)
    vague = report(RADIO, place=IRAQ)
    assert sizes(basra, vague) == [2]
    assert sizes(basra, baghdad, vague) == [1, 1, 1]


def test_a_vague_telling_is_of_the_one_of_two_that_it_fits_better() -> None:
    basra, baghdad = report(WIRE, place=BASRA, killed=3), report(PAPER, place=BAGHDAD, killed=9)
    vague = report(RADIO, place=IRAQ, killed=9)
    clusters = resolver_of(basra, baghdad, vague).clusters([basra.id, baghdad.id])
    assert {frozenset(cluster) for cluster in clusters} == {frozenset({basra.id}), frozenset({baghdad.id, vague.id})}


def test_one_pair_alone_does_not_join_what_is_otherwise_apart() -> None:
    mosque, minibus = TargetKind.religious, TargetKind.transportation
    at_mosque = [report(article(f"m{n}"), targets=[ReportTarget(kind=mosque, text="mosque")], killed=5) for n in (1, 2)]
    on_minibus = [report(article(f"b{n}"), targets=[ReportTarget(kind=minibus, text="bus")], killed=40) for n in (1, 2)]
    claim = report(
        article("claim"), targets=[ReportTarget(kind=kind, text="both") for kind in (mosque, minibus)], killed=5
    )
    clusters = resolver_of(*at_mosque, claim, *on_minibus).clusters([claim.id, on_minibus[0].id])
    assert {frozenset(cluster) for cluster in clusters} == {
        frozenset({claim.id, *(each.id for each in at_mosque)}),
        frozenset(each.id for each in on_minibus),
    }


def test_removing_the_report_between_two_parts_them() -> None:
    one = report(WIRE, place=spot("A", 33.00, 44.0, "07", radius_km=15))
    between = report(PAPER, place=spot("B", 33.15, 44.0, "07", radius_km=15))
    other = report(RADIO, place=spot("C", 33.30, 44.0, "07", radius_km=15))
    resolver = resolver_of(one, between, other)
    assert resolver.component(one.id) == {one.id, between.id, other.id}
    resolver.remove(between.id)
    assert resolver.component(one.id) == {one.id}
    assert between.id not in resolver
    assert len(resolver) == 2


def test_a_report_that_is_held_is_not_taken_twice() -> None:
    resolver = resolver_of(report(WIRE))
    with pytest.raises(ValueError, match="remove it first"):
        resolver.add(features(report(WIRE)))


@st.composite
def neighbours(draw: st.DrawFn) -> list[IncidentReport]:
    return [
        draw(reports(article(f"outlet-{index}"), 0, draw(places_near()))) for index in range(draw(st.integers(2, 5)))
    ]


@settings(max_examples=150, deadline=None)
@given(neighbours())
def test_blocks_find_every_pair_that_a_comparison_of_all_would_find(held: list[IncidentReport]) -> None:
    for one, other in combinations(held, 2):
        score = pair_score(features(one), features(other))
        assert score == pair_score(features(other), features(one))
        for first, second in ((one, other), (other, one)):
            resolver = resolver_of(first, second)
            found = second.id in resolver._scores[first.id]
            assert found == (score is not None and score >= TOLERATED)
            least = ATTACHED if features(one).vague or features(other).vague else SAME
            assert (resolver.component(first.id) == {first.id, second.id}) == (score is not None and score >= least)


@settings(max_examples=150, deadline=None)
@given(neighbours())
def test_scores_are_quarters_so_that_their_sums_are_exact_in_any_order(held: list[IncidentReport]) -> None:
    for one, other in combinations(held, 2):
        score = pair_score(features(one), features(other))
        assert score is None or (score * 4).is_integer()


def spread(count: int) -> list[IncidentReport]:
    """Incidents all over a country, five a day."""
    return [
        report(
            article(f"outlet-{index}", published=NOON + timedelta(hours=index)),
            start=DAY + timedelta(days=index // 5),
            place=city(f"town {index % 80}", 29 + index % 8, 39 + index % 9, f"{index % 18:02}"),
        )
        for index in range(count)
    ]


def test_a_report_costs_the_same_however_many_are_held() -> None:
    resolver = resolver_of(*spread(2000))
    before = resolver.pairs_scored
    assert before < 2000 * 3
    resolver.add(features(report(article("last", published=datetime(2022, 1, 9, tzinfo=UTC)))))
    assert resolver.pairs_scored - before <= 3


def test_a_report_can_be_withdrawn_by_which_a_vague_one_was_lost_in_the_crowd() -> None:
    airport = report(WIRE, place=BAGHDAD_AIRPORT)
    undated = report(article("undated", published=at(15)), start=None)
    others = [report(article(f"outlet-{number}", published=at(16))) for number in range(3)]
    with patch.object(resolution, "CROWD", 1):
        for withdrawn in (report(PAPER), airport):
            for last in (withdrawn, *others):
                held = [each for each in (airport, undated, *others) if each is not last]
                resolver = resolver_of(*{each.id: each for each in (withdrawn, *held, last)}.values())
                resolver.remove(withdrawn.id)
                left = [each for each in (airport, undated, *others) if each is not withdrawn]
                assert set(resolver.clusters([each.id for each in left])) == set(
                    resolver_of(*left).clusters([each.id for each in left])
                )
