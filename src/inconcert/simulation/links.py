"""Links as they are shared: with the parameters of trackers, or behind a shortener."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np

    from inconcert.simulation.population import Population

_TRACKERS = (
    "utm_source=x&utm_medium=social", "utm_source=share&utm_campaign=", "ref=sns", "s=20&t=",
    "fbclid=", "from=app", "utm_source=newsletter&utm_content=",
)  # fmt: skip
_SHORTENERS = ("tiny.example", "s-link.example", "go2.example")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def shared_links(urls: pl.Series, population: Population, rng: np.random.Generator) -> pl.Series:
    """Return the links as different people share them; nulls stay null.

    `tracked_share` of them get a tracker's parameters, `shortened_share` an address of a shortener:
    one that anyone may have made of the same page, so that it differs from sharer to sharer.
    """
    if population.tracked_share == 0 and population.shortened_share == 0:
        return urls
    drawn = rng.random(len(urls))
    short = drawn < population.shortened_share
    tracked = ~short & (drawn < population.shortened_share + population.tracked_share)
    return pl.select(
        pl.when(urls.is_null())
        .then(None)
        .when(pl.Series(short))
        .then(shortened(len(urls), rng))
        .when(pl.Series(tracked))
        .then(tracked_links(urls, rng))
        .otherwise(urls)
        .alias(urls.name)
    ).to_series()


def fresh_pages(known: pl.Series, count: int, rng: np.random.Generator) -> pl.Series:
    """Return addresses of new pages on the sites of `known` links, the much-linked more often."""
    sites = known.drop_nulls().str.extract(r"^(https?://[^/]+)").drop_nulls()
    if sites.is_empty():
        sites = pl.Series(["https://press.example"])
    chosen = sites.gather(rng.integers(len(sites), size=count))
    numbers = pl.Series(rng.integers(1_000_000, 10_000_000, count)).cast(pl.String)
    return pl.select(pl.concat_str(chosen, pl.lit("/a/"), numbers).alias("url")).to_series()


def tracked_links(urls: pl.Series, rng: np.random.Generator) -> pl.Series:
    """Append a tracker's parameters; half of the trackers number each click."""
    trackers = pl.Series(_TRACKERS).gather(rng.integers(len(_TRACKERS), size=len(urls)))
    numbers = codes(len(urls), rng, length=6)
    numbered = pl.select(
        pl.when(trackers.str.ends_with("=")).then(trackers + numbers).otherwise(trackers)
    ).to_series()
    return pl.select(pl.concat_str(urls, pl.lit("?"), numbered)).to_series().alias(urls.name)


def shortened(count: int, rng: np.random.Generator) -> pl.Series:
    """Return addresses of shorteners, each of its own."""
    hosts = pl.Series(_SHORTENERS).gather(rng.integers(len(_SHORTENERS), size=count))
    written = codes(count, rng, length=7)
    return pl.select(
        pl.concat_str(pl.lit("https://"), hosts, pl.lit("/"), written).alias("url")
    ).to_series()


def codes(count: int, rng: np.random.Generator, *, length: int) -> pl.Series:
    """Draw codes of letters and digits, as shorteners and trackers make them."""
    letters = pl.Series(list(_LETTERS))
    columns = [
        letters.gather(rng.integers(len(_LETTERS), size=count)).alias(str(place))
        for place in range(length)
    ]
    return pl.DataFrame(columns).select(pl.concat_str(pl.all()).alias("code")).to_series()
