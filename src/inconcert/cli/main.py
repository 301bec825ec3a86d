"""The command line: one typer app that mounts a function of each command's module."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Annotated

import typer

from inconcert import __version__
from inconcert.cli.app import run

DEBUG = "--debug"
EVERYTHING_TO_HYDRA = {
    "ignore_unknown_options": True,
    "allow_interspersed_args": False,
    "help_option_names": [],
}

app = typer.Typer(
    name="inconcert",
    help="Finds accounts that act in concert, and shows the posts behind every score.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
posts = typer.Typer(help="Look at posts before anything is computed.", no_args_is_help=True)
app.add_typer(posts, name="posts")


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)
    ] = False,
    debug: Annotated[  # noqa: ARG001 - main reads it, wherever it stands
        bool, typer.Option(DEBUG, help="Show the traceback of an error.")
    ] = False,
) -> None:
    """Finds accounts that act in concert, and shows the posts behind every score."""
    if version:
        typer.echo(f"inconcert {__version__}")
        raise typer.Exit


def _mount(parent: typer.Typer, module: str, function: str, **settings: object) -> None:
    path = f"inconcert.cli.{module}"
    if importlib.util.find_spec(path) is not None:
        parent.command(function.strip("_"), **settings)(  # type: ignore[arg-type]
            getattr(importlib.import_module(path), function)
        )


_mount(app, "train", "train", context_settings=EVERYTHING_TO_HYDRA)
_mount(app, "score", "score")
_mount(app, "network", "network")
_mount(app, "simulate", "simulate")
_mount(app, "agreement", "agreement")
_mount(app, "reproduce", "reproduce")
_mount(app, "list", "list_")
_mount(app, "doctor", "doctor")
_mount(posts, "posts", "check")


def main() -> None:
    """Run the command line and exit."""
    arguments = [argument for argument in sys.argv[1:] if argument != DEBUG]
    debug = len(arguments) < len(sys.argv) - 1
    sys.exit(run(lambda: app(args=arguments, prog_name="inconcert"), debug=debug))
