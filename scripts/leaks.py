"""The leak test: does the form of the data give a campaign away? Writes docs/leaks.md.

Thirty worlds, each with every attack (its defaults, a few with more accounts or events so that
enough is compared) and without organic scenarios; about four minutes. Exits with 1 if a leak is
found, or if a planted one is not found.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents import ROOT, markdown_table, write_section

from inconcert.evaluation.leaks.audit import LEARNED, Finding, audit, forms, leaks
from inconcert.evaluation.leaks.control import PLANTS, Plant
from inconcert.simulation.catalogue import components
from inconcert.simulation.population import LIFELIKE, Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.evaluation.leaks.form import Table

PAGE = ROOT / "docs" / "leaks.md"
WORLDS = 30
MORE: Mapping[str, Mapping[str, Any]] = {
    "sockpuppets": {"accounts": 24, "operators": 4},
    "late_copied_reply": {"accounts": 28, "targets": 12},
    "ephemeral_trend": {"trends": 12},
}
"""Settings that are not the defaults: more accounts or more events of one kind."""
CONTROL = "copied_text"
CONTROL_WORLDS = 6
INTRODUCTION = """
# Does the form of the data give a campaign away?

    python scripts/leaks.py

`make verify` runs it; `tests/unit/simulation/test_simulation_leaks.py` is the small form of it.

Real posts of an operation beside ordinary posts from elsewhere can be told apart because seconds
are always 00 in one of the files. Here nothing but what an attack does, and what its definition
prescribes, may set its posts and accounts apart.

**Who is compared.** The acts of a campaign with posts of the background of the same world, kind,
hour (of the same day) and language; its accounts with accounts of the background opened in the same
month, with as many posts (1, 2 to 3, 4 to 7, ...) and of the same language, over all worlds. No
look-alikes: no organic scenario is on; the background has the habits of `population.LIFELIKE`
(sittings and the like), which the shipped sample does without. Beside the attacks: the other posts
of members (`cover`),
what the background says to members (`reaction`), each of all campaigns together; and of posts
of one second, whether those of campaigns come first in the file or by their ids (`same second`).

**What form is.** Posts: order of rows and ids within what is matched, minute, second, whether they
are round, the microseconds, the length of ids, their millisecond and their low bits, text length,
numbers of hashtags, links, pictures, names and bare objects, how common the client and the platform
are, and for each column whether it is missing. Accounts: order and parts of ids likewise, day and
second of opening, lengths of handle, name and description, digits and underscore of the handle,
followers, following, posts in all, verified, follows from and to the background, client, platform,
missing values. Not tested: what `prescribes` of the attack's class names; a repost has the words
of its target, so where an attack prescribes what is reposted, it has prescribed these. A field
that has one value throughout is no test.

**What is measured.** The AUC of each field: the chance that a row of the campaign has more of it
than a row of the background in the same cell. `learned` is the AUC of gradient-boosted trees on all
fields but the orders, asked about worlds that they have not seen, so that no message, account
or campaign is on both sides. Copies of one message, posts of one account and acts of one campaign
depend on each other, worlds of different seeds do not: standard errors are DeLong's with worlds as
clusters (Obuchowski 1997), intervals (95 %, behind the ±) and p-values from Student's t.

**What a leak is.** An AUC outside 0.45 to 0.55 for which "it lies inside" is rejected at 5 % after
Holm's correction over all fields of all scenarios. Outside, but not rejected: `by chance`, for
some of several hundred AUC must lie there if few events decide them. Of fewer than 50 rows, or
fewer than five worlds, nothing is said.
"""


@dataclass(frozen=True)
class Cells:
    """What the page says of one scenario and table."""

    positives: str
    matched: str
    worst: str
    learned: str


def main() -> None:
    """Run the test and its control, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.parse_args()
    found = audit(forms(simulate(scenario(), seed=s) for s in range(WORLDS)), terms())
    control = {plant: controlled(plant) for plant in PLANTS}
    for name, text in sections(found, control).items():
        write_section(PAGE, name, text, introduction=INTRODUCTION)
    print(f"wrote {PAGE}")
    judge(found, control)


def scenario(*names: str) -> Scenario:
    """Return the scenario with these attacks; without names, with all of them."""
    known = components("attacks")
    attacks = [known[name](name=name, **MORE.get(name, {})) for name in names or known]
    return Scenario(population=Population(**LIFELIKE, accounts=2_000), attacks=tuple(attacks))


def terms(*names: str) -> dict[str, frozenset[str]]:
    """Return what each attack prescribes."""
    known = components("attacks")
    return {name: known[name].prescribes for name in names or known}


