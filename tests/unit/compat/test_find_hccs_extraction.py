"""Each way of extracting communities, on networks small enough to follow by hand."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.compat.find_hccs import extract_hccs
from inconcert.errors import ColumnError, ConfigError, TooLittleError


def network(*edges: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(edges, schema=["from", "to", "weight"], orient="row")


def ends(edges: pl.DataFrame) -> list[str]:
    return ["".join(pair) for pair in edges.select("from", "to").iter_rows()]


def test_threshold_scales_weights_from_the_lightest_to_the_heaviest() -> None:
    # 1, 3, 5 become 0, 0.5, 1
    edges = network(("a", "b", 1), ("b", "c", 3), ("d", "e", 5))
    kept = extract_hccs(edges, "THRESHOLD", threshold=0.5)
    assert kept.rows() == [("b", "c", 3, 0.5, 0), ("d", "e", 5, 1.0, 1)]
    assert ends(extract_hccs(edges, "THRESHOLD", threshold=7)) == ["de"]
    assert ends(extract_hccs(edges, "THRESHOLD", threshold=-7)) == ["ab", "bc", "de"]


def test_threshold_leaves_out_self_loops_but_scales_by_them() -> None:
    # the loop of weight 9 is the heaviest: 5 becomes (5 - 1) / 8 = 0.5
    edges = network(("a", "b", 1), ("a", "c", 5), ("a", "a", 9))
    assert ends(extract_hccs(edges, threshold=0.5)) == ["ac"]


def test_equal_weights_all_stay() -> None:
    assert ends(extract_hccs(network(("a", "b", 2), ("c", "d", 2)))) == ["ab", "cd"]


def test_another_weight_can_be_used_and_columns_stay() -> None:
    edges = network(("a", "b", 1), ("b", "c", 2)).with_columns(raw_weight=pl.Series([9.0, 1.0]))
    kept = extract_hccs(edges, weight_property="raw_weight")
    assert kept.columns == [
        "from", "to", "weight", "raw_weight", "normalised_raw_weight", "community_id"
    ]  # fmt: skip
    assert ends(kept) == ["ab"]


def test_components_number_the_largest_first() -> None:
    edges = network(("a", "b", 1), ("c", "d", 1), ("d", "e", 1))
    assert extract_hccs(edges, "COMPONENTS")["community_id"].to_list() == [1, 0, 0]


def test_knn_keeps_nodes_of_more_ties_than_typical_neighbours() -> None:
    # 10 nodes: k = round(ln 10) = 2. Only the square has nodes of degree 2, whose neighbours have
    # 2 as well: the nodes of degree above 2 are x and y (3): their edge stays
    square = network(("p", "q", 9), ("q", "r", 9), ("r", "s", 9), ("p", "s", 9))
    hubs = network(("x", "y", 1), ("x", "l", 1), ("x", "m", 1), ("y", "n", 1), ("y", "o", 1))
    assert ends(extract_hccs(square.vstack(hubs), "KNN", mode="corrected")) == ["xy"]


def test_knn_weighs_neighbours_by_their_ties() -> None:
    # 5 nodes: k = round(ln 5) = 2. c alone has degree 2, its neighbours are a (degree 3, weight
    # 1) and e (degree 1, weight 9): (3 + 9) / 10 = 1.2: a (3) and c (2) are above. Without weights
    # it would be 2, and a alone above
    edges = network(("a", "b", 1), ("a", "c", 1), ("c", "e", 9), ("a", "d", 1))
    assert ends(extract_hccs(edges, "KNN", mode="corrected")) == ["ac"]


def test_knn_takes_the_next_smaller_degree_that_occurs() -> None:
    # a star with 4 leaves: round(ln 5) = 2 does not occur, 1 does: leaves see 4: none is above
    star = network(*(("hub", leaf, 1) for leaf in "abcd"))
    assert extract_hccs(star, "KNN", mode="corrected").is_empty()


def test_a_focal_structure_grows_from_the_heaviest_edge() -> None:
    # one community, mean (9 + 8 + 7 + 1 + 1) / 5 = 5.2. ab 9; beside it bc 8: mean 8.5, not under
    # 9 - 1 * 9; then from bc: cd 7: mean 8 >= 8.5 - 1 * 0.707; then de 1 is under 5.2: stop.
    edges = network(("a", "b", 9), ("b", "c", 8), ("c", "d", 7), ("d", "e", 1), ("a", "e", 1))
    one = pl.DataFrame({"account_id": list("abcde"), "community": [4] * 5})
    kept = extract_hccs(edges, "FSA_V", theta=1, communities=one)
    assert ends(kept) == ["ab", "bc", "cd"]
    assert kept["community_id"].unique().to_list() == [4]
    # with theta 0.5 the mean may fall to 8.5 - 0.354 = 8.146 only, with theta 0 not at all
    assert ends(extract_hccs(edges, "FSA_V", communities=one)) == ["ab", "bc"]
    assert ends(extract_hccs(edges, "FSA_V", theta=0, communities=one)) == ["ab"]


def test_a_focal_structure_grows_only_from_its_newest_edge() -> None:
    # ab 9, bc 8, then only edges at b or c: ad 8 touches a, which is not of the newest edge
    edges = network(("a", "b", 9), ("b", "c", 8), ("a", "d", 7.9), ("x", "y", 1))
    one = pl.DataFrame({"account_id": list("abcdxy"), "community": [0] * 6})
    assert ends(extract_hccs(edges, "FSA_V", communities=one)) == ["ab", "bc"]


def test_equal_weights_never_count_as_falling() -> None:
    # the mean of equal weights is that weight, exactly: 0.1 + 0.1 + 0.1 must not seem to fall
    edges = network(*((f"n{at}", f"n{at + 1}", 0.1) for at in range(8)))
    names = [f"n{at}" for at in range(9)]
    one = pl.DataFrame({"account_id": names, "community": [0] * 9})
    assert extract_hccs(edges, "FSA_V", theta=0.3, communities=one).height == 8


def test_communities_of_one_edge_are_dropped_as_published() -> None:
    # two communities of one edge each, mean (5 + 1) / 2 = 3: cd is too light in any case
    edges = network(("a", "b", 5), ("c", "d", 1))
    assert extract_hccs(edges, "FSA_V").is_empty()
    assert ends(extract_hccs(edges, "FSA_V", mode="corrected")) == ["ab"]


@pytest.mark.parametrize(
    ("edges", "options", "error", "message"),
    [
        (network(("a", "b", 1)), {"strategy": "FSA"}, ConfigError, "did you mean 'FSA_V'"),
        (network(("a", "b", 1)), {"strategy": "KNN"}, ConfigError, "public code does not run"),
        (network(("a", "b", 1)), {"theta": -1}, ConfigError, "theta 0 or more"),
        (network(("a", "b", 1)).drop("weight"), {}, ColumnError, "no column 'weight'"),
        (network().cast(pl.String), {}, TooLittleError, "no edges"),
    ],
)
def test_messages(edges, options, error, message) -> None:
    with pytest.raises(error, match=message):
        extract_hccs(edges, **options)
