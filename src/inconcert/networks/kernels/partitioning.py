"""Ids looked up by their hashes, and pairs put in the order of their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.kernels.compiled import MIX, compiled

if TYPE_CHECKING:
    from inconcert.networks.kernels.compiled import Array

_SHIFT = np.uint64(20)


@compiled
def fill_slots(hashes: Array, slots: Array) -> bool:
    """Enter the places of the hashes into `slots`; tell whether all hashes are different.

    `slots` holds -1 everywhere and has a power of two of places, more than there are hashes.
    """
    last = slots.size - 1
    for place in range(hashes.size):
        slot = np.int64((hashes[place] * MIX) >> _SHIFT) & last
        while slots[slot] >= 0:
            if hashes[slots[slot]] == hashes[place]:
                return False
            slot = (slot + 1) & last
        slots[slot] = place
    return True


@compiled
def find_slots(
    wanted: Array, low: int, high: int, hashes: Array, slots: Array, place: Array
) -> None:
    """Write the place of each wanted hash from `low` up to `high`; -1 for those not there."""
    last = slots.size - 1
    for row in range(low, high):
        slot = np.int64((wanted[row] * MIX) >> _SHIFT) & last
        while slots[slot] >= 0 and hashes[slots[slot]] != wanted[row]:
            slot = (slot + 1) & last
        place[row] = slots[slot]


@compiled
def place_by_source(
    source: Array,
    target: Array,
    first: int,
    place: Array,
    into: tuple[Array, Array, Array],
) -> None:
    """Move pair i, of the acts 2 i and 2 i + 1, to the next place of its source, and so on."""
    to_target, earlier, later = into
    for pair in range(source.size):
        at = place[source[pair] - first]
        place[source[pair] - first] = at + 1
        to_target[at] = target[pair]
        earlier[at] = 2 * pair
        later[at] = 2 * pair + 1
