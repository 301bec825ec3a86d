"""When acts come: all within the span, delayed by chance, at work, and while an account lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.rhythm import HOUR, office_hours

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from inconcert.simulation.rhythm import Rhythm
    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


def within_span(
    acts: pl.DataFrame, known: pl.DataFrame, rng: np.random.Generator, *, end: int
) -> pl.DataFrame:
    """Bring acts that would come after the span between what they react to and its end.

    `known` holds the posts (`post`, `at`) that the acts may react to, beside one another. Evenly
    drawn, so that nothing piles up at the end; an act that reacts to nothing comes at any time
    since the first act. Without late acts nothing is drawn.
    """
    late = acts["at"] >= end
    if not late.any():
        return acts
    # what reacts to another late act waits for it to be brought back
    now = late & ~acts["target"].is_in(acts.filter(late)["post"].implode()).fill_null(value=False)
    columns = ["post", "at"]
    seen = pl.concat([acts.select(columns), known.select(columns)]).rename({"at": "since"})
    begun = acts.join(
        seen.unique("post"), left_on="target", right_on="post", how="left", maintain_order="left"
    )
    since = begun["since"].fill_null(int(acts["at"].to_numpy().min())).to_numpy()
    drawn = since + 1 + np.floor(rng.random(acts.height) * (end - 1 - since)).astype(np.int64)
    moved = acts.with_columns(at=pl.when(now).then(pl.Series(drawn)).otherwise("at"))
    return within_span(moved, known, rng, end=end)


def jittered(
    acts: pl.DataFrame, hours: float, rng: np.random.Generator, *, end: int | None = None
) -> pl.DataFrame:
    """Delay each act by up to `hours`, evenly drawn; none comes before what it reacts to.

    Acts that other acts react to keep their time, for it is the start of something. Where the
    span has its `end` sooner, the delay is drawn up to there.
    """
    if hours == 0:
        return acts
    at = acts["at"].to_numpy()
    room = np.full(len(at), hours * HOUR)
    if end is not None:
        room = np.clip(end - at, 0, room)
    delay = np.floor(rng.random(acts.height) * room).astype(np.int64)
    begins = acts["post"].is_in(acts["target"].drop_nulls().implode())
    return acts.with_columns(
        at=pl.when(begins).then("at").otherwise(pl.col("at") + pl.Series(delay))
    )


def working_hours(owner: object, stage: Stage, start_day: float, days: float) -> Rhythm:
    """Return the place's working hours; refuses `owner.days` without any."""
    place = stage.population
    hours = office_hours(place.first_date, place.days, place.timezone)
    since, until = stage.instant(start_day), stage.instant(start_day + days)
    if _worked(hours, until) <= _worked(hours, since):
        limits.refuse(owner, "days", "days with working hours, 9 to 18 h from Monday to Friday")
    return hours


def worked_later(hours: Rhythm, at: ArrayLike, later: float) -> Ints:
    """Return the instant at which `later` working hours have gone by since each of `at`.

    Nights and weekends do not count; a negative number looks back. At the ends of the span it
    stops.
    """
    due = _worked(hours, at) + later
    places = np.arange(len(hours.cumulative))
    return hours.start + np.floor(np.interp(due, hours.cumulative, places) * HOUR).astype(np.int64)


def _worked(hours: Rhythm, at: ArrayLike) -> NDArray[np.float64]:
    gone = (np.asarray(at, dtype=np.float64) - hours.start) / HOUR
    return np.interp(gone, np.arange(len(hours.cumulative)), hours.cumulative)


def more_while_awake(
    accounts: pl.DataFrame, counts: Ints, awake: pl.DataFrame, span: Rhythm
) -> Ints:
    """Return how many posts in the whole span leave about `counts` while the accounts are awake.

    `awake` has one row for each waking time: `account`, `since` and `until` (Unix seconds).
    Accounts that are not in it never sleep.
    """
    hours = awake.group_by("account").agg(hours=(pl.col("until") - pl.col("since")).sum())
    known = accounts.select("account").join(hours, on="account", how="left", maintain_order="left")
    whole = span.end - span.start
    share = known["hours"].clip(1).fill_null(whole).to_numpy() / whole
    needed: Ints = np.round(counts / share).astype(np.int64)
    return needed


def only_awake(posts: pl.DataFrame, awake: pl.DataFrame) -> pl.DataFrame:
    """Leave out what accounts in `awake` post outside their waking times."""
    times = posts.select("post", "at", account="author").join(awake, on="account", how="inner")
    kept = times.filter(pl.col("at") >= pl.col("since"), pl.col("at") < pl.col("until"))["post"]
    sleeps = pl.col("author").is_in(awake["account"].unique().implode())
    return posts.filter(~sleeps | pl.col("post").is_in(kept.implode()))
