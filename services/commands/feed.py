"""`tocsin feed`: put files of news on `news.raw.v1`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Bootstrap, Prefix

if TYPE_CHECKING:
    from rich.progress import Progress

    from services.runtime.settings import Settings

MAX_IN_FLIGHT = 500
"""Messages sent and not yet acknowledged by the broker."""


def feed(
    paths: Annotated[
        list[Path], typer.Argument(help="Files (txt, html, json, jsonl) and folders of them.", exists=True)
    ],
    published: Annotated[
        datetime | None,
        typer.Option(help="Publication date of what says none itself.", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    ] = None,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Feed articles to the pipeline: each file, or each line of a .jsonl file, is one message on news.raw.v1.

    Feeding the same article again changes nothing. What can't be used ends in news.raw.v1-dlq, with the reason.
    """
    from services.runtime.settings import load_settings

    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)
    sent, skipped = asyncio.run(_feed(paths, published, settings))
    typer.echo(f"{sent} fed to {settings.topic('news.raw.v1')}" + (f", {skipped} skipped" if skipped else ""))
    if not sent:
        raise typer.Exit(1)


async def _feed(paths: list[Path], published: datetime | None, settings: Settings) -> tuple[int, int]:
    from aiokafka import AIOKafkaProducer
    from aiokafka.errors import KafkaError
    from rich.progress import Progress

    from services.runtime.errors import BrokenDependencyError

    producer = AIOKafkaProducer(**settings.broker().aiokafka(), acks="all", max_request_size=25_000_000, linger_ms=5)
    try:
        await producer.start()
    except KafkaError as error:
        raise BrokenDependencyError(
            f"No Kafka at {settings.bootstrap} ({error}). Set --bootstrap or TOCSIN_BOOTSTRAP; "
            "to try things out without one: tocsin demo"
        ) from error
    try:
        with Progress() as progress:
            return await send_all(producer, settings.topic("news.raw.v1"), paths, published, progress)
    except KafkaError as error:
        raise BrokenDependencyError(f"{settings.bootstrap} did not take an article: {error}") from error
    finally:
        await producer.stop()


async def send_all(
    producer: Any, topic: str, paths: Iterable[Path], published: datetime | None, progress: Progress
) -> tuple[int, int]:
    """Send everything under `paths`; returns how many were sent and how many files were skipped."""
    raise NotImplementedError
