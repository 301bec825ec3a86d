"""Details make texts long and unlike each other, in every language."""

from __future__ import annotations

from string import Formatter

import numpy as np
import polars as pl
import pytest

from inconcert.networks.textfamilies.families import text_families
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.detailed import MOST_SENTENCES, compose_detailed
from inconcert.simulation.grammar.details.catalogue import DETAILS
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

CODES = sorted(LANGUAGES)


def said(code: str, count: int = 2_000, **settings: float) -> pl.Series:
    rng = np.random.default_rng(0)
    answer = rng.random(count) < 0.3
    return compose_detailed(code, np.arange(count), rng, answer=answer, **settings)


def near_duplicates(texts: pl.Series) -> float:
    names = [str(number) for number in range(len(texts))]
    posts = pl.DataFrame({"post_id": names, "account_id": names, "text": texts}).with_columns(
        kind=pl.lit("post"),
        lang=pl.lit(None, dtype=pl.String),
        created_at=pl.lit(0).cast(pl.Datetime("us", "UTC")),
    )
    return text_families(posts, similarity=0.6).members["post_id"].n_unique() / len(texts)


def test_every_language_has_details():
    assert set(DETAILS) == set(LANGUAGES)


@pytest.mark.parametrize("code", CODES)
def test_the_slots_of_details_are_known_and_hide_no_other(code):
    language, details = LANGUAGES[code], DETAILS[code]
    own = set(language.words) | {slot for topic in language.topics for slot in topic}
    asked = {slot for pattern in details.patterns for _, slot, _, _ in Formatter().parse(pattern)}
    assert asked - {None} <= own | set(details.words)
    assert not own & set(details.words)
    assert all(words and len(set(words)) == len(words) for words in details.words.values())


@pytest.mark.parametrize("code", CODES)
def test_details_leave_few_duplicates(code):
    texts = said(code, sentences=2.4, detail_share=0.75)
    assert texts.is_duplicated().mean() < 0.02
    assert near_duplicates(texts) < 0.05
    assert not texts.str.contains(r"[{}]").any()


@pytest.mark.parametrize("code", CODES)
def test_more_sentences_make_longer_texts(code):
    lengths = [said(code, sentences=mean, detail_share=0.7).str.len_chars() for mean in (1, 2, 4)]
    medians = [length.median() for length in lengths]
    assert medians[0] < medians[1] < medians[2]
    assert lengths[2].max() < MOST_SENTENCES * 250


def test_no_posts_no_texts():
    assert compose_detailed("en", np.empty(0, int), np.random.default_rng(0)).is_empty()


def test_the_parameters_reach_the_posts():
    usual = Population(accounts=200, languages={"es": 1.0})
    longer = Population(accounts=200, languages={"es": 1.0}, sentences=3.0, detail_share=0.8)
    medians = [
        simulate(Scenario(population=population), seed=0).posts["text"].str.len_chars().median()
        for population in (usual, longer)
    ]
    assert medians[1] > 2 * medians[0]


def test_the_headline_stands_alone_as_often_as_asked():
    shares = []
    for share in (0.0, 1.0):
        population = Population(accounts=200, languages={"en": 1.0}, headline_share=share,
                                url_share=1.0, detail_share=1.0)  # fmt: skip
        posts = simulate(Scenario(population=population), seed=0).posts
        own = posts.filter(pl.col("kind") == "post")["text"]
        shares.append(own.str.replace_all(r"https\S+|[#@]\S+", "").str.strip_chars().n_unique()
                      / len(own))  # fmt: skip
    # with details no text is another's; with headlines there are as many texts as articles
    assert shares[0] > 0.97
    assert shares[1] < 0.8
