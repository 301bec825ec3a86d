"""The options of the co-action network on graphs small enough to check by hand."""

from __future__ import annotations

import logging
import math

import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.coaction import coaction_network, coaction_report
from inconcert.networks.pairs import pairs, scan_pairs
from inconcert.schemas import Actions, Edges, empty

TWO = (("a", "p", 0), ("b", "p", 1))


def weight_of(acts, **options):
    return coaction_network(acts, 60, **options)["weight"].to_list()


def test_windows_stand_beside_each_other_the_widest_last(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 8), ("a", "q", 0), ("b", "q", 90))
    network = coaction_network(acts, [None, 10, 60, 10])
    assert network.select("window_seconds", "weight").rows() == [(10, 1), (60, 1), (None, 2)]
    Edges.validate(network)
    with pytest.raises(Exception, match="once_per_window"):
        Edges.validate(pl.concat([network, network.tail(1)]))


def test_bins_part_acts_that_a_sliding_window_joins(make_actions):
    acts = make_actions(("x", "other", 0), ("a", "p", 58), ("b", "p", 59), ("c", "p", 61))
    by_object = coaction_network(acts, 3, window_rule="tumbling")
    # From the object's first act at 58: [58, 61) holds a and b, [61, 64) holds c.
    assert by_object.select("source", "target").rows() == [("a", "b")]
    by_dataset = coaction_network(acts, 60, window_rule="tumbling", bin_origin="dataset")
    # From the first act of all at 0: [0, 60) and [60, 120).
    assert by_dataset.select("source", "target").rows() == [("a", "b")]
    assert coaction_network(acts, 3).height == 3
    assert coaction_network(acts, None, window_rule="tumbling").height == 3


def test_weights_by_hand(make_actions):
    acts = make_actions(
        ("a", "p", 0), ("a", "p", 1), ("b", "p", 2),  # p: 2 accounts, 3 acts
        ("a", "q", 500), ("b", "q", 510), ("c", "q", 9_000),  # q: 3 accounts, 3 acts
        ("d", "r", 0),
    )  # fmt: skip
    assert weight_of(acts) == [2]
    assert weight_of(acts, weight="post_pairs") == [3]
    assert weight_of(acts, weight="distinct_posts_source") == [3]
    assert weight_of(acts, weight="distinct_posts_target") == [2]
    # Four accounts: ln(4 / 2) + ln(4 / 3).
    assert weight_of(acts, weight="idf") == pytest.approx([math.log(2) + math.log(4 / 3)])
    # 1 / (2 - 1) + 1 / (3 - 1).
    assert weight_of(acts, weight="newman") == [1.5]
    # 3 of 7 acts each.
    assert weight_of(acts, weight="popularity") == pytest.approx([6 / 7])
    # a = (2 ln 2, ln 4/3), b = (ln 2, ln 4/3).
    p, q = math.log(2), math.log(4 / 3)
    cosine = (2 * p * p + q * q) / (math.hypot(2 * p, q) * math.hypot(p, q))
    assert weight_of(acts, weight="tfidf_cosine") == pytest.approx([cosine])
    # Closest on p: 1 s, on q: 10 s; half-life 10 s.
    decayed = 2 ** (-1 / 10) + 2 ** (-1)
    assert weight_of(acts, half_life_seconds=10) == pytest.approx([decayed])


def test_weights_that_are_shares_have_no_bound_unless_one_is_given(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 1), ("c", "q", 0))
    assert coaction_network(acts, 60, weight="idf").height == 1  # ln(3 / 2) = 0.41
    assert coaction_network(acts, 60, 0.5, weight="idf").height == 0
    assert coaction_network(acts, 60, 0.4, weight="idf").height == 1


def test_participation_counts_acts_on_the_layer(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 1), ("a", "q", 0))
    assert coaction_network(acts, 60, min_participation=2).height == 0
    acts = make_actions(("a", "p", 0), ("b", "p", 1), ("a", "q", 0), ("b", "r", 0))
    assert coaction_network(acts, 60, min_participation=2).height == 1


def test_self_pairs_join_an_account_with_itself(make_actions):
    acts = make_actions(("a", "p", 0), ("a", "p", 5), ("b", "p", 200))
    network = coaction_network(acts, 60, self_pairs=True)
    assert network.select("source", "target", "delta_median_s").rows() == [("a", "a", 5.0)]


