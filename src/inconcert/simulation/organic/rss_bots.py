"""Feed bots (O6): newsrooms and collecting sites post the same headlines within seconds.

The scenario prescribes: accounts that do nothing but post headlines with links, by one client, at
a fixed beat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import roles_of
from inconcert.simulation.grammar.genres import headline
from inconcert.simulation.organic.moves import said
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.rhythm import DAY

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class RssBots(Terms):
    """Ranges: collecting bots are known in Japan (published); 5 to 300 accounts, a beat of 5 to 60
    min, 90 to 100 % links (assumed).
    """

    code: ClassVar[str] = "O6"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "hour", "second",
         "client", "earlier_posts"}
    )  # fmt: skip

    accounts: int = 12
    period_minutes: float = 120.0
    """Time between two headlines of the feed."""
    coverage: float = 0.7
    """Chance that a bot carries a headline."""
    lag_seconds: float = 20.0
    """Mean of the exponential lag after the headline."""
    link_share: float = 0.95
    start_day: float = 0.0
    days: float = 14.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.number(self, "period_minutes", least=0.5, most=10_080.0)
        limits.share(self, "coverage", "link_share")
        limits.number(self, "lag_seconds", least=0.0, most=3_600.0)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the feed run."""
        cast = stage.recruit(self.accounts, rng, lang=self.lang)
        cast = cast.with_columns(
            client=pl.lit("feed-relay"),
            earlier_posts=pl.Series(rng.integers(20_000, 400_000, self.accounts)),
        )
        count = max(int(self.days * DAY / (60 * self.period_minutes)), 1)
        due = stage.instant(self.start_day) + (
            np.arange(count) * 60 * self.period_minutes + rng.integers(0, 60)
        ).astype(np.int64)
        carried = rng.random((count, self.accounts)) < self.coverage
        carried[0] = True  # every bot is one: it carries the first headline at least
        item, who = np.nonzero(carried)
        titles = headline(self.lang, count, rng, style="bot").gather(item)
        linked = pl.Series(rng.random(len(item)) < self.link_share)
        pages = stage.pages(count, rng).gather(item)
        acts = said(
            stage.first_post,
            cast["account"].to_numpy()[who],
            due[item] + np.floor(rng.exponential(self.lag_seconds, len(item))).astype(np.int64),
            titles,
            lang=self.lang,
            role="feed",
            links=pl.select(pl.when(linked).then(pages).alias("url")).to_series(),
        )
        roles = roles_of(cast["account"], "feed")
        return stage.deed(cast, acts, roles, rng, camouflage=0.0, history=False)
