"""inconcert finds accounts that act in concert, and shows the posts behind every score.

The public interface, in the order of the work::

    posts = inconcert.read_posts("export.jsonl")
    acts = inconcert.actions(posts, layers=["repost", "text"])
    edges = inconcert.coaction_network(acts, window_seconds=60, min_weight=2)
    evidence = inconcert.pairs(acts, edges, window_seconds=60)
    odds = inconcert.significance(edges, acts, null="cascade")
    graph = inconcert.interaction_graph(posts, kind="repost")
    features = inconcert.account_features(posts)
    result = inconcert.score(posts)

Tables are polars data frames whose contracts are in `inconcert.schemas`. `to_networkx` and
`to_pyg` turn an edge table into a graph of those libraries. Names are loaded on first use, so that
`import inconcert` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inconcert.errors import InconcertError
    from inconcert.features.table import account_features
    from inconcert.models.graphs import to_pyg
    from inconcert.networks.actions import actions
    from inconcert.networks.coaction import coaction_network
    from inconcert.networks.exchange import to_networkx
    from inconcert.networks.interactions import interaction_graph
    from inconcert.networks.nullmodels.significance import significance
    from inconcert.networks.pairs import pairs
    from inconcert.networks.textfamilies import text_families
    from inconcert.pipeline.score import score
    from inconcert.posts.ingest import read_posts

__version__ = "0.1.0"

_HOMES = {
    "InconcertError": "inconcert.errors",
    "account_features": "inconcert.features.table",
    "actions": "inconcert.networks.actions",
    "coaction_network": "inconcert.networks.coaction",
    "interaction_graph": "inconcert.networks.interactions",
    "pairs": "inconcert.networks.pairs",
    "read_posts": "inconcert.posts.ingest",
    "score": "inconcert.pipeline.score",
    "significance": "inconcert.networks.nullmodels.significance",
    "text_families": "inconcert.networks.textfamilies",
    "to_networkx": "inconcert.networks.exchange",
    "to_pyg": "inconcert.models.graphs",
}

__all__ = [
    "InconcertError",
    "__version__",
    "account_features",
    "actions",
    "coaction_network",
    "interaction_graph",
    "pairs",
    "read_posts",
    "score",
    "significance",
    "text_families",
    "to_networkx",
    "to_pyg",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'inconcert' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
