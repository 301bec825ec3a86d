"""Shows how the null models are calibrated; writes docs/null_calibration.md and its plots.

- On data drawn from each null itself: p-values over all pairs, and worlds with any rejection.
- On organic worlds of the simulation: who is touched though nobody acts in concert.
- Power over the number of planted co-acts and their jitter, and where a campaign is alone.
- How good the approximations are: Poisson around the mean of shifts, Poisson for `bicm`.
"""

from __future__ import annotations

import argparse

import numpy as np
import polars as pl
from documents import ROOT, markdown_table, write_section
from null_plots import PLOTS, draw_p_values, draw_power, save_plot
from null_quality import bicm_quality, shift_quality
from null_worlds import NULLS, alerted, dense, judged, organic, pair_count, plant_group, plant_pairs
from scipy.stats import binomtest

from inconcert.networks.coaction import coaction_network
from inconcert.networks.communities import communities
from inconcert.networks.nullmodels import samplers

PAGE = ROOT / "docs" / "null_calibration.md"
LEVELS = (0.0001, 0.001, 0.01, 0.05, 0.1, 0.2)
CO_ACTS = (2, 3, 4, 5, 6, 8, 12)
JITTERS = (5.0, 20.0, 60.0, 120.0)
OTHERS = (0, 2, 5, 10, 20, 40)
OWN_WINDOW = 600.0
DRAW = {
    "cascade": samplers.draw_cascade,
    "hypergeometric": samplers.draw_hypergeometric,
    "bicm": samplers.draw_bicm,
    "shift": samplers.draw_shift,
}
WORDS = """
# Calibration of the null models

Written by `make verify` (scripts/calibrate_nulls.py). A null model says what a co-action edge would
weigh if nobody acted in concert. Its p-values are worth something only if they are right where it
holds, quiet where people behave as people do, and loud where somebody does act in concert. The
definitions are in the modules of `inconcert.networks.nullmodels`.
"""


def main() -> None:
    """Write the page, section by section."""
    options = arguments()
    PLOTS.mkdir(parents=True, exist_ok=True)
    own_nulls(options.seeds)
    touched = organic_worlds(options.worlds)
    reached = power(options.worlds)
    the_default(touched, reached)
    habit(options.worlds)
    alone(options.worlds)
    approximations()
    print(f"wrote {PAGE}")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="draws from each null")
    parser.add_argument("--worlds", type=int, default=5, help="organic and planted worlds")
    return parser.parse_args()


def section(name: str, *blocks: str) -> None:
    """Write a section of the page."""
    write_section(PAGE, name, "\n\n".join(blocks), introduction=WORDS)
    print(f"\n{name}\n" + "\n\n".join(blocks[1:]), flush=True)


def own_nulls(seeds: int) -> None:
    """Draw from each null and judge by it."""
    bases = {"organic": organic(0, accounts=250), "dense": dense(0)}
    found = {(n, of): own_shares(n, base, seeds) for of, base in bases.items() for n in NULLS}
    shares = {f"{null}, {of}": under for (null, of), (under, _) in found.items()}
    save_plot("p_values", lambda axes: draw_p_values(axes, LEVELS, shares))
    sizes = "; ".join(
        f"`{name}`: {base.height:,} reposts, {base['account_id'].n_unique()} accounts, "
        f"{pair_count(base):,} pairs"
        for name, base in bases.items()
    )
    section(
        "own",
        "## On data drawn from each null itself",
        f"{seeds} draws of each null from the margins of two tables ({sizes}; `organic` is of the "
        "simulation, sparse as such data are, `dense` is made so that counts are far from 0 and "
        f"1). Window of `cascade` and `shift`: {OWN_WINDOW:.0f} s. Share of all pairs, those "
        "without an edge included, whose p-value is at most the level: at or under the level is "
        "uniform or conservative (counts are whole numbers, so that in sparse data most pairs have "
        "p = 1). Last: share of draws with any rejection at q = 0.05, with its exact 95 % "
        "interval; the bound is 0.05.",
        markdown_table([own_row(*key, *found[key], seeds) for key in found]),
        "![Share of pairs with a p-value of at most the level](null_calibration/p_values.svg)",
    )


