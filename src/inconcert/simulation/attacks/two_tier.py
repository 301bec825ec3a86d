"""Two tiers (A16): a few creators with a rich life, many thin accounts that amplify them.

The attack prescribes: who reposts or answers whom and how soon, the language, that amplifiers
live on little else, the pause after which the amplifiers come back only to comment, and that a
reserve of them sleeps until then.
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
    """Chance that an amplifier reacts to a post."""
    takedown: float = 0.6
    """Share of the days after which amplifiers pause; then they answer and repost no more."""
    pause_days: float = 1.0
    reserve: float = 0.15
    """Share of the amplifiers that are silent until the pause is over."""
    delay_median_seconds: float = 600.0
    delay_sigma: float = 1.2
    """Of the log-normal delay after the creator's post."""
    camouflage: float = 0.4

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "creators", "messages", least=1)
        limits.share(self, "participation", "takedown", "reserve")
        limits.number(self, "pause_days", least=0.0)
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        if self.creators >= self.accounts:
            limits.refuse(self, "creators", f"fewer than the {self.accounts} accounts")
        if self.messages < self.creators:
            limits.refuse(self, "messages", f"at least one for each of {self.creators} creators")
        rest = (1 - self.takedown) * self.days
        if self.pause_days >= rest:
            limits.refuse(self, "pause_days", f"less than the {rest:g} days after the takedown")

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
            awake=self._awake(stage, amplifiers),
        )

    def _pause(self, stage: Stage) -> tuple[int, int]:
        """Return when the amplifiers fall silent and when they are back."""
        taken_down = stage.instant(self.start_day + self.takedown * self.days)
        return taken_down, taken_down + round(self.pause_days * DAY)

    def _reserves(self) -> int:
        return round(self.reserve * (self.accounts - self.creators))

    def _awake(self, stage: Stage, amplifiers: pl.DataFrame) -> pl.DataFrame:
        """Nobody but the creators posts in the pause, nor the reserve before it."""
        taken_down, back = self._pause(stage)
        account, clock = amplifiers["account"], stage.rhythm
        early = account.slice(self._reserves()).to_frame()
        before = early.with_columns(_time(clock.start, "since"), _time(taken_down, "until"))
        after = account.to_frame().with_columns(_time(back, "since"), _time(clock.end, "until"))
        return pl.concat([before, after])

    def _reactions(
        self, stage: Stage, amplifiers: pl.DataFrame, posts: pl.DataFrame, rng: np.random.Generator
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Reposts before the takedown, replies after it and the pause."""
        which, who = participants(
            self.participation, messages=posts.height, accounts=amplifiers.height, rng=rng
        )
        at, late = self._instants(stage, posts["at"].to_numpy()[which], who, rng)
        first = stage.first_post + posts.height
        account = amplifiers["account"].to_numpy()[who]
        shared = reposts(first, posts, which[~late], account[~late], at[~late], role="amplifier")
        replies = stage.write(
            rows(amplifiers, who[late]),
            at[late],
            rng,
            first_post=first + shared.height,
            kind="reply",
            target=posts["post"].to_numpy()[which[late]],
        )
        return shared, replies.with_columns(role=pl.lit("amplifier"))

    def _instants(
        self, stage: Stage, posted: Ints, who: Ints, rng: np.random.Generator
    ) -> tuple[Ints, NDArray[np.bool_]]:
        """Return when each reaction comes, and whether it does so after the pause.

        What would have come while its account is silent comes at some time after the pause.
        """
        taken_down, back = self._pause(stage)
        at = delayed(posted, rng, median_seconds=self.delay_median_seconds, sigma=self.delay_sigma)
        silent = (at >= taken_down) | (who < self._reserves())
        again = stage.instants(
            len(at), rng, since=back + 1, until=stage.instant(self.start_day + self.days)
        )
        return np.where(silent & (at < back), again, at), silent


def _time(second: int, name: str) -> pl.Expr:
    return pl.lit(second, dtype=pl.Int64).alias(name)
