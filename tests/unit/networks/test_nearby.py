"""Pairs found by hashes: what recurs is never lost, and collisions are settled by names."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.networks import nearby
from inconcert.networks.nearby import acts_on_objects, later_within, recurring_pairs

ROWS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.integers(0, 40), st.sampled_from("uvwxyz")), max_size=60
)


def brute_pairs(rows: list[tuple[str, int, str]], window: int) -> set[frozenset[int]]:
    return {
        frozenset((i, j))
        for i, one in enumerate(rows)
        for j, other in enumerate(rows[:i])
        if one[0] == other[0] and abs(one[1] - other[1]) <= window
    }


def near(rows: list[tuple[str, int, str]], window: int) -> nearby.NearActs:
    objects = pl.Series([row[0] for row in rows], dtype=pl.String)
    return acts_on_objects(objects, np.array([row[1] for row in rows], dtype=np.int64), window)


@given(rows=ROWS, window=st.integers(0, 50))
def test_reach_gives_every_pair_on_an_object_within_the_window(
    rows: list[tuple[str, int, str]], window: int
) -> None:
    acts = near(rows, window)
    counts = later_within(acts, window)
    found = {
        frozenset((int(acts.row[act]), int(acts.row[act + step])))
        for act, count in enumerate(counts)
        for step in range(1, int(count) + 1)
    }
    assert found == brute_pairs(rows, window)


@given(rows=ROWS, window=st.integers(0, 50), least=st.integers(1, 6))
def test_every_pair_of_accounts_that_meet_often_enough_is_kept(
    rows: list[tuple[str, int, str]], window: int, least: int
) -> None:
    acts = near(rows, window)
    user = pl.Series([row[2] for row in rows], dtype=pl.String).hash().to_numpy()[acts.row]
    one, other = recurring_pairs(later_within(acts, window), user, least=least)
    kept = {
        frozenset((int(acts.row[a]), int(acts.row[b]))) for a, b in zip(one, other, strict=True)
    }
    assert len(kept) == one.size
    assert (one < other).all()

    def met(pair: frozenset[int]) -> frozenset[str]:
        return frozenset(rows[row][2] for row in pair)

    everything = brute_pairs(rows, window)
    often = Counter(map(met, everything))
    # Above four meetings, pairs of accounts with four or more may be kept beside those asked for.
    assert kept >= {pair for pair in everything if often[met(pair)] >= least}
    assert kept <= {pair for pair in everything if often[met(pair)] >= min(least, 4)}


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    rows = [(f"o{o}", int(t), f"a{a}") for o, t, a in rng.integers(0, (5, 60, 9), size=(300, 3))]
    acts = near(rows, 20)
    user = pl.Series([row[2] for row in rows]).hash().to_numpy()[acts.row]
    counts = later_within(acts, 20)
    whole = recurring_pairs(counts, user, least=2)
    monkeypatch.setattr(nearby, "_BLOCK", 7)
    parts = recurring_pairs(counts, user, least=2)
    assert all((a == b).all() for a, b in zip(whole, parts, strict=True))


class OneHash(pl.Series):
    """Ids all of which have one hash."""

    def hash(self, *_: int, **__: int) -> pl.Series:
        """Return the same number for each."""
        return pl.repeat(7, len(self), dtype=pl.UInt64, eager=True)


def test_objects_whose_hashes_collide_are_told_apart_by_name() -> None:
    # a, b, a within 10 s: the two on `a` make one pair, `b` none.
    acts = acts_on_objects(OneHash(["a", "b", "a"]), np.array([0, 5, 9]), 10)
    assert sorted(acts.row.tolist()) == [0, 2]
    assert later_within(acts, 10).tolist() == [1, 0]


def test_no_acts_give_no_pairs() -> None:
    acts = near([], 60)
    one, other = recurring_pairs(later_within(acts, 60), np.empty(0, dtype=np.uint64), least=2)
    assert one.size == other.size == acts.row.size == 0
