"""What posts hold: hashtags, urls, text, and how much of it was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.evaluation.realism.sight import LEAST, Absent, share
from inconcert.networks.textfamilies.families import text_families
from inconcert.posts.text import fold, normalise, text_key

if TYPE_CHECKING:
    from inconcert.evaluation.realism.sight import Floats, Sight, Value

_SAMPLE = 2_000
_NO_TEXTS = Absent(f"fewer than {LEAST} texts")


def hashtag_share(sight: Sight) -> Value:
    """Share of posts, reposts left out, that carry a hashtag."""
    return _carrying(sight, "hashtags")


def url_share(sight: Sight) -> Value:
    """Share of posts, reposts left out, that carry a url."""
    return _carrying(sight, "urls")


def hashtag_uses(sight: Sight) -> Value:
    """Posts that carry each hashtag (folded), reposts left out. Unit: posts."""
    return _uses(sight, pl.col("hashtags").list.eval(fold(pl.element())))


def url_uses(sight: Sight) -> Value:
    """Posts that carry each url as it is written, reposts left out. Unit: posts."""
    return _uses(sight, pl.col("urls"))


def text_length(sight: Sight) -> Value:
    """Characters of each text by language, urls, mentions and reposts left out.

    Languages with at least 100 texts; posts without a word of their own are none.
    """
    bare = normalise(pl.col("text"), keep_urls=False, keep_mentions=False)
    texts = (
        sight.own.select("lang", length=bare.str.len_chars().cast(pl.Float64))
        .drop_nulls()
        .filter(pl.col("length") > 0)
    )
    spoken = texts.group_by("lang").len().filter(pl.col("len") >= LEAST)["lang"].sort()
    if spoken.is_empty():
        return _NO_TEXTS
    return {code: texts.filter(pl.col("lang") == code)["length"].to_numpy() for code in spoken}


def exact_duplicates(sight: Sight) -> Value:
    """Share of texts whose normalised form another post of the sample has too.

    Of 2,000 posts, every n-th in the order of their ids, reposts and texts under seven characters
    left out: the share grows with the number of posts compared.
    """
    texts = _sample(sight)
    if texts.height < LEAST:
        return _NO_TEXTS
    return share(texts["key"].is_duplicated())


def near_duplicates(sight: Sight) -> Value:
    """Share of the same sample that stands in a family of near-duplicate texts.

    Jaccard similarity of character trigrams of at least 0.6 (`networks.textfamilies`); exact
    duplicates are near ones.
    """
    texts = _sample(sight)
    if texts.height < LEAST:
        return _NO_TEXTS
    found = text_families(texts.drop("key"), similarity=0.6)
    return found.members["post_id"].n_unique() / texts.height


def _carrying(sight: Sight, column: str) -> Value:
    carrying = share(sight.own[column].list.len() > 0)
    return carrying if carrying else Absent(f"holds no {column}")


def _uses(sight: Sight, objects: pl.Expr) -> Value:
    lists = sight.own.select("post_id", objects.list.unique().alias("object"))
    uses = lists.filter(pl.col("object").list.len() > 0).explode("object")
    if uses.height < LEAST:
        return Absent(f"fewer than {LEAST} uses")
    counts: Floats = np.sort(uses.group_by("object").len()["len"].cast(pl.Float64).to_numpy())
    return counts


def _sample(sight: Sight) -> pl.DataFrame:
    texts = sight.own.with_columns(key=text_key(pl.col("text"))).drop_nulls("key")
    return texts.gather_every(max(texts.height // _SAMPLE, 1)).head(_SAMPLE)
