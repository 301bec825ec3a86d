"""Amplification as a part of other attacks: seeds post, amplifiers repost soon after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.simulation.attacks.moves import reposts
from inconcert.simulation.draft import join_posts, roles_of
from inconcert.simulation.turnout import delayed, participants

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Pace:
    """Who reposts how soon: the chance to join in, and the log-normal delay."""

    participation: float
    median_seconds: float
    sigma: float


def amplified(
    posts: pl.DataFrame, amplifiers: pl.DataFrame, pace: Pace, rng: np.random.Generator
) -> pl.DataFrame:
    """Return `posts` (their numbers rise without a gap) and the reposts that follow each."""
    which, who = participants(
        pace.participation, messages=posts.height, accounts=amplifiers.height, rng=rng
    )
    at = delayed(
        posts["at"].to_numpy()[which], rng, median_seconds=pace.median_seconds, sigma=pace.sigma
    )
    first = int(posts["post"][0]) + posts.height
    account = amplifiers["account"].to_numpy()[who]
    return join_posts([posts, reposts(first, posts, which, account, at, role="amplifier")])


def cast_roles(seeds: pl.DataFrame, amplifiers: pl.DataFrame) -> pl.DataFrame:
    """Return the roles of both."""
    return pl.concat(
        [roles_of(seeds["account"], "seed"), roles_of(amplifiers["account"], "amplifier")]
    )
