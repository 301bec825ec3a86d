"""Who is touched in organic worlds, where nobody acts in concert."""

from __future__ import annotations

import numpy as np
import polars as pl
from documents import markdown_table
from null_page import section
from null_worlds import NULLS, alerted, judged, organic

from inconcert.networks.coaction import coaction_network
from inconcert.networks.communities import communities


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
