"""What every compat module does with the columns it is given."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from inconcert.compat.columns import as_ids, as_times, check_mode, pick
from inconcert.errors import ColumnError, ConfigError


def test_the_first_name_that_is_there_is_taken() -> None:
    table = pl.DataFrame({"b": [2], "c": [3]})
    assert pick(table, {"id": ("a", "b", "c")}, where="x")["id"].to_list() == [2]
    with pytest.raises(ColumnError, match=r"x: no column 'a' or 'd'; found: b, c\.\nRename"):
        pick(table, {"id": ("a", "d")}, where="x")
    with pytest.raises(ColumnError, match="found: none"):
        pick(pl.DataFrame(), {"id": ("a",)}, where="x")


def test_ids_become_strings_and_must_be_there() -> None:
    assert as_ids(pl.DataFrame({"id": [7]}), ["id"], where="x")["id"].to_list() == ["7"]
    with pytest.raises(ColumnError, match="x: 1 of 2 rows have no id"):
        as_ids(pl.DataFrame({"id": [7, None]}), ["id"], where="x")


@pytest.mark.parametrize(
    "times",
    [
        pl.Series([90]),
        pl.Series([90.0]),
        pl.Series([datetime(1970, 1, 1, 0, 1, 30)]),
        pl.Series([datetime(1970, 1, 1, 0, 1, 30)]).dt.replace_time_zone("UTC"),
        pl.Series([datetime(1970, 1, 1, 9, 1, 30)]).dt.replace_time_zone("Asia/Tokyo"),
        pl.Series(["1970-01-01 00:01:30"]),
        pl.Series(["1970-01-01T00:01:30Z"]),
    ],
)
def test_times_of_every_kind_are_the_same_moment(times) -> None:
    read = as_times(pl.DataFrame({"at": times}), "at", where="x")["at"]
    assert read.dtype == pl.Datetime("us", "UTC")
    assert read[0].timestamp() == 90


def test_fractions_of_a_second_are_kept() -> None:
    read = as_times(pl.DataFrame({"at": [0.25]}), "at", where="x")["at"]
    assert read[0].microsecond == 250_000


@pytest.mark.parametrize("times", [[None], [float("nan")], ["soon"]])
def test_times_that_cannot_be_read_are_told(times) -> None:
    with pytest.raises(ColumnError, match="x: 1 of 1 times are missing or cannot be read"):
        as_times(pl.DataFrame({"at": times}), "at", where="x")


def test_modes() -> None:
    check_mode("corrected", where="x", broken="a name is missing")
    with pytest.raises(ConfigError, match="mode = 'correct'; did you mean 'corrected'"):
        check_mode("correct", where="x")
    with pytest.raises(ConfigError, match=r"does not run \(a name is missing\)"):
        check_mode("as_published", where="x", broken="a name is missing")
