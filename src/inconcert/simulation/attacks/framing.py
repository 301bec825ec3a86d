"""Framing (A18): operators copy what innocent people post, and when, so that these look involved.

The attack prescribes: whose posts are copied and how soon, and that the operators repost each
other's posts as any amplification does. The victims stay organic: their label says that they were
copied, not that they took part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import of_others, once_each, reposts, rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, draft_posts, join_posts, roles_of
from inconcert.simulation.turnout import delayed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Framing(Terms):
    """Ranges: 5 to 50 victims, 1 to 5 copies of each act (assumed): a test of safety."""

    code: ClassVar[str] = "A18"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "target", "hour"}
    )

    accounts: int = 20
    victims: int = 10
    copied: int = 8
    """Acts of a victim that are copied, posts and reposts, as many as there are."""
    copies: tuple[int, int] = (1, 5)
    """Copies of one act: the least and the most."""
    delay_median_seconds: float = 30.0
    delay_sigma: float = 0.8
    """Of the log-normal delay after what is copied."""
    mutual_reposts: int = 4
    """Copies by other operators that each operator reposts."""
    camouflage: float = 0.3

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "victims", "copied", least=1)
        limits.whole(self, "mutual_reposts", least=0)
        limits.span(self, "copies", least=1, most=float(self.accounts))
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the operators copy."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        models = self._models(stage, rng)
        copies = self._copies(stage, cast["account"].to_numpy(), models, rng)
        acts = join_posts([copies, self._passed_on(stage.after(copies), cast, copies, rng)])
        roles = pl.concat(
            [
                roles_of(cast["account"], "copier"),
                roles_of(models["author"].unique().sort(), "victim", member=False),
            ]
        )
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _models(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        """Posts and reposts of the victims within the days of the attack."""
        acts = stage.posts.filter(
            pl.col("kind").is_in(["post", "repost"]),
            pl.col("at") >= stage.instant(self.start_day),
            pl.col("at") < stage.instant(self.start_day + self.days),
        )
        written = stage.posts.select(target="post", writer="author")
        acts = acts.join(written, on="target", how="left", maintain_order="left").filter(
            (pl.col("kind") == "post") | (pl.col("writer") != pl.col("author"))
        )
        speakers = stage.accounts.filter(lang=self.lang).select("account")
        acts = acts.join(speakers, left_on="author", right_on="account", how="semi")
        busy = acts.group_by("author").len().filter(pl.col("len") >= 3)["author"].sort()
        if len(busy) < self.victims:
            limits.refuse(self, "victims", f"at most the {len(busy)} accounts with three acts")
        victims = busy.gather(np.sort(rng.permutation(len(busy))[: self.victims]))
        mine = acts.filter(pl.col("author").is_in(victims.implode())).sort("author", "post")
        return mine.group_by("author", maintain_order=True).head(self.copied)

    def _copies(
        self, stage: Stage, accounts: Ints, models: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Each act is copied by a few, in turn; who copies none copies any one."""
        low, high = self.copies
        count = rng.integers(low, high + 1, models.height)
        which = np.repeat(np.arange(models.height), count)
        turn = np.arange(len(which)) + rng.integers(self.accounts)
        idle = np.setdiff1d(np.arange(self.accounts), turn % self.accounts)
        which = np.concatenate([which, rng.integers(models.height, size=len(idle))])
        author = accounts[np.concatenate([turn % self.accounts, idle])]
        shares = (models["kind"] == "repost").to_numpy()[which]
        posts = self._said(stage.first_post, rows(models, which[~shares]), author[~shares], rng)
        first = stage.first_post + posts.height
        shared = self._shared(first, rows(models, which[shares]), author[shares], rng)
        return join_posts([posts, shared])

    def _said(
        self, first: int, models: pl.DataFrame, author: Ints, rng: np.random.Generator
    ) -> pl.DataFrame:
        said = ("text", "lang", "hashtags", "urls", "media", "mention")
        return draft_posts(
            first,
            models.height,
            author=author,
            at=self._soon_after(models, rng),
            kind="post",
            role="copier",
            **{name: models[name] for name in said},
        )

    def _shared(
        self, first: int, models: pl.DataFrame, author: Ints, rng: np.random.Generator
    ) -> pl.DataFrame:
        kept = once_each(author, models["target"].to_numpy())
        at = self._soon_after(models, rng)[kept]
        same = models.select(post="target")
        return reposts(first, same, kept, author[kept], at, role="copier")

    def _passed_on(
        self, stage: Stage, cast: pl.DataFrame, copies: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Operators repost what others of them posted, as any amplification does."""
        posts = copies.filter(pl.col("kind") == "post")
        each = self.mutual_reposts if posts.height else 0
        who, which = of_others(cast, posts, each, rng)
        at = self._soon_after(rows(posts, which), rng)
        account = cast["account"].to_numpy()[who]
        return reposts(stage.first_post, posts, which, account, at, role="amplifier")

    def _soon_after(self, posts: pl.DataFrame, rng: np.random.Generator) -> Ints:
        return delayed(
            posts["at"], rng, median_seconds=self.delay_median_seconds, sigma=self.delay_sigma
        )
