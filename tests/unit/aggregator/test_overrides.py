"""An analyst's word outranks the machine's: each kind, what outranks it, and what is left when it is undone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest

from schemas import Incident, IncidentState, Override, OverrideKind, Quantity, SubEventType
from schemas.ids import incident_id
from services.aggregator.merge import merge
from services.aggregator.overrule import overrule
from services.aggregator.ruling import parted, united
from services.aggregator.state import PartitionState

from .factories import BASRA, DAMASCUS, actor, article, override, report, retraction
from .tables import Message, Tables, active, at, everything_told, only, run

ONE = report(article("wire", published=at(8)), killed=3, actors=[actor("islamic-state")])
SAME = report(article("paper", published=at(9)), killed=5)
ELSEWHERE = report(article("radio", published=at(10)), place=BASRA, killed=1)
AL_QAEDA = {"id": "al-qaeda", "name": "Al-Qaeda", "text": "Al-Qaeda", "kind": "rebel_group", "role": "perpetrator"}
FIRST, SECOND = incident_id(ONE.id), incident_id(ELSEWHERE.id)


def orders(*messages: Message) -> Iterator[tuple[Message, ...]]:
    """All orders of arrival."""
    return permutations(messages)


def told(*messages: Message) -> dict[str, Incident]:
    return run(messages).told


def members(*messages: Message) -> list[list[str]]:
    """Report ids of the active incidents, each time in order."""
    return sorted([each["id"] for each in said["reports"]] for said in active(run(messages)).values())


def test_a_rejected_incident_is_told_as_such_and_counted_nowhere() -> None:
    word = override("reject", [ONE, SAME], by="R. Aziz", at=at(12))
    tables = run([ONE, SAME, word])
    said = tables.told[FIRST]
    assert said.state is IncidentState.rejected
    assert [(each.id, each.kind, each.by, each.reason, each.at) for each in said.overrides] == [
        (word.id, OverrideKind.reject, "R. Aziz", word.reason, word.at)
    ]
    assert said.reports
    assert tables.tallies == {}
    state = tables.load()
    assert (state.active_incidents, list(state.incidents()), state.first_reported()) == (0, [], {})
    assert state.incident(FIRST) == said


def test_a_later_report_of_a_rejected_incident_is_rejected_too() -> None:
    tables = run([ONE, override("reject", [ONE]), SAME])
    assert tables.told[FIRST].state is IncidentState.rejected
    assert len(tables.told[FIRST].reports) == 2


def test_a_confirmed_incident_is_certain_and_what_is_disputed_stays_so() -> None:
    before, after = only(run([ONE, SAME])), only(run([ONE, SAME, override("confirm", [SAME])]))
    assert before.confidence < after.confidence == 1
    assert after.disputed == before.disputed != []
    assert [each.kind for each in after.overrides] == [OverrideKind.confirm]


@pytest.mark.parametrize(("first", "second"), [("confirm", "reject"), ("reject", "confirm")])
def test_of_two_verdicts_the_later_holds_whichever_comes_first(first: str, second: str) -> None:
    words = [override(first, [ONE], at=at(12)), override(second, [ONE], at=at(13))]
    for messages in orders(ONE, *words):
        assert [each.kind.value for each in told(*messages)[FIRST].overrides] == [second]


def test_a_corrected_slot_is_shown_counted_summed_up_and_disputed_no_longer() -> None:
    slots = {
        "killed": Quantity(min=4, max=4),
        "sub_event_type": SubEventType.suicide_bomb,
        "place": BASRA.model_dump(exclude={"span"}),
        "actors": [
            {"id": "al-qaeda", "name": "Al-Qaeda", "text": "Al-Qaeda", "kind": "rebel_group", "role": "perpetrator"}
        ],
    }
    word = override("correct", [ONE, SAME], correction=slots)
    tables = run([ONE, SAME, word])
    said = only(tables)
    assert said.casualties.killed is not None
    assert (said.casualties.killed.min, said.casualties.killed.max, said.casualties.killed.span) == (4, 4, None)
    assert said.event_type.value == "explosions_remote_violence"
    assert said.summary == "Suicide bombing in Basra, IQ on 2022-01-05, by Al-Qaeda: 4 killed."
    assert not {"casualties.killed", "place.city"} & {each.slot for each in said.disputed}
    assert said.overrides[0].slots == ["actors", "killed", "place", "sub_event_type"]
    assert tables.tallies == {
        "IQ/02|al-qaeda|perpetrator|2022-01-05": {"entries": [[1641369600000, FIRST, 4, "suicide_bomb"]]}
    }


def test_each_slot_is_as_its_latest_word_has_it_and_words_without_a_slot_left_are_not_shown() -> None:
    early = override("correct", [ONE], at=at(11), correction={"killed": Quantity(min=9, max=9)})
    both = override(
        "correct", [ONE], at=at(12), correction={"killed": Quantity(min=1, max=1), "injured": Quantity(min=7, max=7)}
    )
    late = override("correct", [ONE], at=at(13), correction={"killed": Quantity(min=0)})
    said = only(run([late, ONE, both, early]))
    assert said.casualties.killed is None, "0 to null: the number is not known"
    assert said.casualties.injured is not None
    assert said.casualties.injured.min == 7
    assert [(each.id, each.slots) for each in said.overrides] == [(both.id, ["injured"]), (late.id, ["killed"])]


def test_merged_incidents_are_one_and_further_reports_of_either_join_it() -> None:
    word = override("merge", [ONE, ELSEWHERE])
    tables = run([ONE, ELSEWHERE, word])
    assert (tables.told[SECOND].state, tables.told[SECOND].merged_into) == (IncidentState.merged, FIRST)
    basra = report(article("blog", published=at(11)), place=BASRA, killed=1)
    assert members(ONE, ELSEWHERE, word, basra, SAME) == [[ONE.id, SAME.id, ELSEWHERE.id, basra.id]]


def test_split_reports_are_two_however_alike_and_a_later_merge_brings_them_together_again() -> None:
    apart = override("split", [SAME], apart_from=[ONE], at=at(12))
    again = override("merge", [ONE, SAME], at=at(13))
    assert members(ONE, SAME) == [[ONE.id, SAME.id]]
    for messages in orders(ONE, SAME, apart):
        assert members(*messages) == sorted([[ONE.id], [SAME.id]])
    for order in orders(ONE, SAME, apart, again):
        tables = run(order)
        assert [each.kind for each in only(tables).overrides] == [OverrideKind.merge]
    shown = [each.overrides[0].id for each in told(ONE, SAME, apart).values()]
    assert shown == [apart.id, apart.id]


def test_what_is_undone_leaves_no_trace_in_what_is_said_and_an_undo_can_be_undone() -> None:
    word = override("reject", [ONE], at=at(12))
    undo = override("undo", undoes=word, at=at(13))
    redo = override("undo", undoes=undo, at=at(14))
    plain = run([ONE])
    for messages in orders(ONE, word, undo):
        tables = run(messages)
        assert everything_told(tables) == everything_told(plain)
        assert tables.tallies == plain.tallies
    for order in orders(ONE, word, undo, redo):
        assert run(order).told[FIRST].state is IncidentState.rejected


def test_only_a_later_word_takes_one_back() -> None:
    word = override("reject", [ONE], at=at(12))
    assert told(ONE, word, override("undo", undoes=word, at=at(11)))[FIRST].state is IncidentState.rejected


def test_an_override_that_comes_before_its_reports_waits_for_them() -> None:
    tables = run([override("reject", [ONE])])
    assert tables.told == {}
    assert run([ONE], tables).told[FIRST].state is IncidentState.rejected


def test_a_word_passes_to_the_next_version_of_an_article_that_tells_nothing_else() -> None:
    word = override("reject", [ONE])
    newer = report(article("wire", published=at(8), revised=at(9), content="second"), killed=3)
    messages: list[Message] = [ONE, word, retraction(ONE), newer]
    assert run(messages).told[incident_id(newer.id)].state is IncidentState.rejected
    unsure: list[Message] = [ONE, override("reject", [ONE], with_articles=False), retraction(ONE), newer]
    assert run(unsure).told[incident_id(newer.id)].state is IncidentState.active
    second = report(newer.article, 1, place=BASRA)
    assert {each.state for each in run([*messages, second]).told.values() if each.reports} == {IncidentState.active}


def test_reports_of_another_country_than_the_overrides_are_not_meant() -> None:
    abroad = report(article("wire"), place=DAMASCUS)
    assert only(run([abroad, override("reject", [abroad], country="IQ")])).overrides == []


def test_a_correction_counts_once_where_its_reports_are_two_incidents_by_now() -> None:
    word = override("correct", [ONE, ELSEWHERE], correction={"killed": Quantity(min=50, max=50)})
    assert {id_: len(said.overrides) for id_, said in told(ONE, ELSEWHERE, word).items()} == {FIRST: 1, SECOND: 0}


def test_a_word_said_twice_is_unchanged_and_of_two_with_one_id_the_later_holds() -> None:
    word = override("reject", [ONE])
    state = PartitionState()
    state.apply(ONE)
    assert state.apply(word).outcome.value == "applied"
    assert state.apply(word).outcome.value == "unchanged"
    other = word.model_copy(update={"kind": OverrideKind.confirm, "at": at(20)})
    assert state.apply(other).outcome.value == "applied"
    assert state.apply(word).outcome.value == "superseded"


def test_a_kind_that_this_version_does_not_know_is_kept_and_has_no_effect() -> None:
    newer = Override.model_validate({**override("reject", [ONE]).model_dump(mode="json"), "kind": "annotate"})
    assert only(run([ONE, newer])).overrides == []


def test_rows_of_incidents_without_overrides_are_as_they_were_and_so_is_their_hash() -> None:
    tables = run([ONE, override("reject", [ELSEWHERE])])
    plain = run([ONE])
    assert tables.incidents == plain.incidents
    assert set(plain.incidents[FIRST]) == {
        "id", "revision", "state", "merged_into", "hash", "members", "seen", "brief", "closed", "follows", "counted",
    }  # fmt: skip


def test_a_recovered_state_takes_overruled_rows_as_they_are() -> None:
    tables = run([ONE, SAME, ELSEWHERE, override("reject", [ONE]), override("confirm", [ELSEWHERE])])
    recovered = tables.load()
    assert not recovered.recover(at(12))
    assert recovered.active_incidents == 1
    assert everything_told(tables)[FIRST]["state"] == "rejected"


def test_old_rows_without_a_word_of_overrides_are_read() -> None:
    tables = run([ONE])
    stored = Tables()
    stored.reports, stored.incidents, stored.tallies = tables.reports, tables.incidents, tables.tallies
    assert not stored.load().recover(at(12))


def test_nothing_said_changes_nothing() -> None:
    incident = merge([ONE])
    assert overrule(incident, ()) is incident


def test_what_is_parted_stays_so_when_its_company_is_merged() -> None:
    """0 and 1 are merged; 2 came with 0 and 3 with 1, and an analyst keeps these apart."""
    assert united([[0, 2], [1, 3]], [[0, 1]], []) == [[0, 1, 2, 3]]
    assert united([[0, 2], [1, 3], [4]], [[0, 1]], [(2, 3)]) == [[0, 1], [2], [3], [4]]


def test_a_group_is_parted_whole() -> None:
    assert parted([{1: 4.0, 2: 4.0}, {0: 4.0, 2: 5.0}, {0: 4.0, 1: 5.0}], [[0, 1]], [(0, 2)]) == [
        {1: 4.0},
        {0: 4.0},
        {},
    ]
