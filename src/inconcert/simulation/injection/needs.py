"""What an attack needs of the data, and why it is refused where they have it not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import polars as pl

from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.injection.known import Known
    from inconcert.simulation.injection.tongue import Tongue
    from inconcert.simulation.stage import Stage

_TARGETS = {"repost": "repost_of", "reply": "reply_to", "quote": "quote_of"}
_CARRIED = 0.5
"""Where there are no texts, so many of the acts must carry a link, a hashtag or an image."""
_OBJECTS = {"urls": "links", "hashtags": "hashtags"}


def check_before(known: Known, speech: Tongue, attack: Any) -> None:
    """Refuse an attack in a language that is not there, or whose texts cannot be written."""
    name = attack.__class__.__name__
    if attack.composes and known.posts["text"].null_count() == known.posts.height:
        _refuse(attack, "it writes texts, and the data have none")
    if attack.composes and attack.lang == speech.main and not speech.writable:
        spoken = f"is {speech.name!r}" if speech.name else "is not told; say it with --lang"
        _refuse(attack, f"it composes texts, and the main language of the data {spoken}")
    originals = known.drafts.filter(pl.col("kind") == "post", lang=attack.lang)
    if originals.is_empty():
        there = [f"{speech.called.get(c, c)} {n:,}" for c, n in speech.spoken.most_common(8) if c]
        named = ", ".join(there) if speech.name else "they name none, say it with --lang"
        raise ConfigError(
            f"{name}.lang is {attack.lang!r}; allowed: a language with original posts in the "
            f"data: {named}; the main one if lang is left out"
        )


def check_after(known: Known, stage: Stage, attack: Any, deed: Deed) -> None:
    """Refuse an attack whose acts the data could not show."""
    acts = deed.posts.filter(pl.col("role").is_not_null())
    _check_kinds(known, attack, acts)
    _check_objects(known, attack, acts)
    if deed.follows.height:
        _refuse(attack, f"it makes {deed.follows.height:,} follows, and the data have none")
    if acts["deleted"].null_count() < acts.height and _never(known, "deleted_at"):
        _refuse(attack, "its posts are deleted, and the data do not tell when a post is")
    if acts["rating"].null_count() < acts.height and _never(known, "rating"):
        _refuse(attack, "its acts are reviews, and the data have no ratings")
    there = stage.accounts["platform"].unique()
    other = deed.accounts["platform"].unique().drop_nulls().sort()
    missing = other.filter(~other.is_in(there.drop_nulls().implode()))
    if len(missing):
        found = ", ".join(sorted(there.drop_nulls().to_list())) or "none named"
        _refuse(attack, f"it acts on {', '.join(missing)}; the platforms of the data: {found}")


def _check_kinds(known: Known, attack: Any, acts: pl.DataFrame) -> None:
    """Every kind of its acts must be there; what reposts, answers or quotes must tell whom."""
    there = dict(known.posts["kind"].cast(pl.String).value_counts().sort("kind").iter_rows())
    found = ", ".join(f"{kind} {count:,}" for kind, count in there.items())
    for kind, count in acts["kind"].cast(pl.String).value_counts().sort("kind").iter_rows():
        some = f"{count:,} of its {acts.height:,} acts are of kind {kind}"
        if kind not in there:
            _refuse(attack, f"{some}; the data have {found}")
        if kind in _TARGETS and _untold(known, kind):
            silent = f"none of the {there[kind]:,} in the data"
            _refuse(attack, f"{some}, and {silent} tells which post or account it is about")


def _untold(known: Known, kind: str) -> bool:
    rows = known.posts.filter(pl.col("kind") == kind)
    columns = [f"{_TARGETS[kind]}_{what}" for what in ("post", "account")]
    return all(rows[name].null_count() == rows.height for name in columns)


def _check_objects(known: Known, attack: Any, acts: pl.DataFrame) -> None:
    """What the attack repeats (words, links, hashtags) must be something the data have."""
    said = acts.filter(pl.col("kind") != "repost")
    carries = pl.any_horizontal(pl.col("urls", "hashtags", "media").list.len().fill_null(0) > 0)
    wordless = "text" in attack.prescribes and said.height > 0 and _never(known, "text")
    if wordless and said.select(carries.mean()).item() < _CARRIED:
        _refuse(attack, "its posts repeat or lead by words, and the data have no texts")
    for column, word in _OBJECTS.items():
        wanted = column in attack.prescribes and int(acts[column].list.len().sum()) > 0
        if wanted and int(known.drafts[column].list.len().sum()) == 0:
            _refuse(attack, f"its posts carry {word}, and the data have none")


def _never(known: Known, column: str) -> bool:
    return known.posts[column].null_count() == known.posts.height


def _refuse(attack: Any, why: str) -> NoReturn:
    raise ConfigError(f"{type(attack).__name__} cannot work on these data: {why}")
