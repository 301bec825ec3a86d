"""The choices that turn posts into networks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NetworkSettings:
    """Which co-action layers to build, and how.

    `window_seconds` None means no limit. `min_weight` is the least number of distinct objects of
    a co-action edge.
    """

    layers: tuple[str, ...] = ("repost", "quote", "url", "text", "media")
    window_seconds: float | None = 60.0
    min_weight: int = 2
    resolution: float = 1.0
    """Of Leiden's modularity; higher gives more and smaller communities."""
    min_cluster_size: int = 3
    min_amplified_reposts: int = 3
    """Least reposts of one account (or post) that count as "keeps reposting"."""
    min_amplified_share: float = 0.1
    """Least share of an account's reposts that go to one target, to count as "keeps reposting"."""
