"""Posts as texts to compare: normalised, without what dresses them, ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ColumnError
from inconcert.networks.textfamilies.shingles import shingles
from inconcert.posts.text import bones, normalise, visible_length

if TYPE_CHECKING:
    from inconcert.networks.textfamilies.settings import FamilySettings
    from inconcert.networks.textfamilies.shingles import Shingles

_COLUMNS = ("post_id", "account_id", "created_at", "kind", "text", "lang")


@dataclass(frozen=True)
class LeftOut:
    """Posts that were not looked at."""

    reposts: int
    without_text: int
    short: int
    """Six characters or fewer, or no more to say than such a text (`wwwwwwwww`)."""


@dataclass(frozen=True)
class Texts:
    """Posts with the rank of their bare text, and the bare texts as n-grams in that order."""

    posts: pl.DataFrame
    """`post_id account_id created_at lang text normalised rank`."""
    shingles: Shingles
    left_out: LeftOut


def read_texts(posts: pl.DataFrame, settings: FamilySettings) -> Texts:
    """Normalise the posts' own texts and rank the distinct ones.

    First in rank is the text that most posts have, then the earliest, then the first by its
    characters: the rank does not depend on the order of rows.
    """
    _require(posts)
    own = posts.filter(pl.col("kind") != "repost").select(_COLUMNS).drop("kind")
    written = own.filter(pl.col("text").is_not_null()).with_columns(_normalised(settings))
    ranked, cut = _ranked(written.with_columns(bones(pl.col("normalised")).alias("bare")), settings)
    return Texts(
        posts=ranked.drop("bare"),
        shingles=cut,
        left_out=LeftOut(
            reposts=posts.height - own.height,
            without_text=own.height - written.height,
            short=written.height - ranked.height,
        ),
    )


def _normalised(settings: FamilySettings) -> pl.Expr:
    text = normalise(
        pl.col("text"),
        keep_urls=not settings.mask_urls,
        keep_mentions=not settings.mask_mentions,
    )
    return text.alias("normalised")


def _ranked(posts: pl.DataFrame, settings: FamilySettings) -> tuple[pl.DataFrame, Shingles]:
    long = posts.lazy().filter(visible_length(pl.col("bare")) >= settings.min_characters)
    texts = (
        long.group_by("bare")
        .agg(pl.len().alias("posts"), pl.col("created_at").min().alias("first"))
        .sort("posts", "first", "bare", descending=[True, False, False])
        .collect()
    )
    cut = shingles(texts["bare"], settings.ngram)
    enough = cut.sizes >= settings.min_characters - settings.ngram + 1
    ranks = texts.select("bare").filter(pl.Series(enough)).with_row_index("rank")
    return posts.join(ranks, on="bare"), cut.only(enough)


def _require(posts: pl.DataFrame) -> None:
    missing = [column for column in _COLUMNS if column not in posts.columns]
    if missing:
        raise ColumnError(
            f"text families: no column {', '.join(map(repr, missing))} in the posts; found: "
            f"{', '.join(posts.columns)}.\nRead the source with `inconcert.read_posts`."
        )
