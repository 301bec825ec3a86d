"""Piggyback (A20): an amplification that rides on something organic, under its tag and at its time.

The attack prescribes: which event it rides on, that the seeds use its hashtag while it lasts, who
reposts them how soon, and that the accounts repost posts of the event too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.amplified import Pace, amplified, cast_roles
from inconcert.simulation.attacks.moves import once_each, reposts, rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, join_posts
from inconcert.simulation.rhythm import HOUR
from inconcert.simulation.turnout import delayed, everyone

if TYPE_CHECKING:
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class Piggyback(Terms):
    """Ranges: operators make 0.1 to 10 % of an event (assumed)."""

    code: ClassVar[str] = "A20"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "target", "hashtags", "text", "text_length", "hour"}
    )

    accounts: int = 24
    event: str | None = None
    """Name of an organic scenario of the same world; null: what the background reacts to most."""
    event_share: float | None = 0.1
    """Most of the named event's posts, these with them, that are the campaign's; null: any number.
    All seeds' posts and one act of each account stay."""
    seeds: int = 2
    messages: int = 10
    """Posts of the seeds that are amplified."""
    participation: float = 0.4
    """Chance that an amplifier reposts a message."""
    delay_median_seconds: float = 60.0
    delay_sigma: float = 1.0
    """Of the log-normal delay after the seed's post."""
    event_reposts: int = 3
    """Posts of the event that each account reposts, too."""
    camouflage: float = 0.4

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "seeds", "messages", least=1)
        limits.whole(self, "event_reposts", least=0)
        limits.share(self, "participation")
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        if self.seeds >= self.accounts:
            limits.refuse(self, "seeds", f"fewer than the {self.accounts} accounts")
        if self.messages < self.seeds:
            limits.refuse(self, "messages", f"at least one for each of the {self.seeds} seeds")
        if self.event_share is not None:
            limits.number(self, "event_share", least=0.0001, most=0.99)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts ride along."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        seeds, amplifiers = cast.head(self.seeds), cast.slice(self.seeds)
        event = self._event(stage, rng)
        posts = self._seeded(stage, seeds, event, rng)
        pace = Pace(self.participation, self.delay_median_seconds, self.delay_sigma)
        own = amplified(posts, amplifiers, pace, rng)
        joined = self._joined(stage.after(own), amplifiers, event, rng)
        acts = self._few(stage, join_posts([own, joined]), rng)
        return stage.deed(
            cast,
            acts,
            cast_roles(seeds, amplifiers),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _event(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        """Return the original posts of the event, sorted by time."""
        if self.event is None:
            since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
            return stage.popular(60, rng, lang=self.lang, since=since, until=until)
        if self.event not in stage.events:
            known = ", ".join(sorted(stage.events)) or "the scenario has none"
            limits.refuse(self, "event", f"the name of an organic scenario of this world: {known}")
        posts = stage.events[self.event].posts
        lasting = pl.col("at") < stage.rhythm.end
        own = (pl.col("kind") == "post") & pl.col("role").is_not_null()
        return posts.filter(own & lasting).sort("at", "post")

    def _seeded(
        self, stage: Stage, seeds: pl.DataFrame, event: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Posts of the seeds while the event lasts, under its most used tag."""
        low, high = event["at"].quantile(0.05), event["at"].quantile(0.95)
        if low is None or high is None:
            limits.refuse(self, "event", "an organic scenario with posts of its own")
        room = stage.rhythm.end - float(low) - HOUR
        span = max(min(max(float(high) - float(low), float(HOUR)), room), 1.0)
        at = np.sort(float(low) + rng.random(self.messages) * span).astype(np.int64)
        drawn = everyone(rng.integers(seeds.height, size=self.messages), seeds.height)
        chosen = rows(seeds, drawn)
        posts = stage.write(chosen, at, rng, first_post=stage.first_post)
        posts = posts.with_columns(role=pl.lit("seed"))
        tags = event["hashtags"].explode().drop_nulls().value_counts(sort=True)
        if tags.is_empty():
            return posts
        tag = tags.sort(["count", "hashtags"], descending=[True, False])["hashtags"][0]
        return posts.with_columns(
            text=pl.concat_str("text", pl.lit(f" #{tag}")),
            hashtags=pl.concat_list("hashtags", pl.lit([tag])).list.unique(maintain_order=True),
        )

    def _joined(
        self, stage: Stage, amplifiers: pl.DataFrame, event: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        who = np.repeat(np.arange(amplifiers.height), self.event_reposts)
        which = rng.integers(max(event.height, 1), size=len(who))
        kept = once_each(who, which)
        at = delayed(event["at"].to_numpy()[which[kept]], rng, median_seconds=600.0, sigma=1.0)
        account = amplifiers["account"].to_numpy()[who[kept]]
        return reposts(stage.first_post, event, which[kept], account, at, role="amplifier")

    def _few(self, stage: Stage, acts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        """Leave out reposts by chance until the campaign's share of the event is as asked.

        The seeds' posts come first and stay, so that the targets keep their numbers.
        """
        if self.event_share is None or self.event is None:
            return acts
        event = stage.events[self.event].posts["role"].count()
        most = int(event * self.event_share / (1 - self.event_share))
        loose = (acts["kind"] == "repost") & ~acts["author"].is_first_distinct()
        surplus = min(max(acts.height - most, 0), int(loose.sum()))
        left_out = rng.permutation(np.flatnonzero(loose.to_numpy()))[:surplus]
        kept = acts.filter(~pl.int_range(pl.len()).is_in(left_out.tolist()))
        return kept.with_columns(post=stage.first_post + pl.int_range(pl.len()))
