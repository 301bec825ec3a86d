"""Layers as one, and how much the groups depend on what was chosen."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.networks.coaction import coaction_network
from inconcert.networks.fusion import fuse
from inconcert.networks.sensitivity import adjusted_rand_index, sensitivity
from inconcert.schemas import Edges


@pytest.fixture
def edges(make_actions):
    """Repost: a-b 3, a-c 1, b-c 1. Url: a-b 1, c-d 2."""
    reposts = make_actions(
        *[(name, f"p{number}", at) for number in range(2) for name, at in (("a", 0), ("b", 10))],
        *[(name, "p2", at) for name, at in (("a", 0), ("b", 30), ("c", 50))],
    )
    urls = make_actions(
        ("a", "u0", 100), ("b", "u0", 140),
        ("c", "u1", 0), ("d", "u1", 20), ("c", "u2", 0), ("d", "u2", 20),
        layer="url",
    )  # fmt: skip
    return coaction_network(pl.concat([reposts, urls]), 60)


def weights(fused):
    return {(row[0], row[1]): row[2] for row in fused.select("source", "target", "weight").rows()}


def test_max(edges):
    assert weights(fuse(edges, "max")) == {
        ("a", "b"): 3.0,
        ("a", "c"): 1.0,
        ("b", "c"): 1.0,
        ("c", "d"): 2.0,
    }


def test_sum_of_normalised(edges):
    # Repost by 3, url by 2: a-b 3/3 + 1/2, a-c 1/3, c-d 2/2.
    assert weights(fuse(edges, "sum")) == pytest.approx(
        {("a", "b"): 1.5, ("a", "c"): 1 / 3, ("b", "c"): 1 / 3, ("c", "d"): 1.0}
    )


def test_rank(edges):
    # Repost: a-b rank 3 of 3, the others share 1.5 of 3; url: a-b 1 of 2, c-d 2 of 2; 2 layers.
    assert weights(fuse(edges, "rank")) == pytest.approx(
        {("a", "b"): 0.75, ("a", "c"): 0.25, ("b", "c"): 0.25, ("c", "d"): 0.5}
    )


def test_any_k(edges):
    assert weights(fuse(edges, "any_k")) == {("a", "b"): 2.0}
    assert weights(fuse(edges, "any_k", k=1))["c", "d"] == 1.0
    assert fuse(edges, "any_k", k=3).height == 0


def test_apart(edges):
    assert fuse(edges, "apart").equals(edges)
    assert set(fuse(edges, "apart", layers=["url"])["layer"]) == {"url"}


def test_the_other_columns(edges):
    row = fuse(edges, "max").row(0, named=True)
    layers = edges.filter((pl.col("source") == "a") & (pl.col("target") == "b"))
    assert (row["layer"], row["window_seconds"], row["directed"]) == ("fused", 60.0, False)
    # Delays: repost 10 10 30, median 10, 3 objects; url 40, 1 object: (3 * 10 + 40) / 4.
    assert row["objects"] == 4
    assert row["delta_median_s"] == pytest.approx(17.5)
    assert row["lead_share"] == 1.0
    assert row["first"] == layers["first"].min()
    assert row["last"] - row["first"] == timedelta(seconds=140)


def test_the_result_is_a_table_of_edges(edges):
    for how in ("max", "sum", "rank", "any_k", "apart"):
        assert Edges.validate(fuse(edges, how)).height > 0
        assert fuse(edges.sample(fraction=1, shuffle=True, seed=1), how).equals(fuse(edges, how))
        assert fuse(edges.clear(), how).height == 0


def test_one_layer_and_a_name(edges):
    fused = fuse(edges, "max", layers=["url"], name="links")
    assert weights(fused) == {("a", "b"): 1.0, ("c", "d"): 2.0}
    assert set(fused["layer"]) == {"links"}


def test_refusals(edges, make_actions):
    with pytest.raises(ConfigError, match="how = 'mean': no such way to fuse layers"):
        fuse(edges, "mean")
    with pytest.raises(ConfigError, match="k = 0: give the least number of layers"):
        fuse(edges, "any_k", k=0)
    with pytest.raises(ConfigError, match="layers: no layer 'urls' in these edges: did you mean"):
        fuse(edges, layers=["urls"])
    twice = pl.concat([edges, edges.with_columns(window_seconds=pl.lit(10.0))])
    with pytest.raises(ConfigError, match=r"layer 'repost' has edges of 2 windows: 10\.0, 60\.0"):
        fuse(twice)
    mixed = pl.concat([edges, edges.with_columns(directed=pl.lit(value=True))])
    with pytest.raises(ConfigError, match="some edges are directed, some are not"):
        fuse(mixed)


def groups(*members):
    rows = [(name, number) for number, group in enumerate(members) for name in group]
    return pl.DataFrame(
        rows, schema={"account_id": pl.String, "community": pl.UInt32}, orient="row"
    )


class TestAdjustedRandIndex:
    def test_by_hand(self):
        # abc de against ab cde: pairs in both ab, de = 2; 3 + 1 = 4 in each; of 10.
        # Expected 16/10, most 4: (2 - 1.6) / (4 - 1.6).
        found = adjusted_rand_index(groups("abc", "de"), groups("ab", "cde"))
        assert found == pytest.approx(0.4 / 2.4)

    def test_the_same_groups_by_other_numbers(self):
        assert adjusted_rand_index(groups("abc", "de"), groups("de", "abc")) == 1.0

    def test_who_is_in_no_group_is_alone(self):
        # abc against ab: 1 pair in both, 3 and 1, of 3: (1 - 1) / (2 - 1).
        assert adjusted_rand_index(groups("abc"), groups("ab")) == 0.0

    def test_two_tables_without_groups_agree(self):
        assert adjusted_rand_index(groups(), groups()) == 1.0
        assert adjusted_rand_index(groups("abc"), groups()) == 0.0

    def test_is_symmetric(self):
        one, other = groups("abcd", "ef"), groups("abc", "dxy")
        assert adjusted_rand_index(one, other) == adjusted_rand_index(other, one)


class TestSensitivity:
    @pytest.fixture
    def acts(self, make_actions):
        # abc act within 5 s on three objects, xyz within 50 s on three others.
        rows = [
            (name, f"{first}{number}", at * apart)
            for first, names, apart in (("p", "abc", 2), ("q", "xyz", 25))
            for number in range(3)
            for at, name in enumerate(names)
        ]
        return make_actions(*rows)

    def test_a_grid(self, acts):
        found = sensitivity(
            acts, windows=[10, 60, None], weights=["distinct_objects"], thresholds=[0.0, 0.5]
        )
        assert found.height == 6
        cell = found.row(0, named=True)
        assert (cell["window_seconds"], cell["weight"], cell["threshold"]) == (
            10.0,
            "distinct_objects",
            0.0,
        )
        # Under 10 s: abc alone, 3 edges; from 60 s on xyz, too.
        assert found["groups"].to_list() == [1, 1, 2, 2, 2, 2]
        assert found["edges"].to_list() == [3, 3, 6, 6, 6, 6]
        assert found["accounts"].to_list() == [3, 3, 6, 6, 6, 6]
        assert set(found["largest"]) == {3}
        # abc against abc xyz over six accounts: 3 pairs in both, 3 and 6, of 15: 1.8 / 3.3.
        assert cell["window_agreement"] == pytest.approx((3 - 1.2) / (4.5 - 1.2))
        assert cell["threshold_agreement"] == 1.0
        assert cell["weight_agreement"] is None
        assert cell["stability"] == pytest.approx((1.8 / 3.3 + 1) / 2)
        assert found["stability"][4] == 1.0

    def test_weights_are_all_beside_each_other(self, acts):
        weights = ["distinct_objects", "post_pairs", "newman"]
        found = sensitivity(acts, windows=[60], weights=weights, thresholds=[0.0])
        assert found["weight"].to_list() == weights
        assert found["weight_agreement"].to_list() == [1.0, 1.0, 1.0]

    def test_the_order_of_rows_changes_nothing(self, acts):
        shuffled = acts.sample(fraction=1, shuffle=True, seed=2)
        assert sensitivity(shuffled).equals(sensitivity(acts))

    def test_refusals(self, acts):
        with pytest.raises(ConfigError, match="windows: none given"):
            sensitivity(acts, windows=[])
        with pytest.raises(ConfigError, match=r"thresholds: \[0.5, 0.5\] holds a value twice"):
            sensitivity(acts, thresholds=[0.5, 0.5])
        with pytest.raises(ConfigError, match="quantile = 2: give a number from 0 to 1"):
            sensitivity(acts, thresholds=[2])
