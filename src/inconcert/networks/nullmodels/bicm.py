"""Null `bicm`: accounts keep their activity and objects their popularity, on average."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.nullmodels.bicm_fit import TOLERANCE, Fitted, fit
from inconcert.networks.nullmodels.odds import Odds
from inconcert.networks.nullmodels.participation import shared_objects
from inconcert.networks.nullmodels.tails import classes_tail, poisson_tail

if TYPE_CHECKING:
    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.participation import Floats, Pairs, Participation

_log = logging.getLogger(__name__)

NEARLY_POISSON = 0.002
MAX_EXACT_CELLS = 10_000_000
_BLOCK = 1 << 12


@dataclass(frozen=True)
class BipartiteConfiguration:
    """Account i acts on object o with chance p_io = x_i y_o / (1 + x_i y_o), independently.

    The fitnesses x and y are those whose expected degrees are the observed ones, within
    `tolerance`. The number of shared objects sums coins of chance p_io p_jo, which depend on the
    degrees alone, so each distinct (k_i, k_j, count) is worked out once: as Poisson where the
    first-order error n^2 sum(p^2) / (2 mean^2) of its tail is under 0.002, else exactly. Beyond
    `max_exact_cells` (distinct cases times classes of objects) the rest stays Poisson, whose tail
    above the mean is never smaller (Hoeffding 1956): conservative, and logged.

    With strata, each stratum has a model of its own on the acts of its accounts; the coin of a pair
    is the product of the chances that either account's model gives.

    What it cannot see: taste. Two accounts of one community share more than it expects. Source:
    Saracco et al. 2015, 2017.
    """

    tolerance: float = TOLERANCE
    max_exact_cells: int = MAX_EXACT_CELLS

    def odds(self, parts: Participation, pairs: Pairs) -> Odds:
        """Return mean and upper tail of the number of shared objects."""
        shared = shared_objects(parts, pairs)
        observed = np.bincount(shared.pair, minlength=len(pairs))
        turned = parts.stratum[pairs.source] > parts.stratum[pairs.target]
        low = np.where(turned, pairs.target, pairs.source)
        high = np.where(turned, pairs.source, pairs.target)
        models = {int(s): _of_stratum(parts, int(s), self.tolerance) for s in _strata(parts, pairs)}
        expected, tail = np.zeros(len(pairs)), np.ones(len(pairs))
        strata = np.stack([parts.stratum[low], parts.stratum[high]], axis=1)
        for one, other in np.unique(strata, axis=0).tolist():
            here = np.flatnonzero((strata[:, 0] == one) & (strata[:, 1] == other))
            found = self._between(models[one], models[other], low[here], high[here], observed[here])
            expected[here], tail[here] = found.expected, found.p_value
        return Odds(expected, tail)

    def _between(
        self, one: Fitted, other: Fitted, low: Integers, high: Integers, observed: Integers
    ) -> Odds:
        """Work out each distinct case of two classes of accounts and a count."""
        classes, count = _joint_classes(one, other)
        case = np.stack([one.account_class[low], other.account_class[high], observed], axis=1)
        if one is other:
            case[:, :2].sort(axis=1)
        cases, which = np.unique(case, axis=0, return_inverse=True)
        found = self._cases(
            one.chance[:, classes[:, 0]], other.chance[:, classes[:, 1]], count, cases
        )
        return Odds(found.expected[which.reshape(-1)], found.p_value[which.reshape(-1)])

    def _cases(self, one: Floats, other: Floats, count: Integers, cases: Integers) -> Odds:
        observed = cases[:, 2]
        mean, skew = np.empty(len(cases)), np.empty(len(cases))
        for block in _blocks(len(cases)):
            chance = one[cases[block, 0]] * other[cases[block, 1]]
            mean[block], skew[block] = chance @ count, chance**2 @ count
        tail = poisson_tail(observed, mean)
        error = np.divide(observed**2 * skew, 2 * mean**2, out=np.zeros_like(mean), where=mean > 0)
        exact = self._worth_it(error, count.size)
        for block in _blocks(exact.size):
            rows = exact[block]
            chance = one[cases[rows, 0]] * other[cases[rows, 1]]
            tail[rows] = classes_tail(observed[rows], chance, count)
        return Odds(mean, tail)

    def _worth_it(self, error: Floats, classes: int) -> Integers:
        """Return the cases to work out exactly: as many as allowed, the worst first."""
        wanted = np.flatnonzero(error > NEARLY_POISSON)
        allowed = self.max_exact_cells // max(classes, 1)
        if wanted.size > allowed:
            _log.info("bicm: %d of %d cases stay Poisson", wanted.size - allowed, error.size)
            wanted = wanted[np.argsort(-error[wanted], kind="stable")[:allowed]]
        return wanted


def _strata(parts: Participation, pairs: Pairs) -> Integers:
    return np.unique(parts.stratum[np.concatenate([pairs.source, pairs.target])])


def _of_stratum(parts: Participation, stratum: int, tolerance: float) -> Fitted:
    """Fit one stratum; the other accounts and objects get no class (-1)."""
    inside = parts.stratum[parts.account] == stratum
    degree = np.bincount(parts.account[inside], minlength=len(parts.names))
    popularity = np.bincount(parts.object[inside], minlength=parts.objects)
    who, what = np.flatnonzero(degree), np.flatnonzero(popularity)
    fitted = fit(degree[who], popularity[what], tolerance=tolerance)
    account_class, object_class = np.full(degree.size, -1), np.full(popularity.size, -1)
    account_class[who], object_class[what] = fitted.account_class, fitted.object_class
    return Fitted(fitted.chance, account_class, object_class)


def _joint_classes(one: Fitted, other: Fitted) -> tuple[Integers, Integers]:
    """Return the classes that objects known to both models have in either, and how many have."""
    both = np.stack([one.object_class, other.object_class], axis=1)
    known = both[(both >= 0).all(axis=1)]
    classes, count = np.unique(known, axis=0, return_counts=True)
    return classes, count


def _blocks(rows: int) -> list[slice]:
    return [slice(first, min(first + _BLOCK, rows)) for first in range(0, rows, _BLOCK)]
