"""Odds of chance against their definitions in loops, and against scipy."""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from inconcert.networks.coaction import coaction_network
from inconcert.networks.nullmodels.significance import significance
from inconcert.networks.nullmodels.tails import (
    classes_tail,
    hypergeometric_tail,
    poisson_binomial_tail,
)

ACCOUNTS = "abcdefgh"
acts = st.lists(
    st.tuples(st.sampled_from(ACCOUNTS), st.integers(0, 5), st.integers(0, 40)),
    min_size=2,
    max_size=60,
)
groups = st.fixed_dictionaries({name: st.sampled_from([1, 2]) for name in ACCOUNTS[1:]})
quickly = settings(max_examples=60, deadline=None)


def table(rows):
    columns = {
        "account_id": [row[0] for row in rows],
        "layer": ["l"] * len(rows),
        "object_id": [str(row[1]) for row in rows],
        "created_at": pl.Series([row[2] for row in rows], dtype=pl.Int64),
        "post_id": [str(number) for number in range(len(rows))],
    }
    at = pl.from_epoch("created_at", time_unit="s").dt.replace_time_zone("UTC")
    return pl.DataFrame(columns).with_columns(at.dt.cast_time_unit("us"))


def tail(chances, observed):
    """P(X >= observed) by tossing coin after coin."""
    spread = np.array([1.0])
    for chance in chances:
        spread = np.append(spread * (1 - chance), 0) + np.append(0, spread * chance)
    return spread[observed:].sum()


def discovered(p_values, tests):
    """Benjamini and Hochberg: the least p[r] * tests / r at or above each rank."""
    ranks = {p: sum(other <= p for other in p_values) for p in p_values}
    return [
        min(1.0, *(other * tests / ranks[other] for other in p_values if other >= p))
        for p in p_values
    ]


class World:
    def __init__(self, rows, window, stratum):
        self.window, self.stratum = window, stratum
        self.on, self.objects = defaultdict(list), defaultdict(set)
        for who, item, time in rows:
            self.on[item].append((who, time))
            self.objects[who].add(item)

    def near(self, one, other):
        return self.window is None or abs(one[1] - other[1]) <= self.window

    def cascade(self, one, other):
        """q_o: of the pairs of acts between the two strata; m n q_o for m and n acts."""
        wanted = {self.stratum.get(one, 0), self.stratum.get(other, 0)}
        chances, observed = [], 0
        for item in self.objects[one] & self.objects[other]:
            pairs = [
                pair for pair in combinations(self.on[item], 2)
                if pair[0][0] != pair[1][0]
                and {self.stratum.get(who, 0) for who, _ in pair} == wanted
            ]  # fmt: skip
            share = sum(self.near(*pair) for pair in pairs) / len(pairs)
            sides = [[act for act in self.on[item] if act[0] == who] for who in (one, other)]
            ways = [(first, last) for first in sides[0] for last in sides[1]]
            chances.append(1.0 if self.window is None else min(1.0, len(ways) * share))
            observed += any(self.near(*way) for way in ways)
        return sum(chances), tail(chances, observed)

    def hypergeometric(self, one, other):
        whole, first, last = len(self.on), len(self.objects[one]), len(self.objects[other])
        observed = len(self.objects[one] & self.objects[other])
        return first * last / whole, stats.hypergeom.sf(observed - 1, whole, first, last)


def assert_odds(rows, window, null, least, stratum):
    actions, world = table(rows), World(rows, window, stratum)
    strata = pl.DataFrame(list(stratum.items()), schema=["account_id", "group"], orient="row")
    edges = coaction_network(actions, window)
    judged = significance(
        edges, actions, null=null, min_activity=least, strata=strata if stratum else None
    )
    assert judged.select(edges.columns).equals(edges)
    eligible = {who for who, items in world.objects.items() if len(items) >= least}
    tested = []
    for row in judged.iter_rows(named=True):
        if {row["source"], row["target"]} <= eligible:
            expected, p_value = getattr(world, null)(row["source"], row["target"])
            assert row["expected"] == pytest.approx(expected, abs=1e-9)
            assert row["p_value"] == pytest.approx(p_value, rel=1e-9)
            tested.append((p_value, row["q_value"]))
        else:
            assert row["p_value"] is None
            assert row["q_value"] is None
    tests = math.comb(len(eligible), 2)
    wanted = discovered([round(p, 12) for p, _ in tested], tests)
    assert [q for _, q in tested] == pytest.approx(wanted, rel=1e-6, abs=1e-9)


@quickly
@given(acts, st.sampled_from([0, 5, None]), st.sampled_from([1, 2, 4]), groups, st.booleans())
def test_the_cascade_and_its_discoveries(rows, window, least, stratum, stratified):
    """`a` is in no stratum, which is one of its own; with a high bound no pair is tested at all."""
    assert_odds(rows, window, "cascade", least, stratum if stratified else {})


@quickly
@given(acts, st.sampled_from([1, 3]))
def test_the_hypergeometric_is_scipys(rows, least):
    assert_odds(rows, 5, "hypergeometric", least, {})


@pytest.mark.parametrize("null", ["cascade", "hypergeometric", "bicm"])
@pytest.mark.parametrize("stratified", [False, True])
def test_nobody_active_enough_is_no_test(null, stratified):
    actions = table([("a", 0, 0), ("b", 0, 1)])
    strata = pl.DataFrame({"account_id": ["a"], "group": ["x"]}) if stratified else None
    edges = coaction_network(actions, 5)
    judged = significance(edges, actions, null=null, min_activity=9, strata=strata)
    assert judged["q_value"].to_list() == [None]


@quickly
@given(st.integers(1, 150), st.data())
def test_hypergeometric_tails(objects, data):
    one, other = data.draw(st.integers(0, objects)), data.draw(st.integers(0, objects))
    observed = data.draw(st.integers(0, min(one, other) + 1))
    found = hypergeometric_tail(*(np.array([n]) for n in (observed, objects, one, other)))
    assert found == pytest.approx(stats.hypergeom.sf(observed - 1, objects, one, other), rel=1e-8)


@quickly
@given(st.lists(st.tuples(st.floats(1e-6, 0.99), st.integers(1, 12)), min_size=1, max_size=4),
       st.integers(0, 60))  # fmt: skip
def test_tails_of_coins_are_right_and_quiet(classes, observed):
    """Asked for more successes than there are coins, the tail is nil; no overflow is warned of."""
    chance, count = np.array([classes]).T[0], np.array([number for _, number in classes])
    chance = np.array([[chance for chance, _ in classes]])
    coins = np.repeat(chance[0], count)
    wanted = tail(coins, observed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        by_class = classes_tail(np.array([observed]), chance, count)[0]
    by_coin = poisson_binomial_tail(np.zeros(coins.size, int), coins, np.array([observed]))[0]
    assert by_coin == pytest.approx(wanted, rel=1e-9)
    assert by_class == pytest.approx(wanted, rel=1e-7, abs=1e-12 if wanted == 0 else 0)
