"""CooRnet's own results on two days of German Facebook shares, row by row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.compat.coornet import estimate_coord_interval, get_coord_shares

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def facebook(reference_data: Path) -> pl.DataFrame:
    """All Facebook shares of a url: 15,994 rows."""
    path = reference_data / "coortweet_german_elections" / "german_elections.parquet"
    shares = pl.read_parquet(path).filter(
        pl.col("account_id").str.starts_with("fb_") & pl.col("url_id").is_not_null()
    )
    return shares.select("account_id", "url_id", "timestamp")


@pytest.fixture(scope="module")
def two_days(facebook: pl.DataFrame) -> pl.DataFrame:
    """The shares of 20 and 21 September 2021 (UTC): 822 rows."""
    day = pl.from_epoch("timestamp", time_unit="s").dt.date()
    return facebook.filter(day.is_between(pl.date(2021, 9, 20), pl.date(2021, 9, 21)))


@pytest.fixture(scope="module")
def counts(golden: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads((golden / "coornet" / "results_2d.json").read_text())
    return read


def test_the_edges_of_bins_of_a_minute_equal_row_by_row(two_days, golden) -> None:
    found = get_coord_shares(two_days, 60, 0)
    edges = pl.read_csv(golden / "coornet" / "fb_url_2d_ci60_p0_edges.csv")
    assert found.edges.equals(edges)


@pytest.mark.parametrize("seconds", [60, 10])
def test_the_counts_equal(two_days, counts, seconds) -> None:
    found = get_coord_shares(two_days, seconds, 0)
    expected = counts[f"ci{seconds}"]
    assert two_days.height == counts["rows"]
    assert {
        "nodes": found.entities.height,
        "edges": found.edges.height,
        "min_weight": found.edges["weight"].min(),
        "sum_weight": found.edges["weight"].sum(),
        "components": found.entities["component"].n_unique(),
        "coordinated_shares": found.shares["is_coordinated"].sum(),
    }.items() <= expected.items()


@pytest.mark.parametrize(("seconds", "edges"), [(60, 327), (10, 273)])
def test_few_of_the_edges_come_from_a_shared_bin(two_days, seconds, edges) -> None:
    assert get_coord_shares(two_days, seconds, 0, mode="corrected").edges.height == edges


@pytest.mark.parametrize("q", [0.1, 0.5])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_the_intervals_of_two_days_equal(two_days, counts, q, p) -> None:
    assert str(estimate_coord_interval(two_days, q, p)) == counts[f"interval_q{q}_p{p}"]


@pytest.mark.parametrize(
    ("q", "p", "interval"),
    [
        (0.1, 0.1, "1 secs"),
        (0.1, 0.5, "1 secs"),
        (0.1, 0.9, "1 secs"),
        (0.5, 0.1, "1 secs"),
        (0.5, 0.5, "202 secs"),
        (0.5, 0.9, "1148.5 secs"),
    ],
)
def test_the_intervals_of_six_weeks_equal(facebook, q, p, interval) -> None:
    assert facebook.height == 15_994
    assert str(estimate_coord_interval(facebook, q, p)) == interval
