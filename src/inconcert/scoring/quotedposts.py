"""Ids of posts that stand in texts: a report masks them, since an id leads to its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_DIGITS = 6
"""Shorter numbers are years, prices and counts more often than they are ids."""

_NUMBER = rf"[0-9０-９]{{{LEAST_DIGITS},}}"
_IDS = ("post_id", "repost_of_post", "reply_to_post", "quote_of_post", "conversation_id")


def quoted_posts(posts: pl.DataFrame, texts: Sequence[pl.Series]) -> frozenset[str]:
    """Return the ids of digits, in the texts, of posts of the data and of those they refer to.

    Cost: the numbers in the texts, and a look-up among the posts.

    >>> said = pl.Series(["see 901234567, not 901234568"])
    >>> posts = pl.DataFrame({"post_id": ["901234567"]})
    >>> sorted(quoted_posts(posts, [said]))
    ['901234567']
    """
    numbers = [text.drop_nulls().str.extract_all(_NUMBER).explode().drop_nulls() for text in texts]
    found = pl.concat([pl.Series(dtype=pl.String), *(number.rename("") for number in numbers)])
    asked = found.str.normalize("NFKC").unique().to_frame("id")
    known = [
        asked.join(posts.select(id=name).drop_nulls(), on="id", how="semi")["id"]
        for name in _IDS
        if name in posts.columns
    ]
    return frozenset(name for ids in known for name in ids)
