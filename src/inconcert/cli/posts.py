"""`inconcert posts check`: what would be read from files and folders, and what it allows."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from inconcert.cli.options import (  # noqa: TC001 - typer reads them
    ColumnsFile,
    ObjectLayer,
    Paths,
    ReaderName,
)
from inconcert.counting import counted

if TYPE_CHECKING:
    from inconcert.posts.check import PostsCheck
    from inconcert.posts.ingest import Ingest

_REASONS = 10
_TIME = "%Y-%m-%d %H:%M:%S"


def check(
    paths: Paths,
    *,
    reader: ReaderName = "auto",
    columns: ColumnsFile = None,
    object_layer: ObjectLayer = "repost",
    quarantine: Annotated[
        Path | None,
        typer.Option(
            "--quarantine",
            help="Write the rows that could not be used here, a .parquet or .csv file.",
        ),
    ] = None,
) -> None:
    """Read posts as scoring would; print what they hold, what they lack, what that rules out."""
    from inconcert.posts import quarantine as bad_rows
    from inconcert.posts.check import check as check_posts
    from inconcert.posts.ingest import ingest

    if quarantine is not None:
        bad_rows.check_path(quarantine)
    taken = ingest(list(paths), reader=reader, columns=columns, object_layer=object_layer)
    print_ingest(taken)
    typer.echo(check_text(check_posts(taken)))
    if quarantine is not None:
        bad_rows.write(taken.quarantine, quarantine)
        typer.echo(f"quarantine: {quarantine}")


def print_ingest(taken: Ingest) -> None:
    """Print which files were read as what, the notes, and where every row went."""
    for file in taken.files:
        typer.echo(f"{printable(file.path)}: {file.reader}, {counted(file.rows, 'row')}")
    for note in taken.notes:
        typer.echo(f"  {printable(note)}")
    typer.echo(str(taken.counts))
    if taken.counts.quarantined:
        for reason, count in _reasons(taken):
            typer.echo(f"  {count:,} x {printable(reason)}")


def check_text(found: PostsCheck) -> str:
    """Return a check as text, one fact a line."""
    span = f"{found.first:{_TIME}} .. {found.last:{_TIME}} UTC" if found.first else "no posts"
    rows = [
        f"accounts: {found.accounts:,} that post, {found.accounts_described:,} described",
        f"time span: {span}",
        f"time precision: {_listed(found.precisions)}",
        f"kinds: {_listed(found.kinds)}",
        f"languages: {_listed(found.languages)}",
    ]
    rows += [
        f"missing {' and '.join(gap.columns)}: rules out {gap.rules_out}" for gap in found.missing
    ]
    rows += [f"warning: {warning}" for warning in found.warnings]
    return "\n".join(rows)


def printable(text: str) -> str:
    """Return text without the characters that steer a terminal, each shown by its number."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else f"\\u{ord(sign):04x}" for sign in text
    )


def _reasons(taken: Ingest) -> list[tuple[str, int]]:
    """Return the reasons without their details, the most frequent first."""
    import polars as pl

    reason = pl.col("reason").str.replace(r":.*$", "")
    counted = taken.quarantine.group_by(reason.alias("reason")).agg(n=pl.len())
    ranked = counted.sort(pl.col("n").cast(pl.Int64).neg(), "reason")
    return list(ranked.head(_REASONS).iter_rows())


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{printable(word)} {count:,}" for word, count in counts.items())
