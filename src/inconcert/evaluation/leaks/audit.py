"""The leak test: every attack, every field, corrected for all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from inconcert.evaluation.leaks.auc import INSIDE, Auc, holm, matched_auc
from inconcert.evaluation.leaks.form import (
    COVER,
    FIELDS,
    REACTION,
    account_form,
    post_form,
    prescribed,
)
from inconcert.evaluation.leaks.learned import ORDERS, learned_auc
from inconcert.evaluation.leaks.matching import MATCHED_ON, matched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from inconcert.evaluation.leaks.form import Table
    from inconcert.simulation.world import World

LEARNED = "learned"
SAME_SECOND = "same second"
"""The scenario of all campaigns together: the order of ids of posts of one second."""
LEVEL = 0.05
LEAST = {"positives": 50, "worlds": 5}
Verdict = Literal["inside", "by chance", "leak"]
_POOLED = frozenset({"lang", "hour", "client", "rating", "deleted_at", "platform", "target"})
"""What some attack prescribes of its accounts and of the posts that are reacted to."""


@dataclass(frozen=True)
class Forms:
    """All rows of all worlds: posts and accounts."""

    posts: pl.DataFrame
    accounts: pl.DataFrame


@dataclass(frozen=True)
class Trial:
    """One field of one scenario against the background."""

    scenario: str
    table: Table
    field: str
    auc: Auc
    matched: float
    """Share of the scenario's rows that the background has something like."""


@dataclass(frozen=True)
class Finding:
    """A trial and what it says among all others."""

    trial: Trial
    p_holm: float
    """Of "the AUC is within 0.45 to 0.55", after Holm over all scenarios and fields."""

    @property
    def verdict(self) -> Verdict:
        """A leak lies outside, and not by chance; `by chance`: outside, but that may be chance."""
        if abs(self.trial.auc.value - 0.5) <= INSIDE:
            return "inside"
        return "leak" if self.p_holm < LEVEL else "by chance"


def forms(worlds: Iterable[World]) -> Forms:
    """Return the form of worlds of one population and different seeds."""
    posts, accounts = [], []
    for number, world in enumerate(worlds):
        posts.append(post_form(world, number))
        accounts.append(account_form(world, number))
    return Forms(pl.concat(posts), pl.concat(accounts))


def audit(
    seen: Forms, prescribes: Mapping[str, Collection[str]], *, apart: Collection[str] = ()
) -> list[Finding]:
    """Test all campaigns; `prescribes` holds, by campaign, the fields that its attack fixes.

    Beside them: the members' other posts, the background's reactions to members, and the order of
    ids within one second, each of all campaigns together. Fields that do not vary are no test,
    nor are fewer than 50 rows or five worlds: their error cannot be known.
    The fields `apart` are tested alone, but kept from the learned model.
    """
    trials: list[Trial] = []
    for name, terms in sorted(prescribes.items()):
        trials += _trials(seen, "posts", name, terms, apart)
        trials += _trials(seen, "accounts", name, terms, apart)
    for side in (COVER, REACTION):
        trials += _trials(seen, "posts", side, _POOLED, apart)
    trials += _same_second(seen, sorted(prescribes))
    corrected = holm([trial.auc.p_inside for trial in trials])
    return [Finding(trial, float(p)) for trial, p in zip(trials, corrected, strict=True)]


def leaks(findings: Sequence[Finding]) -> list[Finding]:
    """Return what is a leak, the furthest from chance first."""
    found = [finding for finding in findings if finding.verdict == "leak"]
    return sorted(found, key=lambda one: -abs(one.trial.auc.value - 0.5))


def _trials(
    seen: Forms, table: Table, side: str, terms: Collection[str], apart: Collection[str]
) -> list[Trial]:
    form = seen.posts if table == "posts" else seen.accounts
    rows = matched(form, [side], MATCHED_ON[table])
    rows = rows.with_columns(
        pl.when(~excused).then(name).alias(name)
        for name, excused in prescribed(table, terms).items()
    )
    varying = [f.name for f in FIELDS[table] if rows[f.name].drop_nulls().n_unique() > 1]
    aucs = {name: matched_auc(rows, name) for name in varying}
    told = [name for name in varying if name not in {*apart, *ORDERS}]
    aucs[LEARNED] = learned_auc(rows, told)
    share = _share(rows, form, [side])
    return _trusted(side, table, aucs, share)


def _same_second(seen: Forms, campaigns: Sequence[str]) -> list[Trial]:
    """Of posts of one second of one world: do those of campaigns come first?"""
    rows = matched(seen.posts, campaigns, ("world", "at"))
    aucs = {name: matched_auc(rows, name) for name in ORDERS}
    share = _share(rows, seen.posts, campaigns)
    return _trusted(SAME_SECOND, "posts", aucs, share)


def _trusted(
    scenario: str, table: Table, aucs: Mapping[str, Auc | None], share: float
) -> list[Trial]:
    return [
        Trial(scenario, table, name, auc, share)
        for name, auc in aucs.items()
        if auc and auc.positives >= LEAST["positives"] and auc.worlds >= LEAST["worlds"]
    ]


def _share(rows: pl.DataFrame, form: pl.DataFrame, sides: Sequence[str]) -> float:
    there = int(form["side"].is_in(list(sides)).sum())
    return float(rows["positive"].sum()) / max(there, 1)
