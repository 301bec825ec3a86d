"""Structure features on graphs small enough to see."""

from datetime import UTC, datetime

import polars as pl
import pytest

from inconcert import schemas
from inconcert.features.structure import structure_features

AT = datetime(2024, 1, 1, tzinfo=UTC)


def row(table: pl.DataFrame, account: str) -> dict:
    return table.row(by_predicate=pl.col("account_id") == account, named=True)


def coaction_of(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema=["source", "target", "layer", "weight"], orient="row")
    return schemas.Edges.validate(
        table.with_columns(
            window_seconds=pl.lit(60.0),
            directed=False,
            objects=pl.lit(1),
            first=AT,
            last=AT,
            delta_median_s=pl.lit(0.0),
            lead_share=pl.lit(0.5),
        ),
        cast=True,
    )


def interactions_of(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema=["source", "target", "kind", "weight"], orient="row")
    return schemas.Interactions.validate(
        table.with_columns(first=AT, last=AT, delay_median_s=pl.lit(None, dtype=pl.Float64)),
        cast=True,
    )


@pytest.fixture
def posts(make_posts) -> pl.DataFrame:
    return make_posts(*({"account_id": name} for name in "abcd"))


def test_coaction_of_a_triangle(posts):
    # a-b twice over two layers (2 + 3), b-c and a-c once: a triangle; d is alone
    edges = coaction_of(
        ("a", "b", "repost", 2.0),
        ("a", "b", "url", 3.0),
        ("a", "c", "repost", 1.0),
        ("b", "c", "repost", 1.0),
    )
    table = structure_features(posts, coaction=edges)
    a, d = row(table, "a"), row(table, "d")
    assert (a["coaction_degree"], a["coaction_strength"], a["coaction_core_number"]) == (2, 6, 2)
    assert (a["coaction_clustering"], a["coaction_repost_degree"], a["coaction_url_degree"]) == (
        1,
        2,
        1,
    )
    assert (d["coaction_degree"], d["coaction_core_number"], d["coaction_repost_degree"]) == (
        0,
        0,
        0,
    )
    assert d["coaction_clustering"] is None
    # multiples of the mean add up to the number of accounts
    assert table["coaction_pagerank"].sum() == pytest.approx(4)


def test_direction_of_reposts(posts):
    # a reposted b three times and b reposted a once; outside, which never posted, was reposted
    edges = interactions_of(
        ("a", "b", "repost", 3.0), ("b", "a", "repost", 1.0), ("c", "outside", "repost", 2.0)
    )
    table = structure_features(posts, interactions=edges)
    a, c = row(table, "a"), row(table, "c")
    assert (a["repost_out_degree"], a["repost_in_degree"]) == (1, 1)
    assert (a["repost_out_strength"], a["repost_in_strength"]) == (3, 1)
    assert (a["repost_reciprocity"], c["repost_reciprocity"]) == (1, 0)
    assert row(table, "d")["repost_reciprocity"] is None
    assert "outside" not in table["account_id"]


def test_own_reposts_are_left_out(posts):
    table = structure_features(
        posts, interactions=interactions_of(("a", "a", "repost", 3.0), ("a", "b", "repost", 1.0))
    )
    assert row(table, "a")["repost_out_strength"] == 1


def test_a_kind_without_an_edge_is_not_told(posts):
    table = structure_features(posts, interactions=interactions_of(("a", "b", "reply", 1.0)))
    assert "repost_out_degree" not in table.columns
    assert row(table, "d")["reply_out_degree"] == 0


def test_no_coaction_at_all_is_zero(posts):
    table = structure_features(posts, coaction=schemas.empty(schemas.Edges))
    assert row(table, "a")["coaction_degree"] == 0
    assert row(table, "a")["coaction_strength"] == 0
