"""The evidence of a cluster as a reader meets it: grouped by object, the most telling first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.report.wording import jst, utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.report.masking import Mask
    from inconcert.report.wording import Wording
    from inconcert.scoring.result import ScoreResult

MOST_SECTIONS = 25
MOST_ROWS = 50
"""Evidence rows shown per cluster."""
MOST_ROWS_PER_OBJECT = 10
MOST_MEMBERS = 200
_TELLING_ORDER = ("peak", "accounts", "typical", "first", "layer", "object_id")


@dataclass(frozen=True)
class Row:
    """One post as evidence."""

    utc: str
    jst: str
    account: str
    kind: str
    text: str
    partners: int
    partner: str
    delta: str
    source: str


@dataclass(frozen=True)
class ObjectGroup:
    """The posts that acted on one object."""

    title: str
    peak: str
    """How many acted close together, where that says more than the title; else empty."""
    subject: str
    """What was acted on, as text; empty where it has no words."""
    same_text: bool
    """Every row says the same, so the text stands above the table instead of in it."""
    rows: tuple[Row, ...]
    hidden: int


@dataclass(frozen=True)
class Member:
    """One account of a cluster."""

    pseudonym: str
    score: str
    flagged: bool
    posts: int


@dataclass(frozen=True)
class Section:
    """One cluster."""

    facts: dict[str, Any]
    """The row of `schemas.Clusters`."""
    members: tuple[Member, ...]
    groups: tuple[ObjectGroup, ...]
    shown: int
    total: int


@dataclass(frozen=True)
class Telling:
    """What is told, and how: with which masking and in which language."""

    result: ScoreResult
    mask: Mask
    words: Wording


def sections(telling: Telling) -> tuple[Section, ...]:
    """Describe the first 25 clusters."""
    first = telling.result.clusters.sort("rank").head(MOST_SECTIONS)
    return tuple(_section(facts, telling) for facts in first.iter_rows(named=True))


def _section(facts: dict[str, Any], telling: Telling) -> Section:
    result = telling.result
    evidence = result.evidence.filter(pl.col("cluster_id") == facts["cluster_id"])
    groups = tuple(_groups(evidence, telling))
    return Section(
        facts=facts,
        members=_members(facts["cluster_id"], result, evidence),
        groups=groups,
        shown=sum(len(group.rows) for group in groups),
        total=evidence.height,
    )


def _members(cluster_id: str, result: ScoreResult, evidence: pl.DataFrame) -> tuple[Member, ...]:
    counts = evidence.group_by("account_id").agg(posts=pl.col("post_id").n_unique())
    table = (
        result.accounts.filter(pl.col("cluster_id") == cluster_id)
        .join(counts, on="account_id", how="left")
        .with_columns(pl.col("posts").fill_null(0))
        .sort("score", "posts", "account_id", descending=[True, True, False], nulls_last=True)
        .head(MOST_MEMBERS)
    )
    return tuple(
        Member(
            pseudonym=row["pseudonym"],
            score="" if row["score"] is None else f"{row['score']:.3f}",
            flagged=row["flagged"],
            posts=row["posts"],
        )
        for row in table.iter_rows(named=True)
    )


def rank_objects(evidence: pl.DataFrame) -> pl.DataFrame:
    """Rank the objects of a cluster, one row each: many accounts close together come first.

    >>> table = pl.DataFrame({"layer": ["url"] * 2, "object_id": ["o"] * 2, "partners": [1, 1],
    ...     "account_id": ["a", "b"], "delta_s": [5.0, -5.0], "created_at": [0, 5]})
    >>> rank_objects(table).select("accounts", "peak", "rows").row(0)
    (2, 2, 2)
    """
    return (
        evidence.group_by("layer", "object_id")
        .agg(
            accounts=pl.col("account_id").n_unique(),
            peak=pl.col("partners").max() + 1,
            rows=pl.len(),
            typical=pl.col("delta_s").abs().median(),
            first=pl.col("created_at").min(),
            last=pl.col("created_at").max(),
        )
        .sort(*_TELLING_ORDER, descending=[True, True, False, False, False, False])
    )


def _groups(evidence: pl.DataFrame, telling: Telling) -> Iterator[ObjectGroup]:
    """Objects in rank order until the rows of the section are used up."""
    left = MOST_ROWS
    for facts in rank_objects(evidence).head(MOST_ROWS).iter_rows(named=True):
        rows = evidence.filter(
            (pl.col("layer") == facts["layer"]) & (pl.col("object_id") == facts["object_id"])
        ).sort("created_at", "account_id", "post_id")
        shown = rows.head(min(left, MOST_ROWS_PER_OBJECT))
        yield _group(facts, rows, shown, telling)
        left -= shown.height
        if left <= 0:
            return


def _group(
    facts: dict[str, Any],
    rows: pl.DataFrame,
    shown: pl.DataFrame,
    telling: Telling,
) -> ObjectGroup:
    mask, words = telling.mask, telling.words
    texts = {mask.text(text) for text in rows["text"].drop_nulls()}
    same_text = len(texts) == 1 and not rows["text"].has_nulls()
    return ObjectGroup(
        title=words(
            f"evidence.group_{facts['layer']}",
            accounts=words("unit.accounts", n=facts["accounts"]),
            span=_span(facts, telling),
        ),
        peak=_peak(facts, telling),
        subject=next(iter(texts)) if same_text else _subject(facts, mask),
        same_text=same_text,
        rows=tuple(_row(row, telling) for row in shown.iter_rows(named=True)),
        hidden=rows.height - shown.height,
    )


def _span(facts: dict[str, Any], telling: Telling) -> str:
    seconds = (facts["last"] - facts["first"]).total_seconds()
    if seconds:
        return telling.words.duration(seconds)
    return telling.words(f"evidence.span_none_{telling.result.summary.time_precision}")


def _peak(facts: dict[str, Any], telling: Telling) -> str:
    window, words = telling.result.network.window_seconds, telling.words
    span = (facts["last"] - facts["first"]).total_seconds()
    if window is None or span <= window:
        return ""
    return words("evidence.peak", n=facts["peak"], window=words.duration(window))


def _subject(facts: dict[str, Any], mask: Mask) -> str:
    """What was acted on, where the object itself may be shown."""
    layer, name = facts["layer"], facts["object_id"]
    if layer == "hashtag":
        return mask.text("#" + name.removeprefix("#"))
    if layer == "mention":
        return mask.account(name)
    if layer == "url":
        return mask.text(name)
    return mask.text(name).replace("[.]", ".").replace(".", "[.]") if layer == "domain" else ""


def _row(row: dict[str, Any], telling: Telling) -> Row:
    mask, words = telling.mask, telling.words
    precision = telling.result.summary.time_precision
    return Row(
        utc=utc(row["created_at"], precision),
        jst=jst(row["created_at"], precision),
        account=mask.account(row["account_id"]),
        kind=words(f"kind.{row['kind']}"),
        text=mask.text(row["text"] or ""),
        partners=row["partners"],
        partner=mask.account(row["partner_id"]),
        delta=_delta(row["delta_s"], words),
        source=_source(row, mask),
    )


def _delta(seconds: float, words: Wording) -> str:
    if not seconds:
        return words("evidence.same")
    return words("evidence.later" if seconds > 0 else "evidence.earlier", x=words.duration(seconds))


def _source(row: dict[str, Any], mask: Mask) -> str:
    if row["source_file"] is None:
        return ""
    name = mask.text(PurePath(row["source_file"]).name)
    return name if row["source_line"] is None else f"{name}:{row['source_line']}"
