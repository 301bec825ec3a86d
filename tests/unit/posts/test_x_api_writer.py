"""Pages of the X API v2: what stands where, and what is left out."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from inconcert.errors import StoreError
from inconcert.posts.ingest import ingest
from inconcert.posts.writers.x_api_v2 import POSTS_A_PAGE, write_x_api_v2
from inconcert.schemas import Accounts, Posts, empty

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2026, 1, 27, 20, tzinfo=UTC)
AT = "2026-01-27T20:{:02}:00.000Z"


def table(schema: Any, rows: list[dict[str, Any]]) -> pl.DataFrame:
    blank = empty(schema)
    none = {
        name: [] if isinstance(dtype, pl.List) else None for name, dtype in blank.schema.items()
    }
    return schema.validate(pl.DataFrame([none | row for row in rows], schema=blank.schema))


def post(number: int, **columns: Any) -> dict[str, Any]:
    at = START + timedelta(minutes=number)
    said = {"post_id": str(number), "account_id": "7", "created_at": at, "kind": "post"}
    return said | {"time_precision": "second"} | columns


def pages(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_a_page_holds_posts_and_what_they_refer_to(tmp_path: Path) -> None:
    posts = [
        post(
            1, text='"\\\n#選挙 \u2028', hashtags=["選挙"], urls=["https://a.example/1"], lang="ja"
        ),
        post(2, account_id="8", kind="repost", repost_of_post="1", repost_of_account="7"),
        post(3, kind="reply", reply_to_post="9", reply_to_account="8", mentions=["8", "name", "5"]),
    ]
    accounts = table(
        Accounts,
        [
            {"account_id": "7", "handle": "seven", "followers": 3, "created_at": START},
            {"account_id": "8", "handle": "eight", "verified": False},
            {"account_id": "6", "handle": "nobody here"},
        ],
    )
    write_x_api_v2(table(Posts, posts), tmp_path / "p.jsonl", accounts=accounts)
    (page,) = pages(tmp_path / "p.jsonl")
    original = {
        "id": "1", "text": '"\\\n#選挙 \u2028', "author_id": "7", "created_at": AT.format(1),
        "edit_history_tweet_ids": ["1"], "lang": "ja",
        "entities": {
            "hashtags": [{"tag": "選挙"}],
            "urls": [{"url": "https://a.example/1", "expanded_url": "https://a.example/1"}],
        },
    }  # fmt: skip
    reply, repost, first = page["data"]
    assert first == original
    assert page["includes"]["tweets"] == [original]  # post 9 is not known, and not included
    assert repost["referenced_tweets"] == [{"type": "retweeted", "id": "1"}]
    assert reply["referenced_tweets"] == [{"type": "replied_to", "id": "9"}]
    assert reply["in_reply_to_user_id"] == "8"
    assert reply["entities"]["mentions"] == [
        {"username": "eight", "id": "8"},
        {"username": "name"},  # no id: a handle of someone unknown
        {"id": "5"},
    ]
    assert page["includes"]["users"] == [
        {
            "id": "7", "username": "seven", "created_at": AT.format(0),
            "public_metrics": {"followers_count": 3},
        },
        {"id": "8", "username": "eight", "verified": False, "public_metrics": {}},
    ]  # fmt: skip
    assert page["meta"] == {"newest_id": "3", "oldest_id": "1", "result_count": 3}


def test_many_posts_fill_several_pages(tmp_path: Path) -> None:
    count = 2 * POSTS_A_PAGE + 1
    posts = [
        post(n, kind="repost", repost_of_post="0", repost_of_account="7") for n in range(count)
    ]
    posts[0] = post(0)
    path = tmp_path / "p.jsonl.gz"
    write_x_api_v2(table(Posts, posts), path)
    found = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert [page["meta"]["result_count"] for page in found] == [POSTS_A_PAGE, POSTS_A_PAGE, 1]
    told = [int(item["id"]) for page in found for item in page["data"]]
    assert told == list(range(count - 1, -1, -1))
    # the original stands beside the reposts of two pages, and once itself
    assert [len(page.get("includes", {}).get("tweets", [])) for page in found] == [1, 1, 0]
    taken = ingest(path)
    assert (taken.counts.kept, taken.counts.duplicates) == (count, 2)


def test_no_posts_are_a_page_that_says_so(tmp_path: Path) -> None:
    write_x_api_v2(empty(Posts), tmp_path / "p.ndjson")
    assert pages(tmp_path / "p.ndjson") == [{"meta": {"result_count": 0}}]


def test_other_suffixes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot write 'p\.csv': allowed are \.jsonl, \.ndjson"):
        write_x_api_v2(empty(Posts), tmp_path / "p.csv")
    assert list(tmp_path.iterdir()) == []
