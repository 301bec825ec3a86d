"""How far clusters agree with labels, beside what chance and a simpler reading would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert.errors import TooLittleError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Codes = npt.NDArray[np.int64]

MEASURES = ("adjusted_mutual_information", "purity")
_SCHEMA = {
    "measure": pl.String,
    "of": pl.String,
    "within": pl.String,
    "value": pl.Float64,
    "shuffled_mean": pl.Float64,
    "shuffled_low": pl.Float64,
    "shuffled_high": pl.Float64,
    "accounts": pl.UInt32,
    "groups": pl.UInt32,
    "labels": pl.UInt32,
}


@dataclass(frozen=True)
class _Shuffling:
    """How chance is drawn: labels shuffled among the same accounts."""

    times: int
    generator: np.random.Generator


def cluster_agreement(
    clusters: pl.DataFrame,
    labels: pl.DataFrame,
    *,
    strata: pl.DataFrame | None = None,
    shuffles: int = 100,
    seed: int = 0,
) -> pl.DataFrame:
    """Compare clusters with labels over the accounts that have both.

    `clusters` holds `account_id`, `cluster_id` (null: in no cluster, left out); `labels` holds
    `account_id`, `label` (null: left out); `strata` holds `account_id` and one text column per
    simpler reading, such as the account's main language.

    Rows: adjusted mutual information (Vinh et al. 2010, arithmetic mean; 0 by chance, 1 if equal)
    and purity (share of accounts with the commonest label of their cluster) of the clusters; both
    again for each stratum in place of the clusters (`of`), over the accounts that have it; and for
    the clusters among the accounts of each value of a stratum (`within`). Beside each value: mean
    and 95 % interval with the labels shuffled. `value` is null where all accounts within have one
    label, since there is nothing to agree with. Raises `TooLittleError` if no account has both.

    >>> names = list("abcdef")
    >>> clusters = pl.DataFrame({"account_id": names, "cluster_id": ["x"] * 3 + ["y"] * 3})
    >>> labels = pl.DataFrame({"account_id": names, "label": ["l"] * 3 + ["r"] * 3})
    >>> cluster_agreement(clusters, labels)["value"].to_list()
    [1.0, 1.0]
    """
    both = _accounts_with_both(clusters, labels)
    shuffling = _Shuffling(shuffles, np.random.default_rng(seed))
    rows = _compare(both, "cluster_id", "clusters", None, shuffling)
    if strata is not None:
        for column in (name for name in strata.columns if name != "account_id"):
            stratum = strata.select("account_id", pl.col(column).alias("stratum"))
            rows += _by_stratum(both, stratum, column, shuffling)
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def purity(groups: pl.Series, labels: pl.Series) -> float:
    """Return the share of accounts that have the commonest label of their group.

    It grows as groups shrink, so it means little without its value for shuffled labels.

    >>> round(purity(pl.Series(["x", "x", "y"]), pl.Series(["l", "r", "r"])), 3)
    0.667
    """
    return _purity(_codes(groups), _codes(labels))


def main_language(posts: pl.DataFrame) -> pl.DataFrame:
    """Return `account_id`, `lang`: the language of most of an account's posts, ties by name.

    Accounts without any stated language are not in the result.

    >>> posts = pl.DataFrame({"account_id": ["a"] * 3, "lang": ["ja", "en", "ja"]})
    >>> main_language(posts).rows()
    [('a', 'ja')]
    """
    return (
        posts.drop_nulls("lang")
        .group_by("account_id", "lang")
        .agg(pl.len().alias("n"))
        .sort(pl.col("account_id"), -pl.col("n").cast(pl.Int64), pl.col("lang"))
        .unique("account_id", keep="first", maintain_order=True)
        .select("account_id", "lang")
    )


def _accounts_with_both(clusters: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    both = (
        clusters.select("account_id", "cluster_id")
        .drop_nulls()
        .join(labels.select("account_id", "label").drop_nulls(), on="account_id")
        .sort("account_id")
    )
    if both.is_empty():
        raise TooLittleError(
            f"no account has both a cluster ({clusters['cluster_id'].count()} have one) and a"
            f" label ({labels['label'].count()} have one)\n"
            "do both tables name accounts by the same ids?"
        )
    return both


def _by_stratum(
    both: pl.DataFrame, stratum: pl.DataFrame, column: str, shuffling: _Shuffling
) -> list[tuple[Any, ...]]:
    """The stratum in place of the clusters, then the clusters within each of its values."""
    known = both.join(stratum.drop_nulls(), on="account_id").sort("account_id")
    rows = _compare(known, "stratum", column, None, shuffling)
    for (value,), inside in sorted(known.partition_by("stratum", as_dict=True).items()):
        rows += _compare(inside, "cluster_id", "clusters", f"{column}={value}", shuffling)
    return rows


def _compare(
    accounts: pl.DataFrame, group: str, of: str, within: str | None, shuffling: _Shuffling
) -> list[tuple[Any, ...]]:
    """One row per measure."""
    groups, labels = _codes(accounts[group]), _codes(accounts["label"])
    sizes = (accounts.height, accounts[group].n_unique(), accounts["label"].n_unique())
    shuffled = [shuffling.generator.permutation(labels) for _ in range(shuffling.times)]
    rows = []
    for name, measure in zip(MEASURES, (_mutual_information, _purity), strict=True):
        figures: tuple[float | None, ...] = (None, None, None, None)
        if sizes[2] > 1:
            figures = _with_chance(measure, groups, labels, shuffled)
        rows.append((name, of, within, *figures, *sizes))
    return rows


def _with_chance(
    measure: Callable[[Codes, Codes], float], groups: Codes, labels: Codes, shuffled: list[Codes]
) -> tuple[float | None, ...]:
    """The value, and mean, 2.5 and 97.5 percentile over shuffled labels."""
    value = measure(groups, labels)
    if not shuffled:
        return value, None, None, None
    chance = [measure(groups, order) for order in shuffled]
    low, high = np.percentile(chance, [2.5, 97.5])
    return value, float(np.mean(chance)), float(low), float(high)


def _codes(names: pl.Series) -> Codes:
    """Number the values in order of their names."""
    return names.cast(pl.String).rank("dense").cast(pl.Int64).to_numpy() - 1


def _mutual_information(groups: Codes, labels: Codes) -> float:
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(labels, groups))


def _purity(groups: Codes, labels: Codes) -> float:
    pairs, counts = np.unique(np.stack([groups, labels]), axis=1, return_counts=True)
    commonest = np.zeros(int(groups.max()) + 1, dtype=np.int64)
    np.maximum.at(commonest, pairs[0], counts)
    return float(commonest.sum() / groups.size)
