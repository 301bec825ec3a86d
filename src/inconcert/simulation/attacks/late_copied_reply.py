"""Late copied replies (A7): days after a post, several accounts answer it with copied words.

The attack prescribes: who replies, to what, after how many days, and that the words are those of a
reply that others wrote under the same post when it was new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, draft_posts, roles_of
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.rhythm import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class LateCopiedReply(Terms):
    """Ranges: seven accounts that copied after 6 and after 13 days (published for one case)."""

    code: ClassVar[str] = "A7"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "target", "mentions", "hour"}
    )

    accounts: int = 14
    targets: int = 6
    """Posts that are answered late, written in the days of the attack."""
    copies_per_target: int = 7
    """Copies under a post, each by another account."""
    delay_days: tuple[float, float] = (4.0, 6.0)
    """How long after the post the copies come: the least and the most."""
    edits: float = 0.0
    """Share of the characters of a copy that are changed."""
    start_day: float = 0.5
    days: float = 6.0
    camouflage: float = 0.7

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "targets", "copies_per_target", least=1)
        limits.span(self, "delay_days", least=0.01)
        limits.share(self, "edits")
        if self.copies_per_target > self.accounts:
            limits.refuse(self, "copies_per_target", f"at most the {self.accounts} accounts")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts copy."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        models = self._models(stage, rng)
        which, who = self._assigned(models.height, rng)
        low, high = self.delay_days
        late = rng.uniform(low * DAY, high * DAY, len(which)).astype(np.int64)
        at = models["target_at"].to_numpy()[which] + late
        acts = self._copies(stage, rows(cast, who), rows(models, which), at, rng)
        roles = roles_of(cast["account"], "copier")
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _models(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        """New replies of the background, one to each of `targets` posts; refused where none are."""
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        begun = stage.posts.select(target="post", target_at="at", target_kind="kind")
        replies = (
            stage.posts.filter(pl.col("kind") == "reply", lang=self.lang)
            .join(begun, on="target", how="inner")
            .filter(pl.col("target_at") >= since, pl.col("target_at") < until)
            .filter(pl.col("at") < pl.col("target_at") + self.delay_days[0] * DAY)
            .sort("post")
            .unique("target", keep="first", maintain_order=True)
        )
        if replies.is_empty():
            limits.refuse(self, "start_day", "days in which posts of this language have replies")
        size = min(self.targets, replies.height)
        return rows(replies, np.sort(rng.permutation(replies.height)[:size]))

    def _assigned(self, targets: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
        which = np.repeat(np.arange(targets), self.copies_per_target)
        turns = np.arange(len(which)) + rng.integers(self.accounts)
        idle = np.setdiff1d(np.arange(self.accounts), turns % self.accounts)
        return (
            np.concatenate([which, rng.integers(targets, size=len(idle))]),
            np.concatenate([turns % self.accounts, idle]),
        )

    def _copies(
        self,
        stage: Stage,
        authors: pl.DataFrame,
        models: pl.DataFrame,
        at: Ints,
        rng: np.random.Generator,
    ) -> pl.DataFrame:
        return draft_posts(
            stage.first_post,
            authors.height,
            author=authors["account"],
            at=at,
            kind="reply",
            target=models["target"],
            text=edited(models["text"], self.edits, rng),
            lang=models["lang"],
            hashtags=models["hashtags"],
            urls=models["urls"],
            media=models["media"],
            role="copier",
        )
