"""Made reposts in any number, fast: what the speed of the co-action engine is measured on.

Accounts and objects are heavy-tailed. Reposts of an object come in waves: the delay after its
post is drawn log-normally, so that a popular object has many acts within a minute of each other.

    python scripts/synthetic_actions.py 1000000 reposts.parquet
    python scripts/synthetic_actions.py 100000000 reposts.parquet --integers

With `--integers` the ids are numbers and the rows are written as they are drawn, row group by row
group: memory grows with the accounts and objects alone.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROW_GROUP = 1_000_000
_STARTED = 1_760_000_000_000_000


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
    return _table(account, item, posted[item] + delay, first_post=0)


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


def write_integer_actions(reposts: Reposts, path: Path, *, seed: int = 0) -> None:
    """Write such reposts to a Parquet file without holding them; each is drawn by itself.

    Popularity, waves and numbers are those of `integer_actions`, the rows are not.
    """
    from polars.io.plugins import register_io_source

    schema = integer_actions(Reposts.of(1)).schema

    def groups(*_pushed: object) -> Iterator[pl.DataFrame]:
        yield from _row_groups(reposts, seed)

    register_io_source(groups, schema=schema).sink_parquet(path, row_group_size=_ROW_GROUP)


def _row_groups(reposts: Reposts, seed: int) -> Iterator[pl.DataFrame]:
    rng = np.random.default_rng(seed)
    accounts = _shares(rng, reposts, reposts.accounts, reposts.account_tail)
    objects = _shares(rng, reposts, reposts.objects, reposts.object_tail)
    posted = rng.uniform(0, reposts.days * 86_400, reposts.objects)
    for first in range(0, reposts.actions, _ROW_GROUP):
        size = min(_ROW_GROUP, reposts.actions - first)
        account, item = (_one_of(rng, shares, size) for shares in (accounts, objects))
        delay = np.exp(rng.normal(np.log(reposts.delay_median_s), reposts.delay_sigma, size))
        yield _table(account, item, posted[item] + delay, first_post=first)


def _table(
    account: np.ndarray, item: np.ndarray, seconds: np.ndarray, *, first_post: int
) -> pl.DataFrame:
    whole = np.floor(seconds).astype(np.int64)
    return pl.DataFrame(
        {
            "account_id": account,
            "object_id": item,
            "created_at": pl.Series(whole * 1_000_000 + _STARTED),
            "post_id": np.arange(first_post, first_post + account.size, dtype=np.int64),
        }
    ).select(
        "account_id",
        pl.lit("repost").alias("layer"),
        "object_id",
        pl.col("created_at").cast(pl.Datetime("us", "UTC")),
        "post_id",
    )


def _popularity(rng: np.random.Generator, reposts: Reposts, size: int, tail: float) -> np.ndarray:
    """Draw how popular each of `size` things is: Pareto with a cap, in shares of one."""
    popularity = np.minimum(rng.pareto(tail, size) + 1, reposts.largest)
    return popularity / popularity.sum()


def _shares(rng: np.random.Generator, reposts: Reposts, size: int, tail: float) -> np.ndarray:
    """Return up to where each thing's share reaches, the last up to one."""
    ends = np.cumsum(_popularity(rng, reposts, size, tail))
    ends[-1] = 1.0
    return ends


def _one_of(rng: np.random.Generator, ends: np.ndarray, size: int) -> np.ndarray:
    """Draw things by their shares; sorted draws are found faster, then shuffled."""
    return rng.permutation(np.searchsorted(ends, np.sort(rng.random(size)), side="right"))


def _drawn(rng: np.random.Generator, reposts: Reposts, size: int, tail: float) -> np.ndarray:
    """Draw one of `size` things for each action, their popularity Pareto with a cap."""
    counts = rng.multinomial(reposts.actions, _popularity(rng, reposts, size, tail))
    return rng.permutation(np.repeat(np.arange(size), counts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("actions", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--integers", action="store_true", help="numbers as ids, any size")
    options = parser.parse_args()
    reposts = Reposts.of(options.actions)
    if options.integers:
        write_integer_actions(reposts, options.out)
    else:
        string_actions(reposts).write_parquet(options.out)


if __name__ == "__main__":
    main()
