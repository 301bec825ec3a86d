"""Where the dots of the network stand: computed here, so that every browser shows the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.report.charts import colour
from inconcert.scoring.clusters import inner_edges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inconcert.scoring.result import ScoreResult

MOST_NODES = 600
MOST_PER_CLUSTER = 200
MOST_EDGES = 4000
WIDTH, HEIGHT = 960.0, 600.0
_MARGIN = 26.0
_GAP = 1.2
_ITERATIONS = 60
_CIRCLE_FROM = 150
"""From this many members on, a cluster is drawn as a ring: springs would only make a ball."""


@dataclass(frozen=True)
class Node:
    """An account as drawn."""

    x: float
    y: float
    radius: float
    cluster: int
    """Index into `Drawing.clusters`."""
    pseudonym: str
    flagged: bool
    partners: int


@dataclass(frozen=True)
class Disc:
    """The place of a cluster."""

    cluster_id: str
    colour: str
    x: float
    label_y: float
    """Where its name stands, above its highest member."""


@dataclass(frozen=True)
class Drawing:
    """The network as drawn, and how much of it that is."""

    clusters: tuple[Disc, ...]
    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    """Pairs of indices into `nodes`, strongest first."""
    all_clusters: int
    all_nodes: int
    all_edges: int
    cut_clusters: int
    """Drawn clusters of which only a part of the members is drawn."""


def draw_network(result: ScoreResult) -> Drawing:
    """Place at most 600 accounts and 4,000 links of the first clusters; same input, same places."""
    members, edges = _linked_members(result)
    chosen = _chosen(members, result.clusters)
    drawn = _numbered(edges, chosen).head(MOST_EDGES)
    pairs = list(zip(drawn["source_at"], drawn["target_at"], strict=True))
    ids = chosen["cluster_id"].unique(maintain_order=True).to_list()
    groups = chosen.with_row_index("at").partition_by("cluster_id", maintain_order=True)
    places = [_group_layout(group["at"].to_list(), pairs) for group in groups]
    centres = _pack([_group_radius(len(group)) for group in groups])
    discs, positions = _fitted(places, centres, ids, result.clusters)
    return Drawing(
        clusters=discs,
        nodes=tuple(_nodes(chosen, positions, ids)),
        edges=tuple(pairs),
        all_clusters=result.clusters.height,
        all_nodes=members.height,
        all_edges=edges.height,
        cut_clusters=_cut_clusters(chosen, result.clusters),
    )


def _cut_clusters(chosen: pl.DataFrame, clusters: pl.DataFrame) -> int:
    drawn = chosen.group_by("cluster_id").len()
    whole = clusters.select("cluster_id", "accounts")
    return drawn.join(whole, on="cluster_id").filter(pl.col("len") < pl.col("accounts")).height


def _linked_members(result: ScoreResult) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Members with their number of partners, and pairs of members of one cluster."""
    members = result.accounts.drop_nulls("cluster_id")
    pairs = (
        inner_edges(result.edges, members)
        .group_by("source", "target", maintain_order=True)
        .agg(pl.col("weight").sum())
        .sort("weight", "source", "target", descending=[True, False, False])
    )
    ends = pl.concat([pairs.select(account_id="source"), pairs.select(account_id="target")])
    partners = ends.group_by("account_id").agg(partners=pl.len())
    return members.join(partners, on="account_id", how="left").with_columns(
        pl.col("partners").fill_null(0)
    ), pairs


