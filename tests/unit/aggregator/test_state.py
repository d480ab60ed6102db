"""One partition, message by message: what is sent, what is written, and what happens to ids that go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from schemas import Incident, IncidentReport, IncidentState
from schemas.ids import incident_id
from services.aggregator import telling
from services.aggregator.change import Outcome
from services.aggregator.merge import merge
from services.aggregator.state import PartitionState

from .factories import (
    BAGHDAD_AIRPORT,
    BAGHDAD_EMBASSY,
    BASRA,
    DAMASCUS,
    NOON,
    actor,
    article,
    report,
    retraction,
)
from .tables import Message, Tables, active, at, only, run

FIRST = report(article("wire", published=at(8)), killed=3)
SECOND = report(article("paper", published=at(9)), killed=4)
THIRD = report(article("radio", published=at(10)), killed=4)
ELSEWHERE = report(article("wire", published=at(8)), 1, place=BASRA)


def test_a_first_report_is_sent_and_written() -> None:
    change = PartitionState().apply(FIRST)
    assert change.outcome is Outcome.applied
    assert [(each.id, each.revision) for each in change.outgoing] == [(incident_id(FIRST.id), 1)]
    assert change.reports.keys() == {FIRST.id}
    assert change.incidents.keys() == {incident_id(FIRST.id)}
    assert change.tallies.keys() == {"IQ/07|unknown:unknown|perpetrator|2022-01-05"}


def test_a_duplicate_and_an_older_version_change_nothing() -> None:
    state = PartitionState()
    newer = FIRST.model_copy(update={"article": FIRST.article.model_copy(update={"revised_at": at(11)})})
    state.apply(newer)
    assert state.apply(newer).outcome is Outcome.unchanged
    older = state.apply(FIRST)
    assert (older.outcome, bool(older)) == (Outcome.superseded, False)
    assert not state.apply(newer)


def test_a_second_report_joins_and_the_incident_is_sent_again() -> None:
    tables = run([FIRST, SECOND])
    incident = only(tables)
    assert (incident.id, incident.revision, incident.stories) == (incident_id(FIRST.id), 2, 2)
    assert len(tables.incidents) == 1


def test_reports_of_other_places_cost_no_row_and_no_message() -> None:
    state = PartitionState()
    state.apply(FIRST)
    change = state.apply(ELSEWHERE)
    assert [each.id for each in change.outgoing] == [incident_id(ELSEWHERE.id)]
    assert change.reports.keys() == {ELSEWHERE.id}
    assert len(change) == 3


def test_an_earlier_report_takes_over_and_the_old_id_is_told_as_merged() -> None:
    tables = run([SECOND, FIRST])
    assert only(tables).id == incident_id(FIRST.id)
    old = tables.told[incident_id(SECOND.id)]
    assert (old.state, old.merged_into, old.revision) == (IncidentState.merged, incident_id(FIRST.id), 2)


def test_a_retraction_takes_back_exactly_what_its_report_brought() -> None:
    before, after = run([FIRST, ELSEWHERE]), run([FIRST, ELSEWHERE, SECOND, retraction(SECOND)])
    assert active(after) == active(before)
    assert after.tallies == before.tallies


def test_the_last_retraction_is_told_and_an_older_report_can_not_come_back() -> None:
    tables = run([FIRST, retraction(FIRST), FIRST])
    gone = tables.told[incident_id(FIRST.id)]
    assert (gone.state, gone.revision) == (IncidentState.retracted, 2)
    assert gone.sub_event_type is FIRST.sub_event_type
    assert tables.tallies == {}
    assert "report" not in tables.reports[FIRST.id]


def test_a_retraction_before_its_report_keeps_it_out() -> None:
    tables = run([retraction(FIRST), FIRST])
    assert tables.told == {}
    assert tables.tallies == {}


def test_a_retraction_of_the_same_moment_wins_in_either_order() -> None:
    same_moment = retraction(FIRST, after=timedelta(0))
    assert active(run([FIRST, same_moment])) == {}
    assert active(run([same_moment, FIRST])) == {}


def test_two_contents_of_one_version_end_in_the_same_whichever_comes_first() -> None:
    other = FIRST.model_copy(update={"confidence": 0.3})
    assert active(run([FIRST, other])) == active(run([other, FIRST]))


def test_a_retracted_first_report_hands_its_incident_on_to_the_next() -> None:
    tables = run([FIRST, SECOND, retraction(FIRST)])
    assert only(tables).id == incident_id(SECOND.id)
    assert tables.told[incident_id(FIRST.id)].merged_into == incident_id(SECOND.id)


def test_heirs_are_followed_over_several_retractions() -> None:
    tables = run([FIRST, SECOND, THIRD, retraction(FIRST), retraction(SECOND)])
    assert tables.told[incident_id(FIRST.id)].merged_into == incident_id(THIRD.id)
    assert tables.told[incident_id(SECOND.id)].merged_into == incident_id(THIRD.id)
    tables = run([FIRST, SECOND, THIRD, retraction(FIRST), retraction(SECOND), retraction(THIRD)])
    assert {each.state for each in tables.told.values()} == {IncidentState.retracted}


def test_an_update_moves_the_incident_whether_it_or_the_retraction_comes_first() -> None:
    updated = report(article("wire", published=at(8), revised=at(9), content="second"), killed=9)
    replaced, reinstated = run([FIRST, updated, retraction(FIRST)]), run([FIRST, retraction(FIRST), updated])
    assert active(replaced) == active(reinstated)
    assert only(replaced).id == incident_id(updated.id)
    assert only(replaced).summary.endswith(": 9 killed.")
    assert replaced.told[incident_id(FIRST.id)].merged_into == incident_id(updated.id)
    assert reinstated.told[incident_id(FIRST.id)].state is IncidentState.retracted


def test_a_report_that_parts_two_others_splits_their_incident() -> None:
    town = report(article("paper", published=at(9)))
    airport = report(article("wire", published=at(8)), place=BAGHDAD_AIRPORT)
    embassy = report(article("radio", published=at(10)), place=BAGHDAD_EMBASSY)
    tables = run([town, airport, embassy])
    assert len(active(tables)) == 2
    assert tables.told[incident_id(town.id)].state is IncidentState.merged


def test_an_id_that_went_can_come_back() -> None:
    tables = run([SECOND, FIRST, retraction(FIRST)])
    back = only(tables)
    assert (back.id, back.revision) == (incident_id(SECOND.id), 3)


def test_countries_of_one_partition_do_not_mix() -> None:
    tables = run([FIRST, report(article("paper", published=at(9)), place=DAMASCUS)])
    assert len(active(tables)) == 2
    assert {key.split("|")[0] for key in tables.tallies} == {"IQ/07", "SY/13"}


def test_a_named_actor_moves_the_count() -> None:
    tables = Tables()
    state = tables.load()
    run([FIRST], tables, state)
    run([report(article("paper", published=at(9)), actors=[actor("islamic-state")])], tables, state)
    assert tables.tallies.keys() == {"IQ/07|islamic-state|perpetrator|2022-01-05"}
    assert state.windows(NOON).rows.keys() == {("IQ/07", "islamic-state", "perpetrator")}


def test_active_ones_are_sent_before_those_that_merged_into_them() -> None:
    state = PartitionState()
    state.apply(SECOND)
    assert [each.state for each in state.apply(FIRST).outgoing] == [IncidentState.active, IncidentState.merged]


def test_a_report_older_than_the_longest_window_is_late_and_in_its_place() -> None:
    state = PartitionState()
    old = report(article("wire", published=NOON - timedelta(days=30)))
    assert not state.apply(report(article("paper", published=NOON - timedelta(days=29)), 1), NOON).late
    assert state.apply(old, NOON).late
    assert not state.apply(old, NOON).late, "a duplicate is not counted again"
    assert state.late(NOON) == 1
    assert state.windows(NOON - timedelta(days=30)).types["remote_explosive_landmine_ied"]["1h"].incidents == 1


def test_without_a_clock_lateness_goes_by_the_newest_report() -> None:
    state = PartitionState()
    assert not state.apply(report(article("wire", published=NOON - timedelta(days=60)))).late
    state.apply(report(article("paper", published=NOON)))
    assert state.apply(report(article("radio", published=NOON - timedelta(days=40)))).late


def test_the_event_clock_does_not_go_back_when_its_report_is_retracted() -> None:
    tables = Tables()
    state = tables.load()
    assert state.newest_published_at is None
    run([FIRST, THIRD, SECOND, retraction(THIRD)], tables, state)
    assert state.newest_published_at == tables.load().newest_published_at == at(10)


def test_reconcile_mends_rows_that_are_wrong_missing_or_too_many() -> None:
    tables = run([SECOND, FIRST, ELSEWHERE])
    right = (dict(tables.incidents), dict(tables.tallies))
    first, second, elsewhere = (incident_id(each.id) for each in (FIRST, SECOND, ELSEWHERE))
    tables.incidents[first] = {**tables.incidents[first], "hash": "stale", "members": []}
    del tables.incidents[second]
    tables.incidents["nobody's"] = {**tables.incidents[elsewhere], "id": "nobody's"}
    tables.incidents["nobody's"]["brief"] = {**tables.incidents["nobody's"]["brief"], "id": "nobody's"}
    key, other = sorted(tables.tallies)
    tables.tallies["IQ/99|nobody|victim|2022-01-05"] = tables.tallies.pop(key)
    tables.tallies[other] = {"entries": []}
    state = tables.load()
    change = state.reconcile()
    tables.write(change)
    assert tables.incidents[first]["revision"] == right[0][first]["revision"] + 1
    assert tables.incidents[second]["merged_into"] == first
    assert tables.incidents["nobody's"]["state"] == "retracted"
    assert tables.tallies == right[1]
    assert not state.reconcile()
    assert not tables.load().reconcile()


def test_recovery_takes_a_row_that_follows_from_the_reports_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = run([FIRST, SECOND, ELSEWHERE, THIRD, retraction(FIRST)])
    merged: list[list[str]] = []

    def watched(reports: Sequence[IncidentReport], revision: int = 1) -> Incident:
        merged.append([each.id for each in reports])
        return merge(reports, revision)

    monkeypatch.setattr("services.aggregator.state.merge", watched)
    state = tables.load()
    assert not state.recover(NOON)
    assert not merged
    assert not state.reconcile()
    assert merged


@pytest.mark.parametrize("other", ["of another program", None], ids=["other", "older"])
def test_recovery_works_out_a_row_that_may_not_follow_from_the_reports(other: str | None) -> None:
    tables = run([FIRST, SECOND])
    row = tables.incidents[incident_id(FIRST.id)]
    right = dict(row)
    row["counted"] = None
    row["hash"] = "that of another content"
    if other:
        row["follows"] = other
    else:
        del row["follows"], row["counted"]
    change = tables.load().recover(NOON)
    assert change.incidents[incident_id(FIRST.id)] == {**right, "revision": right["revision"] + 1}
    assert not change.tallies


def test_recovery_leaves_alone_what_a_replay_is_about_to_bring_back() -> None:
    tables = run([FIRST, ELSEWHERE])
    del tables.reports[FIRST.id]
    state = tables.load()
    recovered = state.recover(NOON)
    assert recovered.outgoing == []
    tables.write(recovered)
    replayed = state.apply(FIRST)
    assert replayed.outgoing == []
    tables.write(replayed)
    assert tables.incidents == run([FIRST, ELSEWHERE]).incidents
    assert tables.tallies == run([FIRST, ELSEWHERE]).tallies


def test_an_incident_whose_row_alone_came_through_is_counted_when_the_replay_reaches_it() -> None:
    messages: list[Message] = [FIRST, SECOND, retraction(FIRST)]
    unharmed, tables = run(messages), Tables()
    tables.incidents = dict(unharmed.incidents)
    tables.reports[telling.ROW_KEY] = telling.row_of(unharmed.told)
    state = tables.load()
    tables.write(state.recover(NOON))
    run(messages, tables, state)
    assert tables.tallies == unharmed.tallies
    assert not state.reconcile()


def test_a_row_that_is_no_row_is_refused() -> None:
    with pytest.raises(KeyError, match="version"):
        PartitionState.load([("id", {"unlike": "a report"})], [], [])


def test_an_incident_can_be_read_by_its_id() -> None:
    state = PartitionState()
    for message in (SECOND, FIRST):
        state.apply(message)
    standing = state.incident(incident_id(FIRST.id))
    assert standing is not None
    assert standing.stories == 2
    merged = state.incident(incident_id(SECOND.id))
    assert merged is not None
    assert merged.merged_into == incident_id(FIRST.id)
    assert state.incident("unknown") is None
    assert list(state.incidents()) == [standing]
    assert (state.active_incidents, state.live_reports) == (1, 2)
