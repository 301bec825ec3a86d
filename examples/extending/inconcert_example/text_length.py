"""Texts that are copied from a list, or made from a template, come in few lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import polars as pl
from inconcert.errors import ConfigError
from inconcert.features.spec import FeatureSpec

if TYPE_CHECKING:
    from inconcert.features.family import FeatureTables


@dataclass(frozen=True)
class TextLength:
    """Lengths of an account's own texts, in characters; null with fewer than `least_posts`."""

    name: ClassVar[str] = "text_length"

    least_posts: int = 2

    def __post_init__(self) -> None:
        if self.least_posts < 1:
            raise ConfigError(f"least_posts: found {self.least_posts}; allowed: 1 or more")

    def specs(self) -> tuple[FeatureSpec, ...]:
        """Describe both columns."""
        return (
            FeatureSpec(
                "text_length_median",
                self.name,
                "characters",
                "median |text|",
                "own",
                "Median length of the account's posts that are no reposts.",
            ),
            FeatureSpec(
                "text_length_variety",
                self.name,
                "share",
                "|{|text|}| / n",
                "own",
                "Distinct lengths per post; 1 if no two texts are equally long.",
            ),
        )

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        """Count both."""
        length = pl.col("text").str.len_chars()
        return (
            tables.posts.filter(pl.col("kind") != "repost", pl.col("text").is_not_null())
            .group_by("account_id")
            .agg(
                pl.len().alias("n"),
                length.median().alias("text_length_median"),
                (length.n_unique() / pl.len()).alias("text_length_variety"),
            )
            .filter(pl.col("n") >= self.least_posts)
            .drop("n")
        )
