"""Ordinary life: posts, replies, reposts and quotes as anyone makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.schemas import KINDS
from inconcert.simulation.draft import draft_posts, or_null
from inconcert.simulation.pool import Pool, pool
from inconcert.simulation.rhythm import HOUR
from inconcert.simulation.voice import Grammar
from inconcert.simulation.wording import Occasion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.population import Population
    from inconcert.simulation.voice import Voice
    from inconcert.simulation.wording import Culture

    Ints = NDArray[np.int64]

_ORDER = ("post", "repost", "reply", "quote")
POST, REPOST, REPLY, QUOTE = range(4)
_TRIES = 3
POPULARITY_SIGMA = 1.5


@dataclass(frozen=True)
class Replies:
    """Replies by number, the post at the root of their thread, and when they were written."""

    post: Ints
    root: Ints
    at: Ints


@dataclass(frozen=True)
class Life:
    """What a group of accounts did, and what others may react to."""

    posts: pl.DataFrame
    """`draft.POSTS`."""
    talk: Pool
    """The original posts."""
    replies: Replies


@dataclass(frozen=True)
class Habitat:
    """What surrounds ordinary life: the parameters, the culture, the background's own life."""

    population: Population
    culture: Culture
    background: Life | None = None
    """None while the background itself is drawn."""
    voice: Voice = field(default_factory=Grammar)


@dataclass(frozen=True)
class Moves:
    """Acts before they have words: one entry each, accounts as rows of the account draft."""

    row: Ints
    at: Ints
    kind: Ints
    target: Ints
    """Number of the post that is reacted to; -1 for posts."""


def live(
    habitat: Habitat,
    accounts: pl.DataFrame,
    counts: Ints,
    rng: np.random.Generator,
    *,
    first_post: int,
) -> Life:
    """Return the ordinary life of accounts: `counts[i]` posts of the i-th, of all kinds.

    The background reacts to its own posts, all others to those of the background. An account
    reposts a post at most once, so that a few posts less than asked may come back.
    """
    population, known = habitat.population, habitat.background
    moves = _moves(population, accounts, counts, rng)
    talk = known.talk if known else _talk(accounts, moves, rng, first_post=first_post)
    moves = _aimed(population, accounts, moves, talk, rng)
    own = np.flatnonzero(moves.kind == REPLY)
    replies = Replies(first_post + own, moves.target[own], moves.at[own])
    known_replies = known.replies if known else Replies(*np.empty((3, 0), dtype=np.int64))
    moves.target[own] = _threaded(replies, known_replies, population.thread_share, rng)
    posts = worded(habitat, accounts, moves, rng, first_post=first_post)
    return Life(posts, talk, replies)


def _moves(
    population: Population, accounts: pl.DataFrame, counts: Ints, rng: np.random.Generator
) -> Moves:
    row = np.repeat(np.arange(accounts.height), counts)
    clock = population.rhythm
    late = accounts["shift_hours"].to_numpy()[row] * HOUR
    at = clock.sample(len(row), rng) + late.astype(np.int64) - clock.start
    at = clock.start + at % (clock.end - clock.start)
    return Moves(row, at, _kinds(population, accounts, row, rng), np.full(len(row), -1))


def _kinds(
    population: Population, accounts: pl.DataFrame, row: Ints, rng: np.random.Generator
) -> Ints:
    """Each account has its own share of reposts; the rest divides as in the population."""
    reposts = accounts["repost_share"].to_numpy()[row]
    rest = (1 - reposts) / max(1 - population.repost_share, 1e-9)
    drawn = rng.random(len(row))
    replies = reposts + rest * population.reply_share
    quotes = replies + rest * population.quote_share
    kind = np.full(len(row), POST)
    kind[drawn < quotes] = QUOTE
    kind[drawn < replies] = REPLY
    kind[drawn < reposts] = REPOST
    return kind


def _talk(
    accounts: pl.DataFrame, moves: Moves, rng: np.random.Generator, *, first_post: int
) -> Pool:
    """All that is to become an original post, weighted by its author's influence and by luck."""
    where = np.flatnonzero(moves.kind == POST)
    influence = accounts["influence"].to_numpy()[moves.row[where]]
    return pool(
        items=first_post + where,
        at=moves.at[where],
        communities=accounts["community"].to_numpy()[moves.row[where]],
        weights=influence * rng.lognormal(0, POPULARITY_SIGMA, len(where)),
    )


