"""Single steps of the cleaner: what each takes off, and above all what it must leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.cleaning.byline import author_names, parse_byline
from services.ingest.cleaning.captions import is_caption
from services.ingest.cleaning.characters import mend_characters
from services.ingest.cleaning.dateline import Dateline, parse_dateline
from services.ingest.cleaning.footers import is_note, is_writers_footer
from services.ingest.cleaning.furniture import is_furniture
from services.ingest.cleaning.headline import tidy_title

FURNITURE = (
    "Skip to main content", "Clear icon", "71º", "64° F Mostly Cloudy", "1 / 4", "2 of 17", "Recommended Videos",
    "Loading...", "___", "Facebook Twitter Email", "Home > World > Middle East", "News | Sports | Weather",
    "Read more: Army retakes town", "More on this story", "Sign up for our newsletter", "News Sports Weather",
    "Copyright 2022 Example Wire. All rights reserved.", "© 2024 Example Media", "ADVERTISEMENT", "3 min read",
    "Updated 2 hours ago", "We use cookies to improve this site.",
    "Follow us on Twitter", "Comments (12)", "Share this article",
    "Get the day's top stories in your inbox", "Watch: Smoke rises over the port", "0:00 / 2:13", "Privacy Policy",
)  # fmt: skip
HEADLINES_AND_SENTENCES = (
    "Bases hit by rockets in Iraq and Syria", "Open fire on protesters in Basra", "More than 20 killed in Kabul blast",
    "Close call for troops as rockets hit base",
    "Get out now, officials tell residents of Kherson", "Hide and seek with rebels",
    "Live fire kills three in Sudan protest", "Watch towers were hit by mortars.", "World leaders condemn attack",
    "Top commander killed in airstrike", "Show of force in Kyiv", "Register of the dead grows in Gaza",
    "Print workers killed in bombing", "Save the Children convoy hit by shelling", "Latest attack kills five",
    "Share of territory lost to rebels grows",
    "Related attacks were reported in Mosul.", "Clear the area, army tells residents",
    "Follow the money: how the group paid for bombs", "Play by militia rules or leave, villagers told",
    "More troops were sent to the border.", "Most read the statement as a threat.", "No group has claimed the attack.",
    "“We have nothing left,” she said.", "12 killed, 30 hurt", "In Sanaa, a blast",
)  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_told(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", HEADLINES_AND_SENTENCES)
def test_no_headline_or_sentence_is_furniture_caption_or_footer(line: str) -> None:
    assert not is_furniture(line)
    assert not is_caption(line)
    assert not is_writers_footer(line)
    assert not is_note(line)
    assert parse_byline(line) is None
    assert parse_dateline(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Soldiers stand guard in Baghdad, Iraq, Wednesday, Jan. 5, 2022. (AP Photo/Somebody)",
        "A house burns in the Kharkiv region [File: Somebody/Reuters]",
        "Smoke above the town last week. Photograph: Somebody/AFP/Getty Images",
        "Police at the scene of the attack. Somebody/AFP/Getty Images",
        "FILE - Fighters parade in Sanaa, Yemen, on Jan. 3, 2020.",
        "In this photo released by the state news agency, firefighters work at the site of an explosion.",
        "Image caption, Police closed the road",
        "Somebody/AFP via Getty Images",
        "Photo: Somebody / Example Wire",
        "(Courtesy of the mayor's office)",
        "© Somebody, Example Pictures",
    ],
)
def test_captions_and_credits_are_told(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "The group released a video (in Arabic) in which it claimed the attack.",
        "The Associated Press could not verify the statement (the army gave none).",
        "The fighters, he said, came by night: “They took pictures of us.”",
        "Reuters could not reach the group for comment.",
        "The agency quoted the minister on Sunday/Monday night.",
    ],
)
def test_prose_that_names_agencies_and_pictures_is_no_caption(line: str) -> None:
    assert not is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Associated Press writers in Beirut and Washington contributed to this report.",
        "(Reporting by the Aden bureau; Editing by the Dubai desk)",
        "Doe reported from Beirut. Roe in Washington contributed to this report.",
        "With inputs from agencies",
        "AFP",
        "— Reuters",
    ],
)
def test_writers_footers_are_told(line: str) -> None:
    assert is_writers_footer(line)


@pytest.mark.parametrize(
    "line",
    [
        "Editor's note: The number of dead was corrected.",
        "This story has been updated to add the army's statement.",
        "Follow the writer on Twitter",
        "More coverage: https://example.org/war",
    ],
)
def test_notes_are_told(line: str) -> None:
    assert is_note(line)


@pytest.mark.parametrize(
    "line",
    [
        "Heavy fighting was reported from the town of Kupiansk on Friday.",
        "The drought contributed to the conflict, the report said.",
        "This report is the first to count the dead in the region.",
        "Residents reported from hiding that the shelling went on.",
    ],
)
def test_reporting_words_in_prose_make_no_footer(line: str) -> None:
    assert not is_writers_footer(line)
    assert not is_note(line)


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("BAGHDAD – Rockets hit a base", "BAGHDAD", "Rockets hit a base"),
        ("BAGHDAD (AP) — Rockets hit a base", "BAGHDAD", "Rockets hit a base"),
        ("KYIV, Ukraine — Sirens", "KYIV, Ukraine", "Sirens"),
        ("Lagos, Nigeria (Reuters) - Gunmen came", "Lagos, Nigeria", "Gunmen came"),
        ("ADEN, Jan 12 (Reuters) - A drone fell", "ADEN", "A drone fell"),
        ("SANAA, July 3 (Xinhua) -- At least two", "SANAA", "At least two"),
        ("Jan. 5 (UPI) -- A drone fell", None, "A drone fell"),
        ("(CNN)Rockets hit a base", None, "Rockets hit a base"),
        ("WASHINGTON/BAGHDAD (Reuters) - The army", "WASHINGTON/BAGHDAD", "The army"),
        ("PORT-AU-PRINCE, Haiti — Gangs", "PORT-AU-PRINCE, Haiti", "Gangs"),
        ("N'DJAMENA, Chad — Men", "N'DJAMENA, Chad", "Men"),
        ("SÃO PAULO — Police", "SÃO PAULO", "Police"),
        ("QUETTA: Unidentified men", "QUETTA", "Unidentified men"),
        ("BEIRUT (AP) al-Qaida said", "BEIRUT", "al-Qaida said"),
    ],
)
def test_datelines_of_many_houses_are_taken_off(text: str, place: str | None, rest: str) -> None:
    assert parse_dateline(text) == Dateline(place, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Kabul — the capital — was hit on Friday.",
        "BREAKING: Rockets hit base",
        "Police — Officers were shot",
        "NATO: We will respond",
        "The group said: We did it",
        "Iraqi forces - Kurdish fighters among them - fled",
        "Islamic State (IS) — The group said so",
        "In Syria, rebels – Turkish-backed ones – fled",
    ],
)
def test_sentences_and_labels_are_no_datelines(text: str) -> None:
    assert parse_dateline(text) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("By JANE DOE and JOHN ROE, Associated Press", ["Jane Doe", "John Roe"]),
        ("Written by Jane van der Doe | Example News", ["Jane van der Doe"]),
        ("By Staff Writer", []),
        ("By Reuters", []),
    ],
)
def test_bylines_name_people(line: str, names: list[str]) -> None:
    assert parse_byline(line) == [name for name in names if name]


@pytest.mark.parametrize(
    "line", ["By Wednesday the rebels had left.", "By night they fled the town", "Bystanders Jane Doe"]
)
def test_sentences_that_begin_with_by_are_no_bylines(line: str) -> None:
    assert parse_byline(line) is None


def test_author_fields_lose_outlets_and_repeats() -> None:
    assert author_names(["Jane Doe, Reuters", "jane@example.org", "By Jane Doe"]) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("Rockets hit base in Iraq | Example News", None, "Rockets hit base in Iraq"),
        ("Rockets hit base in Iraq - Example News", "Example News", "Rockets hit base in Iraq"),
        ("Rockets hit base in Iraq - army", None, "Rockets hit base in Iraq - army"),
        ("Iraq | News", None, "Iraq | News"),
    ],
)
def test_titles_lose_the_name_of_their_site(title: str, site: str | None, expected: str) -> None:
    assert tidy_title(title, site) == expected


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        ("The groupâ€™s caf\u00c3\u00a9", "The group’s café"),
        ("Q&amp;A &ndash; soon", "Q&A – soon"),
        ("a\u00a0b\u2009c\u200bd\u00ad", "a b cd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("``No,'' he said", "“No,” he said"),
        ("it\ufffds over", "it’s over"),
        ("“Curly” and 'straight' stay", "“Curly” and 'straight' stay"),
    ],
)
def test_characters_are_mended(raw: str, mended: str) -> None:
    assert mend_characters(raw) == mended


@given(st.text(st.sampled_from("abc XYZ.,'\"“”‘’–—…\n0123456789"), max_size=200))
def test_what_is_in_order_stays_but_for_runs_of_spaces(text: str) -> None:
    assert mend_characters(text).split() == text.split()
