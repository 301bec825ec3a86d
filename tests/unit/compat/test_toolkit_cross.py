"""The toolkit itself beside ours, on messages drawn anew: all networks, many settings."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from inconcert.compat.coordination_network_toolkit import NETWORKS, compute
from inconcert.compat.coordination_network_toolkit_text import words
from inconcert.errors import ColumnError

COLUMNS = {
    "message_id": pl.String, "user_id": pl.String, "username": pl.String, "repost_id": pl.String,
    "reply_id": pl.String, "message": pl.String, "timestamp": pl.Float64,
    "urls": pl.List(pl.String),
}  # fmt: skip
WORDS = [
    *("今日は", "東京", "で", "雨", "free", "Free", "FREE", "vote", "Vote,", "don't", "can’t"),
    *(
        "l'amour",
        "'quoted'",
        "e-mail",
        "3.5",
        "3,5",
        "ok!!",
        "👍👍🏽",
        "🇯🇵🇩🇪",
        "👨\u200d👩\u200d👧",
    ),
    *("ภาษาไทย", "مرحبا", "שלום", "İstanbul", "ß", "ﬁ", "ｆｕｌｌ", "カタカナ", "ひらがな漢字"),
    *("#tag", "#日本", "@anna", "@_", "@東京", "e\u0301", "\u200b", "https://t.co/x"),
    *("a_b", "U.S.A.", "10:30", "\u00a0x", "한국어", "ŒUF", "ΣΑΣ", "ǅ"),
]

# Threads stand in for the toolkit's processes, which the small tables here would only wait for.
PEER = """
import contextlib, io, json, os, sqlite3, sys, tempfile, threading
from concurrent.futures import ThreadPoolExecutor
import coordination_network_toolkit.compute_networks as toolkit
from coordination_network_toolkit.preprocess import preprocess_data
from coordination_network_toolkit.similarity import get_similarity_fn_from_min_size as at_least

class Threads:
    Manager = staticmethod(lambda: Threads)
    Lock = staticmethod(threading.Lock)

toolkit.ProcessPoolExecutor, toolkit.mp = lambda max_workers: ThreadPoolExecutor(1), Threads

def computed(store, network, window, least, threshold, words):
    call = {
        "co_retweet": lambda: toolkit.compute_co_retweet_parallel(store, window, 1, least),
        "co_tweet": lambda: toolkit.compute_co_tweet_network(store, window, least, n_threads=1),
        "co_reply": lambda: toolkit.compute_co_reply_network(store, window, least, 1),
        "co_post": lambda: toolkit.compute_co_post_network(store, window, least, 1),
        "co_link": lambda: toolkit.compute_co_link_network(store, window, 1, least),
        "co_similar_tweet": lambda: toolkit.compute_co_similar_tweet(
            store, window, 1, threshold, least, at_least(words)
        ),
    }
    call[network]()
    with contextlib.closing(sqlite3.connect(store)) as database:
        return sorted(database.execute(f"select * from {network}_network").fetchall())

results = []
for job in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        store = os.path.join(folder, "peer.db")
        preprocess_data(store, job["rows"])
        results.append([computed(store, *setting) for setting in job["settings"]])
