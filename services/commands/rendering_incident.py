"""One incident in full, at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.markup import escape

from schemas import Actor, Incident, IncidentState, OverrideKind, SourcedSpan

from .rendering import actor_words, quantity, what, when, where

DONE = {
    OverrideKind.confirm: "Confirmed",
    OverrideKind.reject: "Rejected",
    OverrideKind.merge: "Merged",
    OverrideKind.split: "Split",
    OverrideKind.correct: "Corrected",
}
"""What an analyst did."""


def incident_lines(incident: Incident) -> Iterator[str]:
    """Lines of markup, all words of articles escaped."""
    yield f"[bold]{when(incident)}  {escape(where(incident))}  {escape(what(incident))}[/bold]"
    if incident.summary:
        yield escape(incident.summary)
    state = incident.state.value
    if incident.state is IncidentState.merged:
        state += f" into {incident.merged_into}"
    yield f"[dim]{incident.id}  revision {incident.revision}  {state}  confidence {incident.confidence:.2f}[/dim]"
    for said in incident.overrides:
        slots = f" {', '.join(said.slots)}" if said.slots else ""
        yield f"[bold]{DONE.get(said.kind, said.kind.value)}{slots}[/bold] by {escape(said.by)}: {escape(said.reason)}"
        yield f"  [dim]{said.at:%Y-%m-%d %H:%M}  override {escape(said.id)}[/dim]"
    place = incident.place
    if place.latitude is not None and place.longitude is not None:
        around = f" within {place.radius_km:g} km" if place.radius_km else ""
        yield f"at {place.latitude:.3f}, {place.longitude:.3f}{around} (told to the {place.precision.value})"
    for role in dict.fromkeys(actor.role for actor in incident.actors):
        yield f"{role.value}: {escape('; '.join(_said(actor) for actor in incident.actors if actor.role is role))}"
    if incident.weapons:
        yield f"with {escape('; '.join(weapon.name or weapon.text for weapon in incident.weapons))}"
    if incident.targets:
        yield f"against {escape('; '.join(target.text for target in incident.targets))}"
    tolls = incident.casualties
    yield f"killed {quantity(tolls.killed)}, injured {quantity(tolls.injured)}, captured {quantity(tolls.captured)}"
    title_of = {report.id: report.article.source or report.article.title or "?" for report in incident.reports}
    if incident.disputed:
        yield "[bold]They differ on[/bold]"
    for dispute in incident.disputed:
        values = (
            f"{json.dumps(told.value, ensure_ascii=False)} ({', '.join(title_of.get(id_, id_) for id_ in by)})"
            for told in dispute.values
            for by in [told.report_ids]
        )
        yield f"  {dispute.slot}: {escape(' or '.join(values))}"
    yield f"[bold]Told by {len(incident.reports)} articles, {incident.stories} independent stories[/bold]"
    for report in incident.reports:
        article = report.article
        yield f"  {article.published_at:%Y-%m-%d %H:%M}  {escape(article.source or '')}  {escape(article.title or '')}"
        yield f"  [dim]report {report.id}[/dim]"
        if article.url:
            yield f"  [dim]{escape(article.url)}[/dim]"
        for words in incident.evidence:
            if words.report_id == report.id:
                yield f"    “{escape(words.text)}”"


def _said(actor: Actor[SourcedSpan]) -> str:
    """The actor and on whose word, with who says so."""
    by = dict.fromkeys(attribution.said_by for attribution in actor.attributions if attribution.said_by)
    return actor_words(actor) + (f" (says {', '.join(by)})" if by else "")
