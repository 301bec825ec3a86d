"""The command line: a function of one module a command; only what is called is imported."""

from __future__ import annotations

import gc
import importlib
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inconcert import __version__
from inconcert.cli.app import run
from inconcert.cli.tables import load_contracts

if TYPE_CHECKING:
    from collections.abc import Mapping

DEBUG = "--debug"
TO_HYDRA: dict[str, Any] = {
    "ignore_unknown_options": True,
    "allow_interspersed_args": False,
    "help_option_names": [],
}


@dataclass(frozen=True)
class Command:
    """Where a command's function lies."""

    module: str
    function: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def mount(self, parent: typer.Typer, name: str) -> None:
        """Import the function and make it a command."""
        function = getattr(importlib.import_module(f"inconcert.cli.{self.module}"), self.function)
        parent.command(name, context_settings=dict(self.settings))(function)


COMMANDS = {
    "score": Command("score", "score"),
    "train": Command("train", "train", TO_HYDRA),
    "network": Command("network", "network"),
    "coaction": Command("coaction", "coaction"),
    "sensitivity": Command("sensitivity", "sensitivity"),
    "simulate": Command("simulate", "simulate"),
    "observe": Command("observe", "observe"),
    "inject": Command("inject", "inject"),
    "evaluate": Command("evaluate", "evaluate"),
    "agreement": Command("agreement", "agreement"),
    "reproduce": Command("reproduce", "reproduce"),
    "list": Command("list", "list_"),
    "doctor": Command("doctor", "doctor"),
}
READING = ("score", "network", "sensitivity", "agreement", "posts", "inject")
"""Commands that begin by reading tables."""
POSTS = {"check": Command("posts", "check")}


def application(called: str | None = None) -> typer.Typer:
    """Return the app with all commands, or with the called one alone, if there is such a one."""
    app = typer.Typer(
        name="inconcert",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(options)
    for name, command in COMMANDS.items():
        if called not in COMMANDS or name == called:
            command.mount(app, name)
    if called not in COMMANDS:
        posts = typer.Typer(help="Look at posts before anything is computed.")
        app.add_typer(posts, name="posts", no_args_is_help=True)
        posts.callback()(lambda: None)
        for name, command in POSTS.items():
            command.mount(posts, name)
    return app


def print_version(asked: bool) -> None:
    """Print the version and exit, if asked."""
    if asked:
        typer.echo(f"inconcert {__version__}")
        raise typer.Exit


def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Show the traceback of an error.")] = False,
) -> None:
    """Find accounts that act in concert, and show the posts behind every score."""


def main() -> None:
    """Run the command line and exit."""
    arguments = [argument for argument in sys.argv[1:] if argument != DEBUG]
    debug = len(arguments) < len(sys.argv) - 1
    called = arguments[0] if arguments else None
    if called in READING:
        load_contracts()
    app = application(called)
    code = run(lambda: app(args=arguments, prog_name="inconcert"), debug=debug)
    gc.freeze()  # what is left goes with the process, not object by object
    sys.exit(code)
