"""The main job from end to end, by the command line, on generated posts with known truth.

`make demo` trains a graph model on the sample that ships, generates a second dataset with other
campaigns, scores it as if nothing were known of it, and then compares with what is known of it.
Everything but the MLflow store lies in the folder `demo/`, which is replaced. The sample is split
by account, so that training sees all its campaigns; the second dataset, whose campaigns are others,
is the test that counts.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path

import polars as pl
from commands import inconcert, run
from documents import ROOT, markdown_table

DEMO = Path("demo")
SECOND = DEMO / "second"
SCORED = DEMO / "scored"


def main() -> None:
    """Train, generate, score, compare."""
    started = time.perf_counter()
    os.chdir(ROOT)
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    trained = run(inconcert("train", "model=graphsage", "dataset=sample", "evaluation=by_account"))
    model = trained_model(trained.output)
    run(inconcert("simulate", "sample_second", "--out", str(SECOND), "--seed", "1"))
    run(inconcert("score", str(SECOND / "posts.parquet"), "--model", model, "--out", str(SCORED)))
    print(comparison())
    print(f"\nreport: {SCORED / 'report.html'}")
    print(f"all of it took {time.perf_counter() - started:.0f} s")


def trained_model(output: str) -> str:
    """Return the `runs:/ID` that `train` printed last."""
    found = re.findall(r"runs:/[0-9a-f]+", output)
    if not found:
        sys.exit("train printed no runs:/ID")
    return str(found[-1])


def comparison() -> str:
    """Compare the scored dataset with its truth; return what to print."""
    truth = pl.read_parquet(SECOND / "labels.parquet")
    accounts = pl.read_parquet(SCORED / "accounts.parquet").join(truth, on="account_id")
    clusters = pl.read_parquet(SCORED / "clusters.parquet")
    return "\n".join(
        [
            "\nAgainst the known truth of the second dataset",
            *account_lines(accounts),
            *lookalike_lines(accounts),
            "",
            "Campaigns, each with the cluster that fits it best (by F1 of the members)",
            markdown_table(campaign_rows(truth, clusters)),
        ]
    )


def account_lines(accounts: pl.DataFrame) -> list[str]:
    """Say how many accounts were flagged, and how many of them rightly."""
    from inconcert.metrics import average_precision

    true = accounts["campaign"].is_not_null()
    flagged = accounts["flagged"]
    hits = int((flagged & true).sum())
    base = share(int(true.sum()), accounts.height)
    precision = average_precision(accounts["score"].to_numpy(), true.to_numpy())
    return [
        f"  accounts: {accounts.height:,}, in campaigns {true.sum():,} (base rate {base})",
        f"  flagged: {flagged.sum():,}, in campaigns {hits:,} (precision "
        f"{share(hits, int(flagged.sum()))}, recall {share(hits, int(true.sum()))})",
        f"  average precision of the scores: {precision:.3f} (by chance: {base})",
    ]


def lookalike_lines(accounts: pl.DataFrame) -> list[str]:
    """Say how many organic accounts that look coordinated were flagged."""
    organic = accounts.filter(pl.col("campaign").is_null())
    is_fan = pl.col("role").str.ends_with(":fan").fill_null(value=False)
    fans, others = organic.filter(is_fan), organic.filter(~is_fan)
    return [
        f"  wrongly flagged: {fans['flagged'].sum():,} of {fans.height:,} fans in the fan event, "
        f"{others['flagged'].sum():,} of {others.height:,} other organic accounts"
    ]


def campaign_rows(truth: pl.DataFrame, clusters: pl.DataFrame) -> list[dict[str, str]]:
    """Return one line per campaign: its size, its best cluster, precision and recall of that."""
    named = truth.drop_nulls("campaign").sort("campaign", "account_id")
    return [
        campaign_row(str(name), set(members["account_id"]), clusters)
        for (name,), members in named.group_by("campaign", maintain_order=True)
    ]


def campaign_row(name: str, members: set[str], clusters: pl.DataFrame) -> dict[str, str]:
    """Return the line of one campaign."""
    best, shared, size = best_cluster(members, clusters)
    return {
        "campaign": name,
        "accounts": str(len(members)),
        "cluster": best,
        "its accounts": str(size),
        "precision": share(shared, size),
        "recall": share(shared, len(members)),
    }


def best_cluster(members: set[str], clusters: pl.DataFrame) -> tuple[str, int, int]:
    """Return the cluster whose members fit best, how many they share, and its size."""
    best, best_f1 = ("none", 0, 0), 0.0
    for name, found in clusters.sort("rank").select("cluster_id", "members").iter_rows():
        shared = len(members & set(found))
        f1 = 2 * shared / (len(members) + len(found))
        if f1 > best_f1:
            best, best_f1 = (name, shared, len(found)), f1
    return best


def share(part: int, whole: int) -> str:
    """Return a share with three decimals, or a dash where there is nothing to divide by."""
    return f"{part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    main()
