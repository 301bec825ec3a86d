"""The activity features, described."""

from __future__ import annotations

from inconcert.features.spec import FeatureSpec
from inconcert.schemas import KINDS


def activity_specs() -> tuple[FeatureSpec, ...]:
    """Describe the activity features, in the order of their columns."""
    return (
        FeatureSpec("posts", "activity", "posts", "n", "own", "Posts of any kind."),
        FeatureSpec(
            "active_days",
            "activity",
            "days",
            "|{UTC date of a post}|",
            "own",
            "Days (UTC) with at least one post.",
        ),
        FeatureSpec(
            "posts_per_active_day",
            "activity",
            "posts/day",
            "posts / active_days",
            "own",
            "Mean number of posts on days with any.",
        ),
        *(
            FeatureSpec(
                f"{kind}_share",
                "activity",
                "share",
                f"n({kind}) / n",
                "own",
                f"Share of the account's posts that are of kind `{kind}`.",
            )
            for kind in KINDS
        ),
        FeatureSpec(
            "distinct_targets",
            "activity",
            "accounts",
            "|{accounts reposted, replied to, quoted or mentioned}|",
            "own",
            "Accounts acted on. Null where the account reposts, replies or quotes and the source"
            " names no target.",
        ),
        *_concentration(),
        *_profile(),
    )


def _concentration() -> tuple[FeatureSpec, ...]:
    unknown = "Null without a repost whose target is known."
    return (
        FeatureSpec(
            "top_repost_target_share",
            "activity",
            "share",
            "max_t r_t / r",
            "own",
            "Share of the account's reposts (with known target) that go to the account it reposts"
            f" most. {unknown}",
        ),
        FeatureSpec(
            "repost_target_hhi",
            "activity",
            "index",
            "sum_t (r_t / r)^2",
            "Herfindahl 1950",
            f"Concentration of reposts on targets; 1 with a single target. {unknown}",
        ),
        FeatureSpec(
            "repost_target_gini",
            "activity",
            "index",
            "2 sum_i i r_(i) / (k r) - (k + 1) / k, r_(1) <= ... <= r_(k)",
            "Gini 1912",
            "Inequality of reposts among the k targets reposted at all; 0 if equal or k = 1."
            f" {unknown}",
        ),
    )


def _profile() -> tuple[FeatureSpec, ...]:
    return (
        FeatureSpec(
            "account_age_at_first_post_days",
            "activity",
            "days",
            "first post - account created",
            "Yang et al. 2020 (account age)",
            "Age of the account at its first post in the dataset. Null without a creation time.",
        ),
        FeatureSpec(
            "followers_following_ratio",
            "activity",
            "ratio",
            "(followers + 1) / (following + 1)",
            "Yang et al. 2020, smoothed by one",
            "Followers per account followed. Null where either is not known.",
        ),
    )
