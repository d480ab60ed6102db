"""`tocsin worker`: run one worker of a service."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from .options import Bootstrap, Prefix


class ServiceName(StrEnum):
    """The services."""

    ingest = "ingest"
    extractor = "extractor"
    aggregator = "aggregator"


def worker(
    service: Annotated[ServiceName, typer.Argument(help="Which service to run.")],
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
    web_port: Annotated[
        int | None, typer.Option(help="Port of /metrics, /healthz and /readyz; 0 picks a free one.", min=0, max=65535)
    ] = None,
) -> None:
    """Run a worker until SIGTERM or Ctrl-C. Start as many as there is work: partitions are shared among them.

    Ends with 0 when stopped, 70 when it failed, 74 when the broker did not take its outputs, 75 when the watchdog found
    a partition that did not move, and 78 when the settings or topics are not fit to start. After 70 to 75 start it
    again (a supervisor does): what was not acknowledged is read again, and changes nothing twice.
    """
    from services.runtime.logs import configure_logs
    from services.runtime.settings import load_settings
    from services.runtime.worker import run_service

    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix, web_port=web_port)
    configure_logs(level=settings.log_level, json=settings.log_json)
    run_service(service.value, settings)
