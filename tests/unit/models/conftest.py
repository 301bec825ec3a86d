"""Graphs small enough to check by hand, and one with a planted campaign."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from inconcert import schemas
from inconcert.models.base import AccountGraph, Targets

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def edge_table(rows: list[tuple[str, str, str, float]]) -> pl.DataFrame:
    """Build co-action edges from (source, target, layer, weight)."""
    return schemas.Edges.validate(
        pl.DataFrame(
            rows,
            schema={
                "source": pl.String,
                "target": pl.String,
                "layer": pl.String,
                "weight": pl.Float64,
            },
            orient="row",
        ).with_columns(
            window_seconds=60.0,
            directed=False,
            objects=pl.col("weight").cast(pl.UInt32),
            first=NOON,
            last=NOON,
            delta_median_s=1.0,
            lead_share=0.5,
        ),
        cast=True,
    )


def interaction_table(rows: list[tuple[str, str, str, float]]) -> pl.DataFrame:
    """Build interactions from (source, target, kind, weight)."""
    return schemas.Interactions.validate(
        pl.DataFrame(
            rows,
            schema={
                "source": pl.String,
                "target": pl.String,
                "kind": pl.String,
                "weight": pl.Float64,
            },
            orient="row",
        ).with_columns(first=NOON, last=NOON, delay_median_s=None),
        cast=True,
    )


def action_table(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    """Build actions from (account, layer, object); post ids are `post0`, `post1`, ..."""
    table = pl.DataFrame(
        rows,
        schema={"account_id": pl.String, "layer": pl.String, "object_id": pl.String},
        orient="row",
    )
    posts = [f"post{number}" for number in range(table.height)]
    return schemas.Actions.validate(
        table.with_columns(created_at=NOON, post_id=pl.Series(posts, dtype=pl.String)), cast=True
    )


def planted_graph(*, accounts: int = 300, seed: int = 0) -> tuple[AccountGraph, pl.DataFrame]:
    """Build a graph in which every fifth account is of a campaign, and the labels.

    The campaign's accounts repost more (shares around 0.7 against 0.3) and act together with four
    of their own; the others act together with one chance account. `delay` is missing for a tenth.
    """
    rng = np.random.default_rng(seed)
    ids = [f"a{number:04d}" for number in range(accounts)]
    positive = np.arange(accounts) % 5 == 0
    delay = np.where(rng.random(accounts) < 0.1, np.nan, rng.exponential(60, accounts))
    features = pl.DataFrame(
        {
            "account_id": ids,
            "posts": rng.lognormal(3, 2, accounts),
            "repost_share": np.clip(rng.normal(0.3 + 0.4 * positive, 0.15), 0, 1),
            "delay": delay,
            "constant": 1.0,
        }
    )
    together: set[tuple[int, int]] = set()
    for account in range(accounts):
        crowd = np.flatnonzero(positive) if positive[account] else np.arange(accounts)
        for other in rng.choice(crowd, 4 if positive[account] else 1).tolist():
            if other != account:
                together.add((min(account, other), max(account, other)))
    coaction = edge_table([(ids[low], ids[high], "repost", 2.0) for low, high in sorted(together)])
    reposted = {(account, int(rng.integers(accounts))) for account in range(accounts)}
    interactions = interaction_table(
        [(ids[one], ids[other], "repost", 1.0) for one, other in sorted(reposted)]
        + [(ids[0], "never_posted", "repost", 3.0)]
    )
    graph = AccountGraph(features, coaction, interactions, action_table([]))
    return graph, pl.DataFrame({"account_id": ids, "positive": positive})


def split(labels: pl.DataFrame) -> tuple[Targets, pl.DataFrame]:
    """Cut labels by row into train (half), validation and test (a quarter each)."""
    part = pl.int_range(pl.len()) // 5 % 4
    parts = labels.with_columns(part=part)
    train = parts.filter(pl.col("part") < 2).drop("part")
    validation = parts.filter(pl.col("part") == 2).drop("part")
    return Targets(train, validation), parts.filter(pl.col("part") == 3).drop("part")


@pytest.fixture
def edges() -> Callable[[list[tuple[str, str, str, float]]], pl.DataFrame]:
    """Return the builder of co-action edges."""
    return edge_table


@pytest.fixture
def interactions() -> Callable[[list[tuple[str, str, str, float]]], pl.DataFrame]:
    """Return the builder of interactions."""
    return interaction_table


@pytest.fixture
def actions() -> Callable[[list[tuple[str, str, str]]], pl.DataFrame]:
    """Return the builder of actions."""
    return action_table


@pytest.fixture(scope="session")
def planted() -> tuple[AccountGraph, Targets, pl.DataFrame]:
    """Return the graph with the campaign, its targets, and the labels kept for the test."""
    graph, labels = planted_graph()
    targets, test = split(labels)
    return graph, targets, test


@pytest.fixture(scope="session")
def another_planted() -> AccountGraph:
    """Return another dataset, twice as large, with a campaign of the same manner."""
    return planted_graph(accounts=600, seed=7)[0]
