"""The moves that attacks are made of: posts of a campaign's own, and reactions to posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import draft_posts
from inconcert.simulation.turnout import distinct, everyone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.attacks.terms import Terms
    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


def instants(
    stage: Stage,
    terms: Terms,
    authors: pl.DataFrame,
    count: int,
    rng: np.random.Generator,
    *,
    room_seconds: float = 0.0,
    not_before: int = 0,
) -> Ints:
    """Draw sorted instants within the attack's days, in the first author's own rhythm.

    What takes `room_seconds` from then on is over before the span ends, if the days allow.
    `not_before` is a Unix second.
    """
    since = max(stage.instant(terms.start_day), not_before)
    until = stage.instant(terms.start_day + terms.days)
    last = stage.rhythm.end - int(np.ceil(room_seconds))
    drawn = stage.instants(
        count,
        rng,
        since=since,
        until=max(min(until, last), since + 1),
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
    evenly: bool = False,
    room_seconds: float = 0.0,
    not_before: int = 0,
) -> pl.DataFrame:
    """Draft `count` ordinary posts by `authors`, numbered from `stage.first_post`.

    Each author writes one at least; `evenly`: all as many, but for one.
    """
    at = instants(
        stage, terms, authors, count, rng, room_seconds=room_seconds, not_before=not_before
    )
    drawn = rng.permutation(count) if evenly else rng.integers(authors.height, size=count)
    chosen = rows(authors, everyone(drawn % authors.height, authors.height))
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


def of_others(
    authors: pl.DataFrame, posts: pl.DataFrame, each: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Draw `each` different posts of others for each of the authors: rows of both.

    Fewer where there are fewer. Each is drawn a few times over, so that this hardly happens else.
    """
    count = 4 * each + 8 if each else 0
    who = np.repeat(np.arange(authors.height), count)
    which = rng.integers(posts.height, size=len(who))
    own = authors["account"].to_numpy()[who] == posts["author"].to_numpy()[which]
    return distinct(who[~own], which[~own], np.full(authors.height, each))


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
