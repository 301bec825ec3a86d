"""Debate day (O11): members, staff, reporters and scholars post on one vote, in working hours.

The scenario prescribes: the hashtag of the debate, the few links that everyone cites, and working
hours. The words are everyone's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import join_posts, roles_of
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.organic.moves import of_background, shared
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.timing import working_hours

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class DebateDay(Terms):
    """Ranges: politicians and scholars who share tags and links are a published control group;
    100 to 2,000 accounts (assumed).
    """

    code: ClassVar[str] = "O11"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "hashtags", "urls", "text", "text_length", "hour"}
    )

    accounts: int = 100
    posts_per_account: float = 4.0
    """Mean over the days, the first post included."""
    documents: int = 5
    """Links that all cite."""
    link_chance: float = 0.4
    """Chance that a post cites one of them."""
    repost_chance: float = 0.3
    """Chance that a post is followed by a repost of another one of the debate by its author."""
    start_day: float = 2.0
    days: float = 3.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "documents", least=1)
        limits.number(self, "posts_per_account", least=1.0, most=200.0)
        limits.share(self, "link_chance", "repost_chance")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them debate."""
        people = stage.volunteers(self, self.accounts, rng, lang=self.lang)
        count = 1 + rng.poisson(self.posts_per_account - 1, self.accounts)
        who = np.repeat(np.arange(self.accounts), count)
        working_hours(self, stage, self.start_day, self.days)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        at = stage.office_instants(len(who), rng, since=since, until=until)
        drafted = stage.write(
            people.select(pl.all().gather(who)), at, rng, first_post=stage.first_post
        )
        posts = self._cited(stage, drafted, rng)
        reposts = self._reposts(stage.after(posts), posts, until, rng)
        return of_background(join_posts([posts, reposts]), roles_of(people["account"], "debater"))

    def _reposts(
        self, stage: Stage, posts: pl.DataFrame, until: int, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Each post may be followed by a repost of another's post, at work and after that."""
        author = posts["author"].to_numpy()
        passing = np.flatnonzero(rng.random(posts.height) < self.repost_chance)
        which = rng.integers(posts.height, size=len(passing))
        other = author[which] != author[passing]
        passing, which = passing[other], which[other]
        posted = posts["at"].to_numpy()[which]
        late = stage.office_instants(len(passing), rng, since=posted + 1, until=until)
        late = np.maximum(late, posted + 1)
        return shared(stage.first_post, posts, which, author[passing], late, role="debater")

    def _cited(self, stage: Stage, posts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        """Put tag and citation in the place of those that the posts may have."""
        topic = LANGUAGES[self.lang].topics[0]["thing"]
        tag = topic[rng.integers(len(topic))].replace(" ", "") + "2026"
        pages = stage.pages(self.documents, rng).gather(
            rng.integers(self.documents, size=posts.height)
        )
        cites = pl.Series(rng.random(posts.height) < self.link_chance)
        link = pl.select(pl.when(cites).then(pages).alias("url")).to_series()
        bare = pl.col("text").str.replace_all(r" (#|https?://)\S+", "")
        behind = pl.concat_str(pl.lit(" "), link).fill_null("")
        return posts.with_columns(
            text=pl.concat_str(bare, pl.lit(f" #{tag}"), behind),
            hashtags=pl.lit([tag]),
            urls=pl.concat_list(link).list.drop_nulls(),
            role=pl.lit("debater"),
        )
