"""The null models on worlds small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError, InputError, TooLittleError
from inconcert.networks.coaction import coaction_network
from inconcert.networks.nullmodels.bicm_fit import fit
from inconcert.networks.nullmodels.discovery import benjamini_hochberg
from inconcert.networks.nullmodels.significance import significance

DAY = 86_400
NULLS = ("cascade", "hypergeometric", "bicm", "shift")


def odds_of(edges, source, target):
    row = edges.row(by_predicate=(pl.col("source") == source) & (pl.col("target") == target))
    return dict(zip(edges.columns, row, strict=True))


def judged(actions, window=60, **options):
    return significance(coaction_network(actions, window), actions, **options)


class TestCascade:
    def test_two_waves(self, make_actions):
        # On p the acts at 0, 10, 500 and 900 s: 1 pair of 6 within 60 s, q = 1/6.
        # On r the acts at 0, 30, 400: 1 pair of 3, q = 1/3. a and b co-act on both.
        acts = make_actions(
            ("a", "p", 0), ("b", "p", 10), ("c", "p", 500), ("d", "p", 900),
            ("a", "r", 0), ("b", "r", 30), ("c", "r", 400),
        )  # fmt: skip
        found = odds_of(judged(acts), "a", "b")
        assert found["null_model"] == "cascade"
        assert found["expected"] == pytest.approx(1 / 6 + 1 / 3)
        assert found["p_value"] == pytest.approx(1 / 18)
        # 4 accounts, 6 pairs: 6 / 18 = 1/3.
        assert found["q_value"] == pytest.approx(1 / 3)

    def test_shared_objects_without_a_co_act_count_in_the_expectation(self, make_actions):
        # As above, but on r they act 400 s apart: one of two coins (1/6, 1/3) or more.
        acts = make_actions(
            ("a", "p", 0), ("b", "p", 10), ("c", "p", 500), ("d", "p", 900),
            ("a", "r", 0), ("c", "r", 30), ("b", "r", 400),
        )  # fmt: skip
        found = odds_of(judged(acts), "a", "b")
        assert found["expected"] == pytest.approx(1 / 2)
        assert found["p_value"] == pytest.approx(1 - 5 / 6 * 2 / 3)

    def test_an_object_of_two_accounts_says_nothing(self, make_actions):
        # Whoever acted, acted within the window: q = 1.
        found = odds_of(judged(make_actions(("a", "p", 0), ("b", "p", 10))), "a", "b")
        assert (found["expected"], found["p_value"]) == (1.0, 1.0)

    def test_repeated_acts_are_bounded_by_the_sum(self, make_actions):
        # a acts at 0 and 20, b at 10, c at 1000, 2000, 3000. Pairs of different accounts:
        # 2*1 + 2*3 + 1*3 = 11, close: 0-10 and 20-10, so q = 2/11, and 2 * 1 ways: 4/11.
        acts = make_actions(
            ("a", "p", 0), ("a", "p", 20), ("b", "p", 10),
            ("c", "p", 1000), ("c", "p", 2000), ("c", "p", 3000),
        )  # fmt: skip
        found = odds_of(judged(acts), "a", "b")
        assert found["p_value"] == pytest.approx(4 / 11)

    def test_repeated_acts_are_found_wherever_they_lie(self, make_actions):
        # The close pair is a's third act and b's second.
        acts = make_actions(
            ("a", "p", 0), ("a", "p", 500), ("a", "p", 1000),
            ("b", "p", 200), ("b", "p", 1030), ("c", "p", 5000), ("c", "q", 0),
        )  # fmt: skip
        # 3*2 + 3*1 + 2*1 = 11 pairs, 1 close: 6 ways of 1/11.
        assert odds_of(judged(acts), "a", "b")["p_value"] == pytest.approx(6 / 11)

    def test_the_window_is_inclusive(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 60), ("c", "p", 121))
        assert odds_of(judged(acts), "a", "b")["expected"] == pytest.approx(1 / 3)

    def test_without_a_window_nothing_is_close(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 60), ("c", "p", 121))
        assert judged(acts, window=None)["p_value"].to_list() == [1.0, 1.0, 1.0]

    def test_strata(self, make_actions):
        # ja: a 0, b 10, c 500; en: d 505, e 1000. Within ja 1 of 3 pairs is close, within en 0 of
        # 1, across 1 (c, d) of 6.
        acts = make_actions(
            ("a", "p", 0), ("b", "p", 10), ("c", "p", 500), ("d", "p", 505), ("e", "p", 1000)
        )
        lang = pl.DataFrame({"account_id": list("abc"), "lang": "ja"})
        edges = judged(acts, strata=lang)
        assert odds_of(edges, "a", "b")["expected"] == pytest.approx(1 / 3)
        assert odds_of(edges, "c", "d")["expected"] == pytest.approx(1 / 6)


class TestHypergeometric:
    def test_counts_at_any_time(self, make_actions):
        # a: p q r; b: p q; 5 objects in all. P(both of b's in a's) = 3/10. The network saw q only.
        acts = make_actions(
            ("a", "p", 0), ("a", "q", 10), ("a", "r", 20), ("b", "p", 5000), ("b", "q", 15),
            ("c", "s", 0), ("c", "t", 0),
        )  # fmt: skip
        found = odds_of(judged(acts, null="hypergeometric"), "a", "b")
        assert found["expected"] == pytest.approx(3 * 2 / 5)
        assert found["p_value"] == pytest.approx(3 / 10)
        assert found["q_value"] == pytest.approx(3 / 10 * 3)

    def test_strata_have_their_own_objects(self, make_actions):
        # ja acted on p q r (a: p q, b: p q, c: r), en on p x (d: p, e: p x).
        acts = make_actions(
            ("a", "p", 0), ("a", "q", 0), ("b", "p", 1), ("b", "q", 1), ("c", "r", 0),
            ("d", "p", 2), ("e", "p", 3), ("e", "x", 3),
        )  # fmt: skip
        lang = pl.DataFrame({"account_id": list("abcde"), "lang": ["ja", "ja", "ja", "en", "en"]})
        edges = judged(acts, null="hypergeometric", strata=lang)
        # Both of a's two among b's two of three objects: 1/3.
        assert odds_of(edges, "a", "b")["p_value"] == pytest.approx(1 / 3)
        # a has p with 2/3, d with 1/2, independently; only p is in the overlap.
        across = odds_of(edges, "a", "d")
        assert across["expected"] == pytest.approx(1 / 3)
        assert across["p_value"] == pytest.approx(1 / 3)


class TestBicm:
    def test_two_by_two(self, make_actions):
        # Everybody has one of two objects, each object one of two accounts... all p = 1/2, so that
        # two accounts share an object with 1/4 each: P(at least 1) = 7/16.
        acts = make_actions(("a", "p", 0), ("b", "p", 1), ("c", "q", 0), ("d", "q", 1))
        found = odds_of(judged(acts, null="bicm"), "a", "b")
        assert found["expected"] == pytest.approx(0.5, rel=1e-6)
        assert found["p_value"] == pytest.approx(7 / 16, rel=1e-6)

    def test_degrees_are_met(self):
        rng = np.random.default_rng(0)
        acted = rng.random((40, 60)) < rng.random((40, 1)) * rng.random((1, 60))
        acted = acted[acted.any(axis=1)][:, acted.any(axis=0)]
        degree, popularity = acted.sum(axis=1), acted.sum(axis=0)
        fitted = fit(degree, popularity)
        chance = fitted.chance[fitted.account_class][:, fitted.object_class]
        np.testing.assert_allclose(chance.sum(axis=1), degree, rtol=1e-7)
        np.testing.assert_allclose(chance.sum(axis=0), popularity, rtol=1e-7)

    def test_who_acted_on_everything_is_certain(self):
        # a acts on both objects, b on one, c on one other: p of a is 1, of the rest 1/2.
        fitted = fit(np.array([2, 1, 1]), np.array([2, 2]))
        np.testing.assert_allclose(fitted.chance[:, 0], [0.5, 1.0], atol=1e-6)

    def test_the_popular_is_expected(self, make_actions):
        # hit: 12 of 12 accounts; rare: a and b alone of 12, a third object each for the rest.
        acts = [(name, "hit", 0) for name in "abcdefghijkl"]
        acts += [("a", "rare", 0), ("b", "rare", 0)]
        acts += [(name, f"own-{name}", 0) for name in "cdefghijkl"]
        edges = judged(make_actions(*acts), null="bicm")
        assert odds_of(edges, "c", "d")["p_value"] == pytest.approx(1.0, abs=1e-3)
        assert odds_of(edges, "a", "b")["p_value"] < 0.1

    def test_strata(self, make_actions):
        # Two communities, each with objects of its own: pairs inside are expected.
        acts = [(name, item, 0) for name in "abcd" for item in ("p", "q")]
        acts += [(name, item, 0) for name in "wxyz" for item in ("r", "s")]
        side = pl.DataFrame({"account_id": list("abcdwxyz"), "community": ["1"] * 4 + ["2"] * 4})
        plain = odds_of(judged(make_actions(*acts), null="bicm"), "a", "b")
        within = odds_of(judged(make_actions(*acts), null="bicm", strata=side), "a", "b")
        # All p = 1/2: P(both of 4 or more shared, 1/4 each) = 1 - 81/256 - 108/256 = 67/256.
        assert plain["p_value"] == pytest.approx(67 / 256, rel=1e-6)
        assert within["p_value"] == pytest.approx(1.0, abs=1e-5)


class TestShift:
    def test_keeps_the_hour_and_frees_the_day(self, make_actions):
        # Ten days, everybody at noon: a and b meet on p within an hour with chance about 1/10.
        acts = make_actions(
            ("a", "p", 0), ("b", "p", 10), *[("c", f"o{day}", day * DAY) for day in range(10)]
        )
        edges = judged(acts, window=3600, null="shift", permutations=4000, seed=1)
        found = odds_of(edges, "a", "b")
        assert found["expected"] == pytest.approx(0.1, abs=0.02)
        assert found["p_value"] == pytest.approx(1 - np.exp(-found["expected"]))

    def test_strata_keep_the_evening(self, make_actions):
        # The community acts at noon of day 0 (9 of 10 times): a and b meet there with about 0.82.
        crowd = [(f"f{number}", f"o{number}", 0) for number in range(7)]
        acts = make_actions(
            ("a", "p", 0), ("b", "p", 10), *crowd, ("f7", "o7", 5 * DAY), ("z", "x", 10 * DAY)
        )
        fans = pl.DataFrame(
            {"account_id": ["a", "b", *[f"f{number}" for number in range(8)]], "community": "1"}
        )
        edges = judged(acts, window=3600, null="shift", permutations=2000, strata=fans, seed=1)
        assert odds_of(edges, "a", "b")["expected"] == pytest.approx(0.82, abs=0.05)

    def test_the_same_seed_gives_the_same_odds(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 10), ("c", "q", 5 * DAY))
        assert judged(acts, null="shift").equals(judged(acts, null="shift"))

    def test_under_three_days_is_refused(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 10), ("c", "q", 2 * DAY))
        with pytest.raises(TooLittleError, match=r"the acts span 2\.0 days; needed: at least 3"):
            judged(acts, null="shift")

    def test_no_permutation_is_refused(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 10))
        with pytest.raises(ConfigError, match="permutations = 0: give 1 or more"):
            judged(acts, null="shift", permutations=0)


class TestFamily:
    def test_the_number_of_tests_is_that_of_all_pairs(self, make_actions):
        # 6 accounts make 15 pairs, whatever min_weight leaves.
        acts = make_actions(
            ("a", "p", 0), ("b", "p", 10), ("c", "p", 500), ("d", "p", 900),
            ("e", "r", 0), ("f", "s", 0),
        )  # fmt: skip
        found = odds_of(judged(acts), "a", "b")
        assert found["p_value"] == pytest.approx(1 / 6)
        assert found["q_value"] == 1.0
        two = make_actions(
            *[(a, o, t) for o in "pqr" for a, t in zip("abcd", (0, 10, 500, 900), strict=True)],
            ("e", "x", 0),
        )
        light, heavy = coaction_network(two, 60, 1), coaction_network(two, 60, 3)
        assert heavy.height == 1
        # p = 1/216 and 10 pairs of 5 accounts.
        for edges in (light, heavy):
            assert odds_of(significance(edges, two), "a", "b")["q_value"] == pytest.approx(10 / 216)

    def test_activity_is_a_filter_on_margins(self, make_actions):
        acts = make_actions(
            *[(a, o, t) for o in "pq" for a, t in zip("abcd", (0, 10, 500, 900), strict=True)],
            ("e", "p", 20), ("f", "x", 0),
        )  # fmt: skip
        edges = judged(acts, min_activity=2)
        assert odds_of(edges, "a", "e")["p_value"] is None
        assert odds_of(edges, "a", "e")["q_value"] is None
        # p: 0, 10, 20 close: 3 of 10 pairs; q: 1 of 6. 4 eligible accounts: 6 pairs.
        found = odds_of(edges, "a", "b")
        assert found["p_value"] == pytest.approx(0.3 / 6)
        assert found["q_value"] == pytest.approx(0.3)

    def test_each_layer_is_a_family(self, make_actions):
        four = [(a, "p", t) for a, t in zip("abcd", (0, 10, 500, 900), strict=True)]
        both = pl.concat([make_actions(*four), make_actions(*four[:3], layer="url")])
        edges = judged(both).sort("layer")
        # repost: 1/6 of 6 pairs; url: 1/3 of 3 pairs.
        assert edges["q_value"].to_list() == pytest.approx([1.0, 1.0])
        assert edges["p_value"].to_list() == pytest.approx([1 / 6, 1 / 3])

    def test_benjamini_hochberg_counts_the_unlisted(self):
        # 0.001*100/1 = 0.1; 0.004*100/2 = 0.2, 0.003*100/2 = 0.15 -> ranks 1, 3, 2: 0.1, .133, .133
        q = benjamini_hochberg(np.array([0.001, 0.004, 0.003]), 100)
        assert q.tolist() == pytest.approx([0.1, 0.4 / 3, 0.4 / 3])

    def test_fewer_tests_than_values_are_refused(self):
        with pytest.raises(ConfigError, match="tests = 1: there are 2 p-values"):
            benjamini_hochberg(np.array([0.1, 0.2]), 1)

    @pytest.mark.parametrize("null", NULLS)
    def test_no_edges(self, make_actions, null):
        acts = make_actions(("a", "p", 0))
        edges = judged(acts, null=null)
        assert edges.height == 0
        assert edges.columns[-4:] == ["null_model", "expected", "p_value", "q_value"]
        assert edges.schema["q_value"] == pl.Float64
        assert edges.schema["null_model"] == pl.String

    @pytest.mark.parametrize("null", NULLS)
    def test_both_directions_get_one_value(self, make_actions, null):
        acts = make_actions(("a", "p", 0), ("b", "p", 10), ("c", "q", 4 * DAY), ("b", "q", 0))
        edges = coaction_network(acts)
        turned = edges.rename({"source": "target", "target": "source"}).select(edges.columns)
        found = significance(pl.concat([edges, turned]), acts, null=null)
        assert found["q_value"].to_list()[0] == found["q_value"].to_list()[1]
        assert found["q_value"][0] == significance(edges, acts, null=null)["q_value"][0]

    def test_an_edge_to_oneself_is_no_test(self, make_actions):
        acts = make_actions(("a", "p", 0), ("a", "p", 10), ("b", "p", 20))
        edges = coaction_network(acts)
        loop = pl.concat([edges, edges.with_columns(target="source")])
        assert significance(loop, acts)["p_value"].to_list() == [1.0, None]

    def test_ids_may_be_whole_numbers(self, make_actions):
        acts = make_actions(("10", "1", 0), ("9", "1", 10), ("7", "1", 500), ("9", "2", 0))
        numbers = acts.with_columns(pl.col("account_id", "object_id").cast(pl.Int64))
        lang = pl.DataFrame({"account_id": [9, 10], "lang": "ja"})
        for options in ({}, {"strata": lang}, {"null": "bicm"}):
            found = judged(numbers, **options).drop("source", "target")
            texts = lang.cast({"account_id": pl.String}) if "strata" in options else None
            wanted = judged(acts, **{**options, "strata": texts}).drop("source", "target")
            assert found.equals(wanted)

    def test_judging_again_replaces_the_columns(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 10))
        edges = judged(acts)
        again = significance(edges, acts, null="hypergeometric")
        assert again.columns == edges.columns
        assert again["null_model"].to_list() == ["hypergeometric"]


class TestRefusals:
    def test_unknown_null(self, make_actions):
        with pytest.raises(ConfigError, match="null = 'bicmm': no such null model; did you mean"):
            judged(make_actions(("a", "p", 0), ("b", "p", 1)), null="bicmm")

    def test_another_window(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 1))
        edges = coaction_network(acts, 60)
        assert significance(edges, acts, window_seconds=60).height == 1
        with pytest.raises(ConfigError, match="window_seconds = 10: the edges were made with 60"):
            significance(edges, acts, window_seconds=10)

    def test_min_activity(self, make_actions):
        with pytest.raises(ConfigError, match="min_activity = 0: give the least number"):
            judged(make_actions(("a", "p", 0)), min_activity=0)

    def test_other_actions(self, make_actions):
        edges = coaction_network(make_actions(("a", "p", 0), ("b", "p", 1)))
        with pytest.raises(InputError, match="account 'a' of the edges has no act"):
            significance(edges, make_actions(("b", "p", 0), ("c", "p", 1)))
        with pytest.raises(InputError, match="none on layer 'repost' of the edges; found: url"):
            significance(edges, make_actions(("a", "p", 0), ("b", "p", 1), layer="url"))

    def test_missing_columns(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 1))
        edges = coaction_network(acts)
        with pytest.raises(ColumnError, match="edges: no column 'layer'"):
            significance(edges.drop("layer"), acts)
        with pytest.raises(ColumnError, match="actions: no column 'object_id'"):
            significance(edges, acts.drop("object_id"))
        late = acts.with_columns(created_at=pl.lit("x"))
        with pytest.raises(ColumnError, match="'created_at' is String, not a time"):
            significance(edges, late)
        hole = acts.with_columns(account_id=pl.lit(None, dtype=pl.String))
        with pytest.raises(ColumnError, match="2 null values in column 'account_id'"):
            significance(edges, hole)

    def test_strata(self, make_actions):
        acts = make_actions(("a", "p", 0), ("b", "p", 1))
        three = pl.DataFrame({"account_id": ["a"], "x": ["1"], "y": ["2"]})
        with pytest.raises(ColumnError, match="needed: account_id and one more"):
            judged(acts, strata=three)
        twice = pl.DataFrame({"account_id": ["a", "a"], "x": ["1", "2"]})
        with pytest.raises(ColumnError, match="an account has several rows"):
            judged(acts, strata=twice)
