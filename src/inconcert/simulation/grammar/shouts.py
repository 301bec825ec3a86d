"""Very short texts that very many post at once: shouts at an event (O2, O3, O15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.simulation.grammar.language import phrases
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.speech import any_words, speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["catchphrase", "goal", "arrival", "quake", "new_year", "memorial", "win"]
SHOUT_KINDS: tuple[Kind, ...] = get_args(Kind)

_VARIED = (
    "{shout}{mark}",
    "{shout}{mark}",
    "{shout} {emoji}",
    "{shout}{gap}{shout}",
    "{other}{mark}",
)
_SOLEMN = ("{shout}{mark}", "{shout} {emoji}", "{other}{mark}")
_MARKS = {
    "ja": ("！", "！！", "ー", "ーー", "w", "ww", "…", "〜", "!", "っ"),
    "zh": ("！", "！！", "！！！", "啊", "啊啊", "…", "～", "!"),
    "ko": ("!", "!!", "ㅋㅋ", "ㅋㅋㅋ", "ㅠㅠ", "...", "~", "?!"),
}
_SOLEMN_MARKS = {"ja": ("。", "…", "、"), "zh": ("。", "…", "……")}
_SCARED = ("😨", "😱", "😰", "💦")
_SOLEMN_EMOJI = ("🙏", "🕊", "🌸", "🕯")
_PLAIN_MARKS = ("!", "!!", "!!!", "...", "?!", ".", "!1", "!?")


def shouts_of(lang: str, kind: str) -> tuple[str, ...]:
    """Return what is shouted on such an occasion, the commonest first.

    >>> shouts_of("ja", "quake")[0]
    '揺れた'
    """
    known: Mapping[str, tuple[str, ...]] = PHRASEBOOKS[lang].shouts
    if kind not in known:
        raise ConfigError(f"the kind of shout is {kind!r}; allowed: {', '.join(known)}")
    return known[kind]


def short_shout(
    lang: str,
    kind: Kind,
    count: int,
    rng: np.random.Generator,
    *,
    same: float = 0.5,
    shout: str | None = None,
) -> pl.Series:
    """Return `count` shouts; the share `same` is the `shout`, or the commonest, to the letter.

    The others add marks or an emoji, say it twice or take another word for it.

    >>> short_shout("ja", "quake", 3, np.random.default_rng(0), same=1.0).to_list()
    ['揺れた', '揺れた', '揺れた']
    """
    usual = shouts_of(lang, kind)
    said = usual[0] if shout is None else shout
    others = usual if shout is None else (said, *usual)
    patterns, marks, emoji = _manner(lang, kind)
    held = {
        "shout": pl.Series([said]).new_from_index(0, count),
        "other": any_words(others, count, rng),
        "gap": pl.Series([speaker(lang).separator]).new_from_index(0, count),
        "mark": any_words(marks, count, rng),
        "emoji": any_words(emoji, count, rng),
    }
    varied = phrases(speaker(lang), patterns, np.zeros(count, dtype=np.int64), rng, held=held)
    rows = pl.DataFrame({"exact": rng.random(count) < same, "varied": varied})
    return rows.select(text=pl.when("exact").then(pl.lit(said)).otherwise("varied")).to_series()


def _manner(lang: str, kind: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the patterns, marks and emoji of an occasion: nobody laughs at a memorial."""
    if kind == "memorial":
        return _SOLEMN, _SOLEMN_MARKS.get(lang, ("...", ".", " …")), _SOLEMN_EMOJI
    marks = _MARKS.get(lang, _PLAIN_MARKS)
    emoji = _SCARED if kind == "quake" else speaker(lang).words["emoji"]
    return _VARIED, marks, emoji
