"""Loops in parts, side by side: the kernels they call release the interpreter lock."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.networks.acts import Whole

    Result = TypeVar("Result")


def workers() -> int:
    """Return how many parts a loop is cut into: one a core, eight at most."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, 8)


def in_parts(
    size: int, work: Callable[[int, int, int], Result], *, ends: Whole | None = None
) -> list[Result]:
    """Call `work(low, high, part)` on parts of `range(size)`; return what each part returned.

    With `ends` (rising: the work done up to each place, `size` + 1 long, the first 0) the parts
    do about the same amount of it. Parts may be empty.

    >>> sum(in_parts(10, lambda low, high, part: sum(range(low, high))))
    45
    """
    count = workers()
    cuts = np.linspace(0, size, count + 1).astype(np.int64)
    if ends is not None:
        wanted = np.linspace(0, int(ends[-1]), count + 1).astype(np.int64)[1:-1]
        cuts[1:-1] = np.searchsorted(ends, wanted)
    with ThreadPoolExecutor(count) as pool:
        waiting = [
            pool.submit(work, int(low), int(high), part)
            for part, (low, high) in enumerate(pairwise(cuts))
        ]
        return [one.result() for one in waiting]
