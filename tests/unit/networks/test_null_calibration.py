"""Calibration of the null models with few seeds; docs/null_calibration.md has more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from inconcert.networks.actions import actions
from inconcert.networks.coaction import coaction_network
from inconcert.networks.nullmodels import samplers
from inconcert.networks.nullmodels.bicm import BipartiteConfiguration
from inconcert.networks.nullmodels.participation import pairs_of, participation
from inconcert.networks.nullmodels.shift import Shift, poisson_quality, shifted_counts
from inconcert.networks.nullmodels.significance import significance
from inconcert.schemas import Actions
from inconcert.simulation.organic.fan_event import FanEvent
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

DRAW = {
    "cascade": samplers.draw_cascade,
    "hypergeometric": samplers.draw_hypergeometric,
    "bicm": samplers.draw_bicm,
    "shift": samplers.draw_shift,
}
SEEDS = 10
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def uneven(seed=0, accounts=40, objects=90):
    """Uneven accounts act on uneven objects, each object in a wave of its own, over ten days."""
    rng = np.random.default_rng(seed)
    active, popular = rng.uniform(0.1, 0.9, (accounts, 1)), rng.uniform(0.1, 0.9, (1, objects))
    account, item = np.nonzero(rng.random((accounts, objects)) < active * popular)
    at = rng.uniform(0, 10 * 86_400, objects)[item] + rng.lognormal(np.log(7_200), 1, item.size)
    rows = [
        (f"a{a}", "repost", f"o{o}", MONDAY + timedelta(seconds=round(t)), f"p{n}")
        for n, (a, o, t) in enumerate(zip(account, item, at, strict=True))
    ]
    return Actions.validate(
        pl.DataFrame(rows, schema=Actions.column_names(), orient="row"), cast=True
    )


def judged(acts, null):
    """Return the odds of every pair with a count of 1 or more."""
    edges = coaction_network(acts, 600 if null in ("cascade", "shift") else None)
    return significance(edges, acts, null=null)


@pytest.mark.parametrize("null", list(DRAW))
def test_p_values_are_uniform_or_conservative_where_the_null_holds(null):
    base = uneven()
    pairs = 40 * 39 // 2
    shares, rejecting = [], 0
    for seed in range(SEEDS):
        found = judged(DRAW[null](base, seed=seed), null)
        p_values = found["p_value"].to_numpy()
        shares.append([np.sum(p_values <= level) / pairs for level in (0.01, 0.05, 0.2)])
        rejecting += bool((found["q_value"] < 0.05).any())
    # 10 draws of 780 pairs: the standard error of a share of 0.05 is at most about 0.004.
    assert (np.mean(shares, axis=0) <= [0.013, 0.057, 0.21]).all()
    # At a true rate of 0.05, three or more of ten draws have a chance of 0.012.
    assert rejecting <= 2


@pytest.mark.parametrize("null", list(DRAW))
def test_a_sampler_keeps_what_its_null_keeps(null):
    base = uneven()
    drawn = DRAW[null](base, seed=3)
    assert Actions.validate(drawn).height == drawn.height
    assert drawn.equals(DRAW[null](base, seed=3))
    before, after = participation(base), participation(drawn)
    if null == "bicm":
        # 40 sums of 90 coins: within 4 standard deviations of at most sqrt(90) / 2.
        assert np.abs(after.degree - before.degree).max() <= 4 * np.sqrt(90) / 2
        return
    assert (after.degree == before.degree).all()
    if null == "cascade":
        same = drawn.sort("created_at")["created_at"].equals(base.sort("created_at")["created_at"])
        assert same
        assert (np.sort(after.popularity) == np.sort(before.popularity)).all()
    if null == "shift":
        hours = [
            acts.select("account_id", pl.col("created_at").dt.hour()).sort(pl.all())
            for acts in (base, drawn)
        ]
        assert hours[0].equals(hours[1])


@pytest.fixture(scope="module")
def organic():
    population = Population(accounts=500)
    world = simulate(Scenario(population=population, organic=(FanEvent(accounts=40),)), seed=1)
    return actions(world.posts, ["repost"])


def test_who_touches_whom_in_an_organic_world(organic):
    """Waves mislead `shift`, popularity misleads `hypergeometric`; `cascade` touches nobody."""
    rejected = {
        null: judged(organic, null).filter(pl.col("q_value") < 0.05).height for null in DRAW
    }
    assert rejected["cascade"] == 0
    assert rejected["bicm"] < rejected["hypergeometric"] / 5
    assert rejected["shift"] > 50


def planted(acts, co_acts, others):
    """Add x and y, 15 s apart on `co_acts` posts that `others` accounts repost over hours."""
    rng = np.random.default_rng(0)
    names = acts["account_id"].unique().sort().to_list()
    start = acts["created_at"].min()
    rows = []
    for number in range(co_acts):
        crowd = rng.choice(names, others, replace=False)
        delays = {name: rng.lognormal(np.log(2_700), 1.6) for name in crowd}
        delays |= {"x": 900.0, "y": 915.0}
        rows += [
            (
                name,
                "repost",
                f"n{number}",
                start + timedelta(days=number, seconds=at),
                f"{number}{name}",
            )
            for name, at in delays.items()
        ]
    added = pl.DataFrame(rows, schema=Actions.column_names(), orient="row")
    return pl.concat([acts, Actions.cast(added)])


@pytest.mark.parametrize("null", list(DRAW))
def test_eight_planted_co_acts_are_found(organic, null):
    found = judged(planted(organic, 8, 20), null)
    row = found.filter((pl.col("source") == "x") & (pl.col("target") == "y"))
    assert row["q_value"][0] < 0.05


def test_cascade_cannot_see_who_has_an_object_to_himself(organic):
    found = judged(planted(organic, 8, 0), "cascade")
    row = found.filter((pl.col("source") == "x") & (pl.col("target") == "y"))
    assert row["p_value"][0] == 1.0


def test_poisson_is_near_the_shifted_counts():
    acts = uneven()
    parts = participation(acts)
    pairs = pairs_of(coaction_network(acts, None, 8), parts.names)
    counts = shifted_counts(parts, pairs, Shift(3_600, permutations=400))
    quality = poisson_quality(counts).filter(pl.col("pairs") > 50)
    assert quality.height > 0
    assert quality["variance_ratio"].is_between(0.9, 1.1).all()
    assert (quality["share"] <= quality["poisson"] * 1.1 + 2e-4).all()


def test_poisson_bounds_the_exact_tail_of_bicm():
    acts = uneven()
    parts = participation(acts)
    edges = coaction_network(acts, None)
    pairs = pairs_of(edges, parts.names)
    exact = BipartiteConfiguration().odds(parts, pairs)
    rough = BipartiteConfiguration(max_exact_cells=0).odds(parts, pairs)
    above = edges["objects"].to_numpy() >= exact.expected + 1
    assert (rough.p_value[above] >= exact.p_value[above] * (1 - 1e-6)).all()
    assert (rough.expected == exact.expected).all()
