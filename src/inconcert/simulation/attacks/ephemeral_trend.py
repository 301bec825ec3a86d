"""Ephemeral trend (A5): posts of random words push a hashtag within minutes and are deleted.

The attack prescribes: the hashtag, that the words are a list, when the posts come and when they
are gone. What is gone before a collection is missed by it (`Observation.collect_delay_minutes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import instants
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, draft_posts, roles_of
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.genres import random_words
from inconcert.simulation.grammar.hashtags import hashtag_nouns
from inconcert.simulation.turnout import participants

if TYPE_CHECKING:
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class EphemeralTrend(Terms):
    """Ranges: 19,000 fake trends by 108,000 accounts (published); 100 to 5,000 accounts, one post
    each within 1 to 5 min, deleted after 1 to 20 min (minutes partly assumed).
    """

    code: ClassVar[str] = "A5"
    composes: ClassVar[bool] = True
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {
            "lang",
            "text",
            "text_length",
            "hashtags",
            "urls",
            "media",
            "mentions",
            "deleted_at",
            "hour",
        }
    )

    accounts: int = 50
    trends: int = 3
    participation: float = 0.8
    """Chance that an account takes part in a trend."""
    within_minutes: float = 4.0
    """The posts of a trend come within this time."""
    delete_minutes: tuple[float, float] = (1.0, 20.0)
    """How long a post stands: the least and the most."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        if self.jitter_hours:
            limits.refuse(self, "jitter_hours", "0, for the posts of a trend come in minutes")
        limits.whole(self, "trends", least=1)
        limits.share(self, "participation")
        limits.number(self, "within_minutes", least=0.05, most=1_440.0)
        limits.span(self, "delete_minutes", least=0.02)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts post and delete."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        trend, who = participants(
            self.participation, messages=self.trends, accounts=cast.height, rng=rng
        )
        minutes = self.within_minutes + self.delete_minutes[1]
        begun = instants(stage, self, cast, self.trends, rng, room_seconds=60 * minutes)[trend]
        at = begun + np.floor(rng.random(len(who)) * 60 * self.within_minutes).astype(np.int64)
        tags = self._tags(rng).gather(trend)
        words = random_words(self.lang, len(who), rng)
        low, high = self.delete_minutes
        acts = draft_posts(
            stage.first_post,
            len(who),
            author=cast["account"].to_numpy()[who],
            at=at,
            kind="post",
            text=pl.select(pl.concat_str(words, pl.lit(" #"), tags)).to_series(),
            lang=self.lang,
            hashtags=pl.select(pl.concat_list(tags)).to_series(),
            role="pusher",
            deleted=at + np.maximum(60 * rng.uniform(low, high, len(who)), 1).astype(np.int64),
        )
        roles = roles_of(cast["account"], "pusher")
        return stage.deed(cast, acts, roles, rng, camouflage=self.camouflage)

    def _tags(self, rng: np.random.Generator) -> pl.Series:
        """A tag for each trend: two nouns and a number."""
        nouns = pl.Series(hashtag_nouns(LANGUAGES[self.lang], int(rng.integers(5))))
        one, two = (nouns.gather(rng.integers(len(nouns), size=self.trends)) for _ in range(2))
        number = pl.Series(rng.integers(2, 99, self.trends)).cast(pl.String)
        return pl.select(pl.concat_str(one, two, number).alias("tag")).to_series()
