"""Nizzoli et al. 2021: similarity of users, its backbone, and groups along the coordination axis.

The steps of the public framework (srntrd), each a function: `user_similarities` ->
`disparity_filter` -> `backbone` -> `seed_communities` -> `coordinated_groups` ->
`user_coordination`. Faults of the public code, which `mode="as_published"` keeps and
`mode="corrected"` mends:

- an edge's alpha is that of one end only, the one that is written last (the target, or the source
  where the target has no other edge), rounded to four decimals. Corrected: the smaller of both
  ends, as Serrano et al. 2009 define the filter, not rounded
- edges between two users with no other edge vanish. Corrected: they stay, with an alpha of 1
- of a group that falls apart only the largest piece is followed; its other pieces are lost for a
  threshold, and with several new groups at once numbers are left out and may meet again.
  Corrected: the other pieces are new groups at once, numbered without gaps

The order of the users is that of the table, as in the public code: it decides which end of an edge
is the source and, in Louvain's method, who is looked at first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.compat.nizzoli_groups import (
    coordinated_groups,
    seed_communities,
    user_coordination,
)
from inconcert.compat.nizzoli_similarity import backbone, disparity_filter, user_similarities

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "backbone",
    "coordinated_groups",
    "disparity_filter",
    "seed_communities",
    "to_networkx",
    "user_coordination",
    "user_similarities",
]


def to_networkx(edges: pl.DataFrame) -> nx.Graph:
    """Return the edges as an undirected graph, weight and alpha as attributes."""
    from inconcert.networks.exchange import to_networkx as exchange

    return exchange(edges.with_columns(directed=pl.lit(value=False)))
