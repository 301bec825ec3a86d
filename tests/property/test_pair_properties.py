"""The pairs of an edge are its co-acts, one by one, under every rule of the engine."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.networks import edgegroups, layeracts, windows
from inconcert.networks.coaction import coaction_network
from inconcert.networks.pairs import pairs, scan_pairs
from inconcert.schemas import Actions

acts = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "B", "10", "é"]),
        st.sampled_from(["repost", "url"]),
        st.sampled_from(["x", "y"]),
        st.integers(0, 12).map(lambda tick: tick * 500_000),
    ),
    max_size=30,
)
some_windows = st.lists(st.sampled_from([None, 0.5, 1, 2.5]), min_size=1, max_size=3, unique=True)
rules = st.fixed_dictionaries(
    {
        "window_rule": st.sampled_from(["sliding", "tumbling"]),
        "bin_origin": st.sampled_from(["object", "dataset"]),
        "min_participation": st.integers(1, 4),
        "self_pairs": st.booleans(),
        "on_large_objects": st.sampled_from(["refuse", "cap", "sample"]),
        "max_pairs_per_object": st.sampled_from([1, 3, 10, 1_000]),
        "seed": st.integers(0, 3),
    }
)
EDGE = ["source", "target", "layer", "window_seconds"]


def table(rows):
    numbered = [(*row, f"post-{number}") for number, row in enumerate(rows)]
    schema = {"account_id": str, "layer": str, "object_id": str, "us": int, "post_id": str}
    made = pl.DataFrame(numbered, schema=schema, orient="row").with_columns(
        created_at=pl.from_epoch("us", time_unit="us").dt.replace_time_zone("UTC")
    )
    return Actions.validate(made.select(Actions.column_names()), cast=True)


def compare(rows, seconds, options, *, directed):
    """Count the pairs of each edge and compare with the weight, objects and times it has."""
    options = {**options, "self_pairs": options["self_pairs"] and not directed}
    actions = table(rows)
    edges = coaction_network(actions, seconds, weight="post_pairs", directed=directed, **options)
    found = pairs(actions, edges, **options)
    counted = found.group_by(EDGE).agg(
        pl.len().cast(pl.Float64).alias("weight"),
        pl.col("object_id").n_unique().alias("objects"),
        pl.min_horizontal("source_at", "target_at").min().alias("first"),
        pl.max_horizontal("source_at", "target_at").max().alias("last"),
        pl.col("lag_s").abs().median().alias("delta_median_s"),
    )
    wanted = edges.select(*EDGE, "weight", "objects", "first", "last", "delta_median_s")
    assert counted.select(wanted.columns).sort(EDGE, nulls_last=True).rows() == wanted.rows()


@settings(max_examples=150, deadline=None)
@given(acts, some_windows, rules, st.booleans())
def test_pairs_of_an_edge_are_its_weight_under_every_rule(rows, seconds, options, directed):
    compare(rows, seconds, options, directed=directed)


@settings(max_examples=40, deadline=None)
@given(acts, some_windows, rules, st.booleans())
def test_on_the_compiled_path_too(rows, seconds, options, directed):
    with pytest.MonkeyPatch.context() as patch:
        for module in (layeracts, edgegroups, windows):
            patch.setattr(module, "COMPILED_FROM", 1)
        patch.setattr(edgegroups, "BATCH", 7)
        compare(rows, seconds, options, directed=directed)


@settings(max_examples=25, deadline=None)
@given(acts, some_windows, rules, st.booleans())
def test_pairs_from_parquet_are_those_in_memory_under_every_rule(
    tmp_path_factory, rows, seconds, options, directed
):
    options = {**options, "self_pairs": options["self_pairs"] and not directed}
    actions = table(rows)
    path = tmp_path_factory.mktemp("pairs") / "actions.parquet"
    actions.write_parquet(path)
    edges = coaction_network(actions, seconds, weight="post_pairs", directed=directed, **options)
    expected = pairs(actions, edges, **options)
    lazy = scan_pairs(path, edges, buckets=2, **options).collect()
    assert (
        lazy.select(expected.columns).sort(expected.columns).equals(expected.sort(expected.columns))
    )


@settings(max_examples=40, deadline=None)
@given(acts, st.sampled_from([None, 0.5, 2.5]))
def test_a_given_window_holds_for_all_edges(rows, seconds):
    actions = table(rows)
    edges = coaction_network(actions, [0.5, None])
    some = pairs(actions, edges, seconds)
    bare = edges.select("source", "target", "layer")
    assert some.equals(pairs(actions, bare, seconds))
    assert some["window_seconds"].to_list() == [seconds] * some.height
