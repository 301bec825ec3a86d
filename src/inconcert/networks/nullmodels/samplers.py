"""Draws from each null itself: what calibration is measured on.

Each takes actions of one layer and returns actions in which the null holds, and what it keeps is
kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.acts import argsort_by
from inconcert.networks.nullmodels.bicm_fit import fit
from inconcert.networks.nullmodels.participation import participation
from inconcert.networks.nullmodels.shift import Shift

if TYPE_CHECKING:
    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.participation import Participation


def draw_hypergeometric(actions: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Let every account choose as many objects as it has, at random; once each."""
    parts, rng = participation(actions), np.random.default_rng(seed)
    chosen = [rng.choice(parts.objects, int(k), replace=False) for k in parts.degree]
    account = np.repeat(np.arange(len(parts.names)), parts.degree)
    item = np.concatenate([*chosen, np.empty(0, dtype=np.int64)])
    return _table(actions, parts, account, item, _any_times(parts, item.size, rng))


def draw_bicm(actions: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Toss a coin of chance p_io for every account and object, p fitted to these actions."""
    parts, rng = participation(actions), np.random.default_rng(seed)
    fitted = fit(parts.degree, parts.popularity)
    acts: list[tuple[Integers, Integers]] = []
    for account, row in enumerate(fitted.account_class):
        chance = fitted.chance[row][fitted.object_class]
        item = np.flatnonzero(rng.random(parts.objects) < chance)
        acts.append((np.full(item.size, account), item))
    account_of, item_of = (np.concatenate(column) for column in zip(*acts, strict=True))
    return _table(actions, parts, account_of, item_of, _any_times(parts, item_of.size, rng))


def draw_cascade(actions: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Deal out the times of each object anew among its acts."""
    parts, rng = participation(actions), np.random.default_rng(seed)
    part = parts.part_of_act
    item = parts.object[part]
    order = argsort_by(item, np.arange(item.size))
    shuffled = np.argsort(item + rng.random(item.size))
    time = np.empty_like(parts.time)
    time[order] = parts.time[shuffled]
    return _table(actions, parts, parts.account[part], item, time)


def draw_shift(actions: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Move every account's acts within its own profile, as `Shift` does."""
    parts = participation(actions)
    moved = next(iter(Shift(permutations=1, seed=seed).shifts(parts, parts)))
    part = moved.part_of_act
    return _table(actions, parts, moved.account[part], moved.object[part], moved.time)


def _any_times(parts: Participation, count: int, rng: np.random.Generator) -> Integers:
    drawn: Integers = rng.choice(parts.time, count)
    return drawn


def _table(
    actions: pl.DataFrame, parts: Participation, account: Integers, item: Integers, time: Integers
) -> pl.DataFrame:
    acts = pl.DataFrame({"account": account, "object": item, "created_at": time})
    layer = actions["layer"][0] if actions.height else ""
    return acts.select(
        parts.names.gather(acts["account"]).alias("account_id"),
        pl.lit(layer).alias("layer"),
        pl.format("o{}", "object").alias("object_id"),
        pl.from_epoch("created_at", time_unit="us").dt.replace_time_zone("UTC"),
        pl.format("n{}", pl.int_range(pl.len())).alias("post_id"),
    ).sort("object_id", "created_at", "account_id", "post_id")
