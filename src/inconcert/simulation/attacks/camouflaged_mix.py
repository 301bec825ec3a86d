"""Camouflage (A15): amplifiers live mostly on ordinary content, part of it copied from others.

The attack prescribes what repost amplification does, and that part of the cover repeats the words
of posts of the background. Copied cover is no act: it says nothing of the campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.amplified import Pace, amplified, cast_roles
from inconcert.simulation.attacks.moves import instants, originals, rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, draft_posts, join_posts

if TYPE_CHECKING:
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class CamouflagedMix(Terms):
    """Ranges: 30 to 95 % of ordinary content (assumed); copied cover is known from practice."""

    code: ClassVar[str] = "A15"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "target"})

    seeds: int = 2
    messages: int = 20
    """Posts of the seeds that are amplified."""
    participation: float = 0.25
    """Chance that an amplifier reposts a message."""
    delay_median_seconds: float = 300.0
    delay_sigma: float = 1.2
    """Of the log-normal delay after the seed's post."""
    camouflage: float = 0.75
    copied_cover: float = 0.2
    """Posts with copied words, as a multiple of the acts; they come on top of `camouflage`."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "seeds", "messages", least=1)
        limits.share(self, "participation")
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", "copied_cover", least=0.0, most=3.0)
        if self.seeds >= self.accounts:
            limits.refuse(self, "seeds", f"fewer than the {self.accounts} accounts")
        if self.messages < self.seeds:
            limits.refuse(self, "messages", f"at least one for each of the {self.seeds} seeds")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the amplifiers repost, and cover it."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        seeds, amplifiers = cast.head(self.seeds), cast.slice(self.seeds)
        posts = originals(stage, self, seeds, self.messages, rng, role="seed")
        pace = Pace(self.participation, self.delay_median_seconds, self.delay_sigma)
        acts = amplified(posts, amplifiers, pace, rng)
        cover = self._cover(
            stage.after(acts), amplifiers, round(self.copied_cover * acts.height), rng
        )
        return stage.deed(
            cast,
            join_posts([acts, cover]),
            cast_roles(seeds, amplifiers),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _cover(
        self, stage: Stage, amplifiers: pl.DataFrame, count: int, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Words that someone of the background posted before, at any time of the attack."""
        at = instants(stage, self, amplifiers, count, rng)
        known = stage.posts.filter(pl.col("kind") == "post", lang=self.lang).sort("at", "post")
        before = np.searchsorted(known["at"].to_numpy(), at, side="left")
        at, before = at[before > 0], before[before > 0]
        if count and not len(at):
            limits.refuse(self, "lang", "a language in which the background posts before")
        model = rows(known, np.floor(rng.random(len(at)) * before).astype(np.int64))
        author = amplifiers["account"].to_numpy()[rng.integers(amplifiers.height, size=len(at))]
        return draft_posts(
            stage.first_post,
            len(at),
            author=author,
            at=at,
            kind="post",
            **{name: model[name] for name in ("text", "lang", "hashtags", "urls", "media")},
        )
