"""Colours and the static timeline, drawn as SVG without a drawing library."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from inconcert.report.wording import JST

if TYPE_CHECKING:
    from collections.abc import Sequence

PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d00", "#56b4e9", "#882255", "#44aa99",
    "#332288", "#999933",
)  # fmt: skip
"""Okabe and Ito's colours, darkened where they are pale on white, and four of Tol's."""
OTHER_COLOUR = "#8a8f98"

WIDTH = 960
STRIP_HEIGHT = 30.0
_LEFT, _RIGHT = 74, 10
_MOST_BARS = 240
_TICK_STEPS = tuple(
    timedelta(hours=hours) for hours in (1, 3, 6, 12, 24, 48, 96, 168, 336, 720, 1440, 2880, 8760)
)


@dataclass(frozen=True)
class Bar:
    """One time step of one cluster, in drawing units."""

    x: float
    width: float
    height: float
    """Of all posts of members."""
    coacting_height: float
    """Of the posts among them that are evidence."""


@dataclass(frozen=True)
class Strip:
    """The timeline of one cluster."""

    cluster_id: str
    colour: str
    most: int
    """Posts in the fullest time step, which has the full height."""
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    """A mark of the time axis, labelled in both time zones."""

    x: float
    utc: str
    jst: str


@dataclass(frozen=True)
class Timeline:
    """Small multiples over one time axis."""

    strips: tuple[Strip, ...]
    ticks: tuple[Tick, ...]
    step: timedelta
    """How long one bar lasts."""


def colour(rank: int) -> str:
    """Return the colour of the cluster of this rank (1 is first); grey after the palette.

    >>> colour(1), colour(99)
    ('#0072b2', '#8a8f98')
    """
    return PALETTE[rank - 1] if rank <= len(PALETTE) else OTHER_COLOUR


def draw_timeline(
    rows: Sequence[tuple[str, datetime, int, int]],
    *,
    ranks: Sequence[tuple[str, int]],
    bucket: timedelta,
) -> Timeline | None:
    """Draw (cluster, bucket start, posts, coacting posts) rows, one strip per cluster in `ranks`.

    Neighbouring buckets are summed until at most 240 bars span the axis. None without rows.
    """
    shown = {cluster for cluster, _ in ranks}
    rows = [row for row in rows if row[0] in shown]
    if not rows:
        return None
    axis = _axis([row[1] for row in rows], bucket)
    strips = tuple(
        _strip(cluster, rank, [row for row in rows if row[0] == cluster], axis)
        for cluster, rank in ranks
    )
    return Timeline(strips, tuple(_ticks(axis)), axis.step)


@dataclass(frozen=True)
class _Axis:
    start: datetime
    end: datetime
    step: timedelta

    def x(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def place(self, moment: datetime) -> int:
        return (moment - self.start) // self.step


def _axis(moments: Sequence[datetime], bucket: timedelta) -> _Axis:
    start, end = min(moments), max(moments) + bucket
    step = bucket * -(-((end - start) // bucket) // _MOST_BARS)
    return _Axis(start, start + step * -(-(end - start) // step), step)


def _strip(
    cluster: str, rank: int, rows: Sequence[tuple[str, datetime, int, int]], axis: _Axis
) -> Strip:
    posts, coacting = Counter[int](), Counter[int]()
    for _, moment, all_posts, acting in rows:
        posts[axis.place(moment)] += all_posts
        coacting[axis.place(moment)] += acting
    most = max(posts.values(), default=0)
    width = max(axis.x(axis.start + axis.step) - _LEFT - 0.5, 1.0)
    bars = tuple(
        Bar(
            x=round(axis.x(axis.start + axis.step * place), 2),
            width=round(width, 2),
            height=round(STRIP_HEIGHT * number / most, 2),
            coacting_height=round(STRIP_HEIGHT * coacting[place] / most, 2),
        )
        for place, number in sorted(posts.items())
    )
    return Strip(cluster, colour(rank), most, bars)


def _ticks(axis: _Axis) -> list[Tick]:
    """At most eight marks, on whole steps counted from midnight UTC."""
    span = axis.end - axis.start
    step = next((size for size in _TICK_STEPS if span / size <= 8), span / 8)
    midnight = axis.start.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight + step * number for number in range(int((axis.end - midnight) / step) + 1)]
    inside = [moment for moment in moments if axis.start <= moment <= axis.end]
    shape = "%Y-%m-%d" if step >= timedelta(days=1) else "%m-%d %H:%M"
    return [
        Tick(
            x=round(axis.x(moment), 2),
            utc=moment.astimezone(UTC).strftime(shape),
            jst=moment.astimezone(JST).strftime("%m-%d %H:%M"),
        )
        for moment in _spaced(inside or [axis.start], axis)
    ]


def _spaced(moments: Sequence[datetime], axis: _Axis) -> list[datetime]:
    """Leave out marks whose labels would touch the one before or the right border."""
    kept = [moments[0]]
    kept += [later for earlier, later in pairwise(moments) if axis.x(later) - axis.x(earlier) >= 72]
    return [moment for moment in kept if axis.x(moment) <= WIDTH - 40]
