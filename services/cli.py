"""The `tocsin` command: what it offers, and how errors end. Each subcommand is a file in `commands/`."""

from __future__ import annotations

import sys

import typer

from services.commands import demo, export, extract, feed, override, schemas, show, tail, top, topics, worker
from services.runtime.errors import EXIT_OK, TocsinError

app = typer.Typer(
    name="tocsin",
    help="Turns a stream of news into a stream of security incidents, and counts them per actor and location.",
    epilog="Settings come from TOCSIN_… variables or a .env file: see .env.example. First steps: tocsin demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("demo")(demo.demo)
app.command("feed")(feed.feed)
app.command("extract")(extract.extract)
app.command("show")(show.show)
app.command("export")(export.export)
app.command("worker")(worker.worker)
app.command("top")(top.top)
app.add_typer(override.app, name="override")
app.add_typer(tail.app, name="tail")
app.add_typer(topics.app, name="topics")
app.add_typer(schemas.app, name="schemas")


def main() -> None:
    """Run the command line; an error that the user can mend is one line on standard error, without a stack trace."""
    try:
        app()
    except TocsinError as error:
        sys.stderr.write(f"tocsin: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong.
        sys.stderr.close()
        sys.exit(EXIT_OK)


if __name__ == "__main__":
    main()
