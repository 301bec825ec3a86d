"""Repost amplification (A1): a few seed accounts post, a list of amplifiers reposts at once.

The attack prescribes: who reposts (the amplifiers), what (the seeds' posts), how soon (`delay`),
the language, and, only where `created_within_days` is set, when the accounts were opened.
Everything else (texts, lengths, links, clients, profiles, ordinary posts) is as with anyone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, draft_posts, join_posts, roles_of
from inconcert.simulation.turnout import delayed, everyone, participants

if TYPE_CHECKING:
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class RepostAmplification(Terms):
    """Ranges seen in the wild: 50 to 5,000 amplifiers, 1 to 30 seeds, delays of 1 s to 30 min."""

    code: ClassVar[str] = "A1"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "target"})

    seeds: int = 2
    messages: int = 30
    """Posts of the seeds that are amplified."""
    participation: float = 0.4
    """Chance that an amplifier reposts a message."""
    delay_median_seconds: float = 20.0
    delay_sigma: float = 0.8
    """Of the log-normal delay after the seed's post."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "seeds", "messages", least=1)
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        limits.share(self, "participation")
        if self.seeds >= self.accounts:
            limits.refuse(self, "seeds", f"fewer than the {self.accounts} accounts")
        if self.messages < self.seeds:
            limits.refuse(self, "messages", f"at least one for each of the {self.seeds} seeds")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the seeds post and the amplifiers repost."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        seeds, amplifiers = cast.head(self.seeds), cast.tail(self.accounts - self.seeds)
        originals = self._originals(stage, seeds, rng)
        reposts = self._reposts(stage, amplifiers, originals, rng)
        roles = pl.concat(
            [roles_of(seeds["account"], "seed"), roles_of(amplifiers["account"], "amplifier")]
        )
        acts = join_posts([originals, reposts])
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _originals(
        self, stage: Stage, seeds: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        shift = float(seeds["shift_hours"][0])
        at = np.sort(
            stage.instants(self.messages, rng, since=since, until=until, shift_hours=shift)
        )
        drawn = rng.integers(seeds.height, size=self.messages)
        authors = seeds[everyone(drawn, seeds.height).tolist()]
        posts = stage.write(authors, at, rng, first_post=stage.first_post)
        return posts.with_columns(role=pl.lit("seed"))

    def _reposts(
        self,
        stage: Stage,
        amplifiers: pl.DataFrame,
        originals: pl.DataFrame,
        rng: np.random.Generator,
    ) -> pl.DataFrame:
        which, who = participants(
            self.participation, messages=originals.height, accounts=amplifiers.height, rng=rng
        )
        at = delayed(
            originals["at"].to_numpy()[which],
            rng,
            median_seconds=self.delay_median_seconds,
            sigma=self.delay_sigma,
        )
        return draft_posts(
            stage.first_post + originals.height,
            len(who),
            author=amplifiers["account"].to_numpy()[who],
            at=at,
            kind="repost",
            target=originals["post"].to_numpy()[which],
            role="amplifier",
        )
