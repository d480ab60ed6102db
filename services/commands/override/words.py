"""What an analyst says, as a message; and sending it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas import Correction, Incident, IncidentState, MemberReport, Override, OverrideKind, OverrideTarget
from schemas.ids import override_id
from schemas.topics import load_topics
from services.aggregator.overrides import Overrides
from services.runtime.codec import encode
from services.runtime.errors import BrokenDependencyError, ConfigurationError, UsageError
from services.runtime.settings import Settings
from services.runtime.topic_admin import check

from ..incident_topic import SHORTEST, messages, pick

TOPIC = "incidents.overrides.v1"


class Analyst:
    """Who says something, and why, of the incidents that `incidents.v1` holds now."""

    def __init__(self, held: Mapping[str, Incident], *, by: str, reason: str, now: datetime | None = None) -> None:
        """Raises `UsageError` where name or reason is blank."""
        if not by.strip() or not reason.strip():
            raise UsageError("--by and --reason must say something: whoever comes later asks who it was, and why.")
        self._held = held
        self._by = by.strip()
        self._reason = reason.strip()
        self._now = now or datetime.now(UTC)
        self._of_article = Counter(
            report.article.id
            for incident in held.values()
            if incident.state in (IncidentState.active, IncidentState.rejected)
            for report in incident.reports
        )

    def incident(self, incident_id: str) -> Incident:
        """The incident that an id means; raises `UsageError` where there is none, or it is gone."""
        try:
            found = pick(self._held, incident_id)
        except LookupError as error:
            raise UsageError(str(error)) from error
        if found.state is IncidentState.merged:
            raise UsageError(f"{found.id} is part of {found.merged_into} now: name that one.")
        if not found.reports:
            raise UsageError(f"{found.id} is {found.state.value}: no report of it is left to say anything of.")
        return found

    def of(self, kind: OverrideKind, incident: Incident, correction: Correction | None = None) -> Override:
        """Confirms, rejects or corrects an incident."""
        return self._word(kind, _country(incident), reports=self._targets(incident.reports), correction=correction)

    def merge(self, incidents: Sequence[Incident]) -> Override:
        """Makes one of several; raises `UsageError` for one alone, or where reports of two countries would have to
        meet."""
        if len({incident.id for incident in incidents}) < 2:
            raise UsageError("A merge is of two incidents or more: give the ids of others.")
        countries = sorted({_country(incident) for incident in incidents})
        if len(countries) > 1:
            raise UsageError(
                f"Their reports are of {' and '.join(countries)}: only those of one country can be merged."
            )
        reports = {report.id: report for incident in incidents for report in incident.reports}
        return self._word(OverrideKind.merge, countries[0], reports=self._targets(reports.values()))

    def split(self, incident: Incident, report_ids: Sequence[str]) -> Override:
        """Parts reports from the others of their incident; raises `UsageError` for what is none of it, or all of it."""
        chosen: dict[str, MemberReport] = {}
        for given in report_ids:
            found = [report for report in incident.reports if report.id.startswith(given)]
            if len(given) < SHORTEST or len(found) != 1:
                raise UsageError(
                    f"--report {given}: {len(found) or 'no'} reports of {incident.id} begin so. It has "
                    f"{', '.join(report.id for report in incident.reports)}."
                )
            chosen[found[0].id] = found[0]
        rest = [report for report in incident.reports if report.id not in chosen]
        if not rest:
            raise UsageError(f"These are all reports of {incident.id}: name those that tell another incident.")
        return self._word(
            OverrideKind.split,
            _country(incident),
            reports=self._targets(chosen.values()),
            apart_from=self._targets(rest),
        )

    def undo(self, said: Collection[Override], given: str) -> Override:
        """Takes an earlier word back; raises `UsageError` where it is unknown, or taken back already."""
        found = [word for word in said if word.id.startswith(given)] if len(given) >= SHORTEST else []
        if len(found) != 1:
            raise UsageError(
                f"{len(found) or 'No'} overrides begin with {given!r}, of {len(said):,}. `tocsin show ID` names those "
                "that hold for an incident."
            )
        [word] = found
        words = Overrides()
        for each in said:
            words.put(each, ())
        if not words.stands(word):
            raise UsageError(f"{word.id} is taken back already. To say it again, undo the undo, or say it anew.")
        earliest = word.at + timedelta(microseconds=1)  # clocks differ, and only a later word counts
        return self._word(OverrideKind.undo, word.country, at=max(self._now, earliest), undoes=word.id)

    def _targets(self, reports: Iterable[MemberReport]) -> list[OverrideTarget]:
        return [
            OverrideTarget(
                report=report.id, article=report.article.id if self._of_article[report.article.id] == 1 else None
            )
            for report in reports
        ]

    def _word(self, kind: OverrideKind, country: str, *, at: datetime | None = None, **said: Any) -> Override:
        word = Override(
            id="to come", kind=kind, country=country, by=self._by, reason=self._reason, at=at or self._now, **said
        )
        content = json.dumps(word.model_dump(mode="json", exclude={"id"}), sort_keys=True)
        return word.model_copy(update={"id": override_id(content)})


def _country(incident: Incident) -> str:
    """Key of the incident's reports. Its place may be in another country by an analyst's word."""
    return incident.overrides[0].country if incident.overrides else incident.place.country


async def said_so_far(settings: Settings) -> list[Override]:
    """All overrides that the topic holds, each once. Those that no reader can use are left out."""
    found: dict[str, Override] = {}
    async for _, value in messages(settings, TOPIC, from_beginning=True, stop_at_end=True):
        try:
            word = Override.model_validate_json(value or b"")
        except ValueError:
            continue
        found[word.id] = word
    return list(found.values())


async def send(settings: Settings, word: Override) -> None:
    """Returns when the broker has it.

    Raises:
        ConfigurationError: the topic is not there as it should be.
        BrokenDependencyError: the broker did not take it.
    """
    problems = check(settings.broker(), {TOPIC: load_topics()[TOPIC]}, prefix=settings.topic_prefix)
    if problems:
        raise ConfigurationError(" ".join(map(str, problems)))
    message = encode(word, source="tocsin/override")
    producer = AIOKafkaProducer(**settings.broker().aiokafka(), acks="all")
    try:
        await producer.start()
        await producer.send_and_wait(
            settings.topic(TOPIC), value=message.value, key=message.key, headers=message.headers
        )
    except KafkaError as error:
        raise BrokenDependencyError(f"{settings.bootstrap} did not take the override ({error!r}).") from error
    finally:
        await producer.stop()