def test_directed_edges_run_from_who_acted_first(make_actions):
    acts = make_actions(
        ("a", "p", 0), ("b", "p", 10),  # a leads by 10
        ("b", "q", 0), ("a", "q", 20), ("b", "r", 0), ("a", "r", 40),  # b leads by 20 and 40
        ("a", "s", 0), ("b", "s", 0),  # a tie
    )  # fmt: skip
    network = coaction_network(acts, 60, directed=True)
    columns = ("source", "target", "weight", "delta_median_s", "lead_share")
    # Of four co-acts a leads 1.5, b 2.5.
    assert network.select(columns).rows() == [
        ("a", "b", 1.0, 10.0, 1.5 / 4),
        ("b", "a", 2.0, 30.0, 2.5 / 4),
    ]


@pytest.mark.parametrize("rule", ["cap", "sample"])
def test_large_objects_are_cut_and_the_cut_is_told(make_actions, caplog, rule):
    acts = make_actions(
        *((f"u{n:03}", "viral", n % 50) for n in range(100)), ("x", "q", 0), ("y", "q", 1)
    )
    options = {"on_large_objects": rule, "max_pairs_per_object": 100}
    with caplog.at_level(logging.WARNING):
        network = coaction_network(acts, 60, **options)
    # The largest m with m (m - 1) / 2 <= 100 is 14: 91 pairs; and the pair on q.
    assert network.height == 92
    assert f"1 large objects cut ({rule}): 86 acts and 4,859 pairs of acts left out" in caplog.text
    report = coaction_report(acts, 60, **options)
    assert report.rows() == [("repost", "viral", 60.0, rule, 100, 14, 4_950, 91)]
    assert coaction_network(acts.reverse(), 60, **options).equals(network)
    assert coaction_report(acts, 60).height == 0


def test_a_cap_keeps_the_first_acts_and_a_sample_goes_by_its_seed(make_actions):
    acts = make_actions(*((f"u{n:03}", "viral", n) for n in range(50)))
    options = {"max_pairs_per_object": 3}
    capped = coaction_network(acts, None, on_large_objects="cap", **options)
    assert {*capped["source"], *capped["target"]} == {"u000", "u001", "u002"}
    samples = [
        coaction_network(acts, None, on_large_objects="sample", seed=seed, **options)
        for seed in (0, 0, 1)
    ]
    assert samples[0].equals(samples[1])
    assert not samples[0].equals(samples[2])


def test_an_object_of_a_million_shares_is_capped_in_bounded_memory():
    count = 1_000_000
    acts = pl.select(
        pl.int_range(count).alias("account_id"),
        pl.lit("repost").alias("layer"),
        pl.lit(7).alias("object_id"),
        pl.from_epoch(pl.int_range(count) % 30).cast(pl.Datetime("us", "UTC")).alias("created_at"),
        pl.int_range(count).alias("post_id"),
    )
    report = coaction_report(acts, 60, max_pairs_per_object=1_000)
    # 45 * 44 / 2 = 990 <= 1,000 < 46 * 45 / 2.
    assert report.select("acts", "acts_kept", "pairs", "pairs_kept").row(0) == (
        count, 45, 499_999_500_000, 990,
    )  # fmt: skip


