"""What `tocsin override` says, and what it refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from schemas import Incident, Override, OverrideKind
from services.aggregator.state import PartitionState
from services.commands.override.slots import SLOTS, correction_of
from services.commands.override.words import Analyst
from services.commands.rendering_incident import incident_lines
from services.runtime.errors import EXIT_USAGE, UsageError
from tests.unit.aggregator.factories import BASRA, DAMASCUS, actor, article, report
from tests.unit.aggregator.tables import Message, at

NOW = datetime(2022, 1, 6, tzinfo=UTC)
ONE = report(article("wire", published=at(8)), killed=3, actors=[actor("islamic-state"), actor(None, text="gunmen")])
SAME = report(article("paper", published=at(9)), killed=5)
ROUND_UP = report(article("radio", published=at(10)), place=BASRA)
ROUND_UP_TOO = report(article("radio", published=at(10)), 1, place=DAMASCUS)


def held(*words: Override) -> dict[str, Incident]:
    state = PartitionState()
    incidents: dict[str, Incident] = {}
    messages: list[Message] = [ONE, SAME, ROUND_UP, ROUND_UP_TOO, *words]
    for message in messages:
        for incident in state.apply(message).outgoing:
            incidents[incident.id] = incident
    return incidents


def analyst(*words: Override) -> Analyst:
    return Analyst(held(*words), by="R. Aziz", reason="I was there.", now=NOW)


def id_of(told: object) -> str:
    return next(id_ for id_, each in held().items() if any(report.id == told for report in each.reports))


BLAST, BASRAN, SYRIAN = id_of(ONE.id), id_of(ROUND_UP.id), id_of(ROUND_UP_TOO.id)


def test_a_word_names_reports_and_their_articles_where_these_tell_nothing_else() -> None:
    word = analyst().of(OverrideKind.reject, analyst().incident(BLAST[:8]))
    assert [(each.report, each.article) for each in word.reports] == [
        (ONE.id, ONE.article.id),
        (SAME.id, SAME.article.id),
    ]
    assert (word.country, word.by, word.reason, word.at) == ("IQ", "R. Aziz", "I was there.", NOW)
    assert word == analyst().of(OverrideKind.reject, analyst().incident(BLAST)), "the same word has the same id"
    assert analyst().of(OverrideKind.reject, analyst().incident(BASRAN)).reports[0].article is None


def test_the_country_is_that_of_the_reports_wherever_the_place_was_corrected_to() -> None:
    moved = analyst().of(
        OverrideKind.correct,
        analyst().incident(BLAST),
        correction_of(['place={"country": "SY", "city": "Damascus", "admin1_code": "13"}'], held()[BLAST]),
    )
    assert held(moved)[BLAST].place.country == "SY"
    assert analyst(moved).of(OverrideKind.confirm, analyst(moved).incident(BLAST)).country == "IQ"


def test_a_split_parts_the_named_reports_from_the_rest() -> None:
    word = analyst().split(analyst().incident(BLAST), [SAME.id[:6]])
    assert ([each.report for each in word.reports], [each.report for each in word.apart_from]) == ([SAME.id], [ONE.id])


def test_an_undo_is_later_than_what_it_takes_back_whatever_the_clock_says() -> None:
    word = analyst().of(OverrideKind.reject, analyst().incident(BLAST))
    ahead = word.model_copy(update={"at": NOW + timedelta(hours=1)})
    undo = analyst().undo([ahead], word.id[:8])
    assert undo.undoes == word.id
    assert undo.at > ahead.at
    with pytest.raises(UsageError, match="taken back already"):
        analyst().undo([ahead, undo], word.id)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda a: a.incident("ffffffff"), "No incident ffffffff"),
        (lambda a: a.incident("ff"), "too short"),
        (lambda a: a.merge([a.incident(BLAST), a.incident(BLAST)]), "two incidents or more"),
        (lambda a: a.merge([a.incident(BLAST), a.incident(SYRIAN)]), "of IQ and SY: only those of one country"),
        (lambda a: a.split(a.incident(BLAST), ["ffffffff"]), "no reports of"),
        (lambda a: a.split(a.incident(BLAST), [ONE.id, SAME.id]), "all reports of"),
        (lambda a: a.undo([], "ffffffff"), "No overrides begin with"),
        (lambda _: Analyst({}, by=" ", reason="I know."), "--by and --reason"),
    ],
)
def test_what_can_not_be_is_refused_in_a_line(ask: object, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        ask(analyst())  # type: ignore[operator]
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == EXIT_USAGE


def test_every_slot_is_read() -> None:
    given = [
        "killed=5+", "injured=5-8", "captured=unknown", "type=suicide_bomb", "status=thwarted", "damage=some",
        "date=2022-01-04..2022-01-05", 'place={"country": "IQ", "city": "Basra", "admin1_code": "02"}',
        "perpetrators=al-qaeda/rebel_group,islamic-state", "weapons=drone,ied",
        'targets=[{"kind": "military", "text": "a base"}]',
    ]  # fmt: skip
    correction = correction_of(given, held()[BLAST])
    assert {slot for slot, _ in SLOTS.values()} == set(correction.slots)
    said = correction.model_dump(mode="json")
    assert (said["killed"], said["injured"]) == ({"min": 5, "max": None}, {"min": 5, "max": 8})
    assert (said["captured"], said["place"]["precision"]) == ({"min": 0, "max": None}, "city")
    assert (said["occurred"]["start"], said["occurred"]["end"]) == ("2022-01-04", "2022-01-05")
    assert [(each["id"], each["kind"]) for each in said["actors"]] == [
        ("al-qaeda", "rebel_group"),
        ("islamic-state", "rebel_group"),
    ]
    assert correction_of(["date=2022-01"], held()[BLAST]).model_dump(mode="json")["occurred"]["precision"] == "month"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("killed", "write SLOT=VALUE"),
        ("colour=red", "SLOT is one of killed,"),
        ("killed=many", "5-8, or unknown"),
        ("killed=8-5", "max 5 is below min 8"),
        ("type=bombing", "one of government_regains"),
        ("date=yesterday", "a day"),
        ("date=2022-01-06..2022-01-05", "before the first"),
        ("place=Basra", "a JSON object"),
        ('place={"country": "IQ", "town": "Basra"}', "place.town: no such field"),
        ('place={"country": "Iraq"}', "place.country"),
        ("weapons=laser", "one of firearm"),
        ('targets=[{"kind": "army base", "text": "a base"}]', "targets.0.kind army base: no such"),
        ("perpetrators=Islamic State", "ids such as islamic-state"),
        ("perpetrators=islamic-state/army", "kinds are state_forces"),
    ],
)
def test_a_slot_that_is_none_is_refused_in_a_line_that_says_what_it_can_be(given: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        correction_of([given], held()[BLAST])
    assert "\n" not in str(refused.value)


def test_a_slot_given_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="given twice"):
        correction_of(["actors=[]", "perpetrators=al-qaeda"], held()[BLAST])


def test_a_shown_incident_tells_who_overruled_it_and_why() -> None:
    word = analyst().of(OverrideKind.reject, analyst().incident(BLAST))
    text = "\n".join(incident_lines(held(word)[BLAST]))
    assert "Rejected[/bold] by R. Aziz: I was there." in text
    assert word.id in text
    assert f"report {ONE.id}" in text
    assert json.loads(held(word)[BLAST].to_json())["overrides"][0]["by"] == "R. Aziz"
