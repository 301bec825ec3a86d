"""Content features, each with its arithmetic."""

import polars as pl
import pytest

from inconcert.features.content import content_features

LONG, OTHER = "one and the same sentence", "quite another sentence"


def row(table: pl.DataFrame, account: str = "a") -> dict:
    return table.row(by_predicate=pl.col("account_id") == account, named=True)


def said(account: str, text: str | None, **more) -> dict:
    return {"account_id": account, "text": text, **more}


def test_repeated_and_shared_texts(make_posts):
    # a says LONG twice and OTHER once: 2/3 repeated; b says OTHER too: 1/3 of a's is shared
    posts = make_posts(said("a", LONG), said("a", LONG), said("a", OTHER), said("b", OTHER))
    table = content_features(posts)
    assert row(table)["repeated_text_share"] == pytest.approx(2 / 3)
    assert row(table)["shared_text_share"] == pytest.approx(1 / 3)
    assert (row(table, "b")["repeated_text_share"], row(table, "b")["shared_text_share"]) == (0, 1)


def test_reposted_and_short_texts_are_not_own_texts(make_posts):
    posts = make_posts(said("a", LONG, kind="repost"), said("a", "hi"), said("b", LONG))
    table = content_features(posts)
    assert row(table)["shared_text_share"] is None
    assert row(table, "b")["shared_text_share"] == 0
    assert row(table)["mean_text_length"] == 2


def test_shares_of_links_tags_and_mentions(make_posts):
    posts = make_posts(
        said("a", LONG, urls=["https://x.example/1"], domains=["x.example"], hashtags=["t", "u"]),
        said("a", OTHER, mentions=["b"]),
    )
    found = row(content_features(posts))
    assert [found[f"{name}_share"] for name in ("url", "hashtag", "mention")] == [0.5] * 3
    assert (found["hashtag_entropy"], found["distinct_domains"]) == (1, 1)


def test_no_link_is_zero_where_there_is_text(make_posts):
    found = row(content_features(make_posts(said("a", LONG))))
    assert (found["url_share"], found["distinct_domains"]) == (0, 0)
    assert found["hashtag_entropy"] is None


def test_a_source_without_text_says_nothing(make_posts):
    table = content_features(make_posts(said("a", None), said("b", None, hashtags=["t"])))
    unknown = row(table)
    assert {value for name, value in unknown.items() if name != "account_id"} == {None}
    assert (row(table, "b")["hashtag_share"], row(table, "b")["url_share"]) == (1, None)


def test_languages(make_posts):
    # en, en, ja, ja: two languages, 1 bit; the post without language does not count
    langs = ("en", "en", "ja", "ja", None)
    found = row(content_features(make_posts(*(said("a", LONG, lang=lang) for lang in langs))))
    assert (found["distinct_languages"], found["language_entropy"]) == (2, 1)


def test_given_actions_are_used(make_posts):
    from inconcert.networks.actions import actions

    posts = make_posts(said("a", LONG), said("b", LONG), said("b", OTHER))
    again = content_features(posts, actions=actions(posts)).sort("account_id")
    assert again.equals(content_features(posts).sort("account_id"))
