"""The real datasets, each read as its README describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.errors import ColumnError
from inconcert.posts.ingest import Ingest, ingest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference


def _ingest(path: Path) -> Ingest:
    taken = ingest(path)
    c = taken.counts
    assert c.read == c.kept + c.merged + c.duplicates + c.quarantined
    return taken


def _kinds(taken: Ingest) -> dict[str, int]:
    return dict(taken.posts["kind"].cast(pl.String).value_counts().iter_rows())


def test_coortweet_russian(reference_data: Path) -> None:
    taken = _ingest(reference_data / "coortweet_russian_retweets")
    # 35,125 shares, one of them twice; 35,085 shares have an id of their own.
    assert (taken.counts.read, taken.counts.kept, taken.counts.duplicates) == (35125, 35085, 1)
    assert taken.posts["account_id"].n_unique() == 9509
    further = taken.posts["objects"].list.len().sum()
    objects = taken.posts["repost_of_post"].drop_nulls().len() + further
    assert objects == 35124  # no share of an object is lost in the merging
    assert {file.reader for file in taken.files} == {"coortweet"}


def test_coortweet_german(reference_data: Path) -> None:
    taken = _ingest(reference_data / "coortweet_german_elections")
    # 194,323 post ids, and three rows without one; 24,177 rows repeat another in every column.
    assert (taken.counts.kept, taken.counts.duplicates) == (194_326, 24_177)
    assert taken.posts["post_id"].str.starts_with("row-").sum() == 3
    for column in ("urls", "domains", "hashtags", "media"):
        assert taken.posts[column].list.len().sum() > 10_000


def test_gop_debate(reference_data: Path) -> None:
    taken = _ingest(reference_data / "gop_debate_2015")
    assert taken.counts.read == 13_871
    # 9,829 accounts, of which one has a single post, under the id of another account's post.
    assert taken.posts["account_id"].n_unique() == 9828
    assert _kinds(taken)["repost"] == 7661  # of 7,686 rows, without those of repeated ids
    assert taken.posts["repost_of_post"].null_count() == taken.posts.height
    reposts = taken.posts.filter(pl.col("kind") == "repost")
    assert reposts["repost_of_account"].null_count() == 0


def test_fivethirtyeight(reference_data: Path) -> None:
    parquet = _ingest(reference_data / "ira_twitter" / "sample_2015-11-20_30.parquet")
    assert (parquet.counts.kept, parquet.posts["account_id"].n_unique()) == (49_613, 952)
    assert parquet.posts["time_precision"].unique().to_list() == ["minute"]
    csv = _ingest(reference_data / "export_fixtures" / "fivethirtyeight_csv")
    assert csv.counts.kept == 100
    assert {file.reader for file in (*parquet.files, *csv.files)} == {"fivethirtyeight"}


def test_x_pages(reference_data: Path) -> None:
    taken = _ingest(reference_data / "export_fixtures" / "x_api_v2_twarc2")
    assert taken.quarantine["source_file"].to_list() == ["streaming_output_with_error.jsonl"]
    assert taken.quarantine["source_line"].to_list() == [8]
    assert "counts.jsonl: left aside (counts of posts, no posts)" in taken.notes
    assert {file.reader for file in taken.files} == {"x_api_v2"}
    assert taken.accounts.height > 300


@pytest.mark.parametrize(
    ("name", "posts", "kinds"),
    [
        ("paraguay_election_2018", 19_672, {"repost": 13_406}),
        ("x_us_election_2024", 16_738, {}),
        ("vk_media_comments_2022", 51_285, {}),
        ("politifact_retweets", 40_740, {"repost": 40_740}),
        ("german_politicians_2020_2021", 20_838, {"reply": 3_778}),
        ("reddit_ira", 4_196, {"reply": 4_196}),
        ("bluesky_2026", 10_915, {"reply": 224}),
    ],
)
def test_other_sets(reference_data: Path, name: str, posts: int, kinds: dict[str, int]) -> None:
    taken = _ingest(reference_data / name)
    assert taken.counts.kept == posts
    assert taken.counts.quarantined == 0
    found = _kinds(taken)
    assert {kind: found[kind] for kind in kinds} == kinds


def test_a_set_without_times(reference_data: Path) -> None:
    with pytest.raises(ColumnError, match="has no time column among: user_id, pos, text, rt_of"):
        ingest(reference_data / "twibot20_sample")
