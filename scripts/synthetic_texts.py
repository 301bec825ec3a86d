"""Posts with the texts of the simulation's grammar, at any size, for timing text families.

Half of the posts say something new, a third repeat one of them word for word, one in fifteen with
small edits, and one in ten fills a slot of a template: the text that a share button writes. Of a
million posts some 600 thousand are distinct.
"""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl

from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.grammar.language import compose

START = datetime(2024, 3, 1, tzinfo=UTC)
SPAN_SECONDS = 180 * 86_400
KIND_SHARES = (0.5, 0.33, 0.07, 0.1)
SHARES = {"ja": 0.5, "en": 0.35, "es": 0.15}


def texts(count: int, *, seed: int = 0) -> pl.DataFrame:
    """Return `text` and `lang` of `count` posts."""
    rng = np.random.default_rng(seed)
    langs = rng.choice(list(SHARES), size=count, p=list(SHARES.values()))
    parts = [_of_language(lang, int((langs == lang).sum()), rng) for lang in SHARES]
    return pl.concat(parts).sample(fraction=1.0, shuffle=True, seed=seed)


def posts(count: int, *, seed: int = 0) -> pl.DataFrame:
    """Return `count` posts of count / 5 accounts over half a year."""
    rng = np.random.default_rng(seed + 1)
    seconds = np.sort(rng.integers(SPAN_SECONDS, size=count))
    moments = pl.Series(seconds).cast(pl.Duration("ms")) * 1000 + START
    return texts(count, seed=seed).with_columns(
        pl.format("p{}", pl.Series(np.arange(count)).cast(pl.String).str.zfill(9)).alias("post_id"),
        pl.format("a{}", pl.Series(rng.integers(max(count // 5, 1), size=count))).alias(
            "account_id"
        ),
        moments.dt.cast_time_unit("us").alias("created_at"),
        pl.lit("post").alias("kind"),
    )


def _of_language(lang: str, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """Compose texts of two to six sentences, and repeat some."""
    language = LANGUAGES[lang]
    halves = [compose(language, rng.integers(6, size=count), rng) for _ in range(2)]
    both = pl.DataFrame({"a": halves[0], "b": halves[1]})
    fresh = both.select(pl.concat_str("a", "b", separator=language.separator)).to_series()
    kind = rng.choice(4, size=count, p=KIND_SHARES)
    source = rng.integers(max(count // 50, 1), size=count)
    copied = fresh.gather(np.where((kind == 1) | (kind == 2), source, np.arange(count)))
    changed = edited(copied.filter(pl.Series(kind == 2)), 0.03, rng)
    text = copied.to_list()
    for row, new in zip(np.flatnonzero(kind == 2).tolist(), changed.to_list(), strict=True):
        text[row] = new
    for row in np.flatnonzero(kind == 3).tolist():
        text[row] = f"{_TEMPLATES[lang].format(rng.integers(1_000_000))} https://t.example/{row}"
    return pl.DataFrame({"text": text, "lang": lang})


_TEMPLATES = {
    "ja": "私の前世は{}番目の猫でした！あなたも診断してみよう #前世診断",
    "en": "In my past life I was cat number {}! Find out who you were #pastlife",
    "es": "En mi vida pasada fui el gato número {}! Descubre quién fuiste #vidapasada",
}
