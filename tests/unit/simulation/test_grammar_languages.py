"""The grammars: every filling is a text in the script of its language, and agrees."""

from __future__ import annotations

import re
from string import Formatter

import numpy as np
import polars as pl
import pytest

from inconcert.networks.textfamilies import text_families
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.genres import random_words
from inconcert.simulation.grammar.hashtags import hashtag_nouns
from inconcert.simulation.grammar.korean import with_particles
from inconcert.simulation.grammar.language import compose, fill_bios, names, phrases
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.speech import speaker

CODES = tuple(LANGUAGES)
SCRIPTS = {
    "ja": r"[\p{Hiragana}\p{Katakana}\p{Han}]",
    "zh": r"\p{Han}",
    "ko": r"\p{Hangul}",
    **dict.fromkeys(("en", "es", "pt", "de"), r"\p{Latin}"),
}
FOREIGN = {
    "ja": r"[\p{Hangul}\p{Cyrillic}]",
    "zh": r"[\p{Hiragana}\p{Katakana}\p{Hangul}]",
    "ko": r"[\p{Hiragana}\p{Katakana}\p{Han}]",
    **dict.fromkeys(("en", "es", "pt", "de"), r"[\p{Han}\p{Hangul}\p{Hiragana}]"),
}


def composed(code: str, *, count: int = 4_000, seed: int = 0) -> pl.Series:
    rng = np.random.default_rng(seed)
    return compose(LANGUAGES[code], np.arange(count), rng, answer=rng.random(count) < 0.3)


def slots(patterns: tuple[str, ...]) -> set[str]:
    return {slot for pattern in patterns for _, slot, _, _ in Formatter().parse(pattern) if slot}


def test_there_is_a_phrasebook_for_each_grammar():
    assert set(LANGUAGES) == {"ja", "en", "es", "pt", "de", "zh", "ko"} == set(PHRASEBOOKS)
    assert all(code == language.code for code, language in LANGUAGES.items())


@pytest.mark.parametrize("code", CODES)
def test_every_slot_of_a_pattern_exists_in_every_topic(code):
    language = LANGUAGES[code]
    asked = slots(language.openers + language.closers + language.answers + language.bios)
    for topic in language.topics:
        assert asked <= {*language.words, *topic}


@pytest.mark.parametrize("code", CODES)
def test_every_slot_of_the_phrasebook_exists(code):
    book, language = PHRASEBOOKS[code], speaker(code)
    patterns = [*book.genres.values(), book.quizzes, *book.incidents]
    claims = book.claims
    stances = (claims.leads, claims.cores, claims.reasons, *claims.calls.values())
    known = {*language.words, *language.topics[0], "pred"}
    assert slots(tuple(pattern for group in (*patterns, *stances) for pattern in group)) <= known
    assert book.shouts.keys() == PHRASEBOOKS["en"].shouts.keys()
    assert claims.calls.keys() == claims.predicates.keys() == {"for", "against"}


@pytest.mark.parametrize("code", CODES)
def test_topics_stand_in_the_same_order_and_all_forms_of_a_noun_align(code):
    language = LANGUAGES[code]
    # Spanish has no topic of games and anime; politics is first and the economy last in all
    assert len(language.topics) == (5 if code == "es" else 6)
    for topic in language.topics:
        for slot, forms in topic.items():
            noun = slot.split("_")[0]
            assert len(forms) == len(topic[noun])
            assert len(set(topic[noun])) == len(topic[noun])


@pytest.mark.parametrize("code", CODES)
def test_composed_texts_are_in_their_script_without_links_names_or_leftovers(code):
    texts = composed(code)
    assert len(texts) == 4_000
    assert texts.null_count() == 0
    assert (texts.str.len_chars() > 0).all()
    assert not texts.str.contains(r"https?:|@|#|\{|\}|_|  ").any()
    assert not texts.str.contains(FOREIGN[code]).any()
    # a reply may be emoji and punctuation alone
    assert texts.str.contains(SCRIPTS[code]).mean() > 0.999


