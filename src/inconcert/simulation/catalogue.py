"""Every organic scenario and every attack there is, found by where it lies.

A module of `organic/` or `attacks/` that names a `code` in its class is a component; its class is
the module's name in capitals: `fan_event.FanEvent`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal

from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

Side = Literal["organic", "attacks"]
FORM = (
    "client", "text_length", "text", "hashtags", "urls", "media", "mentions", "lang", "hour",
    "second", "created_at", "display_name", "description", "handle", "followers", "following",
    "earlier_posts", "verified", "rating", "platform", "target", "deleted_at",
    "follows",
)  # fmt: skip
"""Fields of form that a component may prescribe, each by its own definition."""


@cache
def components(side: Side) -> Mapping[str, type[Any]]:
    """Return the component classes by the names of their modules, sorted.

    >>> components("organic")["fan_event"].code
    'O1'
    """
    package = import_module(f"inconcert.simulation.{side}")
    found = {
        module.name: _component(import_module(f"{package.__name__}.{module.name}"))
        for module in iter_modules(package.__path__)
    }
    return {name: found[name] for name in sorted(found) if found[name] is not None}


def component(side: Side, name: str) -> type[Any]:
    """Return the class of one component; raises `ConfigError` for a name that is none."""
    known = components(side)
    if name not in known:
        raise ConfigError(f"no {side} scenario {name!r}; {nearest(name, list(known))}")
    return known[name]


def _component(module: ModuleType) -> Any:
    word = module.__name__.rpartition(".")[2]
    found = getattr(module, "".join(part.capitalize() for part in word.split("_")), None)
    return found if getattr(found, "code", None) else None
