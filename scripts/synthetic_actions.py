"""Made reposts in any number, fast: what the speed of the co-action engine is measured on.

Accounts and objects are heavy-tailed. Reposts of an object come in waves: the delay after its
post is drawn log-normally, so that a popular object has many acts within a minute of each other.

    python scripts/synthetic_actions.py 1000000 reposts.parquet
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Reposts:
    """How many reposts of how many objects by how many accounts, over how many days."""

    actions: int = 1_000_000
    accounts: int = 300_000
    objects: int = 200_000
    days: float = 30.0
    account_tail: float = 1.5
    """Exponent of the Pareto distribution of what accounts do; objects likewise."""
    object_tail: float = 1.1
    largest: float = 4_000.0
    """Times the least popular; a cap keeps the pairs an action the same at every size."""
    delay_median_s: float = 7_200.0
    delay_sigma: float = 1.8

    @classmethod
    def of(cls, actions: int) -> Reposts:
        """Return the set of this many reposts; everything else grows in proportion."""
        share = actions / 1_000_000
        accounts, objects = round(300_000 * share), round(200_000 * share)
        return cls(actions=actions, accounts=max(accounts, 2), objects=max(objects, 1))


def integer_actions(reposts: Reposts, *, seed: int = 0) -> pl.DataFrame:
    """Return the reposts in no order, ids as integers: columns as in `schemas.Actions`."""
    rng = np.random.default_rng(seed)
    number = reposts.actions
    account = _drawn(rng, reposts, reposts.accounts, reposts.account_tail)
    item = _drawn(rng, reposts, reposts.objects, reposts.object_tail)
    posted = rng.uniform(0, reposts.days * 86_400, reposts.objects)
    delay = np.exp(rng.normal(np.log(reposts.delay_median_s), reposts.delay_sigma, number))
    seconds = np.floor(posted[item] + delay).astype(np.int64)
    return pl.DataFrame(
        {
            "account_id": account,
            "object_id": item,
            "created_at": pl.Series(seconds * 1_000_000 + 1_760_000_000_000_000),
            "post_id": np.arange(number, dtype=np.int64),
        }
    ).select(
        "account_id",
        pl.lit("repost").alias("layer"),
        "object_id",
        pl.col("created_at").cast(pl.Datetime("us", "UTC")),
        "post_id",
    )


def string_actions(reposts: Reposts, *, seed: int = 0) -> pl.DataFrame:
    """Return the same reposts with ids as strings, as the readers give them."""
    made = integer_actions(reposts, seed=seed)
    offset = 1_500_000_000_000_000_000
    return made.with_columns(
        pl.format("user_{}", "account_id").alias("account_id"),
        *((pl.col(name) + offset).cast(pl.String) for name in ("object_id", "post_id")),
    )


def toolkit_rows(actions: pl.DataFrame) -> pl.DataFrame:
    """Return actions as the eight columns that coordination-network-toolkit reads."""
    account = pl.col("account_id").cast(pl.String)
    return actions.select(
        pl.col("post_id").cast(pl.String).alias("message_id"),
        account.alias("user_id"),
        account.alias("username"),
        pl.col("object_id").cast(pl.String).alias("repost_id"),
        pl.lit("").alias("reply_id"),
        pl.lit("").alias("message"),
        (pl.col("created_at").dt.epoch("us") / 1e6).alias("timestamp"),
        pl.lit("").alias("urls"),
    )


def _drawn(rng: np.random.Generator, reposts: Reposts, size: int, tail: float) -> np.ndarray:
    """Draw one of `size` things for each action, their popularity Pareto with a cap."""
    popularity = np.minimum(rng.pareto(tail, size) + 1, reposts.largest)
    counts = rng.multinomial(reposts.actions, popularity / popularity.sum())
    return rng.permutation(np.repeat(np.arange(size), counts))


if __name__ == "__main__":
    count, out = int(sys.argv[1]), Path(sys.argv[2])
    string_actions(Reposts.of(count)).write_parquet(out)
