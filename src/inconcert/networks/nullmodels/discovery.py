"""The false discovery rate over all pairs that could have been an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from inconcert.networks.nullmodels.participation import Floats


def benjamini_hochberg(p_values: Floats, tests: int) -> Floats:
    """Return q-values of some p-values out of `tests`; all tests that are not listed have p = 1.

    Edges are listed because they have a weight: corrected over the listed ones alone, most true
    nulls would be rejected. Ties get one q. Raises `ConfigError` where fewer tests are given than
    p-values. Source: Benjamini and Hochberg 1995; the smallest p[r] * tests / r at or above a rank.

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.02]), 10).round(3).tolist()
    [0.1, 0.133, 0.1]
    """
    if tests < p_values.size:
        raise ConfigError(
            f"tests = {tests}: there are {p_values.size} p-values; give the number of all pairs "
            "that could be tested."
        )
    order = np.argsort(p_values, kind="stable")
    raised = p_values[order] * tests / np.arange(1, p_values.size + 1)
    rising = np.minimum.accumulate(raised[::-1])[::-1]
    q_values = np.empty(p_values.size)
    q_values[order] = np.minimum(rising, 1.0)
    return q_values


def all_pairs(accounts: int) -> int:
    """Return N(N-1)/2, the number of pairs of accounts.

    >>> all_pairs(4)
    6
    """
    return accounts * (accounts - 1) // 2
