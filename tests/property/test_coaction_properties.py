"""The co-action kernel against a self-join in DuckDB, and what must change nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.networks.coaction import coacting_posts, coaction_network
from inconcert.schemas import Actions, Edges

_ACCOUNTS = ["a", "b", "B", "10", "9", "é", "日本"]
_NAMES = sorted(_ACCOUNTS)
# Reversing the order of names turns every edge round.
_RENAMED = dict(zip(_NAMES, [f"n{99 - number}" for number in range(len(_NAMES))], strict=True))
_MICROSECONDS = st.integers(0, 12).map(lambda tick: tick * 500_000)

acts = st.lists(
    st.tuples(
        st.sampled_from(_ACCOUNTS),
        st.sampled_from(["repost", "url"]),
        st.sampled_from(["x", "y", "z"]),
        _MICROSECONDS,
    ),
    max_size=40,
)
windows = st.sampled_from([None, 0, 0.5, 1, 2.5, 100])
quickly = settings(max_examples=60, deadline=None)

_EDGES = """
SELECT a.account_id AS source, b.account_id AS target, a.layer AS layer,
       count(DISTINCT a.object_id) AS objects,
       min(least(a.us, b.us)) AS first, max(greatest(a.us, b.us)) AS last,
       median(abs(a.us - b.us)) / 1e6 AS delta_median_s,
       avg(CASE WHEN a.us < b.us THEN 1.0 WHEN a.us = b.us THEN 0.5 ELSE 0.0 END) AS lead_share
FROM acts a JOIN acts b ON a.layer = b.layer AND a.object_id = b.object_id
 AND a.account_id < b.account_id AND (? IS NULL OR abs(a.us - b.us) <= ?)
GROUP BY ALL HAVING count(DISTINCT a.object_id) >= ?
"""
_PARTNERS = """
SELECT a.cluster_id, a.layer, a.object_id, a.post_id,
       count(DISTINCT b.account_id) AS partners, min(abs(a.us - b.us)) / 1e6 AS nearest_s
FROM acts a JOIN acts b ON a.layer = b.layer AND a.object_id = b.object_id
 AND a.cluster_id = b.cluster_id AND a.account_id <> b.account_id
 AND (? IS NULL OR abs(a.us - b.us) <= ?)
