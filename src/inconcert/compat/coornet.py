"""CooRnet 1.7.0: accounts that share the same link in the same bin of time, repeatedly.

A bin is a tumbling window that begins with the first share of the url. Faults of the public code,
which `mode="as_published"` keeps and `mode="corrected"` mends:

- the projection goes through the url, not the bin: accounts that shared it in different bins are
  joined. Corrected: only accounts that meet in a bin are, and the weight counts such urls
- a bin counts as coordinated with two shares, even by one account. Corrected: by two accounts
- `is_coordinated` looks for url, time and account each for itself, so that a share is marked if
  its account, its url and its second were coordinated elsewhere. Corrected: the shares themselves
- an interval is cut to whole seconds ("57.5 secs" is 57). Corrected: it is kept

Two shares seconds apart in different bins are missed in both modes: that is what tumbling means;
`inconcert.coaction_network` has a sliding window.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, as_ids, as_times, check_mode, pick
from inconcert.compat.louvain import ranked
from inconcert.compat.projection import MAX_PAIRS, pairs_in_groups
from inconcert.errors import ConfigError, TooLittleError
from inconcert.networks.communities import communities
from inconcert.networks.exchange import to_csr
from inconcert.networks.sweep import window_microseconds

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CoordInterval", "CoordShares", "estimate_coord_interval", "get_coord_shares"]

_COLUMNS = {
    "account_id": ("account.url", "account_id"),
    "url": ("expanded", "url", "url_id", "object_id"),
    "created_at": ("date", "timestamp", "timestamp_share", "created_at"),
}


@dataclass(frozen=True)
class CoordInterval:
    """How many seconds quick urls took to gather their shares."""

    seconds: float
    """The median over the urls; 1 where that is 0."""
    urls: int
    """Number of urls it was taken from."""
    quartiles: tuple[float, float, float, float, float]
    """Least, first quartile, median, third quartile, most, in seconds."""
    mean: float

    def __str__(self) -> str:
        """Return the interval as CooRnet writes it, such as `57.5 secs`."""
        return f"{self.seconds:g} secs"


@dataclass(frozen=True)
class CoordShares:
    """What `get_coord_shares` finds."""

    shares: pl.DataFrame
    """The rows of the table with a url, in its order, with `is_coordinated` beside them."""
    edges: pl.DataFrame
    """`from` < `to`, `weight` (urls), sorted."""
    entities: pl.DataFrame
    """One row an account in `edges`, sorted by `name`: `shares`, `coord.shares`, `degree`,
    `strength`, `component` and `cluster` (0 is the largest).
    """
    interval_seconds: float
    quantile: float
    """Edges under this weight were left out."""

    def to_networkx(self) -> nx.Graph:
        """Return accounts and edges as an undirected graph with the columns as attributes."""
        import networkx as nx

        graph = nx.Graph()
        for row in self.entities.iter_rows(named=True):
            graph.add_node(row.pop("name"), **row)
        graph.add_weighted_edges_from(self.edges.iter_rows())
        return graph


def estimate_coord_interval(table: pl.DataFrame, q: float = 0.1, p: float = 0.5) -> CoordInterval:
    """Estimate within how many seconds a share of the same url is unusually quick.

    Of the urls shared twice or more, those are kept whose second share came no later than the
    `q`-quantile of all second shares (linear between neighbours). Of each, the first share by
    which more than the share `p` of its shares were made is `t` seconds after the first; the
    interval is the median of the `t`, and 1 where it is 0. The table is as for
    `get_coord_shares`. Raises `ConfigError` for `q` or `p` outside 0..1, `TooLittleError` where
    no url is left (with `p` = 1 none ever is).

    >>> table = pl.DataFrame({
    ...     "account_id": list("abcab"), "url": list("uuuvv"), "timestamp": [0, 4, 30, 0, 100],
    ... })
    >>> str(estimate_coord_interval(table, q=0.5, p=0.5))  # u alone: its 2nd of 3 shares at 4 s
    '4 secs'
    """
    _check_shares(q=q, p=p)
    ranked = _ranked(_read(table))
    second = ranked.filter(pl.col("rank") == 2)
    _require_urls(second, p=p)
    limit = float(np.quantile(second["seconds"].to_numpy(), q))
    quick = second.filter(pl.col("seconds") <= limit).select("url")
    late = ranked.join(quick, on="url", how="semi").filter(pl.col("rank") / pl.col("shares") > p)
    _require_urls(late, p=p)
    delays = late.group_by("url").agg(pl.col("seconds").min())["seconds"].sort()
    return _summary(delays)


def get_coord_shares(
    table: pl.DataFrame,
    coordination_interval: float | CoordInterval | None = None,
    percentile_edge_weight: float = 0.90,
    *,
    mode: Mode = "as_published",
    max_pairs: int = MAX_PAIRS,
    seed: int = 0,
) -> CoordShares:
    """Find shares of one url in one bin of time, and join the accounts that made them.

    `table` has a row a share: the account (`account.url` or `account_id`), the url (`expanded`,
    `url`, `url_id` or `object_id`) and the time (`date`, `timestamp`, `timestamp_share` or
    `created_at`: seconds, datetimes or ISO text). Rows without a url share none and are left out,
    in the result too. Without an interval it is estimated. Edges weigh distinct urls; kept are
    those of at least the `percentile_edge_weight`-quantile of all weights. The module says what
    the modes differ in. Clusters are found by Leiden's method with `seed` (there by Louvain's
    without one). Raises `TooLittleError` where no bin has two shares.

    >>> table = pl.DataFrame({
    ...     "account_id": list("abcd"), "url": "u", "timestamp": [0, 5, 60, 65],
    ... })
    >>> get_coord_shares(table, 60, 0).edges.height  # bins ab, cd; all four through the url
    6
    >>> get_coord_shares(table, 60, 0, mode="corrected").edges.rows()
    [('a', 'b', 1), ('c', 'd', 1)]
    """
    check_mode(mode, where="coornet")
    _check_shares(percentile_edge_weight=percentile_edge_weight)
    shared = table.filter(_url_of(table).is_not_null())
    acts = _read(shared)
    seconds = _seconds(acts, coordination_interval, mode=mode)
    binned = _binned(acts, seconds)
    coordinated = _coordinated(binned, mode=mode)
    if coordinated.is_empty():
        raise TooLittleError(
            f"coornet: no url was shared twice by two accounts or more in a bin of {seconds:g} s."
            "\nGive a longer coordination_interval, or more shares."
        )
    marked = _mark(binned, coordinated, mode=mode)
    weighted = _project(coordinated, mode=mode, max_pairs=max_pairs)
    quantile = _quantile(weighted["weight"], percentile_edge_weight)
    edges = weighted.filter(pl.col("weight") >= quantile).sort("from", "to")
    return CoordShares(
        shares=shared.with_columns(marked),
        edges=edges,
        entities=_entities(edges, acts.with_columns(marked), seed=seed),
        interval_seconds=seconds,
        quantile=quantile,
    )


def _url_of(table: pl.DataFrame) -> pl.Series:
    return pick(table, {"url": _COLUMNS["url"]}, where="coornet")["url"]


def _read(table: pl.DataFrame) -> pl.DataFrame:
    acts = pick(table, _COLUMNS, where="coornet").filter(pl.col("url").is_not_null())
    acts = as_ids(acts, ("account_id", "url"), where="coornet")
    return as_times(acts, "created_at", where="coornet")


def _ranked(acts: pl.DataFrame) -> pl.DataFrame:
    """Number each url's shares by time and count the seconds since its first."""
    time = pl.col("created_at")
    since = (time - time.min().over("url")).dt.total_microseconds() / 1e6
    return acts.with_columns(
        pl.len().over("url").alias("shares"),
        time.rank("ordinal").over("url").alias("rank"),
        since.alias("seconds"),
    ).filter(pl.col("shares") > 1)


