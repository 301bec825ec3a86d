"""The graph network, as a module of torch. Imported only inside methods: torch takes seconds."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

from inconcert.models.geometric import torch_geometric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.models.graphs import Relation


class RelationLayer(nn.Module):
    """One step of GraphSAGE over several kinds of edges.

    ``h_v' = relu(norm(W h_v + b + sum_r W_r mean_{u in N_r(v)} h_u))``

    One W_r per relation and direction (PyG's `SAGEConv` without its own root weight). The mean is
    weighted by the edges, since each row of an adjacency sums to 1; over no neighbours it is 0.
    Shapes: `hidden` (nodes, width) to (nodes, width); each adjacency sparse (nodes, nodes).
    """

    def __init__(self, width: int, relations: int) -> None:
        super().__init__()
        sage = torch_geometric().nn.SAGEConv
        self.own = nn.Linear(width, width)
        self.of_relation = nn.ModuleList(
            sage(width, width, aggr="sum", root_weight=False, bias=False) for _ in range(relations)
        )
        self.norm = nn.LayerNorm(width)

    def forward(self, hidden: Tensor, adjacencies: Sequence[Tensor]) -> Tensor:
        """Return the next representation of every node."""
        total = self.own(hidden)
        for convolution, adjacency in zip(self.of_relation, adjacencies, strict=True):
            total = total + convolution(hidden, adjacency)
        return torch.relu(self.norm(total))


class SageNet(nn.Module):
    """A perceptron on the node's own features, `depth` relation layers, and a sum of all of them.

    The logit reads the representation before the first and after every layer (jumping
    knowledge), so an account without edges is scored by its features.
    """

    def __init__(
        self, *, inputs: int, hidden: int, depth: int, relations: int, dropout: float
    ) -> None:
        super().__init__()
        self.entry = nn.Linear(inputs, hidden)
        self.layers = nn.ModuleList(RelationLayer(hidden, relations) for _ in range(depth))
        self.dropout = nn.Dropout(dropout)
        self.exit = nn.Linear(hidden * (depth + 1), 1)

    def forward(self, features: Tensor, adjacencies: Sequence[Tensor]) -> Tensor:
        """Return one logit a node."""
        hidden = self.dropout(torch.relu(self.entry(features)))
        steps = [hidden]
        for layer in self.layers:
            hidden = self.dropout(layer(hidden, adjacencies))
            steps.append(hidden)
        return cast("Tensor", self.exit(torch.cat(steps, dim=1))).squeeze(1)


def adjacencies(
    relation: Relation | None, nodes: int, *, weighted: bool, both_ways: bool
) -> list[Tensor]:
    """Return for each node whose acts reach it and, if `both_ways`, whom its acts reach.

    Rows sum to 1 (0 for a node without such edges). An edge counts ``log(1 + weight)``, or 1
    where not `weighted`. A relation that the dataset does not have gives empty matrices.
    """
    if relation is None:
        empty = _adjacency(torch.zeros(2, 0, dtype=torch.int64), torch.zeros(0), nodes)
        return [empty] * (1 + both_ways)
    sources, targets = torch.from_numpy(relation.sources), torch.from_numpy(relation.targets)
    weight = torch.from_numpy(relation.weights)
    strength = torch.log1p(weight) if weighted else torch.ones_like(weight)
    reached = [_row_normalised(targets, sources, strength, nodes)]
    return [*reached, _row_normalised(sources, targets, strength, nodes)] if both_ways else reached


def _row_normalised(rows: Tensor, columns: Tensor, strength: Tensor, nodes: int) -> Tensor:
    total = torch.zeros(nodes).index_add(0, rows, strength)
    values = strength / total[rows].clamp_min(torch.finfo(torch.float32).tiny)
    return _adjacency(torch.stack([rows, columns]), values, nodes)


def _adjacency(indices: Tensor, values: Tensor, nodes: int) -> Tensor:
    """Rows in compressed form, which torch says is in beta each time it is asked for."""
    built = torch.sparse_coo_tensor(indices, values, (nodes, nodes), check_invariants=False)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparse CSR tensor support is in beta", UserWarning)
        return built.coalesce().to_sparse_csr()
