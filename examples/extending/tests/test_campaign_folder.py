from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from inconcert.errors import InputError

from inconcert_example.campaign_folder import CampaignFolder

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "post_id,account_id,created_at,text\n"


def write(folder: Path, name: str, *rows: str) -> None:
    (folder / name).write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def test_the_file_of_an_account_is_its_campaign(tmp_path: Path) -> None:
    write(
        tmp_path, "harbour.csv", "1,ann,2026-01-19T10:00:00Z,one", "2,bo,2026-01-19T10:00:05Z,one"
    )
    write(tmp_path, "organic.csv", "3,cy,2026-01-19T11:00:00Z,two")
    found = CampaignFolder(tmp_path).load()
    assert found.posts.height == 3
    assert found.labels.select("account_id", "campaign").rows() == [
        ("ann", "harbour"),
        ("bo", "harbour"),
        ("cy", None),
    ]
    assert "file/harbour.csv" in found.hashes


def test_an_account_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "harbour.csv", "1,ann,2026-01-19T10:00:00Z,one")
    write(tmp_path, "organic.csv", "2,ann,2026-01-19T11:00:00Z,two")
    with pytest.raises(InputError, match="account 'ann' posts in harbour and in organic"):
        CampaignFolder(tmp_path).load()
