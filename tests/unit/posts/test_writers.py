"""What a writer wrote, the reader of the form reads again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.compat.coordination_network_toolkit import compute
from inconcert.compat.coordination_network_toolkit_messages import COLUMNS as TOOLKIT_COLUMNS
from inconcert.errors import ConfigError, StoreError
from inconcert.posts.ingest import ingest
from inconcert.posts.writers import FORMATS, format_named
from inconcert.posts.writers.coordination_network_toolkit import write_coordination_network_toolkit
from inconcert.posts.writers.coortweet import coortweet_table, reposts, write_coortweet
from inconcert.posts.writers.fivethirtyeight import (
    COLUMNS,
    fivethirtyeight_table,
    write_fivethirtyeight,
)
from inconcert.schemas import Posts

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2026, 1, 27, 20, tzinfo=UTC)


@pytest.fixture
def posts(tmp_path: Path) -> pl.DataFrame:
    path = tmp_path / "source.ndjson"
    rows = pl.DataFrame(
        {
            "post_id": ["1", "2", "2", "3"],
            "account_id": ["甲", "乙", "乙", "丙"],
            "created_at": [START + timedelta(minutes=n) for n in (0, 1, 1, 2)],
            "text": ['＝SUM(A1) \u202e "引用",\n次', None, None, "x"],
            "repost_of_post": [None, "1", "9", "1"],
        }
    )
    rows.with_columns(pl.col("created_at").dt.to_string("%FT%TZ")).write_ndjson(path)
    return ingest(path).posts


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "parquet"])
def test_coortweet_round_trip(posts: pl.DataFrame, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"shares.{suffix}"
    write_coortweet(posts, path)
    again = ingest(path)
    assert again.files[0].reader == "coortweet"
    # Post 2 reposted two posts: two rows that are one post again.
    assert (again.counts.read, again.counts.kept, again.counts.merged) == (3, 2, 1)
    assert coortweet_table(reposts(again.posts)).equals(coortweet_table(reposts(posts)))


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "parquet"])
def test_fivethirtyeight_round_trip(posts: pl.DataFrame, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"posts.{suffix}"
    write_fivethirtyeight(posts, path)
    again = ingest(path)
    assert again.files[0].reader == "fivethirtyeight"
    kept = ["post_id", "account_id", "created_at", "kind", "text", "lang"]
    assert again.posts.select(kept).equals(posts.select(kept))
    if suffix == "parquet":
        assert tuple(pl.read_parquet_schema(path)) == COLUMNS


def test_fivethirtyeight_has_links_and_counts(posts: pl.DataFrame) -> None:
    linked = posts.with_columns(urls=pl.lit(["https://a.example/1", "https://a.example/2"]))
    accounts = pl.DataFrame(
        {"account_id": ["甲"], "following": [1], "followers": [2], "posts_total": [3]}
    )
    table = fivethirtyeight_table(linked, accounts=accounts)
    shown = ["following", "followers", "updates", "tco1_step1", "tco2_step1", "tco3_step1"]
    links = ("https://a.example/1", "https://a.example/2", None)
    assert table.select(shown).rows()[:2] == [("1", "2", "3", *links), (None, None, None, *links)]
    assert table["article_url"][0] == "http://twitter.com/甲/statuses/1"


def test_the_toolkit_finds_in_its_columns_what_it_finds_in_ours(tmp_path: Path) -> None:
    rows = [("1", "a", None, 0), ("2", "b", "1", 10), ("3", "c", "1", 50), ("4", "a", "1", 200)]
    posts = pl.DataFrame(
        {
            "post_id": [row[0] for row in rows],
            "account_id": [row[1] for row in rows],
            "repost_of_post": [row[2] for row in rows],
            "reply_to_post": pl.Series([None] * 4, dtype=pl.String),
            "text": ['一, "二"\n三'] * 4,
            "urls": [["https://a.example/x", "https://b.example/y"], [], [], []],
            "created_at": [START + timedelta(seconds=row[3]) for row in rows],
        }
    )
    write_coordination_network_toolkit(posts, tmp_path / "messages.csv")
    messages = pl.read_csv(tmp_path / "messages.csv", schema_overrides={"repost_id": pl.String})
    assert tuple(messages.columns) == TOOLKIT_COLUMNS
    assert messages["urls"].to_list() == ["https://a.example/x https://b.example/y", *[None] * 3]
    # b and c repost post 1 within 40 s; a does so 150 s later
    edges = compute(messages, "co_retweet", min_edge_weight=1)
    assert edges.rows() == [("b", "c", 1), ("c", "b", 1)]


def test_other_suffixes_are_refused(posts: pl.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"allowed are \.parquet, \.csv and \.csv\.gz"):
        write_coortweet(posts, tmp_path / "a.xlsx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["source.ndjson"]


def test_every_format_says_what_becomes_of_every_column() -> None:
    for form in map(format_named, FORMATS):
        said = [*form.carries, *form.changes, *form.loses]
        assert sorted(said) == sorted(Posts.column_names()), form.name
        assert format_named(form.name) is form
    with pytest.raises(ConfigError, match="no format 'coortwet' to write; did you mean 'coortweet"):
        format_named("coortwet")
