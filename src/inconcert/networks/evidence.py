"""The posts behind a cluster: which of them acted together with another member's, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.acts import argsort_by, is_new, order_acts
from inconcert.networks.sweep import MICROSECONDS, reach

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Integers, OrderedActs
    from inconcert.networks.sweep import Reach

_KEY = ("cluster_id", "layer", "object_id")
_COLUMNS = (*_KEY, "post_id", "account_id", "created_at")


def coacting_posts(
    actions: pl.DataFrame, membership: pl.DataFrame, window_seconds: float | None = 60.0
) -> pl.DataFrame:
    """Return each post that acted on an object together with another member of its cluster.

    `membership` holds `account_id` and `cluster_id`, one row an account; accounts that are not in
    it, or whose cluster is null, do not count. Columns: cluster_id, layer, object_id, post_id,
    account_id, created_at; `partners`, the other members that acted on the object within the
    window; `partner_id` and `partner_post_id`, the nearest of their acts in time (of two as
    near, the earlier; of acts at the same time, the one that stands closest in the order of account
    and post id); `delta_s`, the seconds from this post to that one, negative where the partner
    came first. Sorted by cluster, layer, object, post.

    Cost: O(n log n), however many pairs there are.

    >>> from datetime import UTC, datetime
    >>> actions = pl.DataFrame({
    ...     "account_id": ["a", "b", "z"], "layer": "url", "object_id": "u",
    ...     "post_id": ["1", "2", "3"],
    ...     "created_at": [datetime(2026, 1, 1, 0, 0, s, tzinfo=UTC) for s in (0, 9, 9)],
    ... })
    >>> members = pl.DataFrame({"account_id": ["a", "b"], "cluster_id": ["C0001", "C0001"]})
    >>> evidence = coacting_posts(actions, members)
    >>> evidence.select("post_id", "partners", "partner_id", "delta_s").rows()
    [('1', 1, 'b', 9.0), ('2', 1, 'a', -9.0)]
    """
    members = membership.drop_nulls("cluster_id").select("account_id", "cluster_id")
    acts_of_members = actions.join(members, on="account_id").sort("account_id", "post_id")
    acts = order_acts(acts_of_members, _KEY, ties_by_row=True)
    within = reach(acts, window_seconds)
    partners = _accounts_within(acts, within) - 1
    nearest = _nearest_others(acts)
    kept = np.flatnonzero(partners > 0)
    table = acts_of_members.select(_COLUMNS)
    return _with_partners(table, acts, kept, nearest[kept], partners[kept])


def _with_partners(
    table: pl.DataFrame, acts: OrderedActs, kept: Integers, nearest: Integers, partners: Integers
) -> pl.DataFrame:
    others = table[acts.row[nearest]]
    delta = (acts.time[nearest] - acts.time[kept]) / MICROSECONDS
    columns = (
        pl.Series("partners", partners, dtype=pl.UInt32),
        others["account_id"].alias("partner_id"),
        others["post_id"].alias("partner_post_id"),
        pl.Series("delta_s", delta, dtype=pl.Float64),
    )
    return table[acts.row[kept]].with_columns(columns).sort(*_KEY, "post_id")


def _accounts_within(acts: OrderedActs, within: Reach) -> Integers:
    """Count for each act the accounts, its own included, that acted within the window.

    The window is symmetric, so an act is seen by exactly the acts it sees. An account is seen by
    the union of what its acts see; as these ranges only move forward, cutting each at the end of
    the one before makes the union a sum of disjoint ranges, added up on a difference array.
    """
    previous = _previous_of_account(acts)
    before = np.where(previous < 0, 0, within.after[previous])
    opened = np.maximum(within.first, before)
    steps = np.bincount(opened, minlength=len(acts) + 1)
    steps -= np.bincount(within.after, minlength=len(acts) + 1)
    return np.cumsum(steps)[: len(acts)]


def _previous_of_account(acts: OrderedActs) -> Integers:
    """Return the position of the same account's act before on the same object, or -1."""
    previous = np.full(len(acts), -1, dtype=np.int64)
    _, object_number = np.unique(acts.object, return_inverse=True)
    owner = object_number * max(len(acts.account_names), 1) + acts.account
    order = argsort_by(owner, np.arange(len(acts)))
    same = owner[order][1:] == owner[order][:-1]
    previous[order[1:][same]] = order[:-1][same]
    return previous


def _nearest_others(acts: OrderedActs) -> Integers:
    """Return for each act the nearest act in time on its object by another account.

    Between an act and the nearest by another account stand only acts of its own account, so the
    candidates are the acts next to its run. Where there is none, the answer has no meaning.
    """
    run_starts = np.flatnonzero(is_new(acts.object) | is_new(acts.account))
    run = np.searchsorted(run_starts, np.arange(len(acts)), side="right") - 1
    before = run_starts[run] - 1
    after = np.append(run_starts, len(acts))[run + 1]
    back, ahead = _distance(acts, before), _distance(acts, after)
    return np.where(back <= ahead, before, after)


def _distance(acts: OrderedActs, to: Integers) -> npt.NDArray[np.float64]:
    """Return the time from each act to another; infinite where that is not on the same object."""
    inside = np.clip(to, 0, len(acts) - 1)
    same = (inside == to) & (acts.object[inside] == acts.object)
    return np.where(same, np.abs(acts.time[inside] - acts.time), np.inf)
