"""Pile-on after a broadcast (O10): hundreds of viewers scold one person, most of them once.

The scenario prescribes: who scolds (accounts of the background), whom, the peak within the hour
after the broadcast and a second one when it can be seen again, and short words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import draft_posts, join_posts, roles_of
from inconcert.simulation.grammar.genres import pile_on
from inconcert.simulation.organic.moves import heavy_tailed, of_background
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.rhythm import DAY, HOUR

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class TvPileOn(Terms):
    """Ranges: pile-ons on people of television are known from court cases; 200 to 20,000 repliers,
    70 to 90 % of whom reply once, two peaks (assumed).
    """

    code: ClassVar[str] = "O10"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "target", "hour"}
    )

    accounts: int = 150
    """Who scold; the person is one more."""
    once_share: float = 0.8
    """Share of those who reply once."""
    hour: float = 22.0
    """Local hour at which the broadcast ends."""
    second_peak: float = 0.3
    """Share of the replies that follow the second showing, a day later."""
    days: float = 3.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.share(self, "once_share", "second_peak")
        limits.number(self, "hour", least=0.0, most=23.0)
        if self.days < 2:
            limits.refuse(self, "days", "at least 2, for the second showing")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them scold."""
        able = stage.volunteers(self, self.accounts + 1, rng, lang=self.lang)
        place = int(np.argmax(able["influence"].to_numpy()))
        person = able.slice(place, 1)
        people = able.filter(pl.int_range(pl.len()) != place)
        ends = stage.local(int(self.start_day), self.hour)
        shown = self._person_posts(stage, person, ends, rng)
        count = heavy_tailed(self.accounts, rng, once_share=self.once_share, alpha=2.0)
        author = np.repeat(people["account"].to_numpy(), np.minimum(count, 12))
        again = rng.random(len(author)) < self.second_peak
        late = rng.lognormal(np.log(HOUR / 2), 1.0, len(author))
        at = shown["at"].to_numpy()[again.astype(int)] + np.maximum(late, 1).astype(np.int64)
        replies = draft_posts(
            stage.first_post + shown.height,
            len(author),
            author=author,
            at=at,
            kind="reply",
            target=shown["post"].to_numpy()[again.astype(np.int64)],
            text=pile_on(self.lang, len(author), rng),
            lang=self.lang,
            role="viewer",
        )
        roles = [roles_of(person["account"], "person"), roles_of(people["account"], "viewer")]
        return of_background(join_posts([shown, replies]), pl.concat(roles))

    def _person_posts(
        self, stage: Stage, person: pl.DataFrame, ends: int, rng: np.random.Generator
    ) -> pl.DataFrame:
        """The person's posts in the minutes after both showings."""
        twice = person.select(pl.all().gather([0, 0]))
        at = np.array([ends, ends + DAY]) + rng.integers(1, 300, 2)
        posts = stage.write(twice, at, rng, first_post=stage.first_post)
        return posts.with_columns(role=pl.lit("person"))
