"""Hashtags that users coin, several in a post, and those of a day."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.population import Population
from inconcert.simulation.tagging import Tagged, Tags, drawn_tags, single_tags

COUNT = 20_000


def draw(seed: int = 0, *, lang: str = "en", **settings: float) -> Tags:
    population = Population(communities=2, languages={lang: 1.0}, **settings)
    rng = np.random.default_rng(seed)
    at = np.full(COUNT, population.rhythm.start) + np.arange(COUNT) % (14 * 86_400)
    posts = Tagged(np.arange(COUNT) % 2, at, np.ones(COUNT, dtype=bool))
    known = pl.Series([f"known{number}" for number in range(60)])
    return drawn_tags(posts, known, population, rng)


@pytest.mark.parametrize("discount", [0.5, 0.7])
def test_the_share_that_is_used_once_is_the_discount(discount):
    uses = draw(hashtag_discount=discount).lists.explode().value_counts()["count"]
    assert abs((uses == 1).mean() - discount) < 0.08
    assert uses.max() > 0.02 * COUNT


def test_without_discount_no_tag_is_coined():
    tags = draw(tags_per_post=2.0).lists.explode()
    assert tags.str.starts_with("known").all()
    assert tags.n_unique() == 60


def test_posts_have_as_many_tags_as_asked_none_twice():
    lists = draw(hashtag_discount=0.9, tags_per_post=1.6).lists
    # geometric with mean 1.6, cut at 4: 1.6 less 0.375 ** 4 * 1.6 = 1.57; equal ones go
    assert 1.35 < lists.list.len().mean() < 1.6
    assert lists.list.len().max() <= 4
    assert (lists.list.len() == lists.list.n_unique()).all()


def test_each_community_has_one_tag_a_day():
    tags = draw(event_tag_share=1.0).lists.explode()
    days = -(-COUNT // 86_400)
    assert tags.n_unique() == 2 * days


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_coined_tags_are_words_and_stand_in_the_text(lang):
    tags = draw(lang=lang, hashtag_discount=0.8, tags_per_post=1.5)
    assert tags.lists.explode().str.contains(r"^\w+$").all()
    assert (tags.written == "#" + tags.lists.list.join(" #")).all()


def test_the_same_number_spells_the_same_tag():
    one, other = draw(1, hashtag_discount=0.7), draw(2, hashtag_discount=0.7)
    often = one.lists.explode().value_counts().filter(pl.col("count") > 20)["tag"]
    assert often.is_in(other.lists.explode().implode()).all()


def test_a_post_without_a_tag_has_none():
    tags = single_tags(pl.Series("tag", ["a", None]))
    assert tags.lists.to_list() == [["a"], []]
    assert tags.written.to_list() == ["#a", None]
