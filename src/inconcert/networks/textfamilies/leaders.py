"""Families around exemplars: no chains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Integers
    from inconcert.networks.textfamilies.pairs import SimilarPairs


_PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Assignment:
    """For each text, by rank: its exemplar (itself, if none is near) and how similar it is."""

    exemplar: Integers
    similarity: npt.NDArray[np.float64]


def follow_leaders(count: int, pairs: SimilarPairs) -> Assignment:
    """Give each text to an exemplar that it is similar to.

    Down the ranks, a text that is similar to no exemplar so far becomes one (Hartigan's leader
    algorithm). Every other text then goes to the exemplar it is most similar to, ties to the first
    in rank. So each member is at least as similar to its exemplar as the pairs are, whatever lies
    between: a text that drifts by small steps makes several families, and never one chain.
    """
    leads = _leads(count, pairs)
    to_leader = leads[pairs.first] & ~leads[pairs.second]
    first, second = pairs.first[to_leader], pairs.second[to_leader]
    similarity = pairs.similarity[to_leader]
    best_last = np.lexsort((-first, similarity, second))
    exemplar, nearness = np.arange(count), np.ones(count)
    exemplar[second[best_last]] = first[best_last]
    nearness[second[best_last]] = similarity[best_last]
    return Assignment(exemplar=exemplar, similarity=nearness)


def _leads(count: int, pairs: SimilarPairs) -> npt.NDArray[np.bool_]:
    """Tell which texts are exemplars: the pairs come by the rank of their first."""
    leads = bytearray(b"\1") * count
    for at in range(0, pairs.first.size, _PAIRS_AT_ONCE):
        block = slice(at, at + _PAIRS_AT_ONCE)
        for first, second in zip(
            pairs.first[block].tolist(), pairs.second[block].tolist(), strict=True
        ):
            if leads[first]:
                leads[second] = 0
    return np.frombuffer(leads, dtype=np.bool_)
