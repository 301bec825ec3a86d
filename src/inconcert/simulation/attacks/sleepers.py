"""Sleepers (A14): accounts opened long ago and silent since wake up within days of one another.

The attack prescribes: when the accounts were opened, that they wrote little before and nothing
until they wake, the language they turn to, and what they then repost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.amplified import Pace, amplified, cast_roles
from inconcert.simulation.attacks.moves import originals
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.people import OLDEST
from inconcert.simulation.rhythm import DAY
from inconcert.simulation.turnout import delayed

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class Sleepers(Terms):
    """Ranges: ages of 0.5 to 15 years, silence of 90 days to 15 years (published cases: opened in
    2010, active in 2026), the turn within 14 days (assumed).
    """

    code: ClassVar[str] = "A14"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "target", "created_at", "earlier_posts", "hour"}
    )

    seeds: int = 2
    age_years: tuple[float, float] = (0.5, 12.0)
    """How long before the span the accounts were opened: the least and the most."""
    earlier_posts: tuple[int, int] = (0, 12)
    """Posts before the silence: the least and the most."""
    wake_days: float = 3.0
    """The accounts wake within so many days after the attack's start."""
    messages: int = 20
    """Posts of the seeds that are amplified."""
    participation: float = 0.35
    """Chance that another account reposts a message, at once or when it wakes."""
    delay_median_seconds: float = 600.0
    delay_sigma: float = 1.2
    """Of the log-normal delay after the seed's post, or after waking."""
    start_day: float = 4.0
    days: float = 8.0
    camouflage: float = 0.3

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "seeds", "messages", least=1)
        limits.span(self, "age_years", least=0.0, most=15.0)
        limits.span(self, "earlier_posts", least=0)
        limits.number(self, "wake_days", least=0.0, most=self.days)
        limits.share(self, "participation")
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        if self.seeds >= self.accounts:
            limits.refuse(self, "seeds", f"fewer than the {self.accounts} accounts")
        if self.messages < self.seeds:
            limits.refuse(self, "messages", f"at least one for each of the {self.seeds} seeds")
        if self.created_within_days is not None:
            limits.refuse(self, "created_within_days", "null, for `age_years` says how old")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts wake and amplify."""
        cast = self._asleep(stage, rng)
        seeds, others = cast.head(self.seeds), cast.slice(self.seeds)
        awake = self._awake(stage, cast, rng)
        posts = originals(stage, self, seeds, self.messages, rng, role="seed")
        pace = Pace(self.participation, self.delay_median_seconds, self.delay_sigma)
        acts = _after_waking(amplified(posts, others, pace, rng), awake, pace, rng)
        return stage.deed(
            cast,
            acts,
            cast_roles(seeds, others),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
            history=False,
            awake=awake,
        )

    def _asleep(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        cast = stage.recruit(self.accounts, rng, lang=self.lang)
        years = rng.uniform(*self.age_years, self.accounts)
        opened = stage.rhythm.start - np.maximum(years * 365.25 * DAY, 1)
        earlier = rng.integers(self.earlier_posts[0], self.earlier_posts[1] + 1, self.accounts)
        return cast.with_columns(
            created=pl.Series(np.maximum(opened, OLDEST).astype(np.int64)),
            earlier_posts=pl.Series(earlier, dtype=pl.Int64),
        )

    def _awake(self, stage: Stage, cast: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        """Return since when each account is awake; the seeds from the attack's start."""
        late = np.floor(rng.random(self.accounts) * self.wake_days * DAY).astype(np.int64)
        late[: self.seeds] = 0
        return pl.DataFrame(
            {
                "account": cast["account"],
                "since": stage.instant(self.start_day) + late,
                "until": stage.rhythm.end,
            }
        )


def _after_waking(
    acts: pl.DataFrame, awake: pl.DataFrame, pace: Pace, rng: np.random.Generator
) -> pl.DataFrame:
    """Let who was still asleep react soon after waking, each act with a delay of its own."""
    since = acts.join(
        awake, left_on="author", right_on="account", how="left", maintain_order="left"
    )["since"].to_numpy()
    at = acts["at"].to_numpy()
    woken = delayed(since, rng, median_seconds=pace.median_seconds, sigma=pace.sigma)
    return acts.with_columns(at=pl.Series(np.where(at < since, woken, at)))