def own_shares(null: str, base: pl.DataFrame, seeds: int) -> tuple[np.ndarray, int]:
    """Return the share of pairs under each level, and the number of draws with a rejection."""
    under, worlds = np.zeros(len(LEVELS)), 0
    for seed in range(seeds):
        drawn = DRAW[null](base, seed=seed)
        found = judged(drawn, null, window=OWN_WINDOW)
        p_values = found["p_value"].to_numpy()
        under += [np.sum(p_values <= level) / pair_count(drawn) for level in LEVELS]
        worlds += bool((found["q_value"] < 0.05).any())
    return under / seeds, worlds


def own_row(null: str, of: str, shares: np.ndarray, worlds: int, draws: int) -> dict[str, str]:
    """Return one line of the table."""
    bounds = binomtest(worlds, draws).proportion_ci(0.95, "exact")
    levels = {f"p ≤ {level:g}": f"{share:.5f}" for level, share in zip(LEVELS, shares, strict=True)}
    any_share = f"{worlds / draws:.2f} ({bounds.low:.2f} to {bounds.high:.2f})"
    return {"null": f"{null}, {of}", **levels, "any rejection": any_share}


def organic_worlds(worlds: int) -> dict[str, float]:
    """Judge worlds without a campaign; return the share of accounts each null touches."""
    rows = []
    touched = {}
    for fans in (0, 150):
        counts: dict[str, list[np.ndarray]] = {}
        for seed in range(worlds):
            acts = organic(seed, accounts=2_000, fans=fans)
            groups = communities(coaction_network(acts, None))
            for null in NULLS:
                counts.setdefault(null, []).append(touches(judged(acts, null), acts))
                within = judged(acts, null, strata=groups)
                counts.setdefault(f"{null}, in communities", []).append(touches(within, acts))
        rows += [touched_row(name, fans, np.array(each)) for name, each in counts.items()]
        touched.update({n: touched.get(n, 0.0) + share(np.array(c))[1] for n, c in counts.items()})
    section(
        "organic",
        "## On organic worlds",
        f"Reposts of {worlds} worlds of 2,000 accounts over 14 days, with communities and viral "
        "waves, and without or with a fan event of 150 accounts on three evenings (everybody "
        "reposts the star within a minute or so). Nobody acts in concert: every rejection at "
        "q < 0.05 is false. Window 60 s. `in communities`: within strata, the communities found in "
        "the network without a window. Pairs: those with two distinct objects or more of the count "
        "that the null tests.",
        markdown_table(rows),
    )
    return touched


def touches(found: pl.DataFrame, acts: pl.DataFrame) -> np.ndarray:
    """Count pairs with two objects, rejected among them, accounts, and accounts touched."""
    two = found.filter(pl.col("objects") >= 2)
    rejected = found.filter(pl.col("q_value") < 0.05)
    accounts = pl.concat([rejected["source"], rejected["target"]]).n_unique()
    among = two.filter(pl.col("q_value") < 0.05).height
    return np.array([two.height, among, acts["account_id"].n_unique(), accounts])


def share(counts: np.ndarray) -> tuple[float, float]:
    """Return the share of pairs rejected and that of accounts touched."""
    pairs, among, accounts, touched = counts.sum(axis=0)
    return float(among / max(pairs, 1)), float(touched / accounts)


def touched_row(name: str, fans: int, counts: np.ndarray) -> dict[str, str]:
    """Return one line of the table."""
    of_pairs, of_accounts = share(counts)
    return {
        "null": name,
        "fan event": f"{fans} fans" if fans else "none",
        "pairs with 2 objects": f"{counts[:, 0].sum():,}",
        "rejected of those": f"{of_pairs:.2%}",
        "accounts touched": f"{of_accounts:.2%}",
    }


def power(worlds: int) -> dict[str, float]:
    """Plant pairs; return each null's power at eight co-acts and a jitter of at most 20 s."""
    table = {
        (null, jitter): [planted_power(null, jitter, count, worlds) for count in CO_ACTS]
        for null in NULLS
        for jitter in JITTERS
    }
    rows = [
        {"null": null, "jitter": f"{jitter:.0f} s"}
        | {f"{count} co-acts": f"{value:.2f}" for count, value in zip(CO_ACTS, line, strict=True)}
        for (null, jitter), line in table.items()
    ]
    save_plot("power", lambda axes: draw_power(axes, CO_ACTS, table))
    section(
        "power",
        "## Power over planted co-acts and jitter",
        f"Share of planted pairs with q < 0.05, window 60 s, in {worlds} worlds of 2,000 accounts "
        "with ten planted pairs each. The first of a pair joins an existing wave, chosen by "
        "popularity, within five minutes of one of its acts; the second follows within the jitter. "
        "The ten pairs help each other through the false discovery rate a little.",
        markdown_table(rows),
        "![Power over the number of planted co-acts](null_calibration/power.svg)",
    )
    return {null: table[null, 20.0][CO_ACTS.index(8)] for null in NULLS}


