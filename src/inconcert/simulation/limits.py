"""Checks of parameters: each refuses with the key, the value and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable


def refuse(owner: object, key: str, allowed: str) -> NoReturn:
    """Raise the error for `owner.key`; `allowed` completes the sentence "allowed: ..."."""
    name = type(owner).__name__
    raise ConfigError(f"{name}.{key} is {getattr(owner, key)!r}; allowed: {allowed}")


def whole(owner: object, *keys: str, least: int) -> None:
    """Refuse what is not a whole number of at least `least`."""
    for key in keys:
        value = getattr(owner, key)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            refuse(owner, key, f"a whole number of at least {least}")


def number(owner: object, *keys: str, least: float, most: float = float("inf")) -> None:
    """Refuse what is not a number in [`least`, `most`]; NaN is none."""
    for key in keys:
        if not _within(getattr(owner, key), least, most):
            refuse(owner, key, _range(least, most))


def share(owner: object, *keys: str, most: float = 1.0) -> None:
    """Refuse what is not a number between 0 and `most`."""
    number(owner, *keys, least=0.0, most=most)


def span(owner: object, *keys: str, least: float, most: float = float("inf")) -> None:
    """Refuse what is no pair (low, high) of numbers in [`least`, `most`] with low <= high."""
    for key in keys:
        value = getattr(owner, key)
        fits = isinstance(value, (tuple, list)) and len(value) == 2
        if not fits or not all(_within(end, least, most) for end in value) or value[0] > value[1]:
            refuse(owner, key, f"[low, high], low at most high, each {_range(least, most)}")


def word(owner: object, key: str, allowed: Iterable[str]) -> None:
    """Refuse a word that is not among the allowed ones, and name the nearest."""
    known = sorted(allowed)
    value = getattr(owner, key)
    if value not in known:
        choices = ", ".join(known)
        near = nearest(str(value), known)
        refuse(owner, key, choices if near.startswith("allowed") else f"{choices} ({near})")


def _within(value: object, least: float, most: float) -> bool:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    return least <= value <= most and value != float("inf")


def _range(least: float, most: float) -> str:
    if most == float("inf"):
        return f"a number of at least {least:g}"
    return f"a number from {least:g} to {most:g}"
