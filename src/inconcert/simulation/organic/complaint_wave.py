"""Complaint wave (O9): after a real incident customers complain for days, each in own words.

The scenario prescribes: who complains (accounts of the background, old ones as everywhere), the
business, few stars, the rise after the incident and its decay, and words about the one incident.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from inconcert.simulation import limits
from inconcert.simulation.draft import draft_posts, roles_of
from inconcert.simulation.grammar.reviews import review
from inconcert.simulation.organic.moves import early_in, of_background
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.rhythm import DAY, HOUR

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class ComplaintWave(Terms):
    """Ranges: 50 to 5,000 accounts, onset 1 to 6 h after the incident, half-life 12 to 48 h,
    cosine of the texts 0.05 to 0.3 (assumed).
    """

    code: ClassVar[str] = "O9"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "rating", "hour"}
    )

    accounts: int = 80
    business: str = "shop-1"
    onset_hours: tuple[float, float] = (1.0, 6.0)
    """From the incident to the first complaints: the least and the most."""
    half_life_hours: float = 24.0
    """Of the decay; who would complain at night waits up to six hours more."""
    one_star: float = 0.75
    """Share of the complaints with one star; the others have two."""
    days: float = 5.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.span(self, "onset_hours", least=0.0, most=min(240.0, 24 * self.days - 1))
        limits.number(self, "half_life_hours", least=0.1)
        limits.share(self, "one_star")
        if not self.business:
            limits.refuse(self, "business", "a name")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the customers complain."""
        people = stage.volunteers(self, self.accounts, rng, lang=self.lang, weight=None)
        stars = np.sort(1 + (rng.random(self.accounts) >= self.one_star))
        incident = int(rng.integers(100))
        ones = int((stars == 1).sum())
        texts = review(self.lang, 1, ones, rng, incident=incident).append(
            review(self.lang, 2, self.accounts - ones, rng, incident=incident)
        )
        posts = draft_posts(
            stage.first_post,
            self.accounts,
            author=rng.permutation(people["account"].to_numpy()),
            at=self._instants(stage, rng),
            kind="post",
            text=texts,
            lang=self.lang,
            role="customer",
            thing=self.business,
            rating=stars.astype(np.float64),
        )
        return of_background(posts, roles_of(people["account"], "customer"))

    def _instants(self, stage: Stage, rng: np.random.Generator) -> np.ndarray:
        """Onset, then exponential decay; nobody complains in sleep: nights wait for the morning."""
        begun = stage.instant(self.start_day) + HOUR * rng.uniform(*self.onset_hours)
        left = stage.instant(self.start_day + self.days) - begun
        mean = self.half_life_hours * HOUR / np.log(2)
        due = begun + early_in(self.accounts, rng, mean=mean, most=left)
        awake = stage.instants(
            self.accounts, rng, since=due, until=np.minimum(due + DAY / 4, stage.rhythm.end)
        )
        return awake.astype(np.int64)
