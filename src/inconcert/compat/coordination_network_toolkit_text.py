"""The toolkit's text rules: which messages are the same to it, and which words they hold.

Words follow the default word boundaries of Unicode (UAX 29) as the `regex` package finds them,
which departs from the standard in three places, kept here: no boundary between an apostrophe and a
vowel, none after an odd run of regional indicators, and only the next character counts where the
standard looks past marks. The cedilla that stands alone is a letter to it, as in Unicode 17;
characters that are new in Unicode 17 (none was in use before 2025) have no class here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Integers

    Flags = npt.NDArray[np.bool_]
    Characters = npt.NDArray[np.uint32]

# White space as Python splits it: that of Unicode and four separators of ASCII.
_SPACE = (
    r"\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
)
_MENTION = r"@\S*"
_CLASSES = (
    "ALetter", "Hebrew_Letter", "Numeric", "Katakana", "ExtendNumLet", "MidLetter", "MidNum",
    "MidNumLet", "Single_Quote", "Double_Quote", "Regional_Indicator", "WSegSpace", "Extend",
    "Format", "ZWJ", "Newline", "CR", "LF",
)  # fmt: skip
_NUMBER = {name: number for number, name in enumerate(_CLASSES, start=1)}
_APOSTROPHES = [0x27, 0x2019]
_VOWELS = [ord(letter) for letter in "aeiouAEIOUàáâèéêìíîòóôùúûÀÁÂÈÉÊÌÍÎÒÓÔÙÚÛ"]
_QUOTE = 0x27
_CEDILLA = "\u00b8"
_BLOCK_CHARACTERS = 4_000_000


def normalised_message(text: pl.Expr) -> pl.Expr:
    """Return texts in lower case, without mentions, white space as single spaces.

    A mention is an @ and all that follows it up to white space, wherever the @ stands.

    >>> texts = pl.DataFrame({"message": ["Read  this @Anna, now", "@a @b"]})
    >>> texts.select(normalised_message(pl.col("message")))["message"].to_list()
    ['read this now', '']
    """
    bare = text.str.to_lowercase().str.replace_all(_MENTION, "")
    return bare.str.replace_all(f"[{_SPACE}]+", " ").str.strip_chars(" ")


def words(texts: pl.Series) -> pl.DataFrame:
    """Return the distinct words of each text: `text` (its position) and `word`, sorted.

    Texts without words have no row.

    >>> words(pl.Series(["Don't 'shout' @you", "3.5 km, 3.5 km"])).rows()
    [(0, "don't"), (0, 'shout'), (1, ','), (1, '3.5'), (1, 'km')]
    """
    bare = texts.str.to_lowercase().str.replace_all(_MENTION, "")
    lengths = bare.str.len_chars().cast(pl.Int64).to_numpy()
    block = (np.cumsum(lengths) - lengths) // _BLOCK_CHARACTERS
    found = [
        _words(bare.gather(rows), lengths[rows]).with_columns(
            pl.lit(pl.Series(rows)).gather("text").alias("text")
        )
        for rows in np.split(np.arange(lengths.size), np.flatnonzero(np.diff(block)) + 1)
    ]
    return pl.concat(found).unique().sort("text", "word")


def _words(texts: pl.Series, lengths: Integers) -> pl.DataFrame:
    """Cut the texts at boundaries and white space; an apostrophe after a boundary goes."""
    characters = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    text = np.repeat(np.arange(lengths.size), lengths)
    run = _Run(characters, text)
    kept = ~run.space & ~((characters == _QUOTE) & run.boundary)
    starts = kept & (run.boundary | ~np.concatenate([[False], kept[:-1]])[: kept.size])
    spaced = np.insert(characters[kept], np.flatnonzero(starts[kept]), ord(" "))
    word = pl.Series("word", [spaced.tobytes().decode("utf-32-le")[1:]], dtype=pl.String)
    if not starts.any():
        return pl.DataFrame(schema={"text": pl.Int64, "word": pl.String})
    return pl.DataFrame({"text": text[starts], "word": word.str.split(" ").explode()})


class _Run:
    """Texts laid end to end: which characters are space, and which follow a boundary."""

    def __init__(self, characters: Characters, text: Integers) -> None:
        known, code = np.unique(characters, return_inverse=True)
        letters = pl.Series([chr(character) for character in known], dtype=pl.String)
        self.space: Flags = _matches(letters, f"[{_SPACE}]")[code]
        pictograph = _matches(letters, r"\p{Extended_Pictographic}")[code]
        seen = _Seen(characters, _word_break(letters)[code], text, pictograph)
        self.boundary: Flags = _boundaries(seen)


@dataclass(frozen=True)
class _Seen:
    character: Characters
    kind: Integers
    """Number of the Word_Break class, 0 for any other."""
    text: Integers
    pictograph: Flags


def _matches(letters: pl.Series, pattern: str) -> Flags:
    flags: Flags = letters.str.contains(pattern).to_numpy()
    return flags


def _word_break(letters: pl.Series) -> Integers:
    kind = np.zeros(letters.len(), dtype=np.int64)
    for name, number in _NUMBER.items():
        kind[_matches(letters, rf"\p{{wb={name}}}")] = number
    kind[(letters == _CEDILLA).to_numpy()] = _NUMBER["ALetter"]
    return kind


def _is(kind: Integers, *names: str) -> Flags:
    return np.isin(kind, [_NUMBER[name] for name in names])


def _boundaries(seen: _Seen) -> Flags:
    """Tell for each character whether a word boundary lies before it."""
    kind, size = seen.kind, seen.kind.size
    if size == 0:
        return np.empty(0, dtype=np.bool_)
    first = np.concatenate([[True], seen.text[1:] != seen.text[:-1]])
    before = np.concatenate([[0], kind[:-1]])
    ignored = _is(kind, "Extend", "Format", "ZWJ")
    base = _last(~ignored)
    begin = _last(first)[np.arange(size)]
    base = np.where(first, 0, np.concatenate([[0], base[:-1]]))
    has_base = ~first & (base >= begin)
    line = _is(kind, "Newline", "CR", "LF") | _is(before, "Newline", "CR", "LF")
    joined = _is(before, "CR") & _is(kind, "LF")
    glued = (_is(before, "ZWJ") & seen.pictograph) | (
        _is(before, "WSegSpace") & _is(kind, "WSegSpace")
    )
    inner = ~glued & ~ignored & has_base & ~_unbroken(seen, base, begin)
    boundary: Flags = first | (~joined & (line | inner))
    return boundary


def _last(flags: Flags) -> Integers:
    """Return for each position the last one up to it where the flag is set, -1 before the first."""
    last: Integers = np.maximum.accumulate(np.where(flags, np.arange(flags.size), -1))
    return last


def _unbroken(seen: _Seen, base: Integers, begin: Integers) -> Flags:
    """Apply rules WB5 to WB16 between the character at `base` and the one at each position."""
    right, left = seen.kind, seen.kind[np.maximum(base, 0)]
    after = np.concatenate([seen.kind[1:], [0]])
    after[np.concatenate([seen.text[1:] != seen.text[:-1], [True]])] = 0
    earlier = np.where(base > begin, seen.kind[np.maximum(base - 1, 0)], 0)
    vowels = np.isin(seen.character[np.maximum(base, 0)], _APOSTROPHES) & np.isin(
        seen.character, _VOWELS
    )
    return (
        _between_letters(left, right)
        | vowels
        | _across_punctuation(earlier, left, right, after)
        | (_is(left, "Hebrew_Letter") & _is(right, "Single_Quote"))
        | _half_flag(seen, base, begin)
    )


def _between_letters(left: Integers, right: Integers) -> Flags:
    """WB5, WB8 to WB10, WB13 to WB13b."""
    letters = ("ALetter", "Hebrew_Letter")
    alike = _is(left, *letters, "Numeric") & _is(right, *letters, "Numeric")
    kana = _is(left, "Katakana") & _is(right, "Katakana")
    joining = (*letters, "Numeric", "Katakana")
    into = _is(left, *joining, "ExtendNumLet") & _is(right, "ExtendNumLet")
    out_of = _is(left, "ExtendNumLet") & _is(right, *joining)
    return alike | kana | into | out_of


def _across_punctuation(
    earlier: Integers, left: Integers, right: Integers, after: Integers
) -> Flags:
    """WB6, WB7, WB7b, WB7c, WB11 and WB12: before and after the mark in don't, 3.5 and the like."""
    held = np.zeros(left.size, dtype=np.bool_)
    for ends, marks in (
        (("ALetter", "Hebrew_Letter"), ("MidLetter", "MidNumLet", "Single_Quote")),
        (("Hebrew_Letter",), ("Double_Quote",)),
        (("Numeric",), ("MidNum", "MidNumLet", "Single_Quote")),
    ):
        held |= _is(left, *ends) & _is(right, *marks) & _is(after, *ends)
        held |= _is(earlier, *ends) & _is(left, *marks) & _is(right, *ends)
    return held


def _half_flag(seen: _Seen, base: Integers, begin: Integers) -> Flags:
    """WB15 and WB16: an odd run of regional indicators up to `base`."""
    flag = _is(seen.kind, "Regional_Indicator")
    other = _last(~flag)[np.maximum(base, 0)]
    odd: Flags = (base - np.maximum(other, begin - 1)) % 2 == 1
    return odd
