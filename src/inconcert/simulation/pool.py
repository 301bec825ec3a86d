"""Choosing what to react to: popular things of one community, many choices at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_COMMUNITY = 1 << 40
_FEWEST = 8


@dataclass(frozen=True)
class Pool:
    """Things (posts, articles, accounts) sorted by community and time, with cumulative weights."""

    items: Ints
    at: Ints
    key: Ints
    cumulative: Floats
    """Weight of all things before each; one more entry than things."""

    def pick(self, communities: Ints, rng: np.random.Generator) -> Ints:
        """Choose by weight one thing of each community, of any time.

        The answer is an index into `items` and `at`; -1 where the community has none.
        """
        begins = self._begins(communities)
        return self._between(begins[communities], begins[communities + 1], rng)

    def pick_recent(
        self,
        communities: Ints,
        before: Ints,
        rng: np.random.Generator,
        *,
        span: int | Ints,
        fewest: int = _FEWEST,
    ) -> Ints:
        """Choose likewise among the things of the `span` seconds before; -1 where there are none.

        If fewer than `fewest` things lie there, older ones are choices too.
        """
        first = self._begins(communities)[communities]
        high = np.searchsorted(self.key, communities * _COMMUNITY + before)
        low = np.searchsorted(self.key, communities * _COMMUNITY + before - span)
        return self._between(np.maximum(np.minimum(low, high - fewest), first), high, rng)

    def _begins(self, communities: Ints) -> Ints:
        """Where each community begins, by its number, and the one after the last."""
        numbers = np.arange(int(communities.max(initial=0)) + 2)
        begins: Ints = np.searchsorted(self.key, numbers * _COMMUNITY)
        return begins

    def _between(self, low: Ints, high: Ints, rng: np.random.Generator) -> Ints:
        span = self.cumulative[high] - self.cumulative[low]
        drawn = self.cumulative[low] + rng.random(len(low)) * span
        del span
        chosen = np.searchsorted(self.cumulative, drawn, side="right") - 1
        return np.where(high > low, np.clip(chosen, low, high - 1), -1)


def pool(*, items: Ints, at: Ints, communities: Ints, weights: Floats) -> Pool:
    """Sort things into a pool; times must be Unix seconds.

    >>> things = pool(items=np.array([7, 8]), at=np.array([20, 10]),
    ...     communities=np.array([0, 0]), weights=np.array([1.0, 1.0]))
    >>> things.items.tolist()
    [8, 7]
    """
    key = communities * _COMMUNITY + at
    order = np.lexsort((items, key))
    cumulative = np.concatenate([[0.0], np.cumsum(weights[order])])
    return Pool(items[order], at[order], key[order], cumulative)
