"""What is measured: posts as somebody collected them, and why a statistic may be absent."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inconcert.networks.actions import actions
from inconcert.networks.coaction import coaction_network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

Floats: TypeAlias = NDArray[np.float64]

_MOST_PAIRS = 20_000_000
NO_REPOSTS = "holds no reposts"
LEAST = 100
"""Fewer of what is counted make no figure."""


@dataclass(frozen=True)
class Absent:
    """A statistic that these posts cannot show, and the reason."""

    reason: str


Value: TypeAlias = "Floats | float | dict[str, Floats] | Absent"
"""A sample, a profile, a single figure, a sample for each language, or none and why."""


@dataclass(frozen=True)
class Sight:
    """Posts (`schemas.Posts`) as they were collected, with the time zone of their place.

    Tables that several statistics need are made once, when the first asks for them.
    """

    posts: pl.DataFrame
    timezone: str = "UTC"
    withheld: Mapping[str, str] = field(default_factory=dict)
    """Statistics that say more of the collection than of the people: name to reason."""

    def __post_init__(self) -> None:
        """Order the posts by id, so that the order of rows decides nothing."""
        object.__setattr__(self, "posts", self.posts.sort("post_id"))

    @cached_property
    def reposts(self) -> pl.DataFrame:
        """Posts that repeat another's."""
        return self.posts.filter(pl.col("kind") == "repost")

    @cached_property
    def own(self) -> pl.DataFrame:
        """Posts in the account's own words: all but reposts."""
        return self.posts.filter(pl.col("kind") != "repost")

    @cached_property
    def posts_per_account(self) -> Floats:
        """Posts of each account, ascending."""
        counts = self.posts.group_by("account_id").len()["len"].sort()
        return counts.cast(pl.Float64).to_numpy()

    @cached_property
    def local_times(self) -> pl.Series:
        """When each post was written, by the clocks of the place."""
        return self.posts["created_at"].dt.convert_time_zone(ZoneInfo(self.timezone).key)

    @cached_property
    def repost_acts(self) -> pl.DataFrame:
        """`schemas.Actions` of the repost layer."""
        return actions(self.posts, ["repost"])

    @cached_property
    def url_acts(self) -> pl.DataFrame:
        """`schemas.Actions` of the url layer."""
        return actions(self.posts, ["url"])

    @cached_property
    def _networks(self) -> dict[tuple[str, float | None], pl.DataFrame]:
        return {}

    def acts(self, layer: str) -> pl.DataFrame:
        """Return the acts of a layer, `repost` or `url`."""
        return self.repost_acts if layer == "repost" else self.url_acts

    def network(self, layer: str, window_seconds: float | None) -> pl.DataFrame:
        """Return the co-action edges of a layer within a window; None: of any delay."""
        key = (layer, window_seconds)
        if key not in self._networks:
            acts = self.acts(layer)
            self._networks[key] = coaction_network(acts, window_seconds, max_pairs=_MOST_PAIRS)
        return self._networks[key]


def share(flags: pl.Series) -> float:
    """Return the share of true values; 0 of none.

    >>> share(pl.Series([True, False]))
    0.5
    """
    return int(flags.sum()) / max(len(flags), 1)


def too_few(sight: Sight, count: int, what: str, *, layer: str = "repost") -> Absent | None:
    """Return why a figure of fewer than 100 things is withheld; None where there are enough.

    >>> from inconcert.schemas import Posts, empty
    >>> too_few(Sight(empty(Posts)), 3, "pairs", layer="url")
    Absent(reason='fewer than 100 pairs')
    """
    if count >= LEAST:
        return None
    if layer == "repost" and sight.repost_acts.is_empty():
        return Absent(NO_REPOSTS)
    return Absent(f"fewer than {LEAST} {what}")


def seen_like(
    simulated: pl.DataFrame, real: pl.DataFrame, *, unseen_kinds: Sequence[str] = ()
) -> pl.DataFrame:
    """Return simulated posts through the eyes of a real collection.

    Columns that the real set never fills are emptied, and posts of the kinds that it does not hold
    are left out: what a statistic cannot use in one it must not use in the other.

    >>> from inconcert.schemas import Posts, empty
    >>> seen_like(empty(Posts), empty(Posts)).height
    0
    """
    kept = simulated.filter(~pl.col("kind").is_in(list(unseen_kinds)))
    emptied = [
        _nothing(dtype).alias(name)
        for name, dtype in kept.schema.items()
        if _is_empty(real[name]) and not _is_empty(kept[name])
    ]
    return kept.with_columns(emptied)


def _is_empty(column: pl.Series) -> bool:
    if isinstance(column.dtype, pl.List):
        return bool(column.list.len().sum() == 0)
    return column.null_count() == len(column)


def _nothing(dtype: pl.DataType) -> pl.Expr:
    return pl.lit([] if isinstance(dtype, pl.List) else None, dtype=dtype)


def watched(posts: pl.DataFrame, intervals: Sequence[tuple[datetime, datetime]]) -> pl.DataFrame:
    """Return the posts of some intervals (both ends included); of all times where none is given.

    >>> from inconcert.schemas import Posts, empty
    >>> watched(empty(Posts), []).height
    0
    """
    if not intervals:
        return posts
    within = [pl.col("created_at").is_between(first, last) for first, last in intervals]
    return posts.filter(pl.any_horizontal(within))
