"""What an edge is described by: objects, first, last, median delay and lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import argsort_by, is_new
from inconcert.networks.layeracts import COMPILED_FROM
from inconcert.networks.threads import in_parts

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Whole
    from inconcert.networks.edgegroups import EdgeGroups
    from inconcert.networks.layeracts import LayerActs

    Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measures:
    """One value an edge; times and delays in microseconds."""

    first: Whole
    last: Whole
    median: Reals
    lead: Reals
    """Share of the pairs in which the account that comes first by name acted first."""


def objects_of(acts: LayerActs, groups: EdgeGroups) -> Whole:
    """Count the distinct objects of each edge."""
    objects = np.empty(len(groups), dtype=np.int32)
    if groups.earlier.size < COMPILED_FROM:
        new = is_new(acts.group[groups.earlier])
        new[groups.starts[:-1]] = True
        return reduced(np.add, new.astype(np.int32), groups.starts)
    from inconcert.networks.kernels.reducing import count_objects

    in_parts(
        len(groups),
        lambda low, high, _: count_objects(
            groups.starts, low, high, groups.earlier, acts.group, objects
        ),
        ends=groups.starts,
    )
    return objects


def measures_of(acts: LayerActs, groups: EdgeGroups, edges: Whole) -> Measures:
    """Measure the edges at these places of `groups`."""
    if groups.earlier.size < COMPILED_FROM:
        return _measured(acts, groups.only(edges))
    from inconcert.networks.kernels.reducing import measure

    first, last = (np.empty(edges.size, dtype=np.int64) for _ in range(2))
    median, lead = (np.empty(edges.size, dtype=np.float64) for _ in range(2))
    in_parts(
        edges.size,
        lambda low, high, _: measure(
            groups.starts,
            edges,
            (low, high),
            (groups.earlier, groups.later),
            (acts.account, acts.time),
            (first, last, median, lead),
        ),
    )
    return Measures(first, last, median, lead)


def _measured(acts: LayerActs, groups: EdgeGroups) -> Measures:
    begun, ended = acts.time[groups.earlier], acts.time[groups.later]
    leads = 2 * (acts.account[groups.earlier] < acts.account[groups.later])
    leads[begun == ended] = 1
    return Measures(
        first=reduced(np.minimum, begun, groups.starts),
        last=reduced(np.maximum, ended, groups.starts),
        median=_medians(ended - begun, groups.starts),
        lead=reduced(np.add, leads, groups.starts) / (2 * groups.lengths),
    )


def _medians(values: Whole, starts: Whole) -> Reals:
    lengths, begins = np.diff(starts), starts[:-1]
    ranked = values[argsort_by(np.repeat(np.arange(lengths.size), lengths), values)]
    low, high = ranked[begins + (lengths - 1) // 2], ranked[begins + lengths // 2]
    medians: Reals = low + (high - low) / 2
    return medians


def reduced(operation: np.ufunc, values: Whole, starts: Whole) -> Whole:
    """Reduce the values of each run; `starts` ends with the number of values."""
    result: Whole = operation.reduceat(values, starts[:-1]) if starts.size > 1 else values[:0]
    return result
