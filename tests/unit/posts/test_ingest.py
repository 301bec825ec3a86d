"""From files to the posts table: what is kept, merged, counted twice or set aside."""

from __future__ import annotations

import gzip
import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.posts.ingest import Ingest, ingest, read_posts

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "post_id,account_id,created_at,text,reply_to_post\n"


def _csv(folder: Path, *rows: str, head: str = HEAD, name: str = "posts.csv") -> Path:
    path = folder / name
    path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def _counts(taken: Ingest) -> tuple[int, int, int, int, int]:
    c = taken.counts
    assert c.read == c.kept + c.merged + c.duplicates + c.quarantined
    assert c.kept == taken.posts.height
    assert c.quarantined == taken.quarantine.height
    assert c.read == sum(file.rows for file in taken.files)
    return c.read, c.kept, c.merged, c.duplicates, c.quarantined


def test_one_file(tmp_path: Path) -> None:
    path = _csv(tmp_path, "2,b,2026-01-27T20:00:01Z,やあ #選挙 @a,1", "1,a,2026-01-27T20:00:00Z,,")
    taken = ingest(path)
    assert _counts(taken) == (2, 2, 0, 0, 0)
    first, second = taken.posts.to_dicts()
    assert (first["post_id"], first["kind"], first["text"]) == ("1", "post", None)
    assert (second["kind"], second["reply_to_post"]) == ("reply", "1")
    assert (second["hashtags"], second["mentions"], second["urls"]) == (["選挙"], ["a"], [])
    assert second["created_at"] == datetime(2026, 1, 27, 20, 0, 1, tzinfo=UTC)
    assert (second["source_file"], second["source_line"]) == ("posts.csv", 2)
    assert (taken.files[0].reader, taken.files[0].rows) == ("table", 2)


def test_rows_of_one_post_are_merged_and_copies_counted(tmp_path: Path) -> None:
    head = "post_id,account_id,created_at,url_id,hashtag_id,phash_id,text\n"
    taken = ingest(
        _csv(
            tmp_path,
            "1,a,1769544000,u1,,,",
            "1,a,1769544000,u2,h1,,later",
            "1,a,1769544000,u1,,,",  # a copy of the first
            "1,b,1769544000,u3,,,",  # somebody else's: cannot be the same post
            "2,b,1769544000,,,p1,",
            head=head,
        )
    )
    # 5 read = posts 1 and 2 kept + 1 merged + 1 copy + 1 conflict
    assert _counts(taken) == (5, 2, 1, 1, 1)
    first, second = taken.posts.to_dicts()
    assert (first["urls"], first["hashtags"], first["text"]) == (["u1", "u2"], ["h1"], "later")
    assert second["media"] == ["p1"]
    assert taken.quarantine.row(0)[:3] == (
        "posts.csv", 5, "the post id belongs to another account in posts.csv:2",
    )  # fmt: skip


def test_rows_without_an_id_are_named_by_file_and_line(tmp_path: Path) -> None:
    path = _csv(tmp_path, ",a,1769544000,x,", ",a,1769544000,x,", ",a,1769544000,y,")
    taken = ingest(path)
    assert _counts(taken) == (3, 2, 0, 1, 0)
    start = taken.files[0].sha256[:12]
    assert taken.posts["post_id"].to_list() == [f"row-{start}-2", f"row-{start}-4"]


def test_copies_across_files_of_a_folder_are_duplicates(tmp_path: Path) -> None:
    rows = [",a,1769544000,x,", ",b,1769544000,y,", ",c,1769544000,z,"]
    _csv(tmp_path, *rows)
    _csv(tmp_path, *rows[1:], name="sample.csv")
    (tmp_path / "README.md").write_text("# posts, with, commas\n")
    (tmp_path / "users.csv").write_text("user_id,followers,verified\na,7,true\n")
    (tmp_path / ".hidden.csv").write_text(HEAD + "x,a,1,,\n")
    taken = ingest(tmp_path)
    assert _counts(taken) == (5, 3, 0, 2, 0)
    assert taken.accounts.row(0, named=True)["followers"] == 7
    assert "README.md: left aside (no table: its first line names no columns)" in taken.notes
    assert "users.csv: accounts, not posts" in taken.notes


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    path = _csv(tmp_path, "1,a,1769544000,x,")
    taken = ingest([path, tmp_path, path])
    assert _counts(taken) == (1, 1, 0, 0, 0)
    assert any("given more than once, read once" in note for note in taken.notes)


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder, row in (("x", "1,a,1769544000,x,"), ("y", "2,a,1769544000,x,")):
        (tmp_path / folder).mkdir()
        _csv(tmp_path / folder, row)
    taken = ingest([tmp_path / "x", tmp_path / "y"])
    assert taken.posts["source_file"].to_list() == ["posts.csv", str(tmp_path / "y" / "posts.csv")]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "ndjson", "parquet"])
