"""Anniversary (O15): at midnight, or at the minute of a memorial, everybody says the same phrase.

The scenario prescribes: who says it (accounts of the background), the second, and the phrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from inconcert.simulation import limits
from inconcert.simulation.draft import roles_of
from inconcert.simulation.grammar.shouts import short_shout
from inconcert.simulation.organic.moves import early_in, of_background, said
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.rhythm import HOUR

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class Anniversary(Terms):
    """Ranges: 33,388 posts in the first second of a year on the whole service (published);
    1,000 to 100,000 accounts within 2 s (assumed).
    """

    code: ClassVar[str] = "O15"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "hour", "second"}
    )

    accounts: int = 250
    hour: float = 0.0
    """Local hour of the moment, on the day of `start_day`."""
    spread_seconds: float = 2.0
    """Standard deviation around the moment; half of the people come later in the hour."""
    same: float = 0.6
    """Share of the texts that are equal to the letter."""
    kind: Literal["new_year", "memorial"] = "new_year"
    """What is said at such a moment."""
    days: float = 1.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.number(self, "hour", least=0.0, most=22.9)
        limits.number(self, "spread_seconds", least=0.0, most=600.0)
        limits.share(self, "same")
        limits.word(self, "kind", ("new_year", "memorial"))

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them say it."""
        people = stage.volunteers(self, self.accounts, rng, lang=self.lang)
        due = stage.local(int(self.start_day), self.hour)
        prompt = np.abs(rng.normal(0, self.spread_seconds, self.accounts))
        later = early_in(self.accounts, rng, mean=900, most=HOUR)
        late = np.where(rng.random(self.accounts) < 0.5, prompt, later)
        posts = said(
            stage.first_post,
            people["account"].to_numpy(),
            due + late.astype(np.int64),
            short_shout(self.lang, self.kind, self.accounts, rng, same=self.same),
            lang=self.lang,
            role="celebrant",
        )
        return of_background(posts, roles_of(people["account"], "celebrant"))
