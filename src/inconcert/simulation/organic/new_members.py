"""New members (O12): a class, a club or a firm joins the platform and posts its task together.

The scenario prescribes: who takes part, that some accounts are new, the hashtag of the task, and
that the posts come within its hours. The words are everyone's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import Deed, join_posts, roles_of
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.organic.moves import shared
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.people import created_lately
from inconcert.simulation.rhythm import DAY, HOUR

if TYPE_CHECKING:
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class NewMembers(Terms):
    """Ranges: 20 to 200 accounts, 10 to 60 % of them less than 30 days old (assumed)."""

    code: ClassVar[str] = "O12"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "hashtags", "text", "text_length", "created_at", "hour", "target"}
    )

    accounts: int = 40
    new_share: float = 0.4
    """Share of the accounts that were opened in the 30 days before the span."""
    tasks: int = 3
    """One a day."""
    hour: float = 10.0
    """Local hour at which a task begins, on days in a row."""
    task_hours: float = 1.5
    """All posts of a task come within this time."""
    posts_per_task: int = 2
    """Of each member."""
    repost_chance: float = 0.3
    """Chance that a member reposts another's post of the task."""
    camouflage: float = 0.5
    """Share of ordinary posts among all posts of the accounts."""
    start_day: float = 2.0
    days: float = 4.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "accounts", least=2)
        limits.whole(self, "tasks", "posts_per_task", least=1)
        limits.share(self, "new_share", "repost_chance")
        limits.share(self, "camouflage", most=0.95)
        limits.number(self, "hour", least=0.0, most=23.0)
        limits.number(self, "task_hours", least=0.05, most=12.0)
        if self.tasks > self.days:
            limits.refuse(self, "tasks", f"at most one for each of the {self.days:g} days")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them do their tasks."""
        cast = self._joined(stage, rng)
        due = np.array(
            [stage.local(int(self.start_day) + task, self.hour) for task in range(self.tasks)]
        )
        turn = np.repeat(np.arange(self.tasks), self.accounts * self.posts_per_task)
        who = np.tile(np.repeat(np.arange(self.accounts), self.posts_per_task), self.tasks)
        at = due[turn] + np.floor(rng.random(len(who)) * self.task_hours * HOUR).astype(np.int64)
        posts = stage.write(cast.select(pl.all().gather(who)), at, rng, first_post=stage.first_post)
        posts = self._tagged(posts, rng)
        reposts = self._reposts(stage.after(posts), posts, turn, rng)
        roles = roles_of(cast["account"], "member")
        return stage.deed(
            cast, join_posts([posts, reposts]), roles, rng, camouflage=self.camouflage
        )

    def _reposts(
        self, stage: Stage, posts: pl.DataFrame, turn: np.ndarray, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Members repost what others posted for the same task."""
        passing = np.flatnonzero(rng.random(posts.height) < self.repost_chance)
        step = rng.integers(1, self.accounts, len(passing)) * self.posts_per_task
        size = self.accounts * self.posts_per_task
        which = turn[passing] * size + (passing + step) % size
        late = posts["at"].to_numpy()[which] + rng.integers(5, DAY // 4, len(passing))
        author = posts["author"].to_numpy()[passing]
        return shared(stage.first_post, posts, which, author, late, role="member")

    def _joined(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        cast = stage.recruit(self.accounts, rng, lang=self.lang)
        late = created_lately(stage.population, rng, self.accounts, days=30)
        new = pl.Series(rng.random(self.accounts) < self.new_share)
        return cast.with_columns(created=pl.when(new).then(pl.Series(late)).otherwise("created"))

    def _tagged(self, posts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        names = LANGUAGES[self.lang].family_names
        tag = f"{names[rng.integers(len(names))]}{rng.integers(1, 9)}".replace(" ", "")
        bare = pl.col("text").str.replace_all(r" #\S+", "")
        return posts.with_columns(
            text=pl.concat_str(bare, pl.lit(f" #{tag}")),
            hashtags=pl.lit([tag]),
            role=pl.lit("member"),
        )
