"""The rules of a co-action network: what counts as a co-act and what an edge weighs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from inconcert.errors import ConfigError, nearest
from inconcert.networks.sweep import window_microseconds

if TYPE_CHECKING:
    from collections.abc import Sequence

WindowRule = Literal["sliding", "tumbling"]
BinOrigin = Literal["object", "dataset"]
Weight = Literal[
    "distinct_objects",
    "post_pairs",
    "distinct_posts_source",
    "distinct_posts_target",
    "idf",
    "tfidf_cosine",
    "newman",
    "popularity",
]
LargeObjects = Literal["refuse", "cap", "sample"]

COUNTS = ("distinct_objects", "post_pairs", "distinct_posts_source", "distinct_posts_target")
"""Weights that count something: the others are sums of shares and logarithms."""


@dataclass(frozen=True, kw_only=True)
class CoActionRules:
    """What `coaction_network` is asked for, apart from the windows; see there."""

    min_weight: float | None = None
    window_rule: WindowRule = "sliding"
    bin_origin: BinOrigin = "object"
    weight: Weight = "distinct_objects"
    half_life_seconds: float | None = None
    min_participation: int = 1
    self_pairs: bool = False
    directed: bool = False

    def __post_init__(self) -> None:
        """Raise `ConfigError` for a rule that does not exist or does not fit another."""
        _check_choice("window_rule", self.window_rule, get_args(WindowRule))
        _check_choice("bin_origin", self.bin_origin, get_args(BinOrigin))
        _check_choice("weight", self.weight, get_args(Weight))
        self._check_numbers()
        self._check_combinations()

    @property
    def least_weight(self) -> float:
        """Return the bound on the weight that holds: by default 1 for counts, none for others."""
        if self.min_weight is not None:
            return self.min_weight
        return 1.0 if self.weight in COUNTS and self.half_life_seconds is None else 0.0

    @property
    def counts_objects(self) -> bool:
        """Tell whether the weight is the plain number of distinct objects."""
        return self.weight == "distinct_objects" and self.half_life_seconds is None

    def _check_numbers(self) -> None:
        counting = self.weight in COUNTS and self.half_life_seconds is None
        least = 1 if counting else 0
        if self.min_weight is not None and not self.min_weight >= least:
            what = "distinct objects" if self.weight == "distinct_objects" else self.weight
            raise ConfigError(
                f"min_weight = {self.min_weight}: give the least number of {what}, 1 or more."
                if counting
                else f"min_weight = {self.min_weight}: give the least weight, 0 or more."
            )
        if self.min_participation < 1:
            raise ConfigError(
                f"min_participation = {self.min_participation}: give the least number of acts "
                "that an account must have on the layer, 1 or more."
            )
        half_life = self.half_life_seconds
        if half_life is not None and not (math.isfinite(half_life) and half_life > 0):
            raise ConfigError(
                f"half_life_seconds = {half_life}: give a number of seconds above 0, or None for "
                "no decay."
            )

    def _check_combinations(self) -> None:
        if self.half_life_seconds is not None and self.weight.startswith("distinct_posts"):
            raise ConfigError(
                f"half_life_seconds with weight = {self.weight!r}: a number of posts does not "
                "decay. Choose another weight, or no half-life."
            )
        if self.directed and self.self_pairs:
            raise ConfigError(
                "directed with self_pairs: an account does not lead itself. Choose one of the two."
            )


def windows_of(
    window_seconds: float | Sequence[float | None] | None, rules: CoActionRules
) -> tuple[float | None, ...]:
    """Return the windows asked for, each once, from the shortest to no limit.

    Raises `ConfigError` for none at all, one that is no window, and bins without width.

    >>> windows_of([None, 60, 10, 60], CoActionRules())
    (10.0, 60.0, None)
    """
    given: Any = window_seconds
    several = isinstance(given, Iterable) and not isinstance(given, str)
    asked: list[Any] = list(given) if several else [given]
    if not asked:
        raise ConfigError("window_seconds = []: give at least one window; None: no limit.")
    for window in asked:
        if window_microseconds(window) == 0 and rules.window_rule == "tumbling":
            raise ConfigError(
                f"window_seconds = {window} with window_rule = 'tumbling': bins must be at least "
                "a microsecond wide."
            )
    seconds = {None if window is None else float(window) for window in asked}
    return tuple(sorted(seconds, key=lambda window: math.inf if window is None else window))


def _check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ConfigError(f"{name} = {value!r}: {nearest(str(value), allowed)}.")
