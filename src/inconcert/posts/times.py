"""Times as sources write them, read as UTC microseconds."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from inconcert.errors import ColumnError

UTC = pl.Datetime("us", "UTC")
_DATE = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
_CLOCK = r"(?:[T\s]*(\d{1,2})[:時](\d{1,2})分?(?::?(\d{1,2})秒?(?:[.,](\d{1,9}))?)?)?"
_ZONE = r"\s*(Z|z|UTC|GMT|JST|[+-]\d{2}:?\d{2}|[+-]\d{2})?$"
_YEAR_FIRST = _DATE + _CLOCK + _ZONE
_SLASHES = r"^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?$"
_NAMED = r"^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2} \d{2}:\d{2}:\d{2}) ([+-]\d{4}) (\d{4})$"
_ISO = {
    rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{between}[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}{dot}{end}$": (
        f"%Y-%m-%d{between}%H:%M:%S{fraction}{end}"
    )
    for between in ("T", " ")
    for dot, fraction in (("", ""), (r"\.[0-9]{3}", "%.3f"), (r"\.[0-9]{6}", "%.6f"))
    for end in ("Z", "")
}
"""Shapes that a whole column may have, and how polars reads each."""
_NUMBER = r"^\d{9,19}(?:\.\d+)?$"
_LEAST_UNIX = 10**8
_FEW = 1_000
_PRECISION_ROWS = 20
"""Below this many rows, seconds that are all zero prove nothing."""


@dataclass(frozen=True)
class ParsedTimes:
    """`times` as UTC microseconds, null where a value does not parse; and what to say of them."""

    times: pl.Series
    without_zone: int = 0
    """How many values named no zone; they are read as UTC."""
    slashes: int = 0
    """How many values are such as `10/1/17 19:58`."""
    day_first: bool = False
    """Whether those were read with the day first: only where the other order never fits."""
    without_seconds: int = 0
    whole_days: int = 0
    """How many values are dates, in a column that can hold no time of day."""


def parse_times(column: pl.Series, *, zone: str | None = None) -> ParsedTimes:
    """Read a column of times: ISO 8601, Japanese, X's named months, month/day/year, unix.

    Unix numbers are taken as seconds, milliseconds, microseconds or nanoseconds by their size.
    Times that name no zone are of `zone`, by default UTC. Raises `ColumnError` if there is no
    such zone.

    >>> parsed = parse_times(pl.Series(["2026年1月27日 20:00", "1769544000", "gestern"]))
    >>> parsed.times.dt.to_string("%F %T").to_list()
    ['2026-01-27 20:00:00', '2026-01-27 20:00:00', None]
    """
    _check_zone(zone)
    dtype = column.dtype
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        return ParsedTimes(column.dt.convert_time_zone("UTC").cast(UTC))
    if dtype.is_temporal():
        local = column.cast(pl.Datetime("us")).to_frame("t")
        times = local.select(_in_zone(pl.col("t"), zone))["t"]
        given = column.len() - column.null_count()
        days = given if dtype == pl.Date else 0
        return ParsedTimes(times, without_zone=given, whole_days=days)
    if dtype.is_numeric():
        return ParsedTimes(column.to_frame("t").select(_unix(pl.col("t")).alias("t"))["t"])
    text = column.cast(pl.String)
    alike = _parse_digits(text) or _parse_iso(text, zone)
    return alike or _parse_text(text.str.strip_chars(), zone)


def precision(times: pl.Series, *, without_seconds: bool = False) -> str:
    """Return to what unit the times of a file are given.

    From twenty rows on it is the largest unit of which all are whole numbers; below, minutes only
    where no value has seconds written.

    >>> from datetime import datetime
    >>> precision(pl.Series([datetime(2026, 1, 1, 0, m) for m in range(30)]))
    'minute'
    """
    micros = times.drop_nulls().dt.timestamp("us")
    if _any_left(micros, 1_000_000):
        return "microsecond"
    if len(micros) < _PRECISION_ROWS:
        return "minute" if without_seconds else "second"
    units = {"day": 86_400, "hour": 3_600, "minute": 60}
    whole = (unit for unit, length in units.items() if not _any_left(micros, length * 1_000_000))
    return next(whole, "second")


def _any_left(micros: pl.Series, unit: int) -> bool:
    """Tell whether a time is no whole number of units; mostly one of the first is none."""
    return any((part % unit != 0).any() for part in (micros.head(_FEW), micros))


def _in_zone(local: pl.Expr, zone: str | None) -> pl.Expr:
    """Take local times as of the zone; of an hour that occurs twice the first is meant."""
    zoned = local.dt.replace_time_zone(zone or "UTC", ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC")


def _check_zone(zone: str | None) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ColumnError(
            f"there is no time zone '{zone}'; name one such as Asia/Tokyo (time_zone in the map)"
        ) from error


def _parse_digits(texts: pl.Series) -> ParsedTimes | None:
    """Read a column of unix numbers, all of as many digits and nothing else; None for another."""
    sizes = texts.str.len_bytes()
    size = sizes.min()
    if not isinstance(size, int) or not 9 <= size <= 19 or size != sizes.max():
        return None
    numbers = texts.cast(pl.Int64, strict=False)
    least = numbers.min()
    whole = numbers.null_count() == texts.null_count()
    if not whole or not isinstance(least, int) or least < 10 ** (size - 1):
        return None
    return ParsedTimes(
        numbers.to_frame("t").select(_unix(pl.col("t")).alias(texts.name))[texts.name]
    )


def _parse_iso(texts: pl.Series, zone: str | None) -> ParsedTimes | None:
    """Read a column of ISO 8601 times that are all of one shape; None for another."""
    first = texts.drop_nulls().head(1)
    shape = next((shape for shape in _ISO if first.str.contains(shape).any()), None)
    if shape is None or not texts.str.contains(shape).all():
        return None
    local = texts.str.strptime(pl.Datetime("us"), _ISO[shape], strict=False)
    if local.null_count() > texts.null_count():
        return None
    zoned = _ISO[shape].endswith("Z")
    times = local.to_frame("t").select(_in_zone(pl.col("t"), None if zoned else zone))["t"]
    without_zone = 0 if zoned else texts.len() - texts.null_count()
    return ParsedTimes(times.alias(texts.name), without_zone=without_zone)


def _parse_text(texts: pl.Series, zone: str | None) -> ParsedTimes:
    table = pl.DataFrame({"text": texts})
    found = table.select(
        year_first=pl.col("text").str.contains(_YEAR_FIRST),
        slashes=pl.col("text").str.contains(_SLASHES),
        named=pl.col("text").str.contains(_NAMED),
        number=pl.col("text").str.contains(_NUMBER),
    )
    text = pl.col("text")
    day_first = _day_first(texts) if found["slashes"].any() else False
    readings = {
        "year_first": _year_first(text, zone),
        "slashes": _slashes(text, zone, day_first),
        "named": _named(text),
        "number": _unix_text(text),
    }
    used = [reading for name, reading in readings.items() if found[name].any()]
    nothing = pl.when(text.is_null()).then(pl.lit(None, UTC))
    times = table.select(pl.coalesce(*used, nothing).alias(texts.name)).to_series()
    bare = pl.col("text").str.extract(_YEAR_FIRST, 8).is_null()
    seconds = pl.col("text").str.contains(r"\d:\d{2}:\d{2}|秒|^\d{9,}")
    return ParsedTimes(
        times,
        without_zone=int(table.select((found["year_first"] & bare).sum()).item() or 0)
        + int(found["slashes"].sum()),
        slashes=int(found["slashes"].sum()),
        day_first=day_first,
        without_seconds=int(table.select((~seconds).sum()).item() or 0),
    )


def _year_first(text: pl.Expr, zone: str | None) -> pl.Expr:
    part = text.str.extract_groups(_YEAR_FIRST).struct
    written = pl.concat_str(
        *(part.field(str(n)).str.zfill(2).fill_null("00") for n in range(1, 7)), separator=" "
    )
    time = written.str.strptime(pl.Datetime("us"), "%Y %m %d %H %M %S", strict=False)
    fraction = part.field("7").str.pad_end(6, "0").str.head(6).cast(pl.Int64).fill_null(0)
    exact = time + pl.duration(microseconds=fraction)
    shifted = exact - pl.duration(minutes=_offset_minutes(part.field("8")))
    named = shifted.dt.replace_time_zone("UTC")
    return pl.when(part.field("8").is_null()).then(_in_zone(exact, zone)).otherwise(named)


def _offset_minutes(zone: pl.Expr) -> pl.Expr:
    digits = zone.str.replace_all(r"[^\d]", "").str.pad_end(4, "0")
    hours, minutes = digits.str.head(2), digits.str.slice(2, 2)
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    given = sign * (hours.cast(pl.Int64, strict=False) * 60 + minutes.cast(pl.Int64, strict=False))
    return pl.when(zone == "JST").then(540).when(zone.str.contains(r"\d")).then(given).otherwise(0)


def _day_first(texts: pl.Series) -> bool:
    """Say whether a first number is over 12, and no second one."""
    parts = texts.to_frame("t").select(pl.col("t").str.extract_groups(_SLASHES).alias("p"))["p"]
    over = [bool((parts.struct.field(n).cast(pl.Int64) > 12).any()) for n in ("1", "2")]
    return over == [True, False]


def _slashes(text: pl.Expr, zone: str | None, day_first: bool) -> pl.Expr:
    part = text.str.extract_groups(_SLASHES).struct
    year = part.field("3")
    full = pl.when(year.str.len_chars() == 2).then(pl.lit("20") + year).otherwise(year)
    order = (2, 1, 4, 5, 6) if day_first else (1, 2, 4, 5, 6)
    others = [part.field(str(n)).str.zfill(2).fill_null("00") for n in order]
    written = pl.concat_str(full, *others, separator=" ")
    local = written.str.strptime(pl.Datetime("us"), "%Y %m %d %H %M %S", strict=False)
    return _in_zone(local, zone)


def _named(text: pl.Expr) -> pl.Expr:
    part = text.str.extract_groups(_NAMED).struct
    written = pl.concat_str(part.field("3"), part.field("1"), separator=" ")
    time = written.str.strptime(pl.Datetime("us"), "%Y %b %d %H:%M:%S", strict=False)
    shifted = time - pl.duration(minutes=_offset_minutes(part.field("2")))
    return shifted.dt.replace_time_zone("UTC")


def _unix_text(text: pl.Expr) -> pl.Expr:
    digits = pl.when(text.str.contains(_NUMBER)).then(text)
    whole = _unix(digits.cast(pl.Int64, strict=False))
    return pl.coalesce(whole, _unix(digits.cast(pl.Float64, strict=False)))


def _unix(number: pl.Expr) -> pl.Expr:
    """Read seconds, milli-, micro- or nanoseconds; below 1973 in seconds is no time."""
    scale = (
        pl.when(number < _LEAST_UNIX)
        .then(None)
        .when(number < 10**11)
        .then(1_000_000)
        .when(number < 10**14)
        .then(1_000)
        .when(number < 10**17)
        .then(1)
    )
    micros = (number * scale).round().cast(pl.Int64, strict=False)
    nanos = pl.when(number >= 10**17).then(number / 1_000).cast(pl.Int64, strict=False)
    return pl.coalesce(micros, nanos).cast(UTC)
