"""The tables of text families, as contracts."""

from __future__ import annotations

import dataframely as dy


def _utc() -> dy.Datetime:
    return dy.Datetime(time_unit="us", time_zone="UTC", nullable=False)


class FamilyMembers(dy.Schema):
    """One row a post that belongs to a family. Key: `post_id`."""

    post_id = dy.String(primary_key=True)
    account_id = dy.String(nullable=False)
    family_id = dy.String(nullable=False)
    created_at = _utc()
    kind = dy.Enum(["exact", "near"], nullable=False)
    """Exact: the normalised text is that of the exemplar."""
    similarity = dy.Float64(nullable=False, min=0.0, max=1.0)
    """To the exemplar; 1 also where the two differ in punctuation and spaces alone, and less than
    was asked for where families were merged by what they have in common."""


class Families(dy.Schema):
    """One row a family. Key: `family_id`, the `posts.text.text_key` of the exemplar."""

    family_id = dy.String(primary_key=True)
    posts = dy.UInt32(nullable=False)
    accounts = dy.UInt32(nullable=False)
    exemplar_post_id = dy.String(nullable=False)
    """The earliest post with the exemplar's normalised text."""
    exemplar_text = dy.String(nullable=False)
    """As written in that post."""
    template = dy.String(nullable=False)
    """The exemplar, normalised: `{1}`, `{2}` where copies vary, `{url}`, `{mention}`; a brace of
    the text itself is doubled."""
    slots = dy.List(
        dy.Struct(
            {
                "slot": dy.UInt32(nullable=False),
                "values": dy.List(
                    dy.Struct(
                        {"text": dy.String(nullable=False), "posts": dy.UInt32(nullable=False)},
                        nullable=False,
                    ),
                    nullable=False,
                ),
            },
            nullable=False,
        ),
        nullable=False,
    )
    """What fills each slot, the most frequent first; an empty text where a copy leaves it out."""
    exact_variants = dy.UInt32(nullable=False)
    """Distinct normalised texts."""
    first_seen = _utc()
    last_seen = _utc()
    longest_gap_s = dy.Float64(nullable=False)
    """The longest silence between two posts that follow each other."""
    revivals = dy.UInt32(nullable=False)
    """Silences longer than the number of days that was asked for."""
    similarity_min = dy.Float64(nullable=False, min=0.0, max=1.0)
    similarity_median = dy.Float64(nullable=False, min=0.0, max=1.0)
    """Of the posts to the exemplar."""
    languages = dy.List(dy.String(nullable=False), nullable=False)
    """As the source names them, sorted."""
