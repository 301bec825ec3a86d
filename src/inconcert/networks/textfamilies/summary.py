"""The tables of a search: members of families, and what is said of each family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.networks.textfamilies.tables import Families, FamilyMembers
from inconcert.networks.textfamilies.templates import Variant, shown, template
from inconcert.posts.text import digest, masked

if TYPE_CHECKING:
    import dataframely as dy

    from inconcert.networks.textfamilies.settings import FamilySettings

_SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Gathered:
    """Posts of families with `family_id`, `normalised` and `kind`; a row a family beside."""

    posts: pl.DataFrame
    exemplars: pl.DataFrame
    """`exemplar` `family_id` `exemplar_normalised` `exemplar_post_id` `exemplar_text`."""

    def table(self) -> dy.DataFrame[FamilyMembers]:
        """Return the public table."""
        columns = FamilyMembers.column_names()
        return FamilyMembers.validate(self.posts.select(columns).sort("post_id"), cast=True)


def gather(posts: pl.DataFrame, settings: FamilySettings) -> Gathered:
    """Keep the posts of large enough families and name these by their exemplars.

    `posts` has the columns of `Texts.posts` and `exemplar`, the rank of the exemplar.
    """
    large = (
        posts.group_by("exemplar")
        .agg(pl.len().alias("posts"), pl.col("account_id").n_unique().alias("accounts"))
        .filter(pl.col("posts") >= settings.min_posts)
        .filter(pl.col("accounts") >= settings.min_accounts)
        .select("exemplar")
    )
    kept = posts.join(large, on="exemplar", how="semi")
    exemplars = _exemplars(kept)
    named = kept.join(
        exemplars.select("exemplar", "family_id", "exemplar_normalised"), on="exemplar"
    )
    exact = pl.col("normalised") == pl.col("exemplar_normalised")
    kind = pl.when(exact).then(pl.lit("exact")).otherwise(pl.lit("near"))
    return Gathered(posts=named.with_columns(kind.alias("kind")), exemplars=exemplars)


def describe(gathered: Gathered, settings: FamilySettings) -> dy.DataFrame[Families]:
    """Return one row a family."""
    counts = _counts(gathered.posts)
    silences = _silences(gathered.posts, settings)
    templates = _templates(gathered, settings)
    exemplars = gathered.exemplars.drop("exemplar", "exemplar_normalised")
    whole = counts.join(silences, on="family_id").join(exemplars, on="family_id")
    table = whole.join(templates, on="family_id").select(Families.column_names())
    return Families.validate(table.sort("family_id"), cast=True)


def _exemplars(posts: pl.DataFrame) -> pl.DataFrame:
    """Among the spellings of an exemplar take the one with most posts, then the earliest."""
    leading = posts.filter(pl.col("rank") == pl.col("exemplar")).sort("created_at", "post_id")
    spellings = leading.group_by("exemplar", "normalised", maintain_order=True).agg(
        pl.len().alias("posts"), pl.col("created_at", "post_id", "text").first()
    )
    order = ("exemplar", "posts", "created_at", "post_id")
    chosen = spellings.sort(order, descending=[False, True, False, False]).unique(
        "exemplar", keep="first", maintain_order=True
    )
    return chosen.select(
        "exemplar",
        pl.Series("family_id", list(map(digest, chosen["normalised"])), dtype=pl.String),
        pl.col("normalised").alias("exemplar_normalised"),
        pl.col("post_id").alias("exemplar_post_id"),
        pl.col("text").alias("exemplar_text"),
    )


def _counts(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.group_by("family_id").agg(
        pl.len().alias("posts"),
        pl.col("account_id").n_unique().alias("accounts"),
        pl.col("normalised").n_unique().alias("exact_variants"),
        pl.col("similarity").min().alias("similarity_min"),
        pl.col("similarity").median().alias("similarity_median"),
        pl.col("lang").drop_nulls().unique().sort().alias("languages"),
    )


def _silences(posts: pl.DataFrame, settings: FamilySettings) -> pl.DataFrame:
    at = pl.col("created_at")
    ordered = posts.select("family_id", "created_at").sort("family_id", "created_at")
    silence = at.diff().over("family_id").dt.total_microseconds().fill_null(0) / 1e6
    return (
        ordered.with_columns(silence.alias("silence"))
        .group_by("family_id")
        .agg(
            at.min().alias("first_seen"),
            at.max().alias("last_seen"),
            pl.col("silence").max().alias("longest_gap_s"),
            (pl.col("silence") > settings.revival_days * _SECONDS_A_DAY).sum().alias("revivals"),
        )
    )


def _templates(gathered: Gathered, settings: FamilySettings) -> pl.DataFrame:
    """Return `family_id`, `template` and `slots`; the exemplar is the first of its variants."""
    variants = _variants(gathered, settings)
    lists = variants.group_by("family_id", maintain_order=True).agg("masked", "posts")
    rows = [
        {"family_id": family, **_template(texts, posts)}
        for family, texts, posts in lists.iter_rows()
    ]
    whole = schemas.empty(Families).schema
    schema = {name: whole[name] for name in ("family_id", "template", "slots")}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _variants(gathered: Gathered, settings: FamilySettings) -> pl.DataFrame:
    """Return the variants with most posts, then the earliest, with marks for URLs and mentions."""
    earliest = gathered.posts.sort("created_at", "post_id")
    variants = earliest.group_by("family_id", "normalised", maintain_order=True).agg(
        pl.len().alias("posts"),
        (pl.col("kind") == "exact").any().alias("leads"),
        pl.col("created_at", "post_id", "text").first(),
    )
    order = ("family_id", "leads", "posts", "created_at", "post_id")
    ranked = variants.sort(order, descending=[False, True, True, False, False])
    first = ranked.filter(pl.int_range(pl.len()).over("family_id") < settings.template_variants)
    marks = masked(pl.col("text"), urls=settings.mask_urls, mentions=settings.mask_mentions)
    return first.select("family_id", marks.alias("masked"), "posts")


def _template(texts: list[str], posts: list[int]) -> dict[str, object]:
    if len(texts) == 1:
        return {"template": shown(texts[0]), "slots": []}
    exemplar, *others = [Variant(text, count) for text, count in zip(texts, posts, strict=True)]
    made = template(exemplar, others)
    slots = [
        {"slot": number, "values": [{"text": text, "posts": count} for text, count in values]}
        for number, values in enumerate(made.slots, start=1)
    ]
    return {"template": made.text, "slots": slots}
