"""Which of the lines above the body of a scraped text is the headline."""

from __future__ import annotations

import pytest

from services.ingest.cleaning.headline import take_headline
from services.ingest.cleaning.lines import split_lines

TITLE = "Grenade thrown at police post in river port, four officers hurt"
BODY = (
    "Two motorcyclists threw a grenade at a police post in the river port late on Tuesday, wounding four officers, the "
    "regional police chief said, and the ministry of the interior sent a team to the radio station nearby."
)


@pytest.mark.parametrize(
    "above",
    [
        ["Radio River 98.5 FM", "On air now: Morning Drive", TITLE],
        ["MINISTRY OF INTERIOR", "Press Release", TITLE],
        ["The River Times Archive", TITLE],
        [f"{TITLE} - The River Times", TITLE],
        [f"The River Times: {TITLE}", TITLE],
        ["World / Africa / Ports", TITLE, "The River Times"],
        [TITLE, "Police say that the attackers fled along the embankment of the river"],
    ],
)
def test_it_is_neither_the_outlet_nor_the_office_nor_the_line_below(above: list[str]) -> None:
    assert take_headline(split_lines("\n".join([*above, BODY])), len(above)) == TITLE


@pytest.mark.parametrize("title", ["Radio Station Bombed In River Port", "Police Post Attacked"])
def test_a_headline_with_capitals_may_speak_of_radio_or_a_post(title: str) -> None:
    lines = split_lines("\n".join([title, "The attackers fled along the embankment, wounding four officers", BODY]))
    assert take_headline(lines, 2) == title


def test_a_masthead_alone_is_better_than_nothing() -> None:
    assert take_headline(split_lines(f"The River Times Archive\n{BODY}"), 1) == "The River Times Archive"
