"""coordination-network-toolkit 1.5.2 (QUT Digital Observatory): its six networks on our kernel.

`compute` is our name for its command `compute_networks DB compute`. Not here: the reading of
Twitter files and the resolving of short URLs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, check_mode
from inconcert.compat.coordination_network_toolkit_messages import (
    LONGEST,
    Candidates,
    candidates,
)
from inconcert.compat.coordination_network_toolkit_similar import similar_pairs, word_sets
from inconcert.compat.coordination_network_toolkit_weights import (
    PairSource,
    Weights,
    directed_weights,
    frequent_pairs,
    loop_weights,
    pairs_within,
)
from inconcert.errors import ConfigError, nearest
from inconcert.networks.acts import codes
from inconcert.networks.nearby import acts_on_objects, acts_with_neighbours

if TYPE_CHECKING:
    import networkx as nx

    from inconcert.compat.coordination_network_toolkit_weights import Pairs
    from inconcert.networks.acts import Integers

__all__ = ["MAX_PAIRS", "NETWORKS", "compute", "to_networkx"]

Network = Literal["co_retweet", "co_tweet", "co_reply", "co_similar_tweet", "co_link", "co_post"]
NETWORKS: tuple[str, ...] = get_args(Network)
MAX_PAIRS = 200_000_000
"""Looked at in blocks; with `min_edge_weight` 1 all of them are held, at 50 bytes each."""


def compute(
    messages: pl.DataFrame,
    network: Network,
    time_window: float = 60,
    min_edge_weight: int = 2,
    similarity_threshold: float = 0.8,
    *,
    include_self_loops: bool = False,
    min_document_size_similarity: int = 1,
    max_pairs: int = MAX_PAIRS,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Return the directed edges of one of the toolkit's networks: source, target, weight.

    `messages` holds the toolkit's columns by name, of which a network needs message_id, user_id,
    timestamp (seconds) and its own: repost_id, reply_id, message, urls (separated by spaces, or
    lists). Empty text and null are alike. A message id that comes again is ignored.

    The weight of A -> B counts A's messages with a partner: a message of B with |dt| <=
    `time_window` and

    - co_retweet: the same repost_id
    - co_tweet: the same text in lower case without mentions; reposts left out, as below
    - co_reply: the same reply_id
    - co_similar_tweet: words whose Jaccard index is >= `similarity_threshold`, in texts of
      `min_document_size_similarity` words or more
    - co_link: a URL in common
    - co_post: any

    Edges under `min_edge_weight` are left out. The toolkit first leaves out users with fewer
    messages than that, which changes nothing in the result.

    Known faults, kept by `as_published` and repaired by `corrected`:

    - every message matches itself, so each user has a self-loop that counts its messages, shown
      with `include_self_loops`; corrected: the loop counts messages with another of the same user
    - a message without a URL has the URL '' in co_link, so that all of them match; corrected: none
    - the URLs of a repeated message id count all the same in co_link; corrected: not
    - texts of mentions alone match each other in co_tweet; corrected: they match none

    Sorted by source, target. Memory grows with the messages and the pairs that may become edges,
    time with the pairs of messages on an object within the window. Raises `ColumnError` for
    columns, ids or times that are missing, `ConfigError` for a setting that is not allowed or more
    than `max_pairs` pairs.

    >>> messages = pl.DataFrame({
    ...     "message_id": ["1", "2", "3"], "user_id": ["a", "a", "b"], "repost_id": "p",
    ...     "timestamp": [0, 50, 60],
    ... })
    >>> compute(messages, "co_retweet", min_edge_weight=1).rows()
    [('a', 'b', 2), ('b', 'a', 1)]
    """
    check_mode(mode, where="compute")
    _check(
        network, time_window, min_edge_weight, similarity_threshold, min_document_size_similarity
    )
    found = candidates(messages, network, mode=mode)
    window = math.floor(min(time_window * found.ticks + 1e-6, LONGEST))
    if network == "co_similar_tweet":
        matched = _similar(
            found, window, similarity_threshold, min_document_size_similarity, max_pairs
        )
    else:
        matched = _on_one_object(found, window, max_pairs)
    own = include_self_loops and mode == "corrected"
    edges = _edges(matched, own_pairs=own, min_weight=min_edge_weight)
    if include_self_loops and mode == "as_published":
        loops = _loops(matched.match_themselves, min_weight=min_edge_weight)
        edges = pl.concat([edges, loops]).sort("source", "target")
    return edges


