"""Two tiers (A16): a few creators with a rich life, many thin accounts that amplify them.

The attack prescribes: who reposts or answers whom and how soon, the language, that amplifiers
live on little else, and the pause after which the amplifiers come back only to comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import originals, reposts, rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, join_posts, roles_of
from inconcert.simulation.rhythm import DAY
from inconcert.simulation.turnout import delayed, participants

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class TwoTier(Terms):
    """Ranges: creators and amplifiers, comments alone after a takedown (published); 8 to 30
    creators, 100 to 300 amplifiers (assumed).
    """

    code: ClassVar[str] = "A16"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "target", "mentions", "hour"})

    accounts: int = 40
    """Creators and amplifiers together."""
    creators: int = 4
    messages: int = 36
    """Posts of the creators that are amplified."""
    participation: float = 0.3
    takedown: float = 0.6
    """Share of the days after which amplifiers pause, then only reply."""
    pause_days: float = 1.0
    delay_median_seconds: float = 600.0
    delay_sigma: float = 1.2
    camouflage: float = 0.4

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "creators", "messages", least=1)
        limits.share(self, "participation", "takedown")
        limits.number(self, "pause_days", least=0.0)
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        if self.creators >= self.accounts:
            limits.refuse(self, "creators", f"fewer than the {self.accounts} accounts")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the creators post and the amplifiers react."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        creators, amplifiers = cast.head(self.creators), cast.slice(self.creators)
        posts = originals(stage, self, creators, self.messages, rng, role="creator")
        reactions = self._reactions(stage, amplifiers, posts, rng)
        roles = pl.concat(
            [roles_of(creators["account"], "creator"), roles_of(amplifiers["account"], "amplifier")]
        )
        return stage.deed(
            cast,
            join_posts([posts, *reactions]),
            roles,
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _reactions(
        self, stage: Stage, amplifiers: pl.DataFrame, posts: pl.DataFrame, rng: np.random.Generator
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Reposts before the takedown, replies after it and the pause."""
        which, who = participants(
            self.participation, messages=posts.height, accounts=amplifiers.height, rng=rng
        )
        at = delayed(
            posts["at"].to_numpy()[which],
            rng,
            median_seconds=self.delay_median_seconds,
            sigma=self.delay_sigma,
        )
        taken_down = stage.instant(self.start_day + self.takedown * self.days)
        back = taken_down + round(self.pause_days * DAY)
        early, late = at < taken_down, at >= taken_down
        at = np.where(late & (at < back), back + (at - taken_down), at)
        first = stage.first_post + posts.height
        account = amplifiers["account"].to_numpy()[who]
        shared = reposts(first, posts, which[early], account[early], at[early], role="amplifier")
        replies = stage.write(
            rows(amplifiers, who[late]),
            at[late],
            rng,
            first_post=first + shared.height,
            kind="reply",
            target=posts["post"].to_numpy()[which[late]],
        )
        return shared, replies.with_columns(role=pl.lit("amplifier"))
