"""What a family of features is, and what it may count from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    import polars as pl

    from inconcert.features.spec import FeatureSpec


@dataclass(frozen=True)
class FeatureTables:
    """The tables that features are counted from; None: not given."""

    posts: pl.DataFrame
    """`schemas.Posts`."""
    accounts: pl.DataFrame | None = None
    """`schemas.Accounts`; may lack accounts that posted."""
    actions: pl.DataFrame | None = None
    """`schemas.Actions`, perhaps not of every layer."""
    coaction: pl.DataFrame | None = None
    """`schemas.Edges`."""
    interactions: pl.DataFrame | None = None
    """`schemas.Interactions`."""


@runtime_checkable
class FeatureFamily(Protocol):
    """Features that belong together.

    A frozen dataclass that satisfies this is a family; a config names it among `families` by
    `_target_`, with its options. There is no registry.
    """

    name: ClassVar[str]

    def specs(self) -> tuple[FeatureSpec, ...]:
        """Describe every column, in its order."""
        ...

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        """Return `account_id` and the described columns, at most one row an account.

        An account without a row, and a described column that is left out, are null.
        """
        ...
