"""Rows of a campaign beside the background's rows that they are matched with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.evaluation.leaks.form import BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from inconcert.evaluation.leaks.form import Table

MATCHED_ON: dict[Table, tuple[str, ...]] = {
    "posts": ("world", "kind", "hour", "lang"),
    "accounts": ("month", "step", "lang"),
}
_AT_LEAST = 10


def matched(
    form: pl.DataFrame, sides: Collection[str], on: Sequence[str], *, seed: int = 0
) -> pl.DataFrame:
    """Return the rows of `sides`, and some of the background's in each of their cells.

    At most ten of a cell, or twice as many as there are rows of `sides` in it, drawn by `seed`.
    Adds `positive` and `cell`. Rows that no row of the background is like are left out.
    """
    mine = form.filter(pl.col("side").is_in(list(sides)))
    cells = mine.group_by(on).len("mine").sort(on).with_row_index("cell")
    others = form.filter(pl.col("side") == BACKGROUND).join(cells, on=list(on))
    shuffled = others.sort("world", "id_order").sample(fraction=1.0, shuffle=True, seed=seed)
    most = pl.max_horizontal(2 * pl.col("mine"), _AT_LEAST)
    kept = shuffled.filter(pl.int_range(pl.len()).over("cell") < most)
    beside = mine.join(cells, on=list(on)).join(kept, on="cell", how="semi")
    sides_apart = [
        beside.with_columns(positive=pl.lit(value=True)),
        kept.with_columns(positive=pl.lit(value=False)).select(*beside.columns, "positive"),
    ]
    return pl.concat(sides_apart).sort("cell", "world", "positive", "id_order")
