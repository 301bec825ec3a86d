"""Measures: what a study computes from its posts.

A measure is a frozen dataclass whose options a `study.yaml` gives under `measure`, and which,
called with a `Source`, returns figures by name. To add one: one class, here or in an add-on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import polars as pl

from inconcert.networks.actions import actions
from inconcert.networks.coaction import coaction_network
from inconcert.posts.ingest import ingest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Source:
    """The verified files of a study and how its dataset card says to read them."""

    posts: tuple[Path, ...]
    extra: Mapping[str, Path]
    reader: str
    columns: Mapping[str, Any] | None
    object_layer: str

    def read_posts(self) -> pl.DataFrame:
        """Return the posts, `schemas.Posts`."""
        read = ingest(
            list(self.posts),
            reader=self.reader,
            columns=self.columns,
            object_layer=self.object_layer,
        )
        return read.posts


@runtime_checkable
class Measure(Protocol):
    """What a `study.yaml` may name under `measure`."""

    def __call__(self, source: Source) -> Mapping[str, float]:
        """Return the measured figures by name."""
        ...


@dataclass(frozen=True)
class CoactionCounts:
    """Counts of a co-action network: `accounts`, `edges`, `weight` (sum), `largest_weight`."""

    layer: str
    window_seconds: float | None
    min_weight: int = 1

    def __call__(self, source: Source) -> Mapping[str, float]:
        """Build the network of one layer and count it."""
        edges = coaction_network(
            actions(source.read_posts(), layers=[self.layer]),
            window_seconds=self.window_seconds,
            min_weight=self.min_weight,
        )
        return count_edges(edges)


def count_edges(edges: pl.DataFrame) -> dict[str, float]:
    """Count the accounts and edges of a network, and its weights.

    >>> count_edges(pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [2.0]}))
    {'accounts': 2.0, 'edges': 1.0, 'weight': 2.0, 'largest_weight': 2.0}
    """
    accounts = pl.concat([edges["source"], edges["target"].alias("source")])
    return {
        "accounts": float(accounts.n_unique()),
        "edges": float(edges.height),
        "weight": float(edges["weight"].sum()),
        "largest_weight": float(edges["weight"].cast(pl.Float64).max() or 0.0),  # type: ignore[arg-type]
    }


@dataclass(frozen=True)
class ClusterAgreement:
    """How far the clusters of the default scoring agree with labels, beside simpler readings.

    Figures: `ami_clusters` and `purity_clusters`, the same for the main language in place of the
    clusters (`ami_language`, ...), the clusters within one language (`ami_clusters_within_en`,
    ...), and each again with shuffled labels (`..._shuffled`, the mean over the shuffles).
    """

    labels: str
    """A file of the study's `extra`."""
    account_column: str
    label_column: str
    shuffles: int = 100
    seed: int = 0

    def __call__(self, source: Source) -> Mapping[str, float]:
        """Score without labels, then compare the clusters with the labels."""
        from inconcert.evaluation.agreement import cluster_agreement, main_language
        from inconcert.pipeline.score import score

        posts = source.read_posts()
        clusters = score(posts).accounts.select("account_id", "cluster_id")
        table = cluster_agreement(
            clusters,
            self._read_labels(source),
            strata=main_language(posts).rename({"lang": "language"}),
            shuffles=self.shuffles,
            seed=self.seed,
        )
        return {"accounts": float(table["accounts"][0]), **agreement_figures(table)}

    def _read_labels(self, source: Source) -> pl.DataFrame:
        table = pl.read_parquet(source.extra[self.labels])
        return table.select(account_id=self.account_column, label=self.label_column)


_SHORT = {"adjusted_mutual_information": "ami", "purity": "purity"}


def agreement_figures(table: pl.DataFrame) -> dict[str, float]:
    """Name the figures of an agreement table; a value that is not defined is left out.

    >>> from inconcert.evaluation.agreement import cluster_agreement
    >>> ids = list("abcd")
    >>> clusters = pl.DataFrame({"account_id": ids, "cluster_id": list("xxyy")})
    >>> labels = pl.DataFrame({"account_id": ids, "label": list("llrr")})
    >>> agreement_figures(cluster_agreement(clusters, labels, shuffles=0))
    {'ami_clusters': 1.0, 'purity_clusters': 1.0}
    """
    figures: dict[str, float] = {}
    for row in table.drop_nulls("value").iter_rows(named=True):
        within = f"_within_{row['within'].split('=', 1)[1]}" if row["within"] else ""
        name = f"{_SHORT[row['measure']]}_{row['of']}{within}"
        figures[name] = row["value"]
        if row["shuffled_mean"] is not None:
            figures[f"{name}_shuffled"] = row["shuffled_mean"]
    return figures
