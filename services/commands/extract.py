"""`tocsin extract`: the incidents of some articles, without a broker."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Published

if TYPE_CHECKING:
    from schemas import Article, IncidentReport


def extract(
    files: Annotated[
        list[Path], typer.Argument(help="Files (txt, html, json, jsonl) and folders of them.", exists=True)
    ],
    published: Published = None,
    jsonl: Annotated[
        bool | None,
        typer.Option(
            "--jsonl/--text",
            help="One IncidentReport a line, or for reading; the latter at a terminal.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            help="Write one HTML page, with what was found marked in the articles; prints only if told how.",
            metavar="FILE",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    with_article: Annotated[
        bool, typer.Option("--with-article", help="The cleaned article first, so that offsets can be checked.")
    ] = False,
    knowledge: Annotated[
        Path | None, typer.Option(help="Folder of your own knowledge files, beside the built-in ones.", file_okay=False)
    ] = None,
) -> None:
    """Print what articles tell: who attacked whom, where, when, with what, how many were hurt, and who says so.

    Ends with 1 when an article could not be used; the reason is on standard error.
    """
    from services.extractor.extract import Extractor
    from services.ingest.normalize import to_article
    from services.ingest.outcome import IngestLimits, Unsupported
    from services.ingest.outcome import Published as Cleaned
    from services.ingest.sources import Skipped, read_items
    from services.runtime.settings import load_settings

    if html and not html.parent.is_dir():
        raise typer.BadParameter(f"the folder {html.parent} does not exist; make it first", param_hint="--html")
    settings = load_settings(knowledge_dir=knowledge)
    limits = IngestLimits(max_bytes=settings.ingest_max_bytes)
    extractor = Extractor.load(settings.knowledge_dir)
    show = _print_jsonl if (jsonl if jsonl is not None else not sys.stdout.isatty()) else _print_text
    printed = html is None or jsonl is not None
    page: list[tuple[Article, list[IncidentReport]]] = []
    failed = False
    for item in read_items(files, published=published.isoformat() if published else None):
        if isinstance(item, Skipped):
            sys.stderr.write(f"tocsin: {item.origin}: skipped ({item.reason})\n")
            continue
        outcome = to_article(item.value, received_at=datetime.now(UTC), limits=limits)
        if isinstance(outcome, Cleaned):
            reports = extractor.extract(outcome.article)
            if printed:
                show(outcome.article, reports, with_article)
            if html:
                page.append((outcome.article, reports))
            continue
        failed = True
        why = (
            f"language {outcome.language}" if isinstance(outcome, Unsupported) else f"{outcome.reason}: {outcome.error}"
        )
        sys.stderr.write(f"tocsin: {item.origin}: not used ({why})\n")
    if html:
        _write_html(html, page)
    if failed:
        raise typer.Exit(1)


def _write_html(file: Path, page: list[tuple[Article, list[IncidentReport]]]) -> None:
    from services.extractor.report_html import render
    from services.runtime.errors import BrokenDependencyError

    try:
        file.write_text(render(page), encoding="utf-8")
    except OSError as error:
        why = error.strerror or error
        raise BrokenDependencyError(f"{file} can't be written ({why}); name another file with --html") from error
    sys.stderr.write(
        f"tocsin: wrote {file} (articles: {len(page)}, incidents: {sum(len(found) for _, found in page)})\n"
    )


def _print_jsonl(article: Article, reports: list[IncidentReport], with_article: bool) -> None:
    messages = [article, *reports] if with_article else reports
    for message in messages:
        sys.stdout.write(message.to_json().decode() + "\n")


def _print_text(article: Article, reports: list[IncidentReport], with_article: bool) -> None:
    from rich.markup import escape

    from .rendering import console as make_console
    from .rendering import report_lines

    console = make_console()
    title = escape(article.title or "Untitled")
    console.print(f"[bold underline]{title}[/]  {article.published_at:%Y-%m-%d %H:%M} UTC", highlight=False)
    if with_article:
        console.print(escape(article.text), highlight=False)
    for report in reports:
        console.print(report_lines(report), highlight=False)
    if not reports:
        console.print("No incident.")
