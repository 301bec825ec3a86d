"""Places among the training accounts, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from inconcert.errors import ModelError
from inconcert.models.scaling import LEVELS, RankScaling


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64).reshape(-1, 1)


def test_places_lie_between_minus_one_and_one() -> None:
    scaling = RankScaling.fit(column(0, 10, 20, 30, 1_000_000))
    # five values: 20 is the median, 10 the lower quartile; beyond the ends there is no further
    found = scaling.transform(column(20, 10, 0, 1_000_000, -5, 1e12)).ravel()
    assert found.tolist() == pytest.approx([0.0, -0.5, -1.0, 1.0, -1.0, 1.0])


def test_ties_lie_in_the_middle_of_their_range() -> None:
    # six of ten are 0: the levels 0 to 5/9 = 0.555.. are 0, of the hundredths 0 to 0.55;
    # the middle is 0.275, the place 2 * 0.275 - 1 = -0.45
    scaling = RankScaling.fit(column(0, 0, 0, 0, 0, 0, 1, 2, 3, 4))
    assert scaling.transform(column(0)).item() == pytest.approx(-0.45)


def test_a_constant_feature_is_zero_whatever_it_is_later() -> None:
    scaling = RankScaling.fit(column(7, 7, 7))
    assert scaling.transform(column(7, 8, -1, np.nan)).ravel().tolist() == [0, 0, 0, 0]


def test_missing_is_the_medians_place_with_an_indicator() -> None:
    scaling = RankScaling.fit(np.array([[1.0, np.nan], [2.0, 5.0], [3.0, 6.0]]))
    assert scaling.indicated.tolist() == [1]  # the first is never missing in training
    assert scaling.width == 3
    assert scaling.transform(np.array([[np.nan, np.nan], [2.0, 6.0]])).tolist() == [
        [0.0, 0.0, 1.0],
        [0.0, 1.0, 0.0],
    ]


def test_a_feature_that_nobody_has_is_zero() -> None:
    scaling = RankScaling.fit(column(np.nan, np.nan))
    assert scaling.width == 1
    assert scaling.transform(column(3.0, np.nan)).ravel().tolist() == [0.0, 0.0]


def test_no_features_at_all() -> None:
    scaling = RankScaling.fit(np.empty((3, 0)))
    assert scaling.transform(np.empty((2, 0))).shape == (2, 0)


def test_arrays_and_back() -> None:
    scaling = RankScaling.fit(column(1, 2, np.nan))
    again = RankScaling.from_arrays(scaling.arrays(), features=1)
    assert again.transform(column(1.5)).tolist() == scaling.transform(column(1.5)).tolist()


@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {"scaling.quantiles": np.zeros((LEVELS, 1))},
        {"scaling.quantiles": np.zeros((3, 1)), "scaling.indicated": np.array([0])},
        {"scaling.quantiles": np.zeros((LEVELS, 1)), "scaling.indicated": np.array([0.0])},
        {"scaling.quantiles": np.zeros((LEVELS, 1)), "scaling.indicated": np.array([4])},
    ],
)
def test_arrays_that_do_not_fit(arrays: dict[str, np.ndarray]) -> None:
    with pytest.raises(ModelError, match="the bundle's scaling does not fit its 1 feature column"):
        RankScaling.from_arrays(arrays, features=1)
