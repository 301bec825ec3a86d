"""Paraphrased messages (A3): a few messages in many wordings, so that no two texts are alike.

The attack prescribes: who posts, that the texts of one message say the same in other words, the
window in which they appear, the language, and that members repost and answer one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import instants, of_others, reposts, rows, says
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, join_posts, roles_of
from inconcert.simulation.grammar.wordings import draw_messages, reword
from inconcert.simulation.turnout import delayed, participants

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class ParaphrasedMessage(Terms):
    """Ranges: 1,140 accounts whose texts classifiers miss while their coordination shows
    (published); 50 accounts and more, 5 to 30 messages, cosine 0.1 to 0.4 (assumed).
    """

    code: ClassVar[str] = "A3"
    composes: ClassVar[bool] = True
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "text", "text_length", "target"})

    messages: int = 10
    """Messages, each worded by many."""
    participation: float = 0.4
    """Chance that an account posts its wording of a message."""
    paraphrase: float = 1.0
    """0: all wordings are equal; 1: each is independent."""
    window_seconds: float = 3_600.0
    """The wordings of a message appear within this time."""
    mutual_reposts: int = 4
    """Posts of other members that each account reposts."""
    mutual_replies: int = 2
    """Posts of other members that each account answers."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "messages", least=1)
        limits.whole(self, "mutual_reposts", "mutual_replies", least=0)
        limits.number(self, "window_seconds", least=1.0)
        limits.share(self, "participation", "paraphrase")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let every account post its wordings, and the members react to one another."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        posts = self._wordings(stage, cast, rng)
        shared = self._passed_on(stage.first_post + posts.height, cast, posts, rng)
        answers = self._answers(stage, posts.height + shared.height, cast, posts, rng)
        return stage.deed(
            cast,
            join_posts([posts, shared, answers]),
            roles_of(cast["account"], "poster"),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _wordings(self, stage: Stage, cast: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        message, who = participants(
            self.participation, messages=self.messages, accounts=cast.height, rng=rng
        )
        said = draw_messages(self.lang, np.zeros(self.messages, dtype=np.int64), rng)
        begun = instants(stage, self, cast, self.messages, rng)[message]
        shift = float(cast["shift_hours"][0])
        at = stage.instants(
            len(who), rng, since=begun, until=begun + self.window_seconds, shift_hours=shift
        )
        texts = reword(said, message, rng, paraphrase=self.paraphrase)
        posts = says(stage, rows(cast, who), at, texts, rng, first_post=stage.first_post)
        return posts.with_columns(role=pl.lit("poster"))

    def _passed_on(
        self, first: int, cast: pl.DataFrame, posts: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        who, which = of_others(cast, posts, self.mutual_reposts, rng)
        at = delayed(posts["at"].to_numpy()[which], rng, median_seconds=1_200, sigma=1.2)
        return reposts(first, posts, which, cast["account"].to_numpy()[who], at, role="poster")

    def _answers(
        self,
        stage: Stage,
        taken: int,
        cast: pl.DataFrame,
        posts: pl.DataFrame,
        rng: np.random.Generator,
    ) -> pl.DataFrame:
        who, which = of_others(cast, posts, self.mutual_replies, rng)
        at = delayed(posts["at"].to_numpy()[which], rng, median_seconds=1_800, sigma=1.2)
        written = stage.write(
            rows(cast, who),
            at,
            rng,
            first_post=stage.first_post + taken,
            kind="reply",
            target=posts["post"].to_numpy()[which],
        )
        return written.with_columns(role=pl.lit("poster"))
