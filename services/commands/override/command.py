"""`tocsin override` at the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from ..options import Bootstrap, Prefix

if TYPE_CHECKING:
    from schemas import Override
    from services.runtime.settings import Settings

    from .words import Analyst

app = typer.Typer(
    help="Overrule what was worked out: an analyst's word outranks the machine's, and a later word an earlier one.",
    epilog='For example: tocsin override reject 4992e8c3 --by "R. Aziz" --reason "Footage of 2019."',
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or how it begins.")]
By = Annotated[str, typer.Option("--by", help="Who says so.", metavar="NAME")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for those who come later.", metavar="TEXT")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")]


@app.command("confirm", epilog='tocsin override confirm 4992e8c3 --by "R. Aziz" --reason "Two of our own were there."')
def confirm(
    incident_id: Id,
    by: By,
    reason: Reason,
    dry_run: DryRun = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """It is so: the incident's confidence is 1. What its reports differ on stays disputed until it is corrected."""
    from schemas import OverrideKind

    settings = _settings(bootstrap, topic_prefix)
    _say(settings, by, reason, lambda a: a.of(OverrideKind.confirm, a.incident(incident_id)), dry_run=dry_run)


@app.command("reject", epilog='tocsin override reject 4992e8c3 --by "R. Aziz" --reason "Footage of 2019."')
def reject(
    incident_id: Id,
    by: By,
    reason: Reason,
    dry_run: DryRun = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """It is no incident: its state is `rejected`, and it is counted nowhere. Later reports of it are rejected too."""
    from schemas import OverrideKind

    settings = _settings(bootstrap, topic_prefix)
    _say(settings, by, reason, lambda a: a.of(OverrideKind.reject, a.incident(incident_id)), dry_run=dry_run)


@app.command("merge", epilog='tocsin override merge 4992e8c3 0b7d11fe --by "R. Aziz" --reason "One blast, two towns."')
def merge(
    incident_ids: Annotated[list[str], typer.Argument(metavar="ID ID...", help="Incidents of one country.")],
    by: By,
    reason: Reason,
    dry_run: DryRun = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """They are one incident, however unlike their reports are."""
    settings = _settings(bootstrap, topic_prefix)
    _say(settings, by, reason, lambda a: a.merge([a.incident(each) for each in incident_ids]), dry_run=dry_run)


@app.command(
    "split", epilog='tocsin override split 4992e8c3 --report df993c26 --by "R. Aziz" --reason "The week before."'
)
def split(
    incident_id: Id,
    report: Annotated[
        list[str],
        typer.Option("--report", help="A report that tells another incident; `tocsin show` has the ids.", metavar="ID"),
    ],
    by: By,
    reason: Reason,
    dry_run: DryRun = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Some reports tell another incident than the rest: they are kept apart, however alike they are."""
    settings = _settings(bootstrap, topic_prefix)
    _say(settings, by, reason, lambda a: a.split(a.incident(incident_id), report), dry_run=dry_run)


@app.command(
    "correct",
    epilog='tocsin override correct 4992e8c3 --set killed=3 --set perpetrators=islamic-state --by "R. Aziz" '
    '--reason "The hospital\'s list."',
)
def correct(
    incident_id: Id,
    given: Annotated[
        list[str],
        typer.Option(
            "--set",
            help="What is so instead: killed, injured, captured (5, 5+, 5-8, unknown), type, status, damage (a code), "
            "date (2022-01-05, 2022-01-05..2022-01-06, 2022-01), perpetrators (ids, comma-separated), weapons (codes), "
            "place (JSON object), actors, targets (JSON lists).",
            metavar="SLOT=VALUE",
        ),
    ],
    by: By,
    reason: Reason,
    dry_run: DryRun = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """A slot says something else than its reports do. Counts follow; what is corrected is disputed no longer."""
    from schemas import OverrideKind

    from .slots import correction_of

    def say(analyst: Analyst) -> Override:
        incident = analyst.incident(incident_id)
        return analyst.of(OverrideKind.correct, incident, correction_of(given, incident))

    _say(_settings(bootstrap, topic_prefix), by, reason, say, dry_run=dry_run)


@app.command(
    "undo", epilog='tocsin override undo 53c1a7e0 --by "S. Khan" --reason "The outlet has confirmed the date."'
)
def undo(
    override_id: Annotated[str, typer.Argument(metavar="OVERRIDE", help="An override's id, or how it begins.")],
    by: By,
    reason: Reason,
    dry_run: DryRun = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Take an earlier override back: all is as if it had not been said. An undo can be undone."""
    from .words import said_so_far

    settings = _settings(bootstrap, topic_prefix)
    _say(settings, by, reason, lambda a: a.undo(asyncio.run(said_so_far(settings)), override_id), dry_run=dry_run)


def _settings(bootstrap: str | None, topic_prefix: str | None) -> Settings:
    from services.runtime.settings import load_settings

    return load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)


def _say(settings: Settings, by: str, reason: str, word_of: Callable[[Analyst], Override], *, dry_run: bool) -> None:
    from ..incident_topic import newest
    from .words import Analyst, send

    word = word_of(Analyst(asyncio.run(newest(settings)), by=by, reason=reason))
    if dry_run:
        typer.echo(word.model_dump_json(indent=2))
        return
    asyncio.run(send(settings, word))
    typer.echo(f"{word.kind.value} {word.id} is with the broker: the incident follows in a moment.")
    typer.echo(f"To take it back: tocsin override undo {word.id} --by NAME --reason TEXT")
