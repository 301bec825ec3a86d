"""Review bombing (A8): a burst of one-star reviews of a business, by reviewers with little history.

The attack prescribes: what is reviewed, the stars, that reviewers review little else but decoys,
the window, and the words of reviews.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import instants
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, draft_posts, roles_of
from inconcert.simulation.ratings import rated_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class ReviewBombing(Terms):
    """Ranges: bursts and groups that review the same things are published; 10 to 500 reviews over
    1 to 14 days, 90 % of one star, 60 to 95 % of reviewers with at most two reviews, 20 % decoys
    (assumed).
    """

    code: ClassVar[str] = "A8"
    composes: ClassVar[bool] = True
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "rating", "hour"}
    )

    accounts: int = 40
    """Each reviews the business once."""
    business: str = "shop-1"
    one_star: float = 0.9
    """Share of the reviews of the business with one star; the rest has two."""
    decoys: float = 0.2
    """Reviews of other businesses, as a multiple of those of the business."""
    decoy_businesses: tuple[str, ...] = ("shop-2", "shop-3", "shop-4", "shop-5")
    """What else they review, with three to five stars; nobody reviews the same twice."""
    days: float = 3.0
    camouflage: float = 0.2

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.share(self, "one_star")
        if not self.business:
            limits.refuse(self, "business", "a name")
        others: object = self.decoy_businesses
        names = list(others) if isinstance(others, (list, tuple)) else []
        if not names or not all(names) or len({self.business, *names}) <= len(names):
            limits.refuse(self, "decoy_businesses", "different names, not that of the business")
        limits.number(self, "decoys", least=0.0, most=float(len(names)))

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the reviewers review."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        who, things = self._assigned(rng)
        bombs = np.arange(len(who)) < self.accounts
        poor = 1 + (rng.random(len(who)) >= self.one_star)
        stars = np.where(bombs, poor, rng.choice([3, 4, 5], len(who)))
        at = instants(stage, self, cast, len(who), rng)[rng.permutation(len(who))]
        acts = draft_posts(
            stage.first_post,
            len(who),
            author=cast["account"].to_numpy()[who],
            at=at,
            kind="post",
            text=rated_texts(self.lang, stars, rng),
            lang=self.lang,
            role=pl.Series(np.where(bombs, "reviewer", "decoy")),
            thing=things,
            rating=stars.astype(np.float64),
        )
        roles = roles_of(cast["account"], "reviewer")
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _assigned(self, rng: np.random.Generator) -> tuple[Ints, pl.Series]:
        """Return who reviews what: all the business, then some a decoy, none the same twice."""
        pairs = self.accounts * len(self.decoy_businesses)
        drawn = rng.choice(pairs, round(self.decoys * self.accounts), replace=False)
        other = pl.Series(self.decoy_businesses).gather(drawn // self.accounts)
        things = pl.Series([self.business]).new_from_index(0, self.accounts)
        return np.concatenate([np.arange(self.accounts), drawn % self.accounts]), things.append(
            other
        )
