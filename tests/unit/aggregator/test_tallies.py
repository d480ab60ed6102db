"""Rolling counts: what is counted, under what, and in which windows."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import ActorKind, AttributionValue, IncidentReport, Status
from services.aggregator.merge import merge
from services.aggregator.tallies import WINDOWS, Count, Counted, Tallies, counted, epoch_ms

from .factories import ANBAR, BAGHDAD, BAGHDAD_EMBASSY, IRAQ, NOON, NOWHERE, actor, article, report, victim
from .histories import ACTORS, TYPES

WIRE, PAPER = article("wire"), article("paper", published=NOON + timedelta(minutes=5))


def actors_of(*told: IncidentReport) -> set[tuple[str, str]]:
    found = counted(merge(told))
    assert found is not None
    return set(found.actors)


def test_an_incident_stands_under_each_perpetrator_and_each_victim() -> None:
    told = report(WIRE, actors=[actor("islamic-state"), actor("taliban"), victim("shia-pilgrims")], killed=(4, 9))
    found = counted(merge([told]))
    assert found is not None
    assert found.location == "IQ/07"
    assert found.entry == (epoch_ms(NOON), merge([told]).id, 4, "remote_explosive_landmine_ied")
    assert found.row_keys() == [
        "IQ/07|islamic-state|perpetrator|2022-01-05",
        "IQ/07|taliban|perpetrator|2022-01-05",
        "IQ/07|shia-pilgrims|victim|2022-01-05",
    ]


ROLES = {
    "nobody": ([], {("unknown:unknown", "perpetrator")}),
    "an unnamed one": ([actor(None)], {("unknown:rebel_group", "perpetrator")}),
    "a named one beside an unnamed": ([actor(None), actor("taliban")], {("taliban", "perpetrator")}),
    "one who is only denied": (
        [actor("taliban", said=[AttributionValue.denied])],
        {("unknown:unknown", "perpetrator")},
    ),
    "one who is accused and denied": (
        [actor("taliban", said=[AttributionValue.accused, AttributionValue.denied])],
        {("taliban", "perpetrator")},
    ),
    "unnamed victims": (
        [victim(None), victim(None, text="pupils")],
        {("unknown:unknown", "perpetrator"), ("unknown:civilians", "victim")},
    ),
    "a named victim beside unnamed ones of its kind and another": (
        [victim("iraqi-police", ActorKind.state_forces), victim(None, ActorKind.state_forces), victim(None)],
        {("unknown:unknown", "perpetrator"), ("iraqi-police", "victim"), ("unknown:civilians", "victim")},
    ),
}


@pytest.mark.parametrize("case", ROLES)
def test_who_is_counted(case: str) -> None:
    actors, expected = ROLES[case]
    assert actors_of(report(WIRE, actors=actors)) == expected


def test_a_later_report_that_names_the_actor_moves_the_count() -> None:
    told = [report(WIRE, actors=[actor(None)]), report(PAPER, actors=[actor("islamic-state")])]
    assert actors_of(*told) == {("islamic-state", "perpetrator")}


@pytest.mark.parametrize("told", [report(WIRE, historical=True), report(WIRE, status=Status.threatened)])
def test_background_and_threats_are_not_counted(told: IncidentReport) -> None:
    assert counted(merge([told])) is None


@pytest.mark.parametrize(
    ("place", "location"), [(ANBAR, "IQ/01"), (IRAQ, "IQ/-"), (NOWHERE, "ZZ/-")], ids=["division", "country", "nowhere"]
)
def test_the_location_is_country_and_division(place: object, location: str) -> None:
    found = counted(merge([report(WIRE, place=place)]))  # type: ignore[arg-type]
    assert found is not None
    assert found.location == location


def of(*told: IncidentReport) -> Tallies:
    return Tallies.of(found for each in told if (found := counted(merge([each]))))


def test_totals_do_not_count_an_incident_twice() -> None:
    told = report(WIRE, actors=[actor("islamic-state"), actor("taliban"), victim(None)], killed=3)
    counts = of(told).windows(NOON)
    assert counts.locations == {"IQ/07": dict.fromkeys(WINDOWS, Count(1, 3))}
    assert counts.types == {"remote_explosive_landmine_ied": dict.fromkeys(WINDOWS, Count(1, 3))}
    assert len(counts.rows) == len(counts.actors) == 3


@pytest.mark.parametrize(("window", "length"), WINDOWS.items())
def test_a_window_is_open_at_its_start_and_closed_at_its_end(window: str, length: timedelta) -> None:
    tallies = of(report(WIRE))
    millisecond = timedelta(milliseconds=1)
    assert tallies.windows(NOON - millisecond).types == {}
    assert tallies.windows(NOON).types["remote_explosive_landmine_ied"][window] == Count(1, 0)
    last = tallies.windows(NOON + length - millisecond)
    assert last.types["remote_explosive_landmine_ied"][window] == Count(1, 0)
    after = tallies.windows(NOON + length).types
    assert after == {} if window == "30d" else after["remote_explosive_landmine_ied"][window] == Count(0, 0)


def test_late_incidents_are_those_before_the_longest_window() -> None:
    tallies = of(report(WIRE), report(PAPER, place=BAGHDAD_EMBASSY), report(article("x"), historical=True))
    assert tallies.late(NOON + timedelta(days=30) - timedelta(milliseconds=1)) == 0
    assert tallies.late(NOON + timedelta(days=30)) == 1
    assert tallies.late(NOON + timedelta(days=31)) == 2


def test_assigning_the_same_again_changes_no_row_and_assigning_nothing_takes_all_back() -> None:
    found = counted(merge([report(WIRE, actors=[actor("islamic-state"), victim(None)])]))
    assert found is not None
    tallies = Tallies()
    assert tallies.assign("incident", found) == set(found.row_keys())
    assert tallies.assign("incident", found) == set()
    assert tallies.assign("incident", None) == set(found.row_keys())
    assert [tallies.row(key) for key in found.row_keys()] == [None, None]
    assert tallies.windows(NOON).rows == {}
    assert len(tallies) == 0


@st.composite
def counted_incidents(draw: st.DrawFn) -> list[Counted]:
    found = []
    for index in range(draw(st.integers(0, 12))):
        length = draw(st.sampled_from([*WINDOWS.values(), timedelta(0), timedelta(days=90)]))
        first = NOON - length + timedelta(milliseconds=draw(st.integers(-2, 2)))
        told = report(
            article(f"outlet-{index}", published=first),
            place=draw(st.sampled_from([BAGHDAD, ANBAR])),
            type_=draw(st.sampled_from(TYPES)),
            actors=draw(st.sampled_from(ACTORS)),
            killed=draw(st.sampled_from([None, 0, 3])),
        )
        each = counted(merge([told]))
        assert each is not None
        found.append(each)
    return found


@settings(max_examples=60, deadline=None)
@given(counted_incidents(), st.integers(-2, 2))
def test_windows_equal_a_recount_of_all(incidents: list[Counted], later: int) -> None:
    now = NOON + timedelta(milliseconds=later)
    counts = Tallies.of(incidents).windows(now)
    for window, length in WINDOWS.items():
        rows: Counter[tuple[str, str, str]] = Counter()
        locations: Counter[str] = Counter()
        actors: Counter[tuple[str, str]] = Counter()
        types: Counter[str] = Counter()
        deaths: Counter[str] = Counter()
        for each in incidents:
            first = datetime.fromtimestamp(0, NOON.tzinfo) + timedelta(milliseconds=each.entry[0])
            if not now - length < first <= now:
                continue
            rows.update((each.location, actor, role) for actor, role in each.actors)
            actors.update(each.actors)
            locations[each.location] += 1
            deaths[each.location] += each.entry[2]
            types[each.entry[3]] += 1
        for counter, series in (
            (rows, counts.rows),
            (locations, counts.locations),
            (actors, counts.actors),
            (types, counts.types),
        ):
            assert {key: by[window].incidents for key, by in series.items() if by[window].incidents} == counter
        assert +Counter({key: by[window].deaths for key, by in counts.locations.items()}) == +deaths
