"""Who acts on the same things: the co-action network, and what each account acts on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.evaluation.realism.sight import Absent, share, too_few
from inconcert.networks.exchange import to_csr

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from inconcert.evaluation.realism.sight import Floats, Sight, Value

_NODES = 300


def objects_per_account(sight: Sight, *, layer: str) -> Value:
    """Distinct things that each account acts on which acts at all. Unit: things."""
    acts = sight.acts(layer)
    few = too_few(sight, acts.height, f"acts on a {layer}", layer=layer)
    counts = acts.group_by("account_id").agg(pl.col("object_id").n_unique())["object_id"]
    return few or counts.cast(pl.Float64).sort().to_numpy()


def degree(sight: Sight, *, layer: str, window_seconds: float | None) -> Value:
    """Accounts with which each account that acts shares a thing within the window; 0 counts."""
    acts = sight.acts(layer)
    if few := too_few(sight, acts.height, f"acts on a {layer}", layer=layer):
        return few
    edges = sight.network(layer, window_seconds)
    ends = pl.concat([edges["source"], edges["target"]]).value_counts(name="degree")
    counts = ends["degree"].cast(pl.Float64).to_numpy()
    idle = acts["account_id"].n_unique() - len(counts)
    return np.sort(np.concatenate([np.zeros(idle), counts]))


def clustering(sight: Sight, *, layer: str, window_seconds: float | None) -> Value:
    """Mean local clustering coefficient of accounts with at least two neighbours.

    C_i = 2 e_i / (k_i (k_i - 1)), e_i the edges among the k_i neighbours of i (Watts & Strogatz
    1998). Over 300 such accounts, every n-th in the order of ids, where there are more. A thing
    that many act on joins all of them, so that any of the kind is high.
    """
    edges = sight.network(layer, window_seconds)
    ends = pl.concat([edges["source"], edges["target"]])
    accounts = ends.unique().sort()
    if few := too_few(sight, len(accounts), f"accounts that share a {layer}", layer=layer):
        return few
    table = to_csr(edges, accounts)
    several = np.flatnonzero(np.diff(table.indptr) >= 2)
    if not several.size:
        return Absent("no account has two neighbours")
    chosen = several[:: max(several.size // _NODES, 1)][:_NODES]
    return float(_local(table, chosen).mean())


def two_things(sight: Sight, *, layer: str) -> Value:
    """Share of pairs with at least two things in common, among pairs with one, at any delay."""
    edges = sight.network(layer, None)
    few = too_few(sight, edges.height, f"pairs that share a {layer}", layer=layer)
    return few or share(edges["objects"] >= 2)


def _local(table: csr_array[np.float64], nodes: np.ndarray) -> Floats:
    linked = table.copy()
    linked.data[:] = 1.0
    coefficients = []
    for node in nodes:
        neighbours = linked.indices[linked.indptr[node] : linked.indptr[node + 1]]
        among = linked[neighbours][:, neighbours].sum()
        coefficients.append(among / (len(neighbours) * (len(neighbours) - 1)))
    return np.array(coefficients)
