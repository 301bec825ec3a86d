"""Templates: what copies have in common, and their slots."""

from __future__ import annotations

import pytest

from inconcert.networks.textfamilies.templates import MOST_TOKENS, Variant, shown, template
from inconcert.posts.text import MENTION_MARK, URL_MARK


def made(*texts, posts=None):
    counts = posts or [1] * len(texts)
    exemplar, *others = [Variant(text, count) for text, count in zip(texts, counts, strict=True)]
    found = template(exemplar, others)
    return found.text, [dict(slot) for slot in found.slots]


@pytest.mark.parametrize(
    ("texts", "expected", "slots"),
    [
        (("同じ文です", "同じ文です"), "同じ文です", []),
        (("今日は雨", "今日は雪"), "今日は{1}", [{"雨": 1, "雪": 1}]),
        (("雨の今日", "雪の今日"), "{1}の今日", [{"雨": 1, "雪": 1}]),
        (("行こう", "さあ行こう"), "{1}行こう", [{"": 1, "さあ": 1}]),
        (("さあ行こう", "行こう"), "{1}行こう", [{"さあ": 1, "": 1}]),
        (("行こう", "行こうよ"), "行こう{1}", [{"": 1, "よ": 1}]),
        (("右と左", "右とその左"), "右と{1}左", [{"": 1, "その": 1}]),
        (("甲と乙", "丙と丁"), "{1}と{2}", [{"甲": 1, "丙": 1}, {"乙": 1, "丁": 1}]),
        (("あいう", "かきく"), "{1}", [{"あいう": 1, "かきく": 1}]),
        (("", "あ"), "{1}", [{"": 1, "あ": 1}]),
    ],
)
def test_slots_stand_where_copies_differ(texts, expected, slots):
    assert made(*texts) == (expected, slots)


def test_words_and_numbers_are_not_cut():
    text, slots = made("i voted at 10:30 in berlin", "i voted at 11:30 in bern")
    assert text == "i voted at {1}:30 in {2}"
    assert slots == [{"10": 1, "11": 1}, {"berlin": 1, "bern": 1}]


@pytest.mark.parametrize(
    ("one", "other"),
    [("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👦"), ("❤\ufe0f", "❤"), ("👍🏽", "👍🏿")],
)
def test_emoji_are_not_cut(one, other):
    assert made(f"いいね{one}です", f"いいね{other}です") == ("いいね{1}です", [{one: 1, other: 1}])


def test_a_marked_letter_is_one_token():
    assert made("ไปกัน", "ไปกิน")[0] == "ไป{1}น"


def test_values_are_counted_by_posts_and_the_rare_left_out():
    animals = ["猫", "犬", "鯨", "狐", "狸", "熊", "鹿"]
    _, (slot,) = made(*(f"前世は{a}です" for a in animals), posts=[9, 2, 5, 1, 1, 1, 1])
    # Ties go by the characters: 熊 U+718A, 狐 U+72D0, 狸 U+72F8, 鹿 U+9E7F.
    assert list(slot.items()) == [("猫", 9), ("鯨", 5), ("犬", 2), ("熊", 1), ("狐", 1)]


def test_one_typing_error_among_many_copies_is_no_slot():
    # Five of six variants have every part: 5 / 6 > 0.8. With one in four wrong it is a slot.
    right, wrong = "投票に行こうと思う", "投票に行こうと思ら"
    others = [right + end for end in "abcde"]
    text, slots = made(right + "x", *others[:4], wrong + "y")
    assert text == "投票に行こうと思う{1}"
    assert slots == [{"x": 1, "a": 1, "b": 1, "c": 1, "d": 1}]
    assert made(right, right, right, wrong)[0] == "投票に行こうと思{1}"


def test_marks_are_spelt_out_and_braces_doubled():
    assert shown("{x} " + URL_MARK + MENTION_MARK) == "{{x}} {url}{mention}"
    text, slots = made(f"見て{URL_MARK} {{a}}!", f"見て{URL_MARK} {{b}}!")
    assert text == "見て{url} {{{1}}}!"
    assert slots == [{"a": 1, "b": 1}]
    assert made(f"聞いて{URL_MARK}", f"聞いて{MENTION_MARK}")[1] == [{"{url}": 1, "{mention}": 1}]


def test_long_texts_end_in_an_ellipsis():
    # The 500 tokens of the exemplar are 500 letters; one that differs is a slot.
    letters = [chr(0x4E00 + n % 900) for n in range(MOST_TOKENS + 200)]
    other = ["あ", *letters[1:]]
    text, slots = made("".join(letters), "".join(other))
    assert text == "{1}" + "".join(letters[1:MOST_TOKENS]) + "…"
    assert slots == [{letters[0]: 1, "あ": 1}]
    long, slots = made("ab" * 9_000 + "猫", "ab" * 9_000 + "犬")
    assert (long, slots) == ("ab" * 5_000 + "…", [])
