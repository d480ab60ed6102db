"""Who did it, and who says so: claims, admissions, accusations, suspicions, denials, and whom they are about."""

from __future__ import annotations

import pytest

from schemas import ActorRole, IncidentReport
from services.extractor.extract import Extractor

from .articles import article

BOMB = "A bomb killed four people in Mogadishu on Monday. "
SHOT = "Gunmen killed nine miners near Goma on Monday. "
STRIKE = "An air strike killed 12 people in Mekelle on Monday. "


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


def doers(report: IncidentReport) -> dict[str, list[str]]:
    """Perpetrators by id or name, with the values of their attributions."""
    return {
        actor.id or actor.name: [said.value.value for said in actor.attributions]
        for actor in report.actors
        if actor.role is ActorRole.perpetrator
    }


def single(extractor: Extractor, text: str) -> IncidentReport:
    reports = extractor.extract(article(text))
    assert len(reports) == 1
    return reports[0]


@pytest.mark.parametrize(
    "claim",
    [
        "Al-Shabaab announced that its men had done it.",
        "Al-Shabaab said its fighters were responsible.",
        "Al-Shabaab said its men were behind the attack.",
        "Al-Shabaab said it had planted the device.",
        "Al-Shabaab claimed the bombing.",
        "Al-Shabaab posted a video saying it had carried out the attack.",
        "The bombing was later claimed by Al-Shabaab.",
        "Al-Shabaab, which wants to overthrow the Somali government, claimed responsibility.",
        "Al-Shabaab's spokesman, who once served in the Kenyan army, claimed responsibility.",
    ],
)
def test_a_claim_is_the_speakers_whatever_its_words(extractor: Extractor, claim: str) -> None:
    assert doers(single(extractor, BOMB + claim)) == {"al-shabaab": ["claimed"]}


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The army suspects the M23.", "suspected"),
        ("The M23 is the prime suspect, residents said.", "suspected"),
        ("The raid bore the hallmarks of the M23.", "suspected"),
        ("Suspicion fell on the M23.", "suspected"),
        ("Investigators believe the M23 was responsible.", "suspected"),
        ("The killings were widely blamed on the M23.", "accused"),
        ("Residents blamed the M23.", "accused"),
        ("A rights group accused the M23 of carrying out the killings.", "accused"),
        ("The governor pointed to the M23.", "accused_by_authorities"),
        ("A ministry spokesman blamed the killings on the M23.", "accused_by_authorities"),
        ("Police said the M23 was behind the attack.", "accused_by_authorities"),
    ],
)
def test_suspicion_and_accusation_are_told_apart_by_who_speaks(extractor: Extractor, sentence: str, value: str) -> None:
    assert doers(single(extractor, SHOT + sentence)) == {"m23": [value]}


@pytest.mark.parametrize(
    "confession",
    [
        "The Ethiopian army admitted the strike.",
        "The Ethiopian army acknowledged that it had carried out the strike.",
        "The Ethiopian army confirmed that its forces had carried out the strike.",
        "The Ethiopian army says it carried out the strike in coordination with the regional government.",
    ],
)
def test_a_states_own_word_is_an_admission(extractor: Extractor, confession: str) -> None:
    assert doers(single(extractor, STRIKE + confession)) == {"ethiopian-military": ["admitted"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SHOT + "The army accused the M23. The militia denied any part in the killings.",
            {"m23": ["accused_by_authorities", "denied"]},
        ),
        (
            SHOT + "The government blamed M23 rebels, but the group rejected the accusation.",
            {"m23": ["accused_by_authorities", "denied"]},
        ),
        (
            STRIKE + "Doctors blamed the Ethiopian army, which denied targeting civilians.",
            {"ethiopian-military": ["accused", "denied"]},
        ),
        (
            STRIKE + "Doctors accused the Ethiopian military. The army later admitted carrying out the strike.",
            {"ethiopian-military": ["accused", "admitted"]},
        ),
        (
            "A rocket hit a market in Donetsk on Monday, killing ten. Russian officials blamed Ukraine. "
            "Ukraine's army said it had nothing to do with the attack.",
            {"ukraine": ["accused_by_authorities", "denied"]},
        ),
        (
            "A missile hit a market in Kostiantynivka on Monday, killing ten. Residents blamed Russia. "
            "Moscow denied involvement.",
            {"russia": ["accused", "denied"]},
        ),
    ],
)
def test_a_second_speech_act_stands_beside_the_first(
    extractor: Extractor, text: str, expected: dict[str, list[str]]
) -> None:
    assert doers(single(extractor, text)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "No group has claimed responsibility, but Al-Shabaab has often claimed similar attacks.",
        "Nobody immediately claimed the attack.",
        "Police ruled out a link with Al-Shabaab.",
        "Somalia accused Ethiopia of arming rebels.",
        "Kenya blamed Ethiopia for giving the rebels shelter.",
        "The Somali government confirmed the death toll.",
    ],
)
def test_what_is_not_about_the_act_names_no_perpetrator(extractor: Extractor, sentence: str) -> None:
    assert doers(single(extractor, BOMB + sentence)) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Russian Iskander missile hit a hotel in Kharkiv on Sunday, wounding nine people.", "russia"),
        ("Israeli shelling killed four people in Khan Younis on Tuesday.", "israel"),
        ("Two people were killed by Turkish artillery in Kobani on Monday.", "turkish-military"),
        ("A man tossed a grenade into a bar in Bujumbura on Saturday, wounding six people.", "man"),
        ("A mob burned down a church in Jaranwala on Wednesday.", "mob"),
        ("Three policemen were killed in an attack by Boko Haram in Borno on Monday.", "boko-haram"),
        ("The National Police of Colombia arrested 15 protesters in Cali on Monday.", "colombian-police"),
    ],
)
def test_the_plain_subject_or_agent_did_it(extractor: Extractor, text: str, expected: str) -> None:
    assert list(doers(single(extractor, text))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen attacked a village in Zamfara on Monday, killing 15. The bandits shot residents.", ["gunmen"]),
        (
            "Gunmen attacked a base in Borno on Monday, killing 15 soldiers. Boko Haram fighters carried out the "
            "attack, the army said. The militants burned vehicles.",
            ["boko-haram"],
        ),
        ("The army clashed with M23 rebels near Goma on Monday, killing six.", ["army", "m23"]),
    ],
)
def test_one_side_is_one_perpetrator_by_its_name_if_it_has_one(
    extractor: Extractor, text: str, expected: list[str]
) -> None:
    assert list(doers(single(extractor, text))) == expected
