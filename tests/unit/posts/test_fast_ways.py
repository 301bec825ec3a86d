"""The fast ways through reading give the tables, the quarantine and the notes of the slow ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from inconcert.posts import ids, ingest, merge, rawtable, times
from inconcert.schemas import Posts

HEAD = "post_id,account_id,created_at,repost_id\n"
NO_ID = "account_id,created_at,repost_id\n"


def slowly(path: Path, **options: Any) -> ingest.Ingest:
    """Read by the careful reader, the general reading of times, and every rule of the contract."""

    def nothing(*_: Any) -> None:
        return None

    def every_rule(rows: pl.DataFrame) -> pl.DataFrame:
        return Posts.validate(rows, cast=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rawtable, "read_plain", nothing)
        patch.setattr(rawtable, "read_clean", nothing)
        patch.setattr(times, "_parse_digits", nothing)
        patch.setattr(times, "_parse_iso", nothing)
        patch.setattr(merge, "may_repeat", lambda _: True)
        patch.setattr(ids, "_SPOILT", "")
        patch.setattr(ingest, "_contracted", every_rule)
        return ingest.ingest(path, **options)


def check(path: Path, content: bytes, **options: Any) -> ingest.Ingest:
    """Read both ways, and return what both agree on."""
    path.write_bytes(content)
    fast, slow = ingest.ingest(path, **options), slowly(path, **options)
    for table in ("posts", "accounts", "quarantine"):
        assert_frame_equal(getattr(fast, table), getattr(slow, table))
    assert (fast.counts, fast.notes, fast.files) == (slow.counts, slow.notes, slow.files)
    return fast


AWKWARD = {
    "plain": HEAD + "1,a,1769544000,x\n2,b,1769544010,x\n",
    "no end of the last line": HEAD + "1,a,1769544000,x\n2,b,1769544010,x",
    "mark of byte order": "\ufeff" + HEAD + "1,a,1769544000,x\n",
    "ends of Windows": (HEAD + "1,a,1769544000,x\n2,b,1769544010,\n").replace("\n", "\r\n"),
    "quotes": HEAD + '"1","a","1769544000","x,y"\n2,"b ""c""",1769544010,\n',
    "a line end in a cell": HEAD + '1,a,1769544000,"x\ny"\n2,b,1769544010,x\n',
    "no values": HEAD + "1,a,1769544000,\n2,,1769544010,x\n3,c,,x\n,d,1769544020,nan\n",
    "ids that come twice": HEAD + "1,a,1769544000,x\n1,a,1769544000,x\n1,b,1769544000,x\n",
    "rows of one post": HEAD + "1,a,1769544000,x\n1,a,1769544000,y\n",
    "times that are none": HEAD + "1,a,1769544000,x\n2,b,soon,x\n3,c,-1769544000,x\n",
    "times with a sign": HEAD + "1,a,1769544000,x\n2,d,+176954400,x\n",
    "times of several lengths": HEAD + "1,a,1769544000,x\n2,b,1769544000000,x\n3,c,999999999,x\n",
    "times too long": HEAD + "1,a,9999999999999999999,x\n2,b,1769544000000000000,x\n",
    "times with leading zeros": HEAD + "1,a,0169544000,x\n2,b,1769544000,x\n",
    "times in ISO": HEAD + "1,a,2026-01-27T20:00:00Z,x\n2,b,2026-01-27T20:00:09Z,x\n",
    "times without a zone": HEAD + "1,a,2026-01-27 20:00:00,x\n2,b,2026-01-27 20:00:09,x\n",
    "fractions": HEAD + "1,a,2026-01-27T20:00:00.125Z,x\n2,b,2026-01-27T20:00:09.000Z,x\n",
    "microseconds": HEAD + "1,a,2026-01-27 20:00:00.000001,x\n2,b,2026-01-27 20:00:09.5,x\n",
    "no such day": HEAD + "1,a,2026-02-30T20:00:00Z,x\n2,b,2026-01-27T20:00:00Z,x\n",
    "no such hour": HEAD + "1,a,2026-01-27T24:00:00Z,x\n2,b,2026-01-27T20:00:00Z,x\n",
    "a leap second": HEAD + "1,a,2016-12-31T23:59:60Z,x\n2,b,2016-12-31T23:59:59Z,x\n",
    "times with offsets": HEAD + "1,a,2026-01-27T20:00:00+09:00,x\n2,b,2026-01-27T20:00:00Z,x\n",
    "control characters": HEAD + "1\x01,a,1769544000,x\n2,b\x7f,1769544000,x\n3,c\t,1769544000,x\n",
    "spaces": HEAD + " 1 , a,1769544000 ,x \n2,\u3000b,1769544010,x\u00a0\n",
    "ids of digits": HEAD + "007,7,1769544000,07\n7,007,1769544010,7\n7.0,7,1769544020,07.0\n",
    "ids of fractions": HEAD + "1.5,a,1769544000,x\n2,b,1769544010,x\n",
    "post ids spoilt": HEAD + "9.06E+17,a,1769544000,x\n9.06E+17,b,1769544010,x\n",
    "words for nothing": HEAD + "1,a,1769544000,null\n2,b,1769544010,None\n3,c,1769544020,[]\n",
    "letters of Japan": HEAD + "1,あ,1769544000,選挙\n2,い,1769544010,選挙\n",
    "no ids": NO_ID + "a,1769544000,x\na,1769544000,x\nb,1769544000,x\n",
    "fields too few": HEAD + "1,a,1769544000\n2,b,1769544010,x\n",
    "fields too many and too few": HEAD + "1,a,1769544000\n2,b,1769544010,x,y\n",
    "empty lines": HEAD + "1,a,1769544000,x\n\n2,b,1769544010,x\n",
    "handles": "post_id,account_id,created_at,rt_of\n1,Ab,1769544000,\n2,c,1769544010,aB\n",
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_files(tmp_path: Path, name: str) -> None:
    check(tmp_path / "posts.csv", AWKWARD[name].encode())


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    taken = check(
        tmp_path / "posts.csv", HEAD.encode() + b"1,\xff,1769544000,x\n2,b,1769544010,x\n"
    )
    assert (taken.counts.kept, taken.counts.quarantined) == (1, 1)


