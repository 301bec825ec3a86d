"""Days as a place has them: the hours in which it posts, and days of news.

The profiles of Europe and the Americas are rounded from what the real sets of docs/realism.md
have in common (politics, mostly): a plateau from mid-morning, no peak at noon, an early end or a
peak of the evening; that of the office from the pages and politicians among them. All else has
the profile of `rhythm`, with the late evening of Japan.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from inconcert.simulation.rhythm import HOUR, Rhythm, rhythm

PROFILES = ("evening", "place", "office")
"""What `Population.hours` may be."""

_EUROPE = (
    2.1, 1.2, 0.7, 0.5, 0.4, 0.5, 1.1, 2.4, 3.9, 5.4, 6.4, 6.8,
    6.8, 6.6, 6.4, 6.0, 5.8, 5.6, 5.6, 5.6, 5.7, 5.9, 4.4, 3.2,
)  # fmt: skip
_AMERICAS = (
    2.4, 1.4, 0.8, 0.5, 0.4, 0.7, 1.8, 3.2, 4.5, 5.1, 5.2, 5.1,
    5.4, 5.3, 5.3, 5.2, 4.8, 4.8, 5.0, 5.2, 6.3, 7.8, 7.3, 4.5,
)  # fmt: skip
_OFFICE = (
    1.0, 0.5, 0.3, 0.2, 0.2, 0.2, 0.5, 1.4, 3.3, 6.0, 8.2, 8.6,
    8.4, 8.4, 8.3, 7.4, 7.1, 6.3, 5.8, 5.2, 4.8, 4.0, 2.6, 1.7,
)  # fmt: skip
_REGIONS = {"Europe": _EUROPE, "Africa": _EUROPE, "America": _AMERICAS, "US": _AMERICAS}
_WEEKEND = 0.85
"""A day of the weekend has so much of a working day, in these."""


@lru_cache(maxsize=16)
def place_rhythm(
    first: date, days: int, timezone: str, *, profile: str, day_sigma: float
) -> Rhythm:
    """Return the rhythm of `days` days with the hours of `profile` and the days' own factors.

    >>> week = place_rhythm(date(2026, 1, 19), 7, "Europe/Berlin", profile="place", day_sigma=0.0)
    >>> float(week.cumulative[24])  # the hours of a day are percents
    99.0
    """
    usual = rhythm(first, days, timezone)
    place = ZoneInfo(timezone)
    hours = [
        datetime.fromtimestamp(at, UTC).astimezone(place)
        for at in range(usual.start, usual.end, HOUR)
    ]
    weights = _hour_weights(usual, hours, timezone, profile=profile)
    dates = {hour.date(): 1.0 for hour in hours}
    if day_sigma > 0:
        dates = {day: _liveliness(day, timezone, day_sigma) for day in dates}
    lively = weights * np.array([dates[hour.date()] for hour in hours])
    return Rhythm(usual.start, usual.end, np.concatenate([[0.0], np.cumsum(lively)]))


def _hour_weights(
    usual: Rhythm, hours: list[datetime], timezone: str, *, profile: str
) -> np.ndarray:
    region = _REGIONS.get(timezone.partition("/")[0])
    if profile == "office":
        region = _OFFICE
    if profile == "evening" or region is None:
        return np.diff(usual.cumulative)
    return np.array([region[at.hour] * (_WEEKEND if at.weekday() >= 5 else 1.0) for at in hours])


def _liveliness(day: date, timezone: str, sigma: float) -> float:
    """The factor of a day: log-normal, drawn by the date and the place alone."""
    key = hashlib.sha256(f"{timezone} {day.isoformat()}".encode()).digest()[:8]
    rng = np.random.default_rng(int.from_bytes(key, "big"))
    return float(np.exp(sigma * rng.standard_normal()))
