"""Everyday reviews: customers rate businesses as they come, the ground that waves stand out from.

No look-alike by itself, but what a review bombing must be seen against: without it every rating
would belong to an event. The scenario prescribes the stars, the words, and the businesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from inconcert.simulation import limits
from inconcert.simulation.draft import draft_posts, roles_of
from inconcert.simulation.organic.moves import heavy_tailed, of_background
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.ratings import rated_texts

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class EverydayReviews(Terms):
    """Ranges: ratings are J-shaped, most of five stars, more of one than of two (published widely);
    the shares are assumed.
    """

    code: ClassVar[str] = "O9"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "rating"}
    )

    accounts: int = 150
    businesses: int = 20
    """`shop-1`, `shop-2`, ...; the first are rated most."""
    once_share: float = 0.7
    """Share of the reviewers with one review."""
    start_day: float = 0.0
    days: float = 14.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "businesses", least=1)
        limits.share(self, "once_share")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them rate."""
        people = stage.volunteers(self, self.accounts, rng, lang=self.lang, weight=None)
        count = heavy_tailed(self.accounts, rng, once_share=self.once_share, alpha=2.0)
        author = np.repeat(people["account"].to_numpy(), np.minimum(count, 15))
        stars = rng.choice(5, len(author), p=(0.14, 0.05, 0.09, 0.22, 0.5)) + 1
        rank = np.floor((self.businesses + 1) ** rng.random(len(author))).astype(np.int64)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        posts = draft_posts(
            stage.first_post,
            len(author),
            author=author,
            at=stage.instants(len(author), rng, since=since, until=until),
            kind="post",
            text=rated_texts(self.lang, stars, rng),
            lang=self.lang,
            role="customer",
            thing=[f"shop-{number}" for number in rank],
            rating=stars.astype(np.float64),
        )
        return of_background(posts, roles_of(people["account"], "customer"))
