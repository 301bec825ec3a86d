"""Families of near-duplicate texts: what belongs together, what never does, what is said of it."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.coaction import coaction_network
from inconcert.networks.textfamilies import (
    Families,
    FamilyMembers,
    family_actions,
    text_families,
)
from inconcert.posts.text import digest
from inconcert.schemas import Actions, Posts, empty

DAY = 86_400
LATE = "投票所で不正があったらしいので皆さん拡散してください"


@pytest.fixture
def families_of(make_posts):
    """Return a function from texts, one post and one account each, to their families."""

    def find(*texts, **options):
        rows = [{"account_id": f"a{n}", "text": text} for n, text in enumerate(texts)]
        return text_families(make_posts(*rows), **options)

    return find


def grouped(found):
    """Return the families as sorted lists of post ids."""
    lists = found.members.group_by("family_id").agg(pl.col("post_id").sort())
    return sorted(lists["post_id"].to_list())


def test_copies_six_and_thirteen_days_later_are_one_family(make_posts):
    # Two copies 6 days after the first post, five 13 days after it: silences of 6 and 7 days.
    days = [0, 6, 6, 13, 13, 13, 13, 13]
    rows = [
        {"account_id": f"a{n}", "text": LATE, "at": day * DAY + n, "kind": "reply"}
        for n, day in enumerate(days)
    ]
    found = text_families(make_posts(*rows))
    (family,) = found.families.iter_rows(named=True)
    assert (family["posts"], family["accounts"], family["exact_variants"]) == (8, 8, 1)
    assert family["family_id"] == digest(LATE)
    assert family["exemplar_post_id"] == "0"
    assert family["template"] == LATE
    assert family["slots"] == []
    assert family["longest_gap_s"] == 7 * DAY + 1  # the third post is 2 s late, the fourth 3 s
    assert family["revivals"] == 0
    assert found.members["kind"].unique().to_list() == ["exact"]
    Families.validate(found.families)
    FamilyMembers.validate(found.members)


def test_a_text_comes_back_to_life(make_posts):
    # Silences: 31 days, 1 day, 40 days. Two of them are longer than 30 days, one than 31.
    days = [0, 31, 32, 72]
    rows = [{"account_id": "a", "text": LATE, "at": day * DAY} for day in days]
    found = text_families(make_posts(*rows))
    assert found.families.select("revivals", "accounts").row(0) == (2, 1)
    assert found.families["longest_gap_s"].item() == 40 * DAY
    assert text_families(make_posts(*rows), revival_days=31).families["revivals"].item() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("＃選挙に行こう皆で行こう", "#選挙に行こう皆で行こう"),
        ("ﾈｯﾄで見た話を信じるな", "ネットで見た話を信じるな"),
        ("㋿の時代になりました", "令和の時代になりました"),
        ("か\u3099んばれ日本代表だ", "がんばれ日本代表だ"),
        ("#メ〜テレを見ています", "#メ～テレを見ています"),
        ("見て https://t.co/abc123をご覧くださいね", "見て https://t.co/xyzをご覧くださいね"),
        ("@abcさん投票所で見た話です", "@xyzさん投票所で見た話です"),
    ],
)
def test_spellings_of_one_text_are_exact_copies(families_of, one, other):
    found = families_of(one, other)
    assert grouped(found) == [["0", "1"]]
    assert found.members["kind"].to_list() == ["exact", "exact"]


def test_the_pair_that_words_tell_apart(families_of):
    # Without punctuation 17 and 19 characters, 15 and 17 trigrams, of which the 15 are shared:
    # 15 / 17.
    found = families_of(
        "投票所で不正があったらしい。拡散希望", "投票所で不正があったらしい！拡散希望です"
    )
    assert found.members["similarity"].to_list() == [1.0, pytest.approx(15 / 17)]
    assert found.members["kind"].to_list() == ["exact", "near"]
    family = found.families.row(0, named=True)
    assert family["template"] == "投票所で不正があったらしい{1}拡散希望{2}"
    assert [[(v["text"], v["posts"]) for v in s["values"]] for s in family["slots"]] == [
        [("!", 1), ("。", 1)],
        [("", 1), ("です", 1)],
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["今天投票站人很多大家快去投票吧", "今天投票站人很多大家赶快去投票吧"],
        ["วันนี้ไปเลือกตั้งกันเถอะทุกคน", "วันนี้ไปเลือกตั้งกันนะทุกคน"],
        [
            "오늘 아침 우리 동네 투표소에 사람이 정말 많았습니다",
            "오늘 아침 우리 동네 투표소에 사람이 너무 많았습니다",
        ],
    ],
)
def test_scripts_without_spaces_and_others(families_of, texts):
    assert grouped(families_of(*texts)) == [["0", "1"]]


def test_the_voicing_mark_is_no_accent(families_of):
    found = families_of("がんばれ", "かんはれ", "ぱぱとばばとはは", "ははとははとはは")
    assert found.families.height == 0


@pytest.mark.parametrize(
    "short",
    [
        "バルス",
        "地震だ",
        "おめでとう",
        "バルス！！！！！！！",
        "👨\u200d👩\u200d👧\u200d👦",
        "",
        "!!!!!!!!!",
        "wwwwwwwwwwww",
    ],
)
def test_short_texts_are_no_family(families_of, short):
    found = families_of(short, short, short)
    assert found.families.height == 0
    assert found.left_out.short == 3
    assert found.notes == ("3 posts are too short to belong to a family.",)


def test_reposts_and_posts_without_text_are_left_out_and_counted(make_posts):
    rows = [{"account_id": a, "text": LATE, "kind": "repost"} for a in "abc"]
    found = text_families(make_posts(*rows, {"account_id": "d", "text": LATE}, {"account_id": "e"}))
    assert found.members.height == 0
    assert (found.left_out.reposts, found.left_out.without_text, found.left_out.short) == (3, 1, 0)
    assert found.notes[:2] == (
        "3 reposts were left out: the text of a repost is another's.",
        "1 post has no text.",
    )


def test_the_exemplar_is_what_most_posts_say(families_of):
    often, once = LATE + "。", "ぜひ" + LATE
    found = families_of(once, often, often, LATE)
    # 26 characters, 24 trigrams; two more in front add 2: 24 / 26. A full stop adds none.
    assert dict(found.members.select("post_id", "similarity").iter_rows()) == {
        "0": pytest.approx(24 / 26), "1": 1.0, "2": 1.0, "3": 1.0,
    }  # fmt: skip
    assert dict(found.members.select("post_id", "kind").iter_rows()) == {
        "0": "near", "1": "exact", "2": "exact", "3": "near",
    }  # fmt: skip
    family = found.families.row(0, named=True)
    assert (family["exemplar_post_id"], family["exemplar_text"]) == ("1", often)
    assert family["exact_variants"] == 3
    assert family["similarity_min"] == pytest.approx(24 / 26)
    assert family["similarity_median"] == 1.0


def test_no_chain_of_small_steps(families_of):
    # A window of 30 letters moves along 60 by five: neighbours share 23 of 33 trigrams, ends none.
    letters = [chr(0x4E00 + n) for n in range(60)]
    texts = ["".join(letters[begin : begin + 30]) for begin in range(0, 31, 5)]
    found = families_of(*texts)
    # 0 leads 1 (23/33 = 0.70), not 2 (18/38 = 0.47). 2 leads 3 and, as near to it as to 0, 1
    # stays with the first in rank; 4 leads 5, 6 is alone: nothing is left for it to be near but 5.
    assert grouped(found) == [["0", "1"], ["2", "3"], ["4", "5"]]
    assert found.members["similarity"].min() == pytest.approx(23 / 33)


def test_urls_and_mentions_are_slots_unless_kept(families_of):
    texts = [f"@user{n} この署名に賛同しました https://a.example/{n}{n}{n}{n}{n}" for n in range(4)]
    masked = families_of(*texts)
    assert masked.families.select("template", "exact_variants").row(0) == (
        "{mention} この署名に賛同しました {url}", 1,
    )  # fmt: skip
    kept = families_of(*texts, mask_urls=False, mask_mentions=False, similarity=0.5)
    family = kept.families.row(0, named=True)
    assert family["template"].startswith("@{1} この署名に賛同しました https://a.example/{2}")
    assert family["exact_variants"] == 4


def test_one_slot_of_a_share_button(families_of):
    texts = [
        f"私の前世は{animal}でした！あなたも診断してみよう" for animal in ("猫", "犬", "鯨", "猫")
    ]
    family = families_of(*texts).families.row(0, named=True)
    assert family["template"] == "私の前世は{1}でした!あなたも診断してみよう"
    (slot,) = family["slots"]
    assert [(v["text"], v["posts"]) for v in slot["values"]] == [("猫", 2), ("犬", 1), ("鯨", 1)]


def test_a_crowd_of_one_template_is_one_family_at_linear_cost(make_posts):
    # 3,000 fillings of one slot: 4.5 million pairs, of which each text is compared with at most
    # eight in each of 57 bands, 1.4 million in all; far fewer, as these are mostly the same.
    row = make_posts({"account_id": "a"})
    said = [
        f"私の前世は{number * 37}番目の猫でした！あなたも診断してみよう" for number in range(3_000)
    ]
    posts = pl.concat([row] * 3_000).with_columns(
        pl.Series("text", said), pl.format("p{}", pl.int_range(3_000)).alias("post_id")
    )
    found = text_families(posts)
    assert found.families["posts"].to_list() == [3_000]
    assert found.families["template"].item() == "私の前世は{1}番目の猫でした!あなたも診断してみよう"
    assert found.search.candidates < 600_000
    assert found.search.crowded_buckets > 57
    assert found.search.uncompared > 1_000_000
    assert "groups of look-alikes, the largest of" in found.notes[-1]


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script> これは本文です", "=cmd|' /C calc'!A0 これは本文です",
     "\x00\u202eこれは\x1b[31m本文なのです",
     "a" * 50_000 + "これは本文です" + "ab" * 9_000, "{1} {} {{0}} これは本文です"],
)  # fmt: skip
def test_hostile_texts_pass_through(families_of, text):
    found = families_of(text, text + "だよ")
    assert found.families["posts"].to_list() == [2]
    assert found.families["exemplar_text"].item() in {text, text + "だよ"}


def test_least_posts_and_accounts(make_posts):
    rows = [{"account_id": "a", "text": LATE}, {"account_id": "a", "text": LATE}]
    assert text_families(make_posts(*rows)).families["accounts"].to_list() == [1]
    assert text_families(make_posts(*rows), min_accounts=2).families.height == 0
    assert text_families(make_posts(*rows), min_posts=3).families.height == 0


def test_languages_are_sorted_and_known_ones_only(make_posts):
    rows = [
        {"account_id": a, "text": LATE, "lang": lang}
        for a, lang in zip("abcd", ["zh", None, "ja", "ja"], strict=True)
    ]
    assert text_families(make_posts(*rows)).families["languages"].to_list() == [["ja", "zh"]]


def test_families_are_objects_of_action(make_posts):
    rows = [
        {"account_id": "a", "text": "今日は駅前で候補者の演説を聞いた。よかった", "at": 0},
        {"account_id": "b", "text": "今日は駅前で候補者の演説を聞いた！よかったよ", "at": 13 * DAY},
        {"account_id": "c", "text": "晩ごはんはカレーにしようと思っている", "at": 5},
    ]
    acts = family_actions(text_families(make_posts(*rows)))
    Actions.validate(acts)
    assert acts.select("account_id", "layer", "post_id").rows() == [
        ("a", "text_family", "0"),
        ("b", "text_family", "1"),
    ]
    edges = coaction_network(acts, window_seconds=None)
    assert edges.select("source", "target", "weight").rows() == [("a", "b", 1.0)]
    assert edges["delta_median_s"].item() == 13 * DAY
    assert coaction_network(acts, window_seconds=60).height == 0
    named = family_actions(text_families(make_posts(*rows)), layer="text")
    assert named["layer"].unique().to_list() == ["text"]
    with pytest.raises(ConfigError, match="layer is empty"):
        family_actions(text_families(make_posts(*rows)), layer="")


def test_nothing_gives_nothing():
    found = text_families(empty(Posts))
    assert found.members.height == found.families.height == found.search.texts == 0
    assert found.notes == ()
    Families.validate(found.families)
    FamilyMembers.validate(found.members)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"similarity": 0.0}, r"similarity = 0.0: give a share of n-grams above 0 and at most 1"),
        ({"similarity": 1.2}, r"similarity = 1.2: give"),
        ({"similarity": float("nan")}, r"similarity = nan: give"),
        ({"ngram": 0}, r"ngram = 0: give 1 or more"),
        ({"min_characters": 6}, r"min_characters = 6: give 7 or more"),
        ({"min_posts": 1}, r"min_posts = 1: give 2 or more"),
        ({"min_accounts": 0}, r"min_accounts = 0: give 1 or more"),
        ({"revival_days": -1}, r"revival_days = -1: give 0 or more"),
        ({"template_variants": 1}, r"template_variants = 1: give 2 or more"),
        ({"ngram": 9}, r"min_characters = 7 is less than ngram = 9"),
    ],
)
def test_options_out_of_range_are_refused(options, message):
    with pytest.raises(ConfigError, match=message):
        text_families(empty(Posts), **options)


def test_a_missing_column_is_named():
    with pytest.raises(
        ColumnError, match=r"(?s)no column 'lang' in the posts; found: .*read_posts"
    ):
        text_families(empty(Posts).drop("lang"))
