"""Names under a key, and the key."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.errors import StoreError
from inconcert.posts.pseudonyms import KEY_FILE_VARIABLE, Pseudonyms, user_key

if TYPE_CHECKING:
    from pathlib import Path


def test_names_are_hmac_sha_256() -> None:
    key = b"k" * 32
    expected = hmac.new(key, "投稿者".encode(), hashlib.sha256).hexdigest()[:10]
    ids = pl.Series("account_id", ["投稿者", None, "投稿者"])
    named = Pseudonyms(key).of(ids)
    assert named.name == "account_id"
    assert named.to_list() == [f"acct-{expected}", None, f"acct-{expected}"]
    assert Pseudonyms(b"x" * 32).of(ids)[0] != named[0]


def test_the_key_is_not_shown() -> None:
    assert "kkk" not in repr(Pseudonyms(b"k" * 32))


def test_no_two_accounts_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    digests = {"a": "0" * 10 + "1" * 14, "b": "0" * 10 + "2" * 14, "c": "3" * 24}
    monkeypatch.setattr(Pseudonyms, "_digest", lambda _, account_id: digests[account_id])
    named = Pseudonyms(b"").of(pl.Series(["a", "b", "c"])).to_list()
    assert named == [f"acct-{digests['a']}", f"acct-{digests['b']}", "acct-3333333333"]


def test_the_key_is_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_FILE_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    key = user_key()
    path = tmp_path / "inconcert" / "pseudonym.key"
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert user_key() == key
    assert [entry.name for entry in path.parent.iterdir()] == ["pseudonym.key"]


def test_another_key_file_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(tmp_path / "key"))
    assert user_key().hex() == (tmp_path / "key").read_text().strip()


def test_bad_keys_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key"
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    path.write_text("secret")
    with pytest.raises(StoreError, match=r"key is no pseudonym key \(64 hex digits\): restore it"):
        user_key()
    path.write_text("00ff")
    with pytest.raises(StoreError, match=r"is too short \(2 bytes\): restore it, or delete it"):
        user_key()
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="cannot make or read the pseudonym key"):
        user_key()
