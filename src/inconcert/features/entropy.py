"""Shannon entropy of what an account spreads its acts over."""

from __future__ import annotations

import polars as pl


def entropy_by_account(symbols: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the Shannon entropy in bits of each account's symbols, as column `name`.

    `symbols` holds `account_id`, `symbol` and `n` (how often; one row a pair). With N acts in all,
    H = log2 N - (sum of n log2 n) / N: 0 where all acts fall on one symbol. Accounts without a
    row are not in the result. Sums run in ascending order of n, so that they never depend on the
    names of symbols.

    >>> even = pl.DataFrame({"account_id": ["a", "a"], "symbol": ["x", "y"], "n": [1, 1]})
    >>> entropy_by_account(even, "bits").row(0)
    ('a', 1.0)
    """
    n = pl.col("n").cast(pl.Float64)
    entropy = n.sum().log(2) - (n * n.log(2)).sum() / n.sum()
    return (
        symbols.sort("account_id", "n")
        .group_by("account_id", maintain_order=True)
        .agg(entropy.clip(lower_bound=0.0).alias(name))
    )


def count_symbols(acts: pl.DataFrame) -> pl.DataFrame:
    """Count the rows of each (`account_id`, `symbol`) as `n`.

    >>> count_symbols(pl.DataFrame({"account_id": ["a", "a"], "symbol": [1, 1]})).row(0)
    ('a', 1, 2)
    """
    return acts.group_by("account_id", "symbol").agg(pl.len().alias("n"))
