"""Share button (O7): a quiz site lets everybody post its sentence with a result of one's own.

The scenario prescribes: who plays (accounts of the background), the template with one slot, the
site's link and hashtag. Plays are spread over the days, without a burst.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import roles_of
from inconcert.simulation.grammar.genres import quiz_result
from inconcert.simulation.organic.moves import of_background, said
from inconcert.simulation.organic.terms import Terms

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class ShareButton(Terms):
    """Ranges: prefilled texts of share buttons are a known false alarm (documented by a tool);
    100 to 20,000 accounts (assumed).
    """

    code: ClassVar[str] = "O7"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions"}
    )

    accounts: int = 150
    quizzes: int = 3
    plays_per_account: float = 1.6
    """Mean; everybody plays once."""
    start_day: float = 0.0
    days: float = 14.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "quizzes", least=1)
        limits.number(self, "plays_per_account", least=1.0, most=1_000.0)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them play."""
        players = stage.volunteers(self, self.accounts, rng, lang=self.lang)
        count = 1 + rng.poisson(self.plays_per_account - 1, self.accounts)
        author = np.repeat(players["account"].to_numpy(), count)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        quiz = np.sort(rng.integers(self.quizzes, size=len(author)))
        sizes = np.bincount(quiz, minlength=self.quizzes)
        said_by = [
            quiz_result(self.lang, number, int(size), rng) for number, size in enumerate(sizes)
        ]
        posts = said(
            stage.first_post,
            rng.permutation(author),
            stage.instants(len(author), rng, since=since, until=until),
            pl.concat(said_by),
            lang=self.lang,
            role="player",
            links=stage.pages(self.quizzes, rng).gather(quiz),
        )
        return of_background(posts, roles_of(players["account"], "player"))
