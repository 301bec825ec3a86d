"""Sittings: people post several times within minutes, then nothing for hours or days.

With `Population.posts_per_sitting` above 1 the posts of an account come in sittings: when one
begins goes by the rhythm, how many posts it has is geometric, the gaps within it are log-normal.
A sitting without an original post begins with a reaction that comes at its own time, as all do
without sittings: something popular calls. What the other reactions are about is chosen among what
lay before the reader at that time; its age is drawn as the delay of reactions is, or is near that
of the first thing of the sitting.

The acts of a campaign are single posts, whose times the attack prescribes. So that they do not
stand out by standing alone, the ordinary posts of whoever acts are shared out to as many sittings
as all its posts together would make, and so many acts as would not be alone have one of these
beside them. What is left is prescribed: whoever has more acts than ordinary posts has some
without company, and acts come together as the attack has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.rhythm import DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from inconcert.simulation.pool import Pool
    from inconcert.simulation.population import Population

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_NEARLY = 2.0
"""A reader who looks for something of age d takes what is from d / 2 to 2 d old."""
_REACHES = (1, 2, 8, 64)
"""Who finds nothing new looks so many times as far back."""
_LONGEST_GAP = 2 * HOUR
_FAR = 1 << 36
_FEWEST = 3
"""Among so many things at least is chosen, if they are older than they should be."""


@dataclass(frozen=True)
class Occupied:
    """Acts that accounts make anyway: their accounts, as rows of the draft, and instants."""

    row: Ints
    at: Ints


def occupied(accounts: pl.DataFrame, acts: pl.DataFrame) -> Occupied:
    """Return the acts by the rows of their authors in `accounts`, sorted by row."""
    rows = accounts.select("account").with_row_index("row")
    known = acts.join(rows, left_on="author", right_on="account").sort("row", "at", "post")
    return Occupied(known["row"].cast(pl.Int64).to_numpy(), known["at"].to_numpy())


@dataclass(frozen=True)
class Sittings:
    """Posts in sittings, one entry each."""

    at: Ints
    """Unix seconds."""
    number: Ints
    """Of the sitting, from 0; ascending."""
    first: Ints
    """One entry a sitting: the post that opens it."""
    bound: NDArray[np.bool_]
    """One entry a sitting: it lies beside an act and stays there."""


def draw_sittings(
    population: Population,
    row: Ints,
    shift_hours: Floats,
    rng: np.random.Generator,
    *,
    acts: Occupied | None = None,
) -> Sittings:
    """Put posts into sittings; `row` names the account of each, ascending.

    `shift_hours` tells by how much each account is later than the place's rhythm.
    """
    if not len(row):
        nothing = np.empty(0, dtype=np.int64)
        return Sittings(nothing, nothing, nothing, bound=nothing > 0)
    opens = rng.random(len(row)) < _opening(population, row, acts)
    opens[np.unique(row, return_index=True)[1]] = True
    sitting = np.cumsum(opens) - 1
    since = _since_opening(population, opens, sitting, rng)
    first = np.flatnonzero(opens)
    length = since[np.append(first[1:], len(row)) - 1]
    clock = population.rhythm
    late = (shift_hours[row[first]] * HOUR).astype(np.int64)
    start = clock.sample(len(first), rng) + late - clock.start
    start = clock.start + start % (clock.end - clock.start)
    bound = np.zeros(len(first), dtype=bool)
    if acts is not None and len(acts.row):
        start, bound = _beside(population, acts, _Openings(row[first], start, length), rng)
    start = np.minimum(start, clock.end - 1 - length)
    return Sittings(np.maximum(start[sitting] + since, clock.start), sitting, first, bound)


def in_own_sittings(
    population: Population,
    row: Ints,
    at: Ints,
    life: Occupied,
    rng: np.random.Generator,
) -> Ints:
    """Bring further acts of accounts into the sittings of their `life`, sorted by row and time.

    An act waits for the next post of its account within a day, and comes a gap behind it; as many
    stay alone as ordinary posts do.
    """
    key = life.row * _FAR + life.at
    after = np.searchsorted(key, row * _FAR + at)
    following = key[np.minimum(after, len(key) - 1)] - row * _FAR
    waits = (following >= at) & (following < at + DAY)
    waits &= rng.random(len(row)) >= population.posts_per_sitting**-2.0
    return np.where(waits, following + _gaps(population, len(row), rng), at)


def called(sittings: Sittings, posts: NDArray[np.bool_]) -> Ints:
    """Return the numbers of the sittings that hold no original of `posts` and are not bound."""
    held = np.bincount(sittings.number[posts], minlength=len(sittings.first))
    return np.flatnonzero((held == 0) & ~sittings.bound)


def moved(sittings: Sittings, numbers: Ints, to: Ints) -> Ints:
    """Return the instants of all posts when these sittings open at other times."""
    later = np.zeros(len(sittings.first), dtype=np.int64)
    later[numbers] = to - sittings.at[sittings.first[numbers]]
    return sittings.at + later[sittings.number]


def noticed(
    talk: Pool,
    readers: Readers,
    rng: np.random.Generator,
    *,
    ages: Callable[[Ints], Ints],
) -> Ints:
    """Choose by popularity what each reader takes, among what was written before.

    `ages` draws how many seconds old that is what the readers of these entries see. Nobody takes a
    thing twice, if there is another. Returns indices into `talk`, -1 where there is nothing.
    """
    chosen = readers.chosen.copy()
    todo = np.flatnonzero(chosen < 0)
    for reach in _REACHES:
        chosen[todo] = _seen(talk, readers, todo, ages(todo) * reach, rng)
        todo = todo[_repeated(readers.row, chosen, len(talk.items), ~readers.open)[todo]]
    return chosen


@dataclass(frozen=True)
class Readers:
    """Who looks for something to react to: one entry for each act."""

    row: Ints
    """The account."""
    where: Ints
    """The community in which it looks."""
    at: Ints
    chosen: Ints
    """Index of what is chosen already; -1: nothing yet."""

    @property
    def open(self) -> NDArray[np.bool_]:
        """Whose choice is still open."""
        return self.chosen < 0


def _since_opening(
    population: Population, opens: NDArray[np.bool_], sitting: Ints, rng: np.random.Generator
) -> Ints:
    """Seconds of each post after the first of its sitting."""
    passed = np.cumsum(np.where(opens, 0, _gaps(population, len(opens), rng)))
    since: Ints = passed - passed[opens][sitting]
    return since


def _gaps(population: Population, count: int, rng: np.random.Generator) -> Ints:
    """Draw seconds between two posts of a sitting."""
    median = 60 * population.sitting_gap_minutes
    gaps = rng.lognormal(np.log(median), population.sitting_gap_sigma, count)
    return np.clip(gaps, 1, max(_LONGEST_GAP, median)).astype(np.int64)


def _opening(population: Population, row: Ints, acts: Occupied | None) -> Floats | float:
    """The chance that a post opens a sitting: all posts together make as many as anyone's."""
    chance = 1 / population.posts_per_sitting
    if acts is None or not len(acts.row):
        return chance
    posts = np.bincount(row)
    own = np.bincount(acts.row, minlength=len(posts))[: len(posts)]
    return np.minimum(chance * (1 + own / np.maximum(posts, 1)), 1.0)[row]


