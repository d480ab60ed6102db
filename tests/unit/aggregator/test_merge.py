"""What several reports together say of one incident, slot by slot."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import (
    ActorKind,
    AttributionValue,
    DamageValue,
    IncidentReport,
    IncidentState,
    Quantity,
    ReportDamage,
    ReportTarget,
    ReportWeapon,
    Status,
    SubEventType,
    TargetKind,
    TimePrecision,
    WeaponKind,
)
from schemas.ids import incident_id
from services.aggregator.merge import brief, content_hash, departed, merge

from .factories import BAGHDAD, BAGHDAD_EMBASSY, BAGHDAD_PROVINCE, IRAQ, actor, article, report, victim
from .histories import reports
from .tables import at

WIRE, PAPER, RADIO = (article(name, published=at(12 + hour)) for hour, name in enumerate(("wire", "paper", "radio")))


def bounds(quantity: Quantity | None) -> tuple[int, int | None] | None:
    return (quantity.min, quantity.max) if quantity else None


def test_one_report_makes_an_incident_that_says_what_it_says() -> None:
    told = report(WIRE, actors=[actor("islamic-state", said=[AttributionValue.claimed])], killed=3, confidence=0.7)
    incident = merge([told])
    assert incident.id == incident_id(told.id)
    assert (incident.revision, incident.state, incident.stories) == (1, IncidentState.active, 1)
    assert incident.confidence == 0.7
    assert incident.actors[0].span is not None
    assert incident.actors[0].span.report_id == told.id
    assert incident.actors[0].attributions[0].span is not None
    assert incident.actors[0].attributions[0].span.report_id == told.id
    assert [each.report_id for each in incident.evidence] == [told.id]
    assert incident.sources == ["wire.example"]
    assert incident.disputed == []


def test_the_toll_runs_from_the_lowest_figure_to_the_highest() -> None:
    incident = merge([report(WIRE, killed=3), report(PAPER, killed=7), report(RADIO, killed=5, injured=(5, None))])
    assert bounds(incident.casualties.killed) == (3, 7)
    assert incident.casualties.killed is not None
    assert incident.casualties.killed.span is not None
    assert incident.casualties.killed.span.report_id == report(WIRE).id
    assert bounds(incident.casualties.injured) == (5, None)
    assert incident.casualties.captured is None


def test_an_open_figure_keeps_the_highest_open() -> None:
    incident = merge([report(WIRE, killed=(5, None)), report(PAPER, killed=7)])
    assert bounds(incident.casualties.killed) == (5, None)


def test_an_update_replaces_the_figure_of_its_story_and_no_other() -> None:
    first = report(article("wire", published=at(12), content="first"), killed=3)
    corrected = report(article("wire", published=at(12), revised=at(15), content="second"), killed=9)
    assert bounds(merge([first, corrected]).casualties.killed) == (9, 9)
    assert bounds(merge([first, corrected, report(PAPER, killed=4)]).casualties.killed) == (4, 9)


def test_a_newer_version_that_is_silent_leaves_the_figure_of_the_one_before() -> None:
    told = report(WIRE, killed=3)
    cut = report(article("portal", published=at(15), story="wire"))
    assert bounds(merge([told, cut]).casualties.killed) == (3, 3)


def test_copies_are_one_story_and_make_it_no_surer() -> None:
    copies = [report(article(f"portal-{n}", story="wire", published=at(13)), confidence=0.6) for n in range(5)]
    incident = merge([report(WIRE, confidence=0.6), *copies])
    assert incident.stories == 1
    assert incident.confidence == 0.6
    assert {member.story for member in incident.reports} == {WIRE.id}
    assert len(incident.evidence) == 1
    assert len(incident.sources) == 6


def test_independent_stories_make_it_surer_but_never_certain() -> None:
    assert merge([report(WIRE, confidence=0.6), report(PAPER, confidence=0.5)]).confidence == 0.8
    many = [report(article(f"outlet-{n}"), confidence=0.9) for n in range(9)]
    assert merge(many).confidence == 0.99


def test_type_goes_by_the_majority_of_stories_and_by_the_first_on_a_tie() -> None:
    blast, suicide = SubEventType.remote_explosive_landmine_ied, SubEventType.suicide_bomb
    assert merge([report(WIRE, type_=blast), report(PAPER, type_=suicide)]).sub_event_type is blast
    assert merge([report(WIRE, type_=suicide), report(PAPER, type_=blast)]).sub_event_type is suicide
    copies = [report(article(f"portal-{n}", story="wire", published=at(13)), type_=blast) for n in range(3)]
    outvoted = [report(WIRE, type_=blast), *copies, report(PAPER, type_=suicide), report(RADIO, type_=suicide)]
    assert merge(outvoted).sub_event_type is suicide


def test_the_most_specific_place_and_time_stand() -> None:
    incident = merge(
        [
            report(WIRE, place=IRAQ, start=date(2022, 1, 3), precision=TimePrecision.week),
            report(PAPER, place=BAGHDAD_EMBASSY, start=date(2022, 1, 5)),
            report(RADIO, place=BAGHDAD_PROVINCE, start=at(20), precision=TimePrecision.hour),
        ]
    )
    assert incident.place.name == "US embassy"
    assert incident.occurred.start == at(20)
    assert incident.first_reported_at == at(12)
    assert incident.last_reported_at == at(14)


def test_one_actor_has_all_that_is_said_of_it() -> None:
    accused = actor("islamic-state", said=[AttributionValue.accused], kind=ActorKind.unknown)
    denied = actor("islamic-state", said=[AttributionValue.denied, AttributionValue.accused], country="IQ")
    incident = merge([report(WIRE, actors=[accused, victim(None)]), report(PAPER, actors=[denied, victim(None)])])
    assert [each.id for each in incident.actors] == ["islamic-state", None]
    said = [(each.value, each.span.report_id if each.span else None) for each in incident.actors[0].attributions]
    assert said == [(AttributionValue.accused, report(WIRE).id), (AttributionValue.denied, report(PAPER).id)]
    assert incident.actors[0].kind is ActorKind.rebel_group
    assert incident.actors[0].country == "IQ"


def test_an_actor_is_kept_apart_by_role() -> None:
    incident = merge([report(WIRE, actors=[actor("army"), victim("army", ActorKind.state_forces)])])
    assert len(incident.actors) == 2


def test_weapons_are_one_by_kind_and_name_and_count_from_lowest_to_highest() -> None:
    def rocket(name: str | None, count: int | None) -> ReportWeapon:
        number = Quantity(min=count, max=count) if count else None
        return ReportWeapon(kind=WeaponKind.rocket, name=name, text="rockets", count=number)

    incident = merge([report(WIRE, weapons=[rocket(None, 5)]), report(PAPER, weapons=[rocket("Katyusha", 8)])])
    assert [(each.name, bounds(each.count)) for each in incident.weapons] == [("Katyusha", (5, 8))]
    apart = merge([report(WIRE, weapons=[rocket("Grad", None), rocket("Katyusha", 8), rocket(None, 2)])])
    assert [each.name for each in apart.weapons] == ["Grad", "Katyusha", None]


def test_targets_are_one_by_kind_and_name_and_the_worst_damage_stands() -> None:
    base = ReportTarget(kind=TargetKind.military, name="Ain al-Asad", text="the base")
    told = [
        report(WIRE, targets=[base], damage=ReportDamage(value=DamageValue.none)),
        report(
            PAPER,
            targets=[base.model_copy(update={"name": "AIN AL-ASAD"})],
            damage=ReportDamage(value=DamageValue.some),
        ),
    ]
    incident = merge(told)
    assert len(incident.targets) == 1
    assert incident.damage is not None
    assert incident.damage.value is DamageValue.some


def test_disputes_name_each_value_and_who_gives_it() -> None:
    told = [
        report(WIRE, killed=3, actors=[actor("islamic-state")], status=Status.attempted),
        report(PAPER, killed=7, actors=[actor("kataib-hezbollah")]),
        report(RADIO, killed=7),
    ]
    disputed = {each.slot: [(value.value, value.report_ids) for value in each.values] for each in merge(told).disputed}
    assert disputed["casualties.killed"] == [
        ({"min": 3, "max": 3}, [told[0].id]),
        ({"min": 7, "max": 7}, [told[1].id, told[2].id]),
    ]
    assert disputed["actors.perpetrator"] == [(["islamic-state"], [told[0].id]), (["kataib-hezbollah"], [told[1].id])]
    assert disputed.keys() == {"status", "actors.perpetrator", "casualties.killed"}


def test_saying_less_is_no_dispute() -> None:
    told = [
        report(WIRE, killed=(5, None), place=BAGHDAD_PROVINCE, start=date(2022, 1, 3), precision=TimePrecision.week),
        report(PAPER, killed=7, actors=[actor("islamic-state")]),
        report(RADIO, killed=(5, 9), actors=[actor("islamic-state"), actor("taliban")], place=BAGHDAD),
    ]
    assert merge(told).disputed == []


def test_what_a_story_corrected_is_no_dispute() -> None:
    first = report(article("wire", published=at(12), content="first"), killed=3)
    corrected = report(article("wire", published=at(12), revised=at(15), content="second"), killed=9)
    assert merge([first, corrected]).disputed == []


def test_the_last_word_about_an_id_keeps_type_time_and_place_and_no_report() -> None:
    told = report(WIRE, killed=3, place=BAGHDAD_EMBASSY)
    gone = departed(brief(told), 4, None)
    assert (gone.id, gone.revision, gone.state) == (incident_id(told.id), 4, IncidentState.retracted)
    assert gone.sub_event_type is told.sub_event_type
    assert gone.place.name == "US embassy"
    assert gone.place.span is None
    assert gone.first_reported_at == at(12)
    assert (gone.reports, gone.evidence, gone.stories) == ([], [], 0)
    joined = departed(brief(told), 4, "another")
    assert (joined.state, joined.merged_into) == (IncidentState.merged, "another")


def test_the_hash_sees_the_content_and_not_the_revision() -> None:
    told = [report(WIRE, killed=3)]
    assert content_hash(merge(told, 1)) == content_hash(merge(told, 2))
    assert content_hash(merge(told)) != content_hash(merge([report(WIRE, killed=4)]))


@st.composite
def members(draw: st.DrawFn) -> list[IncidentReport]:
    return [
        draw(
            reports(
                article(
                    f"outlet-{index}",
                    published=at(12) + timedelta(minutes=draw(st.integers(0, 3))),
                    story=draw(st.sampled_from([None, "wire"])),
                ),
                0,
            )
        )
        for index in range(draw(st.integers(1, 5)))
    ]


@settings(max_examples=60, deadline=None)
@given(st.data(), members())
def test_merging_does_not_depend_on_the_order_of_the_reports(data: st.DataObject, told: list[IncidentReport]) -> None:
    merged = merge(told)
    assert merge(data.draw(st.permutations(told))) == merged
    ids = {each.id for each in told}
    assert {each.report_id for each in merged.evidence} <= ids
    assert [member.id for member in merged.reports] == sorted(ids, key=lambda each: (order(told, each), each))


def order(told: list[IncidentReport], report_id: str) -> object:
    return next(each.article.published_at for each in told if each.id == report_id)
