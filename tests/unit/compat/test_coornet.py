"""CooRnet's rule and each of its faults on shares small enough to count by hand."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.compat.coornet import CoordInterval, estimate_coord_interval, get_coord_shares
from inconcert.errors import ColumnError, ConfigError, TooLittleError


def shares(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["account.url", "expanded", "date"], orient="row")


def test_bins_begin_with_the_first_share_of_the_url() -> None:
    # bins of 60 s from 100: [100, 160) holds a and b, [160, 220) holds c alone, 2 s after b
    table = shares(("a", "u", 100), ("b", "u", 159), ("c", "u", 161))
    for mode in ("as_published", "corrected"):
        found = get_coord_shares(table, 60, 0, mode=mode)
        assert found.edges.rows() == [("a", "b", 1)]
        assert found.shares["is_coordinated"].to_list() == [True, True, False]


def test_the_published_projection_joins_accounts_of_different_bins() -> None:
    # bin 0: a b; bin 1: c d. Through the url all 4 * 3 / 2 = 6 pairs; through the bins 2
    table = shares(("a", "u", 0), ("b", "u", 5), ("c", "u", 60), ("d", "u", 65))
    assert get_coord_shares(table, 60, 0).edges.height == 6
    assert get_coord_shares(table, 60, 0, mode="corrected").edges.height == 2


def test_weights_count_urls_not_bins() -> None:
    # a and b meet in two bins of u and one of v: 2 urls
    rows = [
        ("a", "u", 0),
        ("b", "u", 1),
        ("a", "u", 60),
        ("b", "u", 61),
        ("a", "v", 0),
        ("b", "v", 0),
    ]
    for mode in ("as_published", "corrected"):
        assert get_coord_shares(shares(*rows), 60, 0, mode=mode).edges.rows() == [("a", "b", 2)]


def test_one_account_twice_is_a_coordinated_bin_as_published() -> None:
    table = shares(("a", "u", 0), ("a", "u", 5), ("b", "u", 100))
    found = get_coord_shares(table, 60, 0)
    assert found.shares["is_coordinated"].to_list() == [True, True, False]
    assert found.edges.is_empty()
    assert found.entities.is_empty()
    with pytest.raises(TooLittleError, match=r"shared twice .* in a bin of 60 s"):
        get_coord_shares(table, 60, 0, mode="corrected")


def test_marks_are_looked_up_one_by_one_as_published() -> None:
    # a shares v at second 5 alone in its bin, but a, v and second 5 each occur among the others
    table = shares(
        ("a", "u", 0), ("b", "u", 5), ("a", "v", 5), ("c", "v", 200), ("d", "v", 201)
    )  # fmt: skip
    marked = get_coord_shares(table, 60, 0).shares["is_coordinated"]
    assert marked.to_list() == [True, True, True, True, True]
    marked = get_coord_shares(table, 60, 0, mode="corrected").shares["is_coordinated"]
    assert marked.to_list() == [True, True, False, True, True]


def test_an_interval_is_cut_to_whole_seconds_as_published() -> None:
    # 57.5 s becomes 57: 57.2 falls in the second bin
    table = shares(("a", "u", 0), ("b", "u", 57.2))
    with pytest.raises(TooLittleError, match="bin of 57 s"):
        get_coord_shares(table, 57.5, 0)
    assert get_coord_shares(table, 57.5, 0, mode="corrected").edges.height == 1


def test_only_edges_of_the_quantile_stay() -> None:
    # weights ab 3, ac 1, bc 1: the 0.9-quantile lies at 0.9 * 2 = 1.8: 1 + 0.8 * (3 - 1) = 2.6
    rows = [(name, url, 0) for url in ("u", "v", "w") for name in "ab"] + [("c", "u", 1)]
    found = get_coord_shares(shares(*rows), 60)
    assert found.quantile == pytest.approx(2.6)
    assert found.edges.rows() == [("a", "b", 3)]


def test_entities_say_what_each_account_did() -> None:
    rows = [
        ("a", "u", 0),
        ("b", "u", 1),
        ("a", "x", 0),
        ("c", "v", 0),
        ("d", "v", 0),
        ("e", "v", 0),
    ]
    entities = get_coord_shares(shares(*rows), 60, 0).entities
    assert entities.columns == [
        "name", "shares", "coord.shares", "degree", "strength", "component", "cluster"
    ]  # fmt: skip
    assert entities.rows()[0] == ("a", 2, 1, 1, 1, 1, 1)
    assert entities.rows()[2] == ("c", 1, 1, 2, 2, 0, 0)


def test_the_graph_holds_the_columns() -> None:
    graph = get_coord_shares(shares(("a", "u", 0), ("b", "u", 1)), 60, 0).to_networkx()
    assert graph.edges["a", "b"]["weight"] == 1
    assert graph.nodes["a"]["coord.shares"] == 1


def test_rows_without_a_url_are_left_out() -> None:
    table = shares(("a", "u", 0), ("b", "u", 1), ("c", None, 2))
    assert get_coord_shares(table, 60, 0).shares.height == 2


def test_other_names_integers_and_iso_times_are_read() -> None:
    table = pl.DataFrame(
        {
            "account_id": [1, 2],
            "url_id": [7, 7],
            "created_at": ["2021-09-20 12:00:00", "2021-09-20T12:00:09"],
        }
    )
    assert get_coord_shares(table, 10, 0).edges.rows() == [("1", "2", 1)]


def test_the_interval_is_the_median_of_the_quick_urls() -> None:
    # second shares at 2 (u), 10 (v), 100 (w): the 0.5-quantile is 10, so u and v are quick.
    # more than half of u's 4 shares are there with the 3rd (6 s), of v's 2 with the 2nd (10 s):
    # the median of 6 and 10 is 8
    rows = [("a", "u", t) for t in (0, 2, 6, 50)] + [("a", "v", t) for t in (0, 10)]
    rows += [("a", "w", t) for t in (0, 100)]
    found = estimate_coord_interval(shares(*rows), q=0.5, p=0.5)
    assert found == CoordInterval(8.0, 2, (6.0, 7.0, 8.0, 9.0, 10.0), 8.0)
    assert str(found) == "8 secs"


def test_an_interval_of_zero_is_one_second_and_serves_as_default() -> None:
    table = shares(("a", "u", 0), ("b", "u", 0))
    assert str(estimate_coord_interval(table)) == "1 secs"
    assert get_coord_shares(table).interval_seconds == 1
    assert get_coord_shares(table, estimate_coord_interval(table)).edges.height == 1


@pytest.mark.parametrize(
    ("table", "options", "error", "message"),
    [
        (shares(("a", "u", 0)).drop("date"), {}, ColumnError, "no column 'date' or 'timestamp'"),
        (shares(("a", "u", None)), {}, ColumnError, "1 of 1 times .* first in row 0: None"),
        (shares(("a", "u", "gestern")), {}, ColumnError, "first in row 0: 'gestern'"),
        (shares(("a", "u", float("inf"))), {}, ColumnError, "first in row 0: inf"),
        (shares((None, "u", 0)), {}, ColumnError, "1 of 1 rows have no account_id"),
        (shares(("a", "u", True)), {}, ColumnError, "the times are Boolean"),
        (shares(("a", "u", 0)), {"mode": "published"}, ConfigError, "did you mean 'as_published'"),
        (shares(("a", "u", 0)), {"coordination_interval": -1}, ConfigError, "above 0"),
        (shares(("a", "u", 0)), {"coordination_interval": 0.5}, ConfigError, "whole seconds"),
        (shares(("a", "u", 0)), {"percentile_edge_weight": 2}, ConfigError, "between 0 and 1"),
        (shares(("a", "u", 0)), {}, TooLittleError, "no url was shared twice"),
    ],
)
def test_messages(table, options, error, message) -> None:
    with pytest.raises(error, match=message):
        get_coord_shares(table, **{"coordination_interval": 60, **options})


@pytest.mark.parametrize(("q", "p"), [(-0.1, 0.5), (0.5, 1.1)])
def test_quantiles_must_be_shares(q, p) -> None:
    with pytest.raises(ConfigError, match="between 0 and 1"):
        estimate_coord_interval(shares(("a", "u", 0)), q, p)


def test_an_interval_needs_a_url_shared_twice() -> None:
    with pytest.raises(TooLittleError, match="two shares or more"):
        estimate_coord_interval(shares(("a", "u", 0)))
    with pytest.raises(TooLittleError, match=r"reaches p = 1"):
        estimate_coord_interval(shares(("a", "u", 0), ("b", "u", 1)), p=1)


def test_too_many_pairs_are_refused_by_name() -> None:
    table = shares(*((f"a{n}", "viral", 0) for n in range(10)))
    with pytest.raises(ConfigError, match=r"45 pairs .*\n.*url 'viral'.*10 rows"):
        get_coord_shares(table, 60, 0, max_pairs=44)


ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("uvw"), st.integers(0, 200)),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, seconds=st.integers(1, 90))
def test_corrected_equals_a_plain_count(rows, seconds) -> None:
    first = {url: min(at for _, other, at in rows if other == url) for _, url, _ in rows}
    met = {
        (one, two, url)
        for one, url, at in rows
        for two, other, when in rows
        if one < two
        and url == other
        and (at - first[url]) // seconds == (when - first[url]) // seconds
    }
    expected = sorted(
        (one, two, sum(pair[:2] == (one, two) for pair in met)) for one, two in {m[:2] for m in met}
    )
    if not expected:
        with pytest.raises(TooLittleError):
            get_coord_shares(shares(*rows), seconds, 0, mode="corrected")
    else:
        found = get_coord_shares(shares(*rows), seconds, 0, mode="corrected")
        assert found.edges.rows() == expected
        again = get_coord_shares(shares(*reversed(rows)), seconds, 0, mode="corrected")
        assert again.edges.equals(found.edges)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, seconds=st.integers(1, 90))
def test_as_published_equals_the_rule_url_by_url(rows, seconds) -> None:
    coordinated = []
    for url in {row[1] for row in rows}:
        own = [row for row in rows if row[1] == url]
        bins = [(row[2] - min(other[2] for other in own)) // seconds for row in own]
        if len({row[0] for row in own}) > 1:
            coordinated += [row for row, at in zip(own, bins, strict=True) if bins.count(at) > 1]
    if not coordinated:
        with pytest.raises(TooLittleError):
            get_coord_shares(shares(*rows), seconds, 0)
        return
    found = get_coord_shares(shares(*rows), seconds, 0)
    names, urls, times = (set(column) for column in zip(*coordinated, strict=True))
    urls_of = {name: {row[1] for row in coordinated if row[0] == name} for name in names}
    weights = {(a, b): len(urls_of[a] & urls_of[b]) for a in names for b in names if a < b}
    expected = sorted((*pair, weight) for pair, weight in weights.items() if weight)
    assert found.edges.rows() == expected
    marked = [row[0] in names and row[1] in urls and row[2] in times for row in rows]
    assert found.shares["is_coordinated"].to_list() == marked
