"""The closed vocabulary of what can go wrong, and the exit codes of a worker.

    TocsinError                     base: its message says what to do next
    |-- BadMessageError             never retried: the message goes to the dead letters with its reason
    |-- UsageError                  a command was asked for what can't be
    |-- ConfigurationError          refuse to start
    `-- BrokenDependencyError       stop the worker: nothing more may be committed, the supervisor starts it again

A worker that hits a broken dependency leaves at once (`leave`), so that no offset is committed past work that was not
delivered. What is then read again changes nothing, because rows are assigned and ids are deterministic.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

import structlog

from schemas import DeadLetterReason

EXIT_OK = 0
EXIT_USAGE = 2
EXIT_CRASHED = 70
"""The engine or an agent failed (`EX_SOFTWARE`)."""
EXIT_DELIVERY = 74
"""An output, a row or a dead letter could not be delivered (`EX_IOERR`)."""
EXIT_STALLED = 75
"""A partition's lag did not move: the watchdog ended the worker (`EX_TEMPFAIL`)."""
EXIT_CONFIGURATION = 78
"""The settings or the topics are not fit to start (`EX_CONFIG`)."""

log = structlog.get_logger(__name__)


class TocsinError(Exception):
    """Base of all errors of Tocsin; the message says what to do next."""

    exit_code = EXIT_CRASHED


class BadMessageError(TocsinError):
    """A message that can never be used: it goes to the dead letters.

    Args:
        reason: code of the closed vocabulary.
        error: what was wrong, in one line.
    """

    def __init__(self, reason: DeadLetterReason, error: str) -> None:
        super().__init__(f"{reason}: {error}")
        self.reason = reason
        self.error = error


class UsageError(TocsinError):
    """A command was asked for what can't be: an unknown id, a slot that does not exist."""

    exit_code = EXIT_USAGE


class ConfigurationError(TocsinError):
    """Settings, files or topics that a worker can't start with."""

    exit_code = EXIT_CONFIGURATION


class BrokenDependencyError(TocsinError):
    """A broker or a disk that does not do its part."""

    exit_code = EXIT_DELIVERY


def leave(code: int, why: str, **context: object) -> NoReturn:
    """End the process at once, without commits and without clean-up; logs `why` first."""
    log.critical(why, exit_code=code, **context)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