@pytest.mark.parametrize("packed", [False, True])
def test_all_forms_give_the_same_posts(tmp_path: Path, suffix: str, packed: bool) -> None:
    table = pl.DataFrame(
        {
            "投稿ID": ["1", "2"],
            "ユーザーID": ["甲", "乙"],
            "投稿日時": ["2026年1月27日 20:00", "2026/01/27 20:01"],
            "本文": ['引用\t"、"\n改行, #選挙', None],
        }
    )
    path = tmp_path / f"misnamed.{suffix}.dat"
    writers: dict[str, Any] = {
        "csv": table.write_csv,
        "tsv": lambda p: table.write_csv(p, separator="\t"),
        "ndjson": table.write_ndjson,
        "parquet": table.write_parquet,
    }
    writers[suffix](path)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    taken = ingest(path)
    assert _counts(taken) == (2, 2, 0, 0, 0)
    assert taken.posts["account_id"].to_list() == ["甲", "乙"]
    assert taken.posts["text"].to_list() == ['引用\t"、"\n改行, #選挙', None]
    assert taken.posts["hashtags"].to_list() == [["選挙"], []]
    assert taken.posts["time_precision"].to_list() == ["minute", "minute"]
    lines = {"csv": [2, 4], "tsv": [2, 4]}.get(suffix, [1, 2])  # the first record spans two lines
    assert taken.posts["source_line"].to_list() == lines
    assert "投稿ID" in " ".join(taken.notes)
    assert "2 times name no zone, read as UTC" in " ".join(taken.notes)


def test_column_map_with_zone_and_objects(tmp_path: Path) -> None:
    head = "名前2,いつ,スローガン,言葉\n"
    path = _csv(tmp_path, "a,2026-01-28 05:00,s1,w1", head=head)
    given = {
        "account_id": "名前2",
        "created_at": "いつ",
        "time_zone": "Asia/Tokyo",
        "objects": {"slogan": "スローガン", "hashtag": "言葉"},
    }
    post = ingest(path, columns=given).posts.row(0, named=True)
    assert post["created_at"] == datetime(2026, 1, 27, 20, tzinfo=UTC)
    assert post["objects"] == [{"layer": "slogan", "object_id": "s1"}]
    assert post["hashtags"] == ["w1"]


@pytest.mark.parametrize(
    ("layer", "column", "kind"),
    [
        ("repost", "repost_of_post", "repost"),
        ("reply", "reply_to_post", "reply"),
        ("quote", "quote_of_post", "quote"),
        ("url", "urls", "post"),
        ("hashtag", "hashtags", "post"),
        ("domain", "domains", "post"),
        ("media", "media", "post"),
        ("mention", "mentions", "post"),
    ],
)
def test_bare_objects_are_what_the_layer_says(
    tmp_path: Path, layer: str, column: str, kind: str
) -> None:
    head = "object_id,account_id,content_id,timestamp_share\n"
    path = _csv(tmp_path, "o,a,1,1769544000", head=head)
    taken = ingest(path, object_layer=layer)
    post = taken.posts.row(0, named=True)
    assert taken.files[0].reader == "coortweet"
    assert post[column] in ("o", ["o"])
    assert post["kind"] == kind


