"""Upper tails against all outcomes, counted one by one."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest

from inconcert.networks.nullmodels.tails import (
    classes_tail,
    hypergeometric_tail,
    poisson_binomial_tail,
    poisson_tail,
)


def by_hand(chances, observed):
    """Sum over all outcomes of the coins."""
    total = 0.0
    for outcome in product([0, 1], repeat=len(chances)):
        if sum(outcome) >= observed:
            total += float(
                np.prod([p if hit else 1 - p for p, hit in zip(chances, outcome, strict=True)])
            )
    return total


def test_poisson_binomial_against_all_outcomes():
    rng = np.random.default_rng(3)
    coins = rng.integers(1, 9, 60)
    observed = rng.integers(0, 9, 60)
    pair = np.repeat(np.arange(60), coins)
    chance = rng.random(pair.size)
    found = poisson_binomial_tail(pair, chance, observed)
    wanted = [by_hand(chance[pair == i], observed[i]) for i in range(60)]
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=0)


def test_tiny_tails_are_not_zero():
    found = poisson_binomial_tail(np.zeros(40, dtype=int), np.full(40, 1e-3), np.array([40]))
    assert found[0] == pytest.approx(1e-120, rel=1e-9)


def test_sure_coins():
    found = poisson_binomial_tail(np.array([0, 0]), np.array([1.0, 1.0]), np.array([2]))
    assert found.tolist() == [1.0]


def test_classes_against_binomial():
    # 30 coins of 0.01: P(X >= n) = sum of C(30, k) 0.01^k 0.99^(30-k).
    observed = np.arange(0, 13)
    found = classes_tail(observed, np.full((13, 1), 0.01), np.array([30]))
    wanted = [sum(comb(30, k) * 0.01**k * 0.99 ** (30 - k) for k in range(n, 31)) for n in observed]
    np.testing.assert_allclose(found, wanted, rtol=1e-7)


def test_classes_against_all_outcomes():
    chance = np.array([[0.9, 0.2, 0.01], [0.999999, 0.5, 1e-9]])
    count = np.array([2, 3, 2])
    for observed in range(6):
        found = classes_tail(np.array([observed] * 2), chance, count)
        wanted = [by_hand(np.repeat(row, count), observed) for row in chance]
        np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_hypergeometric_against_counting():
    for objects, one, other in ((10, 4, 3), (7, 7, 2), (6, 4, 5), (5, 1, 1)):
        for observed in range(min(one, other) + 2):
            ways = sum(
                comb(one, k) * comb(objects - one, other - k)
                for k in range(observed, min(one, other) + 1)
            )
            found = hypergeometric_tail(
                *(np.array([value]) for value in (observed, objects, one, other))
            )
            assert found[0] == pytest.approx(ways / comb(objects, other), rel=1e-9)


def test_poisson():
    assert poisson_tail(np.array([0]), np.array([0.0])).tolist() == [1.0]
    assert poisson_tail(np.array([1]), np.array([0.0])).tolist() == [0.0]
    assert poisson_tail(np.array([30]), np.array([0.01]))[0] == pytest.approx(
        0.01**30 / 265252859812191058636308480000000, rel=1e-3
    )


def test_classes_with_large_and_small_chances_against_coins():
    # 3 coins of 0.9, 40 of 0.015 and 200 of 0.0001, as classes and one by one.
    chance, count = np.array([0.9, 0.015, 0.0001]), np.array([3, 40, 200])
    coins = np.repeat(chance, count)
    for observed in (1, 3, 5, 9, 14):
        found = classes_tail(np.array([observed]), chance[None, :], count)
        wanted = poisson_binomial_tail(np.zeros(coins.size, dtype=int), coins, np.array([observed]))
        np.testing.assert_allclose(found, wanted, rtol=1e-7)
