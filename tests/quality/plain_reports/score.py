"""How the extractor does on the blind set: `python -m tests.quality.plain_reports.score [--json] [--errors]`.

An incident is found when the sub-event type (or one that is accepted beside it) and the country agree; slots are judged
on the pairs of the best one-to-one alignment. An optional incident counts neither way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from schemas import Actor, Article, IncidentReport, Span
from services.extractor.extract import Extractor
from services.ingest.normalize import Published, to_article

from .alignment import Alignment, Pair, align
from .annotations import AnnotatedReport, ExpectedIncident, load_reports
from .judging import SLOTS, judge

Extract: TypeAlias = Callable[[Article], Sequence[IncidentReport]]


@dataclass(frozen=True)
class Outcome:
    """One report, and what was made of it."""

    report: AnnotatedReport
    alignment: Alignment


@dataclass(frozen=True)
class Score:
    """The figures of one run over the set."""

    found: int
    expected: int
    predicted: int
    slots: dict[str, tuple[int, int]]
    """Slot → (right, judged)."""
    false_alarms: int
    """Reports made of the articles that tell no incident."""
    quiet_articles: int
    """How many of those articles there are."""

    @property
    def precision(self) -> float:
        """Share of the predictions that are an expected incident."""
        return _share(self.found, self.predicted)

    @property
    def recall(self) -> float:
        """Share of the expected incidents that are predicted."""
        return _share(self.found, self.expected)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return _share(2 * self.found, self.predicted + self.expected)

    def accuracy(self, slot: str) -> float:
        """Share of the judged fillings of a slot that are right."""
        return _share(*self.slots[slot])


def article_of(report: AnnotatedReport) -> Article:
    """The report as ingest makes it, received when it was published. Raises `ValueError` when ingest refuses it."""
    message = {"text": report.text, "published": report.published.isoformat()}
    outcome = to_article(json.dumps(message).encode(), received_at=report.published)
    if isinstance(outcome, Published):
        return outcome.article
    raise ValueError(f"ingest does not take {report.id} as an article ({outcome}): mend its text")


def run(extract: Extract, reports: Iterable[AnnotatedReport]) -> list[Outcome]:
    """Every report extracted and aligned with its annotation."""
    return [Outcome(report, align(report.incidents, extract(article_of(report)))) for report in reports]


def score(outcomes: Iterable[Outcome]) -> Score:
    """The figures over all outcomes."""
    found = expected = predicted = false_alarms = quiet = 0
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for outcome in outcomes:
        alignment = outcome.alignment
        required = [pair for pair in alignment.pairs if not pair.expected.optional]
        found += sum(pair.found for pair in required)
        expected += sum(not incident.optional for incident in outcome.report.incidents)
        predicted += len(required) + len(_wrong(alignment))
        if outcome.report.tells_none:
            quiet += 1
            false_alarms += len(_wrong(alignment))
        for pair in required:
            for slot, is_right in judge(pair.expected, pair.predicted).items():
                judged[slot] += 1
                right[slot] += is_right
    slots = {slot: (right[slot], judged[slot]) for slot in SLOTS}
    return Score(found, expected, predicted, slots, false_alarms, quiet)


def _wrong(alignment: Alignment) -> list[IncidentReport]:
    """Predictions that are no incident at all: those left over, and those that only half agree with an optional one."""
    half = [pair.predicted for pair in alignment.pairs if pair.expected.optional and not pair.found]
    return [*alignment.extra, *half]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def table(result: Score) -> str:
    """The figures for people to read."""
    rows = [
        ("incident precision", result.precision, f"{result.found} of {result.predicted}"),
        ("incident recall", result.recall, f"{result.found} of {result.expected}"),
        ("incident F1", result.f1, ""),
        *((slot, result.accuracy(slot), "{} of {}".format(*result.slots[slot])) for slot in SLOTS),
    ]
    lines = [f"{name:<20}{100 * value:7.1f}  {counts}".rstrip() for name, value, counts in rows]
    lines.append(
        f"{'false alarms':<20}{result.false_alarms:7}  reports of {result.quiet_articles} articles that tell none"
    )
    return "\n".join(lines)


def as_json(result: Score) -> str:
    """The figures for programs to read."""
    slots = {
        slot: {"accuracy": result.accuracy(slot), "right": r, "judged": n} for slot, (r, n) in result.slots.items()
    }
    incidents = {"precision": result.precision, "recall": result.recall, "f1": result.f1, "found": result.found}
    counts = {"expected": result.expected, "predicted": result.predicted}
    alarms = {"reports": result.false_alarms, "articles": result.quiet_articles}
    return json.dumps({"incidents": incidents | counts, "slots": slots, "false_alarms": alarms}, indent=2)


def errors(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Each report that has errors, as its text and a line an error."""
    for outcome in outcomes:
        if lines := [*_errors_of(outcome.alignment)]:
            yield "\n".join(
                [f"{outcome.report.id} ({outcome.report.published:%a %Y-%m-%d})", outcome.report.text, *lines]
            )


def _errors_of(alignment: Alignment) -> Iterator[str]:
    for incident in alignment.missed:
        if not incident.optional:
            yield f"  missed: {incident.sub_event_type} in {'/'.join(incident.country)}"
    for report in _wrong(alignment):
        yield f"  extra: {report.summary} [{report.sub_event_type}, {report.place.country}, {report.confidence:.2f}]"
    for pair in alignment.pairs:
        if not pair.expected.optional:
            yield from _slot_errors(pair)


def _slot_errors(pair: Pair) -> Iterator[str]:
    for slot, is_right in judge(pair.expected, pair.predicted).items():
        if not is_right:
            wanted, got = _wanted(pair.expected, slot), _got(pair.predicted, slot)
            yield f"  {pair.expected.sub_event_type}: {slot} is {got}, not {wanted}"


def _wanted(expected: ExpectedIncident, slot: str) -> str:
    field = "perpetrators" if slot == "attribution" else slot
    written = expected.model_dump(mode="json", by_alias=True)
    if slot == "sub_event_type":
        return "/".join(sorted(expected.types))
    return json.dumps(written[field], ensure_ascii=False)


def _got(predicted: IncidentReport, slot: str) -> str:
    place, occurred = predicted.place, predicted.occurred
    if slot == "place":
        return f"{place.name} ({place.text!r}) at {place.latitude}, {place.longitude}"
    if slot == "date":
        return f"{occurred.start} ({occurred.text!r})"
    if slot in ("killed", "injured"):
        toll = getattr(predicted.casualties, slot)
        return f"{toll.min} to {toll.max}" if toll else "null"
    if slot == "weapons":
        return str([f"{weapon.kind} ({weapon.text!r})" for weapon in predicted.weapons])
    if slot in ("perpetrators", "attribution"):
        return str([_actor(actor) for actor in predicted.actors])
    return str(place.country if slot == "country" else getattr(predicted, slot))


def _actor(actor: Actor[Span]) -> str:
    values = "+".join(attribution.value for attribution in actor.attributions)
    return f"{actor.role} {actor.name} ({actor.kind}) {values}".rstrip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the extractor, and print the figures."""
    parser = argparse.ArgumentParser(description="Score the extractor on the blind set of short news reports.")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", action="store_true", help="print every error with its text first")
    options = parser.parse_args(arguments)
    outcomes = run(Extractor.load().extract, load_reports())
    result = score(outcomes)
    blocks = [*errors(outcomes)] if options.errors else []
    blocks.append(as_json(result) if options.json else table(result))
    sys.stdout.write("\n\n".join(blocks) + "\n")


if __name__ == "__main__":
    main()
