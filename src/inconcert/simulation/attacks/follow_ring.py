"""Follow ring (A10): accounts follow each other back and name each other in trains of mentions.

The attack prescribes: who follows whom, and posts that name another member. What else these posts
say is worded as anyone's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import instants, reposts, rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import FOLLOWS, Deed, join_posts, roles_of
from inconcert.simulation.rhythm import DAY
from inconcert.simulation.turnout import delayed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class FollowRing(Terms):
    """Ranges: 100 to 10,000 accounts, reciprocity 0.7 to 0.95, 10 to 20 names a train (assumed);
    trains and follow-back are published.

    A train names one member here, where trains seen name many: a post of the simulation names one.
    """

    code: ClassVar[str] = "A10"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "mentions", "text", "text_length", "follows"}
    )

    accounts: int = 40
    follows: int = 20
    """Members that a member follows, on average."""
    reciprocity: float = 0.85
    """Share of the follows within the ring that are mutual."""
    trains: int = 30
    """Posts that name a member and are reposted by others of the ring."""
    train_reposts: int = 5
    """Members that repost a train."""
    delay_median_seconds: float = 1_200.0
    delay_sigma: float = 1.0
    """Of the log-normal delay of a repost."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "follows", "trains", "train_reposts", least=1)
        limits.share(self, "reciprocity")
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        for key in ("follows", "train_reposts"):
            if getattr(self, key) >= self.accounts:
                limits.refuse(self, key, f"fewer than the {self.accounts} accounts")
        if self._pairs() > self.accounts * (self.accounts - 1) // 2:
            limits.refuse(
                self, "reciprocity", f"more, or {self.follows} follows an account find no room"
            )

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the ring follow and name its members."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        trains = self._trains(stage, cast, rng)
        passed_on = self._passed_on(stage, cast, trains, rng)
        return stage.deed(
            cast,
            join_posts([trains, passed_on]),
            roles_of(cast["account"], "ring"),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
            follows=self._follows(stage, cast, rng),
        )

    def _trains(self, stage: Stage, cast: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        at = instants(stage, self, cast, self.trains, rng)
        author = rng.integers(cast.height, size=self.trains)
        named = (author + rng.integers(1, cast.height, self.trains)) % cast.height
        posts = stage.write(rows(cast, author), at, rng, first_post=stage.first_post)
        return posts.with_columns(
            mention=pl.Series(cast["account"].to_numpy()[named]), role=pl.lit("ring")
        )

    def _passed_on(
        self, stage: Stage, cast: pl.DataFrame, trains: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Let others repost each train; who wrote none and reposts none reposts one more."""
        which = np.repeat(np.arange(self.trains), self.train_reposts)
        author = trains["author"].to_numpy() - int(cast["account"][0])
        step = np.concatenate(
            [1 + rng.permutation(self.accounts - 1)[: self.train_reposts] for _ in author]
        )
        place = (author[which] + step) % self.accounts
        idle = np.setdiff1d(np.arange(self.accounts), np.concatenate([author, place]))
        which = np.concatenate([which, rng.integers(self.trains, size=len(idle))])
        who = cast["account"].to_numpy()[np.concatenate([place, idle])]
        at = delayed(
            trains["at"].to_numpy()[which],
            rng,
            median_seconds=self.delay_median_seconds,
            sigma=self.delay_sigma,
        )
        first = stage.first_post + trains.height
        return reposts(first, trains, which, who, at, role="ring")

    def _pairs(self) -> int:
        """Number of pairs of which one follows the other at least.

        Of p pairs of which the share m is mutual, 2 m of the 1 + m follows a pair are mutual: for
        the reciprocity r, m is r / (2 - r).
        """
        return round(self.accounts * self.follows / (1 + self._mutual()))

    def _mutual(self) -> float:
        return self.reciprocity / (2 - self.reciprocity)

    def _follows(self, stage: Stage, cast: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        """Follows of the last days before the attack's end, the mutual ones within a day."""
        drawn = rng.choice(self.accounts * (self.accounts - 1) // 2, self._pairs(), replace=False)
        one, other = _ends_of(drawn)
        turned = rng.random(len(drawn)) < 0.5
        source, target = np.where(turned, other, one), np.where(turned, one, other)
        end = stage.instant(self.start_day + self.days)
        at = end - rng.integers(1, 30 * DAY, len(source))
        back = rng.random(len(source)) < self._mutual()
        answered = np.minimum(at[back] + rng.integers(60, DAY, int(back.sum())), end - 1)
        account = cast["account"].to_numpy()
        table = {
            "source": account[np.concatenate([source, target[back]])],
            "target": account[np.concatenate([target, source[back]])],
            "at": np.concatenate([at, answered]),
        }
        return pl.DataFrame(table, schema=FOLLOWS)


def _ends_of(pairs: Ints) -> tuple[Ints, Ints]:
    """Return i < j of the pairs that are numbered (0, 1), (0, 2), (1, 2), (0, 3), ..."""
    larger = np.floor((1 + np.sqrt(1 + 8 * pairs.astype(np.float64))) / 2).astype(np.int64)
    return pairs - larger * (larger - 1) // 2, larger
