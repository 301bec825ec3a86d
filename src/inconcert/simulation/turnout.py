"""Who takes part in what, and how soon they react: alike for attacks and organic scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]


def participants(
    participation: float, *, messages: int, accounts: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Draw who joins in which message; return the message and the account of each act.

    Accounts differ in zeal: each has its own chance, from a beta distribution of that mean. An
    account that joined in none joins in one, for it would be no part of the campaign.
    """
    zeal = np.full(accounts, participation)
    if 0 < participation < 1:
        zeal = rng.beta(4 * participation, 4 * (1 - participation), accounts)
    joins = rng.random((messages, accounts)) < zeal
    idle = np.flatnonzero(~joins.any(axis=0))
    joins[rng.integers(messages, size=len(idle)), idle] = True
    message, account = np.nonzero(joins)
    return message, account


def delayed(
    at: ArrayLike, rng: np.random.Generator, *, median_seconds: float, sigma: float
) -> Ints:
    """Return instants after `at` (Unix seconds) by log-normal delays of at least a second."""
    begun = np.asarray(at, dtype=np.int64)
    delay = rng.lognormal(np.log(median_seconds), sigma, len(begun))
    return begun + np.maximum(delay, 1).astype(np.int64)
