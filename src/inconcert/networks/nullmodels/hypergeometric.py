"""Null `hypergeometric`: every account keeps its number of objects, all objects are alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.nullmodels.odds import Odds
from inconcert.networks.nullmodels.participation import shared_objects
from inconcert.networks.nullmodels.tails import hypergeometric_tail

if TYPE_CHECKING:
    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.participation import Floats, Pairs, Participation


@dataclass(frozen=True)
class Hypergeometric:
    """Accounts i and j choose k_i and k_j of the M objects of the layer at random.

    The number of distinct objects they share, at whatever time, is then hypergeometric, with mean
    k_i k_j / M. With strata, an account chooses among the objects that its own stratum acted on;
    for two strata the second account hits what the first chose inside their overlap.

    What it cannot see: that some objects are popular. Two accounts that follow the news share more
    than it expects.
    """

    def odds(self, parts: Participation, pairs: Pairs) -> Odds:
        """Return mean and upper tail of the number of shared objects."""
        shared = shared_objects(parts, pairs)
        observed = np.bincount(shared.pair, minlength=len(pairs))
        degree = parts.degree
        one, other = degree[pairs.source], degree[pairs.target]
        offered = _offered(parts)
        here, there = parts.stratum[pairs.source], parts.stratum[pairs.target]
        both = offered[here, there]
        mean = one * other * both / (offered[here, here] * offered[there, there])
        case = np.stack(
            [observed, offered[here, here], one, offered[there, there], other, both], axis=1
        )
        cases, which = np.unique(case, axis=0, return_inverse=True)
        return Odds(mean, _tails(cases)[which.reshape(-1)])


def _offered(parts: Participation) -> Integers:
    """Return how many objects each two strata both acted on; the diagonal is one stratum's own."""
    from scipy.sparse import csr_array

    strata = int(parts.stratum.max(initial=0)) + 1
    where = np.unique(parts.stratum[parts.account] * parts.objects + parts.object)
    entries = (np.ones(where.size, dtype=np.int64), np.divmod(where, max(parts.objects, 1)))
    acted = csr_array(entries, shape=(strata, parts.objects))
    overlap: Integers = (acted @ acted.T).toarray()
    return overlap


def _tails(cases: Integers) -> Floats:
    """Return the tails of distinct cases: count, (objects, chosen) of either side, overlap."""
    _, objects, _, others, _, both = cases.T
    across = (both < objects) | (both < others)
    count, offered, one, _, other, _ = cases[~across].T
    tail = np.empty(len(cases))
    tail[~across] = hypergeometric_tail(count, offered, one, other)
    tail[across] = [_across(case) for case in cases[across]]
    return tail


def _across(case: Integers) -> float:
    """Sum over how many of the first account's objects lie in the overlap of two strata."""
    count, objects, one, others, other, both = case.tolist()
    if count == 0:
        return 1.0
    inside = np.arange(count, min(one, both) + 1)
    same = np.ones_like(inside)
    at_least = hypergeometric_tail(inside, objects * same, both * same, one * same)
    exactly = at_least - np.append(at_least[1:], 0.0)
    hits = hypergeometric_tail(count * same, others * same, inside, other * same)
    return float(np.clip(exactly, 0.0, 1.0) @ hits)
