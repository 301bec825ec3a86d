"""What a split is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

Strategy = Literal["random", "campaign", "time"]
SIDES = ("train", "validation", "test")


@dataclass(frozen=True)
class SplitCounts:
    """How many accounts are where; `spanning` and `unseen` are set by a split that knows posts."""

    train: int
    validation: int
    test: int
    train_positive: int
    validation_positive: int
    test_positive: int
    spanning: int = 0
    """Accounts that post before and after T; they only train."""
    unseen: int = 0
    """Labelled accounts without a post; they are on no side."""


@dataclass(frozen=True)
class Split:
    """Three tables with the column `account_id`, sorted, and how they came about."""

    train: pl.DataFrame
    validation: pl.DataFrame
    test: pl.DataFrame
    strategy: Strategy
    counts: SplitCounts
    train_until: datetime | None = None
    """Training may use posts up to and with this time; None: no limit."""
    notes: tuple[str, ...] = field(default=())