def controlled(plant: Plant) -> Finding | None:
    """Plant a leak and return what was found in the field that must tell it."""
    worlds = (simulate(scenario(CONTROL), seed=seed) for seed in range(CONTROL_WORLDS))
    seen = forms(plant.planted(world) for world in worlds)
    found = leaks(audit(seen, terms(CONTROL)))
    told = [one for one in found if (one.trial.table, one.trial.field) == plant_place(plant)]
    return told[0] if told else None


def plant_place(plant: Plant) -> tuple[Table, str]:
    """Return where a planted leak must be found."""
    return plant.table, plant.field


def judge(found: Sequence[Finding], control: Mapping[Plant, Finding | None]) -> None:
    """Exit with 1 if something leaks, or if the test finds no planted leak."""
    new = [one.trial for one in leaks(found)]
    for trial in new:
        print(f"leak: {trial.scenario}, {trial.table}: {trial.field}, AUC {trial.auc.value:.3f}")
    missed = [plant.title for plant, one in control.items() if one is None]
    for title in missed:
        print(f"planted, not found: {title}")
    if new or missed:
        sys.exit(1)


def sections(found: Sequence[Finding], control: Mapping[Plant, Finding | None]) -> dict[str, str]:
    """Return the sections of the page."""
    scenarios = list(dict.fromkeys(one.trial.scenario for one in found))
    rows = [row(name, [one for one in found if one.trial.scenario == name]) for name in scenarios]
    planted = [
        {"planted": plant.title, "field": plant.field, "AUC": figure(one) if one else "not found"}
        for plant, one in control.items()
    ]
    return {
        "attacks": f"## Attacks\n\n{summary(found)}\n\n{markdown_table(rows)}",
        "outside": f"## Outside 0.45 to 0.55\n\n{outside(found)}",
        "control": "## Planted leaks\n\nWhat must be found, in "
        f"{CONTROL_WORLDS} worlds with `{CONTROL}` alone.\n\n{markdown_table(planted)}",
    }


def summary(found: Sequence[Finding]) -> str:
    """Count what was tested and found."""
    verdicts = [one.verdict for one in found]
    counts = ", ".join(f"{verdicts.count(name)} {name}" for name in ("inside", "by chance", "leak"))
    return (
        f"{WORLDS} worlds of 2,000 accounts and {len(components('attacks'))} attacks; "
        f"{len(found)} AUC tested: {counts}. `matched`: share of the rows beside which the "
        "background has something alike. `furthest`: the field furthest from 0.5, the learned "
        "model aside."
    )


def row(name: str, found: Sequence[Finding]) -> dict[str, str]:
    """Return one line of the table."""
    posts, accounts = (cells(found, table) for table in ("posts", "accounts"))
    leaking = sorted({one.trial.field for one in leaks(found)})
    return {
        "scenario": name,
        "acts": posts.positives,
        "matched": posts.matched,
        "furthest field of posts": posts.worst,
        "learned, posts": posts.learned,
        "accounts": accounts.positives,
        "accounts matched": accounts.matched,
        "furthest field of accounts": accounts.worst,
        "learned, accounts": accounts.learned,
        "verdict": f"leak: {', '.join(leaking)}" if leaking else "no leak",
    }


def cells(found: Sequence[Finding], table: Table) -> Cells:
    """Return what there is to say of one table."""
    mine = [one for one in found if one.trial.table == table]
    if not mine:
        return Cells("-", "-", "-", "-")
    single = [one for one in mine if one.trial.field != LEARNED]
    worst = max(single, key=lambda one: abs(one.trial.auc.value - 0.5))
    learned = [figure(one) for one in mine if one.trial.field == LEARNED]
    return Cells(
        positives=f"{max(one.trial.auc.positives for one in mine):,}",
        matched=f"{mine[0].trial.matched:.0%}",
        worst=f"{worst.trial.field} {figure(worst)}",
        learned=learned[0] if learned else "-",
    )


def outside(found: Sequence[Finding]) -> str:
    """Return the table of all that is outside."""
    rows = [
        {
            "scenario": one.trial.scenario,
            "table": one.trial.table,
            "field": one.trial.field,
            "AUC": figure(one),
            "p after Holm": f"{one.p_holm:.2g}",
            "verdict": one.verdict,
        }
        for one in sorted(found, key=lambda one: -abs(one.trial.auc.value - 0.5))
        if one.verdict != "inside"
    ]
    return markdown_table(rows) if rows else "Nothing."


def figure(finding: Finding) -> str:
    """Return an AUC with half its interval."""
    return f"{finding.trial.auc.value:.3f} ± {finding.trial.auc.reach:.3f}"


if __name__ == "__main__":
    main()
