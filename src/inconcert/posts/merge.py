"""From the rows of all files to one row a post: duplicates counted, rows of a post merged."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from inconcert.posts.draft import DRAFT
from inconcert.posts.ids import may_repeat
from inconcert.posts.objects import OBJECTS, REFERENCE_OF
from inconcert.posts.quarantine import from_rows

_LISTS = ("hashtags", "urls", "domains", "mentions", "media", "objects")
_BESIDE = ("source_file", "source_line", "row_hash", "time_precision", "_order")
_SAID = tuple(name for name in DRAFT if name not in _BESIDE)


@dataclass(frozen=True)
class Merged:
    """One row a post, in the order in which posts first appeared, and where the others went."""

    posts: pl.DataFrame
    quarantine: pl.DataFrame
    merged: int
    duplicates: int


def merge(rows: pl.DataFrame, ids: pl.Expr) -> Merged:
    """Return one row a post.

    `rows` are drafts in the order of files and lines; `ids` names posts that have no id of their
    own. Rows without an id that are equal in every column of the source, and rows with an id that
    are equal in every column of the posts table, are duplicates of the first. Rows that share an
    id with another account than the first are quarantined. What then shares an id is merged:
    lists united in order, of other columns the first value that is there; a second object of a
    repost goes to `objects`.
    """
    kept = _named(rows, ids) if rows["post_id"].null_count() else rows
    duplicates = rows.height - kept.height
    if not may_repeat(kept["post_id"]):
        return Merged(kept, from_rows(kept.clear(), pl.lit("")), 0, duplicates)
    shared = pl.col("post_id").is_duplicated()
    single, several = kept.filter(~shared), kept.filter(shared)
    several = several.with_row_index("_order")
    conflicts, several = _conflicts(several)
    distinct = several.filter(pl.struct(_SAID).is_first_distinct())
    united = _united(distinct)
    return Merged(
        posts=pl.concat([single, united.select(single.columns)]),
        quarantine=conflicts,
        merged=distinct.height - united.height,
        duplicates=duplicates + several.height - distinct.height,
    )


def _named(rows: pl.DataFrame, ids: pl.Expr) -> pl.DataFrame:
    """Drop the copies of rows without an id, and name the others."""
    copies = (
        pl.col("post_id").is_null()
        & ~pl.struct(pl.col("post_id").is_null(), "row_hash").is_first_distinct()
    )
    return rows.filter(~copies).with_columns(post_id=pl.coalesce("post_id", ids))


def _conflicts(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    owner = rows.group_by("post_id").agg(
        pl.col("account_id", "source_file", "source_line")
        .sort_by("_order")
        .first()
        .name.prefix("_")
    )
    rows = rows.join(owner, on="post_id", how="left").sort("_order")
    conflict = pl.col("account_id") != pl.col("_account_id")
    where = pl.concat_str(
        pl.lit("the post id belongs to another account in "),
        "_source_file", pl.lit(":"), "_source_line",
    )  # fmt: skip
    shown = rows.filter(conflict)
    good = rows.filter(~conflict).drop("_account_id", "_source_file", "_source_line")
    return from_rows(shown, where), good


def _united(rows: pl.DataFrame) -> pl.DataFrame:
    counts = pl.len().over("post_id")
    alone, several = rows.filter(counts == 1), rows.filter(counts > 1)
    if several.is_empty():
        return alone
    scalars = [name for name in rows.columns if name not in (*_LISTS, "post_id", "_order", "kind")]
    united = (
        several.sort("_order")
        .group_by("post_id", maintain_order=True)
        .agg(
            pl.col("_order").first(),
            pl.col(scalars).drop_nulls().first(),
            pl.col("kind").first(),
            pl.col("kind").filter(pl.col("kind") != "post").first().alias("_acting"),
            pl.col(_LISTS).explode().drop_nulls().unique(maintain_order=True),
            *(
                pl.col(c).drop_nulls().unique(maintain_order=True).alias(f"_{c}")
                for c in _references()
            ),
        )
    )
    united = united.with_columns(
        kind=pl.coalesce("_acting", "kind"),
        objects=pl.concat_list(
            "objects", *(_further(c, layer) for layer, c in REFERENCE_OF.items())
        )
        .cast(OBJECTS)
        .list.unique(maintain_order=True),
    )
    return pl.concat([alone, united.select(alone.columns)])


def _references() -> tuple[str, ...]:
    return tuple(REFERENCE_OF.values())


def _further(column: str, layer: str) -> pl.Expr:
    """Return the second and later posts acted on, as objects of the layer."""
    pair = pl.struct(layer=pl.lit(layer), object_id=pl.element())
    return pl.col(f"_{column}").list.slice(1).list.eval(pair)
