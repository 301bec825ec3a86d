"""One table of features, keyed by account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ConfigError, nearest
from inconcert.features.activity import activity_features
from inconcert.features.catalogue import FAMILIES, FEATURES
from inconcert.features.content import content_features
from inconcert.features.structure import structure_features
from inconcert.features.timing import timing_features

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def account_features(
    posts: pl.DataFrame,
    *,
    accounts: pl.DataFrame | None = None,
    actions: pl.DataFrame | None = None,
    coaction: pl.DataFrame | None = None,
    interactions: pl.DataFrame | None = None,
    families: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Return one row per account that posted: `account_id` and one Float64 column per feature.

    The columns are those of `catalogue.FEATURES`, in its order, of the chosen families (None:
    all), whatever tables are given; a feature that is not defined for an account, or whose table
    is missing, is null. `actions` only saves work: objects of reposts and identical texts that it
    holds are not looked for again. Sorted by `account_id`. Raises `ConfigError` on an unknown
    family.

    >>> from inconcert.schemas import Posts, empty
    >>> account_features(empty(Posts), families=["timing"]).columns[:2]
    ['account_id', 'gap_median_s']
    """
    chosen = _chosen(families)
    makers: dict[str, Callable[[], pl.DataFrame]] = {
        "activity": lambda: activity_features(posts, accounts=accounts),
        "timing": lambda: timing_features(posts, actions=actions),
        "content": lambda: content_features(posts, actions=actions),
        "structure": lambda: structure_features(
            posts, coaction=coaction, interactions=interactions
        ),
    }
    table = posts.select("account_id").unique()
    for family in chosen:
        table = table.join(makers[family](), on="account_id", how="left")
    return _in_catalogue_order(table, chosen).sort("account_id")


def _chosen(families: Sequence[str] | None) -> tuple[str, ...]:
    """Check the names of families."""
    if families is None:
        return FAMILIES
    for family in families:
        if family not in FAMILIES:
            raise ConfigError(f"no feature family '{family}': {nearest(family, FAMILIES)}")
    return tuple(families)


def _in_catalogue_order(table: pl.DataFrame, families: tuple[str, ...]) -> pl.DataFrame:
    """Bring the columns into the catalogue's order and type; NaN becomes null."""
    names = [feature.name for feature in FEATURES if feature.family in families]
    missing = [pl.lit(None, dtype=pl.Float64).alias(n) for n in names if n not in table.columns]
    return table.with_columns(missing).select(
        "account_id", *(pl.col(name).cast(pl.Float64).fill_nan(None) for name in names)
    )
