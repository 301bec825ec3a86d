"""What scoring returns: tables, the rule behind `flagged`, and where it all came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.networks.settings import NetworkSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import polars as pl

    from inconcert.posts.ingest import IngestCounts, SourceFile


@dataclass(frozen=True)
class Summary:
    """The counts that a report opens with."""

    posts: int
    accounts: int
    """Accounts that posted at least once."""
    abstained: int
    """Accounts without a score: the model says nothing about them."""
    flagged: int
    flagged_in_clusters: int
    linked_accounts: int
    """Accounts with at least one co-action edge."""
    linked_pairs: int
    """Pairs of accounts with an edge in at least one layer."""
    clusters: int
    clustered_accounts: int
    amplification_clusters: int
    amplifying_accounts: int
    evidence_posts: int
    first: datetime | None
    """Time of the first post; None without posts."""
    last: datetime | None
    time_precision: str
    """The coarsest that occurs: "second", "minute" and so on."""


@dataclass(frozen=True)
class Provenance:
    """Which files were read with what outcome, and under which settings and versions."""

    files: tuple[SourceFile, ...] = ()
    counts: IngestCounts | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None


@dataclass(frozen=True)
class ScoreResult:
    """Everything the tables and the report are written from; ids as read."""

    accounts: pl.DataFrame
    """`schemas.Scores`."""
    clusters: pl.DataFrame
    """`schemas.Clusters`, sorted by rank."""
    amplification_clusters: pl.DataFrame
    """`schemas.AmplificationClusters`, sorted by rank."""
    amplified: pl.DataFrame
    """What each of them reposts most: `cluster_id`, `object_id`, `reposts`, `accounts`, `text`."""
    edges: pl.DataFrame
    """`schemas.EdgesWithOdds`, all layers of the graph."""
    evidence: pl.DataFrame
    """`schemas.Evidence`."""
    timeline: pl.DataFrame
    """`cluster_id`, `bucket` (start of the hour or day, UTC), `posts` of members, and `coacting`,
    those among them that are evidence."""
    pseudonyms: pl.DataFrame
    """`account_id`, `handle` (null where unknown), `pseudonym` of every account that any table
    names, so also of accounts that were acted on and never posted."""
    rule: str
    threshold: float
    notes: tuple[str, ...]
    model: str
    summary: Summary
    network: NetworkSettings = field(default_factory=NetworkSettings)
    provenance: Provenance = field(default_factory=Provenance)
    quoted_posts: frozenset[str] = frozenset()
    """Ids of posts that stand in texts and objects of the result (`quotedposts`)."""
