"""Petition tag (O4): thousands protest under one hashtag, most of them once, a few without end.

The scenario prescribes: who takes part (accounts of the background), the hashtag and its slogan,
how often each posts, and that a small share makes most of the reposts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from inconcert.simulation import limits
from inconcert.simulation.draft import join_posts, roles_of
from inconcert.simulation.grammar.slogans import slogan, slogan_posts
from inconcert.simulation.organic.moves import heavy_tailed, of_background, said, shared
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.turnout import distinct

if TYPE_CHECKING:
    import polars as pl

    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage

_TOP = 0.02


@dataclass(frozen=True, kw_only=True)
class PetitionTag(Terms):
    """Ranges: 588,000 accounts, 78 % of authors post once, 2 % make more than half of the reposts,
    12 % of the volume is original (published for one protest).
    """

    code: ClassVar[str] = "O4"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "target"}
    )

    accounts: int = 300
    once_share: float = 0.78
    """Share of the authors who post once."""
    same: float = 0.4
    """Share of the posts that are the slogan to the letter."""
    reposts_per_account: float = 11.0
    """Mean over all."""
    top_share: float = 0.52
    """Share of the reposts that 2 % of the people make, as far as there are posts to repost."""
    repost_delay_minutes: float = 60.0
    """Median of the log-normal delay of a repost."""
    days: float = 3.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.share(self, "once_share", "same", "top_share")
        limits.number(self, "reposts_per_account", least=0.0, most=1_000.0)
        limits.number(self, "repost_delay_minutes", least=0.1)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them protest."""
        people = stage.volunteers(self, self.accounts, rng, lang=self.lang, weight=None)
        account = people["account"].to_numpy()
        posts = self._posts(stage, account, rng)
        heat = rng.pareto(1.2, posts.height) + 0.05
        who, which = self._passed_on(heat / heat.sum(), rng)
        late = rng.lognormal(np.log(60 * self.repost_delay_minutes), 1.6, len(who))
        at = posts["at"].to_numpy()[which] + np.maximum(late, 1).astype(np.int64)
        first = stage.first_post + posts.height
        reposts = shared(first, posts, which, account[who], at, role="protester")
        roles = roles_of(people["account"], "protester")
        return of_background(join_posts([posts, reposts]), roles)

    def _passed_on(self, heat: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        """Return who reposts which post: a few nearly everything, most little or nothing."""
        few = max(round(_TOP * self.accounts), 1)
        total = self.reposts_per_account * self.accounts
        most = np.full(few, round(min(self.top_share * total / few, len(heat))))
        zealous = [rng.choice(len(heat), count, replace=False, p=heat) for count in most]
        zeal = rng.pareto(1.5, self.accounts - few) + 0.02
        count = rng.poisson((1 - self.top_share) * total * zeal / max(zeal.sum(), 1e-9))
        count = np.minimum(count, most[0] if self.top_share else len(heat))
        drawn = np.repeat(np.arange(len(count)), 3 * count)
        others, which = distinct(drawn, rng.choice(len(heat), len(drawn), p=heat), count)
        who = np.concatenate([np.repeat(np.arange(few), most), few + others])
        return who, np.concatenate([*zealous, which])

    def _posts(self, stage: Stage, account: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
        asked = slogan(self.lang, 0, rng)
        count = heavy_tailed(len(account), rng, once_share=self.once_share, alpha=1.5)
        author = np.repeat(account, count)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        return said(
            stage.first_post,
            author,
            stage.instants(len(author), rng, since=since, until=until),
            slogan_posts(asked, len(author), rng, same=self.same),
            lang=self.lang,
            role="protester",
            tag=asked.tag,
        )
