"""The notice that the background takes of posts which are not its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import join_posts
from inconcert.simulation.life import (
    POPULARITY_SIGMA,
    QUOTE,
    REPLY,
    REPOST,
    Moves,
    worded,
)
from inconcert.simulation.reacting import reaction_times
from inconcert.simulation.sittings import Occupied, in_own_sittings, occupied

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.life import Habitat

    Ints = NDArray[np.int64]

_MOST = 40.0


def attention(
    habitat: Habitat,
    background: tuple[pl.DataFrame, pl.DataFrame],
    newcomers: tuple[pl.DataFrame, pl.DataFrame],
    rng: np.random.Generator,
    *,
    first_post: int,
) -> pl.DataFrame:
    """Return reposts, replies and quotes by the background of the posts of new accounts.

    Both groups come as (accounts, posts). As within the background, a post draws reactions in
    proportion to its author's influence and to luck, and as many on average.
    """
    accounts, posts = newcomers
    originals = posts.filter(pl.col("kind") == "post")
    heat = _heat(background, accounts, originals, rng)
    which = np.repeat(np.arange(originals.height), rng.poisson(heat))
    who = _reacting(habitat, accounts, originals, which, rng)
    which, who = which[who >= 0], who[who >= 0]
    at = reaction_times(
        habitat.population,
        originals["at"].to_numpy()[which],
        background[0]["shift_hours"].to_numpy()[who],
        rng,
    )
    if habitat.population.posts_per_sitting > 1:
        at = in_own_sittings(habitat.population, who, at, _life_of(background, who), rng)
    moves = Moves(
        row=who,
        at=at,
        kind=_kinds(background[1], len(which), rng),
        target=originals["post"].to_numpy()[which],
    )
    return join_posts([worded(habitat, background[0], moves, rng, first_post=first_post)])


def _life_of(background: tuple[pl.DataFrame, pl.DataFrame], who: Ints) -> Occupied:
    """Return what these accounts, given as rows, do in the background."""
    accounts, posts = background
    meant = accounts["account"].gather(np.unique(who)).implode()
    return occupied(
        accounts, posts.select("author", "at", "post").filter(pl.col("author").is_in(meant))
    )


def _heat(
    background: tuple[pl.DataFrame, pl.DataFrame],
    accounts: pl.DataFrame,
    originals: pl.DataFrame,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Expected number of reactions to each post."""
    kinds = background[1]["kind"]
    originals_there = int((kinds == "post").sum())
    mean = (len(kinds) - originals_there) / max(originals_there, 1)
    author = originals["author"].to_numpy() - accounts["account"].to_numpy()[0]
    fame = accounts["influence"].to_numpy()[author] / background[0]["influence"].to_numpy().mean()
    luck = rng.lognormal(-(POPULARITY_SIGMA**2) / 2, POPULARITY_SIGMA, originals.height)
    heat: NDArray[np.float64] = np.minimum(mean * fame * luck, _MOST)
    return heat


def _reacting(
    habitat: Habitat,
    accounts: pl.DataFrame,
    originals: pl.DataFrame,
    which: Ints,
    rng: np.random.Generator,
) -> Ints:
    """Choose accounts of the background, mostly of the author's community, by their activity."""
    author = originals["author"].to_numpy()[which] - accounts["account"].to_numpy()[0]
    home = accounts["community"].to_numpy()[author]
    away = rng.random(len(home)) < habitat.population.mixing
    anywhere = rng.integers(habitat.population.communities, size=len(home))
    lively = habitat.culture.lively
    chosen = lively.pick(np.where(away, anywhere, home), rng)
    return np.where(chosen >= 0, lively.items[chosen], -1)


def _kinds(posts: pl.DataFrame, count: int, rng: np.random.Generator) -> Ints:
    """Reactions are of each kind as often as in the background."""
    kinds = posts["kind"]
    seen = np.array([float((kinds == name).sum()) for name in ("repost", "reply", "quote")])
    shares = seen / seen.sum() if seen.sum() else np.full(3, 1 / 3)
    return rng.choice(np.array([REPOST, REPLY, QUOTE]), count, p=shares)
