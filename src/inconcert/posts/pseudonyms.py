"""Pseudonyms: keyed hashes of account ids, the only names of accounts that a page shows.

A plain hash of a public id can be undone by hashing all ids; HMAC-SHA-256 under a secret key
cannot. The key is one per user of the machine; who loses it can no longer link two reports.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from inconcert.errors import StoreError

KEY_FILE_VARIABLE = "INCONCERT_PSEUDONYM_KEY_FILE"
_DIGITS = 10
_MORE_DIGITS = 24
_KEY_BYTES = 32


@dataclass(frozen=True)
class Pseudonyms:
    """Names accounts under one key."""

    key: bytes = field(repr=False)
    prefix: str = "acct"

    def of(self, ids: pl.Series) -> pl.Series:
        """Return `acct-` and ten hex digits for each id; null stays null.

        Two ids of the series that would share ten digits (likely from a million accounts on) get
        24 digits each, so that a pseudonym never stands for two accounts.

        >>> Pseudonyms(b"0" * 32).of(pl.Series(["7", None, "7"])).to_list()
        ['acct-54b46769aa', None, 'acct-54b46769aa']
        """
        distinct = ids.cast(pl.String).drop_nulls().unique().sort()
        names = pl.DataFrame({"id": distinct, "digest": [self._digest(i) for i in distinct]})
        short = pl.col("digest").str.head(_DIGITS)
        digits = pl.when(short.is_duplicated()).then("digest").otherwise(short)
        named = names.select("id", name=pl.lit(f"{self.prefix}-") + digits)
        return ids.cast(pl.String).replace_strict(
            named["id"], named["name"], default=None, return_dtype=pl.String
        )

    def _digest(self, account_id: str) -> str:
        return hmac.digest(self.key, account_id.encode(), "sha256").hex()[:_MORE_DIGITS]


def user_key() -> bytes:
    """Return this user's key, made on first use.

    It lies in `inconcert/pseudonym.key` in the user's configuration folder (`XDG_CONFIG_HOME`, by
    default `~/.config`), readable by the user alone; the environment variable
    `INCONCERT_PSEUDONYM_KEY_FILE` names another file. Raises `StoreError` if it cannot be made or
    is no key.
    """
    path = _key_path()
    try:
        if not path.exists():
            _create(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise StoreError(
            f"cannot make or read the pseudonym key {path}: {error.strerror}\n"
            f"name a file that can be written in the environment variable {KEY_FILE_VARIABLE}"
        ) from error
    except ValueError as error:
        raise StoreError(f"{path} is no pseudonym key (64 hex digits): {_ADVICE}") from error
    if len(key) < _KEY_BYTES:
        raise StoreError(f"the pseudonym key {path} is too short ({len(key)} bytes): {_ADVICE}")
    return key


_ADVICE = "restore it, or delete it to get a new one (earlier reports can then not be linked)"


def _key_path() -> Path:
    named = os.environ.get(KEY_FILE_VARIABLE)
    if named:
        return Path(named)
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(config) / "inconcert" / "pseudonym.key"


def _create(path: Path) -> None:
    """Write a new key; of two processes that do so at once, the first one's key stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".part-{secrets.token_hex(4)}-{path.name}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(_KEY_BYTES) + "\n")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