GROUP BY ALL
"""


def table(rows):
    numbered = [
        (account, layer, object_id, us, f"post-{number}")
        for number, (account, layer, object_id, us) in enumerate(rows)
    ]
    schema = {"account_id": str, "layer": str, "object_id": str, "us": int, "post_id": str}
    made = pl.DataFrame(numbered, schema=schema, orient="row").with_columns(
        created_at=pl.from_epoch("us", time_unit="us").dt.replace_time_zone("UTC")
    )
    return Actions.validate(made.select(Actions.column_names()), cast=True)


_ORACLE = duckdb.connect()


def joined(query, actions, *arguments):
    """Run a query over the actions, its columns handed over as plain lists."""
    given = actions.with_columns(us=pl.col("created_at").dt.epoch("us")).drop("created_at")
    columns = ", ".join(
        f"unnest(?::{'BIGINT' if name == 'us' else 'VARCHAR'}[]) AS {name}"
        for name in given.columns
    )
    lists = [given[name].to_list() for name in given.columns]
    _ORACLE.execute(f"CREATE OR REPLACE TABLE acts AS SELECT {columns}", lists)
    answer = _ORACLE.execute(query, list(arguments))
    names = [column[0] for column in answer.description]
    return pl.DataFrame(answer.fetchall(), schema=names, orient="row", infer_schema_length=None)


def comparable(edges):
    """Return an edge table as the oracle writes it."""
    return {
        (row["source"], row["target"], row["layer"]): (
            row["objects"],
            row["first"],
            row["last"],
            round(row["delta_median_s"], 9),
            round(row["lead_share"], 9),
        )
        for row in edges.iter_rows(named=True)
    }


@quickly
@given(acts, windows, st.integers(1, 3))
def test_edges_equal_a_self_join(rows, window, min_weight):
    actions = table(rows)
    limit = None if window is None else round(window * 1e6)
    edges = Edges.validate(coaction_network(actions, window, min_weight))
    expected = joined(_EDGES, actions, limit, limit, min_weight)
    times = pl.col("first", "last").dt.epoch("us")
    assert comparable(edges.with_columns(times)) == comparable(expected)
    assert edges.equals(edges.sort("source", "target", "layer"))
    assert (edges["weight"] == edges["objects"]).all()


@quickly
@given(acts, windows, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, window, random):
    actions = table(rows)
    order = list(range(actions.height))
    random.shuffle(order)
    shuffled = actions[order]
    assert coaction_network(shuffled, window).equals(coaction_network(actions, window))
    clusters = pl.DataFrame({"account_id": _NAMES, "cluster_id": "C"})
    found = coacting_posts(actions, clusters, window)
    assert coacting_posts(shuffled, clusters, window).equals(found)


@quickly
@given(acts, windows)
def test_names_change_only_names(rows, window):
    actions = table(rows)
    renamed = actions.with_columns(pl.col("account_id").replace_strict(_RENAMED))
    found = comparable(coaction_network(renamed, window))
    turned = {
        (_RENAMED[target], _RENAMED[source], layer): (*measures[:4], round(1 - measures[4], 9))
        for (source, target, layer), measures in comparable(
            coaction_network(actions, window)
        ).items()
    }
    assert found == turned


@quickly
@given(acts, windows)
def test_an_account_that_acts_alone_changes_nothing(rows, window):
    alone = [*rows, ("zz", "repost", "nobody else's", 0), ("zz", "repost", "nobody else's", 1)]
    before = coaction_network(table(rows), window)
    assert coaction_network(table(alone), window).equals(before)


@quickly
@given(acts, windows)
def test_wider_windows_only_add(rows, window):
    actions = table(rows)
    narrow = comparable(coaction_network(actions, window))
    wide = comparable(coaction_network(actions, None))
    assert all(wide[edge][0] >= measures[0] for edge, measures in narrow.items())


@quickly
@given(acts, windows, st.lists(st.sampled_from(["C1", "C2", None]), min_size=7, max_size=7))
def test_partners_equal_a_self_join(rows, window, clusters):
    membership = pl.DataFrame(
        {"account_id": _NAMES, "cluster_id": clusters}, schema_overrides={"cluster_id": pl.String}
    )
    actions = table(rows)
    limit = None if window is None else round(window * 1e6)
    found = coacting_posts(actions, membership, window)
    of_members = actions.join(membership, on="account_id").drop_nulls("cluster_id")
    expected = joined(_PARTNERS, of_members, limit, limit)
    key = ["cluster_id", "layer", "object_id", "post_id"]
    ours = found.select(*key, "partners", pl.col("delta_s").abs().alias("nearest_s"))
    assert ours.rows() == expected.sort(key).rows()


@quickly
@given(acts, windows)
def test_the_named_partner_is_where_the_evidence_says(rows, window):
    actions = table(rows)
    found = coacting_posts(actions, pl.DataFrame({"account_id": _NAMES, "cluster_id": "C"}), window)
    there = actions.select(
        pl.col("post_id").alias("partner_post_id"),
        pl.col("account_id").alias("owner"),
        pl.col("object_id").alias("on"),
        pl.col("created_at").alias("then"),
    )
    checked = found.join(there, on="partner_post_id", how="left")
    assert (checked["owner"] == checked["partner_id"]).all()
    assert (checked["owner"] != checked["account_id"]).all()
    assert (checked["on"] == checked["object_id"]).all()
    delta = (checked["then"] - checked["created_at"]).dt.total_microseconds() / 1e6
    assert (delta == checked["delta_s"]).all()


def test_the_oracle_sees_what_it_should():
    """Two acts one second apart: one edge, one object, led by a."""
    actions = table([("a", "url", "x", 0), ("b", "url", "x", 1_000_000)])
    expected = joined(_EDGES, actions, 1_000_000, 1_000_000, 1)
    assert expected.row(0) == ("a", "b", "url", 1, 0, 1_000_000, 1.0, 1.0)
    assert joined(_EDGES, actions, 999_999, 999_999, 1).height == 0
    assert coaction_network(actions, 1)["first"][0] == datetime(1970, 1, 1, tzinfo=UTC)
