"""Directed weights: how many of A's messages have a partner of B's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import ConfigError
from inconcert.networks.acts import is_new, starts_of
from inconcert.networks.nearby import MOST_PAIRS, later_within, recurring_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy.typing as npt

    from inconcert.networks.acts import Integers
    from inconcert.networks.nearby import NearActs

    Pairs = tuple[Integers, Integers]

_BLOCK = 1 << 22
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Weights:
    """Directed edges between users, by number."""

    source: Integers
    target: Integers
    weight: Integers


@dataclass(frozen=True)
class PairSource:
    """Unordered pairs of rows (or of acts), listed block by block as often as asked."""

    blocks: Callable[[], Iterable[Pairs]]
    total: int
    counts: Integers | None = None
    """Where row i makes pairs with the `counts[i]` rows after it: these counts."""


def pairs_within(acts: NearActs, window: int, *, max_pairs: int) -> PairSource:
    """Return the pairs of acts, as places of them, on one object within the window.

    Raises `ConfigError` at once where there are more than `max_pairs`.
    """
    counts = later_within(acts, window)
    total = int(counts.sum())
    if total > max_pairs:
        raise ConfigError(
            f"coordination_network_toolkit: {total:,} pairs of messages within the window, more "
            f"than max_pairs = {max_pairs:,}.\nGive a shorter time_window, leave out the objects "
            "that most messages share, or raise max_pairs."
        )
    return PairSource(lambda: _expanded(counts), total, counts)


def frequent_pairs(pairs: PairSource, user: npt.NDArray[np.uint64], *, min_weight: int) -> Pairs:
    """Return the pairs of rows whose users have `min_weight` pairs or more, and maybe a few others.

    `user` holds a hash of each row's user. Pairs are counted in buckets by the hashes of both
    ends: none of those that may make an edge is lost, and most others are.
    """
    if pairs.counts is not None and min_weight > 1 and pairs.total <= MOST_PAIRS:
        return recurring_pairs(pairs.counts, user, least=min_weight)
    bits = np.uint64(64 - min(max(pairs.total.bit_length() + 1, 16), 24))
    kept = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
    if min_weight == 1:
        kept.extend(pairs.blocks())
    else:
        count = np.zeros(1 << int(64 - bits), dtype=np.int64)
        for one, other in pairs.blocks():
            count += np.bincount(_bucket(user, one, other, bits), minlength=count.size)
        for one, other in pairs.blocks():
            frequent = count[_bucket(user, one, other, bits)] >= min_weight
            kept.append((one[frequent], other[frequent]))
    ones, others = zip(*kept, strict=True)
    return np.concatenate(ones), np.concatenate(others)


def directed_weights(
    pairs: Pairs, user: Integers, message: Integers, *, min_weight: int
) -> Weights:
    """Count for each ordered pair of users the distinct messages of the first that have a partner.

    `pairs` are unordered pairs of rows; `user` and `message` number the rows' users and messages.
    """
    one, other = pairs
    users = int(user.max()) + 1 if user.size else 1
    both = (message[one] * users + user[other], message[other] * users + user[one])
    partner = _distinct(np.concatenate(both))
    sender = np.empty(int(message.max()) + 1 if message.size else 0, dtype=np.int64)
    sender[message] = user
    return _count(sender[partner // users], partner % users, users, min_weight)


def loop_weights(user: Integers, message: Integers, *, min_weight: int) -> Weights:
    """Count the distinct messages of each user: what a match of each with itself gives."""
    _, first = np.unique(message, return_index=True)
    counts = np.bincount(user[first]) if first.size else np.empty(0, dtype=np.int64)
    heavy = np.flatnonzero(counts >= max(min_weight, 1))
    return Weights(source=heavy, target=heavy, weight=counts[heavy])


def _expanded(counts: Integers) -> Iterator[Pairs]:
    leading = np.flatnonzero(counts)
    sizes = counts[leading]
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if ends.size else 0
    cuts = np.searchsorted(ends, np.arange(_BLOCK, total, _BLOCK), side="left") + 1
    for some, many in zip(np.split(leading, cuts), np.split(sizes, cuts), strict=True):
        earlier = np.repeat(some, many)
        begun = np.repeat(np.cumsum(many) - many, many)
        later = earlier + 1 + (np.arange(earlier.size) - begun)
        yield earlier, later


def _bucket(
    user: npt.NDArray[np.uint64], one: Integers, other: Integers, bits: np.uint64
) -> Integers:
    spread = (user[one] + user[other]) * _SPREAD >> bits
    return spread.view(np.int64)


def _count(source: Integers, target: Integers, users: int, min_weight: int) -> Weights:
    key = np.sort(source * users + target)
    starts = starts_of(key)
    weight = np.diff(starts, append=key.size)
    heavy = weight >= min_weight
    edge = key[starts[heavy]]
    return Weights(source=edge // users, target=edge % users, weight=weight[heavy])


def distinct_pairs(blocks: Iterable[Pairs], rows: int) -> Pairs:
    """Return each unordered pair of rows once."""
    keys = [np.minimum(one, other) * rows + np.maximum(one, other) for one, other in blocks]
    once = _distinct(np.concatenate([np.empty(0, dtype=np.int64), *keys]))
    return once // rows, once % rows


def _distinct(values: Integers) -> Integers:
    """Return the distinct values, rising, by sorting: `np.unique` hashes, and slowly on keys."""
    ranked = np.sort(values)
    return ranked[is_new(ranked)]
