"""What is let go, when, and that a crash while letting go does no harm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from schemas.ids import incident_id
from services.aggregator.retention import Retention
from services.aggregator.state import PartitionState

from .factories import BASRA, article, override, report, retraction
from .tables import Message, Tables, assign, at, run

TOLD = at(10)
EVENT = Retention(clock="event")
FIRST = report(article("wire", published=at(8)))
SECOND = report(article("paper", published=at(9)))
THIRD = report(article("radio", published=at(10)))
LATER = report(article("later", published=at(8, day=20)), place=BASRA)


def days_after(days: int, moment: datetime = TOLD) -> datetime:
    return moment + timedelta(days=days)


def kept(messages: Sequence[Message], retention: Retention = EVENT) -> tuple[Tables, PartitionState]:
    tables = Tables()
    state = tables.load(retention)
    run(messages, tables, state)
    return tables, state


def test_reports_go_with_their_whole_incident_and_silently() -> None:
    tables, state = kept([FIRST, SECOND, LATER])
    change = state.expire(days_after(90, at(9)))
    assert not change, "the newest of the incident is just 90 days old"
    change = state.expire(days_after(90, at(9)) + timedelta(seconds=1))
    tables.write(change)
    assert change.outgoing == []
    assert change.ended == []
    assert tables.reports.keys() == {LATER.id}
    assert tables.tallies.keys() == {"IQ/02|unknown:unknown|perpetrator|2022-01-20"}
    assert tables.incidents[incident_id(FIRST.id)]["closed"]
    assert state.incident(incident_id(FIRST.id)) is None
    assert state.live_reports == 1
    assert not state.reconcile()
    assert not tables.load(EVENT).reconcile()


def test_an_id_gets_its_tombstone_when_its_own_retention_ends() -> None:
    tables, state = kept([SECOND, FIRST])
    tables.write(state.expire(days_after(91)))
    assert not state.expire(days_after(399))
    change = state.expire(days_after(401))
    tables.write(change)
    assert set(change.ended) == {incident_id(FIRST.id), incident_id(SECOND.id)}
    assert (tables.incidents, tables.reports, tables.tallies, tables.told) == ({}, {}, {}, {})


def test_traces_of_retracted_reports_go_after_their_time_and_not_before() -> None:
    tables, state = kept([FIRST, retraction(FIRST), retraction(THIRD)])
    assert not state.expire(days_after(89, at(8)))
    tables.write(state.expire(days_after(91)))
    assert tables.reports == {}
    assert tables.incidents[incident_id(FIRST.id)]["closed"]
    assert not state.reconcile()


def test_a_retracted_report_whose_heir_goes_is_said_no_more_of() -> None:
    tables, state = kept([FIRST, SECOND, retraction(FIRST, after=timedelta(days=60))], Retention())
    tables.write(state.expire(days_after(91)))
    assert tables.reports.keys() == {FIRST.id}, "its trace is younger than 90 days by the wall clock"
    assert not state.reconcile()
    assert not tables.load().reconcile()
    tables.write(state.expire(days_after(151)))
    assert tables.reports == {}


def test_the_wall_clock_goes_by_when_an_article_was_fetched() -> None:
    archived = report(article("archive", published=at(8), revised=at(8), fetched=days_after(500)))
    for retention, expected in ((Retention(), 1), (EVENT, 0)):
        _, state = kept([archived], retention)
        state.expire(days_after(501))
        assert state.live_reports == expected


def test_a_crash_in_the_middle_leaves_the_incident_to_go_next_time() -> None:
    messages = [SECOND, FIRST, THIRD, LATER]
    when = days_after(91)
    done, state = kept(messages)
    done.write(state.expire(when))
    for cut in range(5):
        tables, state = kept(messages)
        change = state.expire(when)
        assign(tables.reports, list(change.reports.items())[:cut])
        recovered = tables.load(EVENT)
        change = recovered.recover(when)
        assert change.outgoing == []
        tables.write(change)
        assert (tables.reports, tables.tallies) == (done.reports, done.tallies)
        assert tables.incidents == done.incidents


def test_an_incident_that_is_told_again_after_its_reports_went_opens_again() -> None:
    tables, state = kept([FIRST, LATER])
    tables.write(state.expire(days_after(91)))
    change = state.apply(FIRST)
    assert change.outgoing == [], "it says what was said last"
    tables.write(change)
    row = tables.incidents[incident_id(FIRST.id)]
    assert (row["closed"], row["revision"], row["members"]) == (False, 1, [FIRST.id])


def test_retention_must_cover_the_longest_window() -> None:
    with pytest.raises(ValueError, match="30 days or more"):
        Retention(reports=timedelta(days=29))
    with pytest.raises(ValueError, match="at least as long"):
        Retention(incidents=timedelta(days=60))


def test_an_override_goes_when_it_is_old_and_what_it_means_is_gone() -> None:
    rejected = override("reject", [FIRST, SECOND], at=at(12))
    back = override("undo", undoes=rejected, at=at(13))
    tables, state = kept([FIRST, SECOND, LATER, rejected, back])
    rows = {f"override:{each.id}" for each in (rejected, back)}
    tables.write(state.expire(days_after(90, at(9)) + timedelta(seconds=1)))
    assert tables.reports.keys() == {LATER.id, *rows}, "its reports may be on their way still"
    tables.write(state.expire(days_after(90, at(14))))
    assert tables.reports.keys() == {LATER.id}
    assert not tables.load(EVENT).reconcile()


def test_an_override_stays_for_as_long_as_a_report_that_it_means() -> None:
    rejected = override("reject", [LATER], at=at(12, day=1))
    tables, state = kept([FIRST, LATER, rejected])
    tables.write(state.expire(days_after(90, at(12))))
    assert tables.reports.keys() == {LATER.id, f"override:{rejected.id}"}
