"""The package reads back the posts table that it writes, and columns with a reader's own names."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from inconcert.errors import ReaderError
from inconcert.pipeline.build import build
from inconcert.posts.ingest import ingest
from inconcert.resources import resource_dir

SAMPLE = resource_dir("datasets") / "sample" / "posts.parquet"
STANDS = ("source_file", "source_line")


def test_the_own_table_comes_back_as_it_was() -> None:
    written = pl.read_parquet(SAMPLE)
    taken = ingest(SAMPLE)
    assert taken.files[0].reader == "posts"
    assert taken.posts.drop(STANDS).equals(written.drop(STANDS))
    assert taken.posts["source_line"].n_unique() == written.height


def test_precision_is_what_the_file_says_for_every_post(tmp_path: Path) -> None:
    posts = pl.read_parquet(SAMPLE).head(50)
    minutes = pl.when(pl.int_range(pl.len()) < 10).then(pl.lit("minute")).otherwise(pl.lit("hour"))
    mixed = posts.with_columns(time_precision=minutes)
    mixed.write_parquet(tmp_path / "posts.parquet")
    taken = ingest(tmp_path / "posts.parquet").posts
    counts = taken["time_precision"].cast(pl.String).value_counts().sort("count")
    assert counts.rows() == [("minute", 10), ("hour", 40)]


def test_a_precision_that_is_none_is_refused(tmp_path: Path) -> None:
    posts = pl.read_parquet(SAMPLE).head(5).with_columns(time_precision=pl.lit("second-ish"))
    posts.write_parquet(tmp_path / "posts.parquet")
    with pytest.raises(ReaderError, match=r"time_precision is 'second-ish' in row 1; allowed: mic"):
        ingest(tmp_path / "posts.parquet")


def test_another_file_is_not_read_as_posts(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("post_id,account_id,created_at\n1,a,2026-01-01\n")
    with pytest.raises(ReaderError, match="is not in the form 'posts'"):
        ingest(tmp_path / "a.csv", reader="posts")


@pytest.mark.parametrize("form", ["csv", "ndjson", "parquet"])
def test_columns_with_a_readers_own_names_do_not_clash(tmp_path: Path, form: str) -> None:
    table = pl.DataFrame(
        {
            "post_id": ["1", "2"],
            "account_id": ["a", "b"],
            "created_at": ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
            "source_line": [70, 80],
            "row_hash": ["x", "y"],
        }
    )
    path = tmp_path / f"t.{form}"
    getattr(table, f"write_{form}")(path)
    taken = ingest(path)
    assert (taken.counts.read, taken.counts.kept) == (2, 2)
    assert taken.posts["source_line"].max() < 10  # where it stands, not what the column said


def test_a_simulated_world_goes_the_whole_way_round(tmp_path: Path) -> None:
    from inconcert.cli.simulate import read_scenario
    from inconcert.simulation.world import simulate

    world = simulate(build(read_scenario("tiny")), seed=5)
    world.posts.write_parquet(tmp_path / "posts.parquet")
    assert ingest(tmp_path / "posts.parquet").counts.kept == world.posts.height
