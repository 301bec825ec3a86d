"""Viral joke (O13): long texts that people copy and alter for weeks, for fun.

The scenario prescribes: who copies (accounts of the background), that the texts are those of a few
jokes with some characters changed, and the slow rise and fall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import roles_of
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.grammar.jokes import joke
from inconcert.simulation.organic.moves import of_background, said
from inconcert.simulation.organic.terms import Terms

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class ViralJoke(Terms):
    """Ranges: 100 to 20,000 accounts, 1 to 20 % of the characters changed (assumed)."""

    code: ClassVar[str] = "O13"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions"}
    )

    accounts: int = 120
    jokes: int = 3
    """Different jokes; each person tells one, once."""
    mutation: tuple[float, float] = (0.01, 0.2)
    """Share of the characters that a copy changes: the least and the most."""
    start_day: float = 0.0
    days: float = 14.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "jokes", least=1)
        limits.span(self, "mutation", least=0.0, most=1.0)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them copy."""
        people = stage.volunteers(self, self.accounts, rng, lang=self.lang)
        which = rng.integers(self.jokes, size=self.accounts)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        peak = since + rng.beta(2, 3, self.accounts) * (until - since)
        at = stage.instants(
            self.accounts, rng, since=peak, until=np.minimum(peak + 12 * 3_600, until)
        )
        posts = said(
            stage.first_post,
            people["account"].to_numpy(),
            at,
            self._copies(joke(self.lang, self.jokes, rng).gather(which), rng),
            lang=self.lang,
            role="joker",
        )
        return of_background(posts, roles_of(people["account"], "joker"))

    def _copies(self, texts: pl.Series, rng: np.random.Generator) -> pl.Series:
        """Change texts by as much as each copyist pleases, in four grades."""
        low, high = self.mutation
        grade = rng.integers(4, size=len(texts))
        grades = low + (high - low) * np.array([0.0, 0.2, 0.5, 1.0])
        parts = [
            edited(texts.gather(np.flatnonzero(grade == number)), float(share), rng)
            for number, share in enumerate(grades)
        ]
        places = np.concatenate([np.flatnonzero(grade == number) for number in range(4)])
        return pl.concat(parts).gather(np.argsort(places, kind="stable"))
