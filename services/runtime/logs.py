"""Structured logs: one line an event, human-readable at a terminal, JSON where asked for.

Names of fields: `article`, `reports` and `incident` are ids, so that one article can be followed through the services;
`partition`, `offset` and `key` are those of the message. Nothing of an article's words is logged.
"""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logs(*, level: str = "INFO", json: bool = False) -> None:
    """Route structlog and the standard library's logging to standard error.

    Args:
        level: name of the lowest level shown.
        json: one JSON object a line instead of text.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), sort_keys=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),  # what is not shown costs nothing
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    handler.addFilter(_tells_more_than_start_and_stop)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # The engine tells every step of a rebalance at INFO: of use to its developers, noise to an operator.
    for chatty in ("faust", "mode", "aiokafka", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.DEBUG if level.upper() == "DEBUG" else logging.WARNING)


def _tells_more_than_start_and_stop(record: logging.LogRecord) -> bool:
    """The engine tells of each of its parts, and of ours, that it starts and stops: `[^--Fetcher]: Starting...`."""
    return record.levelno > logging.INFO or not str(record.msg).startswith("[^")
