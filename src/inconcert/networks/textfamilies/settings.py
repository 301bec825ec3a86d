"""The choices of a search for text families."""

from __future__ import annotations

from dataclasses import dataclass

from inconcert.errors import ConfigError
from inconcert.posts.text import SHORTEST_KEY


@dataclass(frozen=True)
class FamilySettings:
    """See `text_families`, whose options these are."""

    similarity: float = 0.6
    ngram: int = 3
    min_characters: int = SHORTEST_KEY
    min_posts: int = 2
    min_accounts: int = 1
    mask_urls: bool = True
    mask_mentions: bool = True
    revival_days: float = 30.0
    template_variants: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if not 0.0 < self.similarity <= 1.0:
            raise ConfigError(
                f"text families: similarity = {self.similarity}: give a share of n-grams above 0 "
                "and at most 1."
            )
        for name, least in _LEAST.items():
            value = getattr(self, name)
            if not value >= least:
                raise ConfigError(f"text families: {name} = {value}: give {least} or more.")
        if self.min_characters < self.ngram:
            raise ConfigError(
                f"text families: min_characters = {self.min_characters} is less than ngram = "
                f"{self.ngram}: such texts have no n-gram; raise the one or lower the other."
            )


_LEAST = {
    "ngram": 1,
    "min_characters": SHORTEST_KEY,
    "min_posts": 2,
    "min_accounts": 1,
    "revival_days": 0,
    "template_variants": 2,
}
