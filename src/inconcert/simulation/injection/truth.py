"""Accounts, labels and acts of a dataset with planted rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inconcert.simulation.draft import Deed
    from inconcert.simulation.injection.known import Known
    from inconcert.simulation.injection.rows import Planted

REAL = "real"
"""Role of the real accounts: it does not say that they are organic."""


def joined_accounts(posts: pl.DataFrame, described: pl.DataFrame, planted: Planted) -> pl.DataFrame:
    """Append the planted accounts, every one as the share of real ones that is described."""
    authors = posts.select("account_id").unique()
    listed = authors.join(described, on="account_id", how="semi").height / authors.height
    written = planted.posts.group_by("account_id").agg(written=pl.len())
    people = planted.people.join(written, on="account_id", how="left").sort("account")
    kept = people.head(round(listed * people.height))
    rows = kept.with_columns(
        created_at=pl.from_epoch("created").cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        posts_total=pl.col("earlier_posts") + pl.col("written").fill_null(0),
    ).select(schemas.Accounts.column_names())
    never = [name for name in rows.columns if described[name].null_count() == described.height]
    rows = rows.with_columns(pl.lit(None).alias(name) for name in never).cast(
        dict(described.schema)  # type: ignore[arg-type]
    )
    return schemas.Accounts.validate(pl.concat([described, rows])).sort("account_id")


def truth_labels(facts: Known, planted: Planted, deeds: Mapping[str, Deed]) -> pl.DataFrame:
    """One row an account that posts, or that an attack touched."""
    number = pl.col("account").cast(pl.Int64)
    ids = pl.concat(
        [facts.accounts.select(number, "account_id"), planted.people.select(number, "account_id")]
    )
    roles = pl.concat([deed.roles.with_columns(component=pl.lit(n)) for n, deed in deeds.items()])
    roles = roles.join(ids, on="account").with_columns(
        campaign=pl.when("member").then("component"),
        role=pl.when("member").then("role").otherwise(
            pl.concat_str("component", pl.lit(":"), "role")),
        operator=pl.when("member").then(
            pl.coalesce("operator", pl.concat_str(pl.lit("operator of "), "component"))),
        source=pl.when("member").then(pl.lit("injection")).otherwise(pl.lit("as read")),
    ).select(schemas.Labels.column_names())  # fmt: skip
    roles = roles.sort("account_id", "role").unique("account_id", keep="first", maintain_order=True)
    others = facts.accounts.head(facts.authors).join(roles, on="account_id", how="anti")
    nothing = pl.lit(None, dtype=pl.String)
    rest = others.select(
        "account_id", campaign=nothing, role=pl.lit(REAL), operator=nothing,
        source=pl.lit("as read"),
    )  # fmt: skip
    return schemas.Labels.validate(pl.concat([roles, rest])).sort("account_id")


def truth_acts(planted: Planted) -> pl.DataFrame:
    acts = planted.posts.filter(pl.col("role").is_not_null()).select(
        "post_id", "account_id", campaign="component", role="role"
    )
    return schemas.Acts.validate(acts).sort("post_id")
