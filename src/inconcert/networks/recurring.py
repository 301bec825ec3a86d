"""The pairs of accounts that meet often enough, where only their number counts.

If an edge must have two distinct objects or more, then most pairs of acts make no edge. They are
told by hashes (`networks.nearby`) before ids are numbered or pairs are held, which is faster than
to load compiled code, up to two million acts or so. The edges are those of the ordinary way.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.acts import codes, is_new, microseconds, require
from inconcert.networks.edgegroups import grouped_pairs
from inconcert.networks.layeracts import LayerActs
from inconcert.networks.nearby import MOST_PAIRS, acts_on_objects, later_within, recurring_pairs
from inconcert.networks.sweep import window_microseconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.networks.acts import Integers
    from inconcert.networks.edgegroups import EdgeGroups
    from inconcert.networks.largeobjects import PairLimits
    from inconcert.networks.nearby import NearActs, Pairs
    from inconcert.networks.rules import CoActionRules

FROM, UP_TO = 100_000, 2_000_000
"""Acts for which this way is the faster one."""
_SECOND, _MILLISECOND = 1_000_000, 1_000


def recurring_groups(
    actions: pl.DataFrame,
    windows: Sequence[float | None],
    rules: CoActionRules,
    limits: PairLimits,
) -> tuple[LayerActs, EdgeGroups] | None:
    """Return the pairs that may make an edge, grouped by edge, and their acts.

    Edges that have too few pairs are left out, those that have enough are whole. None where this
    way does not apply: other rules, several windows or layers, few acts or very many, more pairs
    than `limits` or a sort allows, or objects whose hashes collide.
    """
    if not (FROM <= actions.height <= UP_TO) or not _fits(windows, rules, limits):
        return None
    require(actions, ("account_id", "layer", "object_id", "created_at"))
    layer = actions["layer"][0]
    if (actions["layer"] != layer).any():
        return None
    micros = microseconds(actions["created_at"]).to_numpy()
    unit = _unit(micros)
    window = (window_microseconds(windows[0]) or 0) // unit
    near = acts_on_objects(actions["object_id"], micros // unit, window)
    counts = later_within(near, window)
    if counts.sum() > min(limits.max_pairs, MOST_PAIRS):
        return None
    hashes = actions["account_id"].hash().to_numpy()[near.row]
    pairs = recurring_pairs(counts, hashes, least=math.ceil(min(rules.least_weight, FROM)))
    return _grouped(actions, str(layer), near, micros, pairs)


def _fits(windows: Sequence[float | None], rules: CoActionRules, limits: PairLimits) -> bool:
    return (
        len(windows) == 1
        and windows[0] is not None
        and rules.counts_objects
        and rules.least_weight > 1
        and rules.window_rule == "sliding"
        and rules.min_participation == 1
        and not rules.self_pairs
        and not rules.directed
        and limits.on_large_objects == "refuse"
    )


def _unit(micros: Integers) -> int:
    """Return how many microseconds all times are multiples of: a second, a millisecond, or one."""
    return next((unit for unit in (_SECOND, _MILLISECOND) if not (micros % unit).any()), 1)


def _grouped(
    actions: pl.DataFrame, layer: str, near: NearActs, micros: Integers, pairs: Pairs
) -> tuple[LayerActs, EdgeGroups] | None:
    used = np.zeros(near.row.size, dtype=np.bool_)
    for side in pairs:
        used[side] = True
    place = np.cumsum(used) - 1
    chosen = near.take(used)
    opens = is_new(chosen.object)
    objects = actions["object_id"].gather(chosen.row)
    if _share_a_number(objects, opens):
        return None
    names, account = codes(actions["account_id"].gather(chosen.row).cast(pl.String))
    group = np.cumsum(opens) - 1
    acts = LayerActs(layer, names, account, group, micros[chosen.row], chosen.row)
    return acts, grouped_pairs(acts, place[pairs[0]], place[pairs[1]], self_pairs=False)


def _share_a_number(objects: pl.Series, opens: np.ndarray) -> bool:
    """Tell whether two objects came under one number, so that their acts lie mixed."""
    if objects.len() < 2:
        return False
    other = (objects.slice(1) != objects.slice(0, objects.len() - 1)).to_numpy()
    return bool((other & ~opens[1:]).any())
