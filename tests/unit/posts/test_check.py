"""What a dataset allows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from inconcert.posts.check import check
from inconcert.posts.ingest import ingest

if TYPE_CHECKING:
    from pathlib import Path


def test_check_of_a_small_table(tmp_path: Path) -> None:
    rows = [f"{n},a,2026-01-27 20:{n:02},ja,本文" for n in range(20)]
    rows += ["20,a,2026-01-27 21:00,,x", "21,a,?,,x"]
    path = tmp_path / "a.csv"
    path.write_text(
        "\n".join(["post_id,account_id,created_at,lang,text", *rows, ""]), encoding="utf-8"
    )
    found = check(ingest(path))
    assert (found.accounts, found.accounts_described) == (1, 0)
    assert found.first == datetime(2026, 1, 27, 20, tzinfo=UTC)
    assert found.last == datetime(2026, 1, 27, 21, tzinfo=UTC)
    assert found.precisions == {"minute": 21}
    assert found.kinds == {"post": 21}
    assert found.languages == {"ja": 20, "not said": 1}
    gaps = {column for gap in found.missing for column in gap.columns}
    assert {"repost_of_post", "hashtags", "media"} <= gaps
    assert "text" not in gaps
    assert found.warnings == (
        "the times of 21 posts are to the minute or coarser: within a window of 60 s or less they "
        "say little",
        "nothing is said of the accounts: profile features will be empty",
        "there is one account: coordination needs at least two",
        "more than one row in a hundred was quarantined: look at the reasons",  # 1 of 22
    )
