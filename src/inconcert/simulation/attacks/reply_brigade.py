"""Reply brigade (A7): a group answers the posts of listed targets, five or more under each.

The attack prescribes: who replies, to whom (popular accounts of the background, who are no part of
it), how soon, the language and how alike the replies are. Their texts are worded as anyone's
replies; copies of one wording differ by edits alone.
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
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.turnout import delayed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class ReplyBrigade(Terms):
    """Ranges: five or more replies to a post, of one campaign (published), 5 to 300 repliers and
    delays of 1 min to 48 h (assumed).
    """

    code: ClassVar[str] = "A7"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "text", "target", "mentions"})

    targets: int = 12
    """Posts that are answered, among the most reacted to of the days of the attack."""
    repliers_per_target: int = 8
    """Replies under a post, each by another account; five or more make a brigade."""
    wordings: int = 3
    """Different wordings that the replies under one post share."""
    edits: float = 0.02
    """Share of the characters of a reply that are changed."""
    delay_median_seconds: float = 1_800.0
    delay_sigma: float = 1.2
    """Of the log-normal delay after the post."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "targets", "wordings", least=1)
        limits.whole(self, "repliers_per_target", least=5)
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        limits.share(self, "edits")
        if self.repliers_per_target > self.accounts:
            limits.refuse(self, "repliers_per_target", f"at most the {self.accounts} accounts")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the brigade answer."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        posts = self._answered(stage, rng)
        acts = self._replies(stage, cast, posts, rng)
        touched = roles_of(posts["author"].unique().sort(), "target", member=False)
        return stage.deed(
            cast,
            acts,
            pl.concat([roles_of(cast["account"], "replier"), touched]),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _answered(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        posts = stage.popular(
            self.targets,
            rng,
            lang=self.lang,
            since=stage.instant(self.start_day),
            until=stage.instant(self.start_day + self.days),
        )
        if posts.is_empty():
            limits.refuse(self, "lang", "a language in which the background posts in these days")
        return posts

    def _replies(
        self, stage: Stage, cast: pl.DataFrame, posts: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        which, who = self._assigned(posts.height, rng)
        at = delayed(
            posts["at"].to_numpy()[which],
            rng,
            median_seconds=self.delay_median_seconds,
            sigma=self.delay_sigma,
        )
        drafted = stage.write(
            rows(cast, who),
            at,
            rng,
            first_post=stage.first_post,
            kind="reply",
            target=posts["post"].to_numpy()[which],
        )
        return self._copied(drafted, which, rng)

    def _assigned(self, targets: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Return target and account of each reply; who answers none answers one more."""
        which = np.repeat(np.arange(targets), self.repliers_per_target)
        who = np.concatenate(
            [rng.permutation(self.accounts)[: self.repliers_per_target] for _ in range(targets)]
        )
        idle = np.setdiff1d(np.arange(self.accounts), who)
        return (
            np.concatenate([which, rng.integers(targets, size=len(idle))]),
            np.concatenate([who, idle]),
        )

    def _copied(self, posts: pl.DataFrame, which: Ints, rng: np.random.Generator) -> pl.DataFrame:
        """Let the replies under one post share a few wordings."""
        wording = which * self.wordings + rng.integers(self.wordings, size=len(which))
        first = pl.DataFrame({"wording": wording}).with_row_index("row")
        model = first.with_columns(pl.col("row").min().over("wording"))["row"]
        copied = ["text", "lang", "hashtags", "urls", "media"]
        words = posts.select(pl.col(copied).gather(model))
        return posts.with_columns(
            *words.drop("text").get_columns(),
            text=edited(words["text"], self.edits, rng),
            role=pl.lit("replier"),
        )
