"""How the world is seen: what a collection gets of it, and how much of that is told.

Applied to the posts when the truth is complete; labels and acts stay whole, so that it can be
said how much of a campaign was there to be seen. What one setting draws does not depend on the
others: the same world seen with more missing cells lacks all that it lacked with fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import nearest
from inconcert.schemas import TIME_PRECISIONS, Posts
from inconcert.simulation import limits
from inconcert.simulation.collection import FATES, SEEN, TRACES, apart, fates, matched

if TYPE_CHECKING:
    import numpy as np

_COLUMNS = Posts.columns()
LISTS = tuple(name for name, column in _COLUMNS.items() if type(column).__name__ == "List")
MAY_BE_EMPTY = tuple(name for name, column in _COLUMNS.items() if column.nullable or name in LISTS)
"""Columns of posts that a source need not have."""

_UNITS = {"minute": "1m", "hour": "1h", "day": "1d"}
_MINUTES_OF_A_DAY = 1_440
_LONGEST_DELAY = 100 * 365 * _MINUTES_OF_A_DAY


@dataclass(frozen=True)
class Observation:
    """The eyes that see the world. The default sees everything, to the second.

    Raises `ConfigError` with the key, the value and what is allowed.
    """

    sample: float = 1.0
    """Share of posts that the collection draws, each independently."""
    deleted: float = 0.0
    """Share of posts deleted before the collection; the reposts of a deleted post go with it."""
    minute_precision: float = 0.0
    """Share of posts whose time is known to the minute alone; ids stay as they are."""
    hour_precision: float = 0.0
    day_precision: float = 0.0
    """Of UTC."""
    keywords: tuple[str, ...] = ()
    """Collected are posts with one of these in text or hashtags; `#word` is a whole hashtag."""
    top_hashtags: int = 0
    """Collected are posts with one of so many most used hashtags, beside those with a keyword."""
    collect_delay_minutes: float = 0.0
    """How long after each post it is fetched: what `deleted_at` says is gone by then is missed."""
    outages_per_day: float = 0.0
    """Mean number of times that the collection stands still."""
    outage_minutes: float = 30.0
    most_per_quarter_hour: int | None = None
    """Rate limit: of each quarter of an hour the first so many posts are had; null: no limit."""
    drop_columns: tuple[str, ...] = ()
    """Columns that the source does not have: null, or lists without items."""
    missing: Mapping[str, float] = field(default_factory=dict)
    """Share of cells that a column lacks, each independently."""

    def __post_init__(self) -> None:
        """Refuse impossible settings."""
        limits.share(self, "sample", "deleted", "minute_precision")
        limits.share(self, "hour_precision", "day_precision")
        if self.sample <= 0:
            limits.refuse(self, "sample", "a share above 0")
        if self.hour_precision + self.day_precision > 1:
            limits.refuse(self, "day_precision", f"at most {1 - self.hour_precision:g}, the rest")
        limits.whole(self, "top_hashtags", least=0)
        limits.number(self, "collect_delay_minutes", least=0.0, most=_LONGEST_DELAY)
        limits.number(self, "outages_per_day", least=0.0, most=_MINUTES_OF_A_DAY)
        if self.most_per_quarter_hour is not None:
            limits.whole(self, "most_per_quarter_hour", least=1)
        _check_outages(self)
        _check_keywords(self)
        _check_columns(self)


@dataclass(frozen=True)
class View:
    """What is seen of a world, and what became of all its posts."""

    posts: pl.DataFrame
    """The posts that are seen, as they are seen, in the order in which they came."""
    fates: pl.DataFrame
    """`post_id` and `fate` of every post of the truth: seen, or why not (`collection.FATES`)."""


def observe(
    posts: pl.DataFrame, observation: Observation, rng: np.random.Generator
) -> pl.DataFrame:
    """Return the posts that are seen, as they are seen.

    >>> import numpy as np
    >>> from inconcert import schemas
    >>> observe(schemas.empty(Posts), Observation(), np.random.default_rng(0)).height
    0
    """
    return view(posts, observation, rng).posts


def view(posts: pl.DataFrame, observation: Observation, rng: np.random.Generator) -> View:
    """Return the posts that are seen, and the fate of each post."""
    found = matched(lambda: [posts], observation)
    eyes = sight(posts.select(TRACES), observation, rng, found=found)
    return View(eyes.of(posts), eyes.fates)


@dataclass(frozen=True)
class Sight:
    """What became of each post of a world, and what of it is told: one entry a post."""

    fates: pl.DataFrame
    """`post_id` and `fate`."""
    blurred: Mapping[str, pl.Series]
    """By precision, whether a time is cut to it."""
    lacks: Mapping[str, pl.Series]
    """By column, whether the cell is missing."""
    dropped: tuple[str, ...]
    """Columns that nothing is told of."""

    def of(self, posts: pl.DataFrame, start: int = 0) -> pl.DataFrame:
        """Return what is seen of `posts`, which are those of the world from row `start` on."""
        told = self._without_cells(posts, start)
        for precision, mark in self.blurred.items():
            told = _blur(told, mark.slice(start, posts.height), precision)
        return told.filter(self.fates["fate"].slice(start, posts.height) == SEEN)

    def _without_cells(self, posts: pl.DataFrame, start: int) -> pl.DataFrame:
        emptied = [
            pl.when(~pl.lit(mark.slice(start, posts.height)))
            .then(name)
            .otherwise(_nothing(posts, name))
            .alias(name)
            for name, mark in self.lacks.items()
        ]
        dropped = [_nothing(posts, name).alias(name) for name in self.dropped]
        return posts.with_columns(emptied).with_columns(dropped)


def sight(
    traces: pl.DataFrame,
    observation: Observation,
    rng: np.random.Generator,
    *,
    found: pl.Series | None,
) -> Sight:
    """Draw how a world is seen; of its posts the columns `TRACES` and what a search `found`."""
    deletion, draw, blur = rng.random((3, traces.height))
    fate = fates(traces, observation, rng, deletion=deletion, draw=draw, matched=found)
    blurred = {"minute": pl.Series(blur) < observation.minute_precision}
    if observation.hour_precision or observation.day_precision:
        coarse = pl.Series(apart(rng, "precision").random(traces.height))
        days = observation.day_precision
        blurred["hour"] = coarse.is_between(days, days + observation.hour_precision, closed="left")
        blurred["day"] = coarse < days
    lacks = {
        name: pl.Series(apart(rng, f"missing/{name}").random(traces.height)) < share
        for name, share in observation.missing.items()
    }
    told_of = pl.DataFrame([traces["post_id"], fate])
    return Sight(told_of, blurred, lacks, observation.drop_columns)


def observation_report(fates: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Count by fate the posts of the world and, of these, the acts of campaigns.

    Every fate has its row: `fate`, `posts`, `acts`; the posts sum to those of the truth.

    >>> fates = pl.DataFrame({"post_id": ["1", "2"], "fate": ["seen", "outage"]})
    >>> report = observation_report(fates, pl.DataFrame({"post_id": ["2"]}))
    >>> report.filter(pl.col("posts") > 0).rows()
    [('seen', 1, 0), ('outage', 1, 1)]
    """
    named = fates.select("fate", act=pl.col("post_id").is_in(acts["post_id"].implode()))
    counts = named.group_by("fate").agg(posts=pl.len(), acts=pl.col("act").sum())
    counts = counts.with_columns(pl.col("fate").cast(pl.String))
    every = pl.DataFrame({"fate": FATES}).join(counts, on="fate", how="left", maintain_order="left")
    return every.select("fate", pl.col("posts", "acts").fill_null(0).cast(pl.Int64))


