"""The choice of feature families."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FeatureSettings:
    """Which families of features a table holds; `inconcert list features` shows what is in each."""

    families: tuple[str, ...] = ("activity", "timing", "content", "structure")
