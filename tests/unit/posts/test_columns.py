"""Which column is taken for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.errors import ColumnError, ConfigError, MissingFileError
from inconcert.posts.columns import map_columns, read_column_map

if TYPE_CHECKING:
    from pathlib import Path


def _map(*found: str, **given: object) -> dict[str, str]:
    return map_columns(found, given=given, object_layer="repost", place="a.csv").columns


def test_japanese_names() -> None:
    assert _map("投稿ID", "ユーザーID", "本文", "投稿日時") == {
        "post_id": "投稿ID", "account_id": "ユーザーID", "created_at": "投稿日時", "text": "本文",
    }  # fmt: skip


def test_spelling_of_names_does_not_matter() -> None:
    found = _map("Tweet ID", "USER-ID", "Created.At", "ｔｅｘｔ")
    assert list(found) == ["post_id", "account_id", "created_at", "text"]


def test_the_account_is_named_as_references_name_it() -> None:
    # Targets by handle: only the handle can meet them. Targets by id: the id.
    assert _map("user_id", "screen_name", "rt_of")["account_id"] == "screen_name"
    assert _map("user_id", "screen_name", "in_reply_to_user_id")["account_id"] == "user_id"
    assert _map("user_id", "screen_name")["account_id"] == "user_id"
    assert _map("user_id_hashed", "reply_to_user_hashed")["account_id"] == "user_id_hashed"


def test_bare_objects_go_by_layer() -> None:
    mapped = map_columns(
        ["account_id", "url_id", "phash_id", "object_id"], object_layer="slogan", place="a"
    )
    assert mapped.objects == {"url": "url_id", "media": "phash_id", "slogan": "object_id"}


def test_given_columns_come_first_and_none_leaves_out() -> None:
    mapped = _map("text", "body", "author", "time", text="body", lang=None)
    assert mapped["text"] == "body"
    assert _map("text", "author", "time", text=None).keys() == {
        "account_id",
        "handle",
        "created_at",
    }


def test_a_given_column_that_is_not_there() -> None:
    with pytest.raises(ColumnError) as caught:
        _map("tweet_text", "author", text="tweet_txt")
    assert str(caught.value) == (
        "a.csv has no column 'tweet_txt', which the column map names; did you mean 'tweet_text'?"
    )


def test_an_unknown_target() -> None:
    with pytest.raises(ColumnError) as caught:
        _map("author", acount_id="author")
    assert str(caught.value) == (
        "the column map for a.csv has an unknown target 'acount_id'; did you mean 'account_id'?\n"
        "each line reads 'target: column of the file'"
    )


def test_objects_of_a_map_must_be_lines() -> None:
    with pytest.raises(
        ColumnError, match="'objects' in a column map must hold lines 'layer: column"
    ):
        _map("author", objects="author")


def test_map_files(tmp_path: Path) -> None:
    good = tmp_path / "map.yaml"
    good.write_text("account_id: 名前\n", encoding="utf-8")
    assert read_column_map(good) == {"account_id": "名前"}
    with pytest.raises(MissingFileError, match=r"there is no column map at .*none\.yaml"):
        read_column_map(tmp_path / "none.yaml")
    good.write_text("a: [", encoding="utf-8")
    with pytest.raises(ColumnError, match="is not readable as YAML"):
        read_column_map(good)
    good.write_text("- a\n", encoding="utf-8")
    with pytest.raises(ColumnError, match="must hold lines such as 'account_id: user_name'"):
        read_column_map(good)
    good.write_text("!!python/object/apply:os.system ['true']\n", encoding="utf-8")
    with pytest.raises(ColumnError, match="is not readable as YAML"):
        read_column_map(good)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"account_id": 5}, "gives account_id: 5; allowed: one name in text"),
        ({"account_id": ["a"]}, r"gives account_id: \['a'\]; allowed: one name in text"),
        ({"time_zone": 9}, "gives time_zone: 9; allowed: one name in text"),
        ({"objects": {"url": 5}}, "gives objects.url: 5; allowed: one name in text"),
    ],
)
def test_a_column_map_holds_names_in_text(given: dict[str, object], message: str) -> None:
    with pytest.raises(ColumnError, match=message):
        map_columns(["a", "b"], given=given, object_layer="repost", place="a.csv")


@pytest.mark.parametrize("layer", ["REPOST", "repots", "hashtags", " "])
def test_a_misspelt_object_layer_is_refused(layer: str) -> None:
    with pytest.raises(ConfigError, match="object layer"):
        map_columns(["object_id"], object_layer=layer, place="a.csv")


def test_a_layer_of_ones_own_is_taken() -> None:
    assert map_columns(["object_id"], object_layer="slogan", place="a").objects == {
        "slogan": "object_id"
    }
