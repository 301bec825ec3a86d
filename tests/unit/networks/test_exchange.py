"""Networks written, read again by networkx, and counted."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import networkx as nx
import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.coaction import coaction_network
from inconcert.networks.exchange import (
    check_graph_path,
    is_directed,
    to_csr,
    to_networkx,
    write_edges,
    write_graph,
)
from inconcert.posts.spreadsheets import undo_escape
from inconcert.schemas import Edges, Interactions, empty

HOSTILE = [
    "a", "a\x00", "a\x0b", "a\ufffe", "\x01", " ", "a b", "a\tb", "a\nb", "a\r\nb", "a\rb",
    '"><script>alert(1)</script>', "&amp;", "&", "<!--", "]]>", "{}", "{0}", "$1", "=cmd()", "@x",
    "\u202eabc", "é", "e\u0301", "日本語", "😀", "a~b5df6435", "0", "00", "1e5",
    "None", "null", "'",
]  # fmt: skip
READ = {".gexf": nx.read_gexf, ".graphml": nx.read_graphml}
AT = datetime(2026, 1, 1, tzinfo=UTC)


def chain(ids):
    """Return edges that join each id to the next."""
    rows = [(*sorted(pair), float(n + 1)) for n, pair in enumerate(pairwise(ids))]
    table = pl.DataFrame(rows, schema=["source", "target", "weight"], orient="row")
    return table.with_columns(directed=False, layer=pl.lit("url"))


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_hostile_ids_are_written_apart_and_read_again(tmp_path, suffix):
    path = tmp_path / f"graph{suffix}"
    write_edges(chain(HOSTILE), path)
    graph = READ[suffix](path)
    assert graph.number_of_nodes() == len(HOSTILE)
    assert graph.number_of_edges() == len(HOSTILE) - 1
    assert sum(data["weight"] for *_, data in graph.edges(data=True)) == sum(range(len(HOSTILE)))
    marked = {"a\x00", "a\x0b", "a\ufffe", "\x01", "a~b5df6435"}
    assert set(HOSTILE) - marked <= set(graph.nodes)
    assert not graph.is_directed()


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_attributes_of_every_type_come_back(tmp_path, suffix):
    nodes = pl.DataFrame(
        {
            "account_id": ["a", "b", "alone"],
            "label": ["A & B", "<b>", None],
            "score": [0.5, float("nan"), float("inf")],
            "flagged": [True, False, None],
            "posts": pl.Series([3, None, 10**12]),
            "since": [AT, None, AT],
            "layers": [["url", "text"], [], None],
            'na"me<': ["x\x0by", "", None],
            "kind": pl.Series(["k", None, "k"], dtype=pl.Enum(["k"])),
        }
    )
    path = tmp_path / f"graph{suffix}"
    write_graph(nodes, chain(["a", "b", "new"]), path)
    graph = READ[suffix](path)
    assert set(graph.nodes) == {"a", "b", "alone", "new"}
    a = graph.nodes["a"]
    assert (a["label"], a["score"], a["flagged"], a["posts"]) == ("A & B", 0.5, True, 3)
    assert (a["layers"], a['na"me<'], a["kind"]) == ("url;text", "xy", "k")
    assert datetime.fromisoformat(a["since"]) == AT
    assert "score" not in graph.nodes["b"]
    assert "posts" not in graph.nodes["b"]
    assert "score" not in graph.nodes["alone"]
    assert graph.nodes["alone"]["posts"] == 10**12


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_layers_come_back_as_parallel_edges_and_interactions_as_directed(
    tmp_path, suffix, make_actions
):
    acts = pl.concat(
        [make_actions(("a", "1", 0), ("b", "1", 9), layer=layer) for layer in ("repost", "url")]
    )
    edges = coaction_network(acts, 60)
    write_edges(edges, tmp_path / f"layers{suffix}")
    graph = READ[suffix](tmp_path / f"layers{suffix}")
    assert graph.number_of_edges() == 2
    assert {data["layer"] for *_, data in graph.edges(data=True)} == {"repost", "url"}
    arrows = pl.DataFrame({"source": ["b"], "target": ["a"], "kind": ["repost"], "weight": [2.0]})
    write_edges(arrows, tmp_path / f"arrows{suffix}")
    read = READ[suffix](tmp_path / f"arrows{suffix}")
    assert read.is_directed()
    assert list(read.edges) == [("b", "a")]


@pytest.mark.parametrize("suffix", [".gexf", ".graphml", ".csv", ".parquet"])
def test_no_edges_make_a_file_that_can_be_read(tmp_path, suffix):
    path = tmp_path / f"none{suffix}"
    write_edges(empty(Edges), path)
    if suffix in READ:
        assert READ[suffix](path).number_of_nodes() == 0
    else:
        read, more = (pl.read_csv, ["csv_escaped"]) if suffix == ".csv" else (pl.read_parquet, [])
        assert read(path).columns == [*Edges.column_names(), *more]


def test_tables_keep_ids_as_they_are(tmp_path):
    edges = chain(HOSTILE).with_columns(first=pl.lit(AT), layers=pl.lit(["a", "b"]))
    write_edges(edges, tmp_path / "edges.parquet")
    assert pl.read_parquet(tmp_path / "edges.parquet").equals(edges)
    write_edges(edges, str(tmp_path / "edges.csv"))
    read = pl.read_csv(tmp_path / "edges.csv", infer_schema=False)
    for end in ("source", "target"):
        assert [undo_escape(name) for name in read[end]] == edges[end].to_list()
        assert not read[end].str.contains(r"^[=+\-@]").any(), "no cell begins a formula"
    assert read["layers"].unique().to_list() == ["a;b"]
    assert datetime.fromisoformat(read["first"][0]) == AT


def test_another_suffix_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(ConfigError, match=r"by its suffix '\.graphm'; did you mean '\.graphml'"):
        write_edges(empty(Edges), tmp_path / "edges.graphm")
    with pytest.raises(
        ConfigError, match=r"suffix ''; allowed: \.csv, \.gexf, \.graphml, \.parquet"
    ):
        check_graph_path(tmp_path / "edges")
    with pytest.raises(ConfigError, match=r"suffix '\.csv'; allowed: \.gexf, \.graphml"):
        write_graph(pl.DataFrame({"id": ["a"]}), empty(Edges), tmp_path / "graph.csv")
    assert list(tmp_path.iterdir()) == []


def test_nodes_without_an_id_are_refused(tmp_path):
    with pytest.raises(ColumnError, match="no column 'id' or 'account_id'; found: name"):
        write_graph(pl.DataFrame({"name": ["a"]}), chain(["a", "b"]), tmp_path / "graph.gexf")


def test_the_class_of_the_networkx_graph_follows_from_the_table():
    edges = chain(["a", "b", "c"])
    assert type(to_networkx(edges)) is nx.Graph
    assert to_networkx(edges).edges["b", "c"]["weight"] == 2.0
    two_layers = pl.concat([edges, edges.with_columns(layer=pl.lit("text"))])
    multi = to_networkx(two_layers)
    assert type(multi) is nx.MultiGraph
    assert multi.edges["a", "b", "text"]["weight"] == 1.0
    arrows = edges.drop("directed", "layer").with_columns(kind=pl.lit("repost"))
    assert type(to_networkx(arrows)) is nx.DiGraph
    both = pl.concat([arrows, arrows.with_columns(kind=pl.lit("reply"))])
    assert type(to_networkx(both)) is nx.MultiDiGraph
    assert is_directed(empty(Interactions))


def test_networkx_nodes_carry_attributes_and_may_stand_alone():
    nodes = pl.DataFrame({"id": ["z", "a"], "score": [0.1, 0.9]})
    graph = to_networkx(chain(["a", "b"]), nodes=nodes)
    assert dict(graph.nodes(data="score")) == {"a": 0.9, "b": None, "z": 0.1}


def test_csr_adds_layers_and_leaves_out_what_was_not_asked_for():
    edges = chain(["a", "b", "c"])
    doubled = pl.concat([edges, edges.with_columns(layer=pl.lit("text"))])
    matrix = to_csr(doubled, pl.Series(["b", "a", "lonely"]))
    # a-b weighs 1 on two layers; b-c leads outside.
    assert matrix.toarray().tolist() == [[0, 2, 0], [2, 0, 0], [0, 0, 0]]
    assert to_csr(edges.clear(), pl.Series([], dtype=pl.String)).shape == (0, 0)