json.dump(results, sys.stdout)
"""


@pytest.fixture(scope="module")
def peer() -> Path:
    python = Path(
        os.environ.get("INCONCERT_PEER_PYTHON", Path(sys.prefix) / "peer" / "bin" / "python")
    )
    if not python.exists():
        pytest.skip("coordination-network-toolkit 1.5.2 is not installed; `make bench` does it")
    return python


def written(draw: random.Random) -> str:
    """Words with all sorts of space between them, or none; sometimes no word at all."""
    space = draw.choice([" ", "  ", "\t", "\n", "\u3000", ""])
    return space.join(draw.choices(WORDS, k=draw.choice([0, 1, 2, 3, 5, 8])))


def row(draw: random.Random, number: int, texts: list[str], span: float) -> list[Any]:
    repeated = draw.random() < 0.3
    urls = draw.choices(["u1", "u2", "http://x/é", "", "U1"], k=draw.choice([0, 1, 1, 2, 3]))
    return [
        f"{draw.randint(0, 60):03d}" if repeated else f"m{number}",
        draw.choice(["007", "7", "a", "A", "é", "用户", "0", "00"]),
        "name",
        draw.choice([None, "", None, "p1", "p2", "01", "1"]),
        draw.choice([None, "", "r1", "1", "01"]),
        draw.choice(texts) if draw.random() < 0.95 else "",
        draw.choice([draw.randint(0, 50), span]) * 1.0,
        urls if draw.random() < 0.7 else [""],
    ]


def job(draw: random.Random) -> dict[str, Any]:
    texts = [written(draw) for _ in range(draw.choice([3, 8, 20]))]
    span = draw.choice([0.0, 60.5, 1.6e9])
    rows = [row(draw, number, texts, span) for number in range(draw.choice([0, 1, 10, 60, 90]))]
    settings = [
        [
            network, draw.choice([0, 1, 2, 10, 60, 10_000]), draw.choice([1, 2, 3, 4]),
            draw.choice([0.1, 0.3, 0.5, 2 / 3, 0.8, 0.9, 1.0]), draw.choice([1, 1, 2, 5]),
        ]
        for network in NETWORKS for _ in range(2)
    ]  # fmt: skip
    return {"rows": rows, "settings": settings}


def ours(rows: list[list[Any]], setting: list[Any]) -> list[list[Any]]:
    network, window, least, threshold, words = setting
    table = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    found = compute(
        table, network, window, least, threshold,
        include_self_loops=True, min_document_size_similarity=words,
    )  # fmt: skip
    return sorted(list(edge) for edge in found.rows())


def test_every_edge_is_the_toolkits(peer: Path) -> None:
    draw = random.Random(20)
    jobs = [job(draw) for _ in range(24)]
    done = subprocess.run(
        [peer, "-c", PEER], input=json.dumps(jobs), capture_output=True, text=True, check=True
    )
    edges = 0
    for each, results in zip(jobs, json.loads(done.stdout), strict=True):
        for setting, expected in zip(each["settings"], results, strict=True):
            assert ours(each["rows"], setting) == expected, setting
            edges += len(expected)
    assert edges > 1_000


@pytest.mark.parametrize("window", [1e5, 1e7, 1e9, 1e300])
def test_windows_as_wide_as_the_times_are_no_trouble(window: float) -> None:
    """15,000 objects laid end to end, 1e9 s in microseconds apart, are more than 64 bits hold."""
    draw = random.Random(1)
    posts = [
        (f"u{draw.randint(0, 20_000)}", f"p{draw.randint(0, 15_000)}", draw.random() * 3e7)
        for _ in range(20_000)
    ]
    on_object: dict[str, list[tuple[str, float]]] = {}
    for user, post, time in posts:
        on_object.setdefault(post, []).append((user, time))
    expected = {
        (one, other)
        for acts in on_object.values()
        for one, begun in acts
        for other, ended in acts
        if one != other and abs(begun - ended) <= window
    }
    table = pl.DataFrame(posts, schema=["user_id", "repost_id", "timestamp"], orient="row")
    numbered = table.with_row_index("message_id").with_columns(pl.col("timestamp").round(3))
    found = compute(numbered, "co_retweet", window, 1)
    assert set(found.select("source", "target").rows()) == expected
    assert math.isfinite(found["weight"].sum())


def test_a_cedilla_by_itself_is_a_letter() -> None:
    """So in Unicode 17, and in the `regex` package that the toolkit cuts words with."""
    assert words(pl.Series(["A\u00b8b c"]))["word"].to_list() == ["a\u00b8b", "c"]


@pytest.mark.parametrize(
    "times",
    [[2**62, 0], [1e300, 0.0], [1e16, 0.5], pl.Series([2**64 - 1, 0], dtype=pl.UInt64), [True] * 2],
)
def test_times_that_no_clock_shows_are_refused(times: Any) -> None:
    posts = pl.DataFrame({"message_id": ["1", "2"], "user_id": ["a", "b"], "repost_id": "p"})
    with pytest.raises(ColumnError, match="timestamp"):
        compute(posts.with_columns(timestamp=pl.Series(times)), "co_retweet")
