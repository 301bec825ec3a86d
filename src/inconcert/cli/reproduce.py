"""`inconcert reproduce`: a published figure beside ours."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.pipeline.reproduction.run import Reproduction
    from inconcert.pipeline.reproduction.verdicts import Verdict

MISSED = 1


def reproduce(
    name: Annotated[str | None, typer.Argument(help="A study; --list shows them.")] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder that holds the study's dataset.")
    ] = None,
    list_studies: Annotated[
        bool, typer.Option("--list", help="List the studies of the shelf.")
    ] = False,
) -> None:
    """Measure a published figure again: theirs, ours, the verdict. Exits with 1 on a miss."""
    if list_studies:
        typer.echo(_shelf_table(data))
        return
    if name is None:
        raise ConfigError("which study? inconcert reproduce NAME; --list shows the studies")
    from inconcert.pipeline.reproduction.run import reproduce as run

    result = run(name, data=data)
    typer.echo(result_text(result))
    if not result.met:
        raise typer.Exit(MISSED)


def _shelf_table(data: Path | None) -> str:
    from inconcert.pipeline.reproduction.studies import read_study, study_names

    studies = [read_study(name) for name in study_names()]
    rows = [
        (study.name, study.dataset, _data_state(study.dataset, study.posts, data), study.title)
        for study in studies
    ]
    return align([("study", "dataset", "data", "title"), *rows])


def _data_state(dataset: str, names: Sequence[str], data: Path | None) -> str:
    from inconcert.pipeline.reproduction.cards import dataset_card, lies_here

    return "here" if lies_here(dataset_card(dataset), names, directory=data) else "not here"


def result_text(result: Reproduction) -> str:
    """Return what the command prints for a study that was run."""
    rows = [_verdict_row(verdict) for verdict in result.verdicts]
    table = align([("figure", "theirs", "ours", "tolerance", "verdict"), *rows])
    met = sum(verdict.met for verdict in result.verdicts)
    return "\n".join(
        [
            f"{result.study.name}: {result.study.title}",
            "",
            table,
            *_besides(result.besides),
            "",
            *_sources(result.verdicts),
            f"{met} of {len(result.verdicts)} figures met",
        ]
    )


def _verdict_row(verdict: Verdict) -> tuple[str, ...]:
    figure = verdict.figure
    ours = "not measured" if verdict.ours is None else number(verdict.ours)
    word = "met" if verdict.met else "MISSED"
    return (figure.name, number(figure.value), ours, number(figure.tolerance), word)


def _besides(besides: Mapping[str, float]) -> list[str]:
    if not besides:
        return []
    text = ", ".join(f"{name} {number(value)}" for name, value in besides.items())
    return [f"also measured, with nothing to compare: {text}"]


def _sources(verdicts: Sequence[Verdict]) -> list[str]:
    return [
        f"{verdict.figure.name}: {verdict.figure.source} ({verdict.figure.place})"
        for verdict in verdicts
    ]


def number(value: float) -> str:
    """Write a count with thousands separated, another number with four decimals.

    >>> number(3954.0), number(0.25)
    ('3,954', '0.2500')
    """
    return f"{value:,.0f}" if value == round(value) else f"{value:,.4f}"


def align(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out in columns, two spaces apart.

    >>> print(align([("a", "b"), ("long", "c")]))
    a     b
    long  c
    """
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
