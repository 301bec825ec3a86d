"""What takes longer than the tests; writes docs/leaderboard.md and docs/organic_alarms.md.

- Four models, three seeds, three ways to split the generated sample; two jobs at a time into one
  fresh MLflow store for each way, and nothing may be lost.
- How many accounts the default model flags in real posts in which nothing is known to be
  coordinated; only where these data are here.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import polars as pl
from commands import inconcert, run, shown
from documents import ROOT, machine, markdown_table, write_section

LEADERBOARD = ROOT / "docs" / "leaderboard.md"
ALARMS = ROOT / "docs" / "organic_alarms.md"
MODELS = ("logistic", "boosted_trees", "graphsage", "corepost_similarity")
SEEDS = (0, 1, 2)
SPLITS = ("by_account", "by_campaign", "by_time")
METRICS = {
    "average_precision": "average precision",
    "roc_auc": "ROC AUC",
    "f1": "F1",
    "precision_at_50": "precision at 50",
    "base_rate": "base rate",
}
ORGANIC = ("gop_debate_2015", "coortweet_german_elections")
LEADERBOARD_WORDS = """
# Leaderboard on the generated sample

Written by `make verify` (scripts/verify.py): mean and standard deviation over the seeds 0, 1 and 2,
on the test part of each split. The posts are generated and the attacks are ours, so the figures
rank models on this sample; they say nothing about real campaigns. Beside each stands the base rate,
which is the average precision of a coin. The line under each command says how many accounts of
campaigns were tested: over two of them a figure means next to nothing, however high it is. By time
the tested campaign does little but copy texts within 90 s, which is easy; by campaign whole
campaigns are new to the model, which is the figure to expect of one that nobody has labelled yet.
"""
ALARMS_WORDS = """
# Alarms on real posts in which nothing is known to be coordinated

