"""The choice of feature families."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from typing import Literal, get_args

from inconcert.errors import ConfigError
from inconcert.features.family import FeatureFamily  # noqa: TC001 - build reads it

FamilyName = Literal["activity", "timing", "content", "structure"]
FAMILIES: tuple[FamilyName, ...] = get_args(FamilyName)
"""The families that ship, in the order of their columns."""


@dataclass(frozen=True)
class FeatureSettings:
    """Which families of features a table holds; `inconcert list features` shows what is in each.

    A family that ships is named; one of an add-on is an object, which a config names by
    `_target_`: `families: [activity, {_target_: my_package.my_module.MyFamily}]`.
    """

    families: tuple[FamilyName | FeatureFamily, ...] = FAMILIES

    def __post_init__(self) -> None:
        for family in self.families:
            if not isinstance(family, str) and not is_dataclass(family):
                raise ConfigError(
                    f"features.families: {type(family).__name__} is no dataclass, so a saved model "
                    "could not say how it was made; write @dataclass(frozen=True) above it"
                )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the families.

        >>> FeatureSettings(families=("timing",)).names
        ('timing',)
        """
        return tuple(f if isinstance(f, str) else f.name for f in self.families)
