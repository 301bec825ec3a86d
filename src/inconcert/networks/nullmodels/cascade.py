"""Null `cascade`: who acted on an object is given, when is not; joining a wave is no evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.acts import OrderedActs, argsort_by
from inconcert.networks.nullmodels.odds import Odds
from inconcert.networks.nullmodels.participation import co_acted, shared_objects
from inconcert.networks.nullmodels.tails import poisson_binomial_tail
from inconcert.networks.sweep import pairs_per_act, reach, window_microseconds

if TYPE_CHECKING:
    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.participation import Floats, Pairs, Participation, Shared


@dataclass(frozen=True)
class Cascade:
    """The times of an object's acts are exchangeable among its acts.

    For object o, q_o is the share of its pairs of acts by different accounts that lie within the
    window. Two accounts that acted m and n times on o have a co-act on it with a chance of at most
    min(1, m n q_o): each of their m n pairs of acts has chance q_o, and the chance of any is at
    most their sum; for m = n = 1 it is q_o itself. An object counts once. Objects are independent,
    so that the number of co-acted objects is a sum of such coins: Poisson-binomial, exact.

    With strata, times are exchangeable within a stratum: q_o comes from the pairs of acts whose
    accounts are of the two strata of the pair.

    What it cannot see: a choice of objects, however unlikely; and a campaign that has an object to
    itself, since then everybody's acts lie close together and q_o is near one.
    """

    window_seconds: float | None = 60.0

    def odds(self, parts: Participation, pairs: Pairs) -> Odds:
        """Return mean and upper tail of the number of objects co-acted on within the window."""
        window = window_microseconds(self.window_seconds)
        shared = shared_objects(parts, pairs)
        near = co_acted(parts, shared, window)
        observed = np.bincount(shared.pair, near, len(pairs)).astype(np.int64)
        chance = self._chances(parts, pairs, shared)
        expected = np.bincount(shared.pair, chance, len(pairs))
        return Odds(expected, poisson_binomial_tail(shared.pair, chance, observed))

    def _chances(self, parts: Participation, pairs: Pairs, shared: Shared) -> Floats:
        if self.window_seconds is None:
            return np.ones(shared.pair.size)
        one, other = parts.stratum[pairs.source], parts.stratum[pairs.target]
        low, high = np.minimum(one, other)[shared.pair], np.maximum(one, other)[shared.pair]
        share = np.empty(shared.pair.size)
        for strata in np.unique(np.stack([low, high], axis=1), axis=0):
            here = (low == strata[0]) & (high == strata[1])
            of_object = close_shares(parts, self.window_seconds, *strata.tolist())
            share[here] = of_object[parts.object[shared.one[here]]]
        ways = parts.acts[shared.one] * parts.acts[shared.other]
        return np.minimum(1.0, ways * share)


def close_shares(parts: Participation, window_seconds: float, one: int, other: int) -> Floats:
    """Return q of each object: the share of its pairs of acts that lie within the window.

    Counted are pairs of different accounts, one of stratum `one`, the other of `other`; 0 where an
    object has none.
    """
    both = _tally(parts, window_seconds, {one, other})
    if one != other:
        apart = [_tally(parts, window_seconds, {stratum}) for stratum in (one, other)]
        both = both - apart[0] - apart[1]
    close, all_pairs = both
    return np.divide(close, all_pairs, out=np.zeros(close.size), where=all_pairs > 0)


def _tally(parts: Participation, window_seconds: float, strata: set[int]) -> Floats:
    """Count, for each object, the close and all pairs of acts of different accounts of strata."""
    chosen = np.isin(parts.stratum[parts.account], list(strata))
    of_act = np.repeat(chosen, parts.acts)
    item, time = parts.object[parts.part_of_act][of_act], parts.time[of_act]
    close = _close(item, time, window_seconds, parts.objects)
    several = chosen & (parts.acts > 1)
    own_act = np.repeat(several, parts.acts)
    own = _close(parts.part_of_act[own_act], parts.time[own_act], window_seconds, chosen.size)
    of_object = np.bincount(parts.object, own, parts.objects)
    acts = np.bincount(item, minlength=parts.objects)
    own_pairs = np.where(chosen, parts.acts * (parts.acts - 1) // 2, 0)
    total = acts * (acts - 1) // 2 - np.bincount(parts.object, own_pairs, parts.objects)
    return np.stack([close - of_object, total])


def _close(group: Integers, time: Integers, window_seconds: float, groups: int) -> Floats:
    """Count the pairs of acts within the window in each group."""
    order = argsort_by(group, time)
    nobody = np.zeros(0, dtype=np.int64)
    acts = OrderedActs(
        account_names=pl.Series(dtype=pl.String),
        account=nobody,
        object=group[order],
        time=time[order],
        row=nobody,
    )
    counts = pairs_per_act(reach(acts, window_seconds))
    return np.bincount(acts.object, counts, groups)
