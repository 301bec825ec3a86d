"""Bare objects: columns that say what was acted on, and nothing more about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

REFERENCE_OF = {
    "repost": "repost_of_post", "reply": "reply_to_post", "quote": "quote_of_post",
}  # fmt: skip
LIST_OF = {
    "url": "urls", "hashtag": "hashtags", "domain": "domains", "media": "media",
    "mention": "mentions",
}  # fmt: skip
OBJECTS = pl.List(pl.Struct({"layer": pl.String, "object_id": pl.String}))


def place_objects(table: pl.DataFrame, objects: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Put the objects of each layer where the posts table holds them.

    Layer `repost` (`reply`, `quote`): the post acted on, and the kind of the row; a row whose
    object is its own post is an original. Layers with a list column: that list. Any other layer:
    the column `objects`.
    """
    other: list[pl.Expr] = []
    for layer, ids in objects.items():
        if layer in REFERENCE_OF:
            table = _place_reference(table, layer, ids)
        elif layer in LIST_OF:
            one = pl.concat_list(pl.lit(ids)).list.drop_nulls()
            had = [pl.col(LIST_OF[layer])] if LIST_OF[layer] in table.columns else []
            table = table.with_columns(pl.concat_list(*had, one).alias(LIST_OF[layer]))
        else:
            pair = pl.struct(layer=pl.lit(layer), object_id=pl.lit(ids))
            other.append(pl.when(pl.lit(ids).is_not_null()).then(pair))
    if not other:
        return table
    return table.with_columns(objects=pl.concat_list(other).list.drop_nulls().cast(OBJECTS))


def _place_reference(table: pl.DataFrame, layer: str, ids: pl.Series) -> pl.DataFrame:
    acted = ids.is_not_null()
    if "post_id" in table.columns:
        acted = acted & (ids != table["post_id"]).fill_null(True)
    acts = pl.lit(acted)
    return table.with_columns(
        pl.when(acts).then(pl.lit(ids)).alias(REFERENCE_OF[layer]),
        kind=pl.when(acts).then(pl.lit(layer)).otherwise("kind"),
    )
