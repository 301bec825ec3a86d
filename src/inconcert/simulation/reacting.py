"""Reactions: what they are about and how long after it they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.rhythm import HOUR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.pool import Pool
    from inconcert.simulation.population import Population

    Ints = NDArray[np.int64]

_TRIES = 3


def differing(talk: Pool, where: Ints, row: Ints, rng: np.random.Generator) -> Ints:
    """Choose something for each act; who gets the same a second time chooses anew."""
    chosen = talk.pick(where, rng)
    for _ in range(_TRIES):
        pair = pl.Series(row * (len(talk.items) + 1) + chosen)
        again = ~pair.is_first_distinct().to_numpy()
        chosen[again] = talk.pick(where[again], rng)
    return chosen


def reaction_times(
    population: Population, at: Ints, shift_hours: NDArray[np.float64], rng: np.random.Generator
) -> Ints:
    """Draw when accounts react to posts of the instants `at`.

    A few delays are drawn for each; the first that falls into a lively hour of the account's own
    day is taken. Delays are log-normal: some ride the first wave, most come later.
    """
    taken = at + delays(population, len(at), rng)
    late = (shift_hours * HOUR).astype(np.int64)
    waking = population.waking
    for _ in range(_TRIES):
        other = at + delays(population, len(at), rng)
        asleep = rng.random(len(at)) > waking.liveliness(taken - late)
        taken = np.where(asleep, other, taken)
    return taken


def delays(population: Population, count: int, rng: np.random.Generator) -> Ints:
    """Draw how long after its object a reaction comes: log-normal, or in the first wave."""
    median = np.log(60 * population.repost_delay_minutes)
    slow = rng.lognormal(median, population.repost_delay_sigma, count)
    wave = rng.lognormal(np.log(60 * population.wave_delay_minutes), 0.9, count)
    rides = rng.random(count) < population.wave_share
    return np.maximum(np.where(rides, wave, slow), 1).astype(np.int64)
