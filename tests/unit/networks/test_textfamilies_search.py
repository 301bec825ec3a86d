"""The search behind text families: n-grams, bands, exact similarity, leaders, cores."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest

from inconcert.networks.textfamilies import banding, sketches
from inconcert.networks.textfamilies import pairs as search
from inconcert.networks.textfamilies.banding import Banding, band_keys, choose_banding
from inconcert.networks.textfamilies.cores import merge_by_core
from inconcert.networks.textfamilies.leaders import Assignment, follow_leaders
from inconcert.networks.textfamilies.pairs import (
    SimilarPairs,
    candidates,
    counting,
    jaccard,
    near_pairs,
    order_of_keys,
)
from inconcert.networks.textfamilies.shingles import shingles
from inconcert.networks.textfamilies.sketches import sketch
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.grammar.language import compose


def grams(text, n=3):
    return {text[at : at + n] for at in range(len(text) - n + 1)}


def similarity(one, other):
    return len(grams(one) & grams(other)) / len(grams(one) | grams(other))


def wordings(count, *, lang, edits, seed):
    """Return `count` texts: copies of count / 5 messages with edits."""
    rng = np.random.default_rng(seed)
    said = compose(LANGUAGES[lang], rng.integers(6, size=count // 5), rng)
    copies = edited(said.gather(rng.integers(len(said), size=count)), edits, rng)
    return copies.unique(maintain_order=True).filter(
        copies.unique(maintain_order=True).str.len_chars() >= 7
    )


def found_pairs(texts, least, *, seed=0):
    cut = shingles(texts, 3)
    near = near_pairs(cut, candidates(cut, choose_banding(least), seed=seed).keys, similarity=least)
    return dict(
        zip(
            zip(near.first.tolist(), near.second.tolist(), strict=True),
            near.similarity,
            strict=True,
        )
    )


def pairs_of(*rows):
    first, second, values = zip(*rows, strict=True)
    return SimilarPairs(np.array(first), np.array(second), np.array(values, dtype=float))


def test_shingles_are_the_distinct_ngrams_of_each_text():
    texts = pl.Series(["abcabcd", "ab", "", "👨\u200d👩\u200d👧"])
    # abc bca cab bcd; none; none; five code points make three trigrams.
    assert shingles(texts, 3).sizes.tolist() == [4, 0, 0, 3]
    assert shingles(texts, 1).sizes.tolist() == [4, 2, 0, 4]
    assert len(shingles(pl.Series([], dtype=pl.String), 3)) == 0
    assert shingles(pl.Series(["", ""]), 3).sizes.tolist() == [0, 0]


def test_shingles_do_not_reach_over_the_end_of_a_text():
    apart, alone = shingles(pl.Series(["abc", "def"]), 3), shingles(pl.Series(["abc"]), 3)
    assert apart.grams.size == 2
    assert apart.grams[0] == alone.grams[0]


def test_a_selection_of_texts_keeps_their_ngrams():
    cut = shingles(pl.Series(["abcd", "xyz", "bcde"]), 3)
    kept = cut.only(np.array([True, False, True]))
    assert kept.starts.tolist() == [0, 2, 4]
    assert jaccard(kept, np.array([0]), np.array([1])).tolist() == [1 / 3]  # bcd of abc bcd cde


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_exact_similarity_is_that_of_the_sets(lang):
    texts = wordings(60, lang=lang, edits=0.1, seed=1)
    first, second = np.triu_indices(len(texts), 1)
    expected = [similarity(texts[a], texts[b]) for a, b in combinations(range(len(texts)), 2)]
    assert jaccard(shingles(texts, 3), first, second) == pytest.approx(expected)


@pytest.mark.parametrize("least", [0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
def test_bands_promise_99_in_100_at_the_threshold(least):
    banding = choose_banding(least)
    assert banding.recall(least) >= 0.99
    assert banding.rows * banding.bands <= 320
    assert Banding(banding.rows + 1, 320 // (banding.rows + 1)).recall(least) < 0.99 or least == 1


def test_bands_of_hardly_similar_texts_are_single_minima():
    assert choose_banding(0.01) == Banding(rows=1, bands=320)
    assert choose_banding(0.01).recall(0.01) == pytest.approx(1 - 0.99**320)


def test_texts_share_a_band_as_often_as_promised():
    # 400 pairs of sets with 30 shared of 50 n-grams: s = 0.6. A band of r = 2 agrees with chance
    # 0.36; over 400 pairs and 20 bands the mean has a standard error of sqrt(.36 * .64 / 8000)
    # = 0.0054, somewhat more as the pairs share their hash functions.
    letters = [chr(0x4E00 + n) for n in range(20_000)]
    rng = np.random.default_rng(0)
    texts = []
    for _ in range(400):
        drawn = rng.choice(letters, 70, replace=False)
        texts += ["".join(drawn[:40]), "".join(drawn[10:50])]
    cut = shingles(pl.Series(texts), 1)
    assert jaccard(cut, np.array([0]), np.array([1])).tolist() == [0.6]
    agree = [np.mean(keys[::2] == keys[1::2]) for keys in band_keys(cut, Banding(2, 20), seed=5)]
    assert np.mean(agree) == pytest.approx(0.36, abs=0.025)


def test_compiled_hashing_gives_the_same_keys(monkeypatch):
    cut = shingles(wordings(200, lang="ja", edits=0.05, seed=6), 3)
    monkeypatch.setattr(banding, "_GRAMS_AT_ONCE", 500)  # several parts
    by_numpy = list(band_keys(cut, Banding(5, 4), seed=2))
    monkeypatch.setattr(banding, "COMPILED_FROM", 0)
    compiled = list(band_keys(cut, Banding(5, 4), seed=2))
    assert [keys.tolist() for keys in compiled] == [keys.tolist() for keys in by_numpy]
    assert len({keys.tobytes() for keys in compiled}) == 4


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [5],
        [1 << 63, 5 << 40, 1 << 63, 0, 5 << 40],
        # Five places take three bits, and so the low three bits of a key are not sorted by: 8, 9
        # and 10 look alike, and their places would come as 0 1 2 3, with the equal ones apart.
        [8, 9, 8, 10, 9],
    ],
)
def test_equal_keys_come_together_in_the_order_of_their_places(keys):
    found = order_of_keys(np.array(keys, dtype=np.uint64)).tolist()
    assert found == sorted(range(len(keys)), key=lambda place: (keys[place], place))


@pytest.mark.parametrize(
    ("lang", "least", "edits"),
    [("ja", 0.6, 0.04), ("en", 0.6, 0.04), ("ja", 0.8, 0.02), ("en", 0.7, 0.04)],
)
def test_recall_against_all_pairs(lang, least, edits):
    texts = wordings(500, lang=lang, edits=edits, seed=2)
    cut = shingles(texts, 3)
    first, second = np.triu_indices(len(texts), 1)
    exact = jaccard(cut, first, second)
    near = exact >= least
    truth = dict(
        zip(zip(first[near].tolist(), second[near].tolist(), strict=True), exact[near], strict=True)
    )
    found = found_pairs(texts, least)
    assert len(truth) > 100
    assert found.items() <= truth.items()
    # Each pair is met with at least 0.99, most more surely; and no bucket here is crowded much.
    assert len(found) / len(truth) >= 0.985


def test_a_crowded_bucket_is_compared_with_its_first_and_counted(monkeypatch):
    monkeypatch.setattr(search, "MOST_PARTNERS", 2)
    cut = shingles(pl.Series(["同じことを言っている"] * 6), 3)
    found = candidates(cut, Banding(rows=1, bands=1))
    # Six equal texts, one bucket: 1 with 0; 2 with 0 and 1; 3, 4 and 5 with 0 and 1.
    pairs = [tuple(divmod(key, 6)) for key in found.keys.tolist()]
    assert pairs == [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (1, 2), (1, 3), (1, 4), (1, 5)]
    assert (found.crowded_buckets, found.largest_bucket) == (1, 6)
    assert found.uncompared == 15 - 9


def test_many_candidates_are_merged_as_they_come(monkeypatch):
    texts = wordings(300, lang="ja", edits=0.05, seed=3)
    cut = shingles(texts, 3)
    at_once = candidates(cut, Banding(3, 19))
    monkeypatch.setattr(search, "_PENDING", 10)
    monkeypatch.setattr(search, "_PAIRS_AT_ONCE", 7)
    assert candidates(cut, Banding(3, 19)).keys.tolist() == at_once.keys.tolist()
    few = near_pairs(cut, at_once.keys, similarity=0.6)
    monkeypatch.undo()
    many = near_pairs(cut, at_once.keys, similarity=0.6)
    assert few.first.tolist() == many.first.tolist()
    assert few.similarity.tolist() == many.similarity.tolist()


def test_counting_starts_anew_in_each_run():
    assert counting(np.array([2, 0, 3])).tolist() == [0, 1, 0, 1, 2]
    assert counting(np.array([], dtype=np.int64)).tolist() == []


def test_texts_follow_the_most_similar_leader():
    # 0 leads 2; 1 leads 2 and 3; 2 is nearer to 1. 3 is near 2, a follower: that says nothing.
    pairs = pairs_of((0, 2, 0.7), (1, 2, 0.9), (1, 3, 0.6), (2, 3, 0.95), (3, 4, 0.99))
    led = follow_leaders(5, pairs)
    assert led.exemplar.tolist() == [0, 1, 1, 1, 4]
    assert led.similarity.tolist() == [1.0, 1.0, 0.9, 0.6, 1.0]


def test_equally_similar_leaders_are_taken_by_rank():
    led = follow_leaders(3, pairs_of((0, 2, 0.7), (1, 2, 0.7)))
    assert led.exemplar.tolist() == [0, 1, 0]


def test_no_pairs_no_followers():
    nothing = SimilarPairs(*(np.empty(0, dtype=np.int64) for _ in range(2)), np.empty(0))
    assert follow_leaders(2, nothing).exemplar.tolist() == [0, 1]
    assert follow_leaders(0, nothing).exemplar.tolist() == []


def test_fillings_of_one_template_become_one_family():
    # Fixed: 12 letters before and after a slot of 4 that never repeats. Two fillings have 28 - 2 =
    # 26 trigrams each and share 12 - 2 = 10 on each side: 20 of 32.
    letters = [chr(0x4E00 + n) for n in range(400)]
    texts = [
        "".join(letters[:12] + letters[24 + 4 * n : 28 + 4 * n] + letters[12:24]) for n in range(9)
    ]
    cut = shingles(pl.Series(texts), 3)
    assert jaccard(cut, np.array([0]), np.array([1])).tolist() == [20 / 32]
    led = Assignment(exemplar=np.array([0, 0, 0, 3, 3, 3, 6, 6, 8]), similarity=np.ones(9))
    pairs = pairs_of((2, 3, 0.625), (5, 6, 0.625), (3, 8, 0.625))
    merged = merge_by_core(cut, led, pairs, similarity=0.6)
    # Cores: families 0 and 3 have three texts and the 20 common trigrams as their core; 6 has two,
    # 8 one: their cores are the exemplars, 20 / 26 = 0.77 similar to the common ones. Only 0 and 3
    # (2-3), 3 and 6 (5-6), 3 and 8 touch: 3 follows 0, and 6 and 8 lead for want of a pair with 0.
    assert merged.exemplar.tolist() == [0, 0, 0, 0, 0, 0, 6, 6, 8]
    assert merged.similarity.tolist() == [1, 1, 1, 0.625, 0.625, 0.625, 1, 1, 1]


def test_families_with_unlike_cores_stay_apart():
    texts = pl.Series(
        ["abcdefghij", "abcdefghijk", "abcdefghijl", "qrstuvwxyz", "qrstuvwxyz1", "qrstuvwxyz2"]
    )
    led = Assignment(exemplar=np.array([0, 0, 0, 3, 3, 3]), similarity=np.ones(6))
    merged = merge_by_core(shingles(texts, 3), led, pairs_of((2, 3, 0.6)), similarity=0.6)
    assert merged.exemplar.tolist() == [0, 0, 0, 3, 3, 3]


def test_a_family_moves_only_if_its_texts_are_near_the_other_core():
    # As above; the second three texts have slots of 12: their core is the same 20 trigrams, but
    # each of them has 34, so that it is 20 / 34 = 0.59 similar to the core of the first.
    letters = [chr(0x4E00 + n) for n in range(400)]
    slots = [(24, 28), (28, 32), (32, 36), (40, 52), (52, 64), (64, 76)]
    texts = ["".join(letters[:12] + letters[a:b] + letters[12:24]) for a, b in slots]
    led = Assignment(exemplar=np.array([0, 0, 0, 3, 3, 3]), similarity=np.ones(6))
    cut, pairs = shingles(pl.Series(texts), 3), pairs_of((2, 3, 0.6))
    assert merge_by_core(cut, led, pairs, similarity=0.6).exemplar.tolist() == [0, 0, 0, 3, 3, 3]
    assert merge_by_core(cut, led, pairs, similarity=0.58).exemplar.tolist() == [0] * 6


def test_texts_followed_by_others_keep_their_ngrams():
    both = shingles(pl.Series(["abcd"]), 3).followed_by(shingles(pl.Series(["bcde", "abcd"]), 3))
    assert jaccard(both, np.array([0, 0]), np.array([1, 2])).tolist() == [1 / 3, 1.0]


def test_sketches_rule_out_no_similar_pair():
    texts = wordings(200, lang="ja", edits=0.1, seed=4)
    cut = shingles(texts, 3)
    first, second = np.triu_indices(len(texts), 1)
    exact = jaccard(cut, first, second)
    for least in (0.3, 0.6, 0.9):
        may = sketch(cut).may_be_near(first, second, least)
        assert may[exact >= least].all()
        assert may.mean() < 0.2


def test_sketches_drawn_in_parts_are_the_same(monkeypatch):
    cut = shingles(wordings(50, lang="en", edits=0.1, seed=4), 3)
    whole = sketch(cut).words
    monkeypatch.setattr(sketches, "_GRAMS_AT_ONCE", 100)
    assert (sketch(cut).words == whole).all()
    # No more bits than n-grams, and nearly as many.
    bits = np.bitwise_count(whole).sum(axis=1)
    assert (bits <= cut.sizes).all()
    assert bits.sum() > 0.9 * cut.sizes.sum()