@pytest.mark.parametrize("code", CODES)
def test_the_same_seed_gives_the_same_texts(code):
    assert composed(code, count=500).equals(composed(code, count=500))
    assert not composed(code, count=500).equals(composed(code, count=500, seed=1))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("topic", range(6))
def test_a_text_speaks_of_its_topic_and_of_no_other(code, topic):
    language = LANGUAGES[code]
    said = phrases(language, ("{thing}",), np.full(300, topic), np.random.default_rng(0))
    assert set(said) == set(language.topics[topic % len(language.topics)]["thing"])
    bare = set(hashtag_nouns(language, topic))
    assert not any(re.search(r"\s", noun) for noun in bare)


@pytest.mark.parametrize("code", CODES)
def test_names_and_bios_are_many(code):
    rng = np.random.default_rng(0)
    shown, bios = names(LANGUAGES[code], 2_000, rng), fill_bios(LANGUAGES[code], 2_000, rng)
    assert shown.n_unique() > 200
    assert bios.n_unique() > 200
    assert (bios == "").mean() == pytest.approx(0.1, abs=0.04)


def test_german_things_have_no_accusative_of_their_own():
    # der Haushalt would have to be den Haushalt in half of the patterns
    for topic in LANGUAGES["de"].topics:
        assert all(thing.startswith(("die ", "das ")) for thing in topic["thing"])


def test_portuguese_patterns_have_no_preposition_that_contracts():
    language = LANGUAGES["pt"]
    patterns = " ".join(language.openers + language.closers + language.answers)
    assert not re.search(r"\b(de|em|a|por) \{(thing|name)\}", patterns)
    doing = [word for topic in language.topics for word in topic["doing"]]
    assert not any(word.endswith((" de", " em", " a", " por")) for word in doing)


def test_korean_particles_follow_the_last_syllable():
    # 선거 ends in a vowel, 예산 in a consonant
    formed = with_particles({"thing": ("선거", "예산")}, "thing")
    assert formed["thing_top"] == ("선거는", "예산은")
    assert formed["thing_sub"] == ("선거가", "예산이")
    assert formed["thing_obj"] == ("선거를", "예산을")
    assert formed["thing_with"] == ("선거랑", "예산이랑")
    for topic in LANGUAGES["ko"].topics:
        assert all("가" <= noun[-1] <= "힣" for noun in (*topic["thing"], *topic["name"]))


@pytest.mark.parametrize("code", CODES)
def test_near_duplicates_are_there_but_are_not_the_rule(code):
    """What a reader sees among 20,000 texts; the older grammars of en and es repeat themselves."""
    count, most = 20_000, {"en": 0.5, "es": 0.65}.get(code, 0.3)
    texts = compose(LANGUAGES[code], np.arange(count), np.random.default_rng(0))
    long = texts.filter(texts.str.len_chars() > 20)
    exact = 1 - long.n_unique() / len(long)
    assert exact < (0.08 if code in ("en", "es") else 0.01)
    in_family = families(texts).members.height / count
    assert 0.05 < in_family < most


def families(texts: pl.Series):
    rows = pl.DataFrame({"text": texts}).with_row_index("post_id")
    posts = rows.select(
        pl.col("post_id").cast(pl.String),
        pl.format("a{}", pl.col("post_id") % 5_000).alias("account_id"),
        "text",
        pl.from_epoch(pl.col("post_id").cast(pl.Int64), time_unit="s")
        .dt.replace_time_zone("UTC")
        .alias("created_at"),
        pl.lit("post").alias("kind"),
        pl.lit("ja").alias("lang"),
        pl.lit(None, dtype=pl.String).alias("repost_of_post"),
        pl.lit([], dtype=pl.List(pl.String)).alias("urls"),
    )
    return text_families(posts)


@pytest.mark.parametrize("code", CODES)
def test_word_lists_are_of_the_asked_length(code):
    lists = random_words(code, 300, np.random.default_rng(0), least=3, most=8)
    assert (lists.str.count_matches(" ") >= 2).all()
    assert lists.n_unique() == 300
