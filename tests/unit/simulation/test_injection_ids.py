"""New ids of the form of those that are there."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

from inconcert.simulation.identifiers import snowflakes
from inconcert.simulation.injection.idforms import (
    Numbers,
    Snowflakes,
    TimedNumbers,
    Words,
    learn,
    learn_each,
)

START = 1_700_000_000
STEPS = np.random.default_rng(3).integers(1, 40, 400)
AT = START + np.sort(np.random.default_rng(1).integers(86_400, size=400))


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def as_ids(numbers: np.ndarray, form: str = "{}") -> pl.Series:
    return pl.Series([form.format(number) for number in numbers.tolist()])


def hashes(count: int, digits: int) -> pl.Series:
    drawn = rng().integers(16, size=(count, digits))
    return pl.Series(["".join(f"{digit:x}" for digit in row) for row in drawn])


FORMS = {
    "snowflakes": (as_ids(snowflakes(AT, rng())), Snowflakes, r"1\d{18}"),
    "rising": (
        as_ids(10_000 + np.cumsum(np.random.default_rng(3).integers(1, 40, 400))),
        TimedNumbers,
        r"1\d{4}",
    ),
    "anywhere": (as_ids(rng().permutation(90_000)[:400] + 10_000), Numbers, r"[1-9]\d{4}"),
    "prefixed": (
        as_ids(rng().permutation(90_000)[:400] + 10_000, "tw_{}"),
        Numbers,
        r"tw_[1-9]\d{4}",
    ),
    "hashes": (hashes(400, 32), Words, r"[0-9a-f]{32}"),
    "padded": (as_ids(np.arange(400), "{:08}"), Words, r"00000\d{3}[a-z0-9]*"),
}


@pytest.mark.parametrize("name", FORMS)
def test_new_ids_have_the_form_of_the_known_ones(name):
    ids, form, pattern = FORMS[name]
    learned = learn(ids, AT)
    assert type(learned) is form
    drawn = learned.draw(AT[:100], rng())
    assert len(set(drawn)) == 100
    assert not set(drawn) & set(ids.to_list())
    assert all(re.fullmatch(pattern, word) for word in drawn)
    assert drawn == learn(ids, AT).draw(AT[:100], rng())


def test_ids_of_x_tell_the_second_and_keep_the_low_bits():
    ids = pl.Series([(second * 1000 - 1_288_834_974_657 << 22) + 5 for second in AT.tolist()])
    drawn = np.array([int(word) for word in learn(ids.cast(pl.String), AT).draw(AT[:50], rng())])
    assert ((drawn >> 22) + 1_288_834_974_657 >= AT[:50] * 1000).all()
    assert ((drawn >> 22) + 1_288_834_974_657 < AT[:50] * 1000 + 1000).all()
    assert set((drawn & 0x3FFFFF).tolist()) == {5}  # all known ones end so


def test_rising_ids_lie_between_those_of_their_neighbours_in_time():
    at = START + 60 * np.arange(100)
    form = learn(as_ids(1_000 * np.arange(1, 101) + rng().integers(3, size=100)), at)
    drawn = [int(word) for word in form.draw(np.array([START + 90, START + 5_430]), rng())]
    assert 2_000 < drawn[0] <= 3_002  # after the post of 60 s (2,000), before that of 120 s
    assert 91_000 < drawn[1] <= 92_002  # after the post of 5,400 s, the 91st


def test_all_numbers_in_steps_of_ten_stay_in_steps_of_ten():
    form = learn(as_ids(rng().permutation(10_000)[:300] * 10), None)
    assert all(int(word) % 10 == 0 for word in form.draw(np.zeros(80, dtype=np.int64), rng()))


def test_numbers_without_gaps_are_continued_and_it_is_said():
    forms = learn_each(as_ids(np.arange(50, 150)), pl.Series(["x", "y"] * 50), AT[:100])
    assert forms.full
    drawn = forms.draw(pl.Series(["y", "x", "y"]), AT[:3], rng())
    assert sorted(drawn.to_list()) == ["150", "151", "152"]
    anew = forms.anew(as_ids(np.arange(50, 153)), rng())
    assert sorted(anew["id"].cast(int)) == list(range(50, 153))
    assert anew.filter(pl.col("id") != pl.col("id_before")).height > 90  # of 103


def test_each_platform_has_ids_of_its_own():
    ids = pl.concat([as_ids(rng().permutation(9_000)[:60] + 1, f"{name}_{{}}") for name in "ab"])
    forms = learn_each(ids, pl.Series(["a"] * 60 + ["b"] * 60), None)
    drawn = forms.draw(pl.Series(["b", "a", "b"]), AT[:3], rng())
    assert drawn.str.slice(0, 2).to_list() == ["b_", "a_", "b_"]


def test_handles_are_put_together_from_two_and_are_nobodys():
    handles = pl.Series(["anna_k", "bo", "Carl2010", "dede", "e_e_e", "frida"])
    drawn = learn(handles, None).draw(np.zeros(12, dtype=np.int64), rng())
    assert len(set(drawn)) == 12
    assert not set(drawn) & set(handles.to_list())
