"""Hashtag flood (A4): posts that have nothing to do with a live hashtag fill it for some hours.

The attack prescribes: who posts, under which hashtag (one that others use), when, the
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
from inconcert.simulation.turnout import participants

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
    """How long a flood lasts."""
    volume_share: float = 0.5
    """Share of the tag's posts in these hours that are the flood's; more where the tag is so quiet
    that one post of each account makes more."""
    participation: float = 0.7
    """Chance that an account takes part in a flood."""
    event: str | None = None
    """Name of an organic scenario of the same world whose tag is flooded; null: any much-used."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "floods", least=1)
        limits.number(self, "hours", least=0.1, most=24.0)
        limits.number(self, "volume_share", least=0.01, most=0.99)
        limits.share(self, "participation")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts flood the tags."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        live = self._live(stage)
        begun, tag = self._live_tags(stage, live, rng)
        flood, who = self._turnout(self._sizes(live, begun, tag), rng)
        at = begun[flood] + np.floor(rng.random(len(flood)) * self.hours * HOUR).astype(np.int64)
        posts = stage.write(rows(cast, who), at, rng, first_post=stage.first_post)
        acts = _tagged(posts, tag.gather(flood)).with_columns(role=pl.lit("flooder"))
        roles = roles_of(cast["account"], "flooder")
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _live(self, stage: Stage) -> pl.DataFrame:
        """Return the much-used tags with their posts: `post`, `at`, `tag`."""
        if self.event is not None and self.event not in stage.events:
            known = ", ".join(sorted(stage.events)) or "the scenario has none"
            limits.refuse(self, "event", f"the name of an organic scenario of this world: {known}")
        posts = stage.posts if self.event is None else stage.events[self.event].posts
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        used = (
            posts.filter(pl.col("at") >= since, pl.col("at") < until, lang=self.lang)
            .select("post", "at", tag="hashtags")
            .explode("tag")
            .drop_nulls("tag")
        )
        if used.is_empty():
            key = "lang" if self.event is None else "event"
            limits.refuse(self, key, "one with hashtags in the days of the attack")
        top = 10 if self.event is None else 1
        most = used.group_by("tag").len().sort(["len", "tag"], descending=[True, False]).head(top)
        return used.join(most, on="tag", how="semi").sort("at", "post", "tag")

    def _live_tags(
        self, stage: Stage, live: pl.DataFrame, rng: np.random.Generator
    ) -> tuple[Ints, pl.Series]:
        """Return when each flood begins and its tag: a post that bears a much-used one is live."""
        last = stage.rhythm.end - int(self.hours * HOUR)
        early = live.filter(pl.col("at") < last)
        chosen = rows(live, rng.integers(max(early.height, 1), size=self.floods))
        return np.minimum(chosen["at"].to_numpy(), last), chosen["tag"]

    def _sizes(self, live: pl.DataFrame, begun: Ints, tags: pl.Series) -> Ints:
        """Return how many posts make the share of the tag's posts that each flood is to have."""
        there = [
            live.filter(tag=tag)["at"].is_between(at, at + self.hours * HOUR, closed="left").sum()
            for at, tag in zip(begun.tolist(), tags, strict=True)
        ]
        return np.round(np.array(there) * self.volume_share / (1 - self.volume_share)).astype(int)

    def _turnout(self, sizes: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Return flood and account of each post; all accounts take part in one flood at least."""
        flood, who = participants(
            self.participation, messages=self.floods, accounts=self.accounts, rng=rng
        )
        more = [
            rng.choice(np.flatnonzero(flood == number), max(size - (flood == number).sum(), 0))
            for number, size in enumerate(sizes.tolist())
            if (flood == number).any()
        ]
        turn = np.concatenate([np.arange(len(flood)), *more])
        return flood[turn], who[turn]


def _tagged(posts: pl.DataFrame, tags: pl.Series) -> pl.DataFrame:
    """Put the tag in the place of those that the post may have."""
    bare = pl.col("text").str.replace_all(r" #\S+", "")
    return posts.with_columns(
        text=pl.concat_str(bare, pl.lit(" #"), tags), hashtags=pl.concat_list(tags)
    )
