"""Articles of several paragraphs: one report for each real incident, and nothing mixed between them."""

from __future__ import annotations

from datetime import date

import pytest

from schemas import ActorRole, AttributionValue, IncidentReport, Status, SubEventType
from services.extractor.extract import Extractor

from .articles import article

S = SubEventType


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


def types(reports: list[IncidentReport]) -> list[SubEventType]:
    return [report.sub_event_type for report in reports]


def test_lead_and_body_are_one_incident_and_a_separate_one_is_another(extractor: Extractor) -> None:
    text = (
        "Suspected jihadists killed at least 22 people in an attack on two villages in northern Burkina Faso, "
        "local sources said on Monday.\n\n"
        "The raids took place on Saturday evening in the villages of Tougouri and Bani in Centre-Nord "
        "province, a resident said by phone.\n\n"
        "A security source confirmed the attack but gave no toll.\n\n"
        "In a separate incident on Sunday, three soldiers were killed when their vehicle struck a mine near "
        "Djibo, the army said."
    )
    first, second = extractor.extract(article(text, published="2023-08-14"))
    assert (first.sub_event_type, first.occurred.start, first.casualties.killed and first.casualties.killed.min) == (
        S.attack,
        date(2023, 8, 12),
        22,
    )
    assert first.actors[0].attributions[0].value is AttributionValue.suspected
    assert (second.sub_event_type, second.occurred.start, second.place.name) == (
        S.remote_explosive_landmine_ied,
        date(2023, 8, 13),
        "Djibo",
    )
    assert not any(w.kind.value == "mine" for w in first.weapons)


def test_a_claim_names_the_perpetrator_in_place_of_unnamed_gunmen(extractor: Extractor) -> None:
    text = (
        "Militants attacked the Chinese consulate in Karachi on Friday, and two policemen were killed at its gate, "
        "officials said.\n\n"
        "The Balochistan Liberation Army (BLA) claimed responsibility for the assault."
    )
    (report,) = extractor.extract(article(text, published="2018-11-23"))
    doers = [a for a in report.actors if a.role is ActorRole.perpetrator]
    claimed = [a for a in doers if a.attributions[0].value is AttributionValue.claimed]
    assert [a.id for a in claimed] == ["baloch-liberation-army"]
    assert not any(a.name == "militants" for a in doers)


def test_no_group_claimed_is_no_claim(extractor: Extractor) -> None:
    text = "A bomb exploded in a market in Quetta on Monday, killing six people. No group has claimed responsibility."
    (report,) = extractor.extract(article(text))
    assert not [a for a in report.actors if a.role is ActorRole.perpetrator]


def test_background_is_marked_historical_and_kept_apart(extractor: Extractor) -> None:
    text = (
        "Gunmen shot 24 people dead in a drug clinic in the Mexican city of Irapuato on Wednesday, police said.\n\n"
        "An assault on a clinic of that kind in Chihuahua killed 19 people in 2010."
    )
    reports = extractor.extract(article(text, published="2020-07-02"))
    tolls = [(r.historical, r.casualties.killed.min if r.casualties.killed else None) for r in reports]
    assert tolls == [(False, 24), (True, 19)]


def test_protests_of_one_day_in_two_cities_are_two_reports(extractor: Extractor) -> None:
    text = (
        "Police in Mandalay opened fire on a crowd protesting against the military coup in Myanmar, killing "
        "one man, witnesses said on Friday.\n\n"
        "In Yangon, police broke up several rallies on Friday with stun grenades and arrested around 20 "
        "people."
    )
    reports = extractor.extract(article(text, published="2021-03-05"))
    assert [(r.sub_event_type, r.place.name) for r in reports] == [
        (S.excessive_force_against_protesters, "Mandalay"),
        (S.protest_with_intervention, "Yangon"),
    ]
    police = next(a for a in reports[1].actors if a.name == "police")
    assert police.role is ActorRole.responder


def test_an_intercepted_weapon_and_one_that_hit_are_kept_apart(extractor: Extractor) -> None:
    text = (
        "Russia fired dozens of cruise missiles at cities across Ukraine on Monday morning, Ukrainian "
        "officials said.\n\n"
        "Missiles hit central Kyiv during rush hour, striking a playground.\n\n"
        "In Zaporizhzhia, a rocket destroyed an apartment building, killing six people.\n\n"
        "Ukraine's military said air defences had shot down 43 of 83 missiles."
    )
    reports = extractor.extract(article(text, published="2022-10-11"))
    assert [(r.sub_event_type, r.status) for r in reports] == [
        (S.shelling_artillery_missile_attack, Status.accomplished),
        (S.shelling_artillery_missile_attack, Status.accomplished),
        (S.disrupted_weapons_use, Status.thwarted),
    ]
    assert reports[0].weapons[0].count is not None
    assert (reports[0].weapons[0].count.min, reports[0].weapons[0].count.max) == (12, None)


