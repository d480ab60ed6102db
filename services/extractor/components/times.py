"""`tocsin_times`: dates and times of day, resolved against the day of publication.

A weekday is the most recent such day on or before publication, as news has it; a day and month without a year the most
recent such day. The precision is kept: "last month" is a month.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from schemas import TimePrecision

from ..annotations import TimeMark, published_day, register
from ..wordsets import word_set

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "a couple of": 2, "three": 3, "several": 3, "a few": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

_DAY = "|".join(WEEKDAYS)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_PART = r"morning|afternoon|evening|night|midday|noon|midnight|dawn|dusk"
_NUM = r"\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_HOURS_OF = (
    rf"(?:in\s+)?the\s+(?:early|late|pre-dawn)\s+(?:hours|morning|evening)\s+(?:of|on)\s+"
    rf"|(?:{_PART})\s+(?:of|on)\s+"
)
_YEAR = r"(?:19|20)\d\d"
_PATTERN = re.compile(
    rf"""\b(?:
    (?P<iso>\d{{4}}-\d\d-\d\d)
  | (?:(?:late|early|on|earlier|later)\s+)*(?:{_HOURS_OF}|the\s+(?:{_PART})\s+of\s+)?(?:(?:{_DAY}),?\s+)?(?:the\s+)?
      (?P<md>(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:,?\s+(?P<y1>{_YEAR}))?
        |(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\b\.?(?:,?\s+(?P<y2>{_YEAR}))?)
  | (?P<night>overnight(?:\s+(?:on\s+|from\s+|into\s+|to\s+)?(?P<nightday>{_DAY}))?|last\s+night
      |(?:in|during)\s+the\s+night)
  | (?P<weekday>(?:(?P<turn>last|next|this|this\s+past|coming)\s+)?(?:(?:earlier|later|late|early|on)\s+)*
      (?:{_HOURS_OF})?(?P<wd>{_DAY})(?:'s|’s)?(?:\s+(?:{_PART}))?)
  | (?P<today>(?:earlier\s+|later\s+|early\s+|late\s+)?today|tonight|this\s+(?:morning|afternoon|evening))
  | (?P<yesterday>(?:late\s+|early\s+)?yesterday(?:\s+(?:{_PART}))?)
  | (?P<tomorrow>tomorrow|next\s+(?:week|month|year)|coming\s+(?:days|weeks|months))
  | (?P<same>(?:the\s+)?same\s+day|(?:\w+\s+)?hours\s+(?:earlier|later|before|after)
      |(?:minutes|moments)\s+(?:later|earlier))
  | (?P<before>(?:(?:the|on\s+the)\s+(?:previous\s+day|day\s+before)|a\s+day\s+(?:earlier|before)))
  | (?P<after>(?:(?:the|on\s+the)\s+(?:next|following)\s+day|a\s+day\s+(?:later|after)))
  | (?P<ago>(?P<agon>{_NUM})\s+(?P<agou>day|week|month|year|decade)s?\s+ago)
  | (?P<weekend>(?:over|at|during|on)\s+the\s+weekend|(?:this|last)\s+weekend)
  | (?P<unit>(?P<ut>last|this|earlier\s+this|the\s+past|past|late\s+last|early\s+last|earlier\s+last)\s+
      (?P<uu>week|month|year))
  | (?:in|since|during|of|by|late|early|mid|until)[\s-]+(?:early\s+|late\s+|mid-?)?
      (?P<my>(?P<m3>{_MONTH})\.?\b(?!\s+\d{{1,2}}\b)(?:\s+(?:of\s+)?(?P<y3>{_YEAR})|\s+(?P<y4>last\s+year|this\s+year))?)
  | (?:(?:the|in|last|late|early)\s+)*(?:summer|winter|spring|autumn)\s+(?:of\s+)?(?P<season>{_YEAR})
  | (?:in|since|during|from|early|late|the|mid)[\s-]+(?:early\s+|late\s+|mid-?)?(?P<year>{_YEAR})(?!\d|,\d|-\d\d)s?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    rf"\b(?:{_PART}|overnight|tonight|early|late|hours)\b|\b\d{{1,2}}(?::\d\d)?\s*[ap]\.?m\b", re.IGNORECASE
)
_TOLL_VERBS = frozenset({"rose", "risen", "climbed", "rises", "climbs"})
"""A toll that rose on Tuesday tells when it was counted."""
_REPORTING = word_set(
    """
    said say says told reported announced statement stated confirmed reporters added according wrote tweeted
    spokesman spokesperson spokeswoman declared warned interview conference briefing reuters afp ap
    """
)


_POSTED = word_set("posted issued released published uploaded circulated aired broadcast statement video")
_CHANNELS = word_set(
    """
    on to its his their a an the in via by website channel site telegram twitter facebook x online social media
    account page statement video message app messaging state television late early
    """
)


class Times:
    """Fills `doc.spans["times"]`."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Mark the times of a relevant document; without a day of publication only those that need none resolve."""
        if not doc._.relevant:
            return doc
        published = published_day(doc)
        found = []
        for match in _PATTERN.finditer(doc.text):
            span = doc.char_span(match.start(), match.end(), alignment_mode="contract")
            if span is None or (
                match.group("my") and match.group("m3").lower() == "may" and not match.group("m3")[0].isupper()
            ):
                continue
            mark = resolve(match, published)
            if mark is None:
                continue
            reporting = _is_reporting(doc, span.start, span.end)
            span._.time = TimeMark(mark.start, mark.end, mark.precision, reporting, mark.relative_to_story, mark.future)
            found.append(span)
        doc.spans["times"] = found
        return doc


def _is_reporting(doc: Doc, start: int, end: int) -> bool:
    """Whether a time says when something was told: it follows a report verb directly ("said late on Monday")."""
    before = [doc[i].lower_ for i in range(max(0, start - 2), start)]
    if _is_posted(doc, start):
        return True
    toll = any(doc[i].lower_ in _TOLL_VERBS for i in range(max(0, start - 4), start))
    return toll or (any(word in _REPORTING for word in before) and "," not in before)


def _is_posted(doc: Doc, start: int) -> bool:
    """Whether a time says when a statement came out: "in a video posted on its channel on Thursday"."""
    for i in range(start - 1, max(-1, start - 8), -1):
        word = doc[i].lower_
        if word in _POSTED:
            return True
        if doc[i].is_punct or (word not in _CHANNELS and not doc[i].text[:1].isupper()):
            return False
    return False


def resolve(match: re.Match[str], published: date | None) -> TimeMark | None:
    """What a time expression means on a day of publication; None when it can't be told."""
    text = match.group(0)
    got = match.groupdict()
    fine = TimePrecision.part_of_day if _PART_OF_DAY.search(text) else TimePrecision.day
    if got["iso"]:
        return _day_mark(_iso(got["iso"]), fine)
    if got["md"]:
        return _day_mark(_month_day(got, published), fine)
    named_year = got["year"] or got["season"]
    if named_year and not text.lower().endswith("s"):
        year = int(named_year)
        return TimeMark(date(year, 1, 1), date(year, 12, 31), TimePrecision.year)
    if published is None:
        return None
    handlers: tuple[tuple[str, Callable[[], TimeMark | None]], ...] = (
        ("night", lambda: _night(got, published)),
        ("weekday", lambda: _weekday(got, published, fine)),
        ("today", lambda: _day_mark(published, fine if text.lower().endswith("today") else TimePrecision.part_of_day)),
        ("yesterday", lambda: _day_mark(published - timedelta(days=1), fine)),
        ("tomorrow", lambda: TimeMark(None, None, TimePrecision.unknown, future=True)),
        ("same", lambda: TimeMark(None, None, TimePrecision.unknown, relative_to_story=True)),
        ("before", lambda: TimeMark(published - timedelta(days=1), None, TimePrecision.day, relative_to_story=True)),
        ("after", lambda: TimeMark(None, None, TimePrecision.unknown, relative_to_story=True)),
        ("ago", lambda: _ago(got, published)),
        ("weekend", lambda: _weekend(published)),
        ("unit", lambda: _unit(got, published)),
        ("my", lambda: _month(got, published)),
    )  # fmt: skip
    for name, handler in handlers:
        if got[name]:
            return handler()
    return None


def _day_mark(day: date | None, precision: TimePrecision) -> TimeMark | None:
    return TimeMark(day, None, precision) if day else None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, start=1) if month.startswith(name.lower()[:3]))


def _month_day(got: dict[str, str | None], published: date | None) -> date | None:
    month = _month_number(got["m1"] or got["m2"] or "")
    day = int(got["d1"] or got["d2"] or 0)
    year = got["y1"] or got["y2"]
    try:
        if year:
            return date(int(year), month, day)
        if published is None:
            return None
        this_year = date(published.year, month, day)
        # A day after publication is last year's, unless so near that a clock west of here explains it.
        return this_year if this_year <= published + timedelta(days=1) else date(published.year - 1, month, day)
    except ValueError:
        return None


def _weekday(got: dict[str, str | None], published: date, precision: TimePrecision) -> TimeMark:
    if (got["turn"] or "").lower() in {"next", "coming"}:
        return TimeMark(None, None, TimePrecision.unknown, future=True)
    back = (published.weekday() - WEEKDAYS.index((got["wd"] or "").lower())) % 7
    return TimeMark(published - timedelta(days=back), None, precision)


def _night(got: dict[str, str | None], published: date) -> TimeMark:
    if got["nightday"]:
        back = (published.weekday() - WEEKDAYS.index(got["nightday"].lower())) % 7
        return TimeMark(published - timedelta(days=back), None, TimePrecision.part_of_day)
    if "last" in (got["night"] or "").lower():
        return TimeMark(published - timedelta(days=1), None, TimePrecision.part_of_day)
    # The night of "overnight" began the day before.
    return TimeMark(published - timedelta(days=1), published, TimePrecision.part_of_day)


def _ago(got: dict[str, str | None], published: date) -> TimeMark | None:
    count_text = (got["agon"] or "").lower()
    count = int(count_text) if count_text.isdigit() else NUMBERS[count_text]
    unit = (got["agou"] or "").lower()
    if unit == "day":
        return TimeMark(published - timedelta(days=count), None, TimePrecision.day)
    if unit == "week":
        return _week_of(published - timedelta(weeks=count))
    if unit == "month":
        return _month_back(published, count)
    year = published.year - count * (10 if unit == "decade" else 1)
    return TimeMark(date(year, 1, 1), date(year, 12, 31), TimePrecision.year) if year > 1 else None


def _weekend(published: date) -> TimeMark:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return TimeMark(saturday, saturday + timedelta(days=1), TimePrecision.day)


def _unit(got: dict[str, str | None], published: date) -> TimeMark:
    back = 1 if "last" in (got["ut"] or "").lower() else 0
    unit = (got["uu"] or "").lower()
    if unit == "week":
        return _week_of(published - timedelta(weeks=back), until=None if back else published)
    if unit == "month":
        return _month_back(published, back)
    year = published.year - back
    return TimeMark(date(year, 1, 1), date(year, 12, 31) if back else published, TimePrecision.year)


def _week_of(day: date, until: date | None = None) -> TimeMark:
    monday = day - timedelta(days=day.weekday())
    return TimeMark(monday, until or monday + timedelta(days=6), TimePrecision.week)


def _month_back(published: date, back: int) -> TimeMark:
    months = published.year * 12 + published.month - 1 - back
    return _whole_month(months // 12, months % 12 + 1)


def _whole_month(year: int, month: int) -> TimeMark:
    return TimeMark(date(year, month, 1), date(year, month, monthrange(year, month)[1]), TimePrecision.month)


def _month(got: dict[str, str | None], published: date) -> TimeMark:
    month = _month_number(got["m3"] or "")
    if got["y3"]:
        return _whole_month(int(got["y3"]), month)
    if got["y4"]:
        return _whole_month(published.year - ("last" in got["y4"].lower()), month)
    return _whole_month(published.year - (month > published.month), month)


@Language.factory("tocsin_times", requires=["doc._.relevant"], assigns=["doc.spans"])
def make_times(nlp: Language, name: str) -> Times:
    """Make the step."""
    return Times()
