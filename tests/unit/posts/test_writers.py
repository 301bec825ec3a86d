"""What a writer wrote, the reader of the form reads again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.errors import StoreError
from inconcert.posts.ingest import ingest
from inconcert.posts.writers.coortweet import coortweet_table, reposts, write_coortweet
from inconcert.posts.writers.fivethirtyeight import COLUMNS, write_fivethirtyeight

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


def test_other_suffixes_are_refused(posts: pl.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"allowed are \.parquet, \.csv and \.csv\.gz"):
        write_coortweet(posts, tmp_path / "a.xlsx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["source.ndjson"]
