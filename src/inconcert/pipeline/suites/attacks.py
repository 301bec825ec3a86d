"""Recall: how much of each attack a model finds at a fixed false-positive rate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.metrics import average_precision
from inconcert.pipeline.suites.base import Findings, Scale, Size, judged_world
from inconcert.pipeline.suites.worlds import scenario_of, world_of
from inconcert.simulation.catalogue import component, components

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.pipeline.bundle import Bundle


@dataclass(frozen=True)
class Attacks:
    """Each attack alone, with its default parameters, on the background.

    `attacks` names modules of `simulation.attacks`; empty: all. Recall is that of accounts at the
    threshold at which the share `fpr` of the organic accounts of the same world is flagged; an
    account without a score is never flagged.
    """

    caption: ClassVar[str] = "Recall of accounts at a fixed false-positive rate"

    attacks: tuple[str, ...] = ()
    fpr: float = 0.01
    quick: Size = field(default_factory=Size)
    full: Size = field(default_factory=lambda: Size(accounts=4_000, seeds=5))

    def __post_init__(self) -> None:
        """Find every attack at once."""
        check_rate(self, self.fpr)
        for name in self.attacks:
            component("attacks", name)

    def run(self, bundle: Bundle, scale: Scale) -> Findings:
        """Measure each attack."""
        size: Size = getattr(self, scale)
        rows = []
        for name in self.attacks or tuple(components("attacks")):
            cls = component("attacks", name)
            scene = scenario_of(size, attack=cls(name=name))
            seen = [judged_world(bundle, world_of(scene, seed)) for seed in range(size.seeds)]
            rows.append({"code": cls.code, "attack": name, **measured(seen, self.fpr)})
        table = pl.DataFrame(rows).with_columns(order=pl.col("code").str.slice(1).cast(pl.Int64))
        table = table.sort("order", "attack").drop("order")
        return Findings(table, {"mean_recall": float(np.mean(table["recall_at_fpr"].to_numpy()))})

    def draw(self, table: pl.DataFrame, path: Path) -> None:
        """Bars, the best found on top."""
        from inconcert.pipeline.suites.figures import bars

        rows = table.sort("recall_at_fpr", "attack", descending=[False, True])
        names = [f"{code} {name}" for code, name in rows.select("code", "attack").rows()]
        label = f"recall at a false-positive rate of {self.fpr:g}"
        bars(path, names, rows["recall_at_fpr"].to_list(), label=label, most=1.0)


def measured(worlds: list[pl.DataFrame], fpr: float) -> dict[str, float | int | None]:
    """Return the measures of one case, its worlds (of `judged_world`) pooled.

    The threshold is found in each world; `average_precision` is the mean over the worlds.
    `touched` are organic accounts that the attack copied or aimed at, `flagged_touched` those of
    them that are wrongly flagged.
    """
    truth = [world["campaign"].is_not_null().to_numpy() for world in worlds]
    scores = [world["score"].fill_null(-1.0).to_numpy() for world in worlds]
    hits = sum(
        int((score[member] >= threshold_at(score[~member], fpr)).sum())
        for score, member in zip(scores, truth, strict=True)
    )
    members = sum(int(member.sum()) for member in truth)
    everyone = pl.concat(worlds)
    flagged = everyone.filter("flagged")
    touched = everyone.filter(pl.col("campaign").is_null(), pl.col("role").str.contains(":"))
    found = int(flagged["campaign"].is_not_null().sum())
    precisions = [
        average_precision(score, member)
        for score, member in zip(scores, truth, strict=True)
        if member.any()
    ]
    accounts = sum(world.height for world in worlds)
    return {
        "worlds": len(worlds),
        "accounts": accounts,
        "members": members,
        "recall_at_fpr": hits / members if members else None,
        "average_precision": float(np.mean(precisions)) if precisions else None,
        "base_rate": members / accounts,
        "recall": found / members if members else None,
        "precision": found / flagged.height if flagged.height else None,
        "flagged": flagged.height,
        "touched": touched.height,
        "flagged_touched": int(touched["flagged"].sum()),
    }


def threshold_at(organic: np.ndarray, fpr: float) -> float:
    """Return the least threshold at which no more than the share `fpr` of these is flagged.

    Flagged is what scores at least the threshold; -1 stands for no score and is never flagged.

    >>> 0.2 < threshold_at(np.array([0.1, 0.2, 0.2, 0.9]), 0.25) < 0.201
    True
    """
    allowed = int(np.floor(fpr * organic.size))
    if allowed >= organic.size:
        return 0.0
    first_too_many = float(np.sort(organic)[::-1][allowed])
    return 0.0 if first_too_many < 0 else float(np.nextafter(first_too_many, 2.0))


def check_rate(owner: object, fpr: float) -> None:
    """Refuse what is no false-positive rate."""
    if not 0 < fpr < 1:
        raise ConfigError(f"{type(owner).__name__}.fpr is {fpr!r}; allowed: a number from 0 to 1")
