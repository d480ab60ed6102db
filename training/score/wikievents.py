"""Scores triggers and arguments on WikiEvents: who did what to whom in modern news, the trigger not given.

`wikievents.yaml` says which KAIROS events are in our scope, which of our types fit each, and which roles fill which
slot. Only those events and roles are looked at.

Triggers: a trigger span of ours is right when it has the head word of a gold trigger, one to one. It counts for
`trigger_type_f1` when, besides, the sub-event type of its own meaning, or of a report whose evidence has it, fits.

Arguments, end to end: an event is found when a trigger of ours is at it and a report's evidence has that trigger. Its
arguments are then those reports' slots: perpetrators, victims and targets, weapons, place. A gold argument is right
when its slot has a filler of the same head word; a filler of ours is right when some event that its report tells has
such an argument. Precision is over our fillers, recall over gold arguments, also those of events that were not found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from spacy.tokens import Doc

from schemas import Article, IncidentReport, nfc
from services.extractor.annotations import group

from .articles import article_of
from .assignment import best_assignment
from .heads import head_word
from .scorer import BadDataError, Scores, extractor, f1, percent, with_progress

HELP = "triggers and arguments: PATH is a JSON-lines file in the form of WikiEvents"
_SCOPE = Path(__file__).with_name("wikievents.yaml")


@dataclass(frozen=True)
class GoldEvent:
    """An event in our scope."""

    type: str
    start: int
    """First and one past the last code point of the trigger's head word."""
    end: int
    trigger: str
    arguments: frozenset[tuple[str, str]]
    """(slot of ours, head word)."""


@dataclass(frozen=True)
class Passage:
    """An annotated article."""

    id: str
    article: Article
    events: tuple[GoldEvent, ...]


@dataclass(frozen=True)
class OurTrigger:
    """A trigger that the extractor found."""

    start: int
    end: int
    text: str
    types: frozenset[str]
    """The sub-event type of its meaning, and those of the reports whose evidence has it."""
    reports: tuple[int, ...]
    """Which reports' evidence has it."""


@dataclass
class Counts:
    """Counts of a run."""

    triggers: int = 0
    typed: int = 0
    our_triggers: int = 0
    events: int = 0
    gold_arguments: int = 0
    gold_right: int = 0
    fillers: int = 0
    fillers_right: int = 0


def score(path: Path) -> Scores:
    """Score the articles of the file `path`."""
    counts, errors = Counts(), []
    for passage in with_progress(read_passages(path), "articles", every=10):
        reports = extractor().extract(passage.article)
        triggers = triggers_of(extractor().annotate(passage.article), reports)
        errors += compare(passage, triggers, reports, counts)
    return Scores(metrics_of(counts), table(counts), errors)


def read_passages(path: Path) -> list[Passage]:
    """The articles of a file. Raises `BadDataError` when it is not in the form of WikiEvents."""
    passages = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if line.strip():
            try:
                passages.append(_passage(json.loads(line)))
            except (ValueError, KeyError, IndexError, TypeError, AttributeError) as problem:
                raise BadDataError(
                    f"{path}, line {number} is no article in the form of WikiEvents (an object with doc_id, text, "
                    f"sentences, entity_mentions, event_mentions): {problem!r}"
                ) from problem
    if not passages:
        raise BadDataError(f"{path} has no articles")
    return passages


def _passage(written: Mapping[str, Any]) -> Passage:
    text, tokens = _text_and_tokens(written)
    mentions = {m["id"]: text[tokens[m["start"]][0] : tokens[m["end"] - 1][1]] for m in written["entity_mentions"]}
    return Passage(written["doc_id"], article_of(text), tuple(_events(written, text, tokens, mentions)))


