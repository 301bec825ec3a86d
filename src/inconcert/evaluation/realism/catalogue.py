"""All statistics of the comparison, each with its distance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from inconcert.evaluation.realism import activity, cascades, coaction, content, timing

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.evaluation.realism.distances import Distance
    from inconcert.evaluation.realism.sight import Sight, Value


@dataclass(frozen=True)
class Statistic:
    """One thing to compare: its name, a title with the unit, how to measure it, which distance."""

    name: str
    title: str
    measure: Callable[[Sight], Value]
    distance: Distance


def _network_statistics(layer: str, word: str) -> tuple[Statistic, ...]:
    """Return the statistics of one layer's co-action network."""
    windows = (("60s", "60 s", 60.0), ("any", "any time", None))
    return (
        Statistic(
            f"{layer}_objects_per_account",
            f"things per account, {word}",
            partial(coaction.objects_per_account, layer=layer),
            "log_wasserstein",
        ),
        *(
            Statistic(
                f"{layer}_degree_{name}",
                f"{word} degree, {title}",
                partial(coaction.degree, layer=layer, window_seconds=seconds),
                "log_wasserstein",
            )
            for name, title, seconds in windows
        ),
        *(
            Statistic(
                f"{layer}_clustering_{name}",
                f"{word} clustering, {title}",
                partial(coaction.clustering, layer=layer, window_seconds=seconds),
                "difference",
            )
            for name, title, seconds in windows
        ),
        Statistic(
            f"{layer}_two_things",
            f"{word} pairs with two things",
            partial(coaction.two_things, layer=layer),
            "difference",
        ),
    )


STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "posts_per_account", "posts per account", activity.posts_per_account, "log_wasserstein"
    ),
    Statistic("gini", "Gini of posts per account", activity.gini, "difference"),
    Statistic("top_share", "share of the busiest 2 %", activity.top_share, "difference"),
    Statistic("tail_index", "Hill tail index 1/α", activity.tail_index, "difference"),
    Statistic("single_share", "accounts that post once", activity.single_share, "difference"),
    Statistic("gaps", "gaps between posts (s)", timing.gaps, "log_wasserstein"),
    Statistic("burstiness", "burstiness of accounts", timing.burstiness, "kolmogorov_smirnov"),
    Statistic("hour_profile", "hours of the day", timing.hour_profile, "jensen_shannon"),
    Statistic("weekday_profile", "days of the week", timing.weekday_profile, "jensen_shannon"),
    Statistic("repost_share", "share of reposts", cascades.repost_share, "difference"),
    Statistic(
        "outside_share", "reposts of accounts not here", cascades.outside_share, "difference"
    ),
    Statistic("reply_share", "share of replies", cascades.reply_share, "difference"),
    Statistic(
        "repost_delay", "repost after original (s)", cascades.repost_delay, "log_wasserstein"
    ),
    Statistic(
        "since_first", "repost after first repost (s)", cascades.since_first, "log_wasserstein"
    ),
    Statistic("cascade_size", "reposts per thing", cascades.cascade_size, "log_wasserstein"),
    Statistic(
        "reposts_received",
        "reposts per account reposted",
        cascades.reposts_received,
        "log_wasserstein",
    ),
    Statistic("reply_depth", "depth of replies", cascades.reply_depth, "log_wasserstein"),
    Statistic(
        "conversation_size", "posts per conversation", cascades.conversation_size, "log_wasserstein"
    ),
    Statistic("hashtag_share", "posts with a hashtag", content.hashtag_share, "difference"),
    Statistic("url_share", "posts with a url", content.url_share, "difference"),
    Statistic("hashtag_uses", "posts per hashtag", content.hashtag_uses, "log_wasserstein"),
    Statistic("url_uses", "posts per url", content.url_uses, "log_wasserstein"),
    Statistic("text_length", "characters, by language", content.text_length, "log_wasserstein"),
    Statistic(
        "exact_duplicates", "exact duplicates in 2,000", content.exact_duplicates, "difference"
    ),
    Statistic("near_duplicates", "near duplicates in 2,000", content.near_duplicates, "difference"),
    *_network_statistics("repost", "co-repost"),
    *_network_statistics("url", "co-url"),
)
"""Every statistic, in the order of the table."""
