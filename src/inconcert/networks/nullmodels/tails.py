"""Upper tails, precise to their own size however small: Poisson, Poisson-binomial, hypergeometric.

`P(X >= n)` is summed from positive terms, never taken as one minus the rest, so that 1e-80 is
1e-80 and not 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.participation import Floats

_CELLS = 1 << 21
_NEGLIGIBLE = 1e-17
_SMALL = 0.02
_TERMS = 8
_HALVINGS = 13


def poisson_tail(observed: Integers, mean: Floats) -> Floats:
    """Return P(X >= observed) of a Poisson variable.

    >>> poisson_tail(np.array([0, 1]), np.array([0.5, 0.5])).round(4).tolist()
    [1.0, 0.3935]
    """
    from scipy.special import gammainc

    tail = np.ones(observed.size)
    some = observed > 0
    tail[some] = gammainc(observed[some], mean[some])
    return tail


def poisson_binomial_tail(pair: Integers, chance: Floats, observed: Integers) -> Floats:
    """Return P(X >= observed[i]) where X is the sum of independent coins of pair i.

    `pair` rises and says whose coin `chance` is. Exact: one product where one success is asked
    for, else dynamic programming over the coins with "enough" as the last state. Cost: for each
    pair its coins times its successes.

    >>> poisson_binomial_tail(np.array([0, 0]), np.array([0.5, 0.2]), np.array([2])).tolist()
    [0.1]
    """
    coins = np.bincount(pair, minlength=observed.size)
    first = np.cumsum(coins) - coins
    tail = np.where(observed > coins, 0.0, 1.0)
    once = observed == 1
    with np.errstate(divide="ignore"):
        none = np.bincount(pair, np.log1p(-chance), observed.size)
    tail[once] = -np.expm1(none[once])
    several = np.flatnonzero((observed > 1) & (observed <= coins))
    for rows in _alike(several, coins[several], observed[several]):
        tail[rows] = _program(chance, first[rows], coins[rows], int(observed[rows[0]]))
    return tail


def _alike(rows: Integers, coins: Integers, observed: Integers) -> list[Integers]:
    """Group rows that ask for as many successes and have about as many coins."""
    if rows.size == 0:
        return []
    size = np.ceil(np.log2(coins)).astype(np.int64)
    order = np.lexsort((rows, size, observed))
    changed = (np.diff(size[order]) != 0) | (np.diff(observed[order]) != 0)
    groups = np.split(rows[order], np.flatnonzero(changed) + 1)
    widths = coins[np.searchsorted(rows, [group[0] for group in groups])]
    return [
        part for group, width in zip(groups, widths, strict=True) for part in _cut(group, width)
    ]


def _cut(group: Integers, width: int) -> list[Integers]:
    return np.array_split(group, max(1, int(group.size * 2 * width) // _CELLS))


def _program(chance: Floats, first: Integers, coins: Integers, wanted: int) -> Floats:
    """Toss the coins of all rows in step; rows with fewer coins toss coins of chance 0.

    States from which "enough" is out of reach are left behind.
    """
    state = np.zeros((wanted + 1, first.size))
    state[0] = 1.0
    tosses = int(coins.max())
    for toss in range(tosses):
        live = toss < coins
        p = np.where(live, chance[np.where(live, first + toss, 0)], 0.0)
        low, after = max(0, wanted - tosses + toss), min(wanted, toss + 1)
        gained = state[low:after] * p
        state[low:after] -= gained
        state[low + 1 : after + 1] += gained
    tail: Floats = np.minimum(state[-1], 1.0)
    return tail


def hypergeometric_tail(
    observed: Integers, objects: Integers, one: Integers, other: Integers
) -> Floats:
    """Return P(X >= observed): two random sets of sizes `one` and `other` among `objects`.

    >>> ten, three, two = np.array([10]), np.array([3]), np.array([2])
    >>> hypergeometric_tail(two, ten, three, two).round(6).tolist()  # 3 / 45
    [0.066667]
    """
    from scipy.special import betaln

    def log_choose(n: Floats, k: Floats) -> Floats:
        ways: Floats = -betaln(n - k + 1, k + 1) - np.log(n + 1)
        return ways

    n, m, a, b = (values.astype(np.float64) for values in (observed, objects, one, other))
    n = np.maximum(n, np.maximum(a + b - m, 0.0))
    possible = n <= np.minimum(a, b)
    log_term = log_choose(a[possible], n[possible]) - log_choose(m[possible], b[possible])
    log_term += log_choose((m - a)[possible], (b - n)[possible])
    tail = np.zeros(n.size)
    tail[possible] = np.exp(log_term) * _series(n[possible], m[possible], a[possible], b[possible])
    return np.where(observed <= np.maximum(a + b - m, 0.0), 1.0, np.minimum(tail, 1.0))


def _series(n: Floats, m: Floats, a: Floats, b: Floats) -> Floats:
    """Sum the terms from n upwards, in units of the first."""
    total, term = np.ones(n.size), np.ones(n.size)
    live = np.arange(n.size)
    while live.size:
        k, a_, b_ = n[live], a[live], b[live]
        term[live] *= (a_ - k) * (b_ - k) / ((k + 1) * (m[live] - a_ - b_ + k + 1))
        total[live] += term[live]
        n[live] = k + 1
        live = live[(term[live] > _NEGLIGIBLE * total[live]) & (k + 1 < np.minimum(a_, b_))]
    return total


def classes_tail(observed: Integers, chance: Floats, count: Integers) -> Floats:
    """Return P(X >= observed[i]) where X sums `count[c]` coins of `chance[i, c]` over classes c.

    Exact to about 1e-9 of the tail: the distribution is tilted until its mean is the observed
    count, taken by a discrete Fourier transform, and tilted back. Cost: classes times about
    observed plus ten deviations, for each row.

    >>> classes_tail(np.array([2]), np.array([[0.1]]), np.array([3])).round(6).tolist()
    [0.028]
    """
    tail = np.ones(observed.size)
    some = np.flatnonzero(observed > 0)
    tilt = _tilts(observed[some], chance[some], count)
    mean = np.maximum(observed[some], chance[some] @ count)
    points = 2 ** np.ceil(np.log2(mean + 10 * np.sqrt(mean) + 24)).astype(np.int64)
    for size in np.unique(points):
        alike = points == size
        for rows in np.array_split(
            np.flatnonzero(alike), 1 + 8 * alike.sum() * count.size // _CELLS
        ):
            where = some[rows]
            tail[where] = _tilted(observed[where], chance[where], count, tilt[rows], int(size))
    return tail


def _tilts(observed: Integers, chance: Floats, count: Integers) -> Floats:
    """Find by bisection what brings the mean near the observed count; 0 where it is above.

    Near will do: a tilt is undone exactly.
    """
    mean = chance @ count
    low = np.zeros(observed.size)
    high = np.where(observed > mean, 60.0, 0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        lifted = chance * np.exp(middle)[:, None]
        short = (lifted / (1 - chance + lifted)) @ count < observed
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(high > 0, (low + high) / 2, 0.0)


def _tilted(
    observed: Integers, chance: Floats, count: Integers, tilt: Floats, points: int
) -> Floats:
    lifted = chance * np.exp(tilt)[:, None]
    scale = np.log1p(lifted - chance) @ count
    lifted = lifted / (1 - chance + lifted)
    mass = np.maximum(np.fft.irfft(_spectrum(lifted, count, points), points, axis=1), 0.0)
    steps = np.arange(points)[None, :]
    back = np.where(steps < observed[:, None], -np.inf, scale[:, None] - tilt[:, None] * steps)
    tail: Floats = (mass * np.exp(back)).sum(axis=1)
    return np.minimum(tail, 1.0)


def _spectrum(
    chance: Floats, count: Integers, points: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.complex128]]:
    """Return the characteristic function at half the circle: one row a row, one column a point.

    log(1 + p z) of small chances is summed as a power series, whose coefficients are the same at
    every point: for p <= 0.02, |z| <= 2 eight terms leave an error of 1e-12.
    """
    large = chance.max(axis=0, initial=0.0) > _SMALL
    rest, rest_count = chance[:, large], count[large]
    sums = _power_sums(chance[:, ~large], count[~large])
    spectrum = np.empty((len(chance), points // 2 + 1), dtype=np.complex128)
    for k in range(points // 2 + 1):
        z = np.exp(-2j * np.pi * k / points) - 1
        real, imaginary = 1 + rest * z.real, rest * z.imag
        with np.errstate(divide="ignore"):
            size = np.log(np.hypot(real, imaginary)) @ rest_count
        angle = np.arctan2(imaginary, real) @ rest_count
        spectrum[:, k] = np.exp(size + 1j * angle + sums @ (z ** np.arange(1, _TERMS + 1)))
    return spectrum


def _power_sums(chance: Floats, count: Integers) -> Floats:
    """Return the coefficients of the series of sum(count * log(1 + chance * z))."""
    powers = np.ones_like(chance)
    sums = np.empty((len(chance), _TERMS))
    for term in range(_TERMS):
        powers *= -chance
        sums[:, term] = -(powers @ count) / (term + 1)
    return sums
