"""How far each act reaches ahead on its object: sliding windows and tumbling bins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import OrderedActs, is_new
from inconcert.networks.layeracts import COMPILED_FROM
from inconcert.networks.sweep import reach, window_microseconds

if TYPE_CHECKING:
    from inconcert.networks.acts import Whole
    from inconcert.networks.layeracts import LayerActs
    from inconcert.networks.rules import CoActionRules


def ends_of_reach(
    acts: LayerActs, window_seconds: float | None, rules: CoActionRules, *, first_act: int = 0
) -> Whole:
    """Return for each act the place after the last later act that it makes a pair with.

    Sliding: |dt| <= window, on the same object. Tumbling: the same bin [k w, (k + 1) w), counted
    from the object's first act, or from `first_act`, the microsecond of the dataset's.
    """
    if rules.window_rule == "tumbling" and window_seconds is not None:
        return _ends_of_bins(acts, window_seconds, rules, first_act)
    if len(acts) >= COMPILED_FROM:
        return _swept(acts, window_seconds)
    wide = (column.astype(np.int64) for column in (acts.account, acts.group, acts.time, acts.row))
    ordered = OrderedActs(acts.names, *wide)
    return reach(ordered, window_seconds).after


def pairs_ahead(ends: Whole) -> Whole:
    """Count for each act the later acts in its reach."""
    return np.subtract(ends, np.arange(1, ends.size + 1), dtype=ends.dtype)


def total_pairs(ends: Whole) -> int:
    """Count the pairs of all acts.

    >>> total_pairs(np.array([2, 2, 3]))
    1
    """
    return int(ends.sum(dtype=np.int64)) - ends.size * (ends.size + 1) // 2


def _swept(acts: LayerActs, window_seconds: float | None) -> Whole:
    from inconcert.networks.kernels.ordering import sweep

    window = window_microseconds(window_seconds)
    ends = np.empty(len(acts), dtype=np.int32)
    sweep(acts.group, acts.time, -1 if window is None else window, ends)
    return ends


def _ends_of_bins(
    acts: LayerActs, window_seconds: float, rules: CoActionRules, first_act: int
) -> Whole:
    width = window_microseconds(window_seconds) or 1
    new_object = is_new(acts.group)
    starts = np.flatnonzero(new_object)
    origin = acts.time[starts][acts.group] if rules.bin_origin == "object" else first_act
    edges = np.flatnonzero(new_object | is_new((acts.time - origin) // width))
    bounds = np.append(edges, len(acts))
    return np.repeat(bounds[1:], np.diff(bounds))
