"""Text families: what must change nothing, and what always holds."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.networks.textfamilies import Families, FamilyMembers, family_actions, text_families
from inconcert.networks.textfamilies.templates import Variant, template
from inconcert.schemas import Actions

START = datetime(2026, 1, 1, tzinfo=UTC)
PARTS = (
    "投票所で",
    "不正が",
    "あったらしい",
    "。",
    "！",
    "拡散希望",
    "です",
    "the ",
    "vote ",
    "was ",
    "stolen ",
    "👍",
    "ไป",
)
quickly = settings(max_examples=25, deadline=None)

texts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join)
rows = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        texts,
        st.integers(0, 90),
        st.sampled_from(["post", "post", "post", "reply", "repost"]),
        st.sampled_from(["ja", "en", None]),
    ),
    max_size=25,
)


def posts_of(drawn):
    schema = {
        "account_id": pl.String,
        "text": pl.String,
        "day": pl.Int64,
        "kind": pl.String,
        "lang": pl.String,
    }
    return (
        pl.DataFrame(drawn, schema=schema, orient="row")
        .with_row_index("n")
        .with_columns(
            pl.format("p{}", "n").alias("post_id"),
            (pl.lit(START) + pl.duration(days="day")).dt.cast_time_unit("us").alias("created_at"),
        )
    )


@quickly
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(drawn, random):
    posts = posts_of(drawn)
    order = list(range(posts.height))
    random.shuffle(order)
    one, other = text_families(posts), text_families(posts[order])
    assert one.members.equals(other.members)
    assert one.families.equals(other.families)
    assert one.search == other.search


@quickly
@given(rows)
def test_renaming_accounts_renames_members_alone(drawn):
    posts = posts_of(drawn)
    renamed = posts.with_columns(pl.format("z{}", "account_id").alias("account_id"))
    one, other = text_families(posts), text_families(renamed)
    assert one.families.equals(other.families)
    assert one.members.drop("account_id").equals(other.members.drop("account_id"))


@quickly
@given(rows)
def test_a_text_unlike_all_others_changes_no_family(drawn):
    posts = posts_of(drawn)
    lonely = posts_of([("x", "QQQQWWWWEEEERRRR ZZZZXXXXCCCCVVVV", 3, "post", "en")])
    more = pl.concat([posts, lonely.with_columns(pl.lit("lonely").alias("post_id"))])
    one, other = text_families(posts), text_families(more)
    assert one.members.equals(other.members)
    assert one.families.equals(other.families)


@quickly
@given(rows)
def test_what_holds_of_any_families(drawn):
    posts = posts_of(drawn)
    found = text_families(posts)
    FamilyMembers.validate(found.members)
    Families.validate(found.families)
    Actions.validate(family_actions(found))
    counted = found.members.group_by("family_id").agg(
        pl.len(), pl.col("account_id").n_unique().alias("a")
    )
    assert dict(counted.select("family_id", "len").iter_rows()) == dict(
        found.families.select("family_id", "posts").iter_rows()
    )
    assert found.families.filter(pl.col("posts") < 2).height == 0
    kinds = posts.join(found.members, on="post_id", how="semi")["kind"]
    assert "repost" not in kinds.to_list()
    exemplars = found.families.join(
        found.members, left_on=["family_id", "exemplar_post_id"], right_on=["family_id", "post_id"]
    )
    assert exemplars.height == found.families.height
    assert (exemplars["kind"] == "exact").all()
    assert (exemplars["similarity"] == 1.0).all()
    span = (found.families["last_seen"] - found.families["first_seen"]).dt.total_seconds()
    assert (found.families["longest_gap_s"] <= span).all()


@quickly
@given(rows, st.integers(1, 5))
def test_equal_texts_are_always_together(drawn, shift):
    again = [(account, text, day + shift, "post", lang) for account, text, day, _, lang in drawn]
    posts = posts_of([(a, t, d, "post", la) for a, t, d, _, la in drawn] + again)
    found = text_families(posts)
    joined = posts.join(found.members.select("post_id", "family_id"), on="post_id", how="left")
    assert (
        joined.group_by("text").agg(pl.col("family_id").n_unique())["family_id"].to_list()
        == [1] * joined["text"].n_unique()
    )
    short = joined.filter(pl.col("family_id").is_null()).height
    assert short == found.left_out.short


@quickly
@given(texts, st.lists(texts, min_size=1, max_size=6))
def test_a_template_filled_with_the_exemplar_is_the_exemplar(exemplar, others):
    # One slot value of the exemplar each, found again as the whole text: counted by a weight that
    # no other variant has.
    found = template(Variant(exemplar, 1000), [Variant(text, 1) for text in others])
    values = [next(text for text, posts in slot if posts >= 1000) for slot in found.slots]
    filled = found.text
    for number, value in enumerate(values, start=1):
        filled = filled.replace(f"{{{number}}}", value)
    assert filled.replace(" ", "") == exemplar.replace(" ", "")
