"""Networks by buckets: what they read and refuse, and how a killed run goes on."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from inconcert.errors import ColumnError, ConfigError, InputError, MissingFileError, StoreError
from inconcert.networks.coaction import coaction_network
from inconcert.networks.kernels.partitioning import fill_slots, find_slots
from inconcert.networks.largeobjects import PairLimits
from inconcert.networks.partitioned import (
    accounts,
    check_buckets,
    count_accounts,
    deal_out_acts,
    edges,
    finish,
    finished,
    network,
    open_job,
    pair_acts,
    partitioned_coaction_network,
    plan_job,
    reduce_edges,
)
from inconcert.networks.rules import CoActionRules
from inconcert.schemas import Edges

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def actions(rows=400, seed=0, layers=("repost", "url")):
    """Return acts by 40 accounts on 30 objects over an hour."""
    rng = np.random.default_rng(seed)
    seconds = rng.integers(0, 3_600, rows)
    return pl.DataFrame(
        {
            "account_id": [f"account-{number}" for number in rng.integers(0, 40, rows)],
            "layer": [layers[number] for number in rng.integers(0, len(layers), rows)],
            "object_id": [f"object-{number}" for number in rng.integers(0, 30, rows)],
            "created_at": [START + timedelta(seconds=int(second)) for second in seconds],
            "post_id": [f"post-{number}" for number in range(rows)],
        }
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "actions.parquet"
    actions().write_parquet(path)
    return path


def planned(file, out, *, buckets=3, window=60.0):
    rules, limits = CoActionRules(), PairLimits(1_000_000)
    return plan_job(file, out, windows=(window,), rules=rules, limits=limits, buckets=buckets)


def test_the_parts_one_after_the_other_are_the_network_in_memory(file, tmp_path):
    done = partitioned_coaction_network(file, tmp_path / "out", [60, 600], buckets=4)
    expected = coaction_network(actions(), [60, 600])
    found = done.scan().collect()
    Edges.validate(found)
    assert_frame_equal(found, expected, check_exact=True)
    assert done.edges == expected.height
    assert done.actions == 400
    assert done.accounts == 40
    assert [part.file for part in done.parts] == [f"part-0000{n}.parquet" for n in range(4)]
    # the ranges of sources do not overlap, and cover all accounts by name
    ends = [name for part in done.parts for name in (part.first_account, part.last_account)]
    assert ends == sorted(ends)
    assert (ends[0], ends[-1]) == ("account-0", "account-9")


def test_nothing_but_the_result_remains(file, tmp_path):
    partitioned_coaction_network(file, tmp_path / "out", buckets=2)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "left_out.parquet",
        "manifest.json",
        "part-00000.parquet",
        "part-00001.parquet",
        "plan.json",
    ]


def test_folders_lists_and_patterns_name_the_same_files(tmp_path):
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    made = actions()
    made.head(100).write_parquet(folder / "a.parquet")
    made.slice(100).write_parquet(folder / "b.parquet")
    (folder / "notes.txt").write_text("no actions")
    expected = coaction_network(made)
    given = {
        "folder": tmp_path / "in",
        "list": [folder / "a.parquet", str(folder / "b.parquet")],
        "pattern": str(folder / "*.parquet"),
    }
    for name, paths in given.items():
        done = partitioned_coaction_network(paths, tmp_path / name, buckets=2)
        assert_frame_equal(done.scan().collect(), expected)


def test_a_result_within_the_folder_of_actions_is_no_action(tmp_path):
    actions().write_parquet(tmp_path / "actions.parquet")
    done = partitioned_coaction_network(tmp_path, tmp_path / "edges", buckets=2)
    assert partitioned_coaction_network(tmp_path, tmp_path / "edges", buckets=2) == done
    assert_frame_equal(done.scan().collect(), coaction_network(actions()))


def test_ids_that_are_numbers_in_one_file_alone_are_text(tmp_path):
    rows = {"layer": "url", "object_id": "u", "created_at": [START]}
    pl.DataFrame({"account_id": [7], **rows}).write_parquet(tmp_path / "1.parquet")
    text = pl.DataFrame({"account_id": ["7"], **rows}, schema_overrides={"layer": pl.Categorical})
    text.write_parquet(tmp_path / "2.parquet")
    pl.DataFrame({"account_id": [2**64 - 1], **rows}).write_parquet(tmp_path / "3.parquet")
    done = partitioned_coaction_network(sorted(tmp_path.glob("*.parquet")), tmp_path / "out")
    assert done.scan().select("source", "target").collect().rows() == [(str(2**64 - 1), "7")]


def test_times_of_any_unit_and_zone_are_the_same_instant(tmp_path):
    local = actions().with_columns(
        pl.col("created_at").dt.convert_time_zone("Asia/Tokyo").dt.cast_time_unit("ns")
    )
    local.write_parquet(tmp_path / "actions.parquet")
    done = partitioned_coaction_network(tmp_path / "actions.parquet", tmp_path / "out", buckets=2)
    assert_frame_equal(done.scan().collect(), coaction_network(actions()))


@pytest.mark.parametrize("rows", [0, 1])
def test_too_few_actions_for_an_edge_give_none(rows, tmp_path):
    actions(rows=1).head(rows).write_parquet(tmp_path / "actions.parquet")
    done = partitioned_coaction_network(tmp_path / "actions.parquet", tmp_path / "out", buckets=3)
    assert done.edges == 0
    assert done.scan().collect().schema == coaction_network(actions(rows=1)).schema


def test_all_acts_in_one_second_by_more_buckets_than_accounts(tmp_path):
    """Ten accounts on one object: 10 * 9 / 2 = 45 edges."""
    made = pl.DataFrame(
        {
            "account_id": [f"a{number}" for number in range(10)],
            "layer": "url",
            "object_id": "u",
            "created_at": [START] * 10,
        }
    )
    made.write_parquet(tmp_path / "actions.parquet")
    done = partitioned_coaction_network(tmp_path / "actions.parquet", tmp_path / "out", buckets=25)
    assert done.edges == 45
    assert_frame_equal(done.scan().collect(), coaction_network(made))
    assert all(part.equal for part in check_buckets(tmp_path / "out", 25))


def test_stages_run_bucket_by_bucket_from_the_plan_alone(file, tmp_path):
    out = tmp_path / "out"
    portions = len(planned(file, out).portions)
    assert portions == 2  # 400 rows, two buckets' worth of three at a time: 267 and 133
    count_accounts(open_job(out))
    for portion in (1, 0):
        deal_out_acts(open_job(out), portion)
    for bucket in (2, 0, 1):
        pair_acts(open_job(out), bucket)
    for bucket in (1, 2, 0):
        reduce_edges(open_job(out), bucket)
    done = finish(open_job(out))
    assert_frame_equal(done.scan().collect(), coaction_network(actions()))
    assert finished(out) == done


KILLED = [
    ("count_accounts", 0),
    ("deal_out_acts", 0),
    ("deal_out_acts", 1),
    ("pair_acts", 1),
    ("reduce_edges", 0),
    ("reduce_edges", 1),
    ("finish", 0),
]


def killing(monkeypatch, stage, calls):
    """Let a stage be done so many times; then it is killed."""
    work, done = getattr(network, stage), []

    def killed(*given, **options):
        if len(done) == calls:
            raise KeyboardInterrupt
        done.append(given)
        return work(*given, **options)

    monkeypatch.setattr(network, stage, killed)


def dealt(monkeypatch):
    """Return the portions of actions that are read from now on."""
    work, read = network.deal_out_acts, []

    def dealing(job, portion, **options):
        read.extend([portion] * (not job.acts_folder(portion).exists()))
        work(job, portion, **options)

    monkeypatch.setattr(network, "deal_out_acts", dealing)
    return read


@pytest.mark.parametrize(("stage", "calls"), KILLED)
def test_a_killed_run_goes_on_where_it_stopped(file, tmp_path, monkeypatch, stage, calls):
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        killing(patch, stage, calls)
        with pytest.raises(KeyboardInterrupt):
            partitioned_coaction_network(file, out, buckets=3)
    with pytest.raises(MissingFileError, match="no finished network by buckets there"):
        finished(out)
    parts = {path: path.stat().st_mtime_ns for path in out.glob("*.parquet")}
    assert len(parts) == {"reduce_edges": calls, "finish": 3}.get(stage, 0)
    read = dealt(monkeypatch)
    done = partitioned_coaction_network(file, out, buckets=3)
    assert read == {"count_accounts": [0, 1], "deal_out_acts": [0, 1][calls:]}.get(stage, [])
    assert all(path.stat().st_mtime_ns == written for path, written in parts.items())
    assert_frame_equal(done.scan().collect(), coaction_network(actions()))


def test_what_a_kill_left_half_written_is_no_part_of_the_result(file, tmp_path):
    out = tmp_path / "out"
    planned(file, out)
    (out / ".part-0badc0de-part-00000.parquet").write_bytes(b"PAR1 half")
    half = out / "work" / "acts" / ".part-0badc0de-00000"
    half.mkdir(parents=True)
    (half / "00000.parquet").write_bytes(b"PAR1 half")
    done = network.run_job(open_job(out))
    assert_frame_equal(done.scan().collect(), coaction_network(actions()))
    assert not list(out.glob(".part-*"))


def test_a_finished_run_is_not_done_again(file, tmp_path, monkeypatch):
    done = partitioned_coaction_network(file, tmp_path / "out", buckets=2)
    monkeypatch.delattr(network, "count_accounts")
    assert partitioned_coaction_network(file, tmp_path / "out", buckets=2) == done


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"buckets": 4}, r"begun differently: buckets = 3, asked for: 4\.\nName another folder"),
        ({"weight": "newman"}, "weight = 'distinct_objects', asked for: 'newman'"),
        ({"max_pairs": 7}, "max_pairs = 2000000000, asked for: 7"),
        ({"window_seconds": None}, r"windows = \[60.0\], asked for: \[None\]"),
    ],
)
def test_other_settings_do_not_go_on(file, tmp_path, options, message):
    partitioned_coaction_network(file, tmp_path / "out", buckets=3)
    with pytest.raises(ConfigError, match=message):
        partitioned_coaction_network(file, tmp_path / "out", **{"buckets": 3, **options})


def test_changed_files_do_not_go_on(file, tmp_path):
    planned(file, tmp_path / "out")
    actions(seed=1).write_parquet(file)
    with pytest.raises(ConfigError, match="the files are others, or have changed since"):
        planned(file, tmp_path / "out")
    with pytest.raises(ConfigError, match="the files are others, or have changed since"):
        open_job(tmp_path / "out")
    file.unlink()
    with pytest.raises(MissingFileError, match="is no longer there"):
        open_job(tmp_path / "out")


def test_folders_that_hold_something_else_are_left_alone(file, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious")
    with pytest.raises(StoreError, match="is not empty and holds no network by buckets"):
        partitioned_coaction_network(file, tmp_path / "mine")
    with pytest.raises(StoreError, match="is a file; a folder is needed here"):
        partitioned_coaction_network(file, file)
    with pytest.raises(MissingFileError, match="no job was planned there"):
        open_job(tmp_path / "mine")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weight": "tfidf_cosine"}, "'tfidf_cosine' cannot be computed by buckets"),
        ({"buckets": 0}, "buckets = 0: give a number of 1 or more"),
        ({"window_seconds": -1}, "window_seconds = -1"),
        ({"weight": "idff"}, "did you mean 'idf'"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    file, tmp_path, options, message
):
    with pytest.raises(ConfigError, match=message):
        partitioned_coaction_network(file, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def broken(column, value):
    return actions().with_columns(
        pl.when(pl.col("post_id") == "post-7").then(value).otherwise(pl.col(column)).alias(column)
    )


@pytest.mark.parametrize(
    ("made", "error", "message"),
    [
        (actions().drop("layer"), ColumnError, "no column 'layer'; found: account_id"),
        (broken("account_id", None), ColumnError, "1 null values in column 'account_id'"),
        (broken("layer", None), ColumnError, "1 null values in column 'layer'"),
        (broken("created_at", None), ColumnError, "1 null values in column 'created_at'"),
        (
            broken("object_id", None),
            ColumnError,
            r"actions.parquet: 1 null values in column 'object_id', rows 0 to 399",
        ),
        (
            actions().with_columns(pl.col("created_at").dt.epoch("s")),
            ColumnError,
            "column 'created_at' is Int64, not a time",
        ),
        (
            actions().with_columns(object_id=pl.lit(1.5)),
            ColumnError,
            "column 'object_id' is Float64; ids must be text or whole numbers",
        ),
    ],
)
def test_actions_that_cannot_be_used_are_named(tmp_path, made, error, message):
    made.write_parquet(tmp_path / "actions.parquet")
    with pytest.raises(error, match=message):
        partitioned_coaction_network(tmp_path / "actions.parquet", tmp_path / "out")


def test_a_missing_post_matters_only_where_posts_count(tmp_path):
    file = tmp_path / "actions.parquet"
    broken("post_id", None).write_parquet(file)
    assert partitioned_coaction_network(file, tmp_path / "out").edges
    with pytest.raises(ColumnError, match="1 null values in column 'post_id'"):
        partitioned_coaction_network(file, tmp_path / "posts", weight="distinct_posts_source")
    actions().drop("post_id").write_parquet(file)
    with pytest.raises(ColumnError, match="no column 'post_id'"):
        partitioned_coaction_network(file, tmp_path / "none", weight="distinct_posts_source")


def test_paths_that_find_nothing_are_named(tmp_path):
    (tmp_path / "empty").mkdir()
    for path in ("absent.parquet", "empty", "*.pq"):
        with pytest.raises(MissingFileError, match="no Parquet files of actions there"):
            partitioned_coaction_network(tmp_path / path, tmp_path / "out")
    with pytest.raises(MissingFileError, match="no files of actions were named"):
        partitioned_coaction_network([], tmp_path / "out")
    (tmp_path / "actions.parquet").write_text("account_id,layer\n")
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        partitioned_coaction_network(tmp_path / "actions.parquet", tmp_path / "out")


def test_more_pairs_than_allowed_are_refused_in_a_bucket_and_over_all(file, tmp_path):
    # one bucket holds all pairs: the object that asks for most is named
    with pytest.raises(ConfigError, match=r"more than max_pairs = 10\.\nMost come from object"):
        partitioned_coaction_network(file, tmp_path / "one", max_pairs=10, buckets=1)
    pairs = partitioned_coaction_network(file, tmp_path / "all", 600, buckets=20).pairs
    # two layers share the pairs: neither alone has more than all of them less one
    done = partitioned_coaction_network(file, tmp_path / "ok", 600, buckets=20, max_pairs=pairs - 1)
    assert done.pairs == pairs
    with pytest.raises(ConfigError, match=r"pairs of acts within the window after \d+ of 20 buck"):
        partitioned_coaction_network(file, tmp_path / "many", 600, buckets=20, max_pairs=pairs // 3)


def test_what_is_left_out_is_logged(file, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        done = partitioned_coaction_network(
            file, tmp_path / "out", 600, on_large_objects="cap", max_pairs_per_object=5
        )
    assert "large objects cut (cap)" in caplog.text
    assert (done.left_out()["pairs_kept"] <= 5).all()


def test_the_check_finds_a_lost_row_and_a_changed_value(file, tmp_path):
    out = tmp_path / "out"
    done = partitioned_coaction_network(file, out, 600, buckets=3)
    assert [part.equal for part in check_buckets(out, 3)] == [True] * 3
    one, two = (out / part.file for part in done.parts[:2])
    pl.read_parquet(one)[1:].write_parquet(one)
    pl.read_parquet(two).with_columns(pl.col("lead_share") + 1e-12).write_parquet(two)
    found = check_buckets(out, 3)
    assert [part.equal for part in found] == [False, False, True]
    assert [part.expected - part.edges for part in found] == [1, 0, 0]
    with pytest.raises(ConfigError, match="buckets to check = 0"):
        check_buckets(out, 0)


def test_a_source_with_more_pairs_than_are_reduced_at_a_time(file, tmp_path, monkeypatch):
    monkeypatch.setattr(edges, "MOST_PAIRS", 5)
    done = partitioned_coaction_network(file, tmp_path / "out", 600, buckets=2)
    assert_frame_equal(done.scan().collect(), coaction_network(actions(), 600))


def test_hashes_are_found_at_their_places():
    hashes = np.array([5, 2**63, 0], dtype=np.uint64)
    slots = np.full(8, -1, dtype=np.int32)
    assert fill_slots(hashes, slots)
    place = np.empty(4, dtype=np.int32)
    find_slots(np.array([0, 5, 9, 2**63], dtype=np.uint64), 0, 4, hashes, slots, place)
    assert place.tolist() == [2, 0, -1, 1]


def test_two_ids_with_one_hash_are_hashed_anew(file, tmp_path, monkeypatch):
    assert not fill_slots(np.array([3, 4, 3], dtype=np.uint64), np.full(8, -1, dtype=np.int32))
    asked = []
    slots = accounts._slots

    def colliding(ids, seed):
        asked.append(seed)
        return None if seed == 0 else slots(ids, seed)

    monkeypatch.setattr(accounts, "_slots", colliding)
    done = partitioned_coaction_network(file, tmp_path / "out", buckets=2)
    assert asked == [0, 1]
    assert_frame_equal(done.scan().collect(), coaction_network(actions()))
