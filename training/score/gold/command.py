"""Scores the extractor on gold articles: the figures as a table, and every error by item and slot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from schemas import Actor, IncidentReport, Span

from ..scorer import Scores, extractor, with_progress
from .alignment import Pair
from .annotations import ExpectedIncident
from .figures import Figures, Outcome, outcome_of
from .judging import judge
from .reading import read_gold

HELP = "gold articles: PATH is a folder of *.yaml files, as tests/quality/gold/dev, or one of them"


def score(path: Path) -> Scores:
    """Score the articles at `path`."""
    items = with_progress(read_gold(path), "articles")
    return scores_of([outcome_of(item, extractor().extract) for item in items])


def scores_of(outcomes: Sequence[Outcome]) -> Scores:
    """The figures, the table and the errors of a run."""
    figures = Figures.of(outcomes)
    return Scores(figures.metrics(), table(figures), [line for outcome in outcomes for line in _errors(outcome)])


def table(figures: Figures) -> str:
    """The figures with the counts behind them, a line each."""
    lists = {
        "country": figures.slots["country"],
        "place": figures.slots["place"],
        "actor_kind": figures.actor_kinds,
        "actors_exact": figures.slots["actors"],
        "weapon": figures.slots["weapons"],
        "killed_exact": figures.slots["killed"],
        "injured_exact": figures.slots["injured"],
        "captured_exact": figures.slots["captured"],
        "date": figures.slots["date"],
        "status": figures.slots["status"],
        "attribution": figures.attributions,
        "damage": figures.slots["damage"],
        "historical": figures.slots["historical"],
    }
    counts = {name: f"{sum(verdicts)} of {len(verdicts)}" for name, verdicts in lists.items()} | {
        "incident_f1": figures.incidents.counts,
        "actor_role_f1": figures.actors.counts,
        "weapon_f1": figures.weapons.counts,
        "target_f1": figures.targets.counts,
        "false_alarms_per_100": f"{figures.false_alarms} reports of {figures.quiet_items} articles that tell none",
        "ece": f"{len(figures.confidences)} reports",
    }
    return "\n".join(
        f"{name:<22}{value:7.1f}  {counts.get(name, '')}".rstrip() for name, value in figures.metrics().items()
    )


def _errors(outcome: Outcome) -> Iterator[str]:
    for incident in outcome.alignment.missed:
        if not incident.optional:
            wanted = f"{_types(incident)} in {'/'.join(incident.country)}: {' | '.join(incident.evidence)}".rstrip(": ")
            yield f"{outcome.item.id}: missed: {wanted}"
    for report in outcome.wrong:
        told = f"{report.sub_event_type} in {report.place.country} at {report.confidence:.2f}"
        yield _one_line(f"{outcome.item.id}: extra: {told}: {report.evidence[0].text}")
    for pair in outcome.alignment.pairs:
        if not pair.expected.optional:
            yield from _slot_errors(outcome, pair)


def _slot_errors(outcome: Outcome, pair: Pair) -> Iterator[str]:
    for slot, right in judge(outcome.item, pair.expected, pair.predicted).items():
        if not right:
            wanted, got = _wanted(pair.expected, slot), _got(pair.predicted, slot)
            yield _one_line(f"{outcome.item.id}: {_types(pair.expected)}: {slot}: expected {wanted}, got {got}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _types(incident: ExpectedIncident) -> str:
    return "/".join([incident.sub_event_type, *incident.also_accepted])


def _wanted(expected: ExpectedIncident, slot: str) -> str:
    if slot == "sub_event_type":
        return _types(expected)
    written = expected.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    value = written.get("actors" if slot == "attribution" else slot, [])
    return json.dumps(value[0] if isinstance(value, list) and len(value) == 1 else value, ensure_ascii=False)


def _got(predicted: IncidentReport, slot: str) -> str:
    place, occurred = predicted.place, predicted.occurred
    if slot == "place":
        return f"{place.name} ({place.text!r}) at {place.latitude}, {place.longitude}"
    if slot == "date":
        return f"{occurred.start} ({occurred.text!r})"
    if slot in ("killed", "injured", "captured"):
        toll = getattr(predicted.casualties, slot)
        return f"{toll.min} to {toll.max}" if toll else "null"
    if slot == "weapons":
        return str([f"{weapon.kind} ({weapon.text})" for weapon in predicted.weapons])
    if slot == "targets":
        return str([f"{target.kind} ({target.text})" for target in predicted.targets])
    if slot in ("actors", "attribution"):
        return str([_actor(actor) for actor in predicted.actors])
    if slot == "damage":
        return predicted.damage.value if predicted.damage else "null"
    return str(place.country if slot == "country" else getattr(predicted, slot))


def _actor(actor: Actor[Span]) -> str:
    values = "+".join(attribution.value for attribution in actor.attributions)
    return f"{actor.role} {actor.name} ({actor.kind}) {values}".rstrip()
