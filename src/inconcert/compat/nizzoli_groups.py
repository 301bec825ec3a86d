"""Nizzoli et al. 2021: communities, followed along the coordination axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, check_mode, pick
from inconcert.compat.louvain import partition, ranked, tie
from inconcert.compat.nizzoli_similarity import ENDS, USER, as_network
from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.compat.louvain import Ties

_Groups = dict[int, list[str]]


def seed_communities(
    edges: pl.DataFrame, *, resolution: float = 1.0, seed: int = 0
) -> pl.DataFrame:
    """Find communities on all edges by Louvain's method: `user_id`, `modularity_def`.

    0 is the largest; of equal ones that whose first user comes first. Users in the order of the
    table: first the sources, then the targets.
    """
    network = as_network(edges)
    users = _users(network)
    found = partition(_ties(network, users), resolution=resolution, seed=seed)
    return pl.DataFrame({"user_id": users, "modularity_def": ranked(found).cast(pl.Int64)})


def coordinated_groups(
    edges: pl.DataFrame,
    seeds: pl.DataFrame | None = None,
    *,
    resolution: float = 1.0,
    min_cardinality: int = 2,
    quantiles: Sequence[float] | None = None,
    seed: int = 0,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Follow the communities while the weakest edges are taken away, quantile by quantile.

    At each of 101 quantiles of the weights (or `quantiles`, rising), edges under it are left out
    and Louvain's method runs again from the partition before (at first from `seeds`, that is from
    `seed_communities`). Groups keep their number by the largest overlap; new ones need
    `min_cardinality` users. Returns `quantile`, `threshold`, `group`, `user_id`, sorted by
    quantile, group and user: the users that still have an edge. Cost: a Louvain per quantile.
    """
    check_mode(mode, where="nizzoli")
    network = as_network(edges)
    users = _users(network)
    seeds = seed_communities(edges, resolution=resolution, seed=seed) if seeds is None else seeds
    labels = dict(pick(seeds, USER | {"label": ("modularity_def",)}, where="nizzoli").iter_rows())
    _check_seeds(users, labels)
    steps = np.linspace(0, 1, 101) if quantiles is None else _checked(quantiles)
    tracker = _Tracker(min_cardinality, mode)
    rows: list[tuple[float, float, int, str]] = []
    for quantile in steps.tolist():
        threshold = float(np.quantile(network["weight"].to_numpy(), quantile))
        kept = _filtered(network, users, threshold)
        names = _appearing(kept)
        start = [labels[name] for name in names]
        found = partition(_ties(kept, names), start=start, resolution=resolution, seed=seed)
        labels = dict(zip(names, found, strict=True))
        groups = tracker.follow(_members(labels))
        rows += [(quantile, threshold, group, name) for group in groups for name in groups[group]]
    schema = {
        "quantile": pl.Float64,
        "threshold": pl.Float64,
        "group": pl.Int64,
        "user_id": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort("quantile", "group", "user_id")


def user_coordination(groups: pl.DataFrame, seeds: pl.DataFrame) -> pl.DataFrame:
    """Say for each user up to which quantile it survives: how coordinated it is.

    Takes what `coordinated_groups` and `seed_communities` return. `quantile`, `threshold` and
    `coordinated_group` are those of the last threshold at which the user is in a group, null where
    it never is. Sorted by `user_id`.
    """
    last = (
        groups.sort("quantile")
        .group_by("user_id", maintain_order=True)
        .agg(
            pl.col("quantile", "threshold").last(),
            pl.col("group").last().alias("coordinated_group"),
        )
    )
    return seeds.join(last, on="user_id", how="left").sort("user_id")


class _Tracker:
    """Keeps the numbers of groups from one threshold to the next."""

    def __init__(self, min_cardinality: int, mode: Mode) -> None:
        self._least, self._mode = min_cardinality, mode
        self._groups: _Groups | None = None
        self._next = 0

    def follow(self, communities: list[list[str]]) -> _Groups:
        """Name the communities, given in the order of their first user, and remember them."""
        ordered = sorted(communities, key=len, reverse=True)
        if self._groups is None:
            large = [users for users in ordered if len(users) >= self._least]
            self._groups = dict(enumerate(large))
            self._next = len(large)
        else:
            self._groups = self._renamed(ordered, self._groups)
        return self._groups

    def _renamed(self, ordered: list[list[str]], before: _Groups) -> _Groups:
        named: _Groups = {}
        skipped = 0
        for users in ordered:
            group = _nearest(users, before)
            piece = group in named and self._mode == "corrected"
            if group is None or piece:
                if len(users) < self._least:
                    continue
                group = self._next + skipped
                skipped += self._mode == "as_published"
                self._next += 1
            named.setdefault(group, users)
        return named


def _nearest(users: list[str], groups: _Groups) -> int | None:
    """Return the group that shares most users, the first of equals; None if none does."""
    shared = {group: len(set(users).intersection(known)) for group, known in groups.items()}
    best = max(shared, key=lambda group: shared[group], default=None)
    return best if best is not None and shared[best] else None


def _users(network: pl.DataFrame) -> pl.Series:
    """Return the users: first the sources, then the other targets, as they appear."""
    return pl.concat([network["source"], network["target"]]).unique(maintain_order=True)


def _appearing(network: pl.DataFrame) -> pl.Series:
    """Return the users in the order in which the rows name them."""
    ends = network.select(pl.concat_list("source", "target").alias("user"))
    return ends.explode("user")["user"].unique(maintain_order=True)


def _ties(network: pl.DataFrame, users: pl.Series) -> Ties:
    place = {name: at for at, name in enumerate(users)}
    rows = network.select("source", "target", "weight").iter_rows()
    return tie(len(users), ((place[one], place[other], weight) for one, other, weight in rows))


def _filtered(network: pl.DataFrame, users: pl.Series, threshold: float) -> pl.DataFrame:
    """Keep the heavy edges, user by user as they are visited in the whole network."""
    place = users.alias("user").to_frame().with_row_index("place")
    heavy = network.with_row_index("at").filter(pl.col("weight") >= threshold)
    for end in ENDS:
        heavy = heavy.join(place.rename({"user": end, "place": f"{end}_place"}), on=end)
    turned = pl.col("source_place") > pl.col("target_place")
    ends = [
        pl.when(turned).then(other).otherwise(end).alias(end)
        for end, other in (ENDS, reversed(ENDS))
    ]
    first = pl.min_horizontal("source_place", "target_place")
    return heavy.sort(first, "at").select(*ends, "weight")


def _members(labels: dict[str, int]) -> list[list[str]]:
    communities: dict[int, list[str]] = {}
    for name, label in labels.items():
        communities.setdefault(label, []).append(name)
    return list(communities.values())


def _checked(quantiles: Sequence[float]) -> np.ndarray:
    steps = np.asarray(quantiles, dtype=np.float64)
    if steps.size == 0 or not ((steps >= 0) & (steps <= 1)).all() or (np.diff(steps) < 0).any():
        raise ConfigError("nizzoli: quantiles must be numbers between 0 and 1 that rise.")
    return steps


def _check_seeds(users: pl.Series, labels: dict[str, int]) -> None:
    missing = [name for name in users if name not in labels]
    if missing:
        raise ConfigError(
            f"nizzoli: {len(missing)} users of the network are not in seeds, such as "
            f"{missing[0]!r}.\nGive what seed_communities makes of the same edges."
        )
