"""Seed and ping (A17): one account plants a claim, others quote it at media: "please check this".

The attack prescribes: who seeds, whose posts are answered (accounts of the background with reach),
that the answers come within the hour after the seed, and their words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import originals, rows, says
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, join_posts, roles_of
from inconcert.simulation.grammar.genres import please_check

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class SeedAndPing(Terms):
    """Ranges: 54 targets (published for one case); 10 to 90 accounts, delays of 10 to 60 min
    (assumed).
    """

    code: ClassVar[str] = "A17"
    composes: ClassVar[bool] = True
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "target", "hour"}
    )

    seeders: int = 4
    """Accounts that plant claims; the others ping."""
    claims: int = 10
    """Posts that are planted."""
    targets: int = 30
    """Accounts, of those with most reach, whose posts are answered."""
    pings_per_claim: int = 8
    """Replies that point at a claim, each by another account."""
    delay_minutes: tuple[float, float] = (10.0, 60.0)
    """From the seed to the ping: the least and the most."""
    days: float = 9.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "seeders", "claims", "targets", "pings_per_claim", least=1)
        limits.span(self, "delay_minutes", least=0.1)
        if self.seeders >= self.accounts:
            limits.refuse(self, "seeders", f"fewer than the {self.accounts} accounts")
        if self.claims < self.seeders:
            limits.refuse(self, "claims", f"at least one for each of the {self.seeders} seeders")
        pingers = self.accounts - self.seeders
        if self.pings_per_claim > pingers:
            limits.refuse(self, "pings_per_claim", f"at most the {pingers} who ping")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the claims be planted and pinged."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        seeders, quoters = cast.head(self.seeders), cast.slice(self.seeders)
        heard = self._heard(stage)
        claims = originals(
            stage,
            self,
            seeders,
            self.claims,
            rng,
            role="seeder",
            evenly=True,
            room_seconds=60 * self.delay_minutes[1],
            not_before=heard["at"][0],
        )
        pings = self._pings(stage, quoters, claims, heard, rng)
        roles = [
            roles_of(seeders["account"], "seeder"),
            roles_of(quoters["account"], "pinger"),
            roles_of(heard["author"].unique().sort(), "target", member=False),
        ]
        return stage.deed(
            cast,
            join_posts([claims, pings]),
            pl.concat(roles),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _heard(self, stage: Stage) -> pl.DataFrame:
        """Original posts of the accounts with most reach, sorted by time."""
        first = stage.posts.filter(
            pl.col("kind") == "post", pl.col("at") < stage.instant(self.start_day + self.days)
        )
        able = stage.accounts.filter(lang=self.lang).join(
            first, left_on="account", right_on="author", how="semi"
        )
        if able.is_empty():
            limits.refuse(self, "lang", "a language in which the background posts by then")
        best = able.sort(["influence", "account"], descending=[True, False]).head(self.targets)
        return first.filter(pl.col("author").is_in(best["account"].implode())).sort("at", "post")

    def _pings(
        self,
        stage: Stage,
        quoters: pl.DataFrame,
        claims: pl.DataFrame,
        heard: pl.DataFrame,
        rng: np.random.Generator,
    ) -> pl.DataFrame:
        """Each ping answers the last posts of a target before it; who pings none pings once."""
        which = np.repeat(np.arange(claims.height), self.pings_per_claim)
        turn = np.arange(len(which)) + rng.integers(quoters.height)
        idle = np.setdiff1d(np.arange(quoters.height), turn % quoters.height)
        which = np.concatenate([which, rng.integers(claims.height, size=len(idle))])
        who = np.concatenate([turn % quoters.height, idle])
        low, high = self.delay_minutes
        late = np.ceil(60 * rng.uniform(low, high, len(which))).astype(np.int64)
        at = claims["at"].to_numpy()[which] + late
        before = np.searchsorted(heard["at"].to_numpy(), at, side="left")
        recent = np.floor(rng.random(len(at)) * np.minimum(before, 40)).astype(np.int64)
        chosen = before - 1 - recent
        pings = says(
            stage,
            rows(quoters, who),
            at,
            please_check(self.lang, len(which), rng),
            rng,
            first_post=stage.first_post + claims.height,
            kind="reply",
            target=heard["post"].to_numpy()[chosen],
        )
        return pings.with_columns(role=pl.lit("pinger"))
