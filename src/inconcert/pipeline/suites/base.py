"""What a suite is, how large its worlds are, and what a model says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol, runtime_checkable

import polars as pl

from inconcert.errors import ConfigError
from inconcert.pipeline.stages import account_graph

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from inconcert.pipeline.bundle import Bundle
    from inconcert.simulation.world import World

Scale = Literal["quick", "full"]


@dataclass(frozen=True)
class Size:
    """How large the worlds of a suite are, and how many seeds are pooled."""

    accounts: int = 1_200
    days: int = 14
    seeds: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no size."""
        for key in ("accounts", "days", "seeds"):
            value = getattr(self, key)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise ConfigError(f"Size.{key} is {value!r}; allowed: a whole number of at least 1")


@dataclass(frozen=True)
class Findings:
    """What a suite found: one row a case, as `inconcert evaluate` writes and logs them."""

    table: pl.DataFrame
    metrics: Mapping[str, float] = field(default_factory=dict)
    """The few numbers that go into the run by name."""
    notes: tuple[str, ...] = ()


@runtime_checkable
class Suite(Protocol):
    """What a suite of `conf/evaluation` names: a frozen dataclass of its parameters."""

    caption: ClassVar[str]

    def run(self, bundle: Bundle, scale: Scale) -> Findings:
        """Let the model judge every case."""
        ...

    def draw(self, table: pl.DataFrame, path: Path) -> None:
        """Write the figure of the table."""
        ...


def judged(
    bundle: Bundle, posts: pl.DataFrame, accounts: pl.DataFrame | None
) -> tuple[pl.DataFrame, float]:
    """Return `account_id`, `score` (null: abstains), `flagged`, and the threshold.

    The network and the features are those that the model was trained with.
    """
    graph = account_graph(
        posts, accounts=accounts, network=bundle.network, features=bundle.features
    )
    scored = bundle.model.score(graph)
    flagged = (pl.col("score") >= scored.threshold).fill_null(value=False)
    return scored.scores.with_columns(flagged=flagged), scored.threshold


def judged_world(bundle: Bundle, world: World) -> pl.DataFrame:
    """Return what the model says of a world's accounts, beside the truth.

    `account_id`, `score`, `flagged`, `campaign` (null: none), `role`.
    """
    verdicts, _ = judged(bundle, world.posts, world.accounts)
    truth = world.labels.select("account_id", "campaign", "role")
    return verdicts.join(truth, on="account_id", how="left").sort("account_id")
