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

_LATEST = 1 << 40


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
    """The posts under which they copy: those with most reactions."""
    edits: float = 0.05
    """Share of the characters of a copied reply that are changed."""
    delay_minutes: float = 90.0
    """Median of the log-normal delay after the viral post's first answer."""
    camouflage: float = 0.2
    """Share of ordinary posts among all posts of the accounts."""
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
        count = 1 + rng.poisson(self.replies_per_account - 1, self.accounts)
        who = np.repeat(np.arange(self.accounts), count)
        heard = self._heard(stage, rng)
        at, words = self._overheard(heard, len(who), rng)
        acts = draft_posts(
            stage.first_post,
            len(who),
            author=cast["account"].to_numpy()[who],
            at=at,
            kind="reply",
            target=words["target"],
            text=edited(words["text"], self.edits, rng),
            **{name: words[name] for name in ("lang", "hashtags", "urls", "media")},
            role="zombie",
        )
        roles = roles_of(cast["account"], "zombie")
        return stage.deed(cast, acts, roles, rng, camouflage=self.camouflage)

    def _heard(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        """Return the replies to viral posts, those to one post together, sorted by time."""
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        viral = stage.popular(self.viral_posts, rng, since=since, until=until, top_share=0.005)
        replies = stage.posts.filter(
            pl.col("kind") == "reply", pl.col("text").is_not_null(), pl.col("at") < until
        )
        heard = replies.join(viral.select(target="post"), on="target", how="semi")
        if heard.is_empty():
            limits.refuse(self, "viral_posts", "so many that some of them are answered")
        return heard.sort("target", "at", "post")

    def _overheard(
        self, heard: pl.DataFrame, count: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, pl.DataFrame]:
        """Draw viral posts that are answered; return when each copy comes and what it copies.

        It copies one of the replies that stand below the post by then.
        """
        posted = heard["at"].to_numpy()
        first = np.flatnonzero(heard["target"].is_first_distinct().to_numpy())
        size = np.diff(np.append(first, heard.height))
        which = rng.integers(len(first), size=count)
        late = rng.lognormal(np.log(60 * self.delay_minutes), 1.0, count)
        at = posted[first[which]] + np.maximum(late, 1).astype(np.int64)
        key = np.repeat(np.arange(len(first)), size) * _LATEST + posted
        below = np.searchsorted(key, which * _LATEST + at) - first[which]
        place = first[which] + np.floor(rng.random(count) * below).astype(np.int64)
        return at, heard.select(pl.all().gather(place))
