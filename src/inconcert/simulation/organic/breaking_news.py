"""Breaking news (O3): the ground shakes, and within seconds all near it say so; bots sound alarms.

The scenario prescribes: the second of the event, short texts, many equal, from one community most
of all, the one link that everybody shares then, and bots that word the same facts by one client.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import join_posts, roles_of
from inconcert.simulation.grammar.genres import alert, headline
from inconcert.simulation.grammar.shouts import short_shout
from inconcert.simulation.organic.moves import said
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.rhythm import DAY, HOUR

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class BreakingNews(Terms):
    """Ranges: a rise within 5 to 30 s, 10 to 60 % of equal short texts, 5 to 50 bots (assumed)."""

    code: ClassVar[str] = "O3"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "hour", "second",
         "client"}
    )  # fmt: skip

    accounts: int = 200
    """People who say something; the bots are more."""
    rise_seconds: float = 15.0
    """Median of the log-normal delay of the first posts after the event."""
    same: float = 0.4
    """Share of the texts that are equal to the letter."""
    sharers: float = 0.3
    """Share of the people who share the news report in the hours after."""
    bots: int = 10
    """New accounts that sound the alarm at every event."""
    events: int = 2
    """Earthquakes, at any second of the days."""
    days: float = 6.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.number(self, "rise_seconds", least=1.0, most=3_600.0)
        limits.share(self, "same", "sharers")
        limits.whole(self, "bots", "events", least=1)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the ground shake."""
        near = int(rng.choice(stage.accounts.filter(lang=self.lang)["community"].unique().sort()))
        people = stage.volunteers(self, self.accounts, rng, lang=self.lang, community=near)
        begun = stage.instant(self.start_day) + np.sort(
            rng.integers(0, self._last(stage), self.events)
        )
        crowd = self._crowd(stage, people, begun, rng)
        after = stage.after(crowd)
        cast = after.recruit(self.bots, rng, lang=self.lang)
        cast = cast.with_columns(client=pl.lit("alert-relay"))
        acts = self._alerts(after, cast, begun, rng)
        deed = after.deed(cast, acts, roles_of(cast["account"], "bot"), rng, camouflage=0.0)
        return deed.with_crowd(crowd, roles_of(people["account"], "witness"))

    def _last(self, stage: Stage) -> int:
        """Seconds of the days in which an event leaves the people an hour of the span."""
        left = stage.rhythm.end - stage.instant(self.start_day) - HOUR
        return max(min(round(self.days * DAY), left), 1)

    def _crowd(
        self, stage: Stage, people: pl.DataFrame, begun: np.ndarray, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Shouts at each event, then shares of the report on it."""
        account = people["account"].to_numpy()
        event = np.repeat(np.arange(self.events), self.accounts)
        late = rng.lognormal(np.log(self.rise_seconds), 1.0, len(event))
        shouts = said(
            stage.first_post,
            np.tile(account, self.events),
            begun[event] + np.maximum(late, 1).astype(np.int64),
            short_shout(self.lang, "quake", len(event), rng, same=self.same),
            lang=self.lang,
            role="witness",
        )
        told, who = np.nonzero(rng.random((self.events, self.accounts)) < self.sharers)
        report = headline(self.lang, self.events, rng)
        shares = said(
            stage.first_post + shouts.height,
            account[who],
            begun[told] + 300 + np.floor(rng.exponential(HOUR, len(who))).astype(np.int64),
            report.gather(told),
            lang=self.lang,
            role="witness",
            links=stage.pages(self.events, rng).gather(told),
        )
        return join_posts([shouts, shares])

    def _alerts(
        self, stage: Stage, cast: pl.DataFrame, begun: np.ndarray, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Each bot words the facts of each event a few seconds after it."""
        texts = pl.concat([alert(self.lang, self.bots, rng) for _ in range(self.events)])
        late = rng.integers(4, 40, len(texts))
        return said(
            stage.first_post,
            np.tile(cast["account"].to_numpy(), self.events),
            np.repeat(begun, self.bots) + late,
            texts,
            lang=self.lang,
            role="bot",
        )
