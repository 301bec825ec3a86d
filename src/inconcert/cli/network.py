"""`inconcert network`: posts to a network in a file."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from inconcert.cli.network_options import (  # noqa: TC001 - typer reads them
    BackboneName,
    BinOriginName,
    Directed,
    FusionK,
    FusionName,
    HalfLife,
    Kind,
    Layers,
    MaxPairs,
    MaxPairsPerObject,
    MinActivity,
    MinParticipation,
    MinWeight,
    NullName,
    OnLargeObjects,
    PairsFile,
    Seed,
    SelfPairs,
    StrataName,
    Threshold,
    WeightName,
    WindowRuleName,
    Windows,
)
from inconcert.cli.network_request import NetworkRequest, parse_window
from inconcert.cli.options import (  # noqa: TC001 - typer reads them
    ColumnsFile,
    ObjectLayer,
    Paths,
    ReaderName,
)
from inconcert.counting import counted

if TYPE_CHECKING:
    import polars as pl

    from inconcert.cli.network_build import Network

__all__ = ["network", "parse_window", "summary"]


def network(
    paths: Paths,
    *,
    out: Annotated[Path, typer.Option("--out", help="A .parquet, .csv, .gexf or .graphml file.")],
    kind: Annotated[
        Kind, typer.Option("--kind", help="Who acts on the same things, or who acts on whom.")
    ] = "coaction",
    layer: Layers = None,
    window: Windows = None,
    min_weight: MinWeight = None,
    seed: Seed = 0,
    window_rule: WindowRuleName = None,
    bin_origin: BinOriginName = None,
    weight: WeightName = None,
    half_life: HalfLife = None,
    min_participation: MinParticipation = None,
    self_pairs: SelfPairs = False,
    directed: Directed = False,
    max_pairs: MaxPairs = None,
    on_large_objects: OnLargeObjects = None,
    max_pairs_per_object: MaxPairsPerObject = None,
    null: NullName = None,
    strata: StrataName = None,
    min_activity: MinActivity = None,
    backbone: BackboneName = None,
    backbone_threshold: Threshold = None,
    fuse: FusionName = None,
    fuse_k: FusionK = None,
    pairs: PairsFile = None,
    reader: ReaderName = "auto",
    columns: ColumnsFile = None,
    object_layer: ObjectLayer = "repost",
) -> None:
    """Build a co-action or an interaction network from posts and write its edges."""
    asked = NetworkRequest(
        out=out,
        layers=tuple(dict.fromkeys(layer or ["repost"])),
        window=tuple(window or ()),
        window_rule=window_rule,
        bin_origin=bin_origin,
        weight=weight,
        half_life=half_life,
        min_weight=min_weight,
        min_participation=min_participation,
        self_pairs=self_pairs,
        directed=directed,
        max_pairs=max_pairs,
        on_large_objects=on_large_objects,
        max_pairs_per_object=max_pairs_per_object,
        null=null,
        strata=strata,
        min_activity=min_activity,
        backbone=backbone,
        backbone_threshold=backbone_threshold,
        fuse=fuse,
        fuse_k=fuse_k,
        pairs=pairs,
        seed=seed,
    )
    _check(asked, kind)
    from inconcert.cli import network_build
    from inconcert.cli.posts import print_ingest
    from inconcert.posts.ingest import ingest

    taken = ingest(
        list(paths),
        reader=reader,
        columns=columns,
        object_layer=object_layer,
        ordered=kind == "interaction" or network_build.stands_on_order(asked),
    )
    print_ingest(taken)
    build = network_build.coaction if kind == "coaction" else network_build.interaction
    report(build(taken.posts, asked), asked)


def report(found: Network, asked: NetworkRequest) -> None:
    """Print the notes, write the files and say how large the network is."""
    from inconcert.cli.posts import printable

    for note in found.notes:
        typer.echo(f"note: {printable(note)}")
    written = write(found, asked)
    typer.echo(summary(found.edges, asked.out))
    for path in written:
        typer.echo(f"wrote {path}")


def write(found: Network, asked: NetworkRequest) -> list[Path]:
    """Write the edges; return the files beside them.

    What was left out stands in `<out>_left_out.csv`; one of an earlier run goes if nothing was.
    """
    from inconcert.networks.exchange import write_edges

    write_edges(found.edges, asked.out)
    beside: list[Path] = []
    left_out = asked.out.with_name(f"{asked.out.stem}_left_out.csv")
    if found.left_out is None:
        left_out.unlink(missing_ok=True)
    else:
        write_edges(found.left_out, left_out)
        beside.append(left_out)
    if found.pairs is not None and asked.pairs is not None:
        write_edges(found.pairs, asked.pairs)
        beside.append(asked.pairs)
    return beside


def summary(edges: pl.DataFrame, path: Path) -> str:
    """Say how large the network is, by layer and window, and where it was written."""
    nodes = len(set(edges["source"]) | set(edges["target"]))
    parts = ", ".join(_counts(edges))
    of_layers = f" ({parts})" if parts else ""
    sizes = f"{counted(nodes, 'account')}, {counted(edges.height, 'edge')}{of_layers}"
    return f"{sizes}\nwrote {path}"


def _counts(edges: pl.DataFrame) -> list[str]:
    """Count the edges by layer (kind), and by window where there are several."""
    from inconcert.cli.network_build import window_text

    layer = "layer" if "layer" in edges.columns else "kind"
    if "window_seconds" not in edges.columns or edges["window_seconds"].n_unique() < 2:
        counts = edges.group_by(layer).len().sort(layer).iter_rows()
        return [f"{name} {count:,}" for name, count in counts]
    by = (layer, "window_seconds")
    counts = edges.group_by(by).len().sort(by, nulls_last=True).iter_rows()
    return [f"{name} {window_text(seconds)} {count:,}" for name, seconds, count in counts]


def _check(asked: NetworkRequest, kind: Kind) -> None:
    from inconcert.cli.network_checks import check_coaction, check_interaction

    (check_coaction if kind == "coaction" else check_interaction)(asked)
