"""Readers of known formats, on small rows of their own form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from inconcert.errors import ReaderError
from inconcert.posts.ingest import Ingest, ingest
from inconcert.posts.readers import READERS, reader_named
from inconcert.posts.writers.fivethirtyeight import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

TIME = "2026-01-27T20:00:00.000Z"


def _post(number: str, author: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "author_id": author, "created_at": TIME, "text": text} | more


def _user(number: str, handle: str) -> dict[str, Any]:
    metrics = {"followers_count": 5, "following_count": 6, "tweet_count": 7}
    return {"id": number, "username": handle, "name": "名前", "public_metrics": metrics}


def _refers(kind: str, number: str) -> dict[str, Any]:
    return {"referenced_tweets": [{"type": kind, "id": number}]}


def _read(path: Path, *items: Any) -> Ingest:
    lines = [item if isinstance(item, str) else json.dumps(item) for item in items]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    taken = ingest(path)
    counts = taken.counts
    assert counts.read == counts.kept + counts.merged + counts.duplicates + counts.quarantined
    return taken


def test_pages_of_x(tmp_path: Path) -> None:
    entities = {
        "hashtags": [{"tag": "選挙"}, {"tag": "ＡＢＣ"}],
        "mentions": [{"username": "other"}, {"username": "Abc"}],
        "urls": [
            {"url": "https://t.co/1", "expanded_url": "https://www.example.org/a"},
            {"url": "https://t.co/2", "expanded_url": "https://x.com/abc/status/2/photo/1"},
        ],
    }
    page = {
        "data": [
            _post("2", "20", "RT @abc: 元", **_refers("retweeted", "1")),
            _post("3", "30", "返信", in_reply_to_user_id="10", **_refers("replied_to", "1")),
            _post("4", "20", "引用", entities=entities, **_refers("quoted", "2")),
        ],
        "includes": {"users": [_user("10", "abc")], "tweets": [_post("1", "10", "元")]},
        "meta": {"result_count": 3},
    }
    taken = _read(tmp_path / "a", page, {"meta": {"result_count": 0}})
    assert taken.files[0].reader == "x_api_v2"
    assert taken.counts.read == 4  # three posts, one of them included for context
    one, repost, reply, quote = taken.posts.to_dicts()
    assert (one["kind"], one["text"]) == ("post", "元")
    assert (repost["kind"], repost["repost_of_post"], repost["repost_of_account"]) == (
        "repost", "1", "10",
    )  # fmt: skip
    assert (reply["kind"], reply["reply_to_post"], reply["reply_to_account"]) == (
        "reply",
        "1",
        "10",
    )
    assert (quote["kind"], quote["quote_of_post"], quote["quote_of_account"]) == (
        "quote",
        "2",
        "20",
    )
    assert quote["hashtags"] == ["選挙", "abc"]
    assert quote["mentions"] == ["other", "10"]
    # The link to the quoted post itself is no link: the quote already says it.
    assert (quote["urls"], quote["domains"]) == (["https://www.example.org/a"], ["example.org"])
    account = taken.accounts.row(0, named=True)
    assert (account["account_id"], account["handle"], account["posts_total"]) == ("10", "abc", 7)


def test_streamed_and_flattened_posts_of_x(tmp_path: Path) -> None:
    inner = _post("1", "10", "元") | {"author": _user("10", "abc"), "type": "retweeted"}
    flat = _post("2", "20", "RT") | {"author": _user("20", "def"), "referenced_tweets": [inner]}
    stream = {"data": _post("3", "30", "流れ"), "includes": {"users": [_user("30", "ghi")]}}
    taken = _read(tmp_path / "a", flat, stream)
    assert taken.posts["post_id"].to_list() == ["1", "2", "3"]
    assert taken.posts["repost_of_account"].to_list() == [None, "10", None]
    assert taken.accounts["handle"].to_list() == ["abc", "def", "ghi"]


def test_bad_lines_of_x(tmp_path: Path) -> None:
    good = {"data": [_post("1", "10", "元")], "includes": {}}
    error = {"errors": [{"title": "operational-disconnect"}]}
    taken = _read(
        tmp_path / "a", good, '{"data": {"id"', error, "[1]", {"a": 1}, _post("2", "", "x")
    )
    reasons = taken.quarantine["reason"].to_list()
    assert taken.quarantine["source_line"].to_list() == [2, 3, 4, 5, 6]
    assert reasons[0].startswith("not readable as JSON: ")
    assert reasons[1:] == [
        "an error of the API: operational-disconnect",
        "a JSON list, not an object",
        "no post of the X API in it",
        "no account id",
    ]


def test_included_posts_that_come_again_are_duplicates(tmp_path: Path) -> None:
    context = {"tweets": [_post("1", "10", "元")]}
    pages = [
        {"data": [_post(str(n), "20", "RT", **_refers("retweeted", "1"))], "includes": context}
        for n in (2, 3)
    ]
    counts = _read(tmp_path / "a", *pages).counts
    assert (counts.read, counts.kept, counts.duplicates) == (4, 3, 1)


def test_counts_of_x_are_no_posts(tmp_path: Path) -> None:
    counts = {"data": [{"start": TIME, "end": TIME, "tweet_count": 4}], "meta": {}}
    with pytest.raises(ReaderError, match="it holds counts of posts, no posts"):
        _read(tmp_path / "a", counts)


def test_fivethirtyeight_csv(tmp_path: Path) -> None:
    def row(**cells: str) -> str:
        return ",".join(cells.get(column, "") for column in COLUMNS)

    common = {"author": "ABC", "external_author_id": "9.06E+17", "publish_date": "10/1/17 19:58"}
    path = tmp_path / "a"
    rows = [
        row(**common, content="one", tweet_id="9.1458E+17", retweet="0", followers="5"),
        row(**common, content="two", tweet_id="9.1458E+17", retweet="1", post_type="RETWEET"),
    ]
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]))
    taken = ingest(path)
    assert taken.files[0].reader == "fivethirtyeight"
    assert taken.counts.kept == 2  # the rounded ids are no ids: two posts, not one
    assert taken.posts["account_id"].to_list() == ["ABC", "ABC"]
    assert taken.posts["kind"].to_list() == ["post", "repost"]
    assert taken.posts["time_precision"].to_list() == ["minute", "minute"]
    assert any(
        "2 post ids in 'tweet_id' have lost digits, such as 9.1458E+17" in n for n in taken.notes
    )


def test_kinds_from_flags_and_references(tmp_path: Path) -> None:
    path = tmp_path / "a"
    rows = ["t,u,n,x,rt_of,quote,reply"]
    rows += ["1,a,1769544000,x,b,False,True", "2,a,1769544001,x,,True,False"]
    rows += ["3,a,1769544002,x,,False,True", "4,a,1769544003,x,,False,False"]
    path.write_text("\n".join(rows) + "\n")
    columns = {"post_id": "t", "account_id": "u", "created_at": "n", "text": "x"}
    posts = ingest(path, columns=columns).posts
    assert posts["kind"].to_list() == ["repost", "quote", "reply", "post"]
    assert posts["repost_of_account"].to_list() == ["b", None, None, None]


def test_unknown_kinds_are_told_from_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("post_id,user_id,created_at,kind,rt_id\n1,a,1769544000,ad,7\n")
    taken = ingest(path)
    assert taken.posts["kind"].to_list() == ["repost"]
    assert any("1 row has an unknown kind such as 'ad'" in note for note in taken.notes)


@pytest.mark.parametrize("name", READERS)
def test_every_reader_is_one_module(name: str) -> None:
    assert reader_named(name).name == name


def test_wrong_names_of_readers() -> None:
    with pytest.raises(ReaderError, match=r"there is no reader 'tabel'; did you mean 'table'\?"):
        reader_named("tabel")


def test_reposts_told_by_their_text_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    rows = ["tweet_id,user_id,screen_name,created_at,text", "1,7,abc,1769544000,hello"]
    path.write_text("\n".join([*rows, "2,8,def,1769544060,RT @ABC: hello", ""]))
    taken = ingest(path)
    assert taken.posts["kind"].to_list() == ["post", "repost"]
    assert taken.posts["repost_of_account"].to_list() == [None, "7"]
    assert any("1 row begins with 'RT @': read as reposts" in n for n in taken.notes)


def test_a_plain_table_of_lines_is_not_taken_for_x(tmp_path: Path) -> None:
    taken = _read(tmp_path / "a", _post("1", "10", "x", hashtags=["選挙"]))
    assert taken.files[0].reader == "table"
    assert taken.posts["hashtags"].to_list() == [["選挙"]]