def test_no_casualties_in_the_attacks_is_said_of_each(extractor: Extractor) -> None:
    text = (
        "Rockets hit a military base in Erbil on Tuesday and mortars landed near an airport in Kirkuk on "
        "Wednesday, police said.\n\n"
        "No casualties were reported in the attacks."
    )
    reports = extractor.extract(article(text))
    assert [r.occurred.start for r in reports] == [date(2024, 5, 14), date(2024, 5, 15)]
    for report in reports:
        assert report.casualties.killed is not None
        assert (report.casualties.killed.min, report.casualties.killed.max) == (0, 0)


def test_the_same_article_makes_the_same_reports_alone_and_in_a_batch(extractor: Extractor) -> None:
    told = [
        article("Rebels shelled the town of Avdiivka on Monday, killing two people, police said."),
        article("The orchestra played Brahms on Monday."),
        article("A suicide bomber killed nine people at a mosque in Kabul on Tuesday, officials said."),
    ]
    batch = extractor.extract_all(told)
    assert batch == [extractor.extract(one) for one in told]
    assert [len(reports) for reports in batch] == [1, 0, 1]
    assert len({r.id for reports in batch for r in reports}) == 2


def test_a_toll_that_rose_belongs_to_the_attack_of_the_day_before(extractor: Extractor) -> None:
    text = (
        "The death toll from a suicide bombing at a mosque in the Pakistani city of Peshawar rose to 100 on Tuesday, "
        "hospital officials said.\n\n"
        "The bomber detonated his explosives during afternoon prayers on Monday.\n\n"
        "The Pakistani Taliban denied involvement, after one of its commanders had claimed responsibility."
    )
    (report,) = extractor.extract(article(text, published="2023-01-31"))
    assert report.occurred.start == date(2023, 1, 30)
    assert report.casualties.killed is not None
    assert report.casualties.killed.min == 100
    said = {x.value for actor in report.actors for x in actor.attributions}
    assert said == {AttributionValue.claimed, AttributionValue.denied}


def test_in_a_wave_of_strikes_the_dead_of_another_town_are_another_incident(extractor: Extractor) -> None:
    text = (
        "At least 36 people were killed when Russian missiles struck cities across Ukraine, officials said.\n\n"
        "A hospital in Kyiv took a direct hit on Monday morning.\n\n"
        "In Kryvyi Rih, 10 people were killed and 41 injured, the city's administration said."
    )
    reports = extractor.extract(article(text, published="2024-07-09"))
    assert types(reports) == [S.shelling_artillery_missile_attack] * 2
    assert [r.place.name for r in reports] == ["Kyiv", "Kryvyi Rih"]
    assert {a.id for r in reports for a in r.actors if a.role is ActorRole.perpetrator} == {"russia"}


def test_a_named_person_who_is_killed_is_a_victim(extractor: Extractor) -> None:
    text = "Gunmen assassinated Mayor John Peter Okello in Gulu on Tuesday."
    (report,) = extractor.extract(article(text))
    assert [a.id for a in report.actors if a.role is ActorRole.victim] == ["john-peter-okello"]


def test_a_claimant_s_own_number_neither_replaces_the_toll_nor_makes_another_incident(extractor: Extractor) -> None:
    text = """A suicide bomber killed at least six people at a hotel in Kismayo on Monday, police said.

Al-Shabaab claimed responsibility in a statement and said that it had killed twenty officers."""
    [report] = extractor.extract(article(text, published="2022-03-08"))
    assert (report.sub_event_type, report.casualties.killed and report.casualties.killed.min) == (S.suicide_bomb, 6)
    assert [actor.id for actor in report.actors if actor.role.value == "perpetrator"] == ["al-shabaab"]


def test_gunmen_do_not_become_pilots_because_aircraft_are_told_of_beside_them(extractor: Extractor) -> None:
    text = """At least 30 villagers were killed by bandits near Gusau in Zamfara, Nigeria, on Tuesday, police said.

Residents said the men had come after aircraft bombed their camps earlier in the week."""
    first = extractor.extract(article(text, published="2022-03-09"))[0]
    assert (first.sub_event_type, first.casualties.killed and first.casualties.killed.min) == (S.attack, 30)


def test_a_village_that_no_gazetteer_lists_lies_where_the_article_was_last(extractor: Extractor) -> None:
    text = """Attacks have driven thousands from their homes near Bandiagara in central Mali, officials said.

Gunmen on motorbikes killed six farmers in the village of Sarkanbougou on Tuesday, residents said."""
    (report,) = extractor.extract(article(text))
    assert (report.place.name, report.place.country, report.place.admin1) == ("Sarkanbougou", "ML", "Mopti")
