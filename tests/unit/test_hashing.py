"""Equal tables have equal hashes, however they came about."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from inconcert import schemas
from inconcert.hashing import hash_file, hash_settings, hash_table

TABLE = pl.DataFrame(
    {
        "id": ["a", None, "選挙のお知らせ、投票所はこちらです"],
        "tags": [["x"], [], ["y", "z"]],
        "at": [datetime(2026, 1, 1, tzinfo=UTC)] * 3,
        "n": [1.5, None, 2.0],
    }
)


def test_chunks_and_files_do_not_change_a_hash(tmp_path: Path) -> None:
    TABLE.write_parquet(tmp_path / "t.parquet")
    chunked = pl.concat([TABLE.slice(0, 1), TABLE.slice(1)], rechunk=False)
    assert hash_table(pl.read_parquet(tmp_path / "t.parquet")) == hash_table(TABLE)
    assert hash_table(chunked) == hash_table(TABLE)


def test_values_names_types_and_order_change_it() -> None:
    others = [
        TABLE.with_columns(n=pl.col("n") + 1),
        TABLE.rename({"n": "m"}),
        TABLE.with_columns(pl.col("n").cast(pl.Float32)),
        TABLE.reverse(),
        TABLE.head(2),
    ]
    assert len({hash_table(table) for table in [TABLE, *others]}) == 6


def test_tables_without_rows_differ_by_their_columns() -> None:
    assert hash_table(schemas.empty(schemas.Posts)) != hash_table(schemas.empty(schemas.Accounts))


def test_file_hash_is_sha256_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")  # the vector of FIPS 180-4
    assert hash_file(tmp_path / "f").startswith("ba7816bf8f01cfea414140de5dae2223")


def test_settings_hash_ignores_the_order_of_keys() -> None:
    assert hash_settings({"a": [1], "b": None}) == hash_settings({"b": None, "a": [1]})
    assert hash_settings({"a": [1]}) != hash_settings({"a": [2]})
