"""Ordinary life: posts, replies, reposts and quotes as anyone makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.schemas import KINDS
from inconcert.simulation.draft import draft_posts, or_null
from inconcert.simulation.meeting import Look, meet
from inconcert.simulation.pool import Pool, pool
from inconcert.simulation.reacting import differing, reaction_times
from inconcert.simulation.rhythm import HOUR
from inconcert.simulation.sittings import Sittings, draw_sittings, occupied
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
_WORDED_AT_ONCE = 1 << 20
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
    sittings: Sittings | None = None
    """None: each act for itself."""


def live(
    habitat: Habitat,
    accounts: pl.DataFrame,
    counts: Ints,
    rng: np.random.Generator,
    *,
    first_post: int,
    acts: pl.DataFrame | None = None,
) -> Life:
    """Return the ordinary life of accounts: `counts[i]` posts of the i-th, of all kinds.

    The background reacts to its own posts, all others to those of the background. An account
    reposts a post at most once, so that a few posts less than asked may come back. `acts` (drafted)
    are what the accounts do beside it: sittings may lie there.
    """
    population, known = habitat.population, habitat.background
    moves = _moves(population, accounts, counts, rng, acts=acts)
    talk = known.talk if known else _talk(accounts, moves, rng, first_post=first_post)
    moves = _aimed(population, accounts, moves, talk, rng)
    own = np.flatnonzero(moves.kind == REPLY)
    replies = Replies(first_post + own, moves.target[own], moves.at[own])
    known_replies = known.replies if known else Replies(*np.empty((3, 0), dtype=np.int64))
    moves.target[own] = _threaded(replies, known_replies, population.thread_share, rng)
    posts = worded(habitat, accounts, moves, rng, first_post=first_post)
    return Life(posts, talk, replies)


def _moves(
    population: Population,
    accounts: pl.DataFrame,
    counts: Ints,
    rng: np.random.Generator,
    *,
    acts: pl.DataFrame | None = None,
) -> Moves:
    row = np.repeat(np.arange(accounts.height), counts)
    shift = accounts["shift_hours"].to_numpy()
    if population.posts_per_sitting > 1:
        busy = None if acts is None else occupied(accounts, acts)
        drawn = draw_sittings(population, row, shift, rng, acts=busy)
        kinds = _kinds(population, accounts, row, rng)
        return Moves(row, drawn.at, kinds, np.full(len(row), -1), drawn)
    clock = population.rhythm
    late = shift[row] * HOUR
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
    shift = accounts["shift_hours"].to_numpy()[moves.row]
    if moves.sittings is None:
        chosen = differing(talk, where, moves.row, rng)
        at = reaction_times(population, talk.at[chosen], shift, rng)
    else:
        look = Look(moves.row, where, shift, reacts=moves.kind != POST)
        at, chosen = meet(population, moves.sittings, talk, look, rng)
    reacts = (moves.kind != POST) & (chosen >= 0)
    return Moves(
        moves.row,
        at=np.where(reacts, at, moves.at),
        kind=np.where(reacts, moves.kind, POST),
        target=np.where(reacts, talk.items[chosen], -1),
    )


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
    words = _words(habitat, accounts, moves, own, rng)
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
    kept = _distinct(drafted)
    rows = or_null(back[kept.to_numpy()])
    return drafted.filter(kept).with_columns(words.select(pl.all().gather(rows)))


def _words(
    habitat: Habitat, accounts: pl.DataFrame, moves: Moves, own: Ints, rng: np.random.Generator
) -> pl.DataFrame:
    """Put the moves `own` into words, a block at a time, so that many need not much memory."""
    community, lang = accounts["community"].to_numpy(), accounts["lang"].to_numpy()
    blocks = []
    for start in range(0, max(len(own), 1), _WORDED_AT_ONCE):
        block = own[start : start + _WORDED_AT_ONCE]
        author = moves.row[block]
        occasion = Occasion(
            communities=community[author],
            langs=lang[author],
            at=moves.at[block],
            answer=moves.kind[block] == REPLY,
        )
        words = habitat.voice.word(occasion, habitat.culture, habitat.population, rng)
        blocks.append(pl.DataFrame(words))
    return pl.concat(blocks)


def _distinct(posts: pl.DataFrame) -> pl.Series:
    """Say which posts stay: all but reposts of what the account has reacted to before."""
    pair = pl.col("author") * (pl.col("target").max() + 2) + pl.col("target") + 1
    again = ~pair.fill_null(-1 - pl.col("author")).is_first_distinct()
    return posts.select(~(again & (pl.col("kind") == "repost"))).to_series()
