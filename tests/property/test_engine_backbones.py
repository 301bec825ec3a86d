"""Backbones by their published formulae and fusions by their definitions, family by family."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from inconcert.networks.backbones import disparity, noise_corrected, quantile_backbone
from inconcert.networks.fusion import fuse

DAY = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = [
    (one, other, layer, window)
    for layer in ("repost", "url")
    for window in (10.0, 60.0)
    for one, other in combinations("abcdef", 2)
]
networks = st.dictionaries(
    st.sampled_from(PLACES), st.sampled_from([1.0, 1.0, 2.0, 5.0, 20.0]), min_size=1, max_size=40
)
quickly = settings(max_examples=60, deadline=None)


def table(network):
    columns = ["source", "target", "layer", "window_seconds", "weight"]
    rows = [(*place, weight) for place, weight in network.items()]
    return pl.DataFrame(rows, schema=columns, orient="row")


def families(network):
    found = defaultdict(list)
    for place, (key, weight) in enumerate(network.items()):
        found[key[2:]].append((place, *key[:2], weight))
    return found.values()


def ends(family):
    strength, degree = Counter(), Counter()
    for _, one, other, weight in family:
        strength.update({one: weight, other: weight})
        degree.update((one, other))
    return strength, degree


def deviation(n, n_i, n_j, whole):
    """The authors' own steps: a beta prior of the chance, its posterior, and the score's slope."""
    mean = n_i * n_j / whole**2
    variance = n_i * n_j * (whole - n_i) * (whole - n_j) / (whole**4 * (whole - 1))
    alpha = mean**2 / variance * (1 - mean) - mean
    beta = mean / variance * (1 - mean**2) - (1 - mean)
    chance = (alpha + n) / (alpha + n + whole - n + beta)
    lift = whole / (n_i * n_j)
    slope = 1 / (n_i * n_j) - whole * (n_i + n_j) / (n_i * n_j) ** 2
    score_slope = 2 * (lift + n * slope) / (lift * n + 1) ** 2
    return math.sqrt(chance * (1 - chance) * whole) * abs(score_slope)


@quickly
@given(networks)
def test_noise_corrected_is_coscias_and_neffkes(network):
    found = noise_corrected(table(network))
    for family in families(network):
        strength, _ = ends(family)
        whole = sum(strength.values())
        for place, one, other, weight in family:
            lift = weight * whole / (strength[one] * strength[other])
            assert found["score"][place] == pytest.approx((lift - 1) / (lift + 1), abs=1e-12)
            wanted = deviation(weight, strength[one], strength[other], whole)
            assert found["deviation"][place] == pytest.approx(wanted, abs=1e-9)


@quickly
@given(networks)
def test_disparity_is_serranos_at_the_better_end(network):
    found = disparity(table(network))
    for family in families(network):
        strength, degree = ends(family)
        for place, *both, weight in family:
            wanted = min((1 - weight / strength[end]) ** (degree[end] - 1) for end in both)
            assert found[place] == pytest.approx(wanted, abs=1e-12)


@quickly
@given(networks, st.sampled_from([0, 0.3, 0.5, 0.9, 1]), st.booleans())
def test_the_quantile_is_of_each_family(network, share, inclusive):
    kept = set(quantile_backbone(table(network), share, inclusive=inclusive).rows())
    for family in families(network):
        cut = np.quantile([weight for *_, weight in family], share)
        rows = list(network.items())
        for place, *_, weight in family:
            key, _ = rows[place]
            wanted = weight >= cut if inclusive else weight > cut
            assert ((*key, weight) in kept) == wanted


def shares(family, how, layers):
    weights = [weight for *_, weight in family]
    match how:
        case "sum":
            return [weight / max(weights) for weight in weights]
        case "rank":
            return (rankdata(weights) / len(weights) / layers).tolist()
        case "any_k":
            return [1.0] * len(weights)
    return weights


@quickly
@given(networks, st.sampled_from(["max", "sum", "rank", "any_k"]), st.integers(1, 2))
def test_fusions_by_their_definitions(network, how, least):
    network = {key: weight for key, weight in network.items() if key[3] == 10.0}
    layers = list(families(network))
    wanted = defaultdict(list)
    for family in layers:
        for edge, share in zip(family, shares(family, how, len(layers)), strict=True):
            wanted[edge[1:3]].append(share)
    merged = {edge: max(own) if how == "max" else sum(own) for edge, own in wanted.items()}
    if how == "any_k":
        merged = {edge: weight for edge, weight in merged.items() if weight >= least}
    edges = table(network).with_columns(
        directed=pl.lit(value=False), objects=pl.lit(1, pl.UInt32), first=DAY, last=DAY,
        delta_median_s=1.0, lead_share=0.5,
    )  # fmt: skip
    found = fuse(edges, how, k=least).select("source", "target", "weight").rows()
    assert {row[:2]: row[2] for row in found} == pytest.approx(merged)