@dataclass(frozen=True)
class _Openings:
    row: Ints
    start: Ints
    length: Ints
    """Seconds from the first to the last post."""


def _beside(
    population: Population, acts: Occupied, sittings: _Openings, rng: np.random.Generator
) -> tuple[Ints, NDArray[np.bool_]]:
    """Put sittings before or behind acts of the account, each beside another.

    An act is left alone as often as a post of anyone is, whose sitting holds one post with the
    chance 1 / mean, and which is in it with the chance 1 / mean.
    """
    row = sittings.row
    own = np.bincount(acts.row, minlength=int(row.max()) + 1)
    begins = np.cumsum(own) - own
    place = np.arange(len(row)) - np.searchsorted(row, row)
    alone = population.posts_per_sitting**-2.0
    joins = (place < own[row]) & (rng.random(len(row)) >= alone)
    order = np.lexsort((rng.random(len(acts.row)), acts.row))
    at = acts.at[order][np.where(joins, begins[row] + place, 0)]
    gap = _gaps(population, len(row), rng)
    behind = rng.random(len(row)) < 0.5
    there = np.where(behind, at + gap, at - sittings.length - gap)
    return np.where(joins, there, sittings.start), joins


def _seen(talk: Pool, readers: Readers, which: Ints, age: Ints, rng: np.random.Generator) -> Ints:
    latest = readers.at[which] - np.maximum((age / _NEARLY).astype(np.int64), 1)
    span = ((_NEARLY - 1 / _NEARLY) * age).astype(np.int64) + 1
    return talk.pick_recent(readers.where[which], latest, rng, span=span, fewest=_FEWEST)


def _repeated(
    row: Ints, chosen: Ints, things: int, settled: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell whose choice the same account made before, or found nothing; settled ones go first."""
    order = np.argsort(~settled, kind="stable")
    pair = pl.Series((row * (things + 1) + chosen)[order])
    repeated = np.empty(len(row), dtype=bool)
    repeated[order] = ~pair.is_first_distinct().to_numpy()
    return repeated | (chosen < 0)
