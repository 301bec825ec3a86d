"""Backbones of networks small enough to work out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.backbones import (
    disparity,
    disparity_backbone,
    noise_corrected,
    noise_corrected_backbone,
    quantile_backbone,
    validated_backbone,
)


def weighted(*rows, **columns):
    ends = pl.DataFrame(list(rows), schema=["source", "target", "weight"], orient="row")
    return ends.with_columns(pl.col("weight").cast(pl.Float64), **columns)


def kept(edges):
    return list(zip(edges["source"], edges["target"], strict=True))


class TestQuantile:
    def test_is_strict_unless_asked(self):
        # Median of 1 1 2 5 is 1.5; of 1 1 1 5 it is 1.
        edges = weighted(("a", "b", 1), ("a", "c", 1), ("a", "d", 2), ("a", "e", 5))
        assert kept(quantile_backbone(edges)) == [("a", "d"), ("a", "e")]
        flat = weighted(("a", "b", 1), ("a", "c", 1), ("a", "d", 1), ("a", "e", 5))
        assert kept(quantile_backbone(flat)) == [("a", "e")]
        assert quantile_backbone(flat, inclusive=True).equals(flat)

    def test_interpolates(self):
        # 0.9 of 1 2 3: place 1.8, 2.8.
        edges = weighted(("a", "b", 1), ("a", "c", 2), ("a", "d", 3))
        assert kept(quantile_backbone(edges, 0.9)) == [("a", "d")]

    def test_layers_have_their_own(self):
        small = weighted(("a", "b", 1), ("a", "c", 2), layer=pl.lit("url"))
        large = weighted(("a", "b", 10), ("a", "c", 20), layer=pl.lit("repost"))
        found = quantile_backbone(pl.concat([small, large]))
        assert found["weight"].to_list() == [2.0, 20.0]

    @pytest.mark.parametrize("quantile", [-0.1, 1.1, float("nan")])
    def test_refuses_what_is_no_share(self, quantile):
        with pytest.raises(ConfigError, match=f"quantile = {quantile}: give a number from 0 to 1"):
            quantile_backbone(weighted(("a", "b", 1)), quantile)


class TestDisparity:
    def test_takes_the_end_that_says_more(self):
        # a: strength 10, degree 3; b: strength 9, degree 2.
        # a-b, 8: at a (1 - 0.8)^2 = 0.04, at b (1 - 8/9) = 0.111.
        # b-e, 1: at b 8/9, at e (1 - 1)^0 = 1.
        edges = weighted(("a", "b", 8), ("a", "c", 1), ("a", "d", 1), ("b", "e", 1))
        assert disparity(edges).to_list() == pytest.approx([0.04, 0.81, 0.81, 8 / 9])
        assert kept(disparity_backbone(edges)) == [("a", "b")]

    def test_a_single_edge_says_nothing(self):
        assert disparity(weighted(("a", "b", 100))).to_list() == [1.0]

    def test_turning_edges_changes_nothing(self):
        edges = weighted(("a", "b", 8), ("a", "c", 1), ("a", "d", 1), ("b", "e", 1))
        turned = edges.rename({"source": "target", "target": "source"})
        assert disparity(turned).equals(disparity(edges))

    def test_layers_and_windows_apart(self):
        one = weighted(("a", "b", 8), ("a", "c", 1), ("a", "d", 1), layer=pl.lit("url"))
        both = pl.concat(
            [
                one.with_columns(window_seconds=pl.lit(60.0)),
                one.with_columns(window_seconds=pl.lit(None, dtype=pl.Float64)),
            ]
        )
        assert disparity(both).to_list() == pytest.approx([0.04, 0.81, 0.81] * 2)

    def test_refuses_what_is_no_share(self):
        with pytest.raises(ConfigError, match="alpha = 2: give a number from 0 to 1"):
            disparity_backbone(weighted(("a", "b", 1)), 2)


class TestNoiseCorrected:
    def test_a_square_by_hand(self):
        # All weights 1: strengths 2, N = 8. Lift 1 * 8 / 4 = 2, score 1/3.
        # Prior mean 4/64, variance (4/64) * 6 * 6 / (64 * 7) = 0.0050223.
        # alpha = m^2/v (1-m) - m = 0.66667, beta = m/v (1 - m^2) - (1 - m) = 11.45833.
        # p = 1.66667 / 20.125 = 0.082816; variance of n: 8 p (1-p) = 0.607658.
        # slope: 2 (2 + 1 (1/4 - 8*4/16)) / 3^2 = 1/18; deviation 0.7795 / 18 = 0.043307.
        edges = weighted(("a", "b", 1), ("a", "d", 1), ("b", "c", 1), ("c", "d", 1))
        found = noise_corrected(edges)
        assert found["score"].to_list() == pytest.approx([1 / 3] * 4)
        assert found["deviation"].to_list() == pytest.approx([0.0433068] * 4, rel=1e-4)

    def test_a_bridge_between_hubs_goes(self):
        # Two triangles of weight 9 and a bridge of 1: N = 110, bridge ends of 19, lift 110/361.
        ends = [("a", "b"), ("a", "c"), ("b", "c"), ("x", "y"), ("x", "z"), ("y", "z")]
        edges = weighted(*[(one, other, 9) for one, other in ends], ("a", "x", 1))
        scored = noise_corrected(edges)
        assert scored["score"][6] == pytest.approx((110 / 361 - 1) / (110 / 361 + 1))
        assert kept(noise_corrected_backbone(edges)) == ends

    def test_turning_edges_changes_nothing(self):
        edges = weighted(("a", "b", 8), ("a", "c", 1), ("a", "d", 1), ("b", "e", 1))
        turned = edges.rename({"source": "target", "target": "source"})
        for column in ("score", "deviation"):
            before = noise_corrected(edges)[column].to_list()
            assert noise_corrected(turned)[column].to_list() == pytest.approx(before)

    def test_refuses_negative_deviations(self):
        with pytest.raises(ConfigError, match="deviations = -1: give a number of 0 or more"):
            noise_corrected_backbone(weighted(("a", "b", 1)), -1)


class TestValidated:
    def test_needs_odds(self):
        with pytest.raises(ColumnError, match="no column 'q_value'"):
            validated_backbone(weighted(("a", "b", 1)))

    def test_keeps_what_is_under_the_bound(self):
        edges = weighted(("a", "b", 1), ("a", "c", 1), ("a", "d", 1))
        judged = edges.with_columns(q_value=pl.Series([0.049, 0.05, None]))
        assert kept(validated_backbone(judged)) == [("a", "b")]


@pytest.mark.parametrize(
    "backbone", [quantile_backbone, disparity_backbone, noise_corrected_backbone]
)
def test_no_edges(backbone):
    nothing = weighted(("a", "b", 1)).clear()
    assert backbone(nothing).equals(nothing)


@pytest.mark.parametrize(
    "backbone", [quantile_backbone, disparity_backbone, noise_corrected_backbone]
)
def test_the_order_of_rows_and_the_names_change_nothing(backbone):
    edges = weighted(
        ("a", "b", 8), ("a", "c", 1), ("a", "d", 1), ("b", "e", 1), ("c", "d", 3), ("d", "e", 20)
    )
    before = set(kept(backbone(edges)))
    assert set(kept(backbone(edges.reverse()))) == before
    renamed = edges.with_columns(pl.format("z-{}", end).alias(end) for end in ("source", "target"))
    assert set(kept(backbone(renamed))) == {(f"z-{a}", f"z-{b}") for a, b in before}
