"""How a kernel is compiled, and the sort that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Array = npt.NDArray[np.integer[Any] | np.bool_]
    Reals = npt.NDArray[np.float64]
    Function = TypeVar("Function", bound=Callable[..., object])

MIX = np.uint64(0x9E3779B97F4A7C15)
"""Spreads the bits of a key (Knuth's multiplicative hashing)."""
SHORT = 24
"""Runs up to this length are sorted by insertion."""


def compiled(function: Function) -> Function:
    """Compile on first call for the types it is called with, or load what was compiled before."""
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


@compiled
def sort_values(values: Array) -> None:
    """Sort in place."""
    if values.size > SHORT:
        values.sort()
        return
    for at in range(1, values.size):
        value = values[at]
        place = at
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value
