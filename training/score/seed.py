"""Scores the reports of one annotated article against the incidents that a careful coder takes from it.

The folder holds the article as scraped (`*.txt`) and `expected-incidents.yaml`: the day of publication, and for each
incident the slots that are judged. An incident is found when type, country and date are right; each report is given to
at most one incident, required ones first, so as to find as many as can be. An incident that is `optional` or
`historical` need not be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from schemas import Article, IncidentReport
from services.extractor.places.model import distance_km

from .articles import ingested
from .assignment import best_assignment
from .scorer import BadDataError, Scores, extractor, percent

HELP = "one annotated article: PATH is the folder with its text (*.txt) and expected-incidents.yaml"
EXPECTED = "expected-incidents.yaml"
_FOUND = 1000.0
"""Outweighs all slots together."""


@dataclass(frozen=True)
class Verdict:
    """On one slot."""

    wanted: object
    got: object
    right: bool

    @classmethod
    def of(cls, wanted: object, got: object) -> Verdict:
        """Right when they are equal."""
        return cls(wanted, got, wanted == got)


@dataclass
class SeedScore:
    """What was found of what was expected."""

    required: int = 0
    found: dict[str, IncidentReport] = field(default_factory=dict)
    """Key of an incident → the report that tells it."""
    missed: list[str] = field(default_factory=list)
    """Keys of required incidents that no report tells."""
    extra: list[IncidentReport] = field(default_factory=list)
    """Reports of nothing that is expected or allowed."""
    slots: dict[str, dict[str, Verdict]] = field(default_factory=dict)
    """Key of a found incident → slot → what was found."""
    optional: set[str] = field(default_factory=set)
    """Keys of the incidents that need not be found."""

    @property
    def found_required(self) -> int:
        """How many of the required incidents were found."""
        return self.required - len(self.missed)

    def verdicts(self, *, optional: bool) -> list[bool]:
        """Whether each judged slot is right, of the incidents that are optional or of those that are required."""
        return [
            v.right for key, slots in self.slots.items() if (key in self.optional) is optional for v in slots.values()
        ]


def score(path: Path) -> Scores:
    """Score the folder `path`."""
    article, incidents = load(path)
    return scores_of(compare(extractor().extract(article), incidents))


def scores_of(result: SeedScore) -> Scores:
    """The figures; `slots_right` is over required incidents, `extra_reports` a number of reports."""
    required, optional = result.verdicts(optional=False), result.verdicts(optional=True)
    metrics = {
        "required_found": percent(result.found_required, result.required),
        "slots_right": percent(sum(required), len(required)),
        "extra_reports": float(len(result.extra)),
    }
    rows = [
        f"required_found  {metrics['required_found']:6.1f}  {result.found_required} of {result.required}",
        f"slots_right     {metrics['slots_right']:6.1f}  {sum(required)} of {len(required)}, "
        f"and {sum(optional)} of {len(optional)} of incidents that are optional",
        f"extra_reports   {len(result.extra):6}",
        "",
        *(f"  found   {key}: {report.summary}" for key, report in result.found.items()),
        *(f"  missed  {key}" for key in result.missed),
        *(f"  extra   {report.summary}" for report in result.extra),
    ]
    return Scores(metrics, "\n".join(rows), _errors(result))


def load(folder: Path) -> tuple[Article, list[dict[str, Any]]]:
    """The cleaned article of a folder and its expected incidents. Raises `BadDataError` when either is missing."""
    texts = sorted(folder.glob("*.txt"))
    if not texts or not (folder / EXPECTED).is_file():
        raise BadDataError(f"{folder} must be a folder with an article (*.txt) and {EXPECTED}")
    try:
        expected = yaml.safe_load((folder / EXPECTED).read_text(encoding="utf-8"))
        published, incidents = expected["published"], expected["incidents"]
    except (yaml.YAMLError, KeyError, TypeError) as problem:
        raise BadDataError(f"{folder / EXPECTED} must have `published` and `incidents`: {problem}") from problem
    text = texts[0].read_text(encoding="utf-8")
    return ingested(text, published=_midnight(published), received=datetime.now(UTC)), incidents


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def compare(reports: Sequence[IncidentReport], incidents: Sequence[dict[str, Any]]) -> SeedScore:
    """Give the reports to the incidents and judge the slots of each pair."""
    result = SeedScore(required=sum(map(_is_required, incidents)))
    partners = best_assignment([[_fit(report, incident) for report in reports] for incident in incidents])
    for incident, partner in zip(incidents, partners, strict=True):
        if partner is not None:
            result.found[incident["key"]] = reports[partner]
            result.slots[incident["key"]] = judge(reports[partner], incident)
            if not _is_required(incident):
                result.optional.add(incident["key"])
        elif _is_required(incident):
            result.missed.append(incident["key"])
    result.extra = [report for number, report in enumerate(reports) if number not in partners]
    return result


def _is_required(incident: dict[str, Any]) -> bool:
    return not incident.get("optional") and not incident.get("historical")


def _fit(report: IncidentReport, incident: dict[str, Any]) -> float:
    if not is_same(report, incident):
        return 0
    return _FOUND * (2 if _is_required(incident) else 1) + sum(
        verdict.right for verdict in judge(report, incident).values()
    )


def is_same(report: IncidentReport, incident: dict[str, Any]) -> bool:
    """Whether a report has the type, the country and the date of an incident; of background no date is asked."""
    types = {incident["sub_event_type"], *incident.get("also_accepted", [])}
    same_place = report.place.country == incident["place"].get("country", report.place.country)
    if incident.get("historical"):
        return report.historical and report.sub_event_type in types and same_place
    return report.sub_event_type in types and same_place and _day(report) == incident["occurred"]["start"]


def _day(report: IncidentReport) -> date | None:
    start = report.occurred.start
    return start.date() if isinstance(start, datetime) else start


def judge(report: IncidentReport, incident: dict[str, Any]) -> dict[str, Verdict]:
    """Slot → what the report has there, for each slot that the annotation fills."""
    verdicts: dict[str, Verdict] = {}
    if "near" in incident["place"]:
        got = f"{report.place.name} at {report.place.latitude}, {report.place.longitude}"
        verdicts["place"] = Verdict(incident["place"], got, _is_near(report, incident["place"]))
    if "status" in incident:
        verdicts["status"] = Verdict.of(incident["status"], report.status)
    if "precision" in incident["occurred"]:
        verdicts["precision of time"] = Verdict.of(incident["occurred"]["precision"], report.occurred.precision)
    if "actors" in incident:
        verdicts |= _judge_actors(report, incident["actors"])
    for target in incident.get("targets", []):
        if "kind" in target:
            kinds = [t.kind.value for t in report.targets]
            verdicts[f"target {target['kind']}"] = Verdict(target["kind"], kinds, target["kind"] in kinds)
    for weapon in incident.get("weapons", []):
        verdicts |= _judge_weapon(report, weapon)
    for name, number in incident.get("casualties", {}).items():
        toll = getattr(report.casualties, name)
        verdicts[name] = Verdict.of(number, toll.min if toll else None)
    if "damage" in incident:
        verdicts["damage"] = Verdict.of(incident["damage"], report.damage.value if report.damage else None)
    return verdicts


def _is_near(report: IncidentReport, place: dict[str, Any]) -> bool:
    at = report.place
    if at.latitude is None or at.longitude is None:
        return False
    latitude, longitude = place["near"]
    return distance_km(latitude, longitude, at.latitude, at.longitude) <= float(place["within_km"])


def _judge_actors(report: IncidentReport, wanted: Sequence[dict[str, Any]]) -> dict[str, Verdict]:
    """Where no actor is given, nobody may be named as having done it."""
    if not wanted:
        named = [actor.name for actor in report.actors if actor.id and actor.role == "perpetrator"]
        return {"perpetrator": Verdict("nobody named", named, not named)}
    verdicts = {}
    for actor in wanted:
        called = actor.get("id") or actor.get("name") or actor.get("name_like") or ""
        in_role = [a for a in report.actors if a.role == actor["role"]]
        found = [a for a in in_role if _is_called(a.id, f"{a.name} {a.text}", actor)]
        verdicts[f"{actor['role']} {called}"] = Verdict(called, [a.name for a in in_role], bool(found))
        if "attribution" in actor:
            said = [attribution.value.value for a in found for attribution in a.attributions]
            verdicts[f"attribution of {called}"] = Verdict(actor["attribution"], said, actor["attribution"] in said)
    return verdicts


def _is_called(actor_id: str | None, words: str, wanted: dict[str, Any]) -> bool:
    """By id; by a name, which must be there; or by words of which half must be there, for the sense is asked for."""
    if "id" in wanted:
        return actor_id == str(wanted["id"])
    if "name" in wanted:
        return str(wanted["name"]).lower() in words.lower()
    asked, told = set(wanted["name_like"].lower().split()), set(words.lower().split())
    return 2 * len(asked & told) >= len(asked)


def _judge_weapon(report: IncidentReport, wanted: dict[str, Any]) -> dict[str, Verdict]:
    """A count must be that of one weapon of the kind: the text may count those that hit apart."""
    found = [weapon for weapon in report.weapons if weapon.kind == wanted["kind"]]
    kinds = [weapon.kind.value for weapon in report.weapons]
    verdicts = {f"weapon {wanted['kind']}": Verdict(wanted["kind"], kinds, bool(found))}
    if "count" in wanted:
        counts = [weapon.count.min for weapon in found if weapon.count is not None]
        verdicts[f"count of {wanted['kind']}"] = Verdict(wanted["count"], counts, wanted["count"] in counts)
    return verdicts


def _errors(result: SeedScore) -> list[str]:
    return [
        *(f"{key}: missed" for key in result.missed),
        *(
            f"{key}: {slot}: expected {verdict.wanted}, got {verdict.got}"
            for key, slots in result.slots.items()
            for slot, verdict in slots.items()
            if not verdict.right
        ),
        *(f"extra: {report.summary}" for report in result.extra),
    ]
