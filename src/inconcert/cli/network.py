"""`inconcert network`: posts to a network in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from inconcert.cli.options import (  # noqa: TC001 - typer reads them
    ColumnsFile,
    ObjectLayer,
    Paths,
    ReaderName,
)
from inconcert.errors import ConfigError, nearest
from inconcert.schemas import INTERACTION_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from inconcert.schemas import InteractionKind

_NO_LIMIT = "none"


def network(
    paths: Paths,
    *,
    out: Annotated[Path, typer.Option("--out", help="A .parquet, .csv, .gexf or .graphml file.")],
    kind: Annotated[
        Literal["coaction", "interaction"],
        typer.Option("--kind", help="Who acts on the same things, or who acts on whom."),
    ] = "coaction",
    layer: Annotated[
        list[str] | None,
        typer.Option("--layer", help="repost (if none is given), reply, quote, url, ...; repeat."),
    ] = None,
    window: Annotated[
        str, typer.Option("--window", help="Seconds between two acts; none: no limit (co-action).")
    ] = "60",
    min_weight: Annotated[
        int,
        typer.Option("--min-weight", min=1, help="Least weight of an edge: objects, or posts."),
    ] = 1,
    max_pairs: Annotated[
        int | None, typer.Option("--max-pairs", min=1, help="Most pairs of acts to look at.")
    ] = None,
    reader: ReaderName = "auto",
    columns: ColumnsFile = None,
    object_layer: ObjectLayer = "repost",
) -> None:
    """Build a co-action or an interaction network from posts and write its edges."""
    wanted = _Wanted(
        layers=tuple(dict.fromkeys(layer or ["repost"])),
        window_seconds=parse_window(window),
        min_weight=min_weight,
        max_pairs=max_pairs,
    )
    _check(kind, wanted, out)
    from inconcert.cli.posts import print_ingest
    from inconcert.networks.exchange import write_edges
    from inconcert.posts.ingest import ingest

    taken = ingest(list(paths), reader=reader, columns=columns, object_layer=object_layer)
    print_ingest(taken)
    build = _coaction if kind == "coaction" else _interaction
    edges, notes = build(taken.posts, wanted)
    for note in notes:
        typer.echo(f"note: {note}")
    write_edges(edges, out)
    typer.echo(summary(edges, out))


@dataclass(frozen=True)
class _Wanted:
    layers: tuple[str, ...]
    window_seconds: float | None
    min_weight: int
    max_pairs: int | None


def parse_window(text: str) -> float | None:
    """Return the seconds of a window, or None for `none`.

    >>> parse_window("0.5"), parse_window("none")
    (0.5, None)
    """
    from inconcert.networks.sweep import window_microseconds

    if text.strip().lower() == _NO_LIMIT:
        return None
    try:
        seconds = float(text)
    except ValueError:
        raise ConfigError(
            f"--window {text}: give a number of seconds, or none for no limit."
        ) from None
    window_microseconds(seconds)
    return seconds


def summary(edges: pl.DataFrame, path: Path) -> str:
    """Say how large the network is, layer by layer, and where it was written."""
    layer = "layer" if "layer" in edges.columns else "kind"
    counts = edges.group_by(layer).len().sort(layer).iter_rows()
    by_layer = ", ".join(f"{name} {count:,}" for name, count in counts)
    nodes = len(set(edges["source"]) | set(edges["target"]))
    sizes = f"{nodes:,} accounts, {edges.height:,} edges{f' ({by_layer})' if by_layer else ''}"
    return f"{sizes}\nwrote {path}"


def _check(kind: str, wanted: _Wanted, out: Path) -> None:
    """Refuse, before anything is read, what could not be built or written."""
    from inconcert.networks.exchange import check_graph_path

    check_graph_path(out)
    for layer in wanted.layers if kind == "interaction" else ():
        if layer not in INTERACTION_KINDS:
            raise ConfigError(
                f"--layer {layer}: no interaction graph of that kind; "
                f"{nearest(layer, INTERACTION_KINDS)}."
            )


def _coaction(posts: pl.DataFrame, wanted: _Wanted) -> tuple[pl.DataFrame, Sequence[str]]:
    from inconcert.networks.actions import action_notes, actions
    from inconcert.networks.coaction import MAX_PAIRS, coaction_network

    acts = actions(posts, wanted.layers)
    edges = coaction_network(
        acts, wanted.window_seconds, wanted.min_weight, max_pairs=wanted.max_pairs or MAX_PAIRS
    )
    notes = action_notes(posts, wanted.window_seconds, layers=wanted.layers, acts=acts)
    return edges, (*notes, *([] if acts.height else [_no_acts(actions(posts), wanted.layers)]))


def _no_acts(acts: pl.DataFrame, layers: Sequence[str]) -> str:
    """Say that nothing was done on these layers, and on which others something was."""
    counts = acts.group_by("layer").len().sort("len", "layer", descending=[True, False])
    others = ", ".join(f"{name} {count:,}" for name, count in counts.iter_rows())
    return f"no acts on {', '.join(layers)}; the posts have acts on: {others or 'no layer'}"


def _interaction(posts: pl.DataFrame, wanted: _Wanted) -> tuple[pl.DataFrame, Sequence[str]]:
    import polars as pl

    from inconcert.networks.interactions import interaction_graph, interaction_notes

    graphs = [interaction_graph(posts, cast("InteractionKind", kind)) for kind in wanted.layers]
    edges = pl.concat(graphs).filter(pl.col("weight") >= wanted.min_weight)
    return edges.sort("source", "target", "kind"), interaction_notes(posts, wanted.layers)
