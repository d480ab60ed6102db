"""How the fillers of a slot are scored against those of the key: MUC-4's rules, applied without a person.

MUC-4 scoring guidelines, version 7 (1992). A filler of a response is correct (1), partially correct (0.5) or
incorrect (0); fillers without a partner are missing or spurious. Recall is correct + half of the partial ones over
those of the key that count (an optional one only when it was answered), precision over those of the response. Where the
guidelines leave a judgement to a person, `strings.agreement` stands in for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from .articles import MONTHS
from .assignment import best_assignment
from .fills import load_fills
from .keys import Filler, Slot
from .strings import agreement, best_agreement

TAGGED = frozenset(
    {
        Slot.instrument_type,
        Slot.confidence,
        Slot.physical_type,
        Slot.physical_number,
        Slot.physical_effect,
        Slot.human_type,
        Slot.human_number,
        Slot.human_effect,
    }
)
"""Slots whose fillers refer to another slot's: right in value and wrong in reference is right in part (3.1.2)."""


@dataclass
class Tally:
    """What became of the fillers of a slot."""

    correct: int = 0
    partial: int = 0
    incorrect: int = 0
    missing: int = 0
    spurious: int = 0

    def add(self, other: Tally) -> None:
        """Add another's counts to these."""
        self.correct += other.correct
        self.partial += other.partial
        self.incorrect += other.incorrect
        self.missing += other.missing
        self.spurious += other.spurious

    @property
    def credit(self) -> float:
        """Correct ones, and partial ones by half."""
        return self.correct + self.partial / 2

    @property
    def possible(self) -> int:
        """Fillers of the key that count."""
        return self.correct + self.partial + self.incorrect + self.missing

    @property
    def actual(self) -> int:
        """Fillers of the response."""
        return self.correct + self.partial + self.incorrect + self.spurious

    @property
    def recall(self) -> float:
        """In percent."""
        return 100 * self.credit / self.possible if self.possible else 0.0

    @property
    def precision(self) -> float:
        """In percent."""
        return 100 * self.credit / self.actual if self.actual else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        total = self.possible + self.actual
        return 200 * self.credit / total if total else 0.0


@dataclass
class SlotScore:
    """A slot of a pair of templates."""

    tally: Tally = field(default_factory=Tally)
    errors: list[tuple[Filler | None, Filler | None, float]] = field(default_factory=list)
    """(key, response, credit) of what is not fully right; None for a filler without a partner."""


def score_slot(slot: Slot, response: list[Filler], key: list[Filler], published: date | None) -> SlotScore:
    """Score the fillers of one slot, paired for the greatest credit. `published` is the day of the article."""
    found = SlotScore()
    credits = [[credit(slot, given, wanted, published) for wanted in key] for given in response]
    used: dict[int, int] = {}
    for row, column in best_assignment(credits):
        if credits[row][column] or not key[column].optional:
            used[row] = column
            _count(found, response[row], key[column], credits[row][column])
    for row, given in enumerate(response):
        if row not in used:
            found.tally.spurious += 1
            found.errors.append((None, given, 0.0))
    for column, wanted in enumerate(key):
        if column not in used.values() and not wanted.optional:
            found.tally.missing += 1
            found.errors.append((wanted, None, 0.0))
    return found


def _count(found: SlotScore, given: Filler, wanted: Filler, worth: float) -> None:
    if worth == 1:
        found.tally.correct += 1
        return
    if worth:
        found.tally.partial += 1
    else:
        found.tally.incorrect += 1
    found.errors.append((wanted, given, worth))


def credit(slot: Slot, response: Filler, key: Filler, published: date | None) -> float:
    """What a filler is worth against one of the key: 1, 0.5 or 0."""
    if slot is Slot.date:
        return max(date_credit(response.values[0], value, published) for value in key.values)
    if slot is Slot.location:
        return max(location_credit(response.values, value) for value in key.values)
    if slot not in _SET_FILLS:
        return best_agreement(response.values, key.values)
    worth = max(_SET_FILLS[slot](given, wanted) for given in response.values for wanted in key.values)
    if worth == 1 and slot in TAGGED:
        right = not (response.tags or key.tags) or best_agreement(response.tags, key.tags) > 0
        return 1.0 if right else 0.5
    return worth


def _equal(response: str, key: str) -> float:
    return float(response == key)


