"""Impossible parameters are refused with the key, the value and what is allowed."""

from __future__ import annotations

from typing import Any

import pytest

from inconcert.errors import ConfigError
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.observation import Observation
from inconcert.simulation.organic.fan_event import FanEvent
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate


@pytest.mark.parametrize(
    ("part", "options", "message"),
    [
        (Population, {"accounts": 0}, "accounts is 0; allowed: a whole number of at least 1"),
        (Population, {"accounts": 2.5}, "Population.accounts is 2.5; allowed: a whole number"),
        (Population, {"days": True}, "Population.days is True; allowed: a whole number"),
        (Population, {"mixing": -0.1}, "Population.mixing is -0.1; allowed: a number from 0 to 1"),
        (Population, {"posts_per_account": float("nan")}, "posts_per_account is nan; allowed"),
        (Population, {"posts_per_account": float("inf")}, "posts_per_account is inf; allowed"),
        (Population, {"timezone": "Asia/Tokio"}, r"did you mean 'Asia/Tokyo'\?"),
        (Population, {"first_day": "19.1.2026"}, "is '19.1.2026'; allowed: a date such as"),
        (Population, {"first_day": "1999-01-01"}, "allowed: a date from 2016-01-01"),
        (Population, {"languages": {"xx": 1.0}}, "allowed: the languages ja, en"),
        (Population, {"languages": {"ja": 0.0}}, "allowed: a share above 0 for each language"),
        (Population, {"languages": {}}, "allowed: at least one language"),
        (Population, {"communities": 1}, "communities is 1; allowed: at least one for each of 2"),
        (Population, {"repost_share": 0.8}, "quote_share is 1.04; allowed: at most 0.95"),
        (Observation, {"sample": 0.0}, "Observation.sample is 0.0; allowed: a share above 0"),
        (Observation, {"deleted": 1.2}, "deleted is 1.2; allowed: a number from 0 to 1"),
        (CopiedText, {"accounts": 1}, "CopiedText.accounts is 1; allowed: a whole number"),
        (CopiedText, {"camouflage": 1.0}, "camouflage is 1.0; allowed: a number from 0 to 0.95"),
        (CopiedText, {"edits": -1}, "CopiedText.edits is -1; allowed: a number from 0 to 1"),
        (CopiedText, {"lang": "jp"}, r"CopiedText.lang is 'jp'; allowed: .*ja"),
        (CopiedText, {"created_within_days": 0}, "created_within_days is 0; allowed"),
        (RepostAmplification, {"seeds": 30}, "seeds is 30; allowed: fewer than the 30 accounts"),
        (RepostAmplification, {"delay_median_seconds": 0}, "allowed: a number of at least 1"),
        (FanEvent, {"attendance": 2}, "FanEvent.attendance is 2; allowed: a number from 0 to 1"),
        (FanEvent, {"hour": 24.0}, "FanEvent.hour is 24.0; allowed: a number from 0 to 21.5"),
    ],
)  # fmt: skip
def test_a_part_refuses(part: Any, options: dict[str, Any], message: str):
    with pytest.raises(ConfigError, match=message):
        part(**options)


def test_more_campaign_accounts_than_accounts():
    message = "Scenario.attacks have 50 accounts in all; allowed: at most the 40 of"
    with pytest.raises(ConfigError, match=message):
        Scenario(population=Population(accounts=40), attacks=(CopiedText(), CopiedText()))


def test_two_components_of_one_name():
    twins = (CopiedText(name="a"), RepostAmplification(name="a"))
    with pytest.raises(ConfigError, match="2 components of the scenario are named 'a'"):
        Scenario(attacks=twins)


def test_unnamed_components_are_numbered():
    scenario = Scenario(organic=(FanEvent(),), attacks=(CopiedText(), CopiedText(lang="en")))
    assert [(part.name, part.attack) for part in scenario.parts] == [
        ("fan_event_1", False), ("copied_text_1", True), ("copied_text_2", True),
    ]  # fmt: skip


def test_an_end_after_the_end():
    message = r"CopiedText.start_day \+ days is 8; allowed: at most the 7 of Population.days"
    with pytest.raises(ConfigError, match=message):
        Scenario(population=Population(days=7), attacks=(CopiedText(),))


def test_what_is_no_component():
    with pytest.raises(ConfigError, match=r"Scenario.attacks\[0\] is 3; allowed: an object with"):
        Scenario(attacks=(3,))


def test_a_language_that_nobody_speaks():
    town = Population(languages={"ja": 1.0})
    message = r"CopiedText.lang is 'en'; allowed: the languages of Population.languages \(ja\)"
    with pytest.raises(ConfigError, match=message):
        Scenario(population=town, attacks=(CopiedText(lang="en"),))


def test_more_fans_than_people():
    crowd = Scenario(population=Population(accounts=50), organic=(FanEvent(accounts=60),))
    with pytest.raises(ConfigError, match=r"FanEvent.accounts is 60; allowed: fewer than the 4\d"):
        simulate(crowd, seed=0)
