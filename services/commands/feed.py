"""`tocsin feed`: put files of news on `news.raw.v1`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Bootstrap, Prefix, Published

if TYPE_CHECKING:
    from rich.progress import Progress

    from services.ingest.sources import Skipped
    from services.runtime.settings import Settings

TOPIC = "news.raw.v1"
MAX_BYTES = 25_000_000
MAX_IN_FLIGHT = 500
"""Messages sent and not yet acknowledged by the broker."""


def feed(
    paths: Annotated[
        list[Path], typer.Argument(help="Files (txt, html, json, jsonl) and folders of them.", exists=True)
    ],
    published: Published = None,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Feed articles to the pipeline: each file, or each line of a .jsonl file, is one message on news.raw.v1.

    Feeding the same article again changes nothing. What can't be used ends in news.raw.v1-dlq, with the reason.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from services.runtime.settings import load_settings

    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)
    columns = (TextColumn("{task.description:22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        sent, skipped = asyncio.run(feed_paths(settings, paths, published, progress))
    for item in skipped:
        sys.stderr.write(f"tocsin: {item.origin}: skipped ({item.reason})\n")
    typer.echo(f"{sent} fed to {settings.topic(TOPIC)}" + (f", {len(skipped)} skipped" if skipped else "") + ".")
    if not sent:
        raise typer.Exit(1)


async def feed_paths(
    settings: Settings, paths: Iterable[Path], published: datetime | None, progress: Progress
) -> tuple[int, list[Skipped]]:
    """Send everything under `paths`; returns how many the broker took, and what was skipped.

    Raises:
        BrokenDependencyError: the broker does not answer, or does not take an article.
    """
    from aiokafka import AIOKafkaProducer
    from aiokafka.errors import KafkaError

    from services.ingest.sources import Skipped, count_items, read_items
    from services.runtime.errors import BrokenDependencyError

    paths = list(paths)
    producer = AIOKafkaProducer(**settings.broker().aiokafka(), acks="all", max_request_size=MAX_BYTES, linger_ms=5)
    try:
        await producer.start()
        bar = progress.add_task("fed", total=count_items(paths))
        skipped: list[Skipped] = []
        sent = 0
        under_way: set[asyncio.Future[Any]] = set()
        for item in read_items(paths, published=published.isoformat() if published else None):
            if isinstance(item, Skipped):
                skipped.append(item)
                continue
            under_way.add(await producer.send(settings.topic(TOPIC), key=item.key, value=item.value))
            if len(under_way) >= MAX_IN_FLIGHT:
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                sent += _taken(done)
                progress.update(bar, completed=sent)
        if under_way:
            sent += _taken((await asyncio.wait(under_way))[0])
        progress.update(bar, completed=sent)
    except KafkaError as error:
        raise BrokenDependencyError(
            f"Kafka at {settings.bootstrap} did not take the articles ({error!r}). Set --bootstrap or TOCSIN_BOOTSTRAP "
            "and make the topics with `tocsin topics apply`; to try things out without a broker: tocsin demo"
        ) from error
    finally:
        await producer.stop()
    return sent, skipped


def _taken(done: Iterable[asyncio.Future[Any]]) -> int:
    """How many were taken; raises the error of one that was not."""
    return len([future.result() for future in done])
