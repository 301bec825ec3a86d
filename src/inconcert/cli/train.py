"""`inconcert train`: everything behind it goes to Hydra, checked first."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inconcert.errors import ConfigError, InconcertError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from inconcert.pipeline.train import Trained

_FULL_ERROR = "HYDRA_FULL_ERROR"
_SEARCHPATH = "hydra.searchpath"


def train(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[HYDRA ARGUMENTS]...",
            help="group=choice, key=value, -m for sweeps, --cfg job, --help, ...",
        ),
    ] = None,
) -> None:
    """Train and test a model; -m runs a sweep. Everything behind `train` goes to Hydra."""
    command = _parsed(arguments or [])
    with _hydra_command_line(_checked(command)):
        _hydra_main()


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse as Hydra does, but let flags and overrides stand in any order."""
    from hydra._internal.utils import get_args_parser

    parser: argparse.ArgumentParser = get_args_parser()
    parser.prog = "inconcert train"
    parsed = parser.parse_intermixed_args(arguments)
    if parsed.experimental_rerun is not None:
        raise ConfigError(
            "--experimental-rerun reads a pickle, which can run any code; it is not supported\n"
            "repeat the run by its overrides, which lie in its .hydra/overrides.yaml"
        )
    _check_one_task(parsed)
    parsed.flags = [text for text in arguments if text not in parsed.overrides]
    return parsed


def _check_one_task(parsed: argparse.Namespace) -> None:
    asked = [name for name in ("run", "multirun", "cfg", "info") if getattr(parsed, name)]
    if len(asked) > 1:
        raise ConfigError(f"--{' and --'.join(asked)} cannot stand together; give one of them")
    if parsed.resolve and not parsed.cfg:
        raise ConfigError("--resolve goes with --cfg: inconcert train --cfg job --resolve")


def _checked(command: argparse.Namespace) -> list[str]:
    """Return the arguments that Hydra gets."""
    from inconcert.pipeline.choices import conf_dirs
    from inconcert.pipeline.config import searchpath
    from inconcert.pipeline.preflight import checked_overrides

    if command.config_path is not None or command.config_name is not None:
        return [*command.flags, *command.overrides]
    extra = [Path(command.config_dir)] if command.config_dir else []
    overrides = checked_overrides(
        command.overrides, dirs=conf_dirs(extra), multirun=command.multirun
    )
    ours = any(text.startswith(_SEARCHPATH) for text in overrides)
    return [*command.flags, *overrides, *([] if ours else searchpath())]


@contextlib.contextmanager
def _hydra_command_line(arguments: list[str]) -> Iterator[None]:
    """Give Hydra, which reads `sys.argv`, its arguments; let it raise what it meets."""
    kept, full_error = sys.argv, os.environ.get(_FULL_ERROR)
    sys.argv = ["inconcert train", *arguments]
    os.environ[_FULL_ERROR] = "1"
    try:
        yield
    finally:
        sys.argv = kept
        if full_error is None:
            del os.environ[_FULL_ERROR]


def _hydra_main() -> None:
    import hydra

    from inconcert.pipeline.config import NAME, VERSION_BASE, translated
    from inconcert.resources import resource_dir

    failures: list[InconcertError] = []

    def task(config: Any) -> str | None:
        """Keep the error of a single run from Hydra, which would announce it a second time."""
        try:
            return job(config)
        except InconcertError as error:
            if _is_sweep():
                raise
            failures.append(error)
            return None

    # joblib replaces a worker that has grown, which training makes them do; no job is lost by it.
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs", module="joblib")
    run = hydra.main(
        config_path=str(resource_dir("conf")), config_name=NAME, version_base=VERSION_BASE
    )(task)
    with translated():
        run()
    if failures:
        raise failures[0]


def job(config: Any) -> str:
    """Run one job of Hydra's: train, print, return the run's id.

    What goes wrong is printed here, since of a sweep's failed jobs Hydra raises the first alone.
    """
    from hydra.core.hydra_config import HydraConfig

    from inconcert.pipeline.config import resolved

    hydra = HydraConfig.get()
    sweep = _is_sweep()
    name = f"job {hydra.job.num} ({hydra.job.override_dirname})" if sweep else ""
    try:
        plain = resolved(config)
        from inconcert.pipeline.train import train as run

        done = run(plain, directory=Path(hydra.runtime.output_dir))
    except InconcertError as error:
        if sweep:
            typer.echo(f"error in {name}: {error}", err=True)
        raise
    typer.echo(text_of(done, title=name))
    return done.run_id


def _is_sweep() -> bool:
    from hydra.core.hydra_config import HydraConfig

    mode = HydraConfig.get().mode
    return mode is not None and mode.name == "MULTIRUN"


def text_of(done: Trained, *, title: str = "") -> str:
    """Return what a job prints when it is done."""
    rows = [
        f"  {row['metric']:<18} {_number(row['value']):>6}  {_interval(row['low'], row['high'])}"
        for row in done.metrics.iter_rows(named=True)
    ]
    first = done.metrics.row(0, named=True)
    return "\n".join(
        [
            *([title] if title else []),
            f"{done.model} on {done.dataset}: {first['n']:,} accounts tested, "
            f"{first['positives']:,} of them in campaigns",
            "  metric              value  95 % interval",
            *rows,
            f"  rule: {done.rule}",
            *(f"  note: {note}" for note in done.notes),
            f"  bundle: {done.bundle}",
            f"  run: runs:/{done.run_id}",
        ]
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"[{low:.3f}, {high:.3f}]"
