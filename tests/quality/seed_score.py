"""Scores the reports of an annotated article against the incidents that a careful coder takes from it.

    python -m tests.quality.seed_score FOLDER

The folder holds one article as scraped (`*.txt`) and `expected-incidents.yaml`: the day of publication, and for each
incident the slots that are judged. An incident is found when type, country and date are right; each report is given to
at most one incident, so as to find as many as can be.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from schemas import Article, IncidentReport
from services.extractor.extract import Extractor
from services.extractor.places.model import distance_km
from services.ingest.normalize import to_article
from services.ingest.outcome import Published

EXPECTED = "expected-incidents.yaml"


@dataclass
class Score:
    """What was found of what was expected."""

    found: dict[str, IncidentReport] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    """Keys of required incidents that no report tells."""
    extra: list[IncidentReport] = field(default_factory=list)
    """Reports of nothing that is expected or allowed."""
    wrong: dict[str, list[str]] = field(default_factory=dict)
    """Per found incident, the judged slots that differ."""
    required: int = 0

    @property
    def found_required(self) -> int:
        """How many of the required incidents were found."""
        return self.required - len(self.missed)


def load(folder: Path) -> tuple[Article, list[dict[str, Any]]]:
    """The cleaned article of a folder and its expected incidents."""
    expected = yaml.safe_load((folder / EXPECTED).read_text(encoding="utf-8"))
    text = next(folder.glob("*.txt")).read_text(encoding="utf-8")
    raw = json.dumps({"text": text, "published": str(expected["published"])}).encode()
    outcome = to_article(raw, received_at=datetime.now(UTC))
    if not isinstance(outcome, Published):
        raise TypeError(f"the article in {folder} can't be used: {outcome}")
    return outcome.article, expected["incidents"]


def score(reports: list[IncidentReport], incidents: list[dict[str, Any]]) -> Score:
    """Give the reports to the incidents, required ones first, and judge the slots of each pair."""
    result = Score(required=sum(_is_required(i) for i in incidents))
    open_incidents = sorted(incidents, key=lambda i: not _is_required(i))
    pairs = [
        (len(wrong_slots(report, incident)), n, m)
        for n, incident in enumerate(open_incidents)
        for m, report in enumerate(reports)
        if is_same(report, incident)
    ]
    given: dict[int, int] = {}
    for _, n, m in sorted(pairs):
        if n not in given and m not in given.values():
            given[n] = m
    for n, incident in enumerate(open_incidents):
        if n in given:
            report = reports[given[n]]
            result.found[incident["key"]] = report
            result.wrong[incident["key"]] = wrong_slots(report, incident)
        elif _is_required(incident):
            result.missed.append(incident["key"])
    result.extra = [report for m, report in enumerate(reports) if m not in given.values()]
    return result


def _is_required(incident: dict[str, Any]) -> bool:
    return not incident.get("optional") and not incident.get("historical")


def is_same(report: IncidentReport, incident: dict[str, Any]) -> bool:
    """Whether a report has the type, the country and the date of an incident."""
    types = {incident["sub_event_type"], *incident.get("also_accepted", [])}
    same_place = report.place.country == incident["place"].get("country", report.place.country)
    if incident.get("historical"):
        return report.historical and report.sub_event_type in types and same_place
    return report.sub_event_type in types and same_place and _day(report) == incident["occurred"]["start"]


def _day(report: IncidentReport) -> date | None:
    start = report.occurred.start
    return start.date() if isinstance(start, datetime) else start


def wrong_slots(report: IncidentReport, incident: dict[str, Any]) -> list[str]:
    """The judged slots in which a report differs from an incident."""
    wrong = []
    place = incident["place"]
    if "near" in place:
        at = report.place
        latitude, longitude = place["near"]
        apart = None
        if at.latitude is not None and at.longitude is not None:
            apart = distance_km(latitude, longitude, at.latitude, at.longitude)
        if apart is None or apart > place["within_km"]:
            wrong.append("place")
    if report.status != incident.get("status", report.status):
        wrong.append("status")
    wanted = {a["id"] for a in incident.get("actors", []) if a.get("role") == "perpetrator" and "id" in a}
    if not wanted <= {a.id for a in report.actors if a.role == "perpetrator"}:
        wrong.append("perpetrator")
    for weapon in incident.get("weapons", []):
        match = [w for w in report.weapons if w.kind == weapon["kind"]]
        if not match:
            wrong.append(f"weapon {weapon['kind']}")
        elif "count" in weapon and (match[0].count is None or match[0].count.min != weapon["count"]):
            wrong.append(f"count of {weapon['kind']}")
    for name, number in incident.get("casualties", {}).items():
        toll = getattr(report.casualties, name)
        if toll is None or toll.min != number:
            wrong.append(name)
    if "damage" in incident and (report.damage is None or report.damage.value != incident["damage"]):
        wrong.append("damage")
    return wrong


def main(folder: Path) -> int:
    """Print the score of a folder; the number of required incidents that were missed is the exit status."""
    article, incidents = load(folder)
    result = score(Extractor.load().extract(article), incidents)
    write = sys.stdout.write
    write(f"required incidents found: {result.found_required} of {result.required}; extra: {len(result.extra)}\n")
    for key, report in result.found.items():
        write(f"  found   {key}: {report.summary} (wrong: {', '.join(result.wrong[key]) or 'nothing'})\n")
    for key in result.missed:
        write(f"  missed  {key}\n")
    for report in result.extra:
        write(f"  extra   {report.summary}\n")
    return len(result.missed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
