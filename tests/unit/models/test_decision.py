"""The threshold, by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.errors import ModelError
from inconcert.models.accounts import Labelled
from inconcert.models.decision import Decision


def choose(scores: list[float], positive: list[bool]) -> Decision:
    known = Labelled(np.arange(len(scores)), np.array(positive))
    return Decision.choose(np.array(scores), known)


def test_highest_f1_by_hand() -> None:
    # from 0.9: TP 1, F1 2*1/(1+2) = 2/3; from 0.8: TP 1, 2/(2+2) = 1/2;
    # from 0.6: TP 2, 4/(3+2) = 0.8, the highest; from 0.2: 4/(4+2) = 2/3
    found = choose([0.9, 0.8, 0.6, 0.2], [True, False, True, False])
    assert found.threshold == pytest.approx(0.4)  # midway between 0.6 and 0.2
    assert found.reason == "the threshold with the highest F1 (0.800) on 4 validation accounts"


def test_among_equal_f1_the_fewest_are_flagged() -> None:
    # from 0.9: 2/(1+2) = 2/3; from 0.5: 2/(2+2) = 1/2; from 0.4: 2/(3+2); from 0.3: 4/(4+2) = 2/3
    found = choose([0.9, 0.5, 0.4, 0.3], [True, False, False, True])
    assert found.threshold == pytest.approx(0.7)


def test_ties_are_flagged_together() -> None:
    # the positive and one negative share 0.5: flagging both is 2/(2+1) = 2/3
    found = choose([0.5, 0.5, 0.1], [True, False, False])
    assert found.threshold == pytest.approx(0.3)
    assert "(0.667)" in found.reason


def test_all_flagged_is_half_of_the_lowest_score() -> None:
    assert choose([0.4, 0.8], [True, False]).threshold == pytest.approx(0.2)


@pytest.mark.parametrize("positive", [[], [True], [False, False]])
def test_one_half_where_nothing_can_choose(positive: list[bool]) -> None:
    found = choose([0.1] * len(positive), positive)
    assert found.threshold == 0.5
    assert found.reason == "0.5, since no validation accounts of both classes could choose"


def test_apply_says_the_rule() -> None:
    scored = Decision(0.25, "so it was said").apply(
        pl.Series("account_id", ["a", "b"]), np.array([0.1, 1.0000001]), ("a note",)
    )
    assert scored.scores.rows() == [("a", 0.1), ("b", 1.0)]
    assert scored.rule == "flagged if the score is at least 0.2500: so it was said"
    assert scored.notes == ("a note",)


@pytest.mark.parametrize(
    "written",
    [{}, {"threshold": True, "reason": ""}, {"threshold": -1, "reason": ""}, {"threshold": 0.5}],
)
def test_what_is_no_decision(written: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="threshold is no number from 0 to 1 with a reason: "):
        Decision.from_json(written)
