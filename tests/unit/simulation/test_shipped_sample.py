"""The scenarios of `conf/scenario` and the sample that ships."""

from __future__ import annotations

import re
import time

import polars as pl
import pytest

from inconcert.cli.simulate import build_scenario, read_scenario
from inconcert.hashing import hash_file
from inconcert.pipeline.reproduction.cards import dataset_card
from inconcert.resources import resource_dir
from inconcert.simulation.record import TABLES
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

SCENARIOS = sorted(path.stem for path in (resource_dir("conf") / "scenario").glob("*.yaml"))
SAMPLE = resource_dir("datasets") / "sample"


def scenario(name: str) -> Scenario:
    return build_scenario(read_scenario(name), name)


def test_there_are_the_scenarios_that_others_rely_on():
    assert {"organic_only", "sample", "sample_second", "tiny"} <= set(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_is_built_and_names_its_command(name):
    assert isinstance(scenario(name), Scenario)
    text = (resource_dir("conf") / "scenario" / f"{name}.yaml").read_text(encoding="utf-8")
    assert re.match(rf"# inconcert simulate {name} --out DIR --seed \d+\n", text)


def test_tiny_is_tiny_and_quick():
    began = time.perf_counter()
    world = simulate(scenario("tiny"), seed=0)
    assert time.perf_counter() - began < 2
    assert world.accounts.height <= 300
    assert world.labels["campaign"].drop_nulls().n_unique() == 4


def test_organic_only_has_no_campaign():
    world = simulate(scenario("organic_only"), seed=0)
    assert world.acts.is_empty()
    assert world.labels["campaign"].null_count() == world.labels.height


def test_the_two_samples_are_as_different_as_promised():
    first, second = scenario("sample"), scenario("sample_second")
    assert first.population != second.population
    names = [{part.name for part in one.parts if part.attack} for one in (first, second)]
    assert names[0].isdisjoint(names[1])


@pytest.mark.parametrize("name", sorted({path.stem for path in SAMPLE.glob("*.parquet")}))
def test_the_sample_that_ships_is_what_its_command_makes(name):
    shipped = pl.read_parquet(SAMPLE / f"{name}.parquet")
    made = getattr(simulate(scenario("sample"), seed=0), name)
    assert made.equals(shipped)
    assert made.schema == shipped.schema
    facts = dataset_card("sample").files[f"{name}.parquet"]
    assert (facts.sha256, facts.rows) == (hash_file(SAMPLE / f"{name}.parquet"), shipped.height)


def test_the_sample_ships_all_tables_but_follows():
    shipped = {path.stem for path in SAMPLE.glob("*.parquet")}
    assert shipped == set(TABLES) - {"follows"}


def test_the_sample_has_the_promised_size_and_base_rate():
    labels = pl.read_parquet(SAMPLE / "labels.parquet")
    posts = pl.read_parquet(SAMPLE / "posts.parquet")
    assert 1_500 <= labels.height <= 2_500
    assert 15_000 <= posts.height <= 30_000
    assert 0.05 <= labels["campaign"].is_not_null().mean() <= 0.08
    sizes = labels.drop_nulls("campaign")["campaign"].value_counts()["count"]
    assert len(sizes) >= 4
    assert sizes.is_between(15, 40).all()
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 1_500_000


def test_the_sample_is_not_trivially_easy():
    """Who co-reposts most within a minute is a fan, not a member of a campaign."""
    labels = pl.read_parquet(SAMPLE / "labels.parquet")
    acts = (
        pl.read_parquet(SAMPLE / "posts.parquet")
        .drop_nulls("repost_of_post")
        .select("account_id", "repost_of_post", at=pl.col("created_at").dt.epoch("s"))
    )
    pairs = acts.join(acts, on="repost_of_post", suffix="_b").filter(
        pl.col("account_id") != pl.col("account_id_b"), (pl.col("at") - pl.col("at_b")).abs() <= 60
    )
    counts = pairs.group_by("account_id").len().sort("len", "account_id", descending=True)
    top = counts.head(100).join(labels, on="account_id")
    assert top["campaign"].is_not_null().mean() < 0.2
