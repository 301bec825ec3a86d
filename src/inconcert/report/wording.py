"""The fixed sentences of a report, one catalogue per language, and how numbers are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from inconcert.errors import ConfigError, nearest

Language = Literal["en", "ja"]
LANGUAGES: tuple[str, ...] = get_args(Language)

JST = timezone(timedelta(hours=9), "JST")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_PRECISION_SECONDS = {"microsecond": 0, "second": 1, "minute": _MINUTE, "hour": _HOUR, "day": _DAY}


class Wording:
    """The sentences of one language, filled with numbers that are written in its manner."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            message = f"no report language {language!r}; {nearest(language, LANGUAGES)}"
            raise ConfigError(message)
        self.language = language
        self.gap = " " if language == "en" else ""
        """What stands between two sentences."""
        self.comma = ", " if language == "en" else "・"
        """What stands between the items of a list."""
        self._sentences = catalogue(language)

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the sentence with its fields filled; numbers get thousands separators.

        A sentence with the forms `one` and `other` is chosen by the field `n`.

        >>> Wording("en")("unit.accounts", n=1234)
        '1,234 accounts'
        >>> Wording("en")("unit.accounts", n=1)
        '1 account'
        >>> Wording("ja")("unit.accounts", n=1)
        '1アカウント'
        """
        sentence = self._sentences[key]
        if isinstance(sentence, dict):
            sentence = sentence["one" if values.get("n") == 1 else "other"]
        return str(sentence).format(**{name: _written(value) for name, value in values.items()})

    def duration(self, seconds: float) -> str:
        """Write a length of time in the largest fitting unit.

        >>> Wording("en").duration(0.25), Wording("en").duration(90), Wording("ja").duration(7200)
        ('0.25 s', '1.5 min', '2時間')
        """
        size = abs(seconds)
        unit, divisor = _duration_unit(size)
        return self(
            f"duration.{unit}",
            x=f"{size / divisor:,.3g}" if size < 1000 * divisor else f"{size / divisor:,.0f}",
        )

    def delay(self, seconds: float, precision: str) -> str:
        """Write a delay, no finer than the times it was taken from.

        >>> Wording("en").delay(0.0, "minute"), Wording("en").delay(90.0, "minute")
        ('under 1 min', '1.5 min')
        """
        finest = _PRECISION_SECONDS[precision]
        if seconds >= finest:
            return self.duration(seconds)
        return self("duration.under", x=self.duration(finest))

    def share(self, part: float, whole: float) -> str:
        """Write a share in percent; nothing of nothing is a dash.

        >>> Wording("en").share(1, 3), Wording("en").share(0, 0)
        ('33.3 %', '–')
        """
        return f"{100 * part / whole:.1f} %" if whole else "–"


@cache
def catalogue(language: str) -> dict[str, Any]:
    """Read one catalogue as flat keys, `section.key`."""
    text = (files("inconcert.report") / "catalogues" / f"{language}.yaml").read_text("utf-8")
    sections: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return {
        f"{section}.{key}": _one_line(value)
        for section, keys in sections.items()
        for key, value in keys.items()
    }


def _one_line(value: Any) -> Any:
    """Japanese is not set with spaces: a line break of the catalogue joins what it parts."""
    return value.replace("\n", "") if isinstance(value, str) else value


def utc(moment: datetime, precision: str) -> str:
    """Write a moment in UTC, no finer than its source gives it.

    >>> utc(datetime(2026, 1, 31, 15, 4, 5, tzinfo=UTC), "minute")
    '2026-01-31 15:04'
    """
    return _moment(moment.astimezone(UTC), precision)


def jst(moment: datetime, precision: str) -> str:
    """Write a moment in Japan Standard Time, no finer than its source gives it.

    >>> jst(datetime(2026, 1, 31, 15, 4, 5, tzinfo=UTC), "second")
    '2026-02-01 00:04:05'
    """
    return _moment(moment.astimezone(JST), precision)


def _moment(moment: datetime, precision: str) -> str:
    shape = {"day": "%Y-%m-%d", "hour": "%Y-%m-%d %H:00", "minute": "%Y-%m-%d %H:%M"}
    return moment.strftime(shape.get(precision, "%Y-%m-%d %H:%M:%S"))


def _duration_unit(seconds: float) -> tuple[str, int]:
    if seconds < _MINUTE:
        return "seconds", 1
    if seconds < _HOUR:
        return "minutes", _MINUTE
    return ("hours", _HOUR) if seconds < 2 * _DAY else ("days", _DAY)


def _written(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
