"""How much each account posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.evaluation.realism.sight import Absent

if TYPE_CHECKING:
    from inconcert.evaluation.realism.sight import Sight, Value

_TAIL = 0.05
_TAIL_LEAST = 10


def posts_per_account(sight: Sight) -> Value:
    """Posts of each account, of all kinds. Unit: posts."""
    return sight.posts_per_account


def gini(sight: Sight) -> Value:
    """Gini coefficient of the posts per account; 0: all post alike.

    G = Σ (2 i - n - 1) x_(i) / (n Σ x), x ascending (Gini 1912, as Dixon et al. 1987, eq. 2,
    without their correction for small n).
    """
    counts = sight.posts_per_account
    size = len(counts)
    weights = 2 * np.arange(1, size + 1) - size - 1
    return float((weights * counts).sum() / (size * counts.sum()))


def top_share(sight: Sight) -> Value:
    """Share of all posts that the busiest 2 % of accounts wrote (at least one account)."""
    counts = sight.posts_per_account
    top = max(round(0.02 * len(counts)), 1)
    return float(counts[-top:].sum() / counts.sum())


def tail_index(sight: Sight) -> Value:
    """Hill's estimate of the tail index 1/α of posts per account; larger is heavier.

    γ = (1/k) Σ_{i=1..k} ln(x_(n-i+1) / x_(n-k)), k the busiest 5 % (Hill 1975, eq. 3.3). Counts
    are whole numbers, so that it is rough where few accounts post more than once.
    """
    counts = sight.posts_per_account
    top = int(_TAIL * len(counts))
    if top < _TAIL_LEAST:
        return Absent(f"the busiest 5 % are fewer than {_TAIL_LEAST} accounts")
    return float(np.log(counts[-top:] / counts[-top - 1]).mean())


def single_share(sight: Sight) -> Value:
    """Share of accounts that post once."""
    return float((sight.posts_per_account == 1).mean())
