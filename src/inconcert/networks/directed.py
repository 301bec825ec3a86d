"""Edges by who acted first: the pairs of an edge dealt out to its two directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import is_new
from inconcert.networks.edgegroups import EdgeGroups

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Whole
    from inconcert.networks.layeracts import LayerActs


@dataclass(frozen=True)
class Directions:
    """Edges from the account that acted first to the other, and the share of times it did."""

    groups: EdgeGroups
    lead: npt.NDArray[np.float64]
    """Of all pairs of the two accounts, ties one half to each."""


def directions(acts: LayerActs, groups: EdgeGroups) -> Directions:
    """Give each pair to the direction in which it ran; pairs at the same time to neither."""
    edge = np.repeat(np.arange(len(groups)), groups.lengths)
    tied = acts.time[groups.earlier] == acts.time[groups.later]
    backward = acts.account[groups.earlier] != groups.source[edge]
    key = 2 * edge + backward
    ran = np.flatnonzero(~tied)
    order = ran[np.argsort(key[ran], kind="stable")]
    key = key[order]
    begins = np.flatnonzero(is_new(key))
    undirected, back = np.divmod(key[begins], 2)
    lengths = np.diff(begins, append=key.size)
    ties = np.bincount(edge[tied], minlength=len(groups))[undirected]
    return Directions(
        groups=_turned(groups, undirected, back == 1, np.append(begins, key.size), order),
        lead=(lengths + ties / 2) / groups.lengths[undirected],
    )


def _turned(
    groups: EdgeGroups,
    edge: Whole,
    back: npt.NDArray[np.bool_],
    starts: Whole,
    pairs: Whole,
) -> EdgeGroups:
    return EdgeGroups(
        source=np.where(back, groups.target[edge], groups.source[edge]),
        target=np.where(back, groups.source[edge], groups.target[edge]),
        starts=starts,
        earlier=groups.earlier[pairs],
        later=groups.later[pairs],
    )
