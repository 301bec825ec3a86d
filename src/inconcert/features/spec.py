"""What is said of a feature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FeatureSpec:
    """What a column of the feature table means."""

    name: str
    family: str
    unit: str
    formula: str
    source: str
    """A paper or a standard; "own" where it was chosen here."""
    description: str
    dataset_relative: bool = False
    """The value also depends on accounts that this account has nothing to do with."""
