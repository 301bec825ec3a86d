"""find_hccs (Weber and Neumann 2021): latent coordination networks from windows of time.

Rows in one tumbling window by two accounts with the same behaviour and the same matching value are
a co-act. Faults of the public code, which `mode="as_published"` keeps and `mode="corrected"` mends:

- an edge's weight is raw * raw / (s_u + s_v - raw), but the strengths s are summed while the
  weights of the edges that come later still count 1: weights depend on the order of the rows.
  Corrected: complete strengths. The raw weights are right in both
- without an end the run stops after the first window (here `end=None`). Corrected: it goes on
- rows without a matching value match each other. Corrected: they match nothing
- the decaying sliding window counts its steps in windows that have posts, leaving out those that
  have none, and keeps the newest raw weight. Corrected: steps of time, raw weights decay too
- FSA_V drops communities of a single edge; KNN crashes (see `extract_hccs`)

>>> import polars as pl
>>> table = pl.DataFrame({
...     "timestamp": [0, 60, 890, 900], "source": list("abca"), "ot_id": "t1",
... })
>>> combine_lcns(find_behaviour_via_windows(table)).select("from", "to", "raw_weight").rows()
[('a', 'b', 1.0), ('a', 'c', 1.0), ('b', 'c', 1.0)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.compat.find_hccs_combination import apply_decaying_sliding_window, combine_lcns
from inconcert.compat.find_hccs_extraction import extract_hccs
from inconcert.compat.find_hccs_windows import (
    BEHAVIOURS,
    LcnWindows,
    find_behaviour_via_windows,
)

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl

__all__ = [
    "BEHAVIOURS",
    "LcnWindows",
    "apply_decaying_sliding_window",
    "combine_lcns",
    "extract_hccs",
    "find_behaviour_via_windows",
    "to_networkx",
]


def to_networkx(edges: pl.DataFrame) -> nx.Graph:
    """Return edges with `from` and `to` as an undirected graph, other columns as attributes.

    >>> import polars as pl
    >>> edges = pl.DataFrame({"from": ["a"], "to": ["b"], "raw_weight": [2.0]})
    >>> to_networkx(edges).edges["b", "a"]
    {'raw_weight': 2.0}
    """
    import networkx as nx

    graph = nx.Graph()
    for row in edges.iter_rows(named=True):
        graph.add_edge(row.pop("from"), row.pop("to"), **row)
    return graph
