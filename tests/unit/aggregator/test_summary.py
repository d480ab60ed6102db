"""The one sentence of an incident."""

from __future__ import annotations

from datetime import date

import pytest

from schemas import (
    AttributionValue,
    IncidentReport,
    Moment,
    Status,
    SubEventType,
    TimePrecision,
)
from services.aggregator.merge import merge
from services.aggregator.summary import PHRASES

from .factories import ANBAR, IRAQ, NOWHERE, actor, article, report
from .tables import at

WIRE = article("wire")


def dated(start: Moment | None, precision: TimePrecision, end: Moment | None = None) -> IncidentReport:
    return report(WIRE, start=start, end=end, precision=precision)


CASES = {
    "Explosive device or mine in Baghdad, IQ on 2022-01-05: 3 to 5 killed, at least 7 injured.": report(
        WIRE, killed=(3, 5), injured=(7, None)
    ),
    "Explosive device or mine in Baghdad, IQ on 2022-01-05, by islamic-state and taliban.": report(
        WIRE,
        actors=[
            actor("islamic-state"),
            actor("taliban"),
            actor("kataib-hezbollah", said=[AttributionValue.denied]),
        ],
    ),
    "Thwarted: air or drone strike in Al Anbar, IQ on 2022-01-05: none killed.": report(
        WIRE, type_=SubEventType.air_drone_strike, status=Status.thwarted, place=ANBAR, killed=0
    ),
    "Explosive device or mine in IQ on 2022-01-05, by gunmen.": report(WIRE, place=IRAQ, actors=[actor(None)]),
    "Explosive device or mine on 2022-01-05.": report(WIRE, place=NOWHERE),
    "Explosive device or mine in Baghdad, IQ.": dated(None, TimePrecision.unknown),
    "Explosive device or mine in Baghdad, IQ in 2022.": dated(date(2022, 1, 1), TimePrecision.year),
    "Explosive device or mine in Baghdad, IQ in 2022-01.": dated(date(2022, 1, 1), TimePrecision.month),
    "Explosive device or mine in Baghdad, IQ in the week of 2022-01-03.": dated(date(2022, 1, 3), TimePrecision.week),
    "Explosive device or mine in Baghdad, IQ from 2022-01-03 to 2022-01-04.": dated(
        date(2022, 1, 3), TimePrecision.day, date(2022, 1, 4)
    ),
    "Explosive device or mine in Baghdad, IQ on 2022-01-04.": dated(at(20, 4), TimePrecision.hour, at(22, 4)),
}


@pytest.mark.parametrize("sentence", CASES)
def test_the_sentence(sentence: str) -> None:
    assert merge([CASES[sentence]]).summary == sentence


def test_every_type_has_words() -> None:
    assert PHRASES.keys() == set(SubEventType)
