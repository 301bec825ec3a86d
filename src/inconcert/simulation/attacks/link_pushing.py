"""Link pushing (A6): many accounts share pages of one family of domains, soon after one another.

The attack prescribes: who shares, which domains, how soon the shares of a page follow, the
language, and that every act has a link. Texts are worded as anyone's; trackers and shorteners are
put before links as often as the attack says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import instants, rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, roles_of
from inconcert.simulation.links import codes, shortened, tracked_links
from inconcert.simulation.turnout import delayed, everyone, one_of_each, participants

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

_SUFFIXES = ("news.example", "post.example", "report.example", "today.example")


@dataclass(frozen=True, kw_only=True)
class LinkPushing(Terms):
    """Ranges: 2 to 190 domains (published cases: 193 portals, 352 domains of clones), 20 to 2,000
    accounts and delays of 5 to 600 s (assumed).
    """

    code: ClassVar[str] = "A6"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "urls", "text", "text_length"})

    domains: int = 6
    """Domains of the family; each has a page at least."""
    pages: int = 25
    """Pages that are shared."""
    participation: float = 0.3
    """Chance that an account shares a page."""
    delay_median_seconds: float = 120.0
    """Of the log-normal delay after the first share of a page."""
    delay_sigma: float = 1.0
    tracked: float = 0.3
    """Share of the links that carry a tracker's parameters."""
    shortened: float = 0.1
    """Share of the links behind a shortener."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "domains", "pages", least=1)
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        limits.share(self, "participation")
        limits.share(self, "tracked", "shortened", most=0.5)
        if self.pages < self.domains:
            limits.refuse(self, "pages", f"at least one for each of the {self.domains} domains")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the accounts share the pages."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        page, who = participants(
            self.participation, messages=self.pages, accounts=cast.height, rng=rng
        )
        begun = instants(stage, self, cast, self.pages, rng)[page]
        later = delayed(
            begun, rng, median_seconds=self.delay_median_seconds, sigma=self.delay_sigma
        )
        at = np.where(one_of_each(page, rng), begun, later)
        posts = stage.write(rows(cast, who), at, rng, first_post=stage.first_post)
        acts = _linked(posts, self._links(page, rng)).with_columns(role=pl.lit("sharer"))
        return stage.deed(
            cast,
            acts,
            roles_of(cast["account"], "sharer"),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _links(self, page: NDArray[np.int64], rng: np.random.Generator) -> pl.Series:
        """Each share's link: the page's own address, or that with a tracker, or a short one."""
        names = codes(self.domains, rng, length=6)
        hosts = pl.select(pl.concat_str(names, pl.lit("-"), _any_suffix(self.domains, rng)))
        chosen = everyone(rng.integers(self.domains, size=self.pages), self.domains)
        host = hosts.to_series().gather(chosen)
        number = pl.Series(rng.integers(10_000, 1_000_000, self.pages)).cast(pl.String)
        pages = pl.select(pl.concat_str(pl.lit("https://"), host, pl.lit("/a/"), number))
        links = pages.to_series().gather(page).alias("url")
        drawn = pl.Series(rng.random(len(page)))
        return pl.select(
            pl.when(drawn < self.shortened)
            .then(shortened(len(page), rng))
            .when(drawn < self.shortened + self.tracked)
            .then(tracked_links(links, rng))
            .otherwise(links)
            .alias("url")
        ).to_series()


def _any_suffix(count: int, rng: np.random.Generator) -> pl.Series:
    return pl.Series(_SUFFIXES).gather(rng.integers(len(_SUFFIXES), size=count))


def _linked(posts: pl.DataFrame, links: pl.Series) -> pl.DataFrame:
    """Put the link into text and list, in the place of one that the post may have."""
    bare = pl.col("text").str.replace_all(r" https?://\S+", "")
    return posts.with_columns(
        text=pl.concat_str(bare, pl.lit(" "), links), urls=pl.concat_list(links)
    )
