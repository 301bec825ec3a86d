"""Users that write similar texts on the same day."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.compat.web_of_deceit import textSim
from inconcert.errors import ColumnError, ConfigError

DAY = 86_400
SQUARE = "they will all come to the square tonight"


def posts(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["userid", "tweet_text", "tweet_time"], orient="row")


def ends(edges: pl.DataFrame) -> list[str]:
    return ["".join(pair) for pair in edges.select("source", "target").iter_rows()]


def test_copies_of_one_day_join_users() -> None:
    table = posts(("b", SQUARE, 0), ("a", SQUARE, DAY - 1), ("c", SQUARE, DAY))
    edges = textSim(table)
    assert ends(edges) == ["ab"]
    assert edges["weight"][0] == pytest.approx(1.0)


def test_urls_mentions_case_and_spaces_do_not_matter() -> None:
    other = f"@who {SQUARE.upper()}  https://t.co/x"
    assert textSim(posts(("a", SQUARE, 0), ("b", other, 0)))["weight"][0] == pytest.approx(1.0)


def test_a_leading_r_or_t_is_not_stripped() -> None:
    # lstrip("RT") would make "Rats ..." and "ats ..." the same
    first, second = "Tora tora tora go home now", "ora tora tora go home now"
    found = textSim(posts(("a", first, 0), ("b", second, 0)))
    assert found["weight"][0] < 1 - 1e-6


def test_small_changes_are_found_and_other_texts_are_not() -> None:
    near = SQUARE.replace("tonight", "today")
    table = posts(("a", SQUARE, 0), ("b", near, 0), ("c", "nothing of this kind was ever said", 0))
    edges = textSim(table, 0.5)
    assert ends(edges) == ["ab"]
    assert 0.5 < edges["weight"][0] < 1


def test_japanese_texts_need_no_spaces() -> None:
    text = "投票所の前に全員で集まろうと呼びかけています"
    assert ends(textSim(posts(("a", text, 0), ("b", text, 0)))) == ["ab"]
    assert textSim(posts(("a", "地震だ", 0), ("b", "地震だ", 0))).is_empty()


def test_short_texts_retweets_and_own_copies_join_nobody() -> None:
    assert textSim(
        posts(("a", "good morning to all", 0), ("b", "good morning to all", 0))
    ).is_empty()
    assert textSim(posts(("a", SQUARE, 0), ("a", SQUARE, 1))).is_empty()
    twice = posts(("a", SQUARE, 0), ("b", SQUARE, 0))
    assert textSim(twice.with_columns(retweet_tweetid=pl.Series([None, "7"]))).is_empty()
    assert textSim(twice.with_columns(kind=pl.Series(["post", "repost"]))).is_empty()
    assert textSim(twice.clear()).is_empty()


VECTORS = np.array([[1.0, 0.0], [4.0, 3.0], [0.0, 2.0]])
THREE = posts(("a", SQUARE, 0), ("b", SQUARE + " p", 0), ("c", SQUARE + " q", 0))


def test_embeddings_take_the_place_of_the_texts() -> None:
    # cosines: ab 4/5, bc 3/5, ac 0
    edges = textSim(THREE, 0.6, embeddings=VECTORS)
    assert ends(edges) == ["ab", "bc"]
    assert edges["weight"].to_list() == pytest.approx([0.8, 0.6])


def test_an_edge_weighs_the_mean_or_the_highest_match() -> None:
    # a, b, then b again: ab 0.8 and a with the second post of b (0, 2): 0, under the threshold;
    # with (8, 6) twice and (1, 0): 0.8, 1.0: mean 0.9
    table = posts(("a", SQUARE, 0), ("b", SQUARE, 0), ("b", SQUARE, 1))
    vectors = np.array([[1.0, 0.0], [8.0, 6.0], [1.0, 0.0]])
    assert textSim(table, embeddings=vectors)["weight"][0] == pytest.approx(0.9)
    highest = textSim(table, embeddings=vectors, aggregate="max")
    assert highest["weight"][0] == pytest.approx(1.0)


def test_the_order_of_rows_does_not_matter() -> None:
    near = SQUARE.replace("tonight", "today")
    table = posts(("a", SQUARE, 0), ("b", near, 0), ("c", SQUARE, 5), ("b", SQUARE, 9))
    assert textSim(table, 0.5).equals(textSim(table.reverse(), 0.5))


@pytest.mark.parametrize(
    ("table", "options", "error", "message"),
    [
        (THREE, {"mode": "as_published"}, ConfigError, "needs globals"),
        (THREE, {"threshold": 0}, ConfigError, "above 0, at most 1"),
        (THREE, {"embeddings": VECTORS[:2]}, ConfigError, "2 embeddings for 3 rows"),
        (THREE, {"aggregate": "sum"}, ConfigError, "allowed: mean, max"),
        (THREE, {"max_pairs": 0}, ConfigError, "more than max_pairs = 0"),
        (THREE.drop("tweet_text"), {}, ColumnError, "no column 'tweet_text'"),
    ],
)
def test_messages(table, options, error, message) -> None:
    with pytest.raises(error, match=message):
        textSim(table, **options)
