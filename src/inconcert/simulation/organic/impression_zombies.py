"""Impression zombies (O14): paid accounts copy replies under viral posts, for the money of views.

The scenario prescribes: whom they answer (the most reacted-to posts), that the words are those of
other replies there, and that the accounts bear a paid badge. They spam, in many languages, but
push no message together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import Deed, draft_posts, roles_of
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.organic.terms import Terms

if TYPE_CHECKING:
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class ImpressionZombies(Terms):
    """Ranges: copied replies by accounts with a paid badge (published); 50 to 2,000 accounts with
    20 to 200 replies a day under the top 0.1 % of posts, similarity 0.5 to 1 (assumed).
    """

    code: ClassVar[str] = "O14"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "target", "mentions", "verified", "hour"}
    )

    accounts: int = 40
    replies_per_account: float = 8.0
    """Mean over the days."""
    viral_posts: int = 60
    edits: float = 0.05
    """Share of the characters of a copied reply that are changed."""
    delay_minutes: float = 90.0
    """Median of the log-normal delay after the viral post."""
    camouflage: float = 0.2
    start_day: float = 1.0
    days: float = 11.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "viral_posts", least=1)
        limits.number(self, "replies_per_account", least=1.0, most=2_000.0)
        limits.number(self, "delay_minutes", least=0.1)
        limits.share(self, "edits")
        limits.share(self, "camouflage", most=0.95)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them copy under what is viral."""
        cast = stage.recruit(self.accounts, rng)
        cast = cast.with_columns(verified=pl.lit(value=True))
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        viral = stage.popular(self.viral_posts, rng, since=since, until=until, top_share=0.005)
        count = 1 + rng.poisson(self.replies_per_account - 1, self.accounts)
        who = np.repeat(np.arange(self.accounts), count)
        which = rng.integers(viral.height, size=len(who))
        late = rng.lognormal(np.log(60 * self.delay_minutes), 1.0, len(who))
        at = viral["at"].to_numpy()[which] + np.maximum(late, 1).astype(np.int64)
        words = self._overheard(stage, viral, which, rng)
        acts = draft_posts(
            stage.first_post,
            len(who),
            author=cast["account"].to_numpy()[who],
            at=at,
            kind="reply",
            target=viral["post"].to_numpy()[which],
            text=edited(words["text"], self.edits, rng),
            lang=words["lang"],
            role="zombie",
        )
        roles = roles_of(cast["account"], "zombie")
        return stage.deed(cast, acts, roles, rng, camouflage=self.camouflage)

    def _overheard(
        self,
        stage: Stage,
        viral: pl.DataFrame,
        which: np.ndarray,
        rng: np.random.Generator,
    ) -> pl.DataFrame:
        """For each copy a reply under the same post, else to any viral post, else any words."""
        replies = stage.posts.filter(pl.col("kind") == "reply", pl.col("text").is_not_null())
        under = replies.join(
            viral.select(target="post", row=pl.int_range(pl.len())), on="target", how="inner"
        ).sort("row", "post")
        pool = under if under.height else replies
        pool = pool if pool.height else viral
        if not under.height:
            return pool.select(pl.all().gather(rng.integers(pool.height, size=len(which))))
        row = under["row"].to_numpy()
        low, high = np.searchsorted(row, which), np.searchsorted(row, which, side="right")
        anywhere = rng.integers(under.height, size=len(which))
        there = low + np.floor(rng.random(len(which)) * (high - low)).astype(np.int64)
        return under.select(pl.all().gather(np.where(high > low, there, anywhere)))
