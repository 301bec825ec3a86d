"""Directed weights: how many of A's messages have a partner of B's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.networks.acts import argsort_by, is_new, starts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy.typing as npt

    from inconcert.networks.acts import Integers

    Flags = npt.NDArray[np.bool_]
    Pairs = tuple[Integers, Integers]

_BLOCK = 1 << 22
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Acts:
    """Messages on objects, sorted by object and time: parallel arrays."""

    object: Integers
    time: Integers
    row: Integers
    """Row of the table of candidates."""

    def take(self, chosen: Flags) -> Acts:
        """Return the chosen acts."""
        return Acts(self.object[chosen], self.time[chosen], self.row[chosen])


@dataclass(frozen=True)
class Weights:
    """Directed edges between users, by number."""

    source: Integers
    target: Integers
    weight: Integers


@dataclass(frozen=True)
class PairSource:
    """Unordered pairs of rows, listed block by block as often as asked."""

    blocks: Callable[[], Iterable[Pairs]]
    total: int


def acts_with_neighbours(object_number: Integers, time: Integers, window: int) -> Acts:
    """Sort by object and time; drop acts with no other act on their object within the window."""
    order = argsort_by(object_number, time)
    acts = Acts(object=object_number[order], time=time[order], row=order)
    near = (np.diff(acts.object) == 0) & (np.diff(acts.time) <= window)
    return acts.take(_either_side(near, order.size))


def acts_on_objects(objects: pl.Series, time: Integers, window: int) -> Acts:
    """Do the same for objects by name: as many bits of their hash as fit stand for them.

    That saves numbering them. Neighbours are then compared by name, which finds every collision
    that matters, since all acts between two of a pair lie within the window too; on a collision
    the objects are numbered after all.
    """
    low = int(time.min()) if time.size else 0
    bits = np.uint64((int(time.max()) - low).bit_length() if time.size else 0)
    if bits > 32:
        return acts_with_neighbours(numbers(objects)[1], time, window)
    key = objects.hash().to_numpy() >> bits << bits | (time - low).astype(np.uint64)
    order = np.argsort(key)
    ranked = key[order]
    same = ranked[1:] >> bits == ranked[:-1] >> bits
    near = same & (ranked[1:] - ranked[:-1] <= np.uint64(window))
    first = np.flatnonzero(near)
    if (objects.gather(order[first]) != objects.gather(order[first + 1])).any():
        return acts_with_neighbours(numbers(objects)[1], time, window)
    group = np.concatenate([[0], np.cumsum(~same)])[: order.size]
    acts = Acts(object=group, time=time[order], row=order)
    return acts.take(_either_side(near, order.size))


def numbers(values: pl.Series) -> tuple[pl.Series, Integers]:
    """Return the distinct values, in no particular order, and each value's number."""
    if values.dtype != pl.String:
        distinct, inverse = np.unique(values.to_numpy(), return_inverse=True)
        return pl.Series(distinct), inverse
    names = values.unique()
    return names, values.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()


def _either_side(near: Flags, size: int) -> Flags:
    flags: Flags = np.concatenate([near, [False]]) | np.concatenate([[False], near])
    return flags[:size]


def pairs_within(acts: Acts, window: int, *, max_pairs: int) -> PairSource:
    """Return the pairs of rows on one object within the window.

    Raises `ConfigError` at once where there are more than `max_pairs`.
    """
    counts = _later_within(acts, window)
    total = int(counts.sum())
    if total > max_pairs:
        raise ConfigError(
            f"coordination_network_toolkit: {total:,} pairs of messages within the window, more "
            f"than max_pairs = {max_pairs:,}.\nGive a shorter time_window, leave out the objects "
            "that most messages share, or raise max_pairs."
        )
    return PairSource(lambda: _expanded(acts.row, counts), total)


def frequent_pairs(pairs: PairSource, user: npt.NDArray[np.uint64], *, min_weight: int) -> Pairs:
    """Return the pairs of rows whose users have `min_weight` pairs or more, and maybe a few others.

    `user` holds a hash of each row's user. Pairs are counted in buckets by the hashes of both
    ends: none of those that may make an edge is lost, and most others are.
    """
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


def _later_within(acts: Acts, window: int) -> Integers:
    """Count for each act the later acts on its object within the window."""
    gaps = np.where(np.diff(acts.object) == 0, np.diff(acts.time), window + 1)
    place = np.concatenate([[0], np.cumsum(np.minimum(gaps, window + 1))])[: acts.time.size]
    after = np.searchsorted(place, place + window, side="right")
    counts: Integers = after - np.arange(1, after.size + 1)
    return counts


def _expanded(rows: Integers, counts: Integers) -> Iterator[Pairs]:
    leading = np.flatnonzero(counts)
    sizes = counts[leading]
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if ends.size else 0
    cuts = np.searchsorted(ends, np.arange(_BLOCK, total, _BLOCK), side="left") + 1
    for some, many in zip(np.split(leading, cuts), np.split(sizes, cuts), strict=True):
        earlier = np.repeat(some, many)
        begun = np.repeat(np.cumsum(many) - many, many)
        later = earlier + 1 + (np.arange(earlier.size) - begun)
        yield rows[earlier], rows[later]


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