def _chosen(members: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """The accounts to draw: cluster by cluster, those with most partners first."""
    return (
        members.join(clusters.select("cluster_id", "rank"), on="cluster_id", how="inner")
        .sort("rank", "partners", "account_id", descending=[False, True, False])
        .with_columns(place=pl.int_range(pl.len()).over("rank"))
        .filter(pl.col("place") < MOST_PER_CLUSTER)
        .head(MOST_NODES)
        .select("account_id", "cluster_id", "rank", "pseudonym", "flagged", "partners")
    )


def _numbered(edges: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    numbers = chosen.select("account_id").with_row_index("at")
    return (
        edges.join(numbers, left_on="source", right_on="account_id", how="inner")
        .rename({"at": "source_at"})
        .join(numbers, left_on="target", right_on="account_id", how="inner")
        .rename({"at": "target_at"})
        .sort("weight", "source", "target", descending=[True, False, False])
    )


def _group_layout(
    numbers: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> dict[int, tuple[float, float]]:
    """Places of one cluster's members within the unit circle."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(numbers)
    own = set(numbers)
    graph.add_edges_from(pair for pair in pairs if pair[0] in own and pair[1] in own)
    if len(numbers) >= _CIRCLE_FROM:
        places = nx.circular_layout(graph)
    else:
        places = nx.spring_layout(
            graph, seed=0, iterations=_ITERATIONS, k=1.6 / len(numbers) ** 0.5
        )
    return _within_unit_circle({at: (float(x), float(y)) for at, (x, y) in places.items()})


def _within_unit_circle(
    places: dict[int, tuple[float, float]],
) -> dict[int, tuple[float, float]]:
    middle_x = sum(x for x, _ in places.values()) / len(places)
    middle_y = sum(y for _, y in places.values()) / len(places)
    moved = {at: (x - middle_x, y - middle_y) for at, (x, y) in places.items()}
    most = max(math.hypot(x, y) for x, y in moved.values()) or 1.0
    return {at: _spread(x / most, y / most) for at, (x, y) in moved.items()}


def _spread(x: float, y: float) -> tuple[float, float]:
    """Push outwards what crowds in the middle."""
    stretch = math.hypot(x, y) ** -0.35 if x or y else 1.0
    return x * stretch, y * stretch


def _group_radius(members: int) -> float:
    return math.sqrt(members) + 0.6


def _pack(radii: Sequence[float]) -> list[tuple[float, float, float]]:
    """Put circles on a flat spiral from the middle, each at the first place that is free."""
    placed: list[tuple[float, float, float]] = []
    for radius in radii:
        spot = next(spot for spot in _spiral() if _free(spot, radius, placed))
        placed.append((*spot, radius))
    return placed


def _spiral() -> Iterator[tuple[float, float]]:
    angle = 0.0
    while True:
        reach = 0.22 * angle
        yield 1.6 * reach * math.cos(angle), reach * math.sin(angle)
        angle += 0.5 / (1.0 + reach * 0.2)


def _free(
    spot: tuple[float, float], radius: float, placed: Sequence[tuple[float, float, float]]
) -> bool:
    return all(
        math.hypot(spot[0] - x, spot[1] - y) >= radius + other + _GAP for x, y, other in placed
    )


def _fitted(
    places: Sequence[dict[int, tuple[float, float]]],
    centres: Sequence[tuple[float, float, float]],
    ids: Sequence[str],
    clusters: pl.DataFrame,
) -> tuple[tuple[Disc, ...], dict[int, tuple[float, float]]]:
    """Scale everything into the drawing area."""
    if not centres:
        return (), {}
    left, right = min(x - r for x, _, r in centres), max(x + r for x, _, r in centres)
    top, bottom = min(y - r for _, y, r in centres), max(y + r for _, y, r in centres)
    scale = min(
        (WIDTH - 2 * _MARGIN) / (right - left), (HEIGHT - 2 * _MARGIN) / (bottom - top), 26.0
    )
    shift_x = WIDTH / 2 - scale * (left + right) / 2
    shift_y = HEIGHT / 2 - scale * (top + bottom) / 2
    positions = {
        at: (
            round(shift_x + scale * (x + (r - 0.6) * px), 1),
            round(shift_y + scale * (y + (r - 0.6) * py), 1),
        )
        for group, (x, y, r) in zip(places, centres, strict=True)
        for at, (px, py) in group.items()
    }
    middles = [round(shift_x + scale * x, 1) for x, _, _ in centres]
    tops = [round(min(positions[at][1] for at in group) - 9, 1) for group in places]
    return _discs(ids, middles, tops, clusters), positions


def _discs(
    ids: Sequence[str], middles: Sequence[float], tops: Sequence[float], clusters: pl.DataFrame
) -> tuple[Disc, ...]:
    ranks = dict(clusters.select("cluster_id", "rank").iter_rows())
    return tuple(
        Disc(name, colour(ranks[name]), x, y) for name, x, y in zip(ids, middles, tops, strict=True)
    )


def _nodes(
    chosen: pl.DataFrame, positions: dict[int, tuple[float, float]], ids: Sequence[str]
) -> Iterator[Node]:
    numbers = {name: number for number, name in enumerate(ids)}
    for at, row in enumerate(chosen.iter_rows(named=True)):
        x, y = positions[at]
        radius = round(2.4 + 0.9 * math.log1p(row["partners"]), 1)
        cluster = numbers[row["cluster_id"]]
        yield Node(x, y, radius, cluster, row["pseudonym"], row["flagged"], row["partners"])


def script_values(drawing: Drawing, partners: str) -> dict[str, Any]:
    """Return the drawing as the page's script reads it; `partners` is the word for partners."""
    return {
        "partners": partners,
        "clusters": [list(_disc_values(disc)) for disc in drawing.clusters],
        "nodes": [list(_node_values(node)) for node in drawing.nodes],
        "edges": drawing.edges,
    }


def link_paths(drawing: Drawing) -> list[tuple[str, str]]:
    """Return the links of each cluster as one SVG path: colour, path."""
    pieces: list[list[str]] = [[] for _ in drawing.clusters]
    for source, target in drawing.edges:
        one, two = drawing.nodes[source], drawing.nodes[target]
        pieces[one.cluster].append(f"M{one.x:g} {one.y:g}L{two.x:g} {two.y:g}")
    paths = zip(drawing.clusters, pieces, strict=True)
    return [(disc.colour, "".join(path)) for disc, path in paths if path]


def _disc_values(disc: Disc) -> tuple[str, str, float, float]:
    return disc.cluster_id, disc.colour, disc.x, disc.label_y


def _node_values(node: Node) -> tuple[float, float, float, int, str, int, int]:
    flagged = int(node.flagged)
    return node.x, node.y, node.radius, node.cluster, node.pseudonym, flagged, node.partners
