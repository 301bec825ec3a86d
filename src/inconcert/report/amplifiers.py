"""The amplification clusters as a reader meets them: under pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from inconcert.report.masking import Mask
    from inconcert.scoring.result import ScoreResult

MOST_GROUPS = 15
MOST_TARGETS = 6
MOST_MEMBERS = 100


@dataclass(frozen=True)
class Amplified:
    """A post that the members repost most."""

    text: str
    accounts: int
    reposts: int


@dataclass(frozen=True)
class Amplifier:
    """One amplification cluster."""

    facts: dict[str, Any]
    """The row of `schemas.AmplificationClusters`."""
    targets: tuple[str, ...]
    """Pseudonyms of the first targets; empty where the targets are posts."""
    more_targets: int
    members: tuple[str, ...]
    more_members: int
    objects: tuple[Amplified, ...]


def amplifiers(result: ScoreResult, mask: Mask) -> tuple[Amplifier, ...]:
    """Describe the first 15 amplification clusters."""
    first = result.amplification_clusters.sort("rank").head(MOST_GROUPS)
    return tuple(_amplifier(facts, result, mask) for facts in first.iter_rows(named=True))


def _amplifier(facts: dict[str, Any], result: ScoreResult, mask: Mask) -> Amplifier:
    named = facts["targets"] if facts["target_kind"] == "account" else []
    targets = tuple(mask.account(target) for target in named[:MOST_TARGETS])
    members = facts["members"]
    return Amplifier(
        facts=facts,
        targets=targets,
        more_targets=len(named) - len(targets),
        members=tuple(mask.account(member) for member in members[:MOST_MEMBERS]),
        more_members=max(0, len(members) - MOST_MEMBERS),
        objects=_objects(facts["cluster_id"], result, mask),
    )


def _objects(cluster_id: str, result: ScoreResult, mask: Mask) -> tuple[Amplified, ...]:
    rows = result.amplified.filter(pl.col("cluster_id") == cluster_id)
    return tuple(
        Amplified(
            text=mask.text(row["text"] or ""), accounts=row["accounts"], reposts=row["reposts"]
        )
        for row in rows.iter_rows(named=True)
    )
