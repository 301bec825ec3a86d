"""The rules of the co-action engine against DuckDB, both its paths, and what changes nothing."""

from __future__ import annotations

import math

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from inconcert.networks import edgegroups, edgeweights, layeracts, measures, windows
from inconcert.networks.coaction import coaction_network
from inconcert.networks.edgeweights import edge_weights
from inconcert.networks.pairs import pairs
from inconcert.schemas import Actions, Edges

ACCOUNTS = ["a", "b", "B", "10", "9", "é"]
acts = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS),
        st.sampled_from(["repost", "url"]),
        st.sampled_from(["x", "y", "z"]),
        st.integers(0, 12).map(lambda tick: tick * 500_000),
        st.integers(0, 25),
    ),
    max_size=30,
)
WINDOWS = [None, 0, 0.5, 1, 2.5, 100]
some_window = st.sampled_from(WINDOWS)
wide_window = st.sampled_from([None, 0.5, 1, 2.5, 100])
quickly = settings(max_examples=40, deadline=None)
KEY = ("source", "target", "layer")

PAIRS = """
CREATE OR REPLACE TABLE pairs AS
SELECT a.account_id AS source, b.account_id AS target, a.layer AS layer, a.object_id AS object_id,
       a.us AS s_us, b.us AS t_us, a.post_id AS s_post, b.post_id AS t_post
FROM acts a JOIN acts b ON a.layer = b.layer AND a.object_id = b.object_id AND (
  a.account_id < b.account_id OR ($self AND a.account_id = b.account_id AND a.number < b.number))
WHERE CASE WHEN $w IS NULL THEN true
  WHEN $rule = 'sliding' THEN abs(a.us - b.us) <= $w
  WHEN $rule = 'object' THEN (a.us - a.begun) // $w = (b.us - b.begun) // $w
  ELSE (a.us - a.start) // $w = (b.us - b.start) // $w END
"""
ACTS = """
CREATE OR REPLACE TABLE acts AS
WITH given AS (
  SELECT unnest($account_id::VARCHAR[]) AS account_id, unnest($layer::VARCHAR[]) AS layer,
         unnest($object_id::VARCHAR[]) AS object_id, unnest($us::BIGINT[]) AS us,
         unnest($post_id::VARCHAR[]) AS post_id),
taking AS (SELECT *, min(us) OVER () AS start, row_number() OVER () AS number,
                  count(*) OVER (PARTITION BY account_id, layer) AS own FROM given)
SELECT *, min(us) OVER (PARTITION BY layer, object_id) AS begun FROM taking WHERE own >= $least
"""
SHARED = """
WITH objects AS (SELECT layer, object_id, count(DISTINCT account_id) AS n, count(*) AS acts
                 FROM acts GROUP BY ALL),
layers AS (SELECT layer, count(DISTINCT account_id) AS accounts, count(*) AS acts
           FROM acts GROUP BY ALL),
tf AS (SELECT account_id, layer, object_id, count(*) * ln(accounts / n) AS part
       FROM acts JOIN objects USING (layer, object_id) JOIN layers USING (layer)
       GROUP BY account_id, layer, object_id, accounts, n),
norms AS (SELECT account_id, layer, sqrt(sum(part * part)) AS norm FROM tf GROUP BY ALL),
x AS (SELECT account_id, layer, object_id, CASE WHEN part > 0 THEN part / norm ELSE 0 END AS x
      FROM tf JOIN norms USING (account_id, layer)),
shared AS (SELECT source, target, layer, object_id, min(abs(s_us - t_us)) / 1e6 AS closest
           FROM pairs GROUP BY ALL)
SELECT source, target, layer, sum(TERM) AS weight
FROM shared JOIN objects USING (layer, object_id) JOIN layers USING (layer)
JOIN x AS s ON s.account_id = source AND s.layer = shared.layer AND s.object_id = shared.object_id
JOIN x AS t ON t.account_id = target AND t.layer = shared.layer AND t.object_id = shared.object_id
GROUP BY ALL
"""
TERMS = {
    "distinct_objects": "1",
    "idf": "ln(layers.accounts / objects.n)",
    "newman": "1 / (objects.n - 1)",
    "popularity": "objects.acts / layers.acts",
    "tfidf_cosine": "s.x * t.x",
}
DECAY = "pow(2, -closest / 2.0)"
GROUPED = "SELECT source, target, layer, TERM AS weight FROM pairs GROUP BY ALL"
COUNTED = {
    "post_pairs": "count(*)",
    "distinct_posts_source": "count(DISTINCT s_post)",
    "distinct_posts_target": "count(DISTINCT t_post)",
}
ORACLE = duckdb.connect()


