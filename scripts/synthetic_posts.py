"""Posts for timing: fast to make at any size, heavy-tailed, with bursts; they mean nothing.

For posts with known truth use `inconcert simulate`; these only have the load of real ones: few
objects with very many reposts and many with few, most reposts soon after the first, accounts from
one post to many hundreds.

`synthetic_posts.py posts|reposts|toolkit COUNT FILE` writes CSV; in a process of its own, since a
process starts with the peak memory of the one that started it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import numpy as np
import polars as pl

START = datetime(2024, 3, 1, tzinfo=UTC)
SPAN_SECONDS = 30 * 86_400
KINDS = ("post", "repost", "reply", "quote")
KIND_SHARES = (0.3, 0.55, 0.1, 0.05)
WORDS = np.array(
    [
        a + b
        for a in ("ka", "to", "mi", "shi", "ren", "lo", "va")
        for b in ("ra", "no", "ki", "ta", "su")
    ]
)


def popular(rng: np.random.Generator, *, size: int, choices: int, head: float = 20.0) -> np.ndarray:
    """Draw from `choices` things by a Zipf-Mandelbrot law, p(k) proportional to 1 / (k + head)."""
    weights = 1.0 / (np.arange(choices) + head)
    cumulative = np.cumsum(weights / weights.sum())
    return np.searchsorted(cumulative, rng.random(size)).clip(max=choices - 1)


def burst_seconds(rng: np.random.Generator, objects: np.ndarray) -> np.ndarray:
    """Return when each act happens: after its object's start, half within an hour."""
    starts = rng.integers(0, SPAN_SECONDS, size=int(objects.max(initial=0)) + 1)
    delays = rng.lognormal(mean=np.log(3600.0), sigma=2.0, size=objects.size)
    return starts[objects] + np.minimum(delays, SPAN_SECONDS).astype(np.int64)


def labelled(prefix: str, numbers: np.ndarray) -> pl.Series:
    """Turn numbers into ids."""
    return pl.select(pl.format(prefix + "{}", pl.Series(numbers))).to_series()


def sentences(rng: np.random.Generator, size: int, *, words: int = 12) -> pl.Series:
    """Return made-up sentences; one in twenty is a copy of one of a hundred."""
    drawn = pl.DataFrame(
        {f"w{i}": WORDS[rng.integers(0, WORDS.size, size=size)] for i in range(words)}
    )
    lines = drawn.select(pl.concat_str(pl.all(), separator=" ")).to_series()
    copied = rng.random(size) < 0.05
    source = np.where(copied, popular(rng, size=size, choices=min(100, size)), np.arange(size))
    return lines.gather(source)


def posts(count: int, *, seed: int = 0) -> pl.DataFrame:
    """Return a table of posts as a platform would export it, for the reader `table`."""
    rng = np.random.default_rng(seed)
    objects = popular(rng, size=count, choices=max(count // 10, 20))
    kind = np.array(KINDS)[rng.choice(len(KINDS), p=KIND_SHARES, size=count)]
    accounts = popular(rng, size=count, choices=max(count // 8, 20), head=50.0)
    table = pl.DataFrame(
        {
            "post_id": labelled("p", np.arange(count)),
            "account_id": labelled("a", accounts),
            "created_at": START.timestamp() + burst_seconds(rng, objects),
            "kind": kind,
            "text": sentences(rng, count),
            "lang": np.where(accounts % 3 == 0, "ja", "en"),
            "object": labelled("o", objects),
            "author": labelled("a", objects % max(count // 80, 2)),
            "url": labelled(
                "https://example.org/", popular(rng, size=count, choices=max(count // 20, 20))
            ),
            "has_url": rng.random(count) < 0.15,
        }
    )
    return table.select(
        "post_id",
        "account_id",
        pl.from_epoch(pl.col("created_at").cast(pl.Int64))
        .dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        .alias("created_at"),
        "kind",
        "text",
        "lang",
        *(
            pl.when(kind=word).then(column).alias(f"{word}_{suffix}")
            for word in ("repost", "reply", "quote")
            for column, suffix in (
                ("object", PREPOSITION[word] + "_post"),
                ("author", PREPOSITION[word] + "_account"),
            )
        ),
        pl.when("has_url").then("url").alias("urls"),
    )


PREPOSITION = {"repost": "of", "reply": "to", "quote": "of"}


def reposts(count: int, *, seed: int = 0) -> pl.DataFrame:
    """Return `count` bare reposts, at most one per account and object."""
    rng = np.random.default_rng(seed)
    drawn = count + count // 10
    objects = popular(rng, size=drawn, choices=max(count // 10, 20))
    accounts = popular(rng, size=drawn, choices=max(count // 8, 20), head=50.0)
    table = pl.DataFrame(
        {
            "object_id": labelled("o", objects),
            "account_id": labelled("a", accounts),
            "content_id": labelled("p", np.arange(drawn)),
            "timestamp_share": int(START.timestamp()) + burst_seconds(rng, objects),
        }
    )
    once = table.unique(["object_id", "account_id"], keep="first", maintain_order=True)
    return once.head(count)


def toolkit_columns(table: pl.DataFrame) -> pl.DataFrame:
    """Lay bare reposts out as coordination-network-toolkit reads them: by position."""
    return table.select(
        message_id="content_id",
        user_id="account_id",
        username="account_id",
        repost_id="object_id",
        reply_id=pl.lit(""),
        message=pl.lit(""),
        timestamp="timestamp_share",
        urls=pl.lit(""),
    )


SHAPES = {
    "posts": posts,
    "reposts": reposts,
    "toolkit": lambda count: toolkit_columns(reposts(count)),
}


if __name__ == "__main__":
    shape, count, path = sys.argv[1:]
    SHAPES[shape](int(count)).write_csv(path)
