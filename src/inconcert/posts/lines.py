"""Lines of a text file, each with its number, whatever the file holds.

Files are UTF-8 (a byte order mark is dropped) or, where their head says so, CP932, in which
Japanese spreadsheets save CSV. A line that is not valid in the encoding, or is longer than
`LONGEST_LINE`, is yielded as a bad line. It is not repaired: a repaired id would name another
account.
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from inconcert.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes; a page of 500 posts of the X API has about 2 MiB."""

LINES_OF_A_RECORD = 200
"""A quoted field of a CSV file may hold line ends, but not more than this."""

LARGEST_UNPACKED = 256 * 1024 * 1024
LARGEST_RATIO = 100
"""A gzip file may unpack to `LARGEST_UNPACKED` bytes, or to this many times its size."""

EXCERPT = 500
"""Characters of a bad row that the quarantine keeps."""


_KANA_OR_KANJI = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_BLOCK = 1 << 16
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)


RESERVED = ("source_file", "source_line", "row_hash")
"""Columns that readers add to the rows of a file."""


def column_name(name: str) -> str:
    """Return the name under which a column of a source is kept beside the reader's own.

    >>> column_name("text"), column_name("source_line")
    ('text', 'source_line_as_read')
    """
    return f"{name}_as_read" if name in RESERVED else name


class Line(NamedTuple):
    """One line, without its end. `fault` says why it cannot be used; `text` is then an excerpt."""

    number: int
    text: str
    fault: str | None = None
    end: str = "\n"
    """How it ended; it belongs to the text of a cell that goes on in the next line."""


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading, unpacked if its first bytes say gzip."""
    return cast("IO[bytes]", gzip.open(path)) if is_packed(path) else path.open("rb")


def head(path: Path, size: int = 1 << 18) -> bytes:
    """Return the first bytes of a file, unpacked; of a damaged gzip file what can be read."""
    found = b""
    with open_bytes(path) as stream:
        try:
            while len(found) < size and (block := stream.read(min(size - len(found), _BLOCK))):
                found += block
        except _DAMAGED:
            return found
    return found


def unpacked(path: Path) -> bytes:
    """Return all bytes of a gzip file. Raises `ReaderError` beyond the limit, or if damaged."""
    limit = _limit(path)
    blocks: list[bytes] = []
    read = 0
    with open_bytes(path) as stream:
        try:
            while block := stream.read(_BLOCK):
                read += len(block)
                if read > limit:
                    raise _bomb(path, read)
                blocks.append(block)
        except _DAMAGED as error:
            raise ReaderError(
                f"{path} is a gzip file that is cut off or damaged; fetch it again"
            ) from error
    return b"".join(blocks)


def is_packed(path: Path) -> bool:
    """Say whether the first bytes of a file are those of gzip."""
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def encoding_of(start: bytes) -> str:
    """Return `utf-8` or `cp932`, from the first bytes of a file.

    CP932 it is where most lines beyond ASCII are no UTF-8 and all of them Japanese in CP932.

    >>> encoding_of("投稿ID,本文".encode("cp932"))
    'cp932'
    """
    whole = start[: start.rfind(b"\n") + 1] or start
    foreign = [line for line in whole.split(b"\n") if not line.isascii()]
    valid = sum(_decodes(line, "utf-8") for line in foreign)
    japanese = valid * 2 < len(foreign) and _decodes(whole, "cp932")
    return "cp932" if japanese and _KANA_OR_KANJI.search(whole.decode("cp932")) else "utf-8"


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def lines(path: Path, encoding: str = "utf-8") -> Iterator[Line]:
    """Yield the lines of a file, numbered from 1; bad ones with their fault.

    A gzip stream that ends early yields what it has and then a bad line. Raises `ReaderError`
    where a gzip file unpacks to more than the stated limit.
    """
    limit = _limit(path)
    with open_bytes(path) as stream:
        read, number = 0, 0
        while True:
            number += 1
            try:
                raw, size = _readline(stream)
            except _DAMAGED:
                yield Line(number, "", "the gzip stream is damaged or ends early")
                return
            if not raw:
                return
            read += size
            if read > limit:
                raise _bomb(path, read)
            yield _line(number, raw, size, encoding)


def _readline(stream: IO[bytes]) -> tuple[bytes, int]:
    """Return the next line, cut at `LONGEST_LINE`, and how many bytes it really has."""
    raw = stream.readline(LONGEST_LINE)
    size, last = len(raw), raw
    while len(last) == LONGEST_LINE and not last.endswith(b"\n"):
        last = stream.readline(LONGEST_LINE)
        size += len(last)
    return raw, size


def _line(number: int, raw: bytes, size: int, encoding: str) -> Line:
    if size > LONGEST_LINE:
        excerpt = raw[: EXCERPT * 4].decode(encoding, errors="replace")
        return Line(number, excerpt, f"a line of {size:,} bytes (at most {LONGEST_LINE:,})")
    if number == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode(encoding)
        bare = text.rstrip("\r\n")
        return Line(number, bare, end=text[len(bare) :] or "\n")
    except UnicodeDecodeError as error:
        excerpt = raw[: EXCERPT * 4].decode(encoding, errors="replace").rstrip("\r\n")
        return Line(number, excerpt, f"not valid {encoding.upper()} at byte {error.start + 1}")


def _limit(path: Path) -> float:
    """Return how many bytes may come out of a file: any number where it is not packed."""
    size = path.stat().st_size
    return max(LARGEST_UNPACKED, LARGEST_RATIO * size) if is_packed(path) else math.inf


def _bomb(path: Path, read: int) -> ReaderError:
    return ReaderError(
        f"{path} unpacks to over {read:,} bytes, more than {LARGEST_RATIO} times its size\n"
        "if that is meant to be, unpack it and read the unpacked file"
    )