def table(rows):
    numbered = [(*row[:4], f"post-{row[4]}") for row in rows]
    schema = {"account_id": str, "layer": str, "object_id": str, "us": int, "post_id": str}
    made = pl.DataFrame(numbered, schema=schema, orient="row").with_columns(
        created_at=pl.from_epoch("us", time_unit="us").dt.replace_time_zone("UTC")
    )
    return Actions.validate(made.select(Actions.column_names()), cast=True)


def ask(actions, query, window, rule="sliding", *, own=False, least=1):
    given = actions.with_columns(us=pl.col("created_at").dt.epoch("us")).drop("created_at")
    ORACLE.execute(ACTS, {**given.to_dict(as_series=False), "least": least})
    limit = None if window is None else round(window * 1e6)
    ORACLE.execute(PAIRS, {"w": limit, "rule": rule, "self": own})
    return {row[:3]: row[3:] for row in ORACLE.execute(query).fetchall()}


def ours(edges, *columns):
    return {row[:3]: row[3:] for row in edges.select(*KEY, *columns).rows()}


def assert_close(found, expected):
    assert found.keys() == expected.keys()
    for edge, values in found.items():
        assert values == pytest.approx(expected[edge], rel=1e-9, abs=1e-12)


@quickly
@given(acts, some_window, st.sampled_from([*TERMS, *COUNTED]))
def test_every_weight_equals_the_oracle(rows, window, weight):
    query = (
        SHARED.replace("TERM", TERMS[weight])
        if weight in TERMS
        else GROUPED.replace("TERM", COUNTED[weight])
    )
    actions = table(rows)
    edges = coaction_network(actions, window, weight=weight)
    assert_close(ours(edges, "weight"), ask(actions, query, window))


@quickly
@given(acts, some_window, st.sampled_from([*TERMS, "post_pairs"]))
def test_decay_equals_the_oracle(rows, window, weight):
    query = (
        SHARED.replace("TERM", f"({TERMS[weight]}) * {DECAY}")
        if weight in TERMS
        else GROUPED.replace("TERM", "sum(pow(2, -abs(s_us - t_us) / 2e6))")
    )
    edges = coaction_network(table(rows), window, weight=weight, half_life_seconds=2.0)
    assert_close(ours(edges, "weight"), ask(table(rows), query, window))


@quickly
@given(acts, wide_window, st.sampled_from(["object", "dataset"]), st.integers(1, 4), st.booleans())
def test_bins_participation_and_self_pairs_equal_the_oracle(rows, window, origin, least, own):
    edges = coaction_network(
        table(rows),
        window,
        weight="post_pairs",
        window_rule="tumbling",
        bin_origin=origin,
        min_participation=least,
        self_pairs=own,
    )
    query = GROUPED.replace("TERM", "count(*)")
    assert_close(
        ours(edges, "weight"), ask(table(rows), query, window, origin, own=own, least=least)
    )


