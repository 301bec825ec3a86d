"""The classes that a config may name, and the options of each."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from inconcert.errors import ConfigError, nearest

GROUP = "inconcert.extensions"
_PATH = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+")
_USUAL = {"Any": Any, "Mapping": Mapping, "Path": Path, "Sequence": Sequence}
"""Names that annotations use and modules import for type checking alone."""


@dataclass(frozen=True)
class Option:
    """One argument of a constructor."""

    annotation: Any
    required: bool
    default: Any


@cache
def allowed_packages() -> tuple[str, ...]:
    """Return `inconcert` and the packages that declare themselves under `inconcert.extensions`.

    >>> allowed_packages()[0]
    'inconcert'
    """
    from importlib.metadata import entry_points

    declared = {point.module for point in entry_points(group=GROUP)}
    return ("inconcert", *sorted(declared))


def target_class(path: Any, where: str) -> type:
    """Return the class that a `_target_` names, and nothing but a class of an allowed package.

    `where` is the place of the target in the config, for the error. Raises `ConfigError`.

    >>> target_class("inconcert.networks.settings.NetworkSettings", "network").__name__
    'NetworkSettings'
    >>> target_class("os.system", "model")
    Traceback (most recent call last):
    inconcert.errors.ConfigError: model._target_: 'os.system' may not be built; allowed: ...
    """
    if not isinstance(path, str) or not _PATH.fullmatch(path) or not _is_allowed(path):
        raise _refused(path, where)
    module_name, _, name = path.rpartition(".")
    found = getattr(_module(module_name, path, where), name, None)
    if found is None:
        raise _unknown(path, module_name, where)
    if not isinstance(found, type) or not _is_allowed(found.__module__):
        raise _refused(path, where)
    return found


def class_path(cls: type) -> str:
    """Return what a config writes under `_target_` for a class."""
    return f"{cls.__module__}.{cls.__qualname__}"


def options_of(cls: type) -> dict[str, Option]:
    """Return the arguments of a class's constructor by name.

    An annotation that cannot be read at run time is `Any`.

    >>> from inconcert.networks.settings import NetworkSettings
    >>> options_of(NetworkSettings)["min_weight"].default
    2
    """
    if cls.__init__ is object.__init__:  # type: ignore[misc]
        return {}
    return {
        name: Option(
            annotation=_read(parameter.annotation, cls),
            required=parameter.default is parameter.empty,
            default=_made(parameter.default, name, cls),
        )
        for name, parameter in inspect.signature(cls).parameters.items()
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    }


def _made(default: Any, name: str, cls: type) -> Any:
    """A default that a dataclass makes anew for each object is made once, to be shown."""
    made = {f.name: f.default_factory for f in fields(cls)} if is_dataclass(cls) else {}
    factory = made.get(name, MISSING)
    return default if factory is MISSING else factory()


def _is_allowed(path: str) -> bool:
    inside = any(path == root or path.startswith(f"{root}.") for root in allowed_packages())
    return inside and not any(part.startswith("_") for part in path.split("."))


def _module(name: str, path: str, where: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise ConfigError(
                f"{where}._target_: '{path}' needs the module '{error.name}', which is not here"
            ) from error
        raise ConfigError(f"{where}._target_: there is no module '{error.name}'") from None


def _refused(path: Any, where: str) -> ConfigError:
    roots = ", ".join(f"{root}.*" for root in allowed_packages())
    return ConfigError(
        f"{where}._target_: {path!r} may not be built; allowed: public classes of {roots}\n"
        f"an add-on package declares itself by an entry point of the group '{GROUP}'"
    )


def _unknown(path: str, module_name: str, where: str) -> ConfigError:
    module = sys.modules[module_name]
    classes = [key for key, value in vars(module).items() if isinstance(value, type)]
    known = [key for key in classes if not key.startswith("_")]
    return ConfigError(
        f"{where}._target_: no class '{path}'; {nearest(path.rpartition('.')[2], known)}"
    )


def _read(annotation: Any, cls: type) -> Any:
    """Evaluate an annotation that is written as text, in the modules of the class and its bases."""
    if not isinstance(annotation, str):
        return Any if annotation is inspect.Parameter.empty else annotation
    names: dict[str, Any] = dict(_USUAL)
    for base in reversed(cls.__mro__):
        names.update(vars(sys.modules[base.__module__]))
    try:
        return eval(annotation, names)  # noqa: S307 - the text is the source of an allowed class
    except (NameError, AttributeError, TypeError):
        return Any
