"""Scores whole reports on the marked articles that the encoder learns from (training/passages, see training/events).

An event is what an article numbers as one: the marks of its triggers and roles, wherever they stand. One that the
article only tells as background may be reported or not; one that is only negated, feared, planned or general must not.
A slot is right when the words that the report names for it are marked so for that very event.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from schemas import Article, IncidentReport
from schemas import Span as TextSpan

from ..events.passages import ATTRIBUTIONS, EFFECT, PARAGRAPH, Mark, parse
from .articles import article_of
from .assignment import best_assignment
from .scorer import BadDataError, Scores, extractor, f1, percent, with_progress

HELP = "marked articles: PATH is a folder of *.txt files, as training/passages, or one of them"
HELD_OUT = 12
"""Training leaves out every twelfth: of a folder only these are scored, of a single file all."""
_TOLD = frozenset({"asserted", "attempted", "thwarted", "threatened"})
_MAY_BE_TOLD = frozenset({"history"})
_FOUND = 1000.0
_REPORTED = str(ATTRIBUTIONS[""])

Stretch: TypeAlias = tuple[int, int]


@dataclass(eq=False)
class Event:
    """What an article marks as one event."""

    types: Counter[str] = field(default_factory=Counter)
    triggers: list[Stretch] = field(default_factory=list)
    """Where it is told as something that happened."""
    optional: bool = True
    """Whether it is told as background only."""
    roles: dict[str, list[Stretch]] = field(default_factory=dict)
    attributions: set[str] = field(default_factory=set)

    @property
    def type(self) -> str:
        """The sub-event type that most of its triggers have."""
        return self.types.most_common(1)[0][0]


@dataclass(frozen=True)
class Marked:
    """An article and its events."""

    name: str
    article: Article
    events: tuple[Event, ...]


def score(path: Path) -> Scores:
    """Score the marked articles at `path`."""
    tally = _Tally()
    for marked in with_progress(list(read(path)), "articles"):
        tally.add(marked, extractor().extract(marked.article))
    return Scores(tally.metrics(), tally.table(), tally.errors)


def read(path: Path) -> Iterator[Marked]:
    """The marked articles of a file, or those of a folder that training leaves out.

    Raises:
        BadDataError: there are none, or a mark is wrong.
    """
    files = [path] if path.is_file() else sorted(path.glob("*.txt"))
    found = 0
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            found += 1
            if path.is_file() or (found - 1) % HELD_OUT == 0:
                yield _marked(f"{file.stem}:{number}", line)
    if not found:
        raise BadDataError(
            f"{path} has no marked articles (*.txt): give a folder as training/passages, or a file of it"
        )


def _marked(name: str, line: str) -> Marked:
    try:
        text, marks = parse(line.strip().replace(PARAGRAPH, "\n\n"))
    except ValueError as problem:
        raise BadDataError(f"{name}: {problem}") from problem
    return Marked(name, article_of(text), tuple(events_of(marks)))


def events_of(marks: Sequence[Mark]) -> list[Event]:
    """The events that an article's marks tell, those that a report may tell alone."""
    events: dict[int, Event] = {}
    for mark in marks:
        for number in range(mark.events.bit_length()):
            if mark.events >> number & 1:
                _add(events.setdefault(number, Event()), mark)
    return [event for _, event in sorted(events.items()) if event.triggers]


def _add(event: Event, mark: Mark) -> None:
    if mark.modality is None:
        event.roles.setdefault(mark.label, []).append((mark.start, mark.end))
        event.attributions |= {mark.attribution} - {"", _REPORTED}
    elif mark.label != EFFECT and mark.modality in _TOLD | _MAY_BE_TOLD:
        event.types[mark.label] += 1
        event.triggers.append((mark.start, mark.end))
        event.optional = event.optional and mark.modality in _MAY_BE_TOLD


def aligned(events: Sequence[Event], reports: Sequence[IncidentReport]) -> list[Event | None]:
    """The event that each report tells, if any; one for each."""
    partners = best_assignment([[_weight(event, report) for report in reports] for event in events])
    of = {partner: event for event, partner in zip(events, partners, strict=True) if partner is not None}
    return [of.get(number) for number in range(len(reports))]


def is_found(event: Event, report: IncidentReport) -> bool:
    """Whether a report tells an event with its type: with any that its tellings have."""
    return str(report.sub_event_type) in event.types and _told_in(event, report) > 0


