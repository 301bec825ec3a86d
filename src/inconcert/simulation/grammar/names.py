"""Display names and handles of a prescribed shape, for attacks that prescribe one (A12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from inconcert.errors import ConfigError
from inconcert.simulation.grammar.speech import any_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

NameRule = Literal["kata_kanji", "kanji_kata", "latin_kanji", "given_emoji", "given_digits"]
NAME_RULES: tuple[NameRule, ...] = get_args(NameRule)
HandleRule = Literal["digit_tail", "year_tail", "letters_digits"]
HANDLE_RULES: tuple[HandleRule, ...] = get_args(HandleRule)

# fmt: off
_WORDS: Mapping[str, tuple[str, ...]] = {
    "kata": (
        "ソラ", "リン", "カイ", "ミオ", "レオ", "ナギ", "ルカ", "セナ", "ユズ", "アオ", "トワ",
        "ヒナ", "マロ", "コハ", "シオ", "ネネ", "ラン", "キラ", "モカ", "サラ",
    ),
    "kanji": (
        "山", "川", "森", "野", "原", "浜", "島", "空", "月", "雪", "星", "風", "林", "石", "花",
        "雲", "海", "光", "春", "冬",
    ),
    "second": ("", "", "", "田", "本", "村", "木", "谷", "沢", "井", "口", "道", "丘"),
    "latin": (
        "Aki", "Nao", "Ren", "Mio", "Sora", "Yuu", "Kai", "Rin", "Toma", "Hina", "Leo", "Emi",
        "Ken", "Sae", "Jun", "Miu",
    ),
    "emoji": ("🌸", "✨", "🍀", "🌙", "🔥", "🎀", "☕", "🌊", "🐾", "⭐"),
    "syllable": ("ka", "mi", "to", "ra", "no", "yu", "shi", "ha", "ne", "so", "ri", "ma"),
    "letter": tuple("abcdefghijklmnopqrstuvwxyz"),
    "digit": tuple("0123456789"),
    "year": tuple(str(year) for year in range(1965, 2010)),
}
_NAMES: Mapping[str, tuple[str, ...]] = {
    "kata_kanji": ("kata", "kanji", "second"),
    "kanji_kata": ("kanji", "second", "kata"),
    "latin_kanji": ("latin", "kanji", "second"),
    "given_emoji": ("kata", "emoji"),
    "given_digits": ("latin", "digit", "digit", "digit", "digit"),
}
_HANDLES: Mapping[str, tuple[str, ...]] = {
    "digit_tail": ("syllable", "syllable", "syllable", *("digit",) * 8),
    "year_tail": ("syllable", "syllable", "syllable", "syllable", "year"),
    "letters_digits": (*("letter",) * 5, *("digit",) * 5),
}
# fmt: on


def ruled_names(rule: NameRule, count: int, rng: np.random.Generator) -> pl.Series:
    """Draw display names of one shape.

    >>> import numpy as np
    >>> shown = ruled_names("kata_kanji", 9, np.random.default_rng(0))
    >>> shown.str.contains("^[ァ-ヴ]+[一-龠]+$").all()
    True
    """
    return _written("name_rule", rule, _NAMES, count, rng)


def ruled_handles(rule: HandleRule, count: int, rng: np.random.Generator) -> pl.Series:
    """Draw handles of one shape; many are needed to have two alike.

    >>> import numpy as np
    >>> handles = ruled_handles("digit_tail", 9, np.random.default_rng(0))
    >>> handles.str.contains("^[a-z]+[0-9]{8}$").all()
    True
    """
    return _written("handle_rule", rule, _HANDLES, count, rng)


def _written(
    key: str,
    rule: str,
    known: Mapping[str, tuple[str, ...]],
    count: int,
    rng: np.random.Generator,
) -> pl.Series:
    if rule not in known:
        raise ConfigError(f"{key} is {rule!r}; allowed: {', '.join(known)}")
    parts = [any_words(_WORDS[slot], count, rng) for slot in known[rule]]
    rows = pl.DataFrame({str(number): part for number, part in enumerate(parts)})
    return rows.select(text=pl.concat_str(rows.columns)).to_series()
