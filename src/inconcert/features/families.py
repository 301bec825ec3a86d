"""The families that ship, behind the contract that a family of an add-on satisfies too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from inconcert.errors import ConfigError, nearest
from inconcert.features.activity import activity_features
from inconcert.features.content import content_features
from inconcert.features.settings import FAMILIES
from inconcert.features.specs.activity import activity_specs
from inconcert.features.specs.content import content_specs
from inconcert.features.specs.structure import structure_specs
from inconcert.features.specs.timing import timing_specs
from inconcert.features.structure import structure_features
from inconcert.features.timing import timing_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from inconcert.features.family import FeatureFamily, FeatureTables
    from inconcert.features.spec import FeatureSpec


@dataclass(frozen=True)
class Activity:
    """How much an account does, of which kind, and towards whom."""

    name: ClassVar[str] = "activity"

    def specs(self) -> tuple[FeatureSpec, ...]:
        """Describe every column."""
        return activity_specs()

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        """Count them."""
        return activity_features(tables.posts, accounts=tables.accounts)


@dataclass(frozen=True)
class Timing:
    """When an account acts, how regularly, and how fast it reacts."""

    name: ClassVar[str] = "timing"

    def specs(self) -> tuple[FeatureSpec, ...]:
        """Describe every column."""
        return timing_specs()

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        """Count them."""
        return timing_features(tables.posts, actions=tables.actions)


@dataclass(frozen=True)
class Content:
    """What an account's posts are made of, and how often they are repeated."""

    name: ClassVar[str] = "content"

    def specs(self) -> tuple[FeatureSpec, ...]:
        """Describe every column."""
        return content_specs()

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        """Count them."""
        return content_features(tables.posts, actions=tables.actions)


@dataclass(frozen=True)
class Structure:
    """Where an account stands in the interaction and co-action networks."""

    name: ClassVar[str] = "structure"

    def specs(self) -> tuple[FeatureSpec, ...]:
        """Describe every column."""
        return structure_specs()

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        """Count them."""
        return structure_features(
            tables.posts, coaction=tables.coaction, interactions=tables.interactions
        )


_SHIPPED: dict[str, FeatureFamily] = {
    family.name: family for family in (Activity(), Timing(), Content(), Structure())
}


def chosen_families(
    families: Sequence[str | FeatureFamily] | None,
) -> tuple[FeatureFamily, ...]:
    """Return the families (None: all that ship): those that ship first, the others by name.

    Raises `ConfigError` for a name that is none of ours, and for two families of one name.

    >>> [family.name for family in chosen_families(["timing", "activity"])]
    ['activity', 'timing']
    """
    found: dict[str, FeatureFamily] = {}
    for family in FAMILIES if families is None else families:
        made = _named(family) if isinstance(family, str) else family
        if found.setdefault(made.name, made) != made:
            raise ConfigError(f"two feature families are named '{made.name}'; rename one")
    _check_columns(tuple(found.values()))
    return tuple(sorted(found.values(), key=_place))


def _named(name: str) -> FeatureFamily:
    if name not in _SHIPPED:
        raise ConfigError(
            f"no feature family '{name}': {nearest(name, FAMILIES)}\n"
            "a family of an add-on is written as {_target_: package.module.Class}"
        )
    return _SHIPPED[name]


def _place(family: FeatureFamily) -> tuple[int, str]:
    ours = FAMILIES.index(family.name) if family.name in FAMILIES else len(FAMILIES)
    return ours, family.name


def _check_columns(families: tuple[FeatureFamily, ...]) -> None:
    owner: dict[str, str] = {}
    for family in families:
        for spec in family.specs():
            if owner.setdefault(spec.name, family.name) != family.name:
                raise ConfigError(
                    f"feature '{spec.name}' is in two families, {owner[spec.name]} and "
                    f"{family.name}; rename one"
                )
