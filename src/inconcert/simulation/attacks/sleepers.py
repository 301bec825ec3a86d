"""Sleepers (A14): accounts opened long ago and silent since wake up within days of one another.

The attack prescribes: when the accounts were opened, that they wrote little before and nothing
until they wake, the language they turn to, and what they then repost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.amplified import Pace, amplified, cast_roles
from inconcert.simulation.attacks.moves import originals
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.people import OLDEST
from inconcert.simulation.rhythm import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    participation: float = 0.35
    delay_median_seconds: float = 600.0
    delay_sigma: float = 1.2
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

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts wake and amplify."""
        cast = self._asleep(stage, rng)
        seeds, others = cast.head(self.seeds), cast.slice(self.seeds)
        wakes = stage.instant(self.start_day) + np.floor(
            rng.random(self.accounts) * self.wake_days * DAY
        ).astype(np.int64)
        wakes[: self.seeds] = stage.instant(self.start_day)
        posts = originals(stage, self, seeds, self.messages, rng, role="seed")
        pace = Pace(self.participation, self.delay_median_seconds, self.delay_sigma)
        acts = amplified(posts, others, pace, rng)
        acts = acts.with_columns(at=pl.max_horizontal("at", _wake_of(acts, cast, wakes)))
        deed = stage.deed(
            cast,
            acts,
            cast_roles(seeds, others),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )
        return replace(deed, posts=_silent_before(deed.posts, cast, wakes))

    def _asleep(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        cast = stage.recruit(self.accounts, rng, lang=self.lang)
        years = rng.uniform(*self.age_years, self.accounts)
        opened = stage.rhythm.start - np.maximum(years * 365.25 * DAY, 1)
        earlier = rng.integers(self.earlier_posts[0], self.earlier_posts[1] + 1, self.accounts)
        return cast.with_columns(
            created=pl.Series(np.maximum(opened, OLDEST).astype(np.int64)),
            earlier_posts=pl.Series(earlier, dtype=pl.Int64),
        )


def _wake_of(posts: pl.DataFrame, cast: pl.DataFrame, wakes: NDArray[np.int64]) -> pl.Series:
    """Return when each post's author wakes; null for all who are no sleepers."""
    known = pl.DataFrame({"author": cast["account"], "wakes": wakes})
    return posts.select("author").join(known, on="author", how="left", maintain_order="left")[
        "wakes"
    ]


def _silent_before(
    posts: pl.DataFrame, cast: pl.DataFrame, wakes: NDArray[np.int64]
) -> pl.DataFrame:
    asleep = posts["at"] < _wake_of(posts, cast, wakes)
    return posts.filter(~asleep.fill_null(value=False))
