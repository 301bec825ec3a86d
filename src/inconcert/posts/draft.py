"""From rows of a source to rows with the columns of the posts table, or into the quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ColumnError
from inconcert.posts import entities
from inconcert.posts.quarantine import from_lines, from_rows
from inconcert.posts.readers.base import Reading
from inconcert.posts.times import precision
from inconcert.schemas import Accounts, Posts, Quarantine, empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.posts.lines import Line
    from inconcert.posts.readers.base import Source

DRAFT = {
    name: pl.String() if isinstance(dtype, pl.Enum) else dtype
    for name, dtype in empty(Posts).schema.items()
} | {"row_hash": pl.UInt64()}
"""Columns of a draft: those of the posts table, `post_id` nullable, and `row_hash`."""

_LISTS = ("hashtags", "urls", "domains", "mentions", "media", "objects")
_CONTROL = r"[\x00-\x1f\x7f]"
_LIST = r'^\[\s*(["\d\[{\]-]|null|true|false)'
"""A list as JSON; `[deleted]`, which stands for an account on Reddit, is none."""
_IDS = (
    "post_id", "account_id", "repost_of_post", "repost_of_account", "reply_to_post",
    "reply_to_account", "quote_of_post", "quote_of_account", "conversation_id",
)  # fmt: skip
_DIRECT = ("direct", "dm", "direct message")


def finish(
    table: pl.DataFrame,
    source: Source,
    *,
    bad: Sequence[Line] = (),
    accounts: pl.DataFrame | None = None,
    notes: Sequence[str] = (),
    time_precision: str | None = None,
    without_seconds: bool = False,
    visible: bool = False,
) -> Reading:
    """Return the reading of a file: missing columns filled, bad rows set aside.

    `table` has any columns of `DRAFT`, at least `account_id`, `created_at`, `source_line` and
    `row_hash`, and `time_as_read`, the times as text. Hashtags, mentions, URLs and domains that
    it does not have are taken from the text. Raises `ColumnError` if no row has an account, or
    no time parses.
    """
    table = table.with_columns(source_file=pl.lit(source.label))
    _refuse_unusable(table, source)
    good, unusable = _divided(table, _reason(table, source, visible=visible))
    quarantine = pl.concat(
        [from_lines(source.label, bad), from_rows(unusable, pl.col("_reason"))], how="vertical"
    )
    unit = time_precision or precision(good["created_at"], without_seconds=without_seconds)
    drafted = _complete(good).with_columns(time_precision=pl.lit(unit)).select(list(DRAFT))
    return Reading(
        posts=drafted.cast(DRAFT),  # type: ignore[arg-type]
        quarantine=quarantine.cast(empty(Quarantine).schema),
        accounts=accounts if accounts is not None else empty(Accounts),
        notes=tuple(notes),
    )


def _refuse_unusable(table: pl.DataFrame, source: Source) -> None:
    if table.is_empty():
        return
    if table["account_id"].null_count() == table.height:
        raise ColumnError(f"{source.path}: not one of {table.height:,} rows has an account id")
    if table["created_at"].null_count() == table.height:
        shown = table["time_as_read"].drop_nulls().head(1).to_list()
        example = f"such as '{shown[0]}'" if shown else "all are empty"
        raise ColumnError(
            f"{source.path}: none of {table.height:,} times can be read, {example}\n"
            "understood are ISO 8601, unix seconds or milliseconds, 10/1/17 19:58, "
            "'Wed Oct 10 20:19:24 +0000 2018' and 2026年1月27日 20:00;\n"
            "if another column holds the time, name it in the column map (created_at: COLUMN)"
        )


def _divided(table: pl.DataFrame, reason: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part the rows that can be used from those that cannot, these with their `_reason`."""
    if reason.null_count() == table.height:
        return table, table.clear().with_columns(_reason=pl.lit(None, pl.String))
    bad = table.with_columns(_reason=reason).filter(reason.is_not_null())
    return table.filter(reason.is_null()), bad


def _reason(table: pl.DataFrame, source: Source, *, visible: bool) -> pl.Series:
    """Return why each row cannot be used, null where it can."""
    holes = table["account_id"].null_count() + table["created_at"].null_count()
    if visible and not holes and "visibility" not in table.columns:
        return pl.repeat(None, table.height, dtype=pl.String, eager=True)
    shown = pl.col("time_as_read")
    account = pl.lit(False) if visible else pl.col("account_id").str.contains(_CONTROL)
    reasons = [
        _say(pl.col("account_id").is_null(), "no account id"),
        _say(account, "control characters in the account id"),
        _say(pl.col("created_at").is_null() & shown.is_null(), "no time"),
        pl.when(pl.col("created_at").is_null()).then(
            pl.concat_str(pl.lit("the time does not parse: "), shown.str.head(60))
        ),
    ]
    if "post_id" in table.columns and not visible:
        held = pl.col("post_id").str.contains(_CONTROL)
        reasons.append(_say(held, "control characters in the post id"))
    if "visibility" in table.columns:
        direct = pl.col("visibility").str.to_lowercase().is_in(_DIRECT)
        reasons.append(_say(direct, "a direct message: only public posts are read"))
    if source.form == "ndjson":
        reasons += [
            _say(pl.col(name).str.contains(_LIST), f"a list in place of one {name}")
            for name in _IDS
            if name in table.columns
        ]
    return table.select(pl.coalesce(reasons).alias("reason"))["reason"]


def _say(fault: pl.Expr, reason: str) -> pl.Expr:
    return pl.when(fault).then(pl.lit(reason))


def _complete(table: pl.DataFrame) -> pl.DataFrame:
    missing = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in DRAFT.items()
        if name not in table.columns and name not in _LISTS
    ]
    table = table.with_columns(missing).with_columns(pl.col("kind").fill_null("post"))
    if table["text"].null_count() < table.height:
        table = _with_entities(table)
    if "domains" not in table.columns and "urls" in table.columns:
        table = table.with_columns(domains=entities.domains(pl.col("urls")))
    empties = [pl.lit([], DRAFT[n]).alias(n) for n in _LISTS if n not in table.columns]
    filled = [pl.col(n).fill_null([]) for n in _LISTS if n in table.columns]
    return table.with_columns([*filled, *empties])


def _with_entities(table: pl.DataFrame) -> pl.DataFrame:
    """Take from the text what no column of the source says."""
    text = pl.col("text")
    taken = {
        "hashtags": entities.hashtags(text),
        "mentions": entities.mentions(text),
        "urls": entities.urls(text),
    }
    return table.with_columns(**{n: e for n, e in taken.items() if n not in table.columns})
