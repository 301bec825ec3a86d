"""Evidence pairs: which window they are taken in, and what the large objects left."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.networks.coaction import coaction_network
from inconcert.networks.pairs import PAIRS, pairs, scan_pairs


@pytest.fixture
def acts(make_actions):
    """a and b 5 s apart on p, 100 s apart on q."""
    return make_actions(("a", "p", 0), ("b", "p", 5), ("a", "q", 0), ("b", "q", 100))


def test_the_window_is_that_of_the_edges(acts):
    found = pairs(acts, coaction_network(acts, [10, 100, None]))
    columns = ("window_seconds", "object_id", "lag_s")
    assert found.select(columns).rows() == [
        (10.0, "p", 5.0),
        (100.0, "p", 5.0),
        (100.0, "q", 100.0),
        (None, "p", 5.0),
        (None, "q", 100.0),
    ]
    assert dict(found.schema) == PAIRS


def test_the_window_is_a_minute_where_nobody_names_one(acts):
    bare = coaction_network(acts, None).drop("window_seconds")
    for found in (pairs(acts), pairs(acts, bare)):
        assert found.select("window_seconds", "object_id").rows() == [(60.0, "p")]
    assert pairs(acts, bare, 100).height == 2


def test_no_edges_have_no_pairs(acts):
    none = coaction_network(acts, 10).clear()
    assert pairs(acts, none).height == 0
    assert dict(pairs(acts, none).schema) == PAIRS


def test_what_a_cap_left_out_makes_no_pair(make_actions, tmp_path):
    # Five acts on p, a second apart: 10 pairs; the first three acts have 3, the first four 6.
    acts = make_actions(*((name, "p", at) for at, name in enumerate("abcde")))
    options = {"on_large_objects": "cap", "max_pairs_per_object": 5}
    edges = coaction_network(acts, 60, **options)
    found = pairs(acts, edges, **options)
    ends = [("a", "b"), ("a", "c"), ("b", "c")]
    assert found.select("source", "target").rows() == ends
    assert pairs(acts, **options).select("source", "target").rows() == ends
    assert pairs(acts).height == 10
    acts.write_parquet(tmp_path / "acts.parquet")
    lazy = scan_pairs(tmp_path / "acts.parquet", None, **options)
    assert lazy.collect().select("source", "target").rows() == ends


def test_edges_without_their_cap_show_the_pairs_that_were_left_out(make_actions):
    """Without the options of the network, more pairs than it counted: a is capped with b alone."""
    acts = make_actions(("a", "p", 0), ("b", "p", 1), ("a", "p", 2))
    edges = coaction_network(acts, 60, on_large_objects="cap", max_pairs_per_object=1)
    assert pairs(acts, edges).height == 2
    assert pairs(acts, edges, on_large_objects="cap", max_pairs_per_object=1).height == 1


def test_wrong_choices_are_refused(acts):
    with pytest.raises(ConfigError, match="on_large_objects = 'cup': did you mean 'cap'"):
        pairs(acts, on_large_objects="cup")
    with pytest.raises(ConfigError, match="max_pairs_per_object = 0: give a number of 1 or more"):
        scan_pairs("none.parquet", max_pairs_per_object=0)
    with pytest.raises(ConfigError, match=r"window_seconds = -1: a window is a number of seconds"):
        pairs(acts, None, -1)


def test_the_first_act_of_the_dataset_is_that_of_all_accounts(make_actions, tmp_path):
    """Bins begin at the first act, of an account that does not take part, too."""
    # Bins of 10 s from second 0: 8 and 12 lie apart; from second 8 they would lie together.
    acts = make_actions(
        ("z", "p", 0), ("a", "p", 8), ("b", "p", 12), ("a", "q", 100), ("b", "q", 101)
    )
    acts.write_parquet(tmp_path / "acts.parquet")
    options = {"window_rule": "tumbling", "bin_origin": "dataset", "min_participation": 2}
    edges = coaction_network(acts, 10, **options)
    for found in (
        pairs(acts, edges, **options),
        scan_pairs(tmp_path / "acts.parquet", edges, **options).collect(),
    ):
        assert found["object_id"].to_list() == ["q"]
    assert isinstance(found, pl.DataFrame)