def _aimed(
    population: Population,
    accounts: pl.DataFrame,
    moves: Moves,
    talk: Pool,
    rng: np.random.Generator,
) -> Moves:
    """Choose by popularity what each act reacts to; where there is nothing, it stays a post."""
    count = len(moves.row)
    away = rng.random(count) < population.mixing
    home = accounts["community"].to_numpy()[moves.row]
    where = np.where(away, rng.integers(population.communities, size=count), home)
    chosen = _differing(talk, where, moves.row, rng)
    reacts = (moves.kind != POST) & (chosen >= 0)
    shift = accounts["shift_hours"].to_numpy()[moves.row]
    reaction = reaction_times(population, talk.at[chosen], shift, rng)
    return Moves(
        moves.row,
        at=np.where(reacts, reaction, moves.at),
        kind=np.where(reacts, moves.kind, POST),
        target=np.where(reacts, talk.items[chosen], -1),
    )


def _differing(talk: Pool, where: Ints, row: Ints, rng: np.random.Generator) -> Ints:
    """Choose something for each act; who gets the same a second time chooses anew."""
    chosen = talk.pick(where, rng)
    for _ in range(_TRIES):
        again = np.ones(len(row), dtype=bool)
        again[np.unique(row * (len(talk.items) + 1) + chosen, return_index=True)[1]] = False
        chosen[again] = talk.pick(where[again], rng)
    return chosen


def _threaded(own: Replies, known: Replies, share: float, rng: np.random.Generator) -> Ints:
    """Return the targets of `own`: some answer an earlier reply below the same post."""
    post = np.concatenate([own.post, known.post])
    root, at = np.concatenate([own.root, known.root]), np.concatenate([own.at, known.at])
    order = np.lexsort((post, at, root))
    first = np.searchsorted(root[order], root[order])
    place = np.arange(len(order)) - first
    earlier = order[first + np.floor(rng.random(len(order)) * place).astype(np.int64)]
    answers = (rng.random(len(order)) < share) & (at[earlier] < at[order])
    target = np.empty_like(root)
    target[order] = np.where(answers, post[earlier], root[order])
    return target[: len(own.post)]


def reaction_times(
    population: Population, at: Ints, shift_hours: NDArray[np.float64], rng: np.random.Generator
) -> Ints:
    """Draw when accounts react to posts of the instants `at`.

    A few delays are drawn for each; the first that falls into a lively hour of the account's own
    day is taken. Delays are log-normal: some ride the first wave, most come later.
    """
    taken = at + _delays(population, len(at), rng)
    late = (shift_hours * HOUR).astype(np.int64)
    for _ in range(_TRIES):
        other = at + _delays(population, len(at), rng)
        asleep = rng.random(len(at)) > population.rhythm.liveliness(taken - late)
        taken = np.where(asleep, other, taken)
    return taken


def _delays(population: Population, count: int, rng: np.random.Generator) -> Ints:
    median = np.log(60 * population.repost_delay_minutes)
    slow = rng.lognormal(median, population.repost_delay_sigma, count)
    wave = rng.lognormal(np.log(60 * population.wave_delay_minutes), 0.9, count)
    rides = rng.random(count) < population.wave_share
    return np.maximum(np.where(rides, wave, slow), 1).astype(np.int64)


def worded(
    habitat: Habitat,
    accounts: pl.DataFrame,
    moves: Moves,
    rng: np.random.Generator,
    *,
    first_post: int,
) -> pl.DataFrame:
    """Draft the posts of `moves`; all but reposts get words. Second reposts are left out."""
    own = np.flatnonzero(moves.kind != REPOST)
    author = moves.row[own]
    occasion = Occasion(
        communities=accounts["community"].to_numpy()[author],
        langs=accounts["lang"].to_numpy()[author],
        at=moves.at[own],
        answer=moves.kind[own] == REPLY,
    )
    words = habitat.voice.word(occasion, habitat.culture, habitat.population, rng)
    back = np.full(len(moves.row), -1)
    back[own] = np.arange(len(own))
    drafted = draft_posts(
        first_post,
        len(back),
        author=accounts["account"].to_numpy()[moves.row],
        at=moves.at,
        kind=pl.Series(KINDS).gather(np.array([KINDS.index(kind) for kind in _ORDER])[moves.kind]),
        target=or_null(moves.target),
    )
    rows = or_null(back)
    return _distinct(drafted.with_columns(words[name].gather(rows).alias(name) for name in words))


def _distinct(posts: pl.DataFrame) -> pl.DataFrame:
    again = ~pl.struct("author", "target").is_first_distinct()
    return posts.filter(~(again & (pl.col("kind") == "repost")))
