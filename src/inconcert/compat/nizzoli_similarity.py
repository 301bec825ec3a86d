"""Nizzoli et al. 2021: the similarity of users and its backbone."""

from __future__ import annotations

import polars as pl

from inconcert.compat.columns import Mode, as_ids, check_mode, pick
from inconcert.errors import ConfigError, TooLittleError
from inconcert.networks.similarity import MAX_PRODUCTS, cosine_pairs, incidence, tfidf

USER = {"user_id": ("user_id", "account_id")}
ENDS = ("source", "target")


def user_similarities(
    sequences: pl.DataFrame,
    column: str = "retweeted_status_ids",
    *,
    max_products: int = MAX_PRODUCTS,
) -> pl.DataFrame:
    """Compare what users retweeted (or their hashtags): cosine of TF-IDF vectors, as gensim's.

    `sequences` holds `user_id` (or `account_id`) and `column`: lists, lists of lists, or one item
    a row; a user may have several rows. An item weighs tf * log2(users / users that have it), so
    that one which all have counts nothing; vectors have length 1. Returns `source`, `target`,
    `weight` for all pairs above 0, in the order of the users in the table. (gensim computes in
    single precision: its weights differ in the seventh digit.)

    >>> table = pl.DataFrame({"user_id": ["a", "b", "c"], "items": [["x"], ["x"], ["y"]]})
    >>> user_similarities(table, "items").rows()
    [('a', 'b', 1.0)]
    """
    items = _items(sequences, column)
    users = _order_of(items["account_id"])
    held = incidence(items.drop_nulls("feature"))
    pairs = cosine_pairs(tfidf(held, idf="log2"), max_products=max_products)
    edges = pl.DataFrame(
        {
            "source": held.accounts.gather(pairs.first),
            "target": held.accounts.gather(pairs.second),
            "weight": pairs.similarity,
        }
    )
    return _oriented(edges, users)


def disparity_filter(edges: pl.DataFrame, *, mode: Mode = "as_published") -> pl.DataFrame:
    """Add `alpha`: how likely an edge is to weigh so much by chance; small is significant.

    At an end with k edges of the sum s, alpha = (1 - w / s)^(k - 1). Rows keep their order.

    >>> edges = pl.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "weight": [3.0, 1.0]})
    >>> disparity_filter(edges)["alpha"].to_list()  # b and c have one edge: the end a counts
    [0.25, 0.75]
    """
    check_mode(mode, where="nizzoli")
    network = as_network(edges)
    ends = pl.concat(network.select("weight", user=end) for end in ENDS)
    users = ends.group_by("user").agg(pl.len().alias("k"), pl.col("weight").sort().sum().alias("s"))
    placed = network.with_row_index("at")
    for end in ENDS:
        known = users.rename({"user": end, "k": f"{end}_k", "s": f"{end}_s"})
        placed = placed.join(known, on=end)
    alphas = {
        end: (1 - pl.col("weight") / pl.col(f"{end}_s")).clip(0).pow(pl.col(f"{end}_k") - 1)
        for end in ENDS
    }
    if mode == "corrected":
        found = placed.with_columns(pl.min_horizontal(*alphas.values()).alias("alpha"))
    else:
        last = pl.when(pl.col("target_k") > 1).then(alphas["target"]).otherwise(alphas["source"])
        several = (pl.col("target_k") > 1) | (pl.col("source_k") > 1)
        found = placed.filter(several).with_columns(last.round(4).alias("alpha"))
    return found.sort("at").select("source", "target", "weight", "alpha")


def backbone(edges: pl.DataFrame, alpha: float = 0.15) -> pl.DataFrame:
    """Keep the edges with an alpha below `alpha`, in their order.

    >>> rows = {"source": ["a", "a"], "target": ["b", "c"], "weight": [3.0, 1.0]}
    >>> backbone(pl.DataFrame({**rows, "alpha": [0.1, 0.15]})).height
    1
    """
    pick(edges, {"alpha": ("alpha",)}, where="nizzoli")
    return edges.filter(pl.col("alpha") < alpha)


def _items(sequences: pl.DataFrame, column: str) -> pl.DataFrame:
    wanted = {"account_id": USER["user_id"], "feature": (column,)}
    items = pick(sequences, wanted, where="nizzoli")
    items = as_ids(items, ["account_id"], where="nizzoli")
    while isinstance(items["feature"].dtype, pl.List):
        items = items.explode("feature")
    return items.with_columns(pl.col("feature").cast(pl.String))


def _order_of(names: pl.Series) -> pl.DataFrame:
    return names.unique(maintain_order=True).alias("user").to_frame().with_row_index("place")


def _oriented(edges: pl.DataFrame, users: pl.DataFrame) -> pl.DataFrame:
    """Turn each edge so that its source comes first in the table, and sort by both."""
    for end in ENDS:
        edges = edges.join(users.rename({"user": end, "place": f"{end}_place"}), on=end)
    turned = pl.col("source_place") > pl.col("target_place")
    ends = [
        pl.when(turned).then(other).otherwise(end).alias(end)
        for end, other in (ENDS, reversed(ENDS))
    ]
    first = pl.min_horizontal("source_place", "target_place")
    last = pl.max_horizontal("source_place", "target_place")
    return edges.sort(first, last).select(*ends, "weight")


def as_network(edges: pl.DataFrame) -> pl.DataFrame:
    """Bring edges to source, target and weight, and check them."""
    names = {"source": ("source", "from"), "target": ("target", "to"), "weight": ("weight",)}
    network = as_ids(pick(edges, names, where="nizzoli"), ENDS, where="nizzoli")
    network = network.with_columns(pl.col("weight").cast(pl.Float64))
    if network.is_empty():
        raise TooLittleError("nizzoli: the network has no edges; no two users share an item.")
    if network["weight"].null_count() or not (network["weight"] > 0).all():
        raise ConfigError("nizzoli: every weight must be a number above 0.")
    return network
