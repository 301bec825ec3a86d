"""False alarms: what a model flags where there is no campaign, organic scenario by scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from inconcert.pipeline.suites.base import Findings, Scale, Size, judged_world
from inconcert.pipeline.suites.worlds import scenario_of, world_of
from inconcert.simulation.catalogue import component, components

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.pipeline.bundle import Bundle

PER = 10_000


@dataclass(frozen=True)
class Benign:
    """Each organic scenario alone on a background without campaigns, and the background itself.

    An alarm is a flagged account. `scenarios` names modules of `simulation.organic`; empty: all.
    """

    caption: ClassVar[str] = "False alarms per 10,000 accounts, without any campaign"

    scenarios: tuple[str, ...] = ()
    quick: Size = field(default_factory=Size)
    full: Size = field(default_factory=lambda: Size(accounts=4_000, seeds=5))

    def __post_init__(self) -> None:
        """Find every scenario at once."""
        for name in self.scenarios:
            component("organic", name)

    def run(self, bundle: Bundle, scale: Scale) -> Findings:
        """Count alarms, among those who take part and among all."""
        size: Size = getattr(self, scale)
        rows = [self._row(bundle, size, None)]
        rows += [
            self._row(bundle, size, name) for name in self.scenarios or tuple(components("organic"))
        ]
        number = pl.col("code").str.slice(1).cast(pl.Int64, strict=False).fill_null(0)
        table = pl.DataFrame(rows).sort(number, "scenario")
        alarms, accounts = int(table["flagged"].sum()), int(table["accounts"].sum())
        worst = float(table["per_10000"].max() or 0)  # type: ignore[arg-type]
        return Findings(table, {"per_10000": PER * alarms / accounts, "worst_per_10000": worst})

    def _row(self, bundle: Bundle, size: Size, name: str | None) -> dict[str, object]:
        """Pool the seeds of one scenario."""
        cls = None if name is None else component("organic", name)
        part = None if cls is None else cls(name=name)
        scene = scenario_of(size, organic=part)
        seen = pl.concat(
            [judged_world(bundle, world_of(scene, seed)) for seed in range(size.seeds)]
        )
        inside = pl.col("role").str.starts_with(f"{name}:") if name else pl.lit(value=False)
        there = seen.filter(inside)
        flagged = int(seen["flagged"].sum())
        return {
            "code": "" if cls is None else cls.code,
            "scenario": name or "background alone",
            "worlds": size.seeds,
            "accounts": seen.height,
            "with_score": int(seen["score"].count()),
            "taking_part": there.height,
            "flagged": flagged,
            "flagged_taking_part": int(there["flagged"].sum()),
            "per_10000": PER * flagged / seen.height,
            "per_10000_taking_part": (
                PER * float(there["flagged"].sum()) / there.height if there.height else None
            ),
        }

    def draw(self, table: pl.DataFrame, path: Path) -> None:
        """Bars: alarms per 10,000 accounts; beside them, those of the accounts that take part."""
        from inconcert.pipeline.suites.figures import bars

        order = pl.col("per_10000_taking_part").fill_null(-1.0)
        rows = table.sort(order, "per_10000", "scenario", descending=[False, False, True])
        names = [f"{code} {name}".strip() for code, name in rows.select("code", "scenario").rows()]
        bars(
            path,
            names,
            rows["per_10000"].to_list(),
            label="alarms per 10,000 accounts (bar: all; circle: those who take part)",
            marks=rows["per_10000_taking_part"].to_list(),
        )
