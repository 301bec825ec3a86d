"""Only what may be built is built, and only with arguments that the class takes."""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from inconcert.errors import ConfigError
from inconcert.networks.settings import NetworkSettings
from inconcert.pipeline import targets
from inconcert.pipeline.build import as_config, build, complete

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = "inconcert.networks.settings.NetworkSettings"


@dataclass(frozen=True)
class Inner:
    share: float = 0.5


@dataclass(frozen=True)
class Outer:
    """A class of an add-on, with one argument of each kind that a config may hold."""

    paths: tuple[Path, ...]
    mode: Literal["fast", "slow"] = "fast"
    count: int = 1
    flag: bool = False
    inner: Inner = field(default_factory=Inner)
    window: float | None = None
    pair: tuple[int, str] = (1, "a")

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"count is {self.count}")


@pytest.fixture
def addon(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Install a package that declares itself by the entry point, and one that does not."""
    module = types.ModuleType("someaddon")
    other = types.ModuleType("undeclared")
    for cls in (Inner, Outer):
        monkeypatch.setattr(cls, "__module__", "someaddon")
        setattr(module, cls.__name__, cls)
    other.Outer = Outer  # type: ignore[attr-defined]
    module.Path, module.Literal = Path, Literal  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "someaddon", module)
    monkeypatch.setitem(sys.modules, "undeclared", other)
    point = EntryPoint(name="someaddon", value="someaddon", group=targets.GROUP)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: [point])
    targets.allowed_packages.cache_clear()
    yield "someaddon.Outer"
    targets.allowed_packages.cache_clear()


def test_builds_what_target_names() -> None:
    built = build({"_target_": SETTINGS, "min_weight": 3, "layers": ["url"], "window_seconds": 5})
    assert built == NetworkSettings(layers=("url",), window_seconds=5.0, min_weight=3)


@pytest.mark.parametrize(
    "target",
    [
        "os.system",
        "subprocess.Popen",
        "builtins.eval",
        "inconcert.pipeline.build.build",  # a function
        "inconcert.pipeline.build.Mapping",  # a class of another package, reached through ours
        "inconcert.posts.output.os.system",
        "inconcert.models.tabular._Learned",
        "inconcert.models.tabular.Logistic.load",
        "inconcertx.Model",
        "..os.system",
        "",
        7,
    ],
)
def test_refuses_what_is_no_public_class_of_ours(target: Any) -> None:
    with pytest.raises(ConfigError, match=r"model\._target_: "):
        build({"_target_": target}, where="model")


def test_refusal_says_what_is_allowed() -> None:
    with pytest.raises(ConfigError) as caught:
        build({"_target_": "os.system", "command": "ls"}, where="model")
    assert str(caught.value) == (
        "model._target_: 'os.system' may not be built; allowed: public classes of inconcert.*\n"
        "an add-on package declares itself by an entry point of the group 'inconcert.extensions'"
    )


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({}, "model: no _target_, so nothing says what to build"),
        (
            {"_target_": "inconcert.models.tabular.Logistik"},
            "model._target_: no class 'inconcert.models.tabular.Logistik'; "
            "did you mean 'Logistic'?",
        ),
        (
            {"_target_": "inconcert.modells.Logistic"},
            "model._target_: there is no module 'inconcert.modells'",
        ),
        (
            {"_target_": SETTINGS, "window_second": 5},
            "model.window_second: NetworkSettings has no such option; "
            "did you mean 'model.window_seconds'?",
        ),
        (
            {"_target_": SETTINGS, "min_weight": True},
            "model.min_weight: found True; allowed: a whole number",
        ),
        (
            {"_target_": SETTINGS, "min_weight": 2.5},
            "model.min_weight: found 2.5; allowed: a whole number",
        ),
        (
            {"_target_": SETTINGS, "window_seconds": "abc"},
            "model.window_seconds: found 'abc'; allowed: a number or null",
        ),
        (
            {"_target_": SETTINGS, "layers": "url"},
            "model.layers: found 'url'; allowed: a list of: text",
        ),
        ({"_target_": SETTINGS, "layers": ["url", 3]}, "model.layers[1]: found 3; allowed: text"),
        (
            {"_target_": SETTINGS, "_args_": [1]},
            "model._args_: NetworkSettings has no such option; ",
        ),
    ],
)
def test_errors_name_place_finding_and_nearest(config: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        build(config, where="model")
    assert str(caught.value).startswith(message)


def test_builds_a_class_of_a_declared_addon(addon: str) -> None:
    built = build(
        {
            "_target_": addon,
            "paths": ["a.csv"],
            "mode": "slow",
            "inner": {"share": 1},
            "pair": [2, "b"],
        }
    )
    assert built == Outer((Path("a.csv"),), mode="slow", inner=Inner(1.0), pair=(2, "b"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"paths": "???"}, "x.paths must be chosen; allowed: a list of: a path"),
        ({}, "x.paths must be chosen; allowed: a list of: a path"),
        (
            {"paths": [], "mode": "slwo"},
            "x.mode: found 'slwo'; did you mean 'slow'? (allowed: fast, slow)",
        ),
        ({"paths": [], "flag": 1}, "x.flag: found 1; allowed: true or false"),
        (
            {"paths": [], "inner": {"shar": 1}},
            "x.inner.shar: Inner has no such option; did you mean 'x.inner.share'?",
        ),
        ({"paths": [], "pair": [1]}, "x.pair: found [1]; allowed: a list of: a whole number, text"),
        ({"paths": [], "count": -1}, "x: count is -1"),
    ],
)
def test_arguments_of_each_kind_are_checked(
    addon: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        build({"_target_": addon, **options}, where="x")
    assert str(caught.value) == message


def test_an_undeclared_package_is_refused(addon: str) -> None:
    assert addon
    with pytest.raises(ConfigError, match="may not be built"):
        build({"_target_": "undeclared.Outer", "paths": []})


def test_complete_writes_every_default_out(addon: str) -> None:
    filled = complete({"_target_": addon, "paths": ["a"]})
    assert filled == {
        "_target_": addon,
        "paths": ["a"],
        "mode": "fast",
        "count": 1,
        "flag": False,
        "inner": {"_target_": "someaddon.Inner", "share": 0.5},
        "window": None,
        "pair": [1, "a"],
    }


def test_complete_names_the_class_of_a_nested_mapping(addon: str) -> None:
    filled = complete({"_target_": addon, "paths": [], "inner": {}})
    assert filled["inner"] == {"_target_": "someaddon.Inner", "share": 0.5}


def test_what_is_written_is_built_again() -> None:
    settings = NetworkSettings(layers=("url",), window_seconds=None, min_weight=7)
    assert build(as_config(settings)) == settings
