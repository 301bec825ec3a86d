"""Run a study of the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.errors import ConfigError
from inconcert.pipeline.build import build
from inconcert.pipeline.reproduction.cards import dataset_card, find_files
from inconcert.pipeline.reproduction.measures import Measure, Source
from inconcert.pipeline.reproduction.studies import Study, read_study
from inconcert.pipeline.reproduction.verdicts import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Reproduction:
    """What came of a study."""

    study: Study
    verdicts: tuple[Verdict, ...]
    besides: Mapping[str, float]
    """Figures that the measure gives and nobody reported."""

    @property
    def met(self) -> bool:
        """True if every reported figure is met."""
        return all(verdict.met for verdict in self.verdicts)


def reproduce(name: str, *, data: Path | None = None, shelf: Path | None = None) -> Reproduction:
    """Measure the figures of a study again; `data` is a folder that holds the dataset.

    Raises `ConfigError` for an unknown study, `MissingFileError` if the data are not here and
    `InputError` if they are not the ones that the card describes.
    """
    study = read_study(name, shelf=shelf)
    measure = _measure(study)
    measured = measure(source_of(study, data=data))
    expected = {figure.name for figure in study.figures}
    return Reproduction(
        study=study,
        verdicts=judge(study.figures, measured),
        besides={key: value for key, value in measured.items() if key not in expected},
    )


def source_of(study: Study, *, data: Path | None = None) -> Source:
    """Return the files of a study, found and verified against the dataset's card."""
    card = dataset_card(study.dataset)
    found = find_files(card, (*study.posts, *study.extra), directory=data)
    return Source(
        posts=tuple(found[name] for name in study.posts),
        extra={name: found[name] for name in study.extra},
        reader=card.reader,
        columns=card.columns or None,
        object_layer=card.object_layer,
    )


def _measure(study: Study) -> Measure:
    measure = build(study.measure, where=f"study {study.name}: measure")
    if not isinstance(measure, Measure):
        raise ConfigError(f"study '{study.name}': {study.measure['_target_']} is not a measure")
    return measure
