"""`inconcert list`: what there is to choose from, read from the YAML files and catalogues."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from inconcert.features.spec import FeatureSpec

What = Literal["readers", "formats", "models", "features", "datasets", "experiments", "scenarios"]
Rows = list[tuple[str, str]]


def list_(
    what: Annotated[What, typer.Argument(help="What to list.")],
) -> None:
    """List readers, formats, models, features, datasets, experiments or scenarios."""
    typer.echo("\n".join(lines(LISTS[what]())))


def lines(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield names beside their descriptions, one a line.

    >>> list(lines([("a", "first"), ("long", "second")]))
    ['a     first', 'long  second']
    """
    margin = max((len(name) for name, _ in rows), default=0) + 2
    for name, text in rows:
        yield f"{name.ljust(margin)}{' '.join(text.split())}".rstrip()


def readers() -> Rows:
    """Return every reader with the first line of its module."""
    from inconcert.posts.readers import READERS

    return [(name, _first_line(f"inconcert.posts.readers.{name}")) for name in sorted(READERS)]


def formats() -> Rows:
    """Return every format that can be written, with the first line of its module."""
    from inconcert.posts.writers import FORMATS

    return [(name, _first_line(f"inconcert.posts.writers.{name}")) for name in sorted(FORMATS)]


def features() -> Rows:
    """Return every feature with its family and meaning: ours, then those that a config names."""
    from inconcert.features.catalogue import FEATURES

    specs = dict.fromkeys((*FEATURES, *_addon_features()))
    return [(spec.name, f"{spec.family}: {spec.description}") for spec in specs]


def models() -> Rows:
    """Return every model, whether it must be trained, and the first line of its class."""
    from inconcert.pipeline.choices import choices
    from inconcert.pipeline.targets import target_class

    rows = []
    for name, made in choices("model").items():
        model = target_class(made.read()["_target_"], f"model={name}")
        trained = "trained" if getattr(model, "needs_labels", True) else "no labels needed"
        rows.append((name, f"{trained}: {_summary(model.__doc__)}"))
    return rows


def datasets() -> Rows:
    """Return the choices of `dataset=`, then the datasets that have a card."""
    return [*_choices("dataset"), *_cards()]


def experiments() -> Rows:
    """Return the choices of `experiment=`, then the studies that `reproduce` knows."""
    from inconcert.pipeline.reproduction.studies import read_study, study_names

    studies = [(f"reproduce {name}", read_study(name).title) for name in study_names()]
    return [*((f"experiment={name}", text) for name, text in _choices("experiment")), *studies]


def scenarios() -> Rows:
    """Return the scenarios that can be simulated."""
    return _choices("scenario")


LISTS: dict[str, Callable[[], Rows]] = {
    "readers": readers,
    "formats": formats,
    "models": models,
    "features": features,
    "datasets": datasets,
    "experiments": experiments,
    "scenarios": scenarios,
}


def _addon_features() -> Iterator[FeatureSpec]:
    from inconcert.pipeline.build import build
    from inconcert.pipeline.choices import choices

    for name, made in choices("features").items():
        for family in build(made.read(), where=f"features={name}").families:
            if not isinstance(family, str):
                yield from family.specs()


def _choices(group: str) -> Rows:
    from inconcert.pipeline.choices import choices

    return [(name, made.description) for name, made in choices(group).items()]


def _cards() -> Rows:
    from inconcert.pipeline.reproduction.cards import read_card
    from inconcert.resources import resource_dir

    cards = [read_card(path) for path in sorted(resource_dir("datasets").glob("*/card.yaml"))]
    return [(f"card {card.name}", card.title) for card in cards]


def _first_line(module: str) -> str:
    return _summary(importlib.import_module(module).__doc__)


def _summary(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0]