def test_coortweet_rows_of_one_share(tmp_path: Path) -> None:
    head = "object_id,account_id,content_id,timestamp_share\n"
    path = _csv(tmp_path, "o,a,1,1769544000", "p,a,1,1769544000", "2,b,2,1769544000", head=head)
    taken = ingest(path)
    assert _counts(taken) == (3, 2, 1, 0, 0)
    share, original = taken.posts.to_dicts()
    assert (share["kind"], share["repost_of_post"]) == ("repost", "o")
    assert share["objects"] == [{"layer": "repost", "object_id": "p"}]
    assert (original["kind"], original["repost_of_post"]) == ("post", None)
    other = ingest(path, object_layer="slogan").posts.row(0, named=True)
    assert other["objects"] == [
        {"layer": "slogan", "object_id": "o"}, {"layer": "slogan", "object_id": "p"},
    ]  # fmt: skip


def test_handles_become_the_ids_they_belong_to(tmp_path: Path) -> None:
    head = "tweet_id,user_id,screen_name,created_at,text,in_reply_to_user_id\n"
    path = _csv(
        tmp_path, "1,7,Abc,1769544000,hi @DEF @xyz,", "2,8,def,1769544000,@abc yes,7", head=head
    )
    posts = ingest(path).posts
    assert posts["mentions"].to_list() == [["8", "xyz"], ["7"]]
    assert posts["reply_to_account"].to_list() == [None, "7"]


def test_account_columns_of_posts_are_as_of_the_latest(tmp_path: Path) -> None:
    head = "tweet_id,user_id,screen_name,created_at,text,followers_count,user_created,verified\n"
    path = _csv(
        tmp_path,
        "2,7,Abc,1769544060,x,12,2020-01-01,TRUE",
        "1,7,Abc,1769544000,x,11,2020-01-01,FALSE",
        head=head,
    )
    account = ingest(path).accounts.row(0, named=True)
    assert (account["account_id"], account["handle"], account["followers"]) == ("7", "Abc", 12)
    assert account["verified"] is True
    assert account["created_at"] == datetime(2020, 1, 1, tzinfo=UTC)


def test_read_posts_warns_of_bad_rows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = _csv(tmp_path, "1,a,1769544000,x,", "2,a,never,x,")
    with caplog.at_level(logging.WARNING):
        assert read_posts(path).height == 1
    assert "read 2 = kept 1 + merged 0 + duplicates 0 + quarantined 1" in caplog.text


_cells = st.text(st.sampled_from('ab1,"\n\r\t\x00\u202e\u2028あ{}[]:\\ud'), max_size=6)
_rows = st.tuples(
    st.sampled_from(["", "1", "2", "3"]), st.sampled_from(["", "a", "b", "a\x01"]),
    st.sampled_from(["1769544000", "never", ""]), _cells,
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(_rows, min_size=1, max_size=8), garbage=st.lists(_cells, max_size=3))
def test_nothing_vanishes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], garbage: list[str]
) -> None:
    """Whatever a file holds, every row is kept, merged, a copy, or in the quarantine."""
    folder = tmp_path_factory.mktemp("rows")
    good = [("9", "z", "1769544000", "never lost")]
    names = ["post_id", "account_id", "created_at", "text"]
    table = pl.DataFrame([*rows, *good], schema=names, orient="row")
    table.write_csv(folder / "a.csv")
    lines = [json.dumps(dict(zip(names, row, strict=True))) for row in [*rows, *good]]
    whole = "\n".join([*lines, *garbage])
    (folder / "b.ndjson").write_text(whole, encoding="utf-8", newline="")
    read = 2 * (len(rows) + 1) + sum(1 for line in "\n".join(garbage).split("\n") if line.strip())
    taken = ingest([folder / "a.csv", folder / "b.ndjson"])
    assert _counts(taken)[0] == read
    assert "9" in taken.posts["post_id"]


@settings(max_examples=20, deadline=None)
@given(
    raw=st.lists(
        st.sampled_from(["1,a,2026-01-01 10:00,x", '"', '"open,a', "a,b", '1,"a"b,c,d', ""])
    )
)
def test_a_stray_quote_costs_one_line(
    tmp_path_factory: pytest.TempPathFactory, raw: list[str]
) -> None:
    path = tmp_path_factory.mktemp("quotes") / "a.csv"
    good = [f"g{n},z,2026-01-01 10:00,kept" for n in range(3)]
    head = "post_id,account_id,created_at,text"
    path.write_text("\n".join([head, *raw, *good, ""]), encoding="utf-8")
    taken = ingest(path)
    _counts(taken)
    assert {"g1", "g2"} <= set(taken.posts["post_id"])
