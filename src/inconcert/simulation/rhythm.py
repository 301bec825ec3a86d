"""When people post: the daily and weekly rhythm of a place, in that place's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

HOUR = 3600
DAY = 24 * HOUR

_WEEKDAY = (
    # 0 h to 23 h: night low, commute at 7-8, lunch at 12, the evening peak at 21-23
    3.2, 1.7, 0.9, 0.6, 0.5, 0.7, 1.6, 3.4, 3.9, 3.0, 2.9, 3.2,
    5.6, 3.7, 3.2, 3.4, 3.7, 4.4, 5.0, 5.4, 6.1, 7.4, 7.9, 6.2,
)  # fmt: skip
_WEEKEND = (
    4.2, 2.6, 1.4, 0.9, 0.6, 0.6, 1.0, 1.9, 3.0, 3.9, 4.4, 4.6,
    5.2, 4.9, 4.7, 4.7, 4.8, 5.0, 5.3, 5.8, 6.5, 7.3, 7.5, 6.0,
)  # fmt: skip


@dataclass(frozen=True)
class Rhythm:
    """The expected activity of each hour between two instants, as a cumulative weight."""

    start: int
    """First second, Unix time."""
    end: int
    """One past the last second."""
    cumulative: NDArray[np.float64]
    """Weight before hour i; one more entry than hours."""

    def sample(
        self,
        count: int,
        rng: np.random.Generator,
        *,
        since: ArrayLike | None = None,
        until: ArrayLike | None = None,
    ) -> NDArray[np.int64]:
        """Draw instants (Unix seconds) between `since` and `until`, each in proportion to its hour.

        Instants outside the rhythm's own span are brought to its ends.
        """
        low = self._weight(self.start if since is None else since)
        high = self._weight(self.end if until is None else until)
        drawn = low + rng.random(count) * (high - low)
        hours = np.interp(drawn, self.cumulative, np.arange(len(self.cumulative)))
        seconds = self.start + np.floor(hours * HOUR).astype(np.int64)
        return np.minimum(seconds, self.end - 1)

    def liveliness(self, at: ArrayLike) -> NDArray[np.float64]:
        """Return the weight of the hour of each instant, 1 at the liveliest; 0 outside the span."""
        hours = np.floor((np.asarray(at) - self.start) / HOUR).astype(np.int64)
        weights = np.diff(self.cumulative)
        inside = (hours >= 0) & (hours < len(weights))
        return np.where(inside, weights[np.where(inside, hours, 0)] / weights.max(), 0.0)

    def _weight(self, at: ArrayLike) -> NDArray[np.float64]:
        hours = (np.asarray(at, dtype=np.float64) - self.start) / HOUR
        return np.interp(hours, np.arange(len(self.cumulative)), self.cumulative)


def local_second(day: date, hour: float, timezone: str) -> int:
    """Return the Unix second of `hour` o'clock (may exceed 24) of a day in a place.

    >>> local_second(date(1970, 1, 2), 9, "Asia/Tokyo")  # 9 h in Tokyo is 0 h UTC
    86400
    """
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(timezone))
    return int(midnight.timestamp()) + round(hour * HOUR)


def office_hours(
    first: date, days: int, timezone: str, *, hours: tuple[float, float] = (9, 18)
) -> Rhythm:
    """Return the rhythm of those who act in working hours, Monday to Friday, evenly.

    Where the span holds no such hour, that of the whole span.

    >>> week = office_hours(date(2026, 1, 19), 7, "Asia/Tokyo")
    >>> float(week.cumulative[-1])  # five days of nine hours
    45.0
    """
    whole = rhythm(first, days, timezone)
    local = _local_hours(whole.start, whole.end, timezone)
    weights = [float(at.weekday() < 5 and hours[0] <= at.hour < hours[1]) for at in local]
    if not any(weights):
        return whole
    return Rhythm(whole.start, whole.end, np.concatenate([[0.0], np.cumsum(weights)]))


def rhythm(first: date, days: int, timezone: str) -> Rhythm:
    """Return the rhythm of `days` days from the local midnight of `first`.

    >>> week = rhythm(date(2026, 1, 19), 7, "Asia/Tokyo")
    >>> (week.end - week.start) // 3600
    168
    """
    start = local_second(first, 0, timezone)
    end = local_second(first + timedelta(days=days), 0, timezone)
    hours = _local_hours(start, end, timezone)
    weights = [(_WEEKEND if at.weekday() >= 5 else _WEEKDAY)[at.hour] for at in hours]
    return Rhythm(start, end, np.concatenate([[0.0], np.cumsum(weights)]))


def _local_hours(start: int, end: int, timezone: str) -> list[datetime]:
    place = ZoneInfo(timezone)
    return [datetime.fromtimestamp(at, UTC).astimezone(place) for at in range(start, end, HOUR)]
