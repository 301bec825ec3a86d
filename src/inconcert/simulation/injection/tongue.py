"""Which languages a dataset speaks, and the days in which an attack fits into it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, TooLittleError
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.rhythm import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


@dataclass(frozen=True)
class Tongue:
    """What drafts call the languages of a dataset."""

    unknown: str
    """Posts that name no language."""
    called: Mapping[str, str]
    """What the dataset calls a language that drafts name otherwise: one no attack knows."""
    spoken: Counter[str]
    """Posts of each language, as drafts name it."""
    writable: bool
    """The main language is one in which texts can be composed."""
    main: str
    name: str


def tongue(posts: pl.DataFrame, lang: str | None) -> Tongue:
    """Find the main language; one that no grammar knows is drafted under another's name.

    >>> import polars as pl
    >>> speech = tongue(pl.DataFrame({"lang": ["ru", "ru", "en", None]}), None)
    >>> speech.name, speech.main, dict(speech.spoken)["en"]  # texts in Russian cannot be composed
    ('ru', 'ja', 1)
    """
    filled = posts["lang"].fill_null(lang or "")
    counted = Counter(dict(filled.value_counts().sort(filled.name).iter_rows()))
    name = max(sorted(counted), key=lambda code: counted[code]) if counted else (lang or "")
    free = [code for code in LANGUAGES if code not in counted]
    stand_in = name if name in LANGUAGES else (free or ["en"])[0]
    unknown = stand_in if (lang or "") == name else (lang or "und")
    spoken = Counter({stand_in if code == name else code: n for code, n in counted.items()})
    called = {} if stand_in == name else {stand_in: name}
    return Tongue(unknown, called, spoken, name in LANGUAGES, stand_in, name)


def fitted_days(cls: type[Any], given: Mapping[str, Any], span_days: float) -> dict[str, float]:
    """Return `start_day` and `days` where the attack's own do not fit into the dataset's span."""
    start = given.get("start_day", cls.__dataclass_fields__["start_day"].default)
    days = given.get("days", cls.__dataclass_fields__["days"].default)
    if start + days <= span_days:
        return {}
    asked = {key: given[key] for key in ("start_day", "days") if key in given}
    if len(asked) == 2:
        raise ConfigError(
            f"{cls.__name__}.start_day + days is {start + days:g}; allowed: at most the "
            f"{span_days:.3g} days of the posts"
        )
    first = asked.get("start_day", min(start, span_days / 10))
    return {"start_day": first, "days": asked.get("days", (span_days - first) * 0.9)}


def span_days(posts: pl.DataFrame) -> float:
    """Return how many days the posts span, whole hours."""
    at = posts["created_at"].dt.epoch("s")
    if at.is_empty():
        raise TooLittleError("the dataset has no posts; there is nothing to plant an attack in")
    first, last = int(at.min()), int(at.max())  # type: ignore[arg-type]
    return (last // 3600 + 1 - first // 3600) * 3600 / DAY
