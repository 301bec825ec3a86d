"""Checks of a model's options, so that a wrong value is refused before anything is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


def require_choice(key: str, value: Any, allowed: Sequence[str]) -> None:
    """Refuse a value that is none of the allowed words.

    >>> require_choice("device", "cpu", ("auto", "cpu", "cuda"))
    """
    if value not in allowed:
        raise ConfigError(f"{key}: found {value!r}; {nearest(str(value), allowed)}")


def require_number(
    key: str, value: Any, *, least: float, most: float | None = None, above: bool = False
) -> None:
    """Refuse what is no number from `least` (itself excluded if `above`) to `most`.

    >>> require_number("quantile", 0.995, least=0, most=1)
    """
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and _within(value, least, most, above=above):
        return
    raise ConfigError(
        f"{key}: found {value!r}; allowed: {_range('a number', least, most, above=above)}"
    )


def require_whole(key: str, value: Any, *, least: int, most: int | None = None) -> None:
    """Refuse what is no whole number from `least` to `most`.

    >>> require_whole("epochs", 200, least=1)
    """
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and _within(value, least, most, above=False):
        return
    wanted = _range("a whole number", least, most, above=False)
    raise ConfigError(f"{key}: found {value!r}; allowed: {wanted}")


def require_flag(key: str, value: Any) -> None:
    """Refuse what is neither true nor false.

    >>> require_flag("early_stopping", True)
    """
    if not isinstance(value, bool):
        raise ConfigError(f"{key}: found {value!r}; allowed: true, false")


def _within(value: float, least: float, most: float | None, *, above: bool) -> bool:
    low = value > least if above else value >= least
    return low and (most is None or value <= most)


def _range(what: str, least: float, most: float | None, *, above: bool) -> str:
    low = f"above {least}" if above else f"{least} or more"
    return f"{what}, {low}" if most is None else f"{what}, {low}, at most {most}"
