"""Hashtag flood (A4): posts that have nothing to do with a live hashtag fill it for some hours.

The attack prescribes: who posts, under which hashtag (one that the background uses), when, the
language, and that the words belong to another topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, roles_of
from inconcert.simulation.rhythm import HOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class HashtagFlood(Terms):
    """Ranges: 20 to 2,000 accounts, 10 to 60 % of a tag's volume for 1 to 6 h (assumed)."""

    code: ClassVar[str] = "A4"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "hashtags", "text", "text_length", "hour"}
    )

    floods: int = 3
    """How often a tag is flooded, each time one of the most used."""
    hours: float = 3.0
    posts_per_account: tuple[int, int] = (1, 4)
    """Of an account in one flood: the least and the most."""
    participation: float = 0.7
    """Chance that an account takes part in a flood."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "floods", least=1)
        limits.number(self, "hours", least=0.1, most=24.0)
        limits.span(self, "posts_per_account", least=1, most=100)
        limits.share(self, "participation")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts flood the tags."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        flood, who = self._turnout(rng)
        begun, tag = self._live_tags(stage, rng)
        at = begun[flood] + np.floor(rng.random(len(flood)) * self.hours * HOUR).astype(np.int64)
        posts = stage.write(rows(cast, who), at, rng, first_post=stage.first_post)
        acts = _tagged(posts, tag.gather(flood)).with_columns(role=pl.lit("flooder"))
        roles = roles_of(cast["account"], "flooder")
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _turnout(self, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Return flood and account of each post; who joins in none joins in the first."""
        joins = rng.random((self.floods, self.accounts)) < self.participation
        joins[0, ~joins.any(axis=0)] = True
        flood, who = np.nonzero(joins)
        low, high = self.posts_per_account
        count = rng.integers(low, high + 1, len(flood))
        return np.repeat(flood, count), np.repeat(who, count)

    def _live_tags(self, stage: Stage, rng: np.random.Generator) -> tuple[Ints, pl.Series]:
        """Return when each flood begins and its tag: a post that bears a much-used one is live."""
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        used = (
            stage.posts.filter(pl.col("at") >= since, pl.col("at") < until, lang=self.lang)
            .select("post", "at", tag="hashtags")
            .explode("tag")
            .drop_nulls("tag")
        )
        most = used.group_by("tag").len().sort(["len", "tag"], descending=[True, False]).head(10)
        live = used.join(most, on="tag", how="semi").sort("post", "tag")
        if live.is_empty():
            limits.refuse(self, "lang", "a language in which the background uses hashtags")
        chosen = rows(live, rng.integers(live.height, size=self.floods))
        return chosen["at"].to_numpy(), chosen["tag"]


def _tagged(posts: pl.DataFrame, tags: pl.Series) -> pl.DataFrame:
    """Put the tag in the place of those that the post may have."""
    bare = pl.col("text").str.replace_all(r" #\S+", "")
    return posts.with_columns(
        text=pl.concat_str(bare, pl.lit(" #"), tags), hashtags=pl.concat_list(tags)
    )
