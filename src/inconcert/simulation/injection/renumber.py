"""New numbers for all rows, real ones too, where ids are numbers without gaps.

Ids that continue such numbers would tell who was planted. Which number was which is written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from inconcert.simulation.injection.idforms import IdForms

RENUMBERED = {"table": pl.String(), "id_before": pl.String(), "id": pl.String()}
COLUMNS = {
    "posts": ("post_id", "repost_of_post", "reply_to_post", "quote_of_post", "conversation_id"),
    "accounts": (
        "account_id", "repost_of_account", "reply_to_account", "quote_of_account", "mentions",
    ),
}  # fmt: skip


def renumbering(
    posts: pl.DataFrame, ids: tuple[IdForms, IdForms], rng: np.random.Generator
) -> pl.DataFrame:
    """Return `table`, `id_before` and `id` of all ids that are numbered anew."""
    parts = []
    for form, (table, columns) in zip(ids, COLUMNS.items(), strict=True):
        all_ids = posts[columns[0]].unique()
        parts.append(form.anew(all_ids, rng).select(pl.lit(table).alias("table"), pl.all()))
    return pl.concat(parts).sort("table", "id_before")


def renumbered(table: pl.DataFrame, renumbering: pl.DataFrame) -> pl.DataFrame:
    """Replace the ids in all columns of a table that hold some."""
    for name, columns in COLUMNS.items():
        pairs = renumbering.filter(table=name)
        called = dict(pairs.select("id_before", "id").iter_rows())
        table = table.with_columns(
            _replaced(table, c, called) for c in columns if c in table.columns
        )
    return table


def _replaced(table: pl.DataFrame, column: str, called: Mapping[str, str]) -> pl.Expr:
    if not called:
        return pl.col(column)
    if isinstance(table.schema[column], pl.List):
        return pl.col(column).list.eval(pl.element().replace(dict(called)))
    return pl.col(column).replace(dict(called))
