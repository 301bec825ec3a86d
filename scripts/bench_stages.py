"""One stage of the benchmark, in a process of its own: `bench_stages.py STAGE FILE OUT`.

Prints one line of JSON: the seconds of the stage itself, without imports and without reading what
the stage stands on, and how many rows came of it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_POSTS = "posts_read.parquet"
KEPT_EDGES = "edges.parquet"


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a piece of work took, and its result."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def read(file: Path, out: Path) -> tuple[float, int]:
    """CSV to the posts table."""
    from inconcert.posts.ingest import read_posts

    seconds, posts = timed(lambda: read_posts(file))
    posts.write_parquet(out / KEPT_POSTS)
    return seconds, posts.height


def coaction(_file: Path, out: Path) -> tuple[float, int]:
    """Posts to co-action edges, with the layers and the window that `inconcert score` uses."""
    from inconcert.networks.actions import actions
    from inconcert.networks.coaction import coaction_network
    from inconcert.networks.settings import NetworkSettings

    posts = pl.read_parquet(out / KEPT_POSTS)
    network = NetworkSettings()

    def work() -> pl.DataFrame:
        acts = actions(posts, layers=network.layers)
        return coaction_network(
            acts, window_seconds=network.window_seconds, min_weight=network.min_weight
        )

    seconds, edges = timed(work)
    edges.write_parquet(out / KEPT_EDGES)
    return seconds, edges.height


def features(_file: Path, out: Path) -> tuple[float, int]:
    """Posts, repost graph and co-action edges to one row of features an account."""
    from inconcert.features.table import account_features
    from inconcert.networks.interactions import interaction_graph

    posts = pl.read_parquet(out / KEPT_POSTS)
    edges = pl.read_parquet(out / KEPT_EDGES)
    interactions = interaction_graph(posts, kind="repost")
    seconds, table = timed(
        lambda: account_features(posts, coaction=edges, interactions=interactions)
    )
    return seconds, table.height


STAGES = {"read": read, "coaction": coaction, "features": features}


if __name__ == "__main__":
    stage, file, out = sys.argv[1:]
    took, rows = STAGES[stage](Path(file), Path(out))
    print(json.dumps({"seconds": took, "rows": rows}))
