"""`tocsin topics`: make the topics, or tell how they differ from the topic files."""

from __future__ import annotations

import sys

import typer

from .options import Bootstrap, Prefix

app = typer.Typer(help="Create the topics of schemas/topics/, or check them.", no_args_is_help=True)


@app.command("apply")
def apply(bootstrap: Bootstrap = None, topic_prefix: Prefix = None) -> None:
    """Create missing topics and set differing configurations. Nothing is ever deleted or shrunk."""
    from rich.console import Console

    from schemas.topics import load_topics
    from services.runtime.settings import load_settings
    from services.runtime.topic_admin import apply as apply_topics

    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)
    topics = load_topics()
    changes = apply_topics(
        settings.broker(), topics, replication_factor=settings.replication_factor, prefix=settings.topic_prefix
    )
    console = Console()
    for change in changes:
        console.print(str(change), highlight=False)
    console.print(f"{len(topics)} topics as they should be ({len(changes)} changed).", highlight=False)


@app.command("check")
def check(bootstrap: Bootstrap = None, topic_prefix: Prefix = None) -> None:
    """Compare the broker's topics with the topic files; ends with 1 and names each problem and its cure."""
    from rich.console import Console

    from schemas.topics import load_topics
    from services.runtime.settings import load_settings
    from services.runtime.topic_admin import check as check_topics

    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)
    topics = load_topics()
    problems = check_topics(settings.broker(), topics, prefix=settings.topic_prefix)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        raise typer.Exit(1)
    Console().print(f"{len(topics)} topics as they should be.", highlight=False)
