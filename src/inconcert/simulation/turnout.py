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


def everyone(drawn: Ints, size: int) -> Ints:
    """Return the numbers drawn below `size`, those that are missing in the place of repeated ones.

    Where there are fewer draws than `size`, not all find a place.

    >>> everyone(np.array([2, 2, 2, 0]), 3).tolist()
    [2, 1, 2, 0]
    """
    idle = np.setdiff1d(np.arange(size), drawn)
    if not len(idle):
        return drawn
    again = np.ones(len(drawn), dtype=bool)
    again[np.unique(drawn, return_index=True)[1]] = False
    spare = np.flatnonzero(again)
    chosen = np.linspace(0, len(spare) - 1, min(len(idle), len(spare))).round().astype(np.int64)
    filled = drawn.copy()
    filled[spare[chosen]] = idle[: len(chosen)]
    return filled


def one_of_each(messages: Ints, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Mark one act of each message, by chance: the one that comes first.

    >>> marked = one_of_each(np.array([0, 0, 3]), np.random.default_rng(0))
    >>> int(marked[:2].sum()), bool(marked[2])
    (1, True)
    """
    order = rng.permutation(len(messages))
    marked = np.zeros(len(messages), dtype=bool)
    marked[order[np.unique(messages[order], return_index=True)[1]]] = True
    return marked


def distinct(who: Ints, which: Ints, most: ArrayLike) -> tuple[Ints, Ints]:
    """Keep of the draws of each account the first `most[account]` that differ.

    >>> who, which = distinct(np.array([0, 0, 0, 1]), np.array([5, 5, 7, 5]), [2, 1])
    >>> who.tolist(), which.tolist()
    ([0, 0, 1], [5, 7, 5])
    """
    order = np.argsort(who, kind="stable")
    who, which = who[order], which[order]
    pairs = who * (int(which.max(initial=0)) + 1) + which
    first = np.sort(np.unique(pairs, return_index=True)[1])
    who, which = who[first], which[first]
    early = np.arange(len(who)) - np.searchsorted(who, who) < np.asarray(most)[who]
    return who[early], which[early]


def delayed(
    at: ArrayLike, rng: np.random.Generator, *, median_seconds: float, sigma: float
) -> Ints:
    """Return instants after `at` (Unix seconds) by log-normal delays of at least a second."""
    begun = np.asarray(at, dtype=np.int64)
    delay = rng.lognormal(np.log(median_seconds), sigma, len(begun))
    return begun + np.maximum(delay, 1).astype(np.int64)
