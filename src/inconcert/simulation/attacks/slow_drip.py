"""Slow drip (A11): few reposts over a long time, each account with a source of its own.

The attack prescribes: who reposts which source, how many reposts the whole group makes a day, the
language and the share of reposts of the other side, which serves as cover. There are no bursts:
the acts follow the accounts' own day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import once_each, originals, reposts
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, join_posts, roles_of
from inconcert.simulation.rhythm import HOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class SlowDrip(Terms):
    """Ranges: about 70 accounts, 40 to 50 reposts a day in all, over months, delays up to 12 h
    (published for one case); 10 to 40 % of mixed stance (assumed).
    """

    code: ClassVar[str] = "A11"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "target"})

    accounts: int = 36
    sources: int = 6
    """Accounts, of the campaign, whose posts are reposted."""
    source_posts_per_day: float = 8.0
    """Of all sources together."""
    reposts_per_day: float = 30.0
    """Of the whole group together."""
    one_source_per_account: bool = True
    mixed_stance: float = 0.25
    """Share of the reposts that go to posts of the background, as cover."""
    delay_hours: float = 12.0
    """A repost comes up to so long after the post."""
    start_day: float = 0.5
    days: float = 12.0
    camouflage: float = 0.3

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "sources", least=1)
        limits.number(self, "source_posts_per_day", "reposts_per_day", least=0.1)
        limits.number(self, "delay_hours", least=0.01)
        limits.share(self, "mixed_stance", most=0.95)
        if self.sources >= self.accounts:
            limits.refuse(self, "sources", f"fewer than the {self.accounts} accounts")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the sources post and the others drip."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        sources, others = cast.head(self.sources), cast.slice(self.sources)
        count = max(round(self.source_posts_per_day * self.days), self.sources)
        posts = originals(stage, self, sources, count, rng, role="source")
        dripped = self._reposts(stage, others, posts, rng)
        roles = pl.concat(
            [roles_of(sources["account"], "source"), roles_of(others["account"], "dripper")]
        )
        return stage.deed(
            cast,
            join_posts([posts, dripped]),
            roles,
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _reposts(
        self, stage: Stage, others: pl.DataFrame, posts: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        count = max(round(self.reposts_per_day * self.days), others.height)
        who = np.concatenate(
            [np.arange(others.height), rng.integers(others.height, size=count - others.height)]
        )
        cover = rng.random(count) < self.mixed_stance
        cover[: others.height] = False  # everyone takes part at least once
        own = self._chosen(posts, who, rng)
        popular = stage.popular(
            max(int(cover.sum()), 1),
            rng,
            lang=self.lang,
            since=stage.instant(self.start_day),
            until=stage.instant(self.start_day + self.days),
            top_share=0.05,
        )
        columns = ["post", "at"]
        pool = pl.concat([posts.select(columns), popular.select(columns)])
        cover &= popular.height > 0
        other = posts.height + rng.integers(max(popular.height, 1), size=count)
        which = np.where(cover, other, own)
        account = others["account"].to_numpy()[who]
        kept = once_each(account, which)
        late = rng.random(len(kept)) * self.delay_hours * HOUR
        at = pool["at"].to_numpy()[which[kept]] + np.maximum(late, 1).astype(np.int64)
        first = stage.first_post + posts.height
        return reposts(first, pool, which[kept], account[kept], at, role="dripper")

    def _chosen(self, posts: pl.DataFrame, who: Ints, rng: np.random.Generator) -> Ints:
        """Return a source's post for each repost: of the account's own source, or of any."""
        if not self.one_source_per_account:
            return rng.integers(posts.height, size=len(who))
        author = posts["author"].to_numpy()
        order = np.argsort(author, kind="stable")
        there, starts, counts = np.unique(author[order], return_index=True, return_counts=True)
        source = who % len(there)
        turn = np.floor(rng.random(len(who)) * counts[source]).astype(np.int64)
        chosen: Ints = order[starts[source] + turn]
        return chosen