@quickly
@given(acts, some_window)
def test_directed_edges_equal_the_oracle(rows, window):
    query = """
    WITH led AS (
      SELECT *, least(s_us, t_us) AS us, abs(s_us - t_us) / 1e6 AS lag, s_us < t_us AS forth,
             avg(CASE WHEN s_us < t_us THEN 1 WHEN s_us = t_us THEN 0.5 ELSE 0 END)
               OVER (PARTITION BY source, target, layer) AS share FROM pairs)
    SELECT CASE WHEN forth THEN source ELSE target END AS source,
           CASE WHEN forth THEN target ELSE source END AS target, layer,
           count(DISTINCT object_id) AS weight, median(lag) AS lag,
           any_value(CASE WHEN forth THEN share ELSE 1 - share END) AS lead_share
    FROM led WHERE lag > 0 GROUP BY ALL
    """
    edges = coaction_network(table(rows), window, directed=True)
    Edges.validate(edges)
    assert_close(
        ours(edges, "weight", "delta_median_s", "lead_share"), ask(table(rows), query, window)
    )
    assert edges["directed"].all()
    assert edges.equals(edges.sort(KEY))


@quickly
@given(
    acts,
    st.lists(some_window, min_size=1, max_size=4, unique=True),
    st.integers(1, 2),
    st.sampled_from(["distinct_objects", "idf"]),
)
def test_windows_at_once_are_those_of_separate_calls(rows, several, min_weight, weight):
    actions = table(rows)
    together = coaction_network(actions, several, min_weight, weight=weight)
    Edges.validate(together)
    for window in several:
        alone = coaction_network(actions, window, min_weight, weight=weight)
        mine = together.filter(pl.col("window_seconds").eq_missing(window))
        assert_frame_equal(mine, alone)


