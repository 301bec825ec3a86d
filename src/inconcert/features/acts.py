"""The actions that features count from: those given, or taken from the posts again."""

from __future__ import annotations

import polars as pl

from inconcert.networks.actions import actions as actions_of


def acts_on(layer: str, posts: pl.DataFrame, actions: pl.DataFrame | None) -> pl.DataFrame:
    """Return the actions on one layer; found anew where the given ones have none of it.

    >>> from inconcert.schemas import Posts, empty
    >>> acts_on("repost", empty(Posts), None).height
    0
    """
    if actions is not None:
        given = actions.filter(pl.col("layer") == layer)
        if given.height:
            return given
    return actions_of(posts, layers=(layer,))
