"""Who new accounts are and how they speak: as the grammar has it, or as real data have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from inconcert.simulation.people import draw_accounts
from inconcert.simulation.wording import word

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from inconcert.simulation.population import Population
    from inconcert.simulation.wording import Culture, Occasion


class Voice(Protocol):
    """Where accounts and words come from, for the background and for all that joins it."""

    def people(
        self,
        population: Population,
        rng: np.random.Generator,
        *,
        count: int,
        first: int,
        lang: str | None,
    ) -> pl.DataFrame:
        """Draw `count` accounts (`draft.ACCOUNTS`) numbered from `first`."""
        ...

    def word(
        self,
        occasion: Occasion,
        culture: Culture,
        population: Population,
        rng: np.random.Generator,
    ) -> dict[str, pl.Series]:
        """Return the columns `text`, `lang`, `hashtags`, `urls`, `media`, `mention` of posts."""
        ...


class Grammar:
    """Accounts and words of the simulation's own."""

    def people(
        self,
        population: Population,
        rng: np.random.Generator,
        *,
        count: int,
        first: int,
        lang: str | None,
    ) -> pl.DataFrame:
        """Draw accounts as `draw_accounts` does."""
        return draw_accounts(population, rng, count=count, first=first, lang=lang)

    def word(
        self,
        occasion: Occasion,
        culture: Culture,
        population: Population,
        rng: np.random.Generator,
    ) -> dict[str, pl.Series]:
        """Compose posts as `word` does."""
        return word(occasion, culture, population, rng)
