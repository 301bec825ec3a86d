"""Worlds that are written while they are made: the same tables, never more than a part at once."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from inconcert.cli.simulate import build_scenario, read_scenario
from inconcert.errors import ConfigError
from inconcert.simulation import life
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.attacks.review_bombing import ReviewBombing
from inconcert.simulation.chronicle import Chronicle
from inconcert.simulation.datasheet import datasheet
from inconcert.simulation.identifiers import in_text_order
from inconcert.simulation.observation import Observation
from inconcert.simulation.population import Population
from inconcert.simulation.record import TABLES, read_world, write_world
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.stream import simulate_to
from inconcert.simulation.world import simulate

BLIND = Observation(
    sample=0.8,
    deleted=0.05,
    minute_precision=0.2,
    hour_precision=0.1,
    keywords=("の", "#goal"),
    top_hashtags=40,
    collect_delay_minutes=5.0,
    outages_per_day=2.0,
    most_per_quarter_hour=12,
    drop_columns=("place", "media"),
    missing={"client": 0.3, "hashtags": 0.1},
)


def scenario(**changes):
    people = Population(accounts=400, days=6, communities=4, platforms={"x": 0.7, "vk": 0.3})
    attacks = (
        RepostAmplification(accounts=20, start_day=0, days=5),
        ReviewBombing(accounts=20, start_day=0, days=5),
    )
    return Scenario(**({"population": people, "attacks": attacks} | changes))


def streamed(asked, folder, *, seed=3, rows=97):
    simulate_to(asked, folder, seed=seed, resolved="a: 1\n", rows_per_group=rows)
    return read_world(folder)


@pytest.mark.parametrize("observation", [Observation(), BLIND], ids=["all", "blind"])
def test_the_streamed_tables_are_those_of_memory(tmp_path, observation):
    asked = scenario(observation=observation)
    whole, parts = simulate(asked, seed=3), streamed(asked, tmp_path / "w")
    assert min(whole.posts.height, whole.follows.height) > 10 * 97
    assert whole.acts.height > 0
    for name in (*TABLES, "observation"):
        kept, written = getattr(whole, name), getattr(parts, name)
        assert written.equals(kept), name
        assert written.schema == kept.schema, name


def test_blocks_of_words_are_the_same_both_ways(tmp_path, monkeypatch):
    one_block = simulate(scenario(), seed=3)
    monkeypatch.setattr(life, "_WORDED_AT_ONCE", 100)
    whole, parts = simulate(scenario(), seed=3), streamed(scenario(), tmp_path / "w")
    assert parts.posts.equals(whole.posts)
    assert not whole.posts["text"].equals(one_block.posts["text"])


def test_never_more_than_a_part_is_made_at_once(tmp_path, monkeypatch):
    made, posts = [], Chronicle.posts

    def noted(self, start, rows):
        part = posts(self, start, rows)
        made.append(part.height)
        return part

    monkeypatch.setattr(Chronicle, "posts", noted)
    world = streamed(scenario(), tmp_path / "w", rows=256)
    assert max(made) == 256
    assert sum(made) == world.posts.height


def test_row_groups_are_as_large_as_asked_whatever_is_missed(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    asked = scenario(observation=Observation(sample=0.5))
    height = streamed(asked, tmp_path / "w", rows=128).posts.height
    meta = parquet.ParquetFile(tmp_path / "w" / "posts.parquet").metadata
    sizes = [meta.row_group(number).num_rows for number in range(meta.num_row_groups)]
    assert sum(sizes) == height
    assert max(sizes) <= 128
    # half of each 128 posts is seen, so that groups are made of more than one part
    assert len(sizes) <= height // 128 + 1


def test_the_bytes_are_those_of_a_world_written_from_memory(tmp_path):
    asked = build_scenario(read_scenario("tiny"), "tiny")
    simulate_to(asked, tmp_path / "a", seed=1, resolved="x\n", formats=["coortweet"])
    world = simulate(asked, seed=1)
    sheet = datasheet(world, asked, seed=1)
    write_world(world, tmp_path / "b", scenario="x\n", datasheet=sheet, formats=["coortweet"])
    sums = (tmp_path / "a" / "SHA256SUMS").read_text()
    assert sums == (tmp_path / "b" / "SHA256SUMS").read_text()
    for line in sums.splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "a" / name).read_bytes()).hexdigest() == digest
    there = {p.relative_to(tmp_path / "a").as_posix() for p in (tmp_path / "a").rglob("*.*")}
    assert there == {line.split("  ")[1] for line in sums.splitlines()}


def test_ids_that_grow_by_a_digit_are_sorted_as_texts(tmp_path):
    """The id of 2018-05-25 13:05:53 UTC is 10^18: (10^18 >> 22) + 1288834974657 ms."""
    turn = datetime(2018, 5, 25, 13, 5, 54, tzinfo=UTC)
    asked = scenario(population=Population(accounts=60, days=6, first_day="2018-05-23"))
    asked = Scenario(population=asked.population)
    posts = streamed(asked, tmp_path / "w").posts
    assert set(posts["post_id"].str.len_chars()) == {18, 19}
    assert posts.filter(pl.col("post_id").str.len_chars() == 18)["created_at"].max() <= turn
    assert posts["post_id"].is_sorted()
    assert posts.equals(simulate(asked, seed=3).posts)
    targets = posts.select("post_id", first="created_at", said="text")
    reposts = posts.filter(kind="repost").join(
        targets, left_on="repost_of_post", right_on="post_id", maintain_order="left"
    )
    assert reposts.height == (posts["kind"] == "repost").sum() > 0
    assert (reposts["first"] <= reposts["created_at"]).all()
    assert (reposts["said"] == reposts["text"]).all()


def test_the_order_of_ids_as_texts():
    rng = np.random.default_rng(0)
    ids = np.unique(rng.integers(1, 10**6, 500))
    rng.shuffle(ids)
    assert ids[in_text_order(ids)].tolist() == sorted(ids.tolist(), key=str)
    assert in_text_order(ids[:0]).tolist() == []


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(ConfigError, match="there is no format 'gexf' to write"):
        simulate_to(scenario(), tmp_path / "w", seed=0, resolved="", formats=["gexf"])
    assert list(tmp_path.iterdir()) == []


def test_an_error_on_the_way_leaves_no_folder(tmp_path, monkeypatch):
    def broken(self, start, rows):
        raise ValueError("no more posts")

    monkeypatch.setattr(Chronicle, "posts", broken)
    with pytest.raises(Exception, match="no more posts"):
        simulate_to(scenario(), tmp_path / "w", seed=0, resolved="")
    assert list(tmp_path.iterdir()) == []
