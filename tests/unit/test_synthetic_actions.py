"""Generated actions that are written as they are drawn, and what the benchmark makes of a run."""

from __future__ import annotations

import logging
from pathlib import Path

import polars as pl
import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(autouse=True)
def scripts_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    if not SCRIPTS.is_dir():
        pytest.skip("the scripts are no part of an installed package")
    monkeypatch.syspath_prepend(str(SCRIPTS))


def test_written_actions_are_those_of_the_seed_row_group_by_row_group(tmp_path, monkeypatch):
    import synthetic_actions

    monkeypatch.setattr(synthetic_actions, "_ROW_GROUP", 400)
    reposts = synthetic_actions.Reposts.of(1_000)
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        synthetic_actions.write_integer_actions(reposts, tmp_path / name, seed=seed)
    one, same, other = (pl.read_parquet(tmp_path / name) for name in "abc")
    assert one.equals(same)
    assert not one.equals(other)
    assert one.schema == synthetic_actions.integer_actions(reposts).schema
    assert one["post_id"].to_list() == list(range(1_000))
    # of 300 accounts and 200 objects by Pareto shares, some are drawn often, some never
    assert one["account_id"].is_between(0, 299).all()
    assert one["object_id"].is_between(0, 199).all()
    assert one["object_id"].value_counts()["count"].max() > 20
    assert 100 < one["object_id"].n_unique() < 200


def test_what_is_drawn_follows_the_shares():
    import numpy as np
    import synthetic_actions

    drawn = synthetic_actions._one_of(np.random.default_rng(0), np.array([0.5, 0.5, 1.0]), 10_000)
    # the second thing has no share; the others one half each, within four standard errors of 50
    assert set(drawn) == {0, 2}
    assert abs((drawn == 0).sum() - 5_000) < 200


def test_stages_are_timed_from_their_first_record(tmp_path):
    from bench_partitioned import StageTimes, size_of

    (tmp_path / "half").write_bytes(b"x" * 10)
    stages = StageTimes(tmp_path)
    logger = logging.getLogger("bench")
    for words in ("accounts: all", "acts: 1", "acts: 2", "other: x", "pairs: 1", "edges: 1"):
        stages.handle(logger.makeRecord("bench", logging.INFO, "", 0, words, (), None))
    assert stages.disk == size_of(tmp_path) == 10
    end = stages.began["edges"] + 2.0
    seconds = stages.seconds(end)
    assert list(seconds) == ["accounts", "acts", "pairs", "edges"]
    assert seconds["edges"] == pytest.approx(2.0)
    assert sum(seconds.values()) == pytest.approx(end - stages.began["accounts"])


def test_a_row_of_the_table_says_what_was_equal():
    from bench_partitioned import table_row

    stages = {"accounts": 1.4, "acts": 2.0, "pairs": 3.0, "edges": 4.0}
    took = {"actions": 2_000_000, "buckets": 1, "pairs": 5, "edges": 4, "wall": 10.4, "cpu": 12.0}
    took |= {"stages": stages, "peak": 2**30, "disk": 2**29, "out": 2**28}
    row = table_row(took, {"equal": 2, "checked": 3, "edges": 1_000})
    # 12 s / 2 million = 6 microseconds
    assert row["cpu µs an action"] == "6.00"
    assert row["stages s"] == "1 + 2 + 3 + 4"
    assert (row["memory GiB"], row["disk GiB"], row["edges GiB"]) == ("1.00", "0.50", "0.25")
    assert row["checked"] == "2 of 3 equal, 1,000 edges"
