"""What must change nothing in the odds of chance, and what they can never be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.networks.coaction import coaction_network
from inconcert.networks.nullmodels.significance import significance
from inconcert.schemas import Actions

NULLS = ("cascade", "hypergeometric", "bicm", "shift")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_ACCOUNTS = ["a", "b", "c", "d", "e"]
acts = st.lists(
    st.tuples(
        st.sampled_from(_ACCOUNTS),
        st.sampled_from(["p", "q", "r", "s"]),
        st.integers(0, 3),
        st.integers(0, 40),
    ),
    min_size=2,
    max_size=40,
)
quickly = settings(max_examples=30, deadline=None)
every_null = pytest.mark.parametrize("null", NULLS)


def table(rows):
    """Acts at days and tens of seconds; the first and last day are always there."""
    rows = [("y", "alone", 0, 0), ("z", "alone too", 4, 0), *rows]
    made = [
        (account, "repost", item, _START + timedelta(days=day, seconds=10 * tick), str(number))
        for number, (account, item, day, tick) in enumerate(rows)
    ]
    return Actions.validate(
        pl.DataFrame(made, schema=Actions.column_names(), orient="row"), cast=True
    )


def judged(actions, null, **options):
    return significance(
        coaction_network(actions, 60), actions, null=null, permutations=20, **options
    )


def odds(edges):
    return {
        (frozenset((row["source"], row["target"])), name): row[name]
        for row in edges.iter_rows(named=True)
        for name in ("expected", "p_value", "q_value")
    }


@every_null
@quickly
@given(acts)
def test_bounds(null, rows):
    edges = judged(table(rows), null)
    assert edges["p_value"].is_between(0, 1).all()
    assert (edges["q_value"] >= edges["p_value"] - 1e-12).all()
    assert (edges["q_value"] <= 1).all()
    assert (edges["expected"] > 0).all()


@every_null
@quickly
@given(acts, st.randoms())
def test_the_order_of_rows_changes_nothing(null, rows, random):
    actions = table(rows)
    order = list(range(actions.height))
    random.shuffle(order)
    assert judged(actions[order], null).equals(judged(actions, null))


@pytest.mark.parametrize("null", ["cascade", "hypergeometric", "bicm"])
@quickly
@given(acts)
def test_names_change_only_names(null, rows):
    renamed = dict(zip(_ACCOUNTS, ["n9", "n8", "n7", "n6", "n5"], strict=True))
    turned = [(renamed[account], *rest) for account, *rest in rows]
    before = {
        (frozenset(renamed[account] for account in pair), name): value
        for (pair, name), value in odds(judged(table(rows), null)).items()
    }
    assert odds(judged(table(turned), null)) == pytest.approx(before)


@quickly
@given(acts)
def test_an_account_that_acts_alone_adds_tests_only(rows):
    before = judged(table(rows), "cascade")
    after = judged(table([*rows, ("w", "nobody else's", 1, 1)]), "cascade")
    assert after["p_value"].equals(before["p_value"])
    assert (after["q_value"] >= before["q_value"]).all()


@every_null
@quickly
@given(acts)
def test_one_stratum_is_no_stratum(null, rows):
    actions = table(rows)
    one = actions.select("account_id", language=pl.lit("ja")).unique()
    if null == "shift":
        assert judged(actions, null, strata=one)["expected"].is_not_null().all()
        return
    assert odds(judged(actions, null, strata=one)) == pytest.approx(odds(judged(actions, null)))


@pytest.mark.parametrize("null", ["cascade", "hypergeometric", "bicm"])
@quickly
@given(acts, st.integers(1, 3))
def test_a_filter_on_weight_makes_no_pair_more_significant(null, rows, least):
    actions = table(rows)
    light = odds(judged(actions, null))
    edges = coaction_network(actions, 60, least)
    heavy = odds(significance(edges, actions, null=null))
    for (pair, name), value in heavy.items():
        if name == "q_value":
            assert value >= light[pair, name] - 1e-9
        else:
            assert value == light[pair, name]


LANGUAGES = {"a": "ja", "b": "ja", "c": "ja", "d": "en", "e": "en", "y": "en", "z": "en"}


@pytest.mark.parametrize("stratified", [False, True])
@quickly
@given(acts)
def test_the_cascade_by_its_definition(stratified, rows):
    actions = table(rows)
    spoken = LANGUAGES if stratified else dict.fromkeys(LANGUAGES, "")
    strata = pl.DataFrame({"account_id": list(spoken), "language": list(spoken.values())})
    wave = {}
    for account, item, at in actions.select("account_id", "object_id", "created_at").rows():
        wave.setdefault(item, []).append((account, at.timestamp()))
    for row in judged(actions, "cascade", strata=strata).iter_rows(named=True):
        ends = [row["source"], row["target"]]
        wanted = sorted(spoken[end] for end in ends)
        expected = 0.0
        for members in wave.values():
            pairs = [
                (m, n)
                for m, n in combinations(members, 2)
                if m[0] != n[0] and sorted((spoken[m[0]], spoken[n[0]])) == wanted
            ]
            close = sum(abs(m[1] - n[1]) <= 60 for m, n in pairs)
            ways = [sum(m[0] == end for m in members) for end in ends]
            if ways[0] and ways[1]:
                expected += min(1.0, ways[0] * ways[1] * close / len(pairs))
        assert row["expected"] == pytest.approx(expected)
