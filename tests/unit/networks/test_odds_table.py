"""Edges with the odds of chance as a table: its contract, its files, its backbones."""

from __future__ import annotations

import dataframely as dy
import networkx as nx
import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.backbones import (
    BACKBONES,
    backbone,
    check_backbone,
    disparity_backbone,
    noise_corrected_backbone,
    quantile_backbone,
    validated_backbone,
)
from inconcert.networks.coaction import coaction_network
from inconcert.networks.exchange import write_edges
from inconcert.networks.nullmodels.significance import ADDED, NULLS, significance
from inconcert.schemas import Edges, EdgesWithOdds, empty

DAY = 86_400


@pytest.fixture
def acts(make_actions):
    """a and b 5 s apart on four objects that c and d take up later; a acts twice on p0."""
    waves = [
        (name, f"p{day}", day * DAY + at)
        for day in range(4)
        for name, at in (("a", 0), ("b", 5), ("c", 4_000), ("d", 9_000))
    ]
    return make_actions(*waves, ("a", "p0", 3))


@pytest.fixture
def judged(acts):
    return significance(coaction_network(acts, 60, self_pairs=True), acts)


@pytest.mark.parametrize("null", NULLS)
def test_what_significance_returns_keeps_to_the_schema(acts, null):
    edges = coaction_network(acts, 60, self_pairs=True)
    odds = significance(edges, acts, null=null, permutations=20)
    EdgesWithOdds.validate(odds)
    assert odds.columns == EdgesWithOdds.column_names() == [*Edges.column_names(), *ADDED]
    assert odds.select(Edges.column_names()).equals(edges)
    assert odds["null_model"].unique().to_list() == [null]
    loop = odds.filter(source="a", target="a").row(0, named=True)
    assert [loop[name] for name in ADDED[1:]] == [None, None, None]


def test_no_edges_are_a_table_too(acts):
    odds = significance(empty(Edges), acts)
    assert odds.schema == empty(EdgesWithOdds).schema


def test_other_columns_stay(acts):
    edges = coaction_network(acts, 60).with_columns(note=pl.lit("x"))
    odds = significance(edges, acts)
    assert odds.columns == [*edges.columns, *ADDED]
    EdgesWithOdds.validate(odds)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"p_value": 1.5}, "max"),
        ({"q_value": -0.1}, "min"),
        ({"expected": -1.0}, "min"),
        ({"p_value": None}, "tested_or_not"),
        ({"p_value": 0.9, "q_value": 0.5}, "no_q_under_p"),
        ({"null_model": None}, "nullability"),
    ],
)
def test_the_schema_refuses_what_odds_cannot_be(judged, change, rule):
    row = judged.filter(pl.col("p_value").is_not_null())
    values = [pl.lit(value, dtype=row.schema[name]).alias(name) for name, value in change.items()]
    with pytest.raises(dy.exc.ValidationError, match=rule):
        EdgesWithOdds.validate(row.with_columns(values))


def test_a_table_that_is_not_one_of_edges_is_refused(acts):
    edges = coaction_network(acts, 60)
    with pytest.raises(ColumnError, match=r"edges: no column 'weight'; found: source, target"):
        significance(edges.drop("weight"), acts)
    with pytest.raises(ColumnError, match="edges: a column is not of its type"):
        significance(edges.with_columns(first=pl.lit("noon")), acts)


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_graph_files_hold_the_odds(judged, tmp_path, suffix):
    tiny = judged.with_columns(
        pl.when(pl.col("p_value").is_not_null()).then(1e-80).alias("p_value")
    )
    path = tmp_path / f"edges{suffix}"
    write_edges(tiny, path)
    graph = {".gexf": nx.read_gexf, ".graphml": nx.read_graphml}[suffix](path)
    edge = graph.edges["a", "b"]
    row = tiny.filter(source="a", target="b").row(0, named=True)
    assert edge["p_value"] == 1e-80
    assert (edge["null_model"], edge["expected"], edge["q_value"]) == (
        "cascade",
        pytest.approx(row["expected"]),
        pytest.approx(row["q_value"]),
    )
    loop = graph.edges["a", "a"]
    assert loop["null_model"] == "cascade"
    assert not {"expected", "p_value", "q_value"} & set(loop), "no test, no figure"


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_tables_hold_the_odds(judged, tmp_path, suffix):
    tiny = judged.with_columns(pl.col("p_value") * 1e-80)
    path = tmp_path / f"edges{suffix}"
    write_edges(tiny, path)
    read = pl.read_csv(path) if suffix == ".csv" else pl.read_parquet(path)
    assert read["null_model"].to_list() == ["cascade"] * tiny.height
    for name in ADDED[1:]:
        assert read[name].to_list() == tiny[name].to_list()
        assert read[name].null_count() == 1


def test_a_backbone_by_its_name_is_that_backbone(judged):
    edges = judged.filter(pl.col("source") != pl.col("target"))
    named = {
        "quantile": quantile_backbone,
        "disparity": disparity_backbone,
        "noise_corrected": noise_corrected_backbone,
        "validated": validated_backbone,
    }
    assert tuple(named) == BACKBONES
    for name, function in named.items():
        assert backbone(edges, name).equals(function(edges))
        assert backbone(edges, name, 0.9).equals(function(edges, 0.9))


@pytest.mark.parametrize(
    ("how", "threshold", "message"),
    [
        ("quantil", None, "backbone = 'quantil': did you mean 'quantile'"),
        ("quantile", 1.5, "quantile = 1.5: give a number from 0 to 1"),
        ("disparity", -0.1, "alpha = -0.1: give a number from 0 to 1"),
        ("validated", 2, "q = 2: give a number from 0 to 1"),
        ("noise_corrected", -1, "deviations = -1: give a number of 0 or more"),
        ("noise_corrected", float("nan"), "deviations = nan: give a number of 0 or more"),
    ],
)
def test_wrong_backbones_are_refused(judged, how, threshold, message):
    with pytest.raises(ConfigError, match=message):
        check_backbone(how, threshold)
    with pytest.raises(ConfigError, match=message):
        backbone(judged, how, threshold)
