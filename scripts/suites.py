"""Lets models go through the suites; writes docs/suites.md and its figures.

.venv/bin/python scripts/suites.py [--size quick|full] [--models NAME,NAME]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import polars as pl
from commands import inconcert, run, shown
from documents import ROOT, markdown_table, write_section

from inconcert.pipeline.choices import choice
from inconcert.pipeline.reproduction.cards import dataset_card, lies_here

PAGE = ROOT / "docs" / "suites.md"
FIGURES = ROOT / "docs" / "suites"
MODELS = ("corepost_similarity", "boosted_trees")
SUITES = ("benign", "attacks", "ladders", "real_organic")
WORDS = """
# Models on the suites

Written by `make verify` (scripts/suites.py). Every suite is a set of worlds whose truth is known,
one thing at a time on a background that no model has seen: organic scenarios, where each flagged
account is a false alarm; attacks, where recall is taken at the threshold that flags 1 % of the
organic accounts; ladders, where an attack gets harder rung by rung; and real posts in which nothing
is known to be coordinated (left out where the data are not here). The background has the habits
that bring it nearer to real data (`population.LIFELIKE`), which the sample does not have. `touched`
are organic accounts that an attack copies or aims at. `corepost_similarity` compares
reposts alone, so that it cannot see attacks made of texts, links or replies; models that need
labels learned the shipped sample, whose campaigns repost and copy texts. What stands here is true
of these worlds (docs/scenarios.md, docs/realism.md), no more.
"""
COLUMNS = {
    "benign": ("code", "scenario", "accounts", "taking_part", "flagged", "flagged_taking_part",
               "per_10000", "per_10000_taking_part"),
    "attacks": ("code", "attack", "members", "base_rate", "recall_at_fpr", "average_precision",
                "recall", "precision", "touched", "flagged_touched"),
    "ladders": ("ladder", "attack", "unit", "rung", "members", "recall_at_fpr", "holds"),
    "real_organic": ("dataset", "posts", "accounts", "with_score", "flagged", "per_10000"),
}  # fmt: skip


def main() -> None:
    """Write the page, a section a model."""
    options = arguments()
    FIGURES.mkdir(parents=True, exist_ok=True)
    for model in options.models.split(","):
        with tempfile.TemporaryDirectory(prefix="inconcert-suites-") as folder:
            write_model(model, options.size, Path(folder))
    print(f"wrote {PAGE}")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("quick", "full"), default="quick")
    parser.add_argument("--models", default=",".join(MODELS))
    return parser.parse_args()


def write_model(model: str, size: str, folder: Path) -> None:
    """Evaluate one model on the suites whose data are here; write its section."""
    parts = [f"## {model}"]
    for name in SUITES:
        command = inconcert(
            "evaluate", "--model", model, "--suite", name, "--size", size,
            "--out", str(folder / name), "--tracking-uri", f"sqlite:///{folder / 'runs.db'}",
        )  # fmt: skip
        if name == "real_organic" and not any_real_set():
            print("real_organic: left out, since none of its datasets is here")
            continue
        run(command)
        figure = FIGURES / f"{model}_{name}.svg"
        shutil.copyfile(folder / name / f"{name}.svg", figure)
        told = shown(inconcert("evaluate", "--model", model, "--suite", name, "--size", size))
        table = pl.read_parquet(folder / name / f"{name}.parquet").select(COLUMNS[name])
        parts += [
            f"### {name}",
            f"    {told}",
            markdown_table([{key: cell(value) for key, value in row.items()}
                            for row in table.iter_rows(named=True)]),
            f"![{name}, {model}](suites/{figure.name})",
        ]  # fmt: skip
    write_section(PAGE, model, "\n\n".join(parts), introduction=WORDS)


def any_real_set() -> bool:
    """Say whether a dataset of the suite on real posts lies here."""
    names = choice("evaluation", "real_organic").read()["datasets"]
    cards = [dataset_card(name) for name in names]
    return any(lies_here(card, card.files) for card in cards)


def cell(value: object) -> str:
    """Return a value as a table shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main()
