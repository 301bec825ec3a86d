"""Which numbers in texts are ids of posts."""

from __future__ import annotations

import polars as pl

from inconcert.scoring.quotedposts import quoted_posts

POSTS = pl.DataFrame(
    {
        "post_id": ["900000001", "12345", "a900000009"],
        "repost_of_post": [None, "800000001", None],
        "text": ["", "", ""],
    }
)


def test_numbers_that_are_posts_or_what_they_refer_to() -> None:
    texts = [
        pl.Series(["see 900000001 and 900000002", None, "８０００００００１を見て"]),
        pl.Series(["https://ex.ample/900000001x"]),
    ]
    assert quoted_posts(POSTS, texts) == {"900000001", "800000001"}


def test_short_numbers_and_parts_of_longer_ones_are_not() -> None:
    # 12345 is a post, but of five digits; 900000009 is only a part of an id that is no number
    assert quoted_posts(POSTS, [pl.Series(["12345 9000000012 900000009"])]) == frozenset()


def test_no_texts_name_nothing() -> None:
    assert quoted_posts(POSTS, [pl.Series([], dtype=pl.String)]) == frozenset()
    assert quoted_posts(POSTS, []) == frozenset()
