"""Curves of a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.pipeline.charts import write_charts

if TYPE_CHECKING:
    from pathlib import Path


def test_charts_are_pictures_and_the_same_again(tmp_path: Path) -> None:
    tested = pl.DataFrame(
        {
            "account_id": ["a", "b", "c", "d"],
            "score": [0.9, 0.5, 0.5, None],
            "positive": [True, False, True, False],
        }
    )
    for folder in ("one", "two"):
        write_charts(tested, tmp_path / folder, threshold=0.7)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["precision_recall.png", "roc.png", "scores.png"]
    for name in names:
        content = (tmp_path / "one" / name).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert content == (tmp_path / "two" / name).read_bytes()
