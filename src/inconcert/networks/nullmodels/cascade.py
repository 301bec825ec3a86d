"""Null `cascade`: who acted on an object is given, when is not; joining a wave is no evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.acts import OrderedActs, argsort_by
from inconcert.networks.nullmodels.odds import Odds
from inconcert.networks.nullmodels.participation import co_acted, expand, shared_objects, tally
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
        observed = tally(shared.pair, near, len(pairs)).astype(np.int64)
        chance = self._chances(parts, pairs, shared)
        expected = tally(shared.pair, chance, len(pairs))
        return Odds(expected, poisson_binomial_tail(shared.pair, chance, observed))

    def _chances(self, parts: Participation, pairs: Pairs, shared: Shared) -> Floats:
        if self.window_seconds is None or len(pairs) == 0:
            return np.ones(shared.pair.size)
        one, other = parts.stratum[pairs.source], parts.stratum[pairs.target]
        strata = np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)
        cases, case = np.unique(strata, axis=0, return_inverse=True)
        rows = np.argsort(case.reshape(-1)[shared.pair], kind="stable")
        ends = np.cumsum(np.bincount(case.reshape(-1)[shared.pair], minlength=len(cases)))
        members = _members(parts)
        share = np.empty(shared.pair.size)
        for (low, high), here in zip(cases.tolist(), np.split(rows, ends[:-1]), strict=True):
            sides = [members[low]] if low == high else [members[low], members[high]]
            items, of_item = close_shares(parts, self.window_seconds, sides)
            share[here] = of_item[np.searchsorted(items, parts.object[shared.one[here]])]
        ways = parts.acts[shared.one] * parts.acts[shared.other]
        return np.minimum(1.0, ways * share)


def close_shares(
    parts: Participation, window_seconds: float, sides: list[Integers]
) -> tuple[Integers, Floats]:
    """Return the objects of some parts, rising, and q of each: the share of close pairs of acts.

    Counted are pairs of acts by different accounts: with one side all pairs of its parts, with two
    those between the sides. q is 0 where an object has no such pair.
    """
    items = np.unique(parts.object[np.concatenate(sides)])
    both = _tally(parts, window_seconds, np.concatenate(sides), items)
    if len(sides) > 1:
        both = both - sum(_tally(parts, window_seconds, side, items) for side in sides)
    close, every = both
    share: Floats = close / np.maximum(every, 1)
    return items, share


def _members(parts: Participation) -> list[Integers]:
    """Return the parts of each stratum."""
    stratum = parts.stratum[parts.account]
    count = np.bincount(stratum, minlength=int(parts.stratum.max(initial=0)) + 1)
    return np.split(np.argsort(stratum, kind="stable"), np.cumsum(count)[:-1])


def _tally(
    parts: Participation, window_seconds: float, members: Integers, items: Integers
) -> Floats:
    """Count, for each object, the close and all pairs of acts of different accounts."""
    place, acts = np.searchsorted(items, parts.object[members]), parts.acts[members]
    time = parts.time[expand(parts.start[members], acts)]
    close = _close(np.repeat(place, acts), time, window_seconds, items.size)
    again = np.repeat(acts > 1, acts)
    part = np.repeat(np.arange(members.size), acts)[again]
    own = _close(part, time[again], window_seconds, members.size)
    of_object = tally(place, acts, items.size)
    every = of_object * (of_object - 1) / 2 - tally(place, acts * (acts - 1) / 2, items.size)
    return np.stack([close - tally(place, own, items.size), every])


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
    return tally(acts.object, counts, groups)
