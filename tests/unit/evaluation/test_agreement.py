"""Agreement of clusters with labels."""

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from inconcert.errors import TooLittleError
from inconcert.evaluation.agreement import cluster_agreement, main_language, purity


def clusters_of(names: list[str | None]) -> pl.DataFrame:
    ids = [f"u{number:03}" for number in range(len(names))]
    return pl.DataFrame(
        {"account_id": ids, "cluster_id": names}, schema_overrides={"cluster_id": pl.String}
    )


def labels_of(names: list[str | None]) -> pl.DataFrame:
    return clusters_of(names).rename({"cluster_id": "label"})


def halves() -> tuple[pl.DataFrame, pl.DataFrame]:
    return clusters_of(["x"] * 20 + ["y"] * 20), labels_of(["l"] * 20 + ["r"] * 20)


def row(table: pl.DataFrame, measure: str, of: str = "clusters", within: str | None = None) -> dict:
    return table.row(
        by_predicate=(pl.col("measure") == measure)
        & (pl.col("of") == of)
        & pl.col("within").eq_missing(pl.lit(within)),
        named=True,
    )


def test_perfect_agreement_beside_chance():
    table = cluster_agreement(
        clusters_of(["x"] * 20 + ["y"] * 20), labels_of(["l"] * 20 + ["r"] * 20)
    )
    found = row(table, "adjusted_mutual_information")
    assert found["value"] == pytest.approx(1)
    assert found["shuffled_low"] <= found["shuffled_mean"] <= found["shuffled_high"] < 0.3
    assert abs(found["shuffled_mean"]) < 0.05
    assert (found["accounts"], found["groups"], found["labels"]) == (40, 2, 2)


def test_the_figure_is_scikit_learns():
    generator = np.random.default_rng(0)
    clusters = generator.choice(list("xyz"), 50).tolist()
    labels = generator.choice(list("lr"), 50).tolist()
    found = row(
        cluster_agreement(clusters_of(clusters), labels_of(labels)), "adjusted_mutual_information"
    )
    assert found["value"] == pytest.approx(adjusted_mutual_info_score(labels, clusters))


def test_purity_by_hand():
    # x holds l, l, r (2 of 3), y holds r, r (2 of 2): 4 of 5
    assert purity(pl.Series(list("xxxyy")), pl.Series(list("llrrr"))) == 0.8


def test_purity_of_shuffled_labels_is_far_from_zero():
    table = cluster_agreement(
        clusters_of(["x"] * 20 + ["y"] * 20), labels_of(["l"] * 20 + ["r"] * 20)
    )
    assert 0.5 <= row(table, "purity")["shuffled_mean"] < 0.7


def test_accounts_without_cluster_or_label_are_left_out():
    table = cluster_agreement(clusters_of(["x", "x", "y", None]), labels_of(["l", "l", None, "r"]))
    assert row(table, "purity")["accounts"] == 2


def test_strata_stand_in_for_clusters_and_hold_them():
    # the stratum equals the labels; each of its values has one label: nothing to agree with
    labels = ["l"] * 6 + ["r"] * 6
    strata = labels_of(labels).rename({"label": "lang"})
    table = cluster_agreement(clusters_of(["x", "y"] * 6), labels_of(labels), strata=strata)
    assert row(table, "adjusted_mutual_information", "lang")["value"] == pytest.approx(1)
    within = row(table, "adjusted_mutual_information", within="lang=l")
    assert (within["value"], within["accounts"], within["labels"]) == (None, 6, 1)
    assert table["within"].to_list() == [None] * 4 + ["lang=l"] * 2 + ["lang=r"] * 2


def test_clusters_may_agree_within_a_stratum():
    strata = labels_of(["s"] * 8 + ["t"] * 8).rename({"label": "lang"})
    clusters = ["a"] * 4 + ["b"] * 4 + ["c"] * 4 + ["d"] * 4
    labels = (["l"] * 4 + ["r"] * 4) * 2
    table = cluster_agreement(clusters_of(clusters), labels_of(labels), strata=strata)
    assert row(table, "adjusted_mutual_information", within="lang=t")["value"] == pytest.approx(1)
    assert abs(row(table, "adjusted_mutual_information", "lang")["value"]) < 0.1


def test_same_seed_same_table_whatever_the_order_and_names():
    clusters, labels = clusters_of(list("xxyyzzxyz") * 3), labels_of(list("lrlrlrllr") * 3)
    once = cluster_agreement(clusters, labels, seed=1)
    assert once.equals(cluster_agreement(clusters.reverse(), labels.reverse(), seed=1))
    renamed = clusters.with_columns(pl.col("cluster_id").replace({"x": "z", "z": "x"}))
    again = cluster_agreement(renamed, labels, seed=1)
    assert again["value"].to_list() == pytest.approx(once["value"].to_list())


def test_no_shuffles_no_chance():
    table = cluster_agreement(clusters_of(list("xy")), labels_of(list("lr")), shuffles=0)
    assert table["shuffled_mean"].to_list() == [None, None]


def test_tables_without_a_common_account_are_refused():
    labels = labels_of(["l", None]).with_columns(account_id=pl.lit("other"))
    with pytest.raises(TooLittleError) as caught:
        cluster_agreement(clusters_of(["x", None, "y"]), labels)
    assert str(caught.value) == (
        "no account has both a cluster (2 have one) and a label (1 have one)\n"
        "do both tables name accounts by the same ids?"
    )


def test_main_language_breaks_ties_by_name():
    posts = pl.DataFrame(
        {"account_id": list("aabbbc"), "lang": ["ja", "en", "ja", "ja", "en", None]}
    )
    assert main_language(posts).rows() == [("a", "en"), ("b", "ja")]