def test_ids_stay_as_they_are_written(tmp_path: Path) -> None:
    taken = check(
        tmp_path / "posts.csv", (HEAD + "007,7,1769544000,07\n7,007,1769544010,7\n").encode()
    )
    kept = taken.posts.select("post_id", "account_id", "repost_of_post").rows()
    assert kept == [("007", "7", "07"), ("7", "007", "7")]


def test_zones_of_a_column_map(tmp_path: Path) -> None:
    content = HEAD + "1,a,2026-01-27 20:00:00,x\n2,b,2026-07-27 20:00:00,x\n"
    taken = check(tmp_path / "posts.csv", content.encode(), columns={"time_zone": "Europe/Berlin"})
    assert taken.posts["created_at"].dt.hour().to_list() == [19, 18]


CELLS = st.text(st.sampled_from('a1.+ ,\t"選\x01'), max_size=4)
UNIX = ["1769544000", "1769544000000"]
TIMES = st.sampled_from([*UNIX, "2026-01-27T20:00:00Z", "2026-01-27 20:00:00", "", "1/2/26 9:00"])
ROW = st.tuples(CELLS, CELLS, TIMES, CELLS)


@given(st.lists(ROW, min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=80, deadline=None)
def test_any_rows(tmp_path_factory: pytest.TempPathFactory, rows: list[Any], end: str) -> None:
    path = tmp_path_factory.mktemp("rows") / "posts.csv"
    lines = [",".join(f'"{c}"' if "," in c else c for c in row) for row in rows]
    content = (HEAD + "0,z,1769544000,x\n" + "\n".join(lines) + "\n").replace("\n", end)
    check(path, content.encode())


@pytest.mark.parametrize(
    ("values", "used"),
    [
        (["1769544000", None, "1769544010"], True),
        (["1769544000", "999999999"], False),
        (["0176954400", "1769544000"], False),
        (["999999999999999999", "100000000000000000"], True),
    ],
)
def test_unix_numbers_of_one_length(values: list[str | None], used: bool) -> None:
    column = pl.Series("t", values, dtype=pl.String)
    fast = times._parse_digits(column)
    assert (fast is not None) == used
    if fast is not None:
        assert_series_equal(fast.times, times._parse_text(column, None).times)


@pytest.mark.parametrize("between", ["T", " "])
@pytest.mark.parametrize("fraction", ["", ".123", ".000001"])
@pytest.mark.parametrize("end", ["Z", ""])
@pytest.mark.parametrize("zone", [None, "Asia/Tokyo"])
def test_iso_times_of_one_shape(between: str, fraction: str, end: str, zone: str | None) -> None:
    column = pl.Series("t", [f"2026-03-29{between}02:30:01{fraction}{end}", None])
    fast, slow = times._parse_iso(column, zone), times._parse_text(column, zone)
    assert fast is not None
    assert_series_equal(fast.times, slow.times)
    assert (fast.without_zone, fast.without_seconds) == (slow.without_zone, slow.without_seconds)


def test_local_times_that_do_not_exist_are_null_in_both() -> None:
    column = pl.Series("t", ["2026-03-29 02:30:00", "2026-03-29 03:30:00"])
    fast = times._parse_iso(column, "Europe/Berlin")
    assert fast is not None
    assert_series_equal(fast.times, times._parse_text(column, "Europe/Berlin").times)
    assert fast.times.null_count() == 1


def test_a_contract_is_put_to_every_rule_where_something_is_amiss(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(HEAD + "1,a,1769544000,x\n2,b,1769544010,x\n")
    rows = pl.DataFrame(ingest.ingest(path).posts)
    assert_frame_equal(ingest._contracted(rows), Posts.validate(rows))
    faults = {
        "account_id": pl.lit(""),
        "kind": pl.lit("shout"),
        "created_at": pl.lit(None, rows.schema["created_at"]),
        "urls": pl.lit([None], rows.schema["urls"]),
        "objects": pl.lit([{"layer": None, "object_id": "x"}], rows.schema["objects"]),
    }
    for name, fault in faults.items():
        with pytest.raises(Exception, match=name):
            ingest._contracted(rows.with_columns(fault.alias(name)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\n\r\n", "\n\n"])
def test_a_line_end_within_a_cell_stays_as_it_is(tmp_path, end):
    path = tmp_path / "posts.csv"
    rows = f'post_id,account_id,created_at,text\r\n1,a,2026-01-01T00:00:00Z,"x{end}y"\r\n'
    path.write_bytes(rows.encode())
    assert ingest.read_posts([path])["text"].to_list() == [f"x{end}y"]
