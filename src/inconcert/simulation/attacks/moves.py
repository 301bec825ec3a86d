"""The moves that attacks are made of: posts of a campaign's own, and reactions to posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import draft_posts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.attacks.terms import Terms
    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


def instants(
    stage: Stage, terms: Terms, authors: pl.DataFrame, count: int, rng: np.random.Generator
) -> Ints:
    """Draw sorted instants within the attack's days, in the first author's own rhythm."""
    drawn = stage.instants(
        count,
        rng,
        since=stage.instant(terms.start_day),
        until=stage.instant(terms.start_day + terms.days),
        shift_hours=float(authors["shift_hours"][0]),
    )
    return np.sort(drawn)


def originals(
    stage: Stage,
    terms: Terms,
    authors: pl.DataFrame,
    count: int,
    rng: np.random.Generator,
    *,
    role: str,
) -> pl.DataFrame:
    """Draft `count` ordinary posts by any of `authors`, numbered from `stage.first_post`."""
    at = instants(stage, terms, authors, count, rng)
    chosen = rows(authors, rng.integers(authors.height, size=count))
    posts = stage.write(chosen, at, rng, first_post=stage.first_post)
    return posts.with_columns(role=pl.lit(role))


def reposts(
    first: int, targets: pl.DataFrame, which: Ints, authors: Ints, at: Ints, *, role: str
) -> pl.DataFrame:
    """Draft reposts of the rows `which` of `targets` by accounts of the numbers `authors`."""
    return draft_posts(
        first,
        len(which),
        author=authors,
        at=at,
        kind="repost",
        target=targets["post"].to_numpy()[which],
        role=role,
    )


def rows(table: pl.DataFrame, which: Ints) -> pl.DataFrame:
    """Return rows of a table, in the order given; a row may come again."""
    return table.select(pl.all().gather(which))


def once_each(authors: Ints, targets: Ints) -> Ints:
    """Return the places of the first of each author and target: one reposts a post only once."""
    table = pl.DataFrame({"author": authors, "target": targets}).with_row_index("place")
    kept = table.unique(["author", "target"], keep="first", maintain_order=True)
    return kept["place"].to_numpy().astype(np.int64)


def says(
    stage: Stage,
    authors: pl.DataFrame,
    at: Ints,
    texts: pl.Series,
    rng: np.random.Generator,
    *,
    first_post: int,
    kind: str = "post",
    target: Ints | None = None,
) -> pl.DataFrame:
    """Draft posts with these words, and with tags, links, pictures and names as anyone's have."""
    posts = stage.write(authors, at, rng, first_post=first_post, kind=kind, target=target)
    tags = pl.col("hashtags").list.eval(pl.lit(" #") + pl.element()).list.join("")
    links = pl.col("urls").list.eval(pl.lit(" ") + pl.element()).list.join("")
    dressed = pl.concat_str(texts, tags.fill_null(""), links.fill_null(""))
    return posts.with_columns(text=dressed)
