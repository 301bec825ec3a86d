"""`inconcert agreement`: do the clusters of a scored dataset agree with known labels?"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from inconcert.errors import ColumnError, MissingFileError, nearest

if TYPE_CHECKING:
    import polars as pl


def agreement(
    scored: Annotated[Path, typer.Argument(help="What `inconcert score --out` wrote.")],
    labels: Annotated[Path, typer.Argument(help="Known labels: Parquet or CSV.")],
    *,
    label: Annotated[
        str, typer.Option("--label", help="Column of the labels to compare with.")
    ] = "label",
    account: Annotated[
        str, typer.Option("--account", help="Column of the labels that names the account.")
    ] = "account_id",
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            help="Also compare within each value of this: a column of the labels, or `lang`"
            " (the account's main language; needs --posts).",
        ),
    ] = None,
    posts: Annotated[
        Path | None, typer.Option("--posts", help="The posts that were scored, for --within lang.")
    ] = None,
    shuffles: Annotated[
        int, typer.Option("--shuffles", min=0, help="How often labels are shuffled for chance.")
    ] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the shuffles.")] = 0,
) -> None:
    """Print how far clusters agree with labels, beside shuffled labels and a simpler reading."""
    from inconcert.evaluation.agreement import cluster_agreement

    clusters = _read(scored / "accounts.parquet", "run `inconcert score PATH --out DIR` first")
    known = _read(labels, "give the path of a Parquet or CSV file of labels")
    for column in (account, label):
        _require(known, column, labels)
    table = cluster_agreement(
        clusters,
        known.select(account_id=account, label=label),
        strata=None if within is None else _strata(known, within, account, labels, posts),
        shuffles=shuffles,
        seed=seed,
    )
    typer.echo(agreement_text(table))


def agreement_text(table: pl.DataFrame) -> str:
    """Return the table of `cluster_agreement` as aligned text."""
    header = ("measure", "of", "within", "value", "shuffled labels [95 %]", "accounts")
    rows = [header, *(_cells(row) for row in table.iter_rows(named=True))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(header))]
    lines = ("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    low, high = _figure(row["shuffled_low"]), _figure(row["shuffled_high"])
    chance = f"{_figure(row['shuffled_mean'])} [{low}, {high}]"
    first = (str(row["measure"]), str(row["of"]), str(row["within"] or "all"))
    return (*first, _figure(row["value"]), chance, f"{row['accounts']}")


def _figure(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "-"


def _strata(
    labels: pl.DataFrame, within: str, account: str, path: Path, posts: Path | None
) -> pl.DataFrame:
    """Return the stratum of each account: from the labels, or its main language of the posts."""
    if within == "lang" and within not in labels.columns:
        if posts is None:
            raise ColumnError(
                f"--within lang: {path} has no column 'lang'\n"
                "give the posts too (--posts PATH), so that main languages can be counted"
            )
        from inconcert.evaluation.agreement import main_language

        return main_language(_read_posts(posts))
    _require(labels, within, path)
    return labels.select(labels[account].alias("account_id"), labels[within])


def _read_posts(path: Path) -> pl.DataFrame:
    from inconcert.posts.ingest import ingest

    return ingest(path).posts


def _read(path: Path, advice: str) -> pl.DataFrame:
    import polars as pl

    if not path.is_file():
        raise MissingFileError(f"no file at {path}\n{advice}")
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    return pl.read_csv(path, infer_schema=False)


def _require(table: pl.DataFrame, column: str, path: Path) -> None:
    if column not in table.columns:
        raise ColumnError(f"{path} has no column '{column}': {nearest(column, table.columns)}")
