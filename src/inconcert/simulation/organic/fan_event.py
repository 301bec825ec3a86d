"""Fan event (O1): a community of fans celebrates together; open, organic, and very synchronous.

The scenario prescribes: who takes part (accounts of the background's own, with all their prior
life), one hashtag at one time on given evenings, texts from a few shared templates, and quick
reposts of the star's posts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import ACCOUNTS, Deed, all_alike, draft_posts, join_posts, roles_of
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.language import compose
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.rhythm import HOUR, local_second

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class FanEvent(Terms):
    """Ranges: 500 to 50,000 accounts; 20:00 +- 0 to 120 s; 3 to 30 templates; 10 to 200 posts.

    The star is one account more.
    """

    code: ClassVar[str] = "O1"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "text", "hashtags", "hour"})

    hour: float = 20.0
    """Local hour at which the tag is due."""
    spread_seconds: float = 60.0
    """Standard deviation of the tag posts around that hour."""
    templates: int = 8
    tag_posts: int = 2
    """Tag posts of a fan on an evening in which the fan takes part."""
    star_posts: int = 6
    """Posts of the star on an evening, in the two hours that follow."""
    repost_chance: float = 0.5
    """Chance that a fan who takes part reposts a post of the star."""
    repost_delay_seconds: float = 60.0
    """Median of the log-normal delay of those reposts."""
    attendance: float = 0.6
    """Chance that a fan takes part in an evening."""
    start_day: int = 2
    days: int = 3
    """Evenings in a row."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "templates", "tag_posts", "star_posts", "days", least=1)
        limits.whole(self, "start_day", least=0)
        limits.number(self, "hour", least=0.0, most=21.5)
        limits.number(self, "spread_seconds", least=0.0)
        limits.number(self, "repost_delay_seconds", least=1.0)
        limits.share(self, "repost_chance", "attendance")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the star post and the fans celebrate."""
        star, fans = self._cast(stage, rng)
        evening, who = np.nonzero(rng.random((self.days, fans.height)) < self.attendance)
        present = _Present(fans["account"].to_numpy()[who], evening, self._due(stage))
        tagged = self._tag_posts(stage, star, present, rng)
        shown = self._star_posts(
            stage, star, present.due, rng, first=stage.first_post + tagged.height
        )
        reposts = self._reposts(
            shown, present, rng, first=stage.first_post + tagged.height + shown.height
        )
        roles = pl.concat([roles_of(star["account"], "star"), roles_of(fans["account"], "fan")])
        posts = join_posts([tagged, shown, reposts])
        return Deed(pl.DataFrame(schema=ACCOUNTS), posts, roles)

    def _cast(self, stage: Stage, rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The star: the most influential account of the language; fans: mostly its community."""
        able = stage.accounts.filter(pl.col("lang") == self.lang).sort(
            "influence", "account", descending=[True, False]
        )
        if able.height <= self.accounts:
            limits.refuse(
                self, "accounts", f"fewer than the {able.height} accounts that speak {self.lang!r}"
            )
        star, others = able.head(1), able.slice(1)
        near = (others["community"] == star["community"][0]).to_numpy()
        weights = np.where(near, 12.0, 1.0) * np.sqrt(others["activity"].to_numpy())
        chosen = rng.choice(others.height, self.accounts, replace=False, p=weights / weights.sum())
        return star, others[np.sort(chosen).tolist()]

    def _due(self, stage: Stage) -> NDArray[np.int64]:
        first = stage.population.first_date + timedelta(days=self.start_day)
        evenings = [first + timedelta(days=day) for day in range(self.days)]
        place = stage.population.timezone
        return np.array([local_second(day, self.hour, place) for day in evenings])

    def _tag_posts(
        self, stage: Stage, star: pl.DataFrame, present: _Present, rng: np.random.Generator
    ) -> pl.DataFrame:
        """The first post is due at the hour, further ones follow in the next hour or so."""
        author = np.repeat(present.account, self.tag_posts)
        turn = np.tile(np.arange(self.tag_posts), len(present.account))
        due = np.repeat(present.due[present.evening], self.tag_posts)
        prompt = rng.normal(0, self.spread_seconds, len(author))
        later = rng.lognormal(np.log(HOUR / 3), 0.8, len(author))
        tag, texts = self._words(star, len(author), rng)
        return draft_posts(
            stage.first_post,
            len(author),
            author=author,
            at=due + np.where(turn == 0, prompt, later).astype(np.int64),
            kind="post",
            text=texts,
            lang=self.lang,
            hashtags=all_alike(tag, len(author)),
            role="fan",
        )

    def _words(
        self, star: pl.DataFrame, count: int, rng: np.random.Generator
    ) -> tuple[str, pl.Series]:
        """Return the tag and texts: a template, half of the time with a word of one's own."""
        language = LANGUAGES[self.lang]
        topics = np.full(self.templates, star["community"][0])
        templates = compose(language, topics, rng).gather(rng.integers(self.templates, size=count))
        own = pl.Series(rng.random(count) < 0.5)
        feeling = pl.Series(language.words["feel"]).gather(
            rng.integers(len(language.words["feel"]), size=count)
        )
        tag = language.topics[1]["thing"][rng.integers(len(language.topics[1]["thing"]))]
        tag = tag.replace(" ", "") + language.given_names[rng.integers(len(language.given_names))]
        added = (
            pl.when(own)
            .then(pl.concat_str(pl.lit(language.separator), feeling))
            .otherwise(pl.lit(""))
        )
        return tag, pl.select(pl.concat_str(templates, added, pl.lit(f" #{tag}"))).to_series()

    def _star_posts(
        self,
        stage: Stage,
        star: pl.DataFrame,
        due: NDArray[np.int64],
        rng: np.random.Generator,
        *,
        first: int,
    ) -> pl.DataFrame:
        at = np.repeat(due, self.star_posts) + rng.integers(0, 2 * HOUR, self.star_posts * len(due))
        authors = star[np.zeros(len(at), dtype=np.int64).tolist()]
        posts = stage.write(authors, at, rng, first_post=first)
        return posts.with_columns(role=pl.lit("star"))

    def _reposts(
        self,
        shown: pl.DataFrame,
        present: _Present,
        rng: np.random.Generator,
        *,
        first: int,
    ) -> pl.DataFrame:
        """`shown` has `star_posts` rows an evening, in the order of the evenings."""
        joins = rng.random((len(present.account), self.star_posts)) < self.repost_chance
        who, turn = np.nonzero(joins)
        row = present.evening[who] * self.star_posts + turn
        delay = rng.lognormal(np.log(self.repost_delay_seconds), 1.0, len(who))
        return draft_posts(
            first,
            len(who),
            author=present.account[who],
            at=shown["at"].to_numpy()[row] + np.maximum(delay, 1).astype(np.int64),
            kind="repost",
            target=shown["post"].to_numpy()[row],
            role="fan",
        )


@dataclass(frozen=True)
class _Present:
    """Who takes part on which evening: one entry for each fan and evening."""

    account: NDArray[np.int64]
    evening: NDArray[np.int64]
    due: NDArray[np.int64]
    """The second at which the tag is due, one entry an evening."""