REFUSED = [
    ({"window_rule": "slide"}, r"window_rule = 'slide': did you mean 'sliding'\?"),
    ({"bin_origin": "act"}, "bin_origin = 'act': allowed: dataset, object"),
    ({"weight": "newmann"}, r"weight = 'newmann': did you mean 'newman'\?"),
    ({"on_large_objects": "drop"}, "on_large_objects = 'drop': allowed: cap, refuse, sample"),
    ({"min_participation": 0}, "min_participation = 0: give the least number of acts"),
    ({"half_life_seconds": 0}, "half_life_seconds = 0: give a number of seconds above 0"),
    ({"half_life_seconds": math.nan}, "half_life_seconds = nan"),
    ({"half_life_seconds": 1, "weight": "distinct_posts_source"}, "number of posts does not decay"),
    ({"directed": True, "self_pairs": True}, "an account does not lead itself"),
    ({"max_pairs_per_object": 0}, "max_pairs_per_object = 0: give a number of 1 or more"),
    ({"min_weight": 0, "weight": "post_pairs"}, "least number of post_pairs, 1 or more"),
    ({"min_weight": -1, "weight": "idf"}, "min_weight = -1: give the least weight, 0 or more"),
    ({"min_weight": math.nan}, "min_weight = nan"),
    ({"window_seconds": []}, r"window_seconds = \[\]: give at least one window"),
    ({"window_seconds": "abc"}, "window_seconds = 'abc': a window is a number of seconds"),
    ({"window_seconds": "60"}, "window_seconds = '60': a window is a number of seconds"),
    ({"window_seconds": [10, "abc"]}, "window_seconds = 'abc': a window is a number of seconds"),
    ({"window_seconds": [10, -1]}, "window_seconds = -1: a window is a number of seconds"),
    ({"window_seconds": 0, "window_rule": "tumbling"}, "bins must be at least a microsecond wide"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_options_that_do_not_fit_are_refused_by_name(make_actions, options, message):
    with pytest.raises(ConfigError, match=message):
        coaction_network(make_actions(*TWO), **options)


@pytest.mark.parametrize("options", [{"directed": True}, {"weight": "tfidf_cosine"}, {}])
@pytest.mark.parametrize(
    "rows",
    [(), (("a", "p", 0),), (("a", "p", 0), ("a", "p", 0)), (("a", "p", 0), ("b", "q", 0))],
)
def test_nothing_to_join_is_an_empty_table_under_every_rule(make_actions, rows, options):
    network = coaction_network(make_actions(*rows), [10, None], **options)
    assert network.height == 0
    assert network.schema == empty(Edges).schema
    assert pairs(make_actions(*rows)).height == 0


def test_a_post_id_that_stands_twice_is_one_post(make_actions):
    acts = make_actions(("a", "p", 0), ("a", "q", 0), ("b", "p", 1), ("b", "q", 1))
    one_post = acts.with_columns(post_id="account_id")
    assert weight_of(one_post, weight="distinct_posts_source") == [1]
    assert weight_of(one_post) == [2]


def test_pairs_name_the_posts_the_lag_and_who_was_first(make_actions):
    acts = make_actions(("a", "p", 9), ("b", "p", 0), ("a", "q", 5), ("b", "q", 5), ("c", "p", 9))
    found = pairs(acts, coaction_network(acts, 60, 2), 60)
    columns = ("object_id", "source_post_id", "target_post_id", "lag_s", "first")
    assert found.select(columns).rows() == [
        ("p", "repost-0", "repost-1", -9.0, "target"),
        ("q", "repost-2", "repost-3", 0.0, "same"),
    ]


def test_pairs_refuse_what_they_cannot_list(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 1), ("c", "p", 2))
    with pytest.raises(ConfigError, match="more than max_pairs = 2 pairs of posts to list"):
        pairs(acts, max_pairs=2)
    with pytest.raises(ColumnError, match="edges: no column 'target', 'layer'; found: source"):
        pairs(acts, pl.DataFrame({"source": ["a"]}))
    with pytest.raises(ColumnError, match="no column 'post_id'"):
        pairs(acts.drop("post_id"))


@pytest.mark.parametrize(
    "options", [{}, {"min_participation": 8}, {"window_rule": "tumbling", "bin_origin": "dataset"}]
)
def test_pairs_from_parquet_are_those_in_memory(make_actions, tmp_path, options):
    acts = make_actions(*((f"u{n * n % 7}", f"p{n % 5}", n * 3 % 50) for n in range(60)))
    acts.write_parquet(tmp_path / "actions.parquet")
    edges = coaction_network(acts, 9, **options)
    lazy = scan_pairs(tmp_path / "actions.parquet", edges, 9, buckets=3, **options)
    assert isinstance(lazy, pl.LazyFrame)
    expected = pairs(acts, edges, 9, **options)
    assert expected.height > 0
    key = [name for name in expected.columns if name not in ("lag_s", "first")]
    assert lazy.collect().sort(key).equals(expected.sort(key))
    ties = lazy.filter(pl.col("first") == "same").select("lag_s").collect()
    assert ties["lag_s"].to_list() == [0.0] * expected.filter(first="same").height
    assert lazy.head(2).collect().height == 2


def test_no_buckets_are_refused(make_actions, tmp_path):
    with pytest.raises(ConfigError, match="buckets = 0: give a number of 1 or more"):
        scan_pairs(tmp_path / "none.parquet", buckets=0)


def test_ids_with_control_characters_pass_through_the_pairs(make_actions):
    found = pairs(make_actions(("a\x00\n", "p\x0b", 0), ("b\u202e", "p\x0b", 1)))
    assert found.select("source", "target", "object_id").rows() == [("a\x00\n", "b\u202e", "p\x0b")]


def test_an_empty_table_has_no_report_and_no_pairs():
    assert coaction_report(empty(Actions), [1, None]).height == 0
    assert pairs(empty(Actions)).height == 0
