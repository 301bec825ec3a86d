"""What the reactions of a sitting are about: what called, then what lay before the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulation.reacting import delays, differing, reaction_times
from inconcert.simulation.sittings import Readers, called, moved, noticed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.pool import Pool
    from inconcert.simulation.population import Population
    from inconcert.simulation.sittings import Sittings

    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Look:
    """Acts and where their accounts look for something to react to: one entry each."""

    row: Ints
    """The account."""
    where: Ints
    """The community."""
    shift_hours: NDArray[np.float64]
    reacts: NDArray[np.bool_]
    """False: an original post."""


def meet(
    population: Population, sittings: Sittings, talk: Pool, look: Look, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return when each act happens and the index in `talk` of what it is about; -1: of nothing."""
    chosen = np.full(len(look.row), -1)
    numbers = called(sittings, ~look.reacts)
    first = sittings.first[numbers]
    chosen[first] = differing(talk, look.where[first], look.row[first], rng)
    calls = reaction_times(population, talk.at[chosen[first]], look.shift_hours[first], rng)
    found = chosen[first] >= 0
    at = moved(sittings, numbers[found], calls[found])
    age = np.zeros(len(sittings.first), dtype=np.int64)
    age[numbers[found]] = (calls - talk.at[chosen[first]])[found]
    since = at - at[sittings.first][sittings.number]
    seen = age[sittings.number]
    acts = np.flatnonzero(look.reacts)
    near = np.where(seen > 0, seen + since, 0)[acts]

    def ages(which: Ints) -> Ints:
        """As old as the first thing of the sitting, where something called."""
        drawn = delays(population, len(which), rng)
        return np.where(near[which] > 0, near[which], drawn)

    readers = Readers(look.row[acts], look.where[acts], at[acts], chosen[acts])
    chosen[acts] = noticed(talk, readers, rng, ages=ages)
    return at, chosen
