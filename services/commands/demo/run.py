"""What the demo does, step by step: start, feed, wait until everything has been counted, show, serve, stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from pathlib import Path
from time import monotonic

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from schemas import IncidentState
from schemas.topics import load_topics
from services.runtime.brokers import EmbeddedBroker
from services.runtime.brokers.embedded import LIMITS
from services.runtime.errors import BrokenDependencyError, TocsinError
from services.runtime.group_progress import GroupProgress
from services.runtime.settings import WEB_PORTS, ExplicitSettings, Service, Settings
from services.runtime.supervisor import Supervisor

from .. import rolling
from ..incident_topic import newest
from ..rendering import console, counts_table, incidents_table
from .feeding import Feeding
from .ports import free_port
from .recording import Recording

SERVICES: tuple[Service, ...] = ("ingest", "extractor", "aggregator")
INPUTS: dict[Service, str] = {
    "ingest": "news.raw.v1",
    "extractor": "news.articles.v1",
    "aggregator": "incidents.reported.v1",
}
LABELS = {"ingest": "cleaned", "extractor": "extracted", "aggregator": "resolved and counted"}


class DemoTimeoutError(TocsinError):
    """The articles were not through in time."""


class Demo:
    """One run.

    Args:
        feeding: what to feed.
        folder: for state and logs; the caller removes it.
        timeout: seconds that the articles may take, start of the workers included.
        record: where a Prometheus keeps what it scrapes meanwhile; none where not given.
    """

    def __init__(self, feeding: Feeding, folder: Path, *, timeout: float, record: Path | None = None) -> None:
        self._feeding = feeding
        self._folder = folder
        self._record = record
        self._timeout = timeout
        self._console = console()
        self._ports = {service: free_port(WEB_PORTS[service]) for service in SERVICES}

    async def run(self, *, serve: bool) -> None:
        """Everything; returns once it has been shown, or after Ctrl-C or SIGTERM when it serves."""
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()

        def stop() -> None:
            stopped.set()
            if task is not None:
                task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        topics = {topic.name: topic.partitions for topic in load_topics().values()}
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.suppress(asyncio.CancelledError))
            broker = stack.enter_context(EmbeddedBroker(topics))
            workers = stack.enter_context(Supervisor())
            recording = stack.enter_context(self._recording()) if self._record else None
            settings = ExplicitSettings(bootstrap=broker.bootstrap, embedded=True)
            self._console.print(f"[dim]{LIMITS}[/dim]")
            for service in SERVICES:
                workers.start(service, self._env(service, broker.bootstrap), self._folder)
            await self._work(settings, workers)
            await self._show(settings)
            self._tell(broker.bootstrap, recording, serve=serve)
            while serve and not stopped.is_set():
                await asyncio.to_thread(workers.check)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopped.wait(), 1.0)
        if stopped.is_set():
            self._console.print("Stopped; nothing is left running.")

    def _recording(self) -> Recording:
        targets: dict[str, str] = {service: f"127.0.0.1:{self._ports[service]}" for service in SERVICES}
        return Recording(self._record or self._folder, targets)

    def _env(self, service: Service, bootstrap: str) -> dict[str, str]:
        return {
            "TOCSIN_BOOTSTRAP": bootstrap,
            "TOCSIN_EMBEDDED": "true",
            "TOCSIN_CLOCK": "event",
            "TOCSIN_PROCESSES": "1",
            # One worker of each service: when one fails, nobody else is to wait for.
            "TOCSIN_SESSION_TIMEOUT": "3",
            "TOCSIN_HEARTBEAT_INTERVAL": "1",
            "TOCSIN_WEB_PORT": str(self._ports[service]),
        }

    def _url(self, service: Service) -> str:
        return f"http://127.0.0.1:{self._ports[service]}"

    def _metrics_url(self, service: Service) -> str:
        return f"{self._url(service)}/metrics"

    async def _work(self, settings: Settings, workers: Supervisor) -> None:
        """Feed, then wait until each service has finished what the one before handed on."""
        columns = (SpinnerColumn(), TextColumn("{task.description:22}"), BarColumn(), MofNCompleteColumn())
        deadline = monotonic() + self._timeout
        with Progress(*columns, TimeElapsedColumn(), console=self._console) as progress:
            groups = {
                service: GroupProgress(settings.broker(), group=settings.app_id(service), topic=INPUTS[service])
                for service in SERVICES
            }
            try:
                sent = await self._feeding.feed(settings, progress, lambda: self._waiting(groups))
                bars = {service: progress.add_task(LABELS[service], total=None) for service in SERVICES}
                before_is_done = sent > 0
                for service in SERVICES:
                    while True:
                        await asyncio.to_thread(workers.check)
                        done, total = await asyncio.to_thread(self._progress, groups[service], INPUTS[service])
                        progress.update(bars[service], completed=done, total=total or None)
                        if before_is_done and done == total:
                            break
                        if monotonic() > deadline:
                            raise DemoTimeoutError(self._why_late(workers, service))
                        await asyncio.sleep(0.3)
            finally:
                for group in groups.values():
                    group.close()

    def _waiting(self, groups: dict[Service, GroupProgress]) -> int:
        pairs = (self._progress(groups[service], INPUTS[service]) for service in ("ingest", "extractor"))
        return sum(end - done for done, end in pairs)

    @staticmethod
    def _progress(group: GroupProgress, topic: str) -> tuple[int, int]:
        states = group.ask(range(load_topics()[topic].partitions)).values()
        return sum(state.committed for state in states), sum(state.end for state in states)

    def _why_late(self, workers: Supervisor, service: Service) -> str:
        log = next(worker.log_tail() for worker in workers.workers if worker.service == service)
        late = f"The articles were not {LABELS[service]} within {self._timeout:g} s"
        return f"{late}. The {service} worker's log ends:\n{log}"

    async def _show(self, settings: Settings) -> None:
        incidents = [i for i in (await newest(settings)).values() if i.state is IncidentState.active]
        incidents.sort(key=lambda incident: (incident.first_reported_at, incident.id))
        self._console.print()
        self._console.print(incidents_table(incidents, title=f"{len(incidents)} incidents"))
        samples = await asyncio.to_thread(rolling.scrape, [self._metrics_url("aggregator")])
        now = rolling.clock(samples)
        at = f" at {now:%Y-%m-%d %H:%M} UTC, the newest article's time" if now else ""
        title = f"Rolling counts per actor and location{at}"
        self._console.print()
        self._console.print(counts_table(rolling.rolling_counts(samples), ["location", "actor", "role"], title=title))
        await self._show_outcomes()

    async def _show_outcomes(self) -> None:
        urls = [self._metrics_url(service) for service in ("ingest", "extractor")]
        with contextlib.suppress(BrokenDependencyError):
            samples = await asyncio.to_thread(rolling.scrape, urls)
            outcomes = [
                f"{int(sample.value)} {sample.labels['outcome']}"
                for service in ("ingest", "extractor")
                for sample in samples
                if sample.name == "tocsin_articles_total" and sample.labels["service"] == service and sample.value
            ]
            self._console.print(f"\nArticles: {', '.join(outcomes)}.", highlight=False)

    def _tell(self, bootstrap: str, recording: Recording | None, *, serve: bool) -> None:
        lines = ["", f"Live page, with map, evidence and disputes: {self._url('aggregator')}/"]
        lines += ["Metrics for Prometheus:"]
        lines += [f"  {service:11} {self._metrics_url(service)}" for service in SERVICES]
        if recording:
            lines += [f"Prometheus: {recording.url}", f"  later, over what was recorded: {recording.how_to_open()}"]
        if serve:
            lines += [
                f"Kafka's protocol is spoken at {bootstrap}. In another terminal (.venv/bin/tocsin):",
                f"  tocsin feed FILE... --bootstrap {bootstrap}     your own news (txt, html, json, jsonl)",
                f"  tocsin tail incidents --from-beginning --bootstrap {bootstrap}",
                f"  tocsin top --metrics-url {self._metrics_url('aggregator')}",
                "Serving until Ctrl-C.",
            ]
        else:
            lines += ["They were served while this ran; `tocsin demo --serve` goes on serving."]
        lines += ["How to feed, subscribe and watch with a real Kafka: README.md"]
        self._console.print("\n".join(lines), highlight=False)
