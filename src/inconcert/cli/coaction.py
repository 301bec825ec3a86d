"""`inconcert coaction`: actions in Parquet, more than memory holds, to edges by buckets."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from inconcert.cli.network_options import (  # noqa: TC001 - typer reads them
    BinOriginName,
    HalfLife,
    MinWeight,
    WeightName,
    WindowRuleName,
    Windows,
)
from inconcert.counting import counted
from inconcert.errors import InconcertError

if TYPE_CHECKING:
    from inconcert.networks.partitioned import BucketCheck, PartitionedEdges
    from inconcert.networks.rules import BinOrigin, Weight, WindowRule


def coaction(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Parquet files, a folder or a pattern: account_id, layer, object_id, "
            "created_at (and post_id)."
        ),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for the edges, part by part.")],
    window: Windows = None,
    min_weight: MinWeight = None,
    buckets: Annotated[
        int | None,
        typer.Option("--buckets", min=1, help="One for each two million actions if not given."),
    ] = None,
    window_rule: WindowRuleName = None,
    bin_origin: BinOriginName = None,
    weight: WeightName = None,
    half_life: HalfLife = None,
    min_participation: Annotated[
        int, typer.Option("--min-participation", min=1, help="Least acts of an account on a layer.")
    ] = 1,
    self_pairs: Annotated[
        bool, typer.Option("--self-pairs", help="Pair an account's own acts, too.")
    ] = False,
    directed: Annotated[
        bool, typer.Option("--directed", help="An edge from whoever acted first.")
    ] = False,
    on_large_objects: Annotated[
        Literal["refuse", "cap", "sample"],
        typer.Option("--on-large-objects", help="What becomes of objects with too many pairs."),
    ] = "refuse",
    max_pairs: Annotated[
        int | None, typer.Option("--max-pairs", min=1, help="Of a layer and window, over all.")
    ] = None,
    check: Annotated[
        int, typer.Option("--check", min=0, help="Compare so many buckets with the way in memory.")
    ] = 0,
) -> None:
    """Build a co-action network of actions that need not fit into memory; goes on if killed."""
    from inconcert.cli.network_request import parse_window
    from inconcert.networks.coaction import MAX_PAIRS
    from inconcert.networks.partitioned import check_buckets, partitioned_coaction_network

    done = partitioned_coaction_network(
        paths,
        out,
        [parse_window(text) for text in window or ["60"]],
        min_weight,
        buckets=buckets,
        window_rule=cast("WindowRule", window_rule or "sliding"),
        bin_origin=cast("BinOrigin", bin_origin or "object"),
        weight=cast("Weight", weight or "distinct_objects"),
        half_life_seconds=half_life,
        min_participation=min_participation,
        self_pairs=self_pairs,
        directed=directed,
        max_pairs=max_pairs or MAX_PAIRS,
        on_large_objects=on_large_objects,
    )
    typer.echo(summary(done, out))
    if check:
        report(check_buckets(out, check))


def summary(done: PartitionedEdges, out: Path) -> str:
    """Say how large the network is and where it lies."""
    left_out = done.left_out()
    notes = [f"note: acts left out of {counted(left_out.height, 'object')}: left_out.parquet"]
    return "\n".join(
        [
            f"{counted(done.actions, 'act')} by {counted(done.accounts, 'account')}, "
            f"{counted(done.pairs, 'pair')}, {counted(done.edges, 'edge')}",
            *(notes if left_out.height else []),
            f"wrote {counted(len(done.parts), 'part')}: {out}",
        ]
    )


def report(checks: list[BucketCheck]) -> None:
    """Print what each comparison found; raises `InconcertError` where one differs."""
    for found in checks:
        word = "equal" if found.equal else "NOT equal"
        typer.echo(f"check {found.file}: {counted(found.edges, 'edge')}, {word} to those in memory")
    wrong = [found.file for found in checks if not found.equal]
    if wrong:
        raise InconcertError(f"{', '.join(wrong)}: the edges differ from those computed in memory")
