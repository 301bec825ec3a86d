"""One run of one stage of the engine in this process: called by bench_engine.py.

    python scripts/engine_stages.py text_families 1000000

prints wall and processor seconds, rows out and the peak memory as JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    Work = Callable[[pl.DataFrame], object]

_WARMING = 600_000
"""So many actions load every compiled loop."""
_COORTWEET = ("coortweet_russian_retweets", "russian_coord_tweets.parquet")


def text_network(actions: pl.DataFrame) -> pl.DataFrame:
    """Return the network of pairs with two objects or more."""
    from inconcert.networks.coaction import coaction_network

    return coaction_network(actions, 60, 2)


def edges(actions: pl.DataFrame) -> pl.DataFrame:
    """Return the whole edge table."""
    from inconcert.networks.coaction import coaction_network

    return coaction_network(actions, 60)


def weights(actions: pl.DataFrame) -> object:
    """Return pairs and weights alone."""
    from inconcert.networks.edgeweights import edge_weights

    return edge_weights(actions)


def lexsort(actions: pl.DataFrame) -> object:
    """Sort the same arrays."""
    import numpy as np

    times = actions["created_at"].to_physical().to_numpy()
    return np.lexsort((times, actions["object_id"].to_numpy()))


def coortweet(shares: pl.DataFrame) -> pl.DataFrame:
    """Do what the peer's two functions do, at 60 s and its other defaults."""
    from inconcert.compat.coortweet import detect_groups, generate_coordinated_network

    return generate_coordinated_network(detect_groups(shares, 60))


def text_families(posts: pl.DataFrame) -> pl.DataFrame:
    """Return the members of all families."""
    from inconcert.networks.textfamilies import text_families as families

    return families(posts).members


STAGES: dict[str, tuple[Work, str]] = {
    "text": (text_network, "string_actions"),
    "edges": (edges, "integer_actions"),
    "weights": (weights, "integer_actions"),
    "lexsort": (lexsort, "integer_actions"),
    "text_families": (text_families, "posts"),
}
"""What runs, and what makes its rows."""


def made(kind: str, number: int) -> pl.DataFrame:
    """Make so many rows."""
    import synthetic_actions
    import synthetic_texts

    if kind == "posts":
        return synthetic_texts.posts(number)
    maker: Callable[[synthetic_actions.Reposts], pl.DataFrame] = getattr(synthetic_actions, kind)
    return maker(synthetic_actions.Reposts.of(number))


def stage(name: str, number: int) -> dict[str, float]:
    """Run a stage on so many made rows, or on the peer's own reposts."""
    import polars as pl

    if name == "coortweet":
        shares = pl.read_parquet(coortweet_file())
        coortweet(shares)
        return measured(lambda: coortweet(shares))
    work, kind = STAGES[name]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.parquet"
        # A process of its own makes them, so that the peak is the engine's.
        command = [sys.executable, __file__, "--make", kind, str(number), str(file)]
        subprocess.run(command, check=True)
        rows = pl.read_parquet(file)
    work(rows.head(100_000) if kind == "posts" else made(kind, _WARMING))
    return measured(lambda: work(rows))


def coortweet_file() -> Path:
    """Return where the peer's reposts lie; raises `MissingFileError` where they do not."""
    from inconcert.pipeline.reproduction.cards import dataset_card, find_files

    name, file = _COORTWEET
    return find_files(dataset_card(name), [file])[file]


def measured(work: Callable[[], object]) -> dict[str, float]:
    """Return wall and processor seconds of one run, compiled code loaded before."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    peak_gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {**took, "rows": float(getattr(result, "height", 0)), "peak_gib": peak_gib}


def main() -> None:
    """Make rows into a file, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("number", type=int)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--make", action="store_true", help="write rows of the kind NAME to FILE")
    options = parser.parse_args()
    if options.make:
        made(options.name, options.number).write_parquet(options.file)
    else:
        print(json.dumps(stage(options.name, options.number)))


if __name__ == "__main__":
    main()