def to_networkx(edges: pl.DataFrame, network: Network | None = None) -> nx.DiGraph:
    """Return the edges as a directed networkx graph with the attribute `weight`.

    With `network` each edge also has `edge_type`, as in the toolkit's export.

    >>> edges = pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [2]})
    >>> to_networkx(edges, "co_link").edges["a", "b"]
    {'weight': 2, 'edge_type': 'co_link'}
    """
    import networkx as nx

    graph = nx.DiGraph()
    kind = {"edge_type": network} if network else {}
    ordered = edges.select("source", "target", "weight").sort("source", "target")
    graph.add_nodes_from(sorted({*edges["source"], *edges["target"]}))
    for source, target, weight in ordered.iter_rows():
        graph.add_edge(source, target, weight=weight, **kind)
    return graph


@dataclass(frozen=True)
class _Matched:
    """Pairs of rows that meet the criterion, and which table rows those are."""

    table: pl.DataFrame
    rows: Integers
    pairs: PairSource
    """Positions in `rows`."""
    match_themselves: pl.DataFrame


def _on_one_object(found: Candidates, window: int, max_pairs: int) -> _Matched:
    time = found.integers("time")
    if "object" in found.table.columns:
        acts = acts_on_objects(found.table["object"], time, window)
    else:
        acts = acts_with_neighbours(np.zeros(time.size, dtype=np.int64), time, window)
    pairs = pairs_within(acts, window, max_pairs=max_pairs)
    return _Matched(found.table, acts.row, pairs, match_themselves=found.table)


def _similar(
    found: Candidates, window: int, threshold: float, min_words: int, max_pairs: int
) -> _Matched:
    sets = word_sets(found.table["object"], min_words=min_words)
    pairs = similar_pairs(sets, found.integers("time"), window, threshold, max_pairs=max_pairs)
    return _Matched(
        table=found.table,
        rows=np.arange(found.table.height),
        pairs=PairSource(lambda: [pairs], pairs[0].size),
        match_themselves=found.table.filter(pl.Series(sets.of_message >= 0)),
    )


def _edges(matched: _Matched, *, own_pairs: bool, min_weight: int) -> pl.DataFrame:
    """Number the users of frequent pairs alone, which are few of all."""
    user_ids = matched.table["user_id"]
    hashes = user_ids.hash().to_numpy()[matched.rows]
    least = (min_weight + 1) // 2 if own_pairs else min_weight  # an own pair counts two messages
    one, other = frequent_pairs(matched.pairs, hashes, min_weight=least)
    rows, position = _distinct_rows(np.concatenate([one, other]), matched.rows.size)
    names, user = codes(user_ids.gather(matched.rows[rows]))
    one, other = position[one], position[other]
    if not own_pairs:
        apart = user[one] != user[other]
        one, other = one[apart], other[apart]
    message = matched.table["message"].gather(matched.rows[rows]).to_numpy()
    weights = directed_weights((one, other), user, message, min_weight=min_weight)
    return _named(names, weights)


def _distinct_rows(rows: Integers, size: int) -> Pairs:
    """Return the rows that occur, rising, and for each row its position among them."""
    occurs = np.zeros(size, dtype=np.bool_)
    occurs[rows] = True
    return np.flatnonzero(occurs), np.cumsum(occurs) - 1


def _loops(table: pl.DataFrame, *, min_weight: int) -> pl.DataFrame:
    names, user = codes(table["user_id"])
    return _named(names, loop_weights(user, table["message"].to_numpy(), min_weight=min_weight))


def _named(names: pl.Series, weights: Weights) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "source": names.gather(weights.source),
            "target": names.gather(weights.target),
            "weight": weights.weight,
        }
    )


def _check(
    network: str, time_window: float, min_edge_weight: int, threshold: float, min_words: int
) -> None:
    if network not in NETWORKS:
        raise ConfigError(f"compute: network = {network!r}; {nearest(network, NETWORKS)}.")
    if not (math.isfinite(time_window) and time_window >= 0):
        raise ConfigError(
            f"compute: time_window = {time_window}: give a number of seconds, 0 or more "
            "(0: in the same second)."
        )
    if min_edge_weight < 1:
        raise ConfigError(
            f"compute: min_edge_weight = {min_edge_weight}: give the least number of messages, "
            "1 or more."
        )
    if not 0 < threshold <= 1:
        raise ConfigError(
            f"compute: similarity_threshold = {threshold}: give a Jaccard index, over 0 and up "
            "to 1."
        )
    if min_words < 1:
        raise ConfigError(
            f"compute: min_document_size_similarity = {min_words}: give 1 or more words (with 0 "
            "the toolkit divides by zero)."
        )
