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
from inconcert.simulation.attacks.moves import originals, reposts
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
        if self._needed() > self._there():
            most = self.reposts_per_day * self._there() / self._needed()
            limits.refuse(
                self,
                "reposts_per_day",
                f"at most {most:.4g}, for an account finds {self._there()} posts of sources "
                f"(`source_posts_per_day`) and reposts each once",
            )

    def _needed(self) -> float:
        """Mean number of sources' posts that an account reposts."""
        shared = self.reposts_per_day * self.days * (1 - self.mixed_stance)
        return max(shared / (self.accounts - self.sources), 1.0)

    def _written(self) -> int:
        return max(round(self.source_posts_per_day * self.days), self.sources)

    def _there(self) -> int:
        """Number of sources' posts that an account may repost."""
        return self._written() // (self.sources if self.one_source_per_account else 1)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the sources post and the others drip."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        sources, others = cast.head(self.sources), cast.slice(self.sources)
        posts = originals(stage, self, sources, self._written(), rng, role="source", evenly=True)
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
        own, cover = self._counts(others.height, rng)
        popular = self._popular(stage, int(cover.max(initial=0)), rng)
        columns = ["post", "at"]
        pool = pl.concat([posts.select(columns), popular.select(columns)])
        who, which = self._chosen(posts, own, rng)
        hidden, seen = _of_any(popular.height, cover, rng)
        who, which = np.concatenate([who, hidden]), np.concatenate([which, posts.height + seen])
        late = rng.random(len(who)) * self.delay_hours * HOUR
        at = pool["at"].to_numpy()[which] + np.maximum(late, 1).astype(np.int64)
        account = others["account"].to_numpy()[who]
        return reposts(stage.first_post + posts.height, pool, which, account, at, role="dripper")

    def _counts(self, size: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Return how many posts of sources each account reposts, at least one, and of others."""
        total = max(round(self.reposts_per_day * self.days), size)
        hidden = min(round(self.mixed_stance * total), total - size)
        each = np.full(size, 1 / size)
        cover = rng.multinomial(hidden, each)
        own = 1 + rng.multinomial(total - hidden - size, each)
        most = self._there()
        surplus = int(np.maximum(own - most, 0).sum())
        own = np.minimum(own, most)
        room = rng.permutation(np.repeat(np.arange(size), most - own))[:surplus]
        return own + np.bincount(room, minlength=size), cover

    def _popular(self, stage: Stage, most: int, rng: np.random.Generator) -> pl.DataFrame:
        """Posts of the background that serve as cover: many more than one account needs."""
        return stage.popular(
            max(4 * most, 40),
            rng,
            lang=self.lang,
            since=stage.instant(self.start_day),
            until=stage.instant(self.start_day + self.days),
            top_share=0.05,
        )

    def _chosen(
        self, posts: pl.DataFrame, count: Ints, rng: np.random.Generator
    ) -> tuple[Ints, Ints]:
        """Return account and post of each repost: of the account's own source, or of any."""
        if not self.one_source_per_account:
            return _of_any(posts.height, count, rng)
        author = posts["author"].to_numpy()
        drawn: list[tuple[Ints, Ints]] = []
        for turn, source in enumerate(np.unique(author)):
            there = np.flatnonzero(author == source)
            mine = np.flatnonzero(np.arange(len(count)) % self.sources == turn)
            who, which = _of_any(len(there), count[mine], rng)
            drawn.append((mine[who], there[which]))
        who, which = (np.concatenate(part) for part in zip(*drawn, strict=True))
        return who, which


def _of_any(things: int, count: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw `count` different things for each account, or all there are."""
    order = rng.permuted(np.tile(np.arange(things), (len(count), 1)), axis=1)
    who, place = np.nonzero(np.arange(things) < count[:, None])
    return who, order[who, place]
