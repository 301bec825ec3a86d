"""Networks by buckets are those in memory, whatever the rules and however many buckets."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from inconcert.networks import edgegroups, layeracts, measures, windows
from inconcert.networks.coaction import coaction_network, coaction_report
from inconcert.networks.partitioned import check_buckets, edges, partitioned_coaction_network
from inconcert.schemas import Actions

ACCOUNTS = ["a", "b", "B", "10", "9", "é"]
OBJECTS = ["x", "y", "z", "w"]
WEIGHTS = [
    "distinct_objects",
    "post_pairs",
    "distinct_posts_source",
    "distinct_posts_target",
    "idf",
    "newman",
    "popularity",
]
KEY = ["source", "target", "layer", "window_seconds"]
acts = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS),
        st.sampled_from(["repost", "url"]),
        st.sampled_from(OBJECTS),
        st.integers(0, 12).map(lambda tick: tick * 500_000),
        st.integers(0, 25),
    ),
    max_size=40,
)
some_windows = st.lists(
    st.sampled_from([None, 0, 0.5, 1, 2.5, 100]), min_size=1, max_size=3, unique=True
)
quickly = settings(max_examples=30, deadline=None)


def table(rows, *, numbers=False):
    numbered = [(*row[:4], f"post-{row[4]}") for row in rows]
    schema = {"account_id": str, "layer": str, "object_id": str, "us": int, "post_id": str}
    made = pl.DataFrame(numbered, schema=schema, orient="row").with_columns(
        created_at=pl.from_epoch("us", time_unit="us").dt.replace_time_zone("UTC")
    )
    actions = Actions.validate(made.select(Actions.column_names()), cast=True)
    if not numbers:
        return actions
    number = {name: place * 5 - 7 for place, name in enumerate([*ACCOUNTS, *OBJECTS])}
    ids = pl.col("account_id", "object_id").replace_strict(number, return_dtype=pl.Int64)
    return actions.with_columns(ids, pl.col("post_id").str.slice(5).cast(pl.Int64))


def by_buckets(actions, window, *, buckets, checked=0, **options):
    """Return the edges, what was left out, and whether parts were found to be equal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        half = actions.height // 2
        actions.head(half).write_parquet(folder / "1.parquet")
        actions.slice(half).write_parquet(folder / "2.parquet")
        files = [folder / "1.parquet", folder / "2.parquet"]
        done = partitioned_coaction_network(
            files, folder / "edges", window, buckets=buckets, **options
        )
        equal = all(part.equal for part in check_buckets(folder / "edges", checked or 1))
        return done.scan().collect(), done.left_out(), equal


@quickly
@given(acts, some_windows, st.sampled_from(WEIGHTS), st.integers(1, 6), st.booleans())
def test_every_weight_is_that_in_memory(rows, several, weight, buckets, numbers):
    actions = table(rows, numbers=numbers)
    found, left_out, _ = by_buckets(actions, several, buckets=buckets, weight=weight)
    expected = coaction_network(actions, several, weight=weight)
    assert_frame_equal(found, expected, check_exact=True)
    assert left_out.is_empty()


@quickly
@given(
    acts,
    st.sampled_from([None, 0.5, 1, 2.5, 100]),
    st.sampled_from(["sliding", "tumbling"]),
    st.sampled_from(["object", "dataset"]),
    st.integers(1, 4),
    st.integers(1, 3),
    st.booleans(),
)
def test_bins_participation_and_self_pairs_are_those_in_memory(
    rows, window, rule, origin, least, min_weight, own
):
    options = {
        "min_weight": min_weight,
        "window_rule": rule,
        "bin_origin": origin,
        "min_participation": least,
        "self_pairs": own,
    }
    found, _, equal = by_buckets(table(rows), window, buckets=3, checked=3, **options)
    expected = coaction_network(table(rows), window, **options)
    assert_frame_equal(found, expected, check_exact=True)
    assert equal


@quickly
@given(acts, some_windows, st.sampled_from(WEIGHTS), st.integers(1, 4))
def test_directed_edges_are_those_in_memory(rows, several, weight, buckets):
    """Their order runs within a file: an edge lies with the end that comes first by name."""
    found, _, equal = by_buckets(
        table(rows), several, buckets=buckets, checked=4, weight=weight, directed=True
    )
    expected = coaction_network(table(rows), several, weight=weight, directed=True)
    assert_frame_equal(found.sort(KEY, nulls_last=True), expected, check_exact=True)
    assert equal


@quickly
@given(acts, some_windows, st.sampled_from(["idf", "post_pairs", "distinct_objects"]))
def test_decay_is_that_in_memory(rows, several, weight):
    options = {"weight": weight, "half_life_seconds": 2.0}
    found, _, _ = by_buckets(table(rows), several, buckets=3, **options)
    assert_frame_equal(found, coaction_network(table(rows), several, **options), check_exact=True)


@quickly
@given(acts, some_windows, st.sampled_from(["cap", "sample"]), st.integers(1, 12))
def test_large_objects_are_cut_as_in_memory(rows, several, rule, most):
    options = {"on_large_objects": rule, "max_pairs_per_object": most, "seed": 3}
    found, left_out, equal = by_buckets(table(rows), several, buckets=3, checked=3, **options)
    assert_frame_equal(found, coaction_network(table(rows), several, **options), check_exact=True)
    assert_frame_equal(left_out, coaction_report(table(rows), several, **options))
    assert equal


def compiled(monkeypatch):
    """Make every input large, and batches small, so that the compiled path is taken."""
    for module in (layeracts, edgegroups, measures, windows, edges):
        monkeypatch.setattr(module, "COMPILED_FROM", 1)
    monkeypatch.setattr(edgegroups, "BATCH", 7)
    monkeypatch.setattr(edges, "MOST_PAIRS", 7)


@quickly
@given(acts, some_windows, st.sampled_from(WEIGHTS), st.booleans())
def test_the_compiled_path_gives_the_same_bits(rows, several, weight, own):
    options = {"weight": weight, "self_pairs": own}
    expected = coaction_network(table(rows), several, **options)
    with pytest.MonkeyPatch.context() as patch:
        compiled(patch)
        found, _, _ = by_buckets(table(rows), several, buckets=2, **options)
    assert_frame_equal(found, expected, check_exact=True)
