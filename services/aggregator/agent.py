"""The aggregator worker: reports, retractions and analysts' overrides in, incidents and rolling counts out.

Each partition's state is in memory and in three tables: `reports` (the truth, overrides among it), `incidents` and
`tallies` (what follows). What is to be told is marked, then told, then its rows are written, so that a crash repeats
rather than forgets; after a rebalance the state is loaded from the rows again, and mended where a crash left them
apart. Two topics feed it, whose partitions of one number come to one worker; only one group of messages is under way at
a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from time import time
from typing import Any

import structlog
from faust.types import EventT
from prometheus_client import REGISTRY

from schemas import REPORTED, Incident, IncidentReport, IncidentState, Override, Retraction
from services.runtime import metrics
from services.runtime.app import App, create_app
from services.runtime.batches import Promises
from services.runtime.codec import Encoded, decode
from services.runtime.errors import BadMessageError, BrokenDependencyError, ConfigurationError
from services.runtime.settings import Settings
from services.runtime.tables import Table

from . import telling
from .atlas import load_atlas
from .change import Change, Outcome
from .exporter import RollingCounts
from .page import page_routes
from .retention import Retention
from .state import PartitionState
from .view import View

SOURCE = "incidents.reported.v1"
OVERRIDES = "incidents.overrides.v1"
TARGET = "incidents.v1"
TABLES = ("reports", "incidents", "tallies")
"""In the order in which their rows are written."""

Read = Callable[[bytes | None], IncidentReport | Retraction | Override]

log = structlog.get_logger(__name__)


class Aggregation:
    """Keeps the incidents and counts of one worker's partitions."""

    def __init__(self, settings: Settings) -> None:
        self.app: App = create_app("aggregator", settings)
        self.states: dict[int, PartitionState] = {}
        self.drift: dict[int, int] = {}
        self._tables: dict[str, Table] = {name: self.app.rows(name) for name in TABLES}
        self._by_event_time = settings.clock == "event"
        self._retention = Retention(clock=settings.clock)
        self._next_check = 0
        self._one_at_a_time = asyncio.Lock()
        self._is_loaded = False
        # Before the readers' own.
        self.app.on_rebalance_complete.connect(self._on_rebalanced, weak=False)  # type: ignore[arg-type]  # as theirs
        self._readers = (
            self.app.read(SOURCE, self.process, on_assigned=self.load, chore=self.check),
            self.app.read(OVERRIDES, self.process_overrides, on_assigned=self.load),
        )
        atlas = load_atlas()
        if settings.serves_view:
            self.app.routes.extend([*View(self.states, self.clock, atlas).routes(), *page_routes(atlas)])
        REGISTRY.register(
            RollingCounts(
                self.states, clock=self.clock, drift=self.drift, max_rows=settings.metrics_max_rows, atlas=atlas
            )
        )

    def clock(self, state: PartitionState) -> datetime | None:
        """What the windows of a partition are counted back from; null while it has seen nothing."""
        return state.newest_published_at if self._by_event_time else datetime.now(UTC)

    async def _on_rebalanced(self, _app: Any, **_: Any) -> None:
        self._is_loaded = False

    async def load(self, partitions: set[int]) -> None:
        """Take over partitions, for the reader that comes first after a rebalance: their state from their rows, mended.

        Raises:
            ConfigurationError: the partitions of the two topics do not come together.
        """
        async with self._one_at_a_time:
            if not self._is_loaded:
                await self._load(partitions)
                self._is_loaded = True
            elif partitions != self.states.keys():
                raise ConfigurationError(
                    f"Partitions {sorted(partitions)} of one and {sorted(self.states)} of the other of {SOURCE} and "
                    f"{OVERRIDES} came to this worker: run `tocsin topics check`, and only workers of one version."
                )

    async def _load(self, partitions: set[int]) -> None:
        self.states.clear()
        self.drift.clear()
        for partition in sorted(partitions):
            reports, incidents, tallies = (table.rows(partition) for table in self._tables.values())
            state = PartitionState.load(reports, incidents, tallies, retention=self._retention)
            change = state.recover(self.clock(state) or datetime.now(UTC))
            await asyncio.gather(*await self._carry_out(partition, [change]))
            self.states[partition] = state
            if change:
                log.info("rows mended after a restart", partition=partition, rows=len(change))

    async def process(self, events: Sequence[EventT[Any]]) -> Promises:
        """Apply a group of reports and retractions, send what changed, then write the rows."""
        async with self._one_at_a_time:
            return await self._apply(SOURCE, read_report, events)

    async def process_overrides(self, events: Sequence[EventT[Any]]) -> Promises:
        """The same with a group of overrides."""
        async with self._one_at_a_time:
            return await self._apply(OVERRIDES, read_override, events)

    async def _apply(self, topic: str, read: Read, events: Sequence[EventT[Any]]) -> Promises:
        letters: list[tuple[str, Encoded]] = []
        changes: dict[int, list[Change]] = {}
        for event in events:
            try:
                message = read(event.message.value)
            except BadMessageError as bad:
                letters.append(self.app.dead_letter(topic, event, bad))
                if topic == SOURCE:
                    metrics.reports_taken.labels("dead_lettered").inc()
                continue
            state = self.states[event.message.partition]
            change = state.apply(message, self.clock(state))
            changes.setdefault(event.message.partition, []).append(change)
            self._count(message, change)
        await self.app.deliver(letters)
        promises: list[Any] = []
        for partition, of_partition in changes.items():
            promises.extend(await self._carry_out(partition, of_partition))
        return promises

    async def check(self) -> None:
        """Recount one partition, in turn, and let go of what is past its retention.

        Only a partition that has caught up: before that, rows of a crashed worker may be ahead of what was replayed.
        """
        async with self._one_at_a_time:
            await self._check()

    async def _check(self) -> None:
        settled = sorted(self.states.keys() & set.intersection(*(reader.caught_up for reader in self._readers)))
        if not settled:
            return
        partition = settled[self._next_check % len(settled)]
        self._next_check += 1
        state = self.states[partition]
        drift = state.reconcile()
        self.drift[partition] = len(drift)
        if drift:
            log.error("rows differed from a recount and were mended", partition=partition, rows=len(drift))
        now = self.clock(state)
        changes = [drift, *([state.expire(now)] if now else [])]
        await asyncio.gather(*await self._carry_out(partition, changes))

    async def _carry_out(self, partition: int, changes: Iterable[Change]) -> Promises:
        """Mark, send, write, in this order: the newest word on each incident of the group, then its rows."""
        changes = list(changes)
        outgoing: dict[str, Incident | None] = {}
        rows: dict[str, dict[str, Any]] = {"incidents": {}, "tallies": {}}
        for change in changes:
            for incident in change.outgoing:
                outgoing.pop(incident.id, None)
                outgoing[incident.id] = incident
            outgoing |= dict.fromkeys(change.ended)
            rows["incidents"] |= change.incidents
            rows["tallies"] |= change.tallies
        if outgoing:
            await self._mark(partition, telling.row_of(outgoing))
        await self.app.deliver(
            self.app.encode(TARGET, incident) if incident else (TARGET, Encoded(key.encode(), None, []))
            for key, incident in outgoing.items()
        )
        for id_, told in outgoing.items():
            metrics.incident_revisions.labels(told.state.value if told else "ended").inc()
            _log_told(id_, told)
        # The truth, word by word as it came; of what follows from it, the end.
        for change in changes:
            for key, row in change.reports.items():
                self._tables["reports"].write(partition, key, row)
        if outgoing:
            self._tables["reports"].write(partition, telling.ROW_KEY, None)
        for name, of_table in rows.items():
            for key, row in of_table.items():
                self._tables[name].write(partition, key, row)
        return [promise for table in self._tables.values() for promise in table.take_promises()]

    async def _mark(self, partition: int, row: dict[str, Any]) -> None:
        """Write what is about to be told; returns when the broker has it."""
        table = self._tables["reports"]
        table.write(partition, telling.ROW_KEY, row)
        try:
            await asyncio.wait_for(asyncio.gather(*table.take_promises()), self.app.settings.delivery_timeout)
        except Exception as error:
            raise BrokenDependencyError(f"The broker did not take what was to be told: {error!r}.") from error

    def _count(self, message: IncidentReport | Retraction | Override, change: Change) -> None:
        if isinstance(message, Override):
            metrics.overrides_taken.labels(message.kind.value, change.outcome.value).inc()
            log.info("override", override=message.id, kind=message.kind.value, outcome=change.outcome.value)
            return
        metrics.reports_taken.labels(change.outcome.value).inc()
        metrics.late_reports.inc(change.late)
        if isinstance(message, IncidentReport) and change.outcome is Outcome.applied:
            age = time() - message.article.fetched_at.timestamp()
            metrics.news_age_seconds.labels("aggregator").observe(max(0.0, age))


def _log_told(incident_id: str, told: Incident | None) -> None:
    """One line a message: at INFO what is new, merged, withdrawn or ended, at DEBUG what is told more of."""
    if told is None:
        log.info("incident", incident=incident_id, state="ended")
        return
    tell = log.debug if told.state is IncidentState.active and told.revision > 1 else log.info
    tell(
        "incident",
        incident=incident_id,
        state=told.state.value,
        revision=told.revision,
        merged_into=told.merged_into,
        articles=[report.article.id for report in told.reports],
    )


def read_report(value: bytes | None) -> IncidentReport | Retraction:
    """The report or retraction of a message's value; raises `BadMessageError` saying what is wrong with it."""
    return decode(value, REPORTED.validate_json)


def read_override(value: bytes | None) -> Override:
    """The override of a message's value; raises `BadMessageError` saying what is wrong with it."""
    return decode(value, Override.model_validate_json)


def create(settings: Settings) -> App:
    """The app of an aggregator worker."""
    return Aggregation(settings).app
