"""Giveaways (O8): accounts that live on "follow and repost" repost the same campaigns of shops.

The scenario prescribes: the hunters, who repost little but giveaways, and the shops, whose posts
ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import FOLLOWS, join_posts, roles_of
from inconcert.simulation.grammar.genres import giveaway
from inconcert.simulation.organic.moves import said, shared
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.timing import working_hours
from inconcert.simulation.turnout import participants

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class Giveaways(Terms):
    """Ranges: the accounts exist (published); 500 to 30,000 of them, 20 to 300 reposts a day,
    Jaccard of co-reposts 0.1 to 0.6 (assumed).
    """

    code: ClassVar[str] = "O8"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "target", "hour"}
    )

    accounts: int = 60
    """Hunters; the shops are more."""
    shops: int = 12
    """New accounts that give something away, in working hours."""
    campaigns: int = 60
    """Posts of the shops."""
    participation: float = 0.35
    """Mean chance that a hunter reposts a campaign."""
    delay_hours: float = 4.0
    """Median of the log-normal delay after the shop's post."""
    camouflage: float = 0.1
    """Share of ordinary posts among all posts of the accounts."""
    start_day: float = 0.5
    days: float = 12.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "shops", "campaigns", least=1)
        limits.share(self, "participation")
        limits.share(self, "camouflage", most=0.95)
        limits.number(self, "delay_hours", least=0.01)
        if self.campaigns < self.shops:
            limits.refuse(self, "campaigns", f"at least one for each of the {self.shops} shops")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the shops offer and the hunters hunt."""
        cast = stage.recruit(self.shops + self.accounts, rng, lang=self.lang)
        shops, hunters = cast.head(self.shops), cast.slice(self.shops)
        working_hours(self, stage, self.start_day, self.days)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        offers = said(
            stage.first_post,
            shops["account"].to_numpy()[rng.permutation(self.campaigns) % self.shops],
            np.sort(stage.office_instants(self.campaigns, rng, since=since, until=until)),
            giveaway(self.lang, self.campaigns, rng),
            lang=self.lang,
            role="shop",
        )
        which, who = participants(
            self.participation, messages=self.campaigns, accounts=self.accounts, rng=rng
        )
        late = rng.lognormal(np.log(3_600 * self.delay_hours), 1.2, len(who))
        at = offers["at"].to_numpy()[which] + np.maximum(late, 1).astype(np.int64)
        account = hunters["account"].to_numpy()
        reposts = shared(
            stage.first_post + offers.height, offers, which, account[who], at, role="hunter"
        )
        roles = [roles_of(shops["account"], "shop"), roles_of(hunters["account"], "hunter")]
        return stage.deed(
            cast,
            join_posts([offers, reposts]),
            pl.concat(roles),
            rng,
            camouflage=self.camouflage,
            follows=_followers(offers, which, account[who], at),
        )


def _followers(
    offers: pl.DataFrame, which: np.ndarray, hunter: np.ndarray, at: np.ndarray
) -> pl.DataFrame:
    """Whoever reposts an offer follows its shop, as the rules of the giveaway ask."""
    shop = offers["author"].to_numpy()[which]
    table = pl.DataFrame({"source": hunter, "target": shop, "at": at}, schema=FOLLOWS)
    return table.sort("at").unique(["source", "target"], keep="first", maintain_order=True)