Written by `make verify` (scripts/verify.py) with the default model. These sets have no labels: some
of the flagged accounts may well act together. They are ordinary people, parties and media, so the
figures are what a user should expect to look through for nothing. Accounts that do too little to
be compared get no score and cannot be flagged. The column map in each command is the one on the
card of the dataset (`datasets/<name>/card.yaml`).
"""


def main() -> None:
    """Write both pages."""
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="inconcert-verify-"))
    try:
        if not options.alarms_only:
            write_leaderboard(folder)
        write_alarms(folder)
    finally:
        shutil.rmtree(folder)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alarms-only", action="store_true", help="leave the leaderboard as it is")
    return parser.parse_args()


def write_leaderboard(folder: Path) -> None:
    """Train everything under each split, and write one table a split."""
    write_section(LEADERBOARD, "machine", machine() + ".", introduction=LEADERBOARD_WORDS)
    for split in SPLITS:
        command = sweep(split, store=folder / f"{split}.db")
        ran = run(command)
        runs = finished_runs(folder / f"{split}.db")
        text = f"## {split}\n\n    {shown(hide(command, folder))}\n\n{tested(ran.output)}\n\n"
        write_section(LEADERBOARD, split, text + markdown_table(ranked(runs)), introduction="")
    print(f"wrote {LEADERBOARD}")


def tested(output: str) -> str:
    """Say how many accounts were tested, and how many of them in campaigns, over all runs."""
    found = re.findall(r"(\d+) accounts tested, (\d+) of them in campaigns", output)
    accounts, positive = ([int(pair[i]) for pair in found] for i in (0, 1))
    return (
        f"Tested: {min(accounts)} to {max(accounts)} accounts a run, {min(positive)} to "
        f"{max(positive)} of them in campaigns."
    )


def sweep(split: str, *, store: Path) -> list[str]:
    """Return the command that trains all models with all seeds, two at a time."""
    return inconcert(
        "train",
        "-m",
        "dataset=sample",
        f"model={','.join(MODELS)}",
        f"seed={','.join(map(str, SEEDS))}",
        f"evaluation={split}",
        f"tracking.uri=sqlite:///{store}",
        "hydra/launcher=joblib",
        "hydra.launcher.n_jobs=2",
    )


def hide(command: list[str], folder: Path) -> list[str]:
    """Return the command without the name of a temporary folder."""
    return [part.replace(str(folder), ".") for part in command]


def finished_runs(store: Path) -> pl.DataFrame:
    """Return the runs of a store, one row each; exits with 1 if one is lost or not finished."""
    import mlflow

    mlflow.set_tracking_uri(f"sqlite:///{store}")
    found = mlflow.search_runs(search_all_experiments=True, output_format="list")
    finished = [entry for entry in found if entry.info.status == "FINISHED"]
    wanted = len(MODELS) * len(SEEDS)
    print(f"{len(finished)} finished runs of {wanted} in {store.name}")
    if len(found) != wanted or len(finished) != wanted:
        sys.exit(f"{wanted} runs were started; {len(found)} are kept, {len(finished)} finished")
    return pl.DataFrame([{**entry.data.params, **entry.data.metrics} for entry in finished])


def ranked(runs: pl.DataFrame) -> list[dict[str, str]]:
    """Return one line a model, the best average precision first."""
    rows = []
    for (model,), of_model in runs.group_by("model", maintain_order=True):
        cells = {title: spread(of_model[name]) for name, title in METRICS.items()}
        rows.append((-mean(of_model["average_precision"]), {"model": str(model), **cells}))
    return [row for _, row in sorted(rows, key=lambda entry: (entry[0], entry[1]["model"]))]


def mean(values: pl.Series) -> float:
    """Return the mean of some numbers."""
    return math.fsum(values) / len(values)


def spread(values: pl.Series) -> str:
    """Return mean and sample standard deviation."""
    centre = mean(values)
    variance = math.fsum((value - centre) ** 2 for value in values) / max(len(values) - 1, 1)
    return f"{centre:.3f} ± {math.sqrt(variance):.3f}"


def write_alarms(folder: Path) -> None:
    """Score each organic set that is here with the default model."""
    rows, commands = [], []
    for name in ORGANIC:
        arguments = score_arguments(name, folder)
        if arguments is None:
            print(f"{name} is not here; its row is left out")
            continue
        commands.append(f"    {shown(hide(arguments, folder))}")
        run(arguments)
        rows.append(alarm_row(name, folder / name))
    if rows:
        text = "\n".join(commands) + "\n\n" + markdown_table(rows)
        write_section(ALARMS, "alarms", text, introduction=ALARMS_WORDS)
        print(f"wrote {ALARMS}")


def score_arguments(name: str, folder: Path) -> list[str] | None:
    """Return the command that scores a dataset, its columns mapped by its card; None if absent."""
    import yaml

    from inconcert.errors import MissingFileError
    from inconcert.pipeline.reproduction.cards import dataset_card, find_files

    card = dataset_card(name)
    try:
        files = find_files(card, card.files)
    except MissingFileError:
        return None
    columns = folder / f"{name}.columns.yaml"
    columns.write_text(yaml.safe_dump(dict(card.columns or {})), encoding="utf-8")
    paths = [os.path.relpath(path, ROOT) for path in files.values()]
    options = ["--reader", card.reader, "--columns", str(columns), "--out", str(folder / name)]
    return inconcert("score", *paths, *options)


def alarm_row(name: str, scored: Path) -> dict[str, str]:
    """Return one line of the table of alarms."""
    accounts = pl.read_parquet(scored / "accounts.parquet")
    clusters = pl.read_parquet(scored / "clusters.parquet")
    flagged = int(accounts["flagged"].sum())
    judged = accounts["score"].count()
    return {
        "dataset": name,
        "accounts": f"{accounts.height:,}",
        "with a score": f"{judged:,}",
        "flagged": f"{flagged:,}",
        "of those with a score": f"{flagged / max(judged, 1):.1%}",
        "per 10,000 accounts": f"{10_000 * flagged / accounts.height:.1f}",
        "clusters": f"{clusters.height:,}",
        "accounts in clusters": f"{accounts['cluster_id'].is_not_null().sum():,}",
    }


if __name__ == "__main__":
    main()
