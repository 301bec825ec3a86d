"""Texts of special kinds: in all languages, without links, as various as they say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.simulation.grammar import genres
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.names import (
    HANDLE_RULES,
    NAME_RULES,
    ruled_handles,
    ruled_names,
)
from inconcert.simulation.grammar.shouts import shouts_of
from inconcert.simulation.grammar.speech import speaker
from inconcert.simulation.grammar.wordings import Message, draw_messages, reword, variants

CODES = tuple(LANGUAGES)
SIMPLE = (
    "please_check",
    "pile_on",
    "giveaway",
    "welcome",
    "headline",
    "alert",
    "random_words",
    "joke",
)
NOT_SAID = r"https?:|@|#|\{|\}"


def seeded(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def cosine(one: str, other: str) -> float:
    """Return the cosine of the counts of character 3-grams."""
    left, right = (
        Counter(text[at : at + 3] for at in range(len(text) - 2)) for text in (one, other)
    )
    dot = sum(count * right[gram] for gram, count in left.items())
    norms = [sum(count**2 for count in grams.values()) ** 0.5 for grams in (left, right)]
    return dot / (norms[0] * norms[1])


def cosines(texts: pl.Series) -> np.ndarray:
    """Return the cosines of the first text with the second, the third with the fourth, ..."""
    said = texts.to_list()
    return np.array([cosine(*pair) for pair in zip(said[::2], said[1::2], strict=True)])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("genre", SIMPLE)
def test_each_kind_is_said_in_each_language_and_the_same_for_the_same_seed(code, genre):
    said = getattr(genres, genre)(code, 400, seeded())
    assert len(said) == 400
    assert said.dtype == pl.String
    assert said.null_count() == 0
    assert (said.str.len_chars() > 0).all()
    assert not said.str.contains(NOT_SAID).any()
    assert said.equals(getattr(genres, genre)(code, 400, seeded()))
    assert not said.equals(getattr(genres, genre)(code, 400, seeded(1)))
    assert getattr(genres, genre)(code, 0, seeded()).is_empty()


@pytest.mark.parametrize("code", CODES)
def test_jokes_are_long_and_differ(code):
    told = genres.joke(code, 2_000, seeded())
    assert told.str.len_chars().is_between(150, 400).all()
    assert told.n_unique() == 2_000


def test_jokes_without_a_language_of_their_own_are_told_in_english():
    assert not genres.has("de", "joke_open")
    assert genres.joke("de", 20, seeded()).equals(genres.joke("en", 20, seeded()))


@pytest.mark.parametrize("code", CODES)
def test_automatic_alerts_tell_of_one_event(code):
    told = genres.alert(code, 50, seeded())
    regions = speaker(code).words["region"]
    named = [region for region in regions if told.str.contains(region, literal=True).any()]
    assert len(named) == 1
    assert told.n_unique() > 4


@pytest.mark.parametrize("code", CODES)
def test_a_bot_puts_a_mark_before_the_headline(code):
    press = genres.headline(code, 300, seeded())
    bot = genres.headline(code, 300, seeded(), style="bot")
    assert bot.str.len_chars().mean() > press.str.len_chars().mean()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", genres.SHOUT_KINDS)
def test_so_many_shout_the_same_and_the_rest_varies_a_little(code, kind):
    usual = shouts_of(code, kind)[0]
    shouted = genres.short_shout(code, kind, 4_000, seeded(), same=0.6)
    # the standard deviation of a share of 0.6 among 4,000 is 0.008
    assert (shouted == usual).mean() == pytest.approx(0.6, abs=0.04)
    others = shouted.filter(shouted != usual)
    assert others.n_unique() > 5
    assert (genres.short_shout(code, kind, 50, seeded(), same=1.0) == usual).all()


def test_an_asked_shout_is_taken():
    shouted = genres.short_shout("ja", "catchphrase", 1_000, seeded(), same=0.5, shout="滅びよ")
    assert (shouted == "滅びよ").mean() == pytest.approx(0.5, abs=0.06)
    assert shouted.str.contains("滅びよ").mean() > 0.8


def test_an_unknown_kind_of_shout_is_refused():
    with pytest.raises(ConfigError, match="the kind of shout is 'sneeze'; allowed: catchphrase,"):
        genres.short_shout("ja", "sneeze", 3, seeded())


@pytest.mark.parametrize("code", CODES)
def test_a_slogan_is_a_tag_without_spaces_and_a_text_that_signers_copy(code):
    for topic in range(0, 6, 2):
        asked = genres.slogan(code, topic, seeded(topic))
        assert asked.tag.isidentifier() or asked.tag.isalnum()
        posts = genres.slogan_posts(asked, 2_000, seeded(), same=0.4)
        assert (posts == asked.text).mean() == pytest.approx(0.4, abs=0.04)
        assert posts.n_unique() > 8
        assert not posts.str.contains(NOT_SAID).any()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("stars", range(1, 6))
def test_reviews_are_various(code, stars):
    written = genres.review(code, stars, 600, seeded())
    assert (written.str.len_chars() > 0).all()
    assert written.n_unique() > 380
    assert not written.str.contains(NOT_SAID).any()
    middle = np.quantile(cosines(written), [0.5, 0.9])
    assert middle[0] < 0.3
    assert middle[1] < 0.6


@pytest.mark.parametrize("code", ["ja", "en", "es", "pt", "de", "ko"])
@pytest.mark.parametrize("incident", range(4))
def test_honest_complaints_on_one_incident_are_alike_as_in_life(code, incident):
    written = genres.review(code, 1, 600, seeded(), incident=incident)
    assert 0.05 < np.median(cosines(written)) < 0.3


def test_chinese_complaints_share_less():
    # a Chinese text of 20 characters has 18 3-grams, and words of two characters
    written = genres.review("zh", 1, 1_000, seeded(), incident=0)
    assert np.mean(cosines(written)) < 0.3


def test_impossible_stars_are_refused():
    with pytest.raises(ConfigError, match="stars is 6; allowed: 1, 2, 3, 4 or 5"):
        genres.review("ja", 6, 3, seeded())


@pytest.mark.parametrize("code", CODES)
def test_of_a_quiz_one_slot_varies(code):
    for template in range(4):
        shared = genres.quiz_result(code, template, 300, seeded()).to_list()
        first = shared[0]
        start = min(_common(first, other) for other in shared)
        end = min(_common(first[::-1], other[::-1]) for other in shared)
        assert start + end > 8
        assert 5 < len(set(shared)) <= 100


def _common(one: str, other: str) -> int:
    alike = [a == b for a, b in zip(one, other, strict=False)]
    return alike.index(False) if False in alike else len(alike)


@pytest.mark.parametrize("code", CODES)
def test_translated_texts_are_unlike_the_others(code):
    topics = np.arange(1_000)
    foreign = genres.translated(code, topics, seeded())
    assert not foreign.str.contains(NOT_SAID).any()
    marks = r"[,.!?]" if code in ("ja", "zh") else r"[，。！？]|[Aa]bout|[Ww]e |[A-Z]"
    assert foreign.str.contains(marks).mean() > 0.25


def test_roughened_changes_the_asked_share():
    texts = pl.Series(["はい、そうです。"] * 2_000)
    rough = genres.roughened(texts, "ja", seeded(), share=0.3)
    assert (rough == "はい,そうです.").mean() == pytest.approx(0.3, abs=0.05)
    assert genres.roughened(texts, "ja", seeded(), share=0.0).equals(texts.alias("text"))


def test_impossible_word_lists_are_refused():
    with pytest.raises(ConfigError, match="least is 5 and most 2; allowed: 1 <= least <= most"):
        genres.random_words("ja", 3, seeded(), least=5, most=2)


def test_a_message_without_paraphrase_is_one_text_whoever_asks():
    message = draw_messages("ja", np.array([0]), seeded())[0]
    said = variants(message, 50, seeded(1), paraphrase=0.0)
    assert said.n_unique() == 1
    assert said[0] == variants(message, 1, seeded(2), paraphrase=0.0)[0]
    assert variants(message, 0, seeded()).is_empty()


@pytest.mark.parametrize("code", CODES)
def test_independent_wordings_of_a_message_are_as_alike_as_paraphrases_are(code):
    messages = draw_messages(code, np.arange(40), seeded())
    said = reword(messages, np.repeat(np.arange(40), 12), seeded(1))
    found = cosines(said)
    assert 0.1 < np.median(found) < 0.42
    assert np.quantile(found, 0.1) > 0.03
    assert np.quantile(found, 0.9) < 0.6
    assert said.n_unique() > 0.95 * len(said)
    assert not said.str.contains(NOT_SAID).any()


@pytest.mark.parametrize("code", CODES)
def test_the_more_paraphrase_the_less_alike(code):
    messages = draw_messages(code, np.arange(12), seeded())
    which = np.repeat(np.arange(12), 20)
    steps = (0.0, 0.3, 0.6, 1.0)
    alike = [cosines(reword(messages, which, seeded(), paraphrase=step)).mean() for step in steps]
    assert alike[0] == pytest.approx(1.0)
    assert alike == sorted(alike, reverse=True)


def test_messages_keep_to_their_topic_and_stance():
    messages = draw_messages("en", np.arange(60), seeded(), stance="against")
    for number, message in enumerate(messages):
        assert isinstance(message, Message)
        assert message.stance == "against"
        assert message.thing in LANGUAGES["en"].topics[number % 6]["thing"]
    said = reword(messages, np.arange(60), seeded())
    for message, text in zip(messages, said, strict=True):
        assert message.thing in text.lower()


def test_either_stance_is_drawn_where_none_is_asked():
    stances = [message.stance for message in draw_messages("ja", np.zeros(200, int), seeded())]
    assert 60 < stances.count("for") < 140


@pytest.mark.parametrize("rule", NAME_RULES)
def test_names_have_the_shape_of_their_rule(rule):
    shape = {
        "kata_kanji": r"^\p{Katakana}+\p{Han}{1,2}$",
        "kanji_kata": r"^\p{Han}{1,2}\p{Katakana}+$",
        "latin_kanji": r"^[A-Z][a-z]+\p{Han}{1,2}$",
        "given_emoji": r"^\p{Katakana}+[^\p{Katakana}]$",
        "given_digits": r"^[A-Z][a-z]+\d{4}$",
    }[rule]
    assert ruled_names(rule, 500, seeded()).str.contains(shape).all()


@pytest.mark.parametrize("rule", HANDLE_RULES)
def test_handles_have_the_shape_of_their_rule(rule):
    shape = {
        "digit_tail": r"^[a-z]+\d{8}$",
        "year_tail": r"^[a-z]+(19[6-9]\d|200\d)$",
        "letters_digits": r"^[a-z]{5}\d{5}$",
    }[rule]
    drawn = ruled_handles(rule, 500, seeded())
    assert drawn.str.contains(shape).all()
    assert drawn.n_unique() > 495


def test_unknown_rules_are_refused():
    with pytest.raises(ConfigError, match="name_rule is 'x'; allowed: kata_kanji, kanji_kata,"):
        ruled_names("x", 3, seeded())
    with pytest.raises(ConfigError, match="handle_rule is 'x'; allowed: digit_tail, year_tail,"):
        ruled_handles("x", 3, seeded())
