"""Which actions posts are, layer by layer."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.networks.actions import action_notes, actions
from inconcert.schemas import Actions, Posts, empty

LONG = "The whole square is full of people tonight"


def objects(table, layer):
    rows = table.filter(pl.col("layer") == layer).sort("account_id", "object_id")
    return rows.select("account_id", "object_id").rows()


def test_a_repost_acts_on_the_post_and_on_nothing_else(make_posts):
    posts = make_posts(
        {"account_id": "a", "kind": "repost", "repost_of_post": "9", "text": LONG, "urls": ["u"],
         "hashtags": ["h"], "mentions": ["m"], "domains": ["d"], "media": ["i"]},
    )  # fmt: skip
    found = actions(posts)
    assert found.select("layer", "object_id").rows() == [("repost", "9")]


def test_each_column_gives_its_layer(make_posts):
    posts = make_posts(
        {"account_id": "a", "kind": "reply", "reply_to_post": "1", "mentions": ["m"]},
        {"account_id": "b", "kind": "quote", "quote_of_post": "2", "domains": ["d"], "urls": ["u"]},
        {"account_id": "c", "media": ["i"], "hashtags": ["ＴＡＧ", "tag", "Tag"]},
    )
    found = actions(posts)
    assert found.select("account_id", "layer", "object_id").sort("account_id", "layer").rows() == [
        ("a", "mention", "m"),
        ("a", "reply", "1"),
        ("b", "domain", "d"),
        ("b", "quote", "2"),
        ("b", "url", "u"),
        ("c", "hashtag", "tag"),
        ("c", "media", "i"),
    ]
    Actions.validate(found)


def test_reposts_without_a_target_meet_in_their_text(make_posts):
    unnamed = {"kind": "repost", "text": LONG}
    posts = make_posts(
        {"account_id": "a", **unnamed},
        {"account_id": "b", **unnamed, "text": LONG.upper() + "  https://t.co/x"},
        {"account_id": "c", **unnamed, "repost_of_account": "x"},
        {"account_id": "d", **unnamed, "repost_of_account": "y"},
        {"account_id": "e", **unnamed, "text": "yes"},
        {"account_id": "f", "text": LONG},
    )
    found = dict(objects(actions(posts), "repost"))
    assert found["a"] == found["b"]
    assert found["a"].startswith("text:")
    assert found["c"] == f"text:x:{found['a'].removeprefix('text:')}"
    assert found["d"] != found["c"]
    assert "e" not in found  # three characters are no object
    assert "f" not in found  # no repost
    assert [account for account, _ in objects(actions(posts), "text")] == ["f"]


def test_bare_objects_act_on_their_layer_once(make_posts):
    posts = make_posts(
        {"account_id": "a", "kind": "repost", "repost_of_post": "1",
         "objects": [{"layer": "repost", "object_id": "1"}, {"layer": "repost", "object_id": "2"},
                     {"layer": "phash", "object_id": "7"}]},
        {"account_id": "b", "kind": "repost", "text": LONG,
         "objects": [{"layer": "repost", "object_id": "2"}]},
    )  # fmt: skip
    found = actions(posts)
    assert objects(found, "repost") == [("a", "1"), ("a", "2"), ("b", "2")]
    assert objects(found, "phash") == [("a", "7")]
    assert objects(actions(posts, ["phash"]), "phash") == [("a", "7")]


def test_the_table_is_sorted_and_does_not_depend_on_the_order_of_posts(make_posts):
    posts = make_posts(
        *({"account_id": f"u{n % 3}", "urls": [f"u{n % 2}", "v"], "at": n // 2} for n in range(9))
    )
    found = actions(posts)
    assert found.equals(found.sort("layer", "object_id", "created_at", "account_id", "post_id"))
    assert actions(posts.reverse()).equals(found)


def test_an_unknown_layer_is_refused_and_the_nearest_named(make_posts):
    posts = make_posts({"account_id": "a", "objects": [{"layer": "phash", "object_id": "7"}]})
    with pytest.raises(
        ConfigError, match=r"no layer 'reposts' in these posts: did you mean 'repost'"
    ):
        actions(posts, ["reposts"])
    with pytest.raises(ConfigError, match="did you mean 'phash'"):
        actions(posts, ["pash"])


def test_one_layer_may_be_named_alone(make_posts):
    posts = make_posts({"account_id": "a", "hashtags": ["x"], "urls": ["https://ex.ample/1"]})
    assert actions(posts, "hashtag").rows() == actions(posts, ["hashtag"]).rows()
    assert actions(posts, "hashtag")["layer"].to_list() == ["hashtag"]
    with pytest.raises(ConfigError, match="no layer 'hashtags' in these posts: did you mean"):
        actions(posts, "hashtags")


def test_notes_say_what_stands_in_for_a_repost_target(make_posts):
    posts = make_posts(
        {"account_id": "a", "kind": "repost", "text": LONG},
        {"account_id": "b", "kind": "repost", "text": "yes"},
        {"account_id": "c", "kind": "repost", "repost_of_post": "1"},
    )
    expected = (
        "1 repost names no target post: identical text among reposts serves as the object.",
        "1 repost names no target post, with too short a text to tell it by: no repost action.",
    )
    assert action_notes(posts, 60) == expected
    assert action_notes(posts, 60, acts=actions(posts)) == expected
    assert action_notes(posts, 60, layers=["text"]) == ()


@pytest.mark.parametrize(("window", "warned"), [(60, True), (0, True), (61, False), (None, False)])
def test_times_to_the_minute_are_warned_of(make_posts, window, warned):
    posts = make_posts({"account_id": "a", "time_precision": "minute"}, {"account_id": "b"})
    notes = action_notes(posts, window)
    assert bool(notes) is warned
    if warned:
        assert notes[0].startswith(f"1 post has times to the minute: a window of {window} s")


def test_no_posts_no_actions():
    assert actions(empty(Posts)).schema == empty(Actions).schema
