"""Hours of a place and days of news; what the background refuses about its habits."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from inconcert.errors import ConfigError
from inconcert.simulation.daytimes import place_rhythm
from inconcert.simulation.population import Population
from inconcert.simulation.rhythm import rhythm

MONDAY = date(2026, 1, 19)


def hourly(timezone: str, *, profile: str, sigma: float = 0.0, days: int = 5) -> np.ndarray:
    clock = place_rhythm(MONDAY, days, timezone, profile=profile, day_sigma=sigma)
    return np.diff(clock.cumulative)


@pytest.mark.parametrize(
    ("timezone", "profile", "peak"),
    [
        ("Asia/Tokyo", "place", 22),
        ("Europe/Berlin", "evening", 22),
        ("Europe/Berlin", "place", 11),
        ("America/Asuncion", "place", 21),
        ("Asia/Tokyo", "office", 11),
    ],
)
def test_each_place_has_its_hours(timezone, profile, peak):
    assert hourly(timezone, profile=profile).reshape(5, 24).sum(axis=0).argmax() == peak


def test_the_usual_rhythm_is_that_of_the_evening():
    usual = rhythm(MONDAY, 7, "Asia/Tokyo")
    same = place_rhythm(MONDAY, 7, "Asia/Tokyo", profile="evening", day_sigma=0.0)
    assert np.allclose(same.cumulative, usual.cumulative)
    assert np.array_equal(
        Population(first_day="2026-01-19", days=7).rhythm.cumulative, usual.cumulative
    )


def test_days_differ_by_the_sigma_and_belong_to_the_date():
    flat = hourly("Asia/Tokyo", profile="evening", days=300)
    lively = hourly("Asia/Tokyo", profile="evening", sigma=0.5, days=300)
    factors = (lively / flat).reshape(300, 24)
    assert np.allclose(factors, factors[:, :1])
    # the deviation of 300 draws with 0.5 has one of 0.02
    assert 0.44 < np.log(factors[:, 0]).std() < 0.56
    again = hourly("Asia/Tokyo", profile="evening", sigma=0.5, days=10)
    assert np.allclose(again, lively[:240])


def test_who_is_awake_does_not_depend_on_the_news():
    lively, calm = Population(day_sigma=1.0), Population()
    assert np.allclose(lively.waking.cumulative, calm.rhythm.cumulative)
    assert not np.allclose(lively.rhythm.cumulative, calm.rhythm.cumulative)


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("posts_per_sitting", 0.5, "a number from 1 to 50"),
        ("sitting_gap_minutes", 0, "a number from 0.02 to 120"),
        ("sitting_gap_sigma", -1, "a number from 0 to 3"),
        ("sentences", 0.5, "a number from 1 to 8"),
        ("detail_share", 1.5, "a number from 0 to 1"),
        ("headline_share", -0.1, "a number from 0 to 1"),
        ("hashtag_discount", 1.0, "a number from 0 to 0.95"),
        ("tags_per_post", 5, "a number from 1 to 4"),
        ("event_tag_share", 2, "a number from 0 to 1"),
        ("day_sigma", 4, "a number from 0 to 3"),
        ("hours", "morning", "evening, office, place"),
    ],
)
def test_impossible_habits_are_refused(key, value, allowed):
    with pytest.raises(ConfigError) as caught:
        Population(**{key: value})
    assert str(caught.value).startswith(f"Population.{key} is {value!r}; allowed: {allowed}")
