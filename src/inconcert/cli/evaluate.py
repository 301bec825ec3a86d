"""`inconcert evaluate`: a model through the suites of worlds with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    import polars as pl

    from inconcert.pipeline.suites.base import Findings

_DECIMALS = 3


def evaluate(
    *,
    model: Annotated[
        str,
        typer.Option(
            "--model", help="A name (one that needs labels learns the sample), a folder, runs:/ID."
        ),
    ] = "corepost_similarity",
    suite: Annotated[
        str, typer.Option("--suite", help="benign, attacks, ladders, real_organic; by commas.")
    ] = "benign,attacks,ladders",
    size: Annotated[
        Literal["quick", "full"], typer.Option("--size", help="How large, and how many seeds.")
    ] = "quick",
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder; runs/evaluate-MODEL if none is given.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of a training.")] = 0,
    tracking_uri: Annotated[
        str | None, typer.Option("--tracking-uri", help="MLflow store of the run.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files in a folder that holds some.")
    ] = False,
) -> None:
    """Measure false alarms, recall and limits of a model; write a table and a figure a suite."""
    from inconcert.pipeline.suites.run import evaluate as run
    from inconcert.pipeline.suites.run import judge
    from inconcert.pipeline.suites.run import suite as known
    from inconcert.posts.output import check_output_directory, output_directory
    from inconcert.tracking.mlflow_store import MlflowStore

    names = [name.strip() for name in suite.split(",") if name.strip()]
    for name in names:
        known(name)
    folder = out or Path("runs") / f"evaluate-{Path(model).name.replace(':', '-')}-{size}"
    check_output_directory(folder, overwrite=overwrite or out is None)
    bundle = judge(model, seed=seed, tracking_uri=tracking_uri)
    with output_directory(folder) as place:
        done = run(bundle, names, place, scale=size, store=MlflowStore(uri=tracking_uri))
    for name, found in done.findings.items():
        typer.echo(text_of(name, found))
    typer.echo(f"run {done.run_id}; tables and figures: {folder}")


def text_of(name: str, found: Findings) -> str:
    """Return a suite's table as text, its numbers rounded."""
    import polars as pl

    reals = [column for column, kind in found.table.schema.items() if kind.is_float()]
    table = found.table.with_columns(pl.col(reals).round(_DECIMALS))
    return "\n".join([f"suite {name}", _lines(table), *(f"  note: {note}" for note in found.notes)])


def _lines(table: pl.DataFrame) -> str:
    """Return a table in columns."""
    cells = [table.columns, *([_cell(value) for value in row] for row in table.iter_rows())]
    widths = [max(len(row[place]) for row in cells) for place in range(table.width)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
