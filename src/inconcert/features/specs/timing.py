"""The timing features, described."""

from __future__ import annotations

from inconcert.features.spec import FeatureSpec

_GOH = "Goh & Barabasi 2008"
_SHANNON = "Shannon 1948"


def timing_specs() -> tuple[FeatureSpec, ...]:
    """Describe the timing features, in the order of their columns."""
    none = "Null with a single post."
    few = "Null with fewer than three posts, or if all are at one time."
    return (
        FeatureSpec(
            "gap_median_s",
            "timing",
            "seconds",
            "median of the gaps tau",
            _GOH,
            f"Median time between successive posts. {none}",
        ),
        FeatureSpec(
            "gap_mean_s",
            "timing",
            "seconds",
            "mu = mean of the gaps tau",
            _GOH,
            f"Mean time between successive posts. {none}",
        ),
        FeatureSpec(
            "gap_cv",
            "timing",
            "ratio",
            "sigma / mu, sigma over n (not n - 1)",
            _GOH,
            f"Coefficient of variation of the gaps. {few}",
        ),
        FeatureSpec(
            "burstiness",
            "timing",
            "index",
            "(sigma - mu) / (sigma + mu)",
            _GOH,
            f"-1 for a clock, 0 for a Poisson process, towards 1 for bursts. {few}",
        ),
        FeatureSpec(
            "gap_entropy",
            "timing",
            "bits",
            "H of floor(log2(tau + 1 s))",
            _SHANNON,
            f"Entropy of the gaps in bins that double in width. {none}",
        ),
        *_week(),
        *_reaction(),
    )


def _week() -> tuple[FeatureSpec, ...]:
    coarse = "Null where all times are to the day."
    return (
        FeatureSpec(
            "hour_of_week_entropy",
            "timing",
            "bits",
            "H of p over 168 hours",
            _SHANNON,
            f"How evenly posts fall on the hours of the week (UTC). {coarse}",
        ),
        FeatureSpec(
            "peak_hour_share",
            "timing",
            "share",
            "max_h p_h",
            "own",
            f"Share of posts in the account's busiest hour of the week (UTC). {coarse}",
        ),
        FeatureSpec(
            "hour_of_week_distance",
            "timing",
            "index",
            "sqrt(JS(p, q)), base 2, q over all posts of the dataset",
            "Lin 1991",
            "Jensen-Shannon distance of the account's week to that of the whole dataset, which"
            f" contains it. {coarse}",
            dataset_relative=True,
        ),
    )


def _reaction() -> tuple[FeatureSpec, ...]:
    basis = (
        "Delays count from the original where it is in the dataset, else from the first repost of"
        " the same object by another account. Null without one."
    )
    return (
        FeatureSpec(
            "reaction_delay_median_s",
            "timing",
            "seconds",
            "median of the delays",
            "Mazza et al. 2019 (repost delay)",
            f"Median delay of reposts. {basis}",
        ),
        FeatureSpec(
            "reaction_under_10s_share",
            "timing",
            "share",
            "n(delay < 10 s) / n(delay)",
            "Luceri et al. 2024 (fast repost, 10 s)",
            f"Over reposts with times to the second. {basis}",
        ),
        FeatureSpec(
            "reaction_under_60s_share",
            "timing",
            "share",
            "n(delay < 60 s) / n(delay)",
            "Luceri et al. 2024 (fast repost, 60 s)",
            "Over reposts with times to the minute or finer; where they are to the minute"
            f" it is the share within the same minute. {basis}",
        ),
    )
