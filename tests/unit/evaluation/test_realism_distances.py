"""Distances between two values of a statistic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import wasserstein_distance

from inconcert.evaluation.realism.distances import (
    DISTANCES,
    difference,
    jensen_shannon,
    kolmogorov_smirnov,
    log_wasserstein,
)

samples = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).map(np.array)


def test_log_wasserstein_by_hand():
    # ln 2 against ln 4 throughout: ln 2; and 1 of 4 values moved by ln 2: a quarter of that
    assert log_wasserstein(np.array([1.0]), np.array([3.0, 3.0])) == pytest.approx(math.log(2))
    one, other = np.array([1.0, 1, 1, 1]), np.array([1.0, 1, 1, 3])
    assert log_wasserstein(one, other) == pytest.approx(math.log(2) / 4)


def test_kolmogorov_smirnov_by_hand():
    # below 2: all of one, none of the other
    assert kolmogorov_smirnov(np.array([1.0, 1.5]), np.array([2.0])) == 1.0
    # at 1: 3/4 against 1/4
    assert kolmogorov_smirnov(np.array([1.0, 1, 1, 5]), np.array([1.0, 5, 5, 5])) == 0.5


def test_jensen_shannon_by_hand():
    # p = (1, 0), q = (1/2, 1/2), m = (3/4, 1/4): H(m) = 0.811278, (0 + 1) / 2 = 0.5; root 0.557923
    found = jensen_shannon(np.array([1.0, 0.0]), np.array([0.5, 0.5]))
    assert found == pytest.approx(0.557923, abs=1e-6)


def test_difference():
    assert difference(0.2, 0.5) == pytest.approx(0.3)


@given(samples, samples)
def test_samples_against_other_ways_to_reckon(one, other):
    expected = wasserstein_distance(np.log1p(one), np.log1p(other))
    assert log_wasserstein(one, other) == pytest.approx(expected, abs=1e-9)
    apart = [abs(np.mean(one <= x) - np.mean(other <= x)) for x in np.concatenate([one, other])]
    assert kolmogorov_smirnov(one, other) == pytest.approx(max(apart))


@given(st.lists(st.integers(1, 99), min_size=7, max_size=7), st.permutations(range(7)))
def test_profiles_against_another_implementation(weights, order):
    one = np.array(weights) / sum(weights)
    other = one[order]
    assert jensen_shannon(one, other) == pytest.approx(jensenshannon(one, other, 2), abs=1e-6)


@pytest.mark.parametrize("name", [name for name in DISTANCES if name != "difference"])
def test_equals_are_at_zero_and_sides_do_not_count(name):
    one, other = np.array([0.25, 0.75]), np.array([0.5, 0.5])
    assert DISTANCES[name](one, one) == 0.0
    assert DISTANCES[name](one, other) == DISTANCES[name](other, one) > 0
