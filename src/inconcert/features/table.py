"""One table of features, keyed by account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ConfigError
from inconcert.features.families import chosen_families
from inconcert.features.family import FeatureTables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.features.family import FeatureFamily


def account_features(
    posts: pl.DataFrame,
    *,
    accounts: pl.DataFrame | None = None,
    actions: pl.DataFrame | None = None,
    coaction: pl.DataFrame | None = None,
    interactions: pl.DataFrame | None = None,
    families: Sequence[str | FeatureFamily] | None = None,
) -> pl.DataFrame:
    """Return one row per account that posted: `account_id` and one Float64 column per feature.

    The columns are those of `catalogue.FEATURES`, in its order, of the chosen families (None: all
    that ship), then those of other families; a feature that is not defined for an account, or
    whose table is missing, is null. `actions` only saves work: objects of reposts and identical
    texts that it holds are not looked for again. Sorted by `account_id`. Raises `ConfigError` on
    an unknown family, or on one that does not give what it describes.

    >>> from inconcert.schemas import Posts, empty
    >>> account_features(empty(Posts), families=["timing"]).columns[:2]
    ['account_id', 'gap_median_s']
    """
    tables = FeatureTables(posts, accounts, actions, coaction, interactions)
    table = posts.select("account_id").unique()
    for family in chosen_families(families):
        table = table.join(_columns_of(family, tables), on="account_id", how="left")
    return table.sort("account_id")


def _columns_of(family: FeatureFamily, tables: FeatureTables) -> pl.DataFrame:
    """Bring a family's table into the order and type it describes; NaN becomes null."""
    made = family.features(tables)
    names = [spec.name for spec in family.specs()]
    _check(made, family.name, names)
    missing = [pl.lit(None, dtype=pl.Float64).alias(n) for n in names if n not in made.columns]
    return made.with_columns(missing).select(
        "account_id", *(pl.col(name).cast(pl.Float64).fill_nan(None) for name in names)
    )


def _check(made: pl.DataFrame, family: str, names: Sequence[str]) -> None:
    if "account_id" not in made.columns:
        raise ConfigError(f"feature family '{family}' gives no column account_id")
    extra = [name for name in made.columns if name not in ("account_id", *names)]
    if extra:
        raise ConfigError(
            f"feature family '{family}' gives {', '.join(extra)}, which its specs do not describe"
        )
    twice = made["account_id"].is_duplicated()
    if twice.any():
        account = made["account_id"].filter(twice).sort()[0]
        raise ConfigError(f"feature family '{family}' gives several rows for account '{account}'")
