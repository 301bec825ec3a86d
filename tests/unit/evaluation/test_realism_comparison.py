"""Simulated against real beside real against real."""

from __future__ import annotations

import numpy as np
import pytest

from inconcert.evaluation.realism.catalogue import STATISTICS, Statistic
from inconcert.evaluation.realism.comparison import (
    among,
    compare,
    distance_between,
    measure,
    summarise,
)
from inconcert.evaluation.realism.sight import Absent, Sight
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

SHARE = Statistic("share", "a share", lambda sight: float(sight.posts.height), "difference")
LENGTH = Statistic("length", "lengths", lambda sight: Absent("none"), "log_wasserstein")


def test_languages_are_compared_one_by_one():
    one = {"en": np.array([1.0]), "ja": np.array([3.0])}
    other = {"en": np.array([3.0]), "ja": np.array([3.0]), "es": np.array([9.0])}
    # ln 2 for English, 0 for Japanese, Spanish is in one alone
    assert distance_between(LENGTH, one, other) == pytest.approx(np.log(2) / 2)
    assert distance_between(LENGTH, one, {"es": np.array([1.0])}) == Absent("no language in common")


def test_the_reason_of_either_side_is_kept():
    assert distance_between(SHARE, 0.5, Absent("no replies")) == Absent("no replies")
    assert distance_between(SHARE, Absent("no times"), 0.5) == Absent("no times")


def test_the_table_and_its_summary():
    values = {
        "a": {"share": 0.1},
        "b": {"share": 0.5},
        "c": {"share": Absent("hidden")},
        "like a": {"share": 0.4},
        "like b": {"share": 0.4},
        "like c": {"share": 0.4},
    }
    ours = compare([(f"like {name}", name) for name in "abc"], values, [SHARE])
    theirs = compare(among(["a", "b", "c"]), values, [SHARE])
    assert ours["reason"].to_list() == [None, None, "hidden"]
    assert ours["distance"].to_list() == [pytest.approx(0.3), pytest.approx(0.1), None]
    (found,) = summarise(ours, theirs, [SHARE])
    # simulated: 0.3 and 0.1, median 0.2; of the real pairs only a and b, 0.4
    assert (found.sets, found.real_most) == (2, pytest.approx(0.4))
    assert found.simulated == pytest.approx(0.2)
    assert found.ratio == pytest.approx(0.5)


def test_without_two_real_sets_there_is_no_ratio():
    values = {"a": {"share": 0.1}, "like a": {"share": 0.4}}
    ours = compare([("like a", "a")], values, [SHARE])
    (found,) = summarise(ours, compare([], values, [SHARE]), [SHARE])
    assert (found.real, found.ratio) == (None, None)


@pytest.fixture(scope="module")
def town() -> Sight:
    population = Population(
        accounts=1_000, days=15, languages={"en": 1.0}, timezone="Europe/London"
    )
    return Sight(simulate(Scenario(population=population), seed=0).posts, "Europe/London")


def test_a_simulated_town_shows_every_statistic(town):
    values = measure(town)
    absent = {name: value for name, value in values.items() if isinstance(value, Absent)}
    # links shared within a minute are too few in so small a town
    assert set(absent) <= {"url_clustering_60s"}
    assert 0.3 < values["repost_share"] < 0.6
    assert values["near_duplicates"] >= values["exact_duplicates"]
    assert values["hour_profile"].sum() == pytest.approx(1.0)
    assert values["reply_depth"].max() > 1


def test_a_town_is_at_no_distance_from_itself(town):
    values = {"one": measure(town), "other": measure(Sight(town.posts, town.timezone))}
    found = compare([("one", "other")], values)
    assert found.height == len(STATISTICS)
    assert set(found["distance"].drop_nulls()) == {0.0}