def _summary(delays: pl.Series) -> CoordInterval:
    values = delays.to_numpy()
    quartiles = tuple(float(value) for value in np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))
    return CoordInterval(
        seconds=quartiles[2] or 1.0,
        urls=values.size,
        quartiles=(quartiles[0], quartiles[1], quartiles[2], quartiles[3], quartiles[4]),
        mean=float(values.mean()),
    )


def _seconds(acts: pl.DataFrame, interval: float | CoordInterval | None, *, mode: Mode) -> float:
    if interval is None:
        interval = estimate_coord_interval(acts)
    seconds = interval.seconds if isinstance(interval, CoordInterval) else float(interval)
    whole = float(int(seconds)) if mode == "as_published" and np.isfinite(seconds) else seconds
    if not (np.isfinite(whole) and whole > 0):
        raise ConfigError(
            f"coornet: coordination_interval = {seconds:g}: give seconds above 0"
            + (" (as_published: whole seconds, 1 or more)." if mode == "as_published" else ".")
        )
    return whole


def _binned(acts: pl.DataFrame, seconds: float) -> pl.DataFrame:
    """Number each share's bin since the url's first share."""
    time = pl.col("created_at")
    since = (time - time.min().over("url")).dt.total_microseconds()
    width = window_microseconds(seconds) or 1
    return acts.with_columns((since // width).alias("bin"))


def _coordinated(binned: pl.DataFrame, *, mode: Mode) -> pl.DataFrame:
    """Keep the shares that have company in their bin."""
    if mode == "corrected":
        return binned.filter(pl.col("account_id").n_unique().over("url", "bin") > 1)
    several = pl.col("account_id").n_unique().over("url") > 1
    return binned.filter(several & (pl.len().over("url", "bin") > 1))


def _mark(binned: pl.DataFrame, coordinated: pl.DataFrame, *, mode: Mode) -> pl.Series:
    if mode == "corrected":
        bins = coordinated.select("url", "bin").unique().with_columns(is_coordinated=True)
        marked = binned.join(bins, on=["url", "bin"], how="left", maintain_order="left")
        return marked["is_coordinated"].fill_null(value=False)
    known = [
        pl.col(name).is_in(coordinated[name].unique().implode())
        for name in ("url", "created_at", "account_id")
    ]
    return binned.select(pl.all_horizontal(known).alias("is_coordinated"))["is_coordinated"]


def _project(coordinated: pl.DataFrame, *, mode: Mode, max_pairs: int) -> pl.DataFrame:
    """Count the urls that two accounts share: through the url, or through its bins."""
    key = ["url"] if mode == "as_published" else ["url", "bin"]
    once = coordinated.unique(["account_id", *key]).sort("account_id", *key)
    pairs = pairs_in_groups(once, key, max_pairs=max_pairs, where="coornet")
    urls = pairs.with_columns(once["url"].gather(pairs["row"]).alias("url"))
    counted = urls.group_by("source", "target").agg(pl.col("url").n_unique().cast(pl.Int64))
    return counted.rename({"source": "from", "target": "to", "url": "weight"})


def _quantile(weights: pl.Series, share: float) -> float:
    return float(np.quantile(weights.to_numpy(), share)) if weights.len() else 0.0


def _entities(edges: pl.DataFrame, acts: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    ends = pl.concat([edges.select(pl.col(end).alias("name"), "weight") for end in ("from", "to")])
    nodes = ends.group_by("name").agg(
        pl.len().cast(pl.Int64).alias("degree"), pl.col("weight").sum().alias("strength")
    )
    made = acts.group_by(pl.col("account_id").alias("name")).agg(
        pl.len().cast(pl.Int64).alias("shares"),
        pl.col("is_coordinated").sum().cast(pl.Int64).alias("coord.shares"),
    )
    nodes = nodes.join(made, on="name").sort("name")
    groups = edges.select(source="from", target="to", weight="weight")
    found = communities(groups, min_size=1, seed=seed)  # all names, sorted, as in nodes
    named = nodes.with_columns(
        _components(nodes["name"], groups).alias("component"), found["community"].alias("cluster")
    )
    return named.select(
        "name", "shares", "coord.shares", "degree", "strength", "component", "cluster"
    )


def _components(names: pl.Series, edges: pl.DataFrame) -> pl.Series:
    """Number the connected components, the largest 0, ties by the smallest name."""
    from scipy.sparse.csgraph import connected_components

    matrix = to_csr(edges.with_columns(directed=pl.lit(value=False)), names)
    return ranked(connected_components(matrix, directed=False)[1].tolist())


def _check_shares(**shares: float) -> None:
    for name, value in shares.items():
        if not 0 <= value <= 1:
            raise ConfigError(f"coornet: {name} = {value}: give a share between 0 and 1.")


def _require_urls(shares: pl.DataFrame, *, p: float) -> None:
    if shares.is_empty():
        raise TooLittleError(
            f"coornet: no url with two shares or more reaches p = {p} of its shares; "
            "give more shares, or a smaller p."
        )
