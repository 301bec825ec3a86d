"""What holds of every organic scenario and of every attack, with its defaults."""

from __future__ import annotations

import dataclasses
from functools import cache

import polars as pl
import pytest

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.simulation.catalogue import FORM, component, components
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

PEOPLE = Population(accounts=900, days=14)
EVERY = [(side, name) for side in ("organic", "attacks") for name in components(side)]
NAMES = [f"{side}-{name}" for side, name in EVERY]
ATTACKS = [name for side, name in EVERY if side == "attacks"]
ORGANIC = [name for side, name in EVERY if side == "organic"]


@cache
def world_of(side: str, name: str, *, seed: int = 0) -> World:
    part = component(side, name)(name="part")
    return simulate(Scenario(population=PEOPLE, **{side: (part,)}), seed=seed)


@pytest.fixture(scope="module")
def plain() -> World:
    return simulate(Scenario(population=PEOPLE), seed=0)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_has_the_members_it_names_and_all_of_them_act(name):
    world = world_of("attacks", name)
    members = world.labels.drop_nulls("campaign")
    assert members.height == component("attacks", name)().accounts
    assert set(world.acts["campaign"]) == {"part"}
    assert set(world.acts["account_id"]) == set(members["account_id"])
    acts = world.acts.join(world.posts, on="post_id", suffix="_post")
    assert acts.height == world.acts.height  # nothing is lost where all is seen
    assert (acts["account_id"] == acts["account_id_post"]).all()
    assert acts["role"].null_count() == 0
    assert members["operator"].null_count() == 0


@pytest.mark.parametrize("name", ORGANIC)
def test_an_organic_scenario_has_no_campaign_but_names_who_took_part(name):
    world = world_of("organic", name)
    assert world.acts.is_empty()
    assert world.labels["campaign"].null_count() == world.labels.height
    part = world.labels.filter(pl.col("role").str.starts_with("part:"))
    assert part.height >= component("organic", name)().accounts


@pytest.mark.parametrize(("side", "name"), EVERY, ids=NAMES)
def test_the_background_stays_as_it_was(side, name, plain):
    """A component adds; it does not change what others do."""
    world = world_of(side, name)
    same = ["handle", "display_name", "description", "followers", "following", "created_at"]
    kept = plain.accounts.select(same).join(world.accounts, on=same, how="semi", nulls_equal=True)
    assert kept.height == plain.accounts.height
    said = ["created_at", "kind", "text"]
    left = plain.posts.select(said).join(world.posts, on=said, how="anti", nulls_equal=True)
    assert left.is_empty()
    assert world.posts.height > plain.posts.height
    schemas.Posts.validate(world.posts)


@pytest.mark.parametrize(("side", "name"), EVERY, ids=NAMES)
def test_it_says_what_it_is_and_what_it_prescribes(side, name):
    cls = component(side, name)
    assert cls.code.startswith("A" if side == "attacks" else "O")
    assert cls.prescribes <= set(FORM)
    assert cls.__doc__
    assert dataclasses.is_dataclass(cls)
    assert cls.__dataclass_params__.frozen


@pytest.mark.parametrize(("side", "name"), EVERY, ids=NAMES)
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"accounts": 0}, r"\.accounts is 0; allowed: "),
        ({"accounts": 2.5}, r"\.accounts is 2\.5; allowed: "),
        ({"start_day": -1}, r"\.start_day is -1; allowed: "),
        ({"days": 0}, r"\.days is 0; allowed: "),
        ({"lang": "xx"}, r"\.lang is 'xx'; allowed: "),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_impossible_terms_are_refused_by_key_and_value(side, name, options, said):
    with pytest.raises(ConfigError, match=said):
        component(side, name)(**options)


@pytest.mark.parametrize(("side", "name"), EVERY, ids=NAMES)
def test_it_must_end_within_the_span(side, name):
    part = component(side, name)()
    short = Population(accounts=900, days=max(int(part.start_day), 1))
    with pytest.raises(ConfigError, match="start_day"):
        Scenario(population=short, **{side: (part,)})


def test_a_name_that_is_none_is_told_its_nearest():
    with pytest.raises(ConfigError, match="repost_amplification"):
        component("attacks", "repost_amplificaton")