@quickly
@given(acts, some_window, st.sampled_from([*TERMS, *COUNTED]), st.booleans(), st.randoms())
def test_order_of_rows_changes_no_bit(rows, window, weight, directed, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    options = {"weight": weight, "directed": directed}
    one = coaction_network(table(rows), window, **options)
    assert coaction_network(table(rows)[order], window, **options).equals(one)


@quickly
@given(acts, some_window, st.sampled_from([*TERMS, *COUNTED]))
def test_names_change_only_names(rows, window, weight):
    new = {name: f"n{place}" for place, name in enumerate(sorted(ACCOUNTS))}
    renamed = table(rows).with_columns(
        pl.col("account_id").replace_strict(new), object_id="o" + pl.col("object_id")
    )
    one = coaction_network(table(rows), window, weight=weight)
    wanted = one.with_columns(pl.col("source", "target").replace_strict(new))
    assert coaction_network(renamed, window, weight=weight).equals(wanted)


@quickly
@given(acts, some_window, st.sampled_from(["distinct_objects", "post_pairs", "newman"]))
def test_an_isolated_account_changes_nothing(rows, window, weight):
    alone = [*rows, ("zz", "repost", "nobody else's", 0, 99)]
    before = coaction_network(table(rows), window, weight=weight)
    assert coaction_network(table(alone), window, weight=weight).equals(before)


@quickly
@given(acts, st.sampled_from([0.5, 1, 2.5]))
def test_splitting_an_objects_history_at_a_long_gap_changes_only_its_number(rows, window):
    """Acts a day later pair as they did when they are called another object: one more object."""
    late = [(a, layer, o, us + 86_400_000_000, post) for a, layer, o, us, post in rows]
    split = [(a, layer, o + "'", us, post) for a, layer, o, us, post in late]
    one = coaction_network(table(rows + late), window, weight="post_pairs")
    other = coaction_network(table(rows + split), window, weight="post_pairs")
    assert other.drop("objects").equals(one.drop("objects"))
    assert other["objects"].to_list() == [2 * objects for objects in one["objects"]]


@quickly
@given(acts, some_window)
def test_numbers_as_ids_give_what_their_text_gives(rows, window):
    number = {name: place * 5 for place, name in enumerate([*ACCOUNTS, "x", "y", "z"])}
    numbered = table(rows).with_columns(
        pl.col("account_id", "object_id").replace_strict(number, return_dtype=pl.Int64)
    )
    text = numbered.with_columns(pl.col("account_id", "object_id").cast(pl.String))
    assert coaction_network(numbered, window).equals(coaction_network(text, window))


@quickly
@given(acts, some_window, st.integers(1, 3))
def test_weights_alone_are_those_of_the_network(rows, window, min_weight):
    edges = coaction_network(table(rows), window, min_weight)
    alone = edge_weights(table(rows), window, min_weight)
    assert ours(alone, "weight") == ours(edges, "objects")
    assert alone.equals(alone.sort("layer", "source", "target"))


@quickly
@given(acts, some_window, st.booleans(), st.booleans())
def test_pairs_are_the_co_acts_of_the_edges(rows, window, own, directed):
    own = own and not directed
    actions = table(rows)
    options = {"weight": "post_pairs", "self_pairs": own, "directed": directed}
    edges = coaction_network(actions, window, **options)
    found = pairs(actions, edges, window, self_pairs=own)
    measured = found.group_by(KEY).agg(
        pl.len().cast(pl.Float64).alias("weight"),
        pl.col("object_id").n_unique().alias("objects"),
        pl.col("lag_s").abs().median().alias("delta_median_s"),
        pl.min_horizontal("source_at", "target_at").min().alias("first"),
        pl.max_horizontal("source_at", "target_at").max().alias("last"),
    )
    columns = [*KEY, "weight", "objects", "first", "last", "delta_median_s"]
    assert measured.select(columns).sort(KEY).rows() == edges.select(columns).rows()
    order = [*found.columns[:5], "source_at", "target_at", "source_post_id", "target_post_id"]
    assert found.equals(found.sort(order))
    some = edges.head(1)
    of_some = found.join(some, on=KEY, how="semi").sort(order)
    assert pairs(actions, some, window, self_pairs=own).equals(of_some)
    if not directed:
        assert pairs(actions, None, window, self_pairs=own).equals(found)


def compiled(monkeypatch):
    """Make every input large, and batches small, so that the compiled path is taken."""
    for module in (layeracts, edgegroups, measures, windows, edgeweights):
        monkeypatch.setattr(module, "COMPILED_FROM", 1)
    monkeypatch.setattr(edgegroups, "BATCH", 7)
    monkeypatch.setattr(edgeweights, "_BATCH", 7)


@settings(max_examples=60, deadline=None)
@given(
    acts,
    st.lists(some_window, min_size=1, max_size=3, unique=True),
    st.integers(1, 2),
    st.sampled_from([*TERMS, *COUNTED]),
    st.booleans(),
    st.booleans(),
)
def test_the_compiled_path_gives_the_same_bits(rows, several, min_weight, weight, own, numbers):
    actions = table(rows)
    if numbers:
        number = {name: place * 5 - 7 for place, name in enumerate([*ACCOUNTS, "x", "y", "z"])}
        ids = pl.col("account_id", "object_id")
        actions = actions.with_columns(ids.replace_strict(number, return_dtype=pl.Int64))
    options = {"weight": weight, "self_pairs": own}
    expected = coaction_network(actions, several, min_weight, **options)
    directed = coaction_network(actions, several, directed=True)
    alone = edge_weights(actions, several[0], min_weight)
    with pytest.MonkeyPatch.context() as patch:
        compiled(patch)
        assert_frame_equal(
            coaction_network(actions, several, min_weight, **options), expected, check_exact=True
        )
        assert coaction_network(actions, several, directed=True).equals(directed)
        assert edge_weights(actions, several[0], min_weight).equals(alone)


def test_the_oracle_sees_what_it_should():
    """Two acts one second apart on the only object of two accounts: ln(2 / 2) = 0, newman 1."""
    actions = table([("a", "url", "x", 0, 1), ("b", "url", "x", 1_000_000, 2)])
    assert ask(actions, SHARED.replace("TERM", TERMS["idf"]), 1) == {("a", "b", "url"): (0.0,)}
    assert ask(actions, SHARED.replace("TERM", TERMS["newman"]), 1) == {("a", "b", "url"): (1.0,)}
    assert ask(actions, SHARED.replace("TERM", f"1 * {DECAY}"), 1) == {
        ("a", "b", "url"): (pytest.approx(math.sqrt(0.5)),)
    }
