"""Splits of labelled accounts into training, validation and test, and the check for leaks.

A leaf package: labels are `schemas.Labels` (`campaign` null means organic), and every random
step takes a seed. The same labels, in any order, and the same seed give the same split.
"""

from __future__ import annotations

from inconcert.splits.leaks import check_split, check_training_posts
from inconcert.splits.settings import ByCampaign, ByTime, RandomByAccount
from inconcert.splits.split import Split, SplitCounts
from inconcert.splits.strategies import by_campaign, by_time, random_by_account

__all__ = [
    "ByCampaign",
    "ByTime",
    "RandomByAccount",
    "Split",
    "SplitCounts",
    "by_campaign",
    "by_time",
    "check_split",
    "check_training_posts",
    "random_by_account",
]
