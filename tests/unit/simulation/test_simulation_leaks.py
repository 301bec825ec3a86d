"""Nothing but its acts gives a campaign away: the small form of scripts/leaks.py.

Four attacks, six small worlds. With so few the error of an AUC is up to 0.05 where a few
messages or accounts decide it; a leak is what lies outside 0.45 to 0.55 by more than chance
allows, after Holm's correction over all fields (`docs/leaks.md` has the whole, with 30 worlds).
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.evaluation.leaks.auc import holm, matched_auc
from inconcert.evaluation.leaks.audit import audit, forms, leaks
from inconcert.evaluation.leaks.control import PLANTS
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.reply_brigade import ReplyBrigade
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.attacks.sockpuppets import Sockpuppets
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

SEEDS = range(6)
ATTACKS = (
    # many messages: the texts of a message are equal, so that each counts as one draw
    CopiedText(name="copies", messages=60, participation=0.08, window_seconds=3600, days=12),
    RepostAmplification(name="reposts", seeds=4, messages=60, participation=0.1, days=12),
    ReplyBrigade(name="replies", targets=24, repliers_per_target=5, days=12),
    Sockpuppets(name="sockpuppets", accounts=24, operators=6),
)
PRESCRIBES = {attack.name: type(attack).prescribes for attack in ATTACKS}


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    scene = Scenario(population=Population(accounts=600), attacks=ATTACKS)
    return [simulate(scene, seed=seed) for seed in SEEDS]


@pytest.fixture(scope="module")
def findings(worlds):
    return audit(forms(worlds), PRESCRIBES)


def test_no_field_and_no_model_tells_a_campaign_from_the_background(findings):
    assert [(one.trial.scenario, one.trial.field) for one in leaks(findings)] == []


def test_what_is_exact_is_near_chance(findings):
    """Where the error is below 0.025, the AUC is within 0.45 to 0.55 or 3.5 errors of that."""
    exact = [one.trial for one in findings if one.trial.auc.error < 0.025]
    assert len(exact) > 0.6 * len(findings)
    off = {
        (one.scenario, one.field): one.auc
        for one in exact
        if abs(one.auc.value - 0.5) > 0.05 + 3.5 * one.auc.error
    }
    assert off == {}


def test_enough_is_compared(findings):
    """Of each attack at least 500 acts, most of them beside something alike."""
    for name in PRESCRIBES:
        mine = [one.trial for one in findings if one.trial.scenario == name]
        posts = [one for one in mine if one.table == "posts"]
        assert max(one.auc.positives for one in posts) >= 500
        assert min(one.matched for one in mine) > 0.8
        assert {"id_low_bits", "second", "learned"} <= {one.field for one in posts}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.title)
def test_a_planted_leak_is_found(worlds, plant):
    seen = forms(plant.planted(world) for world in worlds[:5])
    found = leaks(audit(seen, {"copies": PRESCRIBES["copies"]}))
    told = {(one.trial.scenario, one.trial.table, one.trial.field) for one in found}
    assert ("copies", plant.table, plant.field) in told
    assert {table for _, table, _ in told} == {plant.table}


def test_the_error_of_an_auc_counts_worlds_not_rows():
    """Ten copies of a message are one draw: with the rows tenfold the error stays."""
    rng = np.random.default_rng(0)
    once = pl.DataFrame(
        {
            "x": rng.random(60),
            "positive": [True, False] * 30,
            "cell": np.repeat(np.arange(30), 2),
            "world": np.repeat(np.arange(6), 10),
        }
    )
    tenfold = pl.concat([once] * 10)
    one, ten = matched_auc(once, "x"), matched_auc(tenfold, "x")
    # 30 positives against one row each: 1/30 of those above; between 6 worlds sqrt(6/5) sum
    above = (
        once.filter("positive")["x"].to_numpy() > once.filter(~pl.col("positive"))["x"].to_numpy()
    )
    pulls = [(above[at : at + 5] - above.mean()).sum() / 30 for at in range(0, 30, 5)]
    assert one.value == pytest.approx(above.mean())
    assert one.error == pytest.approx(np.sqrt(6 / 5 * np.square(pulls).sum()))
    assert (ten.value, ten.error, ten.positives) == pytest.approx((one.value, one.error, 300))


def test_a_wide_lead_is_no_leak_where_one_world_makes_it():
    # five worlds at 0.5 and one at 1: 0.583 on average, with a standard error of 0.083
    rows = [{"x": x, "positive": p, "cell": w, "world": w} for w in range(6) for x, p in
            ((0.0, False), (1.0 if w == 5 else 0.0, True))]  # fmt: skip
    auc = matched_auc(pl.DataFrame(rows), "x")
    assert auc.value == pytest.approx(3.5 / 6)
    assert auc.p_inside > 0.3


def test_holm_is_that_of_the_textbook():
    # 4 p: 0.005*4, 0.01*3, 0.03*2, 0.04*1 raised to the one before
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
