"""What a graph network reads of any dataset's graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.models.accounts import extra_columns_note, feature_matrix
from inconcert.models.graphs import COACTION_PREFIX, Relations

if TYPE_CHECKING:
    from inconcert.models.base import AccountGraph
    from inconcert.models.scaling import RankScaling
    from inconcert.models.training import Inputs


@dataclass(frozen=True)
class Reading:
    """What a network reads of any graph: which features, on which scale, and which edges."""

    columns: tuple[str, ...]
    scaling: RankScaling
    relations: tuple[str, ...]
    weighted: bool

    @property
    def width(self) -> int:
        """The scaled features, and whether a node has features at all."""
        return self.scaling.width + 1

    @property
    def matrices(self) -> int:
        """How many adjacencies it reads: interactions have two, one each way."""
        return sum(1 + _both_ways(name) for name in self.relations)

    def inputs(self, graph: AccountGraph, found: Relations) -> Inputs:
        """Return a graph as tensors on the CPU; nodes that are no accounts have features of 0."""
        import torch

        from inconcert.models.nets import adjacencies
        from inconcert.models.training import Inputs

        nodes = len(found.node_ids)
        features = np.zeros((nodes, self.width), dtype=np.float32)
        scaled = self.scaling.transform(feature_matrix(graph.features, self.columns))
        features[: found.accounts, :-1] = scaled
        features[: found.accounts, -1] = 1.0
        edges = [
            adjacency
            for name in self.relations
            for adjacency in adjacencies(
                found.edges.get(name), nodes, weighted=self.weighted, both_ways=_both_ways(name)
            )
        ]
        return Inputs(torch.from_numpy(features), edges)

    def notes(self, graph: AccountGraph, found: Relations) -> tuple[str, ...]:
        """Say which features are not used, and which edges the model knows and the graph lacks."""
        absent = sorted(set(self.relations) - set(found.edges))
        notes = extra_columns_note(graph.features, self.columns)
        if absent:
            notes += (
                f"edges that the model was trained on and this dataset lacks: {', '.join(absent)}",
            )
        return notes


def _both_ways(relation: str) -> bool:
    """Whether a relation has two adjacencies: co-action edges are the same both ways."""
    return not relation.startswith(COACTION_PREFIX)
