"""`inconcert score`: a dataset without labels to tables and a report."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from inconcert.cli.options import (  # noqa: TC001 - typer reads them
    ColumnsFile,
    ObjectLayer,
    Paths,
    ReaderName,
)
from inconcert.counting import counted

if TYPE_CHECKING:
    from inconcert.networks.settings import NetworkSettings
    from inconcert.posts.ingest import Ingest
    from inconcert.scoring.result import ScoreResult

TOP = 5


def score(
    paths: Paths,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for tables and report.")],
    model: Annotated[
        str,
        typer.Option(
            "--model", help="A model that needs no labels, a trained one's folder, runs:/ID."
        ),
    ] = "corepost_similarity",
    reader: ReaderName = "auto",
    columns: ColumnsFile = None,
    object_layer: ObjectLayer = "repost",
    window: Annotated[
        str | None,
        typer.Option("--window", help="Seconds between two acts of a co-action; none: no limit."),
    ] = None,
    min_weight: Annotated[
        int | None, typer.Option("--min-weight", min=1, help="Least objects of a co-action edge.")
    ] = None,
    layer: Annotated[
        list[str] | None, typer.Option("--layer", help="Layer of co-action; repeat for more.")
    ] = None,
    lang: Annotated[Literal["en", "ja"], typer.Option("--lang", help="Of the report.")] = "en",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the communities.")] = 0,
    tracking_uri: Annotated[
        str | None, typer.Option("--tracking-uri", help="MLflow store of a runs:/ID.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files in a folder that holds some.")
    ] = False,
) -> None:
    """Score the accounts of a dataset; write tables, a graph and an offline report."""
    check_free(out, overwrite=overwrite)
    from inconcert.cli.posts import print_ingest
    from inconcert.pipeline.bundle import resolve_model
    from inconcert.pipeline.score import score as run
    from inconcert.posts.ingest import ingest

    bundle = resolve_model(model, tracking_uri=tracking_uri)
    network = adjusted(bundle.network, window=window, min_weight=min_weight, layers=layer)
    taken = ingest(list(paths), reader=reader, columns=columns, object_layer=object_layer)
    print_ingest(taken)
    result = run(
        taken.posts,
        bundle,
        accounts=taken.accounts,
        network=network,
        seed=seed,
        files=taken.files,
        counts=taken.counts,
        notes=taken.notes,
    )
    write(result, taken, out, language=lang)
    said = [note for note in result.notes if note not in taken.notes]
    typer.echo(text_of(result, out, notes=said))


def check_free(out: Path, *, overwrite: bool) -> None:
    """Raise `StoreError` if the folder cannot be written, or holds files not to be replaced."""
    from inconcert.posts.output import check_output_directory

    check_output_directory(out, overwrite=overwrite)


def adjusted(
    network: NetworkSettings,
    *,
    window: str | None = None,
    min_weight: int | None = None,
    layers: list[str] | None = None,
) -> NetworkSettings:
    """Return the settings with what was asked for in place of what they hold.

    >>> from inconcert.networks.settings import NetworkSettings
    >>> adjusted(NetworkSettings(), window="none").window_seconds is None
    True
    """
    from dataclasses import replace

    from inconcert.cli.network import parse_window

    if window is not None:
        network = replace(network, window_seconds=parse_window(window))
    if min_weight is not None:
        network = replace(network, min_weight=min_weight)
    return replace(network, layers=tuple(dict.fromkeys(layers))) if layers else network


def write(result: ScoreResult, taken: Ingest, out: Path, *, language: str) -> None:
    """Write everything into a folder that appears when it is complete."""
    from inconcert.posts.output import output_directory
    from inconcert.report.exports import write_tables
    from inconcert.report.page import write_report

    with output_directory(out) as folder:
        write_tables(result, folder)
        taken.quarantine.write_parquet(folder / "quarantine.parquet")
        write_report(result, folder, language=language)


def text_of(result: ScoreResult, out: Path, *, notes: list[str]) -> str:
    """Return what the command prints when it is done."""
    from inconcert.cli.posts import printable

    found = result.summary
    return "\n".join(
        [
            f"model {result.model}: {result.rule}",
            *(f"  note: {printable(note)}" for note in notes),
            f"{counted(found.accounts, 'account')}, {found.flagged:,} flagged, "
            f"{found.abstained:,} without a score",
            f"{counted(found.clusters, 'cluster')} of "
            f"{counted(found.clustered_accounts, 'account')}, "
            f"{counted(found.amplification_clusters, 'amplification cluster')} of "
            f"{counted(found.amplifying_accounts, 'account')}",
            *_top(result),
            "a score says that accounts acted together more than others did; it does not say who "
            "they are, whether they mislead, or whether what they say is false",
            f"report: {out / 'report.html'}",
        ]
    )


def _top(result: ScoreResult) -> list[str]:
    """Describe the first clusters in rank."""
    return [
        f"  {row['cluster_id']}: {counted(row['accounts'], 'account')} "
        f"({row['flagged_accounts']:,} flagged), {counted(row['objects'], 'shared object')} on "
        f"{', '.join(row['layers'])}, "
        f"median delay {row['delta_median_s']:g} s"
        for row in result.clusters.sort("rank").head(TOP).iter_rows(named=True)
    ]
