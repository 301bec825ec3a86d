"""What the texts of a family have in common, and the merger of families that share it.

Copies of one message with small edits, and fillings of one template, are nearer to what they have
in common than to each other: where no copy is untouched they would fall apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import is_new, starts_of
from inconcert.networks.textfamilies.leaders import Assignment, follow_leaders
from inconcert.networks.textfamilies.pairs import counting, jaccard, near_pairs
from inconcert.networks.textfamilies.shingles import GRAM_BITS, Shingles

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Integers
    from inconcert.networks.textfamilies.pairs import SimilarPairs

LEAST_TEXTS = 3
"""A family of fewer texts has no core but its exemplar."""

LEAST_NEAR = 0.9
"""The share of a family's texts that must be near the other core for it to move there."""

MOST_TEXTS = 64
"""A core is found from so many texts of a family, the first in rank."""


def merge_by_core(
    texts: Shingles, assigned: Assignment, pairs: SimilarPairs, *, similarity: float
) -> Assignment:
    """Merge families with similar cores, once; the exemplar is that of the one with most texts.

    The core of a family is the set of n-grams that at least half of its texts have. Two families
    merge if their cores are at least `similarity`, and nine in ten texts of the smaller are so to
    the core of the larger. Only families of which some texts are a similar pair are looked at.
    Cores are not computed anew, so that nothing drifts; a text may then be less similar to its
    exemplar than `similarity`.
    """
    one, other = assigned.exemplar[pairs.first], assigned.exemplar[pairs.second]
    apart = one != other
    heads = _by_size(assigned, np.unique(np.concatenate([one[apart], other[apart]])))
    place = np.empty(len(texts), dtype=np.int64)
    place[heads] = np.arange(heads.size)
    keys = _pair_keys(place[one[apart]], place[other[apart]], heads.size)
    cores = _cores(texts, assigned, heads)
    target = follow_leaders(heads.size, near_pairs(cores, keys, similarity=similarity)).exemplar
    kept = _accepted(texts, assigned, _Targets(heads, target, cores), similarity)
    leader = np.arange(len(texts))
    leader[heads] = np.where(kept, heads[target], heads)
    return _reassigned(texts, assigned, leader[assigned.exemplar])


@dataclass(frozen=True)
class _Targets:
    """Exemplars, the place among them of the one that each shall follow, and their cores."""

    heads: Integers
    target: Integers
    cores: Shingles


def _accepted(
    texts: Shingles, assigned: Assignment, targets: _Targets, similarity: float
) -> npt.NDArray[np.bool_]:
    """Tell which families move: those of whose texts enough are near the core they move to."""
    place = np.full(len(texts), -1)
    place[targets.heads] = np.arange(targets.heads.size)
    family = place[assigned.exemplar]
    moving = np.isin(family, np.flatnonzero(targets.target != np.arange(targets.heads.size)))
    movers = family[moving]
    both = texts.only(moving).followed_by(targets.cores)
    near = jaccard(both, np.arange(movers.size), movers.size + targets.target[movers]) >= similarity
    count = targets.heads.size
    whole = np.bincount(movers, minlength=count)
    accepted: npt.NDArray[np.bool_] = (
        np.bincount(movers[near], minlength=count) >= LEAST_NEAR * whole
    )
    return accepted


def _by_size(assigned: Assignment, heads: Integers) -> Integers:
    """Sort exemplars by the texts they lead, most first, then by rank."""
    sizes = np.bincount(assigned.exemplar, minlength=1)
    return heads[np.argsort(-sizes[heads], kind="stable")]


def _pair_keys(one: Integers, other: Integers, count: int) -> Integers:
    keys = np.minimum(one, other) * count + np.maximum(one, other)
    keys.sort()
    return keys[is_new(keys)]


def _cores(texts: Shingles, assigned: Assignment, heads: Integers) -> Shingles:
    """Return the cores of the families of these exemplars, in their order."""
    family = np.full(len(texts), -1)
    family[heads] = np.arange(heads.size)
    of_text = family[assigned.exemplar]
    members = np.flatnonzero(of_text >= 0)
    members = members[np.argsort(of_text[members], kind="stable")]
    sizes = np.bincount(of_text[members], minlength=heads.size)
    taken = np.where(sizes < LEAST_TEXTS, 1, np.minimum(sizes, MOST_TEXTS))
    # The first in rank of a family is its exemplar.
    places = np.repeat(np.cumsum(sizes) - sizes, taken) + counting(taken)
    return _common(texts, members[places], np.repeat(np.arange(heads.size), taken), taken)


def _common(texts: Shingles, members: Integers, family: Integers, counts: Integers) -> Shingles:
    """Return for each family the n-grams that at least half of its members have."""
    lengths = texts.sizes[members]
    places = np.repeat(texts.starts[members], lengths) + counting(lengths)
    keys = (np.repeat(family, lengths) << GRAM_BITS) | texts.grams[places]
    keys.sort()
    starts = starts_of(keys)
    times = np.diff(starts, append=keys.size)
    distinct = keys[starts]
    kept = distinct[2 * times >= counts[distinct >> GRAM_BITS]]
    sizes = np.bincount(kept >> GRAM_BITS, minlength=counts.size)
    ends = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
    return Shingles(starts=ends, grams=(kept & ((1 << GRAM_BITS) - 1)).astype(np.int32))


def _reassigned(texts: Shingles, assigned: Assignment, exemplar: Integers) -> Assignment:
    """Compute the similarity to the exemplar anew where it is another."""
    moved = np.flatnonzero(exemplar != assigned.exemplar)
    similarity = assigned.similarity.copy()
    similarity[moved] = jaccard(texts, moved, exemplar[moved])
    return Assignment(exemplar=exemplar, similarity=similarity)
