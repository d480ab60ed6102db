"""The figures over all gold articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from schemas import Article, IncidentReport

from ..articles import ingested
from ..scorer import f1, percent
from .alignment import Alignment, Pair, align, align_by_all_but_type
from .annotations import GoldItem
from .calibration import expected_calibration_error
from .judging import SLOTS, attributed, has_attributions, judge, judged_roles
from .sets import Matched, match_actors, match_targets, match_weapons

Extract: TypeAlias = Callable[[Article], Sequence[IncidentReport]]

NO_TYPE = "none"
"""Stands for the type of what is on one side only."""


@dataclass(frozen=True)
class Outcome:
    """One item, and what was made of it."""

    item: GoldItem
    alignment: Alignment
    type_alignment: Alignment

    @property
    def wrong(self) -> list[IncidentReport]:
        """Predictions that are no incident at all: those left over, and those that only half agree with an optional
        one."""
        return _wrong(self.alignment)


def _wrong(alignment: Alignment) -> list[IncidentReport]:
    half = [pair.predicted for pair in alignment.pairs if pair.expected.optional and not pair.found]
    return [*alignment.extra, *half]


def outcome_of(item: GoldItem, extract: Extract) -> Outcome:
    """What the extractor makes of an item, aligned with its annotation.

    Raises:
        BadDataError: ingest refuses it.
    """
    article = ingested(item.text, published=item.published, title=item.title)
    reports = extract(article)
    return Outcome(item, align(item, article, reports), align_by_all_but_type(item, article, reports))


@dataclass
class Tally:
    """Right, predicted and expected values of a slot of several values."""

    right: int = 0
    predicted: int = 0
    expected: int = 0

    def add(self, matched: Matched[object, object]) -> None:
        """Count one slot."""
        self.right += len(matched.right)
        self.predicted += len(matched.right) + len(matched.extra)
        self.expected += len(matched.right) + len(matched.missed)

    @property
    def f1(self) -> float | None:
        """Micro F1, in percent; null where there is nothing on either side."""
        return f1(self.right, self.predicted, self.expected) if self.predicted + self.expected else None

    @property
    def counts(self) -> str:
        """For the table."""
        return f"{self.right} right, {self.predicted} given, {self.expected} wanted"


@dataclass
class Figures:
    """All counts of one run. An optional incident counts neither way."""

    incidents: Tally = field(default_factory=Tally)
    slots: dict[str, list[bool]] = field(default_factory=lambda: {slot: [] for slot in SLOTS})
    """Slot → of each aligned pair that judges it, whether it is right."""
    actors: Tally = field(default_factory=Tally)
    actor_kinds: list[bool] = field(default_factory=list)
    """Of the actors that are right, whether their kind is too."""
    weapons: Tally = field(default_factory=Tally)
    targets: Tally = field(default_factory=Tally)
    attributions: list[bool] = field(default_factory=list)
    """Of each perpetrator of an aligned pair that has them."""
    types: list[tuple[str, str]] = field(default_factory=list)
    """Expected and predicted sub-event type of each incident and each report; `none` where there is no other."""
    false_alarms: int = 0
    """Reports made of the items that tell no incident."""
    quiet_items: int = 0
    """How many of those items there are."""
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    """Of each report, and whether it is an incident found."""

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Figures:
        """Count over all outcomes."""
        figures = cls()
        for outcome in outcomes:
            figures._add_incidents(outcome)
            figures._add_types(outcome.type_alignment)
            for pair in outcome.alignment.pairs:
                if not pair.expected.optional:
                    figures._add_slots(outcome.item, pair)
        return figures

    def _add_incidents(self, outcome: Outcome) -> None:
        pairs = [pair for pair in outcome.alignment.pairs if not pair.expected.optional]
        wrong = outcome.wrong
        self.incidents.right += sum(pair.found for pair in pairs)
        self.incidents.expected += sum(not incident.optional for incident in outcome.item.incidents)
        self.incidents.predicted += len(pairs) + len(wrong)
        self.confidences += [(pair.predicted.confidence, pair.found) for pair in pairs]
        self.confidences += [(report.confidence, False) for report in wrong]
        if outcome.item.tells_none:
            self.quiet_items += 1
            self.false_alarms += len(wrong)

    def _add_types(self, alignment: Alignment) -> None:
        for pair in alignment.pairs:
            right = pair.predicted.sub_event_type in pair.expected.types
            told = pair.expected.sub_event_type if right else pair.predicted.sub_event_type
            if not pair.expected.optional:
                self.types.append((pair.expected.sub_event_type, told))
            elif not right:
                self.types.append((NO_TYPE, told))
        self.types += [(incident.sub_event_type, NO_TYPE) for incident in alignment.missed if not incident.optional]
        self.types += [(NO_TYPE, report.sub_event_type) for report in alignment.extra]

    def _add_slots(self, item: GoldItem, pair: Pair) -> None:
        expected, predicted = pair.expected, pair.predicted
        for slot, right in judge(item, expected, predicted).items():
            self.slots[slot].append(right)
        if roles := judged_roles(item, expected):
            actors = match_actors(expected.actors, predicted.actors, roles)
            self.actors.add(actors)  # type: ignore[arg-type]  # only counted
            self.actor_kinds += [told.kind in wanted.kind for wanted, told in actors.right if wanted.kind]
            self.attributions += [has_attributions(actor, predicted) for actor in attributed(expected)]
        if item.covers("weapons") and expected.fills("weapons"):
            self.weapons.add(match_weapons(expected, {w.kind for w in predicted.weapons}))  # type: ignore[arg-type]
        if item.covers("targets") and expected.fills("targets"):
            self.targets.add(match_targets(expected.targets, predicted.targets))  # type: ignore[arg-type]

    def metrics(self) -> dict[str, float]:
        """All figures by name, in percent; one that nothing in the articles bears on is left out."""
        found = self.incidents
        figures = {
            "incident_precision": _share(found.right, found.predicted),
            "incident_recall": _share(found.right, found.expected),
            "incident_f1": found.f1,
            "subtype_f1": self.subtype_f1,
            "subtype_weighted_f1": weighted_f1(self.types) if found.expected else None,
            "country": _accuracy(self.slots["country"]),
            "place": _accuracy(self.slots["place"]),
            "actor_role_f1": self.actors.f1,
            "actor_kind": _accuracy(self.actor_kinds),
            "actors_exact": _accuracy(self.slots["actors"]),
            "weapon_f1": self.weapons.f1,
            "weapon": _accuracy(self.slots["weapons"]),
            "killed_exact": _accuracy(self.slots["killed"]),
            "injured_exact": _accuracy(self.slots["injured"]),
            "captured_exact": _accuracy(self.slots["captured"]),
            "date": _accuracy(self.slots["date"]),
            "status": _accuracy(self.slots["status"]),
            "attribution": _accuracy(self.attributions),
            "target_f1": self.targets.f1,
            "damage": _accuracy(self.slots["damage"]),
            "historical": _accuracy(self.slots["historical"]),
            "false_alarms_per_100": _share(self.false_alarms, self.quiet_items),
            "ece": 100 * expected_calibration_error(self.confidences) if self.confidences else None,
        }
        return {name: value for name, value in figures.items() if value is not None}

    @property
    def subtype_f1(self) -> float | None:
        """Micro F1 of sub-event types, in percent; null where there are none."""
        return Tally(
            right=sum(wanted == told for wanted, told in self.types),
            predicted=sum(told != NO_TYPE for _, told in self.types),
            expected=sum(wanted != NO_TYPE for wanted, _ in self.types),
        ).f1


def _share(part: int, whole: int) -> float | None:
    return percent(part, whole) if whole else None


def _accuracy(verdicts: Sequence[bool]) -> float | None:
    return _share(sum(verdicts), len(verdicts))


def weighted_f1(pairs: Sequence[tuple[str, str]], nothing: str = NO_TYPE) -> float:
    """F1 of each label, weighted by how often it is expected; `nothing` is no label. In percent.

    `pairs` are (expected, predicted).
    """
    expected, predicted = Counter(wanted for wanted, _ in pairs), Counter(told for _, told in pairs)
    right = Counter(wanted for wanted, told in pairs if wanted == told)
    labels = [label for label in expected if label != nothing]
    total = sum(expected[label] for label in labels)
    weighted = sum(expected[label] * f1(right[label], predicted[label], expected[label]) for label in labels)
    return weighted / total if total else 0.0
