"""Every feature: its name, unit, formula and source. `docs/features.md` is made from this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.features.settings import FAMILIES
from inconcert.features.specs.activity import activity_specs
from inconcert.features.specs.content import content_specs
from inconcert.features.specs.structure import structure_specs
from inconcert.features.specs.timing import timing_specs

if TYPE_CHECKING:
    from inconcert.features.spec import FeatureSpec

FEATURES: tuple[FeatureSpec, ...] = (
    *activity_specs(),
    *timing_specs(),
    *content_specs(),
    *structure_specs(),
)


def catalogue_markdown() -> str:
    """Return the catalogue as the Markdown page `docs/features.md`.

    >>> catalogue_markdown().splitlines()[0]
    '# Features'
    """
    sections = [_section(family) for family in FAMILIES]
    return "\n".join([*_PREFACE, *sections])


_PREFACE = (
    "# Features",
    "",
    "One row an account that posted; every column is a Float64, null where the feature is not",
    "defined. Times are UTC. None says what a person believes, where they live or what they are",
    "called. A feature marked *relative* also depends on accounts that the account has nothing to",
    "do with; all others stay as they are when unconnected accounts are added.",
    "",
    "This page is made from `inconcert.features.catalogue`; a test keeps them equal.",
    "",
)


def _section(family: str) -> str:
    rows = [_row(feature) for feature in FEATURES if feature.family == family]
    head = "| feature | unit | formula | source | meaning |\n|---|---|---|---|---|"
    return f"## {family.capitalize()}\n\n{head}\n" + "\n".join(rows) + "\n"


def _row(feature: FeatureSpec) -> str:
    meaning = feature.description + (" *Relative.*" if feature.dataset_relative else "")
    cells = (f"`{feature.name}`", feature.unit, f"`{feature.formula}`", feature.source, meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
