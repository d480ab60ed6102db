"""Running a worker: verify, start, serve, stop cleanly, and tell by the exit code how it ended."""

from __future__ import annotations

import asyncio
import os
import sys
from time import monotonic, sleep
from typing import NoReturn

import faust
import structlog
from mode import Service as Background

from .app import App, needed_topics
from .errors import EXIT_CRASHED, EXIT_OK, ConfigurationError, TocsinError
from .settings import Service, Settings
from .topic_admin import BrokerUnavailableError, check
from .watchdog import watch
from .web import WebServer

log = structlog.get_logger(__name__)

WAIT_FOR_BROKER = 60.0
"""Seconds that a worker waits at start for a broker that does not answer yet."""


class Worker(faust.Worker):
    """Faust's worker, without its banner, its logging and its changes to the process's name and folder."""

    def __init__(self, app: App) -> None:
        super().__init__(app, override_logging=False, redirect_stdouts=False, quiet=True)
        self.spinner = None

    def _setproctitle(self, info: str, *, ident: str = "") -> None:
        """Leave the process its name."""


class _Watchdogs(Background):
    """Watches each reader of the app."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app

    async def on_start(self) -> None:
        """Begin to watch."""
        settings = self._app.settings
        limit = settings.watchdog_limit
        for reader in self._app.readers:
            self.add_future(watch(reader, reader.group, limit=limit, interval=min(5.0, limit / 4)))


def _web_server(app: App) -> WebServer:
    settings = app.settings
    return WebServer(
        app.is_ready, host=settings.web_host, port=settings.web_port_of(app.service_name), routes=app.routes
    )


def verify_topics(service: Service, settings: Settings) -> None:
    """Refuse to start where a topic is missing or differs from its file; waits a while for the broker.

    Raises:
        ConfigurationError: with each problem and its cure.
    """
    topics = needed_topics(service)
    deadline = monotonic() + WAIT_FOR_BROKER
    while True:
        try:
            problems = check(settings.broker(), topics, prefix=settings.topic_prefix)
        except BrokerUnavailableError as error:
            if monotonic() > deadline:
                raise ConfigurationError(str(error)) from error
            log.warning("waiting for the broker", bootstrap=settings.bootstrap)
            sleep(2)
            continue
        if problems:
            raise ConfigurationError(" ".join(str(problem) for problem in problems))
        return


def run_service(service: Service, settings: Settings) -> NoReturn:
    """Verify, build and run a worker of `service`; raises `TocsinError` when it can't even start."""
    import importlib

    verify_topics(service, settings)
    # A service is imported by name: the runtime knows none of them.
    module = importlib.import_module(f"services.{service}.agent")
    run(module.create(settings))


def run(app: App) -> NoReturn:
    """Run the app until SIGTERM or SIGINT, or until it fails; ends the process with an exit code of `errors`."""
    code = EXIT_CRASHED
    try:
        app.background.append(_web_server(app))
        app.background.append(_Watchdogs(app))
        worker = Worker(app)
        try:
            worker.execute_from_commandline()
        except SystemExit as ended:
            code = EXIT_OK if ended.code in (None, 0) else EXIT_CRASHED
        crash = app.crash_reason or worker.crash_reason
        if crash is not None:
            # Faust leaves with 0 when an agent raised.
            code = crash.exit_code if isinstance(crash, TocsinError) else EXIT_CRASHED
            log.critical("the worker crashed", error=repr(crash))
    except TocsinError as error:
        code = error.exit_code
        log.critical(str(error))
    except asyncio.CancelledError:
        code = EXIT_OK
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads of the client libraries must not keep a stopped worker alive.
    os._exit(code)
