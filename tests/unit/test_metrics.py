"""Metrics against scikit-learn and against arithmetic by hand."""

import time

import numpy as np
import polars as pl
import pytest
import sklearn.metrics as reference

from inconcert import metrics
from inconcert.errors import TooLittleError

NAN = float("nan")


def sample(seed: int, *, accounts: int = 60, levels: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Scores with many ties, and truth that goes with them."""
    generator = np.random.default_rng(seed)
    scores = generator.integers(0, levels, accounts) / levels
    positive = generator.random(accounts) < 0.2 + 0.5 * scores
    return scores, positive


@pytest.mark.parametrize("seed", range(8))
def test_equal_to_scikit_learn(seed):
    scores, positive = sample(seed)
    assert metrics.average_precision(scores, positive) == pytest.approx(
        reference.average_precision_score(positive, scores)
    )
    assert metrics.roc_auc(scores, positive) == pytest.approx(
        reference.roc_auc_score(positive, scores)
    )
    flagged = scores >= 0.5
    assert metrics.f1(scores, positive, 0.5) == pytest.approx(reference.f1_score(positive, flagged))
    assert metrics.precision(scores, positive, 0.5) == pytest.approx(
        reference.precision_score(positive, flagged)
    )
    assert metrics.recall(scores, positive, 0.5) == pytest.approx(
        reference.recall_score(positive, flagged)
    )


@pytest.mark.parametrize("seed", range(4))
def test_curves_equal_scikit_learn(seed):
    scores, positive = sample(seed)
    precision, recall, thresholds = reference.precision_recall_curve(positive, scores)
    ours = metrics.precision_recall_curve(scores, positive).sort("threshold")
    assert ours["threshold"].to_list() == pytest.approx(thresholds)
    assert ours["precision"].to_list() == pytest.approx(precision[:-1])
    assert ours["recall"].to_list() == pytest.approx(recall[:-1])
    false, true, _ = reference.roc_curve(positive, scores, drop_intermediate=False)
    curve = metrics.roc_curve(scores, positive)
    assert curve["false_positive_rate"].to_list() == pytest.approx(false)
    assert curve["true_positive_rate"].to_list() == pytest.approx(true)


def test_precision_at_k_is_the_mean_over_orders_of_ties():
    # first 2 of [1.0 hit | 0.5 hit, 0.5 miss, 0.5 miss]: (1 + 1/3) / 2 = 2/3
    found = metrics.precision_at_k([1.0, 0.5, 0.5, 0.5], [True, True, False, False], 2)
    assert found == pytest.approx(2 / 3)


def test_precision_at_k_beyond_the_accounts_is_refused():
    with pytest.raises(TooLittleError, match="precision at 3 needs k between 1 and the 2 accounts"):
        metrics.precision_at_k([1.0, 0.5], [True, False], 3)


def test_abstaining_ranks_last_and_is_never_flagged():
    scores, positive = [0.2, NAN, 0.1], [True, True, False]
    # above the lone negative stands one of two positives; NaN stands below it
    assert metrics.roc_auc(scores, positive) == 0.5
    assert metrics.recall(scores, positive, 0.0) == 0.5
    assert metrics.precision_recall_curve(scores, positive).height == 2


def test_nothing_flagged():
    scores, positive = [0.2, 0.1], [True, False]
    assert np.isnan(metrics.precision(scores, positive, 0.9))
    assert (metrics.recall(scores, positive, 0.9), metrics.f1(scores, positive, 0.9)) == (0, 0)


@pytest.mark.parametrize("seed", range(8))
def test_best_f1_threshold_is_best(seed):
    scores, positive = sample(seed)
    best = metrics.best_f1_threshold(scores, positive)
    tried = {t: metrics.f1(scores, positive, t) for t in set(scores.tolist())}
    assert tried[best] == max(tried.values())
    assert best == max(t for t, value in tried.items() if value == max(tried.values()))


def test_best_f1_threshold_leaves_out_abstentions():
    assert metrics.best_f1_threshold([NAN, 0.4, 0.1], [True, True, False]) == 0.4
    with pytest.raises(TooLittleError, match="the model abstains on every account"):
        metrics.best_f1_threshold([NAN, NAN], [True, False])


@pytest.mark.parametrize("positive", [[True, True], [False, False]])
def test_one_class_is_refused(positive):
    with pytest.raises(TooLittleError) as caught:
        metrics.roc_auc([0.1, 0.2], positive)
    assert str(caught.value) == (
        f"nothing to measure: {sum(positive)} positive and {2 - sum(positive)} negative accounts;"
        " at least one of each is needed\n"
        "test on accounts of both kinds: change the split, or label more accounts"
    )


def tables(scores, positive) -> tuple[pl.DataFrame, pl.DataFrame]:
    names = [f"u{number:05}" for number in range(len(positive))]
    return (
        pl.DataFrame(
            {"account_id": names, "score": scores}, schema_overrides={"score": pl.Float64}
        ),
        pl.DataFrame({"account_id": names, "positive": positive}),
    )


def value(table: pl.DataFrame, metric: str) -> dict:
    return table.row(by_predicate=pl.col("metric") == metric, named=True)


def test_the_table_holds_each_measure_with_its_interval():
    scores, positive = sample(0, accounts=300)
    table = metrics.evaluate(*tables(scores, positive), threshold=0.5, seed=1)
    assert table["metric"].to_list() == [
        "average_precision",
        "roc_auc",
        "f1",
        "precision",
        "recall",
        "precision_at_10",
        "precision_at_20",
        "precision_at_50",
        "precision_at_100",
        "base_rate",
    ]
    assert value(table, "roc_auc")["value"] == metrics.roc_auc(scores, positive)
    measured = table.filter(pl.col("metric") != "base_rate")
    assert (measured["low"] <= measured["value"]).all()
    assert (measured["value"] <= measured["high"]).all()
    assert value(table, "base_rate")["value"] == positive.mean()
    assert (value(table, "base_rate")["low"], value(table, "base_rate")["note"]) == (None, None)


def test_the_interval_is_that_of_a_plain_bootstrap():
    scores, positive = sample(3, accounts=120)
    table = metrics.evaluate(*tables(scores, positive), threshold=0.5, resamples=2000, seed=1)
    generator = np.random.default_rng(9)
    hits, misses = np.flatnonzero(positive), np.flatnonzero(~positive)
    drawn = []
    for _ in range(2000):
        rows = np.r_[generator.choice(hits, hits.size), generator.choice(misses, misses.size)]
        drawn.append(metrics.roc_auc(scores[rows], positive[rows]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    row = value(table, "roc_auc")
    assert (row["low"], row["high"]) == (
        pytest.approx(low, abs=0.01),
        pytest.approx(high, abs=0.01),
    )


def test_same_seed_same_table_whatever_the_order():
    scored, labels = tables(*sample(0))
    once = metrics.evaluate(scored, labels, threshold=0.5, seed=1)
    again = metrics.evaluate(scored.reverse(), labels.reverse(), threshold=0.5, seed=1)
    assert once.equals(again)
    assert not once.equals(metrics.evaluate(scored, labels, threshold=0.5, seed=2))


def test_a_large_k_is_left_out_and_told():
    table = metrics.evaluate(
        *tables([0.9, 0.1], [True, False]), threshold=0.5, ks=(1, 10, 20), seed=0
    )
    assert "precision_at_10" not in table["metric"]
    assert value(table, "base_rate")["note"] == (
        "left out, only 2 accounts: precision_at_10, precision_at_20"
    )


def test_missing_scores_are_counted_and_rank_last():
    scored, labels = tables([0.9, None, 0.1], [True, False, True])
    table = metrics.evaluate(scored.head(2), labels, threshold=0.5, ks=(), seed=0)
    assert (table["n"][0], table["positives"][0], table["abstained"][0]) == (3, 2, 2)
    assert value(table, "recall")["value"] == 0.5


def test_undefined_precision_is_null():
    table = metrics.evaluate(*tables([0.2, 0.1], [True, False]), threshold=0.9, ks=(), seed=0)
    assert value(table, "precision")["value"] is None
    assert value(table, "precision")["low"] is None


def test_a_thousand_resamples_of_two_thousand_accounts_are_quick():
    generator = np.random.default_rng(0)
    given = tables(generator.random(2000), generator.random(2000) < 0.1)
    start = time.perf_counter()
    metrics.evaluate(*given, threshold=0.5, seed=0)
    assert time.perf_counter() - start < 4  # about 0.5 s on an idle machine; asked for: 2 s


def test_many_accounts_are_drawn_in_batches(monkeypatch):
    given = tables(*sample(0))
    monkeypatch.setattr("inconcert.metrics.table._CELLS", 1)  # one resample at a time
    row = value(metrics.evaluate(*given, threshold=0.5, resamples=20, seed=0), "roc_auc")
    assert row["low"] < row["value"] < row["high"]
