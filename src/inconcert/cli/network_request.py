"""What `inconcert network` was asked for, and what that means to the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.networks.largeobjects import PairLimits
    from inconcert.networks.rules import CoActionRules

_NO_LIMIT = "none"


@dataclass(frozen=True, kw_only=True)
class NetworkRequest:
    """What was asked for, as it was typed; None and false: not asked for."""

    out: Path
    layers: tuple[str, ...] = ("repost",)
    window: tuple[str, ...] = ()
    window_rule: str | None = None
    bin_origin: str | None = None
    weight: str | None = None
    half_life: float | None = None
    min_weight: float | None = None
    min_participation: int | None = None
    self_pairs: bool = False
    directed: bool = False
    max_pairs: int | None = None
    on_large_objects: str | None = None
    max_pairs_per_object: int | None = None
    null: str | None = None
    strata: str | None = None
    min_activity: int | None = None
    backbone: str | None = None
    backbone_threshold: float | None = None
    fuse: str | None = None
    fuse_k: int | None = None
    pairs: Path | None = None
    seed: int = 0

    @property
    def windows(self) -> tuple[float | None, ...]:
        """Return the windows in seconds, the shortest first; 60 if none was given."""
        from inconcert.networks.rules import windows_of

        return windows_of([parse_window(text) for text in self.window or ("60",)], self.rules)

    @property
    def rules(self) -> CoActionRules:
        """Return the rules of the engine; raises `ConfigError` for those that are none."""
        from inconcert.networks.rules import CoActionRules

        asked = {
            "window_rule": self.window_rule,
            "bin_origin": self.bin_origin,
            "weight": self.weight,
            "half_life_seconds": self.half_life,
            "min_weight": self.min_weight,
            "min_participation": self.min_participation,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return CoActionRules(**given, self_pairs=self.self_pairs, directed=self.directed)  # type: ignore[arg-type]

    @property
    def limits(self) -> PairLimits:
        """Return how many pairs may be looked at, and what happens to large objects."""
        from inconcert.networks.coaction import MAX_PAIRS
        from inconcert.networks.largeobjects import PairLimits

        asked = {
            "on_large_objects": self.on_large_objects,
            "max_pairs_per_object": self.max_pairs_per_object,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return PairLimits(self.max_pairs or MAX_PAIRS, seed=self.seed, **given)  # type: ignore[arg-type]


def parse_window(text: str) -> float | None:
    """Return the seconds of a window, or None for `none`.

    >>> parse_window("0.5"), parse_window("none")
    (0.5, None)
    """
    from inconcert.networks.sweep import window_microseconds

    if text.strip().lower() == _NO_LIMIT:
        return None
    try:
        seconds = float(text)
    except ValueError:
        raise ConfigError(
            f"--window {text}: give a number of seconds, or none for no limit; of several, each "
            "with its own --window."
        ) from None
    window_microseconds(seconds)
    return seconds
