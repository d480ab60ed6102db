"""`tocsin feed` at the terminal: its options, its bars, and what it tells at the end."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..options import Bootstrap, Prefix, Published

if TYPE_CHECKING:
    from rich.progress import Progress

    from services.runtime.settings import Settings

    from .run import FeedResult

FILES = "txt, html, json, jsonl, warc, each also as .gz or .zst"


def feed(
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL...", help=f"Files ({FILES}), folders of them, and addresses of feeds or pages."
        ),
    ],
    published: Published = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where a feed of the same files was broken off.")
    ] = False,
    wait: Annotated[
        float,
        typer.Option(
            help="Tell what ingest makes of the articles: seconds that it may stand still while they are waited for. "
            "0 does not wait.",
            min=0,
            metavar="SECONDS",
        ),
    ] = 10.0,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Feed articles to the pipeline: each file, line of a .jsonl file, page of a WARC and entry of a feed is a message.

    A feed that is broken off, whatever broke it, goes on with --resume: each article is sent exactly once. Feeding the
    same article again changes nothing. What can't be used ends in news.raw.v1-dlq, with the reason.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from services.runtime.settings import load_settings

    from ..rendering import rate_column
    from .web import is_address

    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)
    addresses = [one for one in given if is_address(one)]
    paths = [Path(one) for one in given if not is_address(one)]
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"{path} does not exist", param_hint="PATH|URL")
    if resume and addresses:
        raise typer.BadParameter("only files can be gone on with: what an address gives changes", param_hint="--resume")
    columns = (TextColumn("{task.description:22}"), BarColumn(), MofNCompleteColumn(), rate_column())
    with Progress(*columns, TimeElapsedColumn()) as progress:
        job = _Job(settings, paths, addresses, published.isoformat() if published else None, resume=resume)
        try:
            result, made = asyncio.run(job.run(progress, patience=wait))
        except KeyboardInterrupt:
            if not addresses:
                sys.stderr.write("tocsin: broken off; the same command with --resume goes on from here\n")
            raise
    _tell(settings, result, made, waited=wait > 0)
    if not result.fed:
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Job:
    settings: Settings
    paths: list[Path]
    addresses: list[str]
    published: str | None
    resume: bool = field(kw_only=True)

    async def run(self, progress: Progress, *, patience: float) -> tuple[FeedResult, Counter[str] | None]:
        """Send, then wait for ingest: what was sent, and the outcomes if ingest has read all of it."""
        from .outcomes import outcomes, wait_for_ingest

        result = await self._send(progress)
        if not patience or not result.fed:
            return result, None
        bar = progress.add_task("read by ingest", total=result.fed)

        def show(left: int) -> None:
            # What others feed counts too, so that this may stand still for a while.
            progress.update(bar, completed=max(0, result.fed - left))

        if not await wait_for_ingest(self.settings, result.position, show, patience=patience):
            return result, None
        return result, await outcomes(self.settings, result.position)

    async def _send(self, progress: Progress) -> FeedResult:
        from .position import PositionFile
        from .run import TOPIC, feed_items, feed_paths, items_of
        from .web import read_addresses

        settings = self.settings
        if self.addresses:
            fetched = read_addresses(self.addresses, private=settings.fetch_private, published=self.published)
            return await feed_items(settings, items_of(settings, self.paths, self.published, fetched), progress)
        file = PositionFile(settings.data_dir, self.paths, self.published, settings.topic(TOPIC), settings.bootstrap)
        try:
            if not self.resume and (earlier := file.load()) is not None and not earlier.complete:
                sys.stderr.write(
                    f"tocsin: a feed of the same was broken off after {earlier.taken} articles; this one begins anew "
                    "(--resume would have gone on)\n"
                )
            return await feed_paths(settings, self.paths, self.published, progress, file=file, resume=self.resume)
        finally:
            file.close()


def _tell(settings: Settings, result: FeedResult, made: Counter[str] | None, *, waited: bool) -> None:
    from .run import TOPIC

    for item in result.shown:
        sys.stderr.write(f"tocsin: {item.origin}: skipped ({item.reason})\n")
    skipped = result.skipped.total()
    if skipped > len(result.shown):
        sys.stderr.write(f"tocsin: and {skipped - len(result.shown)} more skipped\n")
    now = result.fed - result.before
    rate = f" in {result.seconds:.1f} s ({now / result.seconds:,.0f} a second)" if result.seconds > 0 and now else ""
    line = f"{now} fed to {settings.topic(TOPIC)}{rate}"
    if result.before:
        line += f", {result.before} were fed before"
    if skipped:
        line += f", {skipped} skipped ({_counts(result.skipped)})"
    typer.echo(f"{line}.")
    if made is not None:
        typer.echo(f"Outcomes: {_counts(made)}.")
    elif waited and result.fed:
        typer.echo("Ingest has not read them all yet: if no worker runs, start one with `tocsin worker ingest`.")


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counted.most_common())
