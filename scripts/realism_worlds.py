"""A real organic set: how it is read, and the simulated worlds that stand for it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.evaluation.realism.sight import Sight, seen_like, watched
from inconcert.posts.ingest import ingest
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def with_parents(table: pl.DataFrame) -> pl.DataFrame:
    """Find the post that each reply answers among the posts of the table.

    The source rounded the ids of parents to the nearest float; no two posts here share one.
    """
    rounded = pl.col("id_str").cast(pl.Float64)
    known = table.select(in_reply_to_id_approx=rounded, parent="id_str").unique(
        "in_reply_to_id_approx", keep="none"
    )
    replies = table.with_columns(pl.col("in_reply_to_id_approx").cast(pl.Float64))
    return replies.join(known, on="in_reply_to_id_approx", how="left", maintain_order="left")


@dataclass(frozen=True)
class RealSet:
    """A real set, how to read it, and the parameters of the worlds that stand for it."""

    name: str
    path: str
    """Below the folder of the real sets."""
    columns: Mapping[str, Any]
    timezone: str
    world: Mapping[str, Any]
    """Size, span, place and language of the simulated world; all else as `Population` has it."""
    nearer: Mapping[str, Any]
    """What else of `Population` brings the world nearer to this set."""
    lang: str | None = None
    """Of all texts, where the set does not name it."""
    platform: str | None = None
    """Only posts of this platform."""
    unseen_kinds: tuple[str, ...] = ()
    intervals: tuple[tuple[str, str], ...] = ()
    """Only posts of these times (UTC), in which the collection ran; none: all."""
    hours_slow: int = 0
    """How much earlier than the truth the times of the set are."""
    later_days: int = 0
    """The world is this much later than the set: none can begin before 2016."""
    withheld: Mapping[str, str] = field(default_factory=dict)
    prepared: Callable[[pl.DataFrame], pl.DataFrame] | None = None

    def real(self, folder: Path) -> Sight:
        """Return the real posts."""
        posts = self._read(folder)
        if self.platform:
            posts = posts.filter(pl.col("platform") == self.platform)
        if self.hours_slow:
            posts = posts.with_columns(pl.col("created_at") + timedelta(hours=self.hours_slow))
        if self.lang:
            posts = posts.with_columns(pl.col("lang").fill_null(self.lang))
        seen = posts.filter(~pl.col("kind").is_in(list(self.unseen_kinds)))
        return self._sight(watched(seen, self._intervals()))

    def population(self, *, nearer: bool) -> Population:
        """Return the parameters of the world, brought nearer to the set or not."""
        return Population(**{**self.world, **(self.nearer if nearer else {})})

    def simulated(self, real: Sight, *, seed: int, nearer: bool) -> Sight:
        """Return a simulated world, seen as the real set was."""
        world = simulate(Scenario(population=self.population(nearer=nearer)), seed=seed)
        posts = watched(world.posts, self._intervals(self.later_days))
        return self._sight(seen_like(posts, real.posts, unseen_kinds=self.unseen_kinds))

    def _sight(self, posts: pl.DataFrame) -> Sight:
        return Sight(posts, timezone=self.timezone, withheld=self.withheld)

    def _read(self, folder: Path) -> pl.DataFrame:
        if self.prepared is None:
            return ingest(folder / self.path, reader="table", columns=self.columns).posts
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "prepared.parquet"
            self.prepared(pl.read_parquet(folder / self.path)).write_parquet(file)
            return ingest(file, reader="table", columns=self.columns).posts

    def _intervals(self, later_days: int = 0) -> list[tuple[datetime, datetime]]:
        later = timedelta(days=later_days)
        return [(_utc(first) + later, _utc(last) + later) for first, last in self.intervals]


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
