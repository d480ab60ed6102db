"""The best date that the text of an article gives, for articles that came without one.

In order: a line that says `Published`; a line above the body that is nothing but a date; a line that says `Updated`;
the latest date in a caption; the latest date in the text. Dates after `not_after` are plans, and are passed over, and
so are dates that the words before them mark as background (`since Feb. 24, 2022`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..cleaning.captions import is_caption
from ..cleaning.dateline import parse_dateline
from ..cleaning.headline import article_head
from ..cleaning.lines import Line, is_prose, words_of
from .explicit import FoundDate, find_dates
from .fields import Moment
from .zones import ZONE_PATTERN

_MAX_LABEL_LINE_WORDS = 25
_BACKGROUND = re.compile(r"\b(?:since|until|till|before|after|by|of|the|from|through)\s*$", re.IGNORECASE)
_BESIDE_A_DATE = re.compile(
    rf"\b(?:first|last|published|posted|created|updated|modified|date|at|on|time|local|print|edition|am|pm|{ZONE_PATTERN})\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?P<label>\b(?:last )?(?:updated|modified|edited|revised)\s*:?\s*)?(?:about |around |over )?"
    r"\b(?P<number>\d{1,2}|an?|one)\s?(?P<unit>min(?:ute)?s?|m|h(?:ou)?rs?|h|days?|d|weeks?|w|sec(?:ond)?s?|s)\s+ago\b",
    re.IGNORECASE,
)
_DAY_OF_YEAR = re.compile(r"\b(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?!\d)(?!,? \d{4})")
_WEEKDAY_AND_DAY = re.compile(
    r"\b(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})\.?,?\s+"
    r"(?P<day>[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?![\w.]*\d)(?!,? \d{4})"
)
_MAX_DAY_LINE_WORDS = 10
_CLOCK_ALONE = re.compile(rf"(?:at\s+)?\d{{1,2}}[:.]\d\d(?:\s?[ap]\.?m\.?)?\s*\(?(?:{ZONE_PATTERN})\)?", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_MAX_DATE_LINE_CHARS = 120
_MAX_OTHER_WORDS = 1


@dataclass(frozen=True, slots=True)
class TextDates:
    """What the text says of its own times."""

    published: tuple[Moment, ...] = ()
    """Best first."""
    updated: tuple[Moment, ...] = ()


def is_date_line(text: str) -> bool:
    """Whether a line holds a date and, but for words such as `Published`, nothing else."""
    if len(text) > _MAX_DATE_LINE_CHARS:
        return False
    found = list(find_dates(text))
    if not found:
        return False
    for date in reversed(found):
        text = text[: date.start] + " " + text[date.end :]
    return len(re.findall(r"[^\W\d_]{2,}", _BESIDE_A_DATE.sub(" ", text))) <= _MAX_OTHER_WORDS


def dates_in_text(
    lines: list[Line],
    not_after: datetime,
    *,
    fetched: datetime | None = None,
    title: str | None = None,
    opening: str = "",
) -> TextDates:
    """The dates of a text as scraped, captions still in it.

    `title` and `opening`, the first words of the body, tell where the article's head is: between the two a date is the
    article's even if other words stand beside it, and `2 hours ago` is a time, before `fetched`.
    """
    first, body = article_head(lines, title, opening)
    found: dict[str, list[Moment]] = {
        "published": [], "in_head": [], "above": [], "ago": [], "day": [], "updated": [], "captions": [],
        "dateline": [], "others": [],
    }  # fmt: skip
    for number, line in enumerate(lines):
        is_short = words_of(line.text) <= _MAX_LABEL_LINE_WORDS
        text = _with_its_clock(lines, number) if number < body else line.text
        dates = [date for date in find_dates(text, not_after) if date.at <= not_after]
        for date in dates:
            moment = Moment(date.at, date.has_time, date.has_zone)
            if date.label is not None and is_short:
                found[date.label].append(moment)
            elif number < body and is_date_line(line.text):
                found["above" if number < first else "in_head"].append(moment)
            elif is_caption(line.text):
                found["captions"].append(moment)
            elif first <= number < body and is_short and not is_prose(line.text):
                found["in_head"].append(moment)
            elif not _is_background(line.text, date):
                found["others"].append(moment)
        if not dates and fetched is not None and max(0, first - 1) <= number < body and is_short:
            for moment, label in _times_ago(line.text, fetched):
                found["updated" if label else "ago"].append(moment)
            found["day"].extend(_day_without_year(line.text, fetched))
    if found["published"] and not found["updated"]:
        # `First published` beside a later time without a label: the latter is of the version at hand.
        first_published = min(moment.at for moment in found["published"])
        found["updated"].extend(
            moment for moment in found["in_head"] if moment.at > first_published and moment.has_time
        )
    if fetched is not None and body < len(lines):
        found["dateline"].extend(_day_of_dateline(lines[body].text, fetched))
    found["captions"].sort(key=lambda moment: moment.at, reverse=True)
    found["others"].sort(key=lambda moment: moment.at, reverse=True)
    ranked = ("published", "in_head", "ago", "above", "day", "updated", "captions", "dateline", "others")
    best = [moment for rank in ranked for moment in found[rank]]
    # Only what stands with the headline makes a vaguer time exact: any other date may be that of something else.
    near = {id(moment) for rank in ("published", "in_head", "above") for moment in found[rank]}
    exact = [moment for number, moment in enumerate(best) if number == 0 or id(moment) in near]
    return TextDates(tuple(exact), tuple(sorted(found["updated"], key=lambda moment: moment.at, reverse=True)))


def _with_its_clock(lines: list[Line], number: int) -> str:
    """A line, with the next one where that holds a time of day with its zone and nothing else: `12:05 GMT`."""
    text = lines[number].text
    below = lines[number + 1].text if number + 1 < len(lines) else ""
    return f"{text}, {below}" if _CLOCK_ALONE.fullmatch(below.strip()) else text


def _day_of_dateline(text: str, fetched: datetime) -> Iterator[Moment]:
    """The day that a dateline gives without its year, `NAIROBI, June 12 (Agency) -`: the last such day."""
    dateline = parse_dateline(text)
    if dateline is None:
        return
    head = text[: len(text) - len(dateline.rest)]
    for match in _DAY_OF_YEAR.finditer(head):
        day = next(find_dates(f"{match[0]} {fetched.year}", fetched), None)
        if day is not None and day.at > fetched:
            day = next(find_dates(f"{match[0]} {fetched.year - 1}", fetched), None)
        if day is not None:
            yield Moment(day.at, has_time=False)


def _day_without_year(text: str, fetched: datetime) -> Iterator[Moment]:
    """The day of a line such as `Wed, 5 Jan, 14:05 GMT`: the last that was that day of the week."""
    match = _WEEKDAY_AND_DAY.search(text)
    if match is None or words_of(text) > _MAX_DAY_LINE_WORDS:
        return
    for year in (fetched.year, fetched.year - 1):
        date = next(find_dates(f"{match['day']} {year}{text[match.end() :]}"), None)
        day = next(find_dates(f"{match['day']} {year}"), None)
        if date and day and date.at <= fetched and day.at.strftime("%a").lower() == match["weekday"][:3].lower():
            yield Moment(date.at, date.has_time, date.has_zone)
            return


def _times_ago(text: str, fetched: datetime) -> Iterator[tuple[Moment, bool]]:
    """Times such as `2 hours ago`, and whether they are said to be of an update."""
    for match in _AGO.finditer(text):
        number = 1 if match["number"].lower() in ("a", "an", "one") else int(match["number"])
        unit = timedelta(seconds=_SECONDS[match["unit"][0].lower()])
        has_time = unit < timedelta(days=1)
        at = fetched - number * unit
        at = at if has_time else at.replace(hour=0, minute=0, second=0, microsecond=0)
        yield (
            Moment(at, has_time),
            bool(re.match(r"(?:last )?(?:updat|modif|edit|revis)", match["label"] or "", re.IGNORECASE)),
        )


def _is_background(text: str, date: FoundDate) -> bool:
    return bool(_BACKGROUND.search(text[max(0, date.start - 12) : date.start]))