class _Tally:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.errors: list[str] = []

    def add(self, marked: Marked, reports: Sequence[IncidentReport]) -> None:
        told = aligned(marked.events, reports)
        wanted = [event for event in marked.events if not event.optional]
        self.counts.update(quiet=not wanted, events=len(wanted))
        for event, report in zip(told, reports, strict=True):
            if event is None:
                self._extra(marked, report, quiet=not wanted)
            elif not event.optional:
                self.counts.update(reports=1, found=is_found(event, report))
                self._slots(marked, event, report)
                if not is_found(event, report):
                    self._missed(marked, event, f", got {report.sub_event_type}")
        for event in wanted:
            if event not in told:
                self._missed(marked, event, "")

    def _missed(self, marked: Marked, event: Event, got: str) -> None:
        words = marked.article.text[slice(*event.triggers[0])]
        self.errors.append(f"{marked.name}: missed: {event.type}: {words!r}{got}")

    def _extra(self, marked: Marked, report: IncidentReport, *, quiet: bool) -> None:
        self.counts.update(reports=1, false_alarms=quiet)
        words = " ".join(report.evidence[0].text.split())[:160]
        self.errors.append(f"{marked.name}: extra: {report.sub_event_type} at {report.confidence:.2f}: {words}")

    def _slots(self, marked: Marked, event: Event, report: IncidentReport) -> None:
        text = marked.article.text
        for label in ("perpetrator", "victim"):
            actors = [a.span for a in report.actors if a.span and str(a.role) == label]
            self._count(label, text, event.roles.get(label, []), actors)
        self._count("place", text, event.roles.get("place", []), [s for s in (report.place.span,) if s])
        self._count("time", text, event.roles.get("time", []), [s for s in (report.occurred.span,) if s])
        self._count("weapon", text, event.roles.get("weapon", []), [w.span for w in report.weapons if w.span])
        values = {str(a.value) for actor in report.actors for a in actor.attributions} - {_REPORTED}
        right = len(values & event.attributions)
        self.counts.update(attribution_right=right, attribution_given=len(values))
        self.counts.update(attribution_wanted=len(event.attributions))

    def _count(self, slot: str, text: str, wanted: Sequence[Stretch], given: Sequence[TextSpan]) -> None:
        """Of a slot all that is given should be right, and of what is wanted one at least be given."""
        right = [span for span in given if _stands_for(text, span, wanted)]
        self.counts.update(
            {
                f"{slot}_given": len(given),
                f"{slot}_right": len(right),
                f"{slot}_wanted": bool(wanted),
                f"{slot}_filled": bool(right),
            }
        )

    def metrics(self) -> dict[str, float]:
        c = self.counts
        found = {
            "event_precision": percent(c["found"], c["reports"]),
            "event_recall": percent(c["found"], c["events"]),
            "event_f1": f1(c["found"], c["reports"], c["events"]),
        }
        for slot in ("perpetrator", "victim", "place", "time", "weapon"):
            precision = percent(c[f"{slot}_right"], c[f"{slot}_given"])
            recall = percent(c[f"{slot}_filled"], c[f"{slot}_wanted"])
            found |= {f"{slot}_precision": precision, f"{slot}_recall": recall}
        found["attribution_f1"] = f1(c["attribution_right"], c["attribution_given"], c["attribution_wanted"])
        found["false_alarms_per_100"] = percent(c["false_alarms"], c["quiet"])
        return {name: round(value, 2) for name, value in found.items()}

    def table(self) -> str:
        lines = [f"{name:<24}{value:7.1f}" for name, value in self.metrics().items()]
        c = self.counts
        counts = f"{c['events']} events, {c['reports']} reports, {c['quiet']} articles without an event"
        return "\n".join([*lines, counts])


def _told_in(event: Event, report: IncidentReport) -> int:
    """How many of the event's tellings the report's evidence holds."""
    return sum(any(e.start < end and start < e.end for e in report.evidence) for start, end in event.triggers)


def _weight(event: Event, report: IncidentReport) -> float:
    told = _told_in(event, report)
    if not told:
        return 0.0
    roles: Mapping[str, Sequence[Stretch]] = event.roles
    spans = [*(actor.span for actor in report.actors), report.place.span, report.occurred.span]
    marked = [stretch for stretches in roles.values() for stretch in stretches]
    agreeing = sum(s is not None and any(s.start < end and start < s.end for start, end in marked) for s in spans)
    found = (1 if event.optional else 2) * _FOUND * is_found(event, report)
    return found + 3.0 * min(told, 3) + agreeing


def _stands_for(text: str, span: TextSpan, wanted: Sequence[Stretch]) -> bool:
    """Whether words are marked, or are the same as words that are."""
    if any(span.start < end and start < span.end for start, end in wanted):
        return True
    said = _words(text[span.start : span.end])
    return bool(said) and any(said <= _words(text[start:end]) for start, end in wanted)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - {"the", "a", "an", "of", "in", "on"}
