"""`inconcert sensitivity`: would the groups be others with another window, weight or threshold?"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from inconcert.cli.network_options import Layers, MaxPairs, Seed  # noqa: TC001 - typer reads them
from inconcert.cli.network_request import parse_window
from inconcert.cli.options import (  # noqa: TC001 - typer reads them
    ColumnsFile,
    ObjectLayer,
    Paths,
    ReaderName,
)
from inconcert.errors import ConfigError, TooLittleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from inconcert.networks.rules import Weight
    from inconcert.networks.sensitivity import Grid

TABLE = "sensitivity.csv"
FIGURE = "sensitivity"


def sensitivity(
    paths: Paths,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for the table and the heat map.")],
    layer: Layers = None,
    window: Annotated[
        list[str] | None,
        typer.Option("--window", help="Seconds, or none; repeat (10, 60, 300, 3600)."),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", help="As of `inconcert network`; repeat (distinct_objects, idf)."),
    ] = None,
    threshold: Annotated[
        list[float] | None,
        typer.Option("--threshold", help="Keep edges from here on; repeat (0, 0.5, 0.75, 0.9)."),
    ] = None,
    threshold_kind: Annotated[
        Literal["quantile", "weight"],
        typer.Option("--threshold-kind", help="Quantiles of the edge weights, or weights."),
    ] = "quantile",
    resolution: Annotated[
        float, typer.Option("--resolution", help="Of the communities: higher, smaller groups.")
    ] = 1.0,
    min_size: Annotated[int, typer.Option("--min-size", min=2, help="Least of a group.")] = 3,
    max_pairs: MaxPairs = None,
    seed: Seed = 0,
    figure: Annotated[
        Literal["svg", "png"], typer.Option("--figure", help="Format of the heat map.")
    ] = "svg",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files in a folder that holds some.")
    ] = False,
    reader: ReaderName = "auto",
    columns: ColumnsFile = None,
    object_layer: ObjectLayer = "repost",
) -> None:
    """Find the groups on a grid of windows, weights and thresholds; show how far they agree."""
    from inconcert.cli.posts import print_ingest
    from inconcert.cli.score import check_free
    from inconcert.networks.coaction import MAX_PAIRS
    from inconcert.networks.sensitivity import sensitivity_of
    from inconcert.posts.ingest import ingest

    check_free(out, overwrite=overwrite)
    grid = grid_of(window, weight, threshold, threshold_kind)
    taken = ingest(list(paths), reader=reader, columns=columns, object_layer=object_layer)
    print_ingest(taken)
    shortest = min((each for each in grid.windows if each is not None), default=None)
    acts, layers = _acts(taken.posts, tuple(dict.fromkeys(layer or ["repost"])), shortest)
    table = sensitivity_of(
        acts,
        grid,
        layers=layers,
        resolution=resolution,
        min_size=min_size,
        seed=seed,
        max_pairs=max_pairs or MAX_PAIRS,
    )
    written = _write(table, out, figure)
    typer.echo(summary(table))
    for path in written:
        typer.echo(f"wrote {path}")


def grid_of(
    windows: Sequence[str] | None,
    weights: Sequence[str] | None,
    thresholds: Sequence[float] | None,
    kind: Literal["quantile", "weight"],
) -> Grid:
    """Return the grid that was asked for, with its point of reference: the defaults, if there."""
    from inconcert.networks import sensitivity as engine

    if kind == "weight" and not thresholds:
        raise ConfigError(
            "--threshold-kind weight without --threshold: no weight suits every dataset; give "
            "some, such as --threshold 1 --threshold 2."
        )
    axes = (
        tuple(parse_window(text) for text in windows) if windows else engine.WINDOWS,
        cast("tuple[Weight, ...]", tuple(weights)) if weights else engine.WEIGHTS,
        tuple(thresholds) if thresholds else engine.THRESHOLDS,
    )
    home = tuple(
        value if value in values else values[0]
        for values, value in zip(axes, (60, "distinct_objects", 0), strict=True)
    )
    return engine.Grid(
        windows=axes[0],
        weights=axes[1],
        thresholds=axes[2],
        threshold_kind=kind,
        reference=cast("tuple[float | None, Weight, float]", home),
    )


def summary(table: pl.DataFrame) -> str:
    """Say of each layer how stable its groups are, and where they are those of the reference."""
    layers = table.partition_by("layer", maintain_order=True)
    return "\n".join(line for part in layers for line in _of_layer(part))


def places(points: pl.DataFrame) -> list[str]:
    """List points of the grid, a line a weight and window.

    >>> import polars as pl
    >>> points = {"window_seconds": [60.0, 60.0], "weight": "idf", "threshold": [0.5, 0.75]}
    >>> places(pl.DataFrame(points))
    ['idf, 60 s: 0.5, 0.75']
    """
    from inconcert.cli.network_build import window_text

    by = ("weight", "window_seconds")
    along = points.group_by(by, maintain_order=True).agg("threshold")
    return [
        f"{weight}, {window_text(seconds)}: {', '.join(f'{value:g}' for value in values)}"
        for weight, seconds, values in along.iter_rows()
    ]


def _of_layer(table: pl.DataFrame) -> list[str]:
    import polars as pl

    from inconcert.cli.network_build import window_text
    from inconcert.cli.posts import printable
    from inconcert.networks.stability import AGREEING, stable_region

    (home,) = table.filter("is_reference").rows(named=True)
    alike = table.filter((pl.col("reference_agreement") >= AGREEING) & (pl.col("groups") > 0))
    region = stable_region(table)
    return [
        f"{printable(home['layer'])}: at the point of reference ({home['weight']}, "
        f"{window_text(home['window_seconds'])}, {home['threshold_kind']} {home['threshold']:g}) "
        f"{home['groups']:,} groups of {home['accounts']:,} accounts, "
        f"stability {_figure(home['stability'])}",
        f"  much the same groups (adjusted Rand index with it {AGREEING} or more): "
        f"{alike.height} of {table.height} points",
        *(f"    {line}" for line in places(alike)),
        f"  most stable region (stability {AGREEING} or more, connected): "
        f"{region.height} of {table.height} points",
        *(f"    {line}" for line in places(region)),
    ]


def _figure(value: float | None) -> str:
    return "unknown (no neighbours)" if value is None else f"{value:.2f}"


def _acts(
    posts: pl.DataFrame, layers: tuple[str, ...], window: float | None
) -> tuple[pl.DataFrame, list[str]]:
    """Return the actions, and the layers on which there are any; notes say what to know of them."""
    from inconcert.cli.network_build import no_acts
    from inconcert.cli.posts import printable
    from inconcert.networks.actions import action_notes, actions

    acts = actions(posts, layers)
    there = set(acts["layer"].unique())
    empty = [layer for layer in layers if layer not in there]
    if acts.is_empty():
        raise TooLittleError(no_acts(actions(posts), layers))
    for note in action_notes(posts, window, layers=layers, acts=acts):
        typer.echo(f"note: {printable(note)}")
    if empty:
        typer.echo(f"note: {printable(no_acts(actions(posts), empty))}")
    return acts, [layer for layer in layers if layer in there]


def _write(table: pl.DataFrame, out: Path, figure: str) -> list[Path]:
    """Write the table and the heat map; both appear together."""
    from inconcert.networks.exchange import write_edges
    from inconcert.posts.output import output_directory
    from inconcert.report.sensitivity import write_sensitivity

    names = [TABLE, f"{FIGURE}.{figure}"]
    with output_directory(out) as folder:
        write_edges(table, folder / names[0])
        write_sensitivity(table, folder / names[1])
    return [out / name for name in names]
