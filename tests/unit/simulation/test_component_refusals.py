"""Each component refuses what is impossible of its own parameters, with key and value."""

from __future__ import annotations

import pytest

from inconcert.errors import ConfigError
from inconcert.simulation.catalogue import component
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("camouflaged_mix", {"messages": 1}, "messages is 1; allowed: at least one for each"),
        ("camouflaged_mix", {"copied_cover": -1}, "copied_cover is -1; allowed: a number from 0"),
        ("cross_platform", {"lag_minutes": (9, 1)}, r"lag_minutes is \(9, 1\); allowed: \[low, h"),
        ("cross_platform", {"platforms": ("x", "x")}, "allowed: two or more different platforms"),
        ("cross_platform", {"handle_reuse": 2}, "handle_reuse is 2; allowed: a number from 0 to 1"),
        ("ephemeral_trend", {"jitter_hours": 1}, "jitter_hours is 1; allowed: 0, for the posts"),
        ("ephemeral_trend", {"delete_minutes": (5, 1)}, r"delete_minutes is \(5, 1\); allowed: \["),
        ("ephemeral_trend", {"within_minutes": 0}, "within_minutes is 0; allowed: a number from"),
        ("follow_ring", {"follows": 40}, "follows is 40; allowed: fewer than the 40 accounts"),
        ("follow_ring", {"reciprocity": 0.0}, "reciprocity is 0.0; allowed: more, or 20 follows"),
        ("follow_ring", {"reciprocity": 1.1}, "reciprocity is 1.1; allowed: a number from 0 to 1"),
        ("framing", {"copies": (3, 2)}, r"copies is \(3, 2\); allowed: \[low, high\]"),
        ("framing", {"copies": (1, 99)}, r"copies is \(1, 99\); allowed: .* from 1 to 20"),
        ("framing", {"mutual_reposts": -1}, "mutual_reposts is -1; allowed: a whole number"),
        ("hashtag_flood", {"hours": 0}, "hours is 0; allowed: a number from 0.1 to 24"),
        ("hashtag_flood", {"volume_share": 1.0}, "volume_share is 1.0; allowed: a number"),
        ("hired_posters", {"window_hours": 0}, "window_hours is 0; allowed: a number from 0.1"),
        ("late_copied_reply", {"delay_days": (6, 4)}, r"delay_days is \(6, 4\); allowed: \[low"),
        ("late_copied_reply", {"copies_per_target": 15}, "is 15; allowed: at most the 14 accounts"),
        ("link_pushing", {"pages": 3}, "pages is 3; allowed: at least one for each of the 6 dom"),
        ("link_pushing", {"tracked": 0.6}, "tracked is 0.6; allowed: a number from 0 to 0.5"),
        ("paraphrased_message", {"paraphrase": 2}, "paraphrase is 2; allowed: a number from 0"),
        ("paraphrased_message", {"mutual_replies": 0.5}, "mutual_replies is 0.5; allowed: a whole"),
        ("piggyback", {"event_share": 0}, "event_share is 0; allowed: a number from 0.0001"),
        ("piggyback", {"seeds": 24}, "seeds is 24; allowed: fewer than the 24 accounts"),
        ("reply_brigade", {"repliers_per_target": 4}, "is 4; allowed: a whole .* at least 5"),
        ("reply_brigade", {"repliers_per_target": 31}, "is 31; allowed: at most the 30 accounts"),
        ("repost_amplification", {"messages": 1}, "messages is 1; allowed: at least one for each"),
        ("review_bombing", {"business": ""}, "business is ''; allowed: a name"),
        ("review_bombing", {"decoys": 5}, "decoys is 5; allowed: a number from 0 to 4"),
        ("review_bombing", {"decoy_businesses": ("shop-1",)}, "allowed: different names, not that"),
        ("review_bombing", {"decoy_businesses": ("a", "a")}, "allowed: different names, not that"),
        ("review_bombing", {"decoy_businesses": "shop"}, "is 'shop'; allowed: different names"),
        ("seed_and_ping", {"delay_minutes": (60, 10)}, r"delay_minutes is \(60, 10\); allowed: \["),
        ("seed_and_ping", {"claims": 3}, "claims is 3; allowed: at least one for each of the 4"),
        ("seed_and_ping", {"pings_per_claim": 27}, "is 27; allowed: at most the 26 who ping"),
        ("sleepers", {"age_years": (3, 1)}, r"age_years is \(3, 1\); allowed: \[low, high\]"),
        ("sleepers", {"wake_days": 9.0}, "wake_days is 9.0; allowed: a number from 0 to 8"),
        ("sleepers", {"created_within_days": 5}, "is 5; allowed: null, for `age_years` says"),
        ("slow_drip", {"reposts_per_day": 90.0}, "is 90.0; allowed: at most 53.33, for an acc"),
        ("slow_drip", {"sources": 36}, "sources is 36; allowed: fewer than the 36 accounts"),
        ("sockpuppets", {"order": "serial"}, "order is 'serial'; allowed: parallel, sequential"),
        ("sockpuppets", {"operators": 7}, "operators is 7; allowed: at most half of the 12"),
        ("sockpuppets", {"order": "sequential", "jitter_hours": 2}, "is 2; allowed: 0 where"),
        ("thin_swarm", {"acts": (3, 1)}, r"acts is \(3, 1\); allowed: \[low, high\]"),
        ("thin_swarm", {"name_rule": "emoji"}, "name_rule is 'emoji'; allowed: .*kata_kanji"),
        ("thin_swarm", {"second_lang": "xx"}, "second_lang is 'xx'; allowed: "),
        ("thin_swarm", {"post_share": 0.001}, "post_share is 0.001; allowed: at least one of the"),
        ("two_tier", {"pause_days": 3.0}, "pause_days is 3.0; allowed: less than the 2.8 days"),
        ("two_tier", {"creators": 40}, "creators is 40; allowed: fewer than the 40 accounts"),
        ("two_tier", {"reserve": 1.5}, "reserve is 1.5; allowed: a number from 0 to 1"),
    ],
)  # fmt: skip
def test_an_attack_refuses(name, options, said):
    with pytest.raises(ConfigError, match=said):
        component("attacks", name)(**options)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("anniversary", {"hour": 23.0}, "hour is 23.0; allowed: a number from 0 to 22.9"),
        ("anniversary", {"kind": "goal"}, "kind is 'goal'; allowed: memorial, new_year"),
        ("breaking_news", {"bots": 0}, "bots is 0; allowed: a whole number of at least 1"),
        ("breaking_news", {"rise_seconds": 0}, "rise_seconds is 0; allowed: a number from 1"),
        ("complaint_wave", {"onset_hours": (6, 1)}, r"onset_hours is \(6, 1\); allowed: \[low"),
        ("complaint_wave", {"onset_hours": (1, 200)}, "allowed: .* a number from 0 to 119"),
        ("complaint_wave", {"business": ""}, "business is ''; allowed: a name"),
        ("debate_day", {"posts_per_account": 0.5}, "is 0.5; allowed: a number from 1 to 200"),
        ("everyday_reviews", {"businesses": 0}, "businesses is 0; allowed: a whole number"),
        ("giveaways", {"campaigns": 3}, "campaigns is 3; allowed: at least one for each of the 12"),
        ("impression_zombies", {"edits": 2}, "edits is 2; allowed: a number from 0 to 1"),
        ("live_tv", {"scenes": 0}, "scenes is 0; allowed: a whole number of at least 1"),
        ("live_tv", {"spread_seconds": -1}, "spread_seconds is -1; allowed: a number from 0"),
        ("new_members", {"accounts": 1}, "accounts is 1; allowed: a whole number of at least 2"),
        ("new_members", {"tasks": 5}, "tasks is 5; allowed: at most one for each of the 4 days"),
        ("office_accounts", {"window_hours": 0}, "window_hours is 0; allowed: a number from 0.1"),
        ("petition_tag", {"top_share": 1.5}, "top_share is 1.5; allowed: a number from 0 to 1"),
        ("rss_bots", {"period_minutes": 0}, "period_minutes is 0; allowed: a number from 0.5"),
        ("share_button", {"quizzes": 0}, "quizzes is 0; allowed: a whole number of at least 1"),
        ("tv_pile_on", {"days": 1}, "days is 1; allowed: at least 2, for the second showing"),
        ("viral_joke", {"mutation": (0.2, 0.1)}, r"mutation is \(0.2, 0.1\); allowed: \[low"),
    ],
)  # fmt: skip
def test_an_organic_scenario_refuses(name, options, said):
    with pytest.raises(ConfigError, match=said):
        component("organic", name)(**options)


@pytest.mark.parametrize(
    ("side", "name"),
    [
        ("attacks", "hired_posters"),
        ("organic", "office_accounts"),
        ("organic", "debate_day"),
        ("organic", "giveaways"),
    ],
)
def test_where_nobody_works_there_are_no_working_hours(side, name):
    weekend = component(side, name)(start_day=5, days=2)  # the span begins on a Monday
    with pytest.raises(ConfigError, match=r"days is 2; allowed: days with working hours"):
        simulate(Scenario(population=Population(accounts=200), **{side: (weekend,)}), seed=0)
