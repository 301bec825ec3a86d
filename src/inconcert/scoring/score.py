"""From posts, a graph and scores to ranked clusters with their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.networks.actions import actions
from inconcert.networks.amplification import amplification_clusters
from inconcert.scoring.accounts import account_table, flags, pseudonym_table
from inconcert.scoring.amplified import amplified_objects
from inconcert.scoring.clusters import cluster_table, find_clusters
from inconcert.scoring.evidence import evidence_languages, evidence_table, timeline
from inconcert.scoring.odds import with_odds
from inconcert.scoring.quotedposts import quoted_posts
from inconcert.scoring.result import Provenance, ScoreResult
from inconcert.scoring.summary import summarise

if TYPE_CHECKING:
    from inconcert.models.base import AccountGraph, Scored
    from inconcert.networks.settings import NetworkSettings
    from inconcert.posts.pseudonyms import Pseudonyms


def score_graph(
    posts: pl.DataFrame,
    graph: AccountGraph,
    scored: Scored,
    *,
    network: NetworkSettings,
    pseudonyms: Pseudonyms,
    seed: int = 0,
    accounts: pl.DataFrame | None = None,
    model: str = "unnamed",
    provenance: Provenance | None = None,
) -> ScoreResult:
    """Find the clusters of a scored graph and gather what speaks for each.

    `accounts` (`schemas.Accounts`) is used for one thing: so that handles that stand in post
    texts are masked in the report. A dataset without edges or without clusters gives empty tables.
    The cost is that of a few joins over the posts.
    """
    flagged = flags(scored)
    found = _find(posts, graph, flagged, network=network, seed=seed)
    reposts = _repost_actions(posts, graph)
    amplification = _amplification(posts, reposts, network=network, seed=seed)
    names = pseudonym_table(
        _named_accounts(posts, graph, amplification), pseudonyms, accounts=accounts
    )
    table = account_table(
        posts["account_id"].unique(),
        flagged,
        membership=found.membership,
        amplification=amplification,
        pseudonyms=names,
    )
    amplified = amplified_objects(posts, reposts, amplification)
    edges, odds = with_odds(graph.coaction, graph.actions)
    shown = (found.evidence["text"], found.evidence["object_id"], amplified["text"])
    return ScoreResult(
        accounts=table,
        clusters=found.clusters,
        amplification_clusters=amplification,
        amplified=amplified,
        edges=edges,
        evidence=found.evidence,
        timeline=timeline(posts, found.membership, found.evidence),
        pseudonyms=names,
        rule=scored.rule,
        threshold=scored.threshold,
        notes=tuple(dict.fromkeys((*graph.notes, *scored.notes, *odds))),
        model=model,
        summary=summarise(
            posts,
            table,
            edges=graph.coaction,
            evidence=found.evidence,
            amplification=amplification,
        ),
        network=network,
        provenance=provenance or Provenance(),
        quoted_posts=quoted_posts(posts, shown),
    )


@dataclass(frozen=True)
class _Found:
    membership: pl.DataFrame
    clusters: pl.DataFrame
    evidence: pl.DataFrame


def _find(
    posts: pl.DataFrame,
    graph: AccountGraph,
    flagged: pl.DataFrame,
    *,
    network: NetworkSettings,
    seed: int,
) -> _Found:
    membership = find_clusters(graph.coaction, flagged, network=network, seed=seed)
    evidence = evidence_table(
        posts,
        graph.actions,
        membership,
        layers=graph.coaction["layer"].unique(),
        window_seconds=network.window_seconds,
    )
    languages = evidence_languages(evidence, posts)
    clusters = cluster_table(
        membership, graph.coaction, flagged, evidence=evidence, languages=languages
    )
    return _Found(membership, clusters, evidence)


def _repost_actions(posts: pl.DataFrame, graph: AccountGraph) -> pl.DataFrame:
    """The acts of reposting, found anew if the graph was made without that layer."""
    found = graph.actions.filter(pl.col("layer") == "repost")
    return actions(posts, ["repost"]) if found.is_empty() else found


def _amplification(
    posts: pl.DataFrame, reposts: pl.DataFrame, *, network: NetworkSettings, seed: int
) -> pl.DataFrame:
    return amplification_clusters(
        posts,
        min_reposts=network.min_amplified_reposts,
        min_share=network.min_amplified_share,
        min_size=network.min_cluster_size,
        seed=seed,
        repost_actions=reposts,
    )


def _named_accounts(
    posts: pl.DataFrame, graph: AccountGraph, amplification: pl.DataFrame
) -> pl.Series:
    """Every id that a table or a text of the result may name."""
    targets = amplification.filter(pl.col("target_kind").cast(pl.String) == "account")
    return pl.concat(
        [
            posts["account_id"].unique(),
            posts["repost_of_account"].drop_nulls().unique(),
            posts["reply_to_account"].drop_nulls().unique(),
            posts["quote_of_account"].drop_nulls().unique(),
            graph.coaction["source"],
            graph.coaction["target"],
            targets["targets"].explode().drop_nulls(),
        ]
    ).unique()
