"""How far two values of one statistic are apart; each distance is symmetric, 0 for equals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.evaluation.realism.sight import Floats

Distance = Literal["log_wasserstein", "kolmogorov_smirnov", "jensen_shannon", "difference"]


def log_wasserstein(one: Floats, other: Floats) -> float:
    """Wasserstein-1 distance of ln(1 + x): 0.69 is a factor of two throughout, for large x.

    W = ∫ |F(u) - G(u)| du (Vallender 1974).

    >>> round(log_wasserstein(np.array([1.0, 3.0]), np.array([3.0, 3.0])), 3)  # ln 2 / 2
    0.347
    """
    first, second = np.sort(np.log1p(one)), np.sort(np.log1p(other))
    places = np.sort(np.concatenate([first, second]))
    apart = np.abs(_cumulative(first, places[:-1]) - _cumulative(second, places[:-1]))
    return float((apart * np.diff(places)).sum())


def kolmogorov_smirnov(one: Floats, other: Floats) -> float:
    """Largest difference of the two distribution functions, 0 to 1.

    >>> kolmogorov_smirnov(np.array([1.0, 2.0]), np.array([2.0, 3.0]))
    0.5
    """
    places = np.concatenate([one, other])
    first, second = np.sort(one), np.sort(other)
    return float(np.abs(_cumulative(first, places) - _cumulative(second, places)).max())


def jensen_shannon(one: Floats, other: Floats) -> float:
    """Jensen-Shannon distance of two profiles, 0 to 1: the root of the divergence in bits.

    D = √(H((p + q) / 2) - (H(p) + H(q)) / 2) (Endres & Schindelin 2003).

    >>> jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    1.0
    """
    divergence = _entropy((one + other) / 2) - (_entropy(one) + _entropy(other)) / 2
    return float(np.sqrt(max(divergence, 0.0)))


def difference(one: float, other: float) -> float:
    """Absolute difference of two single figures.

    >>> difference(0.25, 0.75)
    0.5
    """
    return abs(one - other)


def _cumulative(ordered: Floats, places: Floats) -> Floats:
    shares: Floats = np.searchsorted(ordered, places, side="right") / len(ordered)
    return shares


def _entropy(profile: Floats) -> float:
    some = profile[profile > 0]
    return float(-(some * np.log2(some)).sum())


DISTANCES: dict[Distance, Callable[[Any, Any], float]] = {
    "log_wasserstein": log_wasserstein,
    "kolmogorov_smirnov": kolmogorov_smirnov,
    "jensen_shannon": jensen_shannon,
    "difference": difference,
}
"""Each distance by name: of two samples, two samples, two profiles, two figures."""