def planted_power(null: str, jitter: float, count: int, worlds: int) -> float:
    """Return the mean power over the worlds."""
    return float(
        np.mean(
            [
                plant_pairs(
                    organic(seed, accounts=2_000), co_acts=count, jitter_seconds=jitter, seed=seed
                ).power(null)
                for seed in range(worlds)
            ]
        )
    )


def the_default(touched: dict[str, float], reached: dict[str, float]) -> None:
    """Apply the rule: the fewest accounts touched among those that reach power 0.8."""
    able = [null for null in NULLS if reached[null] >= 0.8]
    chosen = min(able, key=lambda null: touched[null]) if able else "none"
    listed = ", ".join(f"`{null}` {reached[null]:.2f}" for null in NULLS)
    section(
        "default",
        "## Which null is the default",
        "The rule: the null that touches fewest accounts of organic worlds and still reaches power "
        f"0.8 at eight planted co-acts (jitter 20 s). Power there: {listed}. By the rule: "
        f"**`{chosen}`**.",
        "What `cascade` cannot see: which objects people choose. Members of a club, a fandom or a "
        "newsroom who are alerted to the same posts, and so share far more of them than taste "
        "or popularity explains, are as good as strangers to it, if only their times within each "
        "post's wave are no closer than anybody's; and a habit of reacting fast (always among the "
        "first, by notification) does bring two organic accounts closer than exchangeable times "
        "allow. It is blind, too, where a campaign has an object to itself: see below.",
    )


def habit(worlds: int) -> None:
    """Show what becomes of organic accounts that are always among the first."""
    rows = []
    for null in ("cascade", "shift"):
        cells = {}
        for quick in (0.02, 0.05, 0.2):
            found = [organic(seed, accounts=2_000) for seed in range(worlds)]
            acts = [alerted(each, quick, seed=seed) for seed, each in enumerate(found)]
            counts = np.array([touches(judged(each, null), each) for each in acts])
            cells[f"{quick:.0%} alerted"] = f"{share(counts)[1]:.2%}"
        rows.append({"null": null, **cells})
    section(
        "habit",
        "## A habit of being first",
        "Organic worlds in which a share of all accounts is alerted to every post they repost and "
        "does so within a minute of its first repost, each for itself. Share of all accounts "
        "touched. Times are then not exchangeable, and the assumption of `cascade` is wrong.",
        markdown_table(rows),
    )


def alone(worlds: int) -> None:
    """Show how the nulls do where a campaign makes its own objects."""
    rows = []
    for null in NULLS:
        cells = {f"{others} others": group_power(null, others, worlds) for others in OTHERS}
        rows.append({"null": null, **{name: f"{value:.2f}" for name, value in cells.items()}})
    section(
        "alone",
        "## A campaign that has its objects to itself",
        "Five accounts repost eight posts of their own within 20 s each; some other accounts join "
        "each post, over hours. Share of the ten pairs of the group with q < 0.05. Where nobody "
        "else acts on an object, `cascade` finds nothing remarkable in its times: take `bicm` or "
        "`shift` beside it.",
        markdown_table(rows),
    )


def group_power(null: str, others: int, worlds: int) -> float:
    """Return the mean power over the worlds."""
    found = [
        plant_group(organic(seed, accounts=2_000), others=others, seed=seed).power(null)
        for seed in range(worlds)
    ]
    return float(np.mean(found))


def approximations() -> None:
    """Show the Poisson approximations beside what they stand for."""
    acts = organic(0, accounts=2_000)
    section(
        "approximations",
        "## How good the approximations are",
        "`shift`: 2,000 shifts of the pairs that share most objects in an organic world, window "
        "one hour, so that means are of some size. Pairs by their mean; a ratio of variance to "
        "mean of 1 and a share of counts equal to Poisson's is perfect, a share under it is "
        "conservative.",
        markdown_table(shift_quality(acts)),
        "`bicm`: the tail of Poisson with the same mean over the exact one, in the same world, for "
        "all distinct cases. Poisson is taken only where the first-order error is under 0.2 %, and "
        "beyond the limit of exact cases. From one above the mean it is conservative; ratios under "
        "1 are of counts near the mean or below it.",
        markdown_table(bicm_quality(acts)),
    )


if __name__ == "__main__":
    main()
