"""The moves that organic scenarios are made of: what people say at a moment, and pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import ACCOUNTS, Deed, all_alike, draft_posts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def said(
    first: int,
    authors: Ints,
    at: Ints,
    texts: pl.Series,
    *,
    lang: str,
    role: str,
    tag: str | None = None,
    links: pl.Series | None = None,
) -> pl.DataFrame:
    """Draft posts of these texts, the tag and the links put behind them; a null link is none."""
    parts = [texts]
    if tag is not None:
        parts.append(pl.Series([f" #{tag}"]).new_from_index(0, len(texts)))
    if links is not None:
        parts.append(pl.select(pl.concat_str(pl.lit(" "), links).fill_null("")).to_series())
    return draft_posts(
        first,
        len(texts),
        author=authors,
        at=at,
        kind="post",
        text=pl.select(pl.concat_str(parts)).to_series(),
        lang=lang,
        hashtags=None if tag is None else all_alike(tag, len(texts)),
        urls=None if links is None else _listed(links),
        role=role,
    )


def shared(
    first: int, targets: pl.DataFrame, which: Ints, authors: Ints, at: Ints, *, role: str
) -> pl.DataFrame:
    """Draft reposts of rows of `targets`; second reposts of a post by one account are left out."""
    table = pl.DataFrame({"author": authors, "which": which, "at": at})
    once = table.unique(["author", "which"], keep="first", maintain_order=True)
    return draft_posts(
        first,
        once.height,
        author=once["author"],
        at=once["at"],
        kind="repost",
        target=targets["post"].gather(once["which"]),
        role=role,
    )


def of_background(posts: pl.DataFrame, roles: pl.DataFrame) -> Deed:
    """Return what accounts of the background did."""
    return Deed(pl.DataFrame(schema=ACCOUNTS), posts, roles)


def heavy_tailed(count: int, rng: np.random.Generator, *, once_share: float, alpha: float) -> Ints:
    """Draw how often each of `count` people acts: once for most, Pareto-distributed for the rest.

    >>> import numpy as np
    >>> bool((heavy_tailed(9, np.random.default_rng(0), once_share=1.0, alpha=1.2) == 1).all())
    True
    """
    more = 2 + np.floor(rng.pareto(alpha, count)).astype(np.int64)
    drawn: Ints = np.where(rng.random(count) < once_share, 1, np.minimum(more, 200))
    return drawn


def early_in(
    count: int, rng: np.random.Generator, *, mean: float, most: float
) -> NDArray[np.float64]:
    """Draw from an exponential distribution, cut at `most` so that nothing piles up there.

    `mean` is that of the uncut distribution, in the unit of `most`.

    >>> import numpy as np
    >>> bool((early_in(9, np.random.default_rng(0), mean=5.0, most=2.0) < 2).all())
    True
    """
    drawn: NDArray[np.float64] = -mean * np.log1p(-rng.random(count) * -np.expm1(-most / mean))
    return drawn


def _listed(links: pl.Series) -> pl.Series:
    return links.to_frame("url").select(pl.concat_list("url").list.drop_nulls()).to_series()