def _text_and_tokens(written: Mapping[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where each token is in it.

    The set's text has lost its line breaks ("... in SyriaThe desert ..."), though its offsets count them: so sentences
    that touch are set apart as paragraphs, and tokens are looked for, one after the other. A sentence is a pair of its
    tokens, each (word, start, end), and its text.
    """
    whole, text, read = nfc(written["text"]), "", 0
    tokens: list[tuple[int, int]] = []
    for words, sentence in written["sentences"]:
        sentence = nfc(sentence).strip()
        at = whole.find(sentence, read)
        if at >= 0:
            text += whole[read:at] or ("\n\n" if text else "")
            read = at + len(sentence)
        else:
            text += "\n\n" if text else ""
        end = len(text)
        text += sentence
        for word, *_ in words:
            start = text.find(nfc(word), end)
            start, end = (end, end) if start < 0 else (start, start + len(nfc(word)))
            tokens.append((start, end))
    return text, tokens


def _events(
    written: Mapping[str, Any], text: str, tokens: Sequence[tuple[int, int]], mentions: Mapping[str, str]
) -> Iterator[GoldEvent]:
    for event in written["event_mentions"]:
        if accepted_types(event["event_type"]) is None:
            continue
        first, last = event["trigger"]["start"], event["trigger"]["end"]
        start, end = tokens[first][0], tokens[last - 1][1]
        head = head_word(text[start:end])
        at = text.lower().find(head, start, end)
        arguments = [
            (slot, head_word(mentions.get(argument["entity_id"], argument["text"])))
            for argument in event["arguments"]
            if (slot := _slots().get(argument["role"])) is not None
        ]
        yield GoldEvent(
            event["event_type"],
            start if at < 0 else at,
            end if at < 0 else at + len(head),
            text[start:end],
            frozenset(arguments),
        )


@cache
def _scope() -> dict[str, dict[str, list[str]]]:
    scope: dict[str, dict[str, list[str]]] = yaml.safe_load(_SCOPE.read_text(encoding="utf-8"))
    return scope


@cache
def _slots() -> dict[str, str]:
    return {role: slot for slot, roles in _scope()["roles"].items() for role in roles}


def accepted_types(kairos_type: str) -> frozenset[str] | None:
    """The sub-event types that fit an event of this type, empty for any; null when it is out of our scope."""
    for beginning, types in _scope()["types"].items():
        if kairos_type == beginning or kairos_type.startswith(f"{beginning}."):
            return frozenset(types)
    return None


def triggers_of(doc: Doc, reports: Sequence[IncidentReport]) -> list[OurTrigger]:
    """The triggers of a document, each with the reports that it is evidence of."""
    found = []
    for span in group(doc, "triggers"):
        telling = tuple(
            number
            for number, report in enumerate(reports)
            if any(e.start <= span.start_char and span.end_char <= e.end for e in report.evidence)
        )
        types = {reports[number].sub_event_type.value for number in telling}
        mark = span._.trigger
        if mark is not None and mark.sense.entry.type is not None:
            types.add(mark.sense.entry.type.value)
        found.append(OurTrigger(span.start_char, span.end_char, span.text, frozenset(types), telling))
    return found


def fillers_of(report: IncidentReport) -> set[tuple[str, str]]:
    """(slot, head word) of what fills a report's roles; a responder is in none that we compare."""
    fillers = {(actor.role.value, actor.text) for actor in report.actors}
    fillers |= {("victim", target.text) for target in report.targets}
    fillers |= {("weapon", weapon.text) for weapon in report.weapons}
    if report.place.text:
        fillers.add(("place", report.place.name or report.place.text))
    return {(slot, head) for slot, text in fillers if slot in _scope()["roles"] and (head := head_word(text))}


def compare(
    passage: Passage, triggers: Sequence[OurTrigger], reports: Sequence[IncidentReport], counts: Counts
) -> list[str]:
    """Add one article to the counts; its errors."""
    at = [[float(t.start < e.end and e.start < t.end) for t in triggers] for e in passage.events]
    partners = best_assignment(at)
    counts.events += len(passage.events)
    counts.our_triggers += len(triggers)
    errors = []
    wanted_of: dict[int, set[tuple[str, str]]] = {number: set() for number in range(len(reports))}
    fillers = [fillers_of(report) for report in reports]
    for event, partner in zip(passage.events, partners, strict=True):
        where = f"{passage.id}: {event.type} {event.trigger!r} at {event.start}"
        counts.gold_arguments += len(event.arguments)
        if partner is None:
            errors.append(f"{where}: missed")
            continue
        trigger = triggers[partner]
        accepted = accepted_types(event.type) or trigger.types
        counts.triggers += 1
        if accepted & trigger.types:
            counts.typed += 1
        else:
            told = "/".join(sorted(trigger.types)) or "no type"
            errors.append(f"{where}: expected its type, got {told}")
        told_by = set[tuple[str, str]]().union(*(fillers[number] for number in trigger.reports))
        for number in trigger.reports:
            wanted_of[number] |= event.arguments
        counts.gold_right += len(event.arguments & told_by)
        errors += [
            f"{where}: {slot}: expected {head}, got {sorted(h for s, h in told_by if s == slot)}"
            for slot, head in sorted(event.arguments - told_by)
        ]
    for number, ours in enumerate(fillers):
        counts.fillers += len(ours)
        counts.fillers_right += len(ours & wanted_of[number])
    errors += [
        f"{passage.id}: trigger {t.text!r} at {t.start}: extra" for n, t in enumerate(triggers) if n not in partners
    ]
    return errors


def metrics_of(counts: Counts) -> dict[str, float]:
    """The figures of a run, in percent."""
    precision = percent(counts.fillers_right, counts.fillers)
    recall = percent(counts.gold_right, counts.gold_arguments)
    return {
        "trigger_precision": percent(counts.triggers, counts.our_triggers),
        "trigger_recall": percent(counts.triggers, counts.events),
        "trigger_f1": f1(counts.triggers, counts.our_triggers, counts.events),
        "trigger_type_f1": f1(counts.typed, counts.our_triggers, counts.events),
        "argument_head_precision": precision,
        "argument_head_recall": recall,
        "argument_head_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }


def table(counts: Counts) -> str:
    """The figures with the counts behind them."""
    notes = {
        "trigger_f1": f"{counts.triggers} right, {counts.our_triggers} given, {counts.events} wanted",
        "argument_head_precision": f"{counts.fillers_right} of {counts.fillers}",
        "argument_head_recall": f"{counts.gold_right} of {counts.gold_arguments}",
    }
    return "\n".join(
        f"{name:<24}{value:7.1f}  {notes.get(name, '')}".rstrip() for name, value in metrics_of(counts).items()
    )