def _blur(posts: pl.DataFrame, mark: pl.Series, precision: str) -> pl.DataFrame:
    """Cut the marked times, but for those that are no finer."""
    if not mark.any():
        return posts
    level = TIME_PRECISIONS.index(precision)
    cut = pl.lit(mark) & (
        pl.col("time_precision").cast(pl.Enum(TIME_PRECISIONS)).to_physical() < level
    )
    said = pl.lit(precision, dtype=posts.schema["time_precision"])
    return posts.with_columns(
        created_at=pl.when(cut)
        .then(pl.col("created_at").dt.truncate(_UNITS[precision]))
        .otherwise("created_at"),
        time_precision=pl.when(cut).then(said).otherwise("time_precision"),
    )


def _nothing(posts: pl.DataFrame, name: str) -> pl.Expr:
    return pl.lit([] if name in LISTS else None, dtype=posts.schema[name])


def _check_outages(observation: Observation) -> None:
    often = observation.outages_per_day
    most = _MINUTES_OF_A_DAY / max(often, 1)
    limits.number(observation, "outage_minutes", least=0.0, most=most)


def _check_keywords(observation: Observation) -> None:
    _check_words(observation, "keywords", "a list of words")
    if not all(word.strip(" #") for word in observation.keywords):
        limits.refuse(observation, "keywords", "words of at least one character")


def _check_words(observation: Observation, key: str, allowed: str) -> None:
    words = getattr(observation, key)
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        limits.refuse(observation, key, allowed)


def _check_columns(observation: Observation) -> None:
    _check_words(observation, "drop_columns", "a list of columns")
    if not isinstance(observation.missing, Mapping):
        limits.refuse(observation, "missing", "a share for each column, as {client: 0.5}")
    for key in ("drop_columns", "missing"):
        for name in getattr(observation, key):
            _check_column(observation, key, name)
    for name, share in observation.missing.items():
        number = isinstance(share, (int, float)) and not isinstance(share, bool)
        if not number or not 0 <= share <= 1:
            limits.refuse(observation, "missing", f"for {name} a number from 0 to 1")


def _check_column(observation: Observation, key: str, name: str) -> None:
    if name in MAY_BE_EMPTY:
        return
    if name in _COLUMNS:
        limits.refuse(observation, key, f"no {name}, which no post can do without")
    near = nearest(name, MAY_BE_EMPTY)
    said = near.removeprefix("allowed: ")
    limits.refuse(observation, key, f"columns of posts that may be empty; {name!r} is none: {said}")
