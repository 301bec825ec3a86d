"""Values of a config against the annotations of the class they configure."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from inconcert.errors import ConfigError, nearest

Nested = Callable[[type, Mapping[str, Any], str], Any]
"""Builds a class of a mapping of its arguments; the last argument says where it stands."""

_LISTS = (tuple, list, Sequence)
_WORDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    Path: "a path",
    datetime: "a time such as 2016-11-08T12:00:00Z",
    types.NoneType: "null",
}


class Misfit(Exception):  # noqa: N818 - not an error of its own: it becomes a ConfigError
    """A value is not what one annotation allows."""


def fitted(value: Any, annotation: Any, where: str, *, nested: Nested) -> Any:
    """Return the value as the annotation wants it (a list as a tuple, a text as a path).

    `where` is the value's place in the config, for the error. Raises `ConfigError`.

    >>> fitted([60, 3600], tuple[float, ...], "windows", nested=lambda *_: None)
    (60.0, 3600.0)
    >>> fitted("abc", float | None, "network.window_seconds", nested=lambda *_: None)
    Traceback (most recent call last):
    inconcert.errors.ConfigError: network.window_seconds: found 'abc'; allowed: a number or null
    """
    try:
        return _fit(value, annotation, where, nested)
    except Misfit:
        raise ConfigError(f"{where}: found {value!r}; {_advice(value, annotation)}") from None


def in_words(annotation: Any) -> str:
    """Say what an annotation allows.

    >>> in_words(Literal["auto", "cpu"] | None), in_words(tuple[int, ...])
    ('auto, cpu or null', 'a list of: a whole number')
    """
    if annotation in _WORDS:
        return _WORDS[annotation]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(str(choice) for choice in inner)
    if origin in (Union, types.UnionType):
        words = [in_words(part) for part in inner]
        return " or ".join([", ".join(words[:-1]), words[-1]])
    if origin in _LISTS:
        parts = [in_words(part) for part in inner if part is not Ellipsis]
        return "a list of: " + ", ".join(parts)
    if origin in (Mapping, dict):
        return "a mapping"
    return f"a {getattr(annotation, '__name__', annotation)}"


def _advice(value: Any, annotation: Any) -> str:
    choices = [str(c) for c in get_args(annotation)] if get_origin(annotation) is Literal else []
    allowed = f"allowed: {in_words(annotation)}"
    near = nearest(str(value), choices) if choices else allowed
    return allowed if near == allowed else f"{near} ({allowed})"


def _fit(value: Any, annotation: Any, where: str, nested: Nested) -> Any:
    if annotation is Any or (isinstance(value, str) and value.startswith("${")):
        return value
    for applies, fit in _RULES:
        if applies(annotation):
            return fit(value, annotation, where, nested)
    return _require(value, _is_instance(value, annotation))


def _require(value: Any, holds: bool) -> Any:
    if not holds:
        raise Misfit
    return value


def _is_instance(value: Any, annotation: Any) -> bool:
    """A protocol that cannot be checked at run time lets any built object pass."""
    try:
        return isinstance(value, annotation)
    except TypeError:
        return not isinstance(value, str | int | float | list | Mapping)


def _fit_union(value: Any, annotation: Any, where: str, nested: Nested) -> Any:
    """Take the part whose type is the value's own, else the first that fits."""
    for part in sorted(get_args(annotation), key=lambda part: part is not type(value)):
        try:
            return _fit(value, part, where, nested)
        except Misfit:
            continue
    raise Misfit


def _fit_list(value: Any, annotation: Any, where: str, nested: Nested) -> Any:
    _require(value, isinstance(value, list | tuple))
    inner = get_args(annotation) or (Any, Ellipsis)
    if get_origin(annotation) is tuple and Ellipsis not in inner:
        _require(value, len(value) == len(inner))
        kinds: Sequence[Any] = inner
    else:
        kinds = [inner[0]] * len(value)
    return tuple(
        fitted(item, kind, f"{where}[{place}]", nested=nested)
        for place, (item, kind) in enumerate(zip(value, kinds, strict=True))
    )


def _fit_plain(value: Any, kind: Any, _where: str, _nested: Nested) -> Any:
    if kind in (int, float):
        wanted = int if kind is int else (int, float)
        return kind(_require(value, isinstance(value, wanted) and not isinstance(value, bool)))
    if kind is Path:
        return Path(_require(value, isinstance(value, str | Path)))
    if kind is datetime and isinstance(value, str):
        return _moment(value)
    return _require(value, isinstance(value, kind))


def _fit_choice(value: Any, annotation: Any, _where: str, _nested: Nested) -> Any:
    return _require(value, value in get_args(annotation))


def _fit_mapping(value: Any, _annotation: Any, _where: str, _nested: Nested) -> Any:
    return _require(value, isinstance(value, Mapping))


def _fit_dataclass(value: Any, annotation: Any, where: str, nested: Nested) -> Any:
    if isinstance(value, Mapping):
        return nested(annotation, value, where)
    return _require(value, isinstance(value, annotation))


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Misfit from None


_RULES: tuple[tuple[Callable[[Any], bool], Callable[[Any, Any, str, Nested], Any]], ...] = (
    (lambda annotation: get_origin(annotation) in (Union, types.UnionType), _fit_union),
    (lambda annotation: get_origin(annotation) is Literal, _fit_choice),
    (lambda annotation: (get_origin(annotation) or annotation) in _LISTS, _fit_list),
    (lambda annotation: (get_origin(annotation) or annotation) in (Mapping, dict), _fit_mapping),
    (lambda annotation: annotation in _WORDS, _fit_plain),
    (dataclasses.is_dataclass, _fit_dataclass),
)