def _type(response: str, key: str) -> float:
    """3.2.4: ATTACK for another type is right in part."""
    return 1.0 if response == key else 0.5 if response == "ATTACK" else 0.0


def _instrument(response: str, key: str) -> float:
    """3.2.7: what the key's filler is a kind of is right in part."""
    parents: dict[str, str] = load_fills()["instrument_parents"]
    if response == key:
        return 1.0
    parent = parents.get(key)
    while parent is not None:
        if parent == response:
            return 0.5
        parent = parents.get(parent)
    return 0.0


def _partly(*pairs: tuple[str, str]) -> Callable[[str, str], float]:
    """Right where equal, right in part for the given pairs of (response, key)."""

    def compare(response: str, key: str) -> float:
        return 1.0 if response == key else 0.5 if (response, key) in pairs else 0.0

    return compare


def number_credit(response: str, key: str) -> float:
    """3.2.14, 3.2.21: right where equal; in part where one bound of a range, or `about`, is that number."""
    given, wanted = (re.sub(r"\s", "", text) for text in (response, key))
    if given == wanted:
        return 1.0
    bounds = [bound for bound in re.split("-", wanted.lstrip("~")) if bound]
    mine = [bound for bound in re.split("-", given.lstrip("~")) if bound]
    return 0.5 if bounds != ["PLURAL"] and set(mine) & set(bounds) else 0.0


def location_credit(response: tuple[str, ...], key: str) -> float:
    """3.2.3: the most specific place of the key is named, or it has none: right; the country alone: in part."""
    country, *places = (re.sub(r"\([^)]*\)", "", part).strip() for part in key.split(":"))
    if not response or response[0] != country:
        return 0.0
    if not places:
        return 1.0
    wanted = places[-1].split(" - ")
    return 1.0 if any(agreement(name, place) for name in response[1:] for place in wanted) else 0.5


def country_credit(response: tuple[str, ...], key: str) -> float:
    """Whether the countries of two locations are the same."""
    return float(bool(response) and response[0] == key.split(":")[0].strip(" ()"))


_DATE = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d\d)")


def date_credit(response: str, key: str, published: date | None) -> float:
    """3.2.2: equal is right; within the key's range, or `on or before` the day of the article where that is the
    key's last day, is right in part."""
    given, wanted = date_range(response), date_range(key)
    if given is None or wanted is None:
        return float(given == wanted)
    if given == wanted:
        return 1.0
    if given[0] is None:
        return 0.5 if given[1] == wanted[1] and published in {None, given[1]} else 0.0
    first = wanted[0] or date.min
    return 0.5 if first <= given[0] and given[1] <= wanted[1] else 0.0


def date_range(text: str) -> tuple[date | None, date] | None:
    """First and last day of a date as keys write it; no first day for `- DD MMM YY`; None where it can't be read."""
    days = [_calendar(*parts) for parts in _DATE.findall(text)]
    known = [day for day in days if day is not None]
    if not known or len(known) != len(days):
        return None
    return (None if text.strip().startswith("-") else known[0]), known[-1]


def _calendar(day: str, month: str, year: str) -> date | None:
    try:
        return date(1900 + int(year), MONTHS[month], int(day))
    except (ValueError, KeyError):
        return None


_SET_FILLS: dict[Slot, Callable[[str, str], float]] = {
    Slot.type: _type,
    Slot.stage: _equal,
    Slot.instrument_type: _instrument,
    Slot.category: _equal,
    Slot.confidence: _partly(("SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES")),
    Slot.physical_type: _partly(("POLITICAL FIGURE OFFICE OR RESIDENCE", "GOVERNMENT OFFICE OR RESIDENCE")),
    Slot.physical_number: number_credit,
    Slot.physical_effect: _partly(("DESTROYED", "SOME DAMAGE")),
    Slot.human_type: _partly(
        ("GOVERNMENT OFFICIAL", "FORMER GOVERNMENT OFFICIAL"),
        ("ACTIVE MILITARY", "FORMER ACTIVE MILITARY"),
        ("POLITICAL FIGURE", "GOVERNMENT OFFICIAL"),
    ),
    Slot.human_number: number_credit,
    Slot.human_effect: _partly(("NO INJURY", "NO INJURY OR DEATH"), ("NO DEATH", "NO INJURY OR DEATH")),
}
