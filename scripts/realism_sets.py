"""The real organic sets of the comparison, with the parameters of their simulated worlds."""

from __future__ import annotations

from realism_nearer import BROUGHT_NEARER
from realism_worlds import RealSet, with_parents

from inconcert.simulation.grammar.catalogue import LANGUAGES

NO_REPOSTS = ("repost",)
SHORT_LINKS = "most links are short links, another for each post"
TAG_SEARCH = "collected by a hashtag"

URL_NETWORK = (
    "url_objects_per_account",
    "url_degree_60s",
    "url_degree_any",
    "url_clustering_60s",
    "url_clustering_any",
    "url_two_things",
)
PER_ACCOUNT = ("posts_per_account", "gini", "top_share", "tail_index", "single_share")
GERMAN_COLUMNS = {
    "account_id": "account_id",
    "post_id": "post_id",
    "created_at": "timestamp",
    "platform": "platform",
    "objects": {
        "url": "url_id",
        "domain": "domain_id",
        "hashtag": "hashtag_id",
        "media": "phash_id",
    },
}


def spoken(code: str) -> dict[str, float]:
    """Return a world's language: this one, or English where the simulator does not write it."""
    return {code if code in LANGUAGES else "en": 1.0}


SETS = (
    RealSet(
        name="gop_debate_2015",
        path="gop_debate_2015/tweets.parquet",
        columns={
            "post_id": "tweet_id",
            "account_id": "screen_name",
            "created_at": "created_at",
            "text": "text",
            "repost_of_account": "rt_of",
            "reply_to_account": "reply_to",
        },
        timezone="America/New_York",
        lang="en",
        intervals=(
            ("2015-08-07T02:00:00", "2015-08-07T03:59:59"),
            ("2015-08-07T15:00:00", "2015-08-07T16:59:59"),
        ),
        later_days=364,
        world={
            "accounts": 41_000,
            "days": 2,
            "first_day": "2016-08-04",
            "timezone": "America/New_York",
            "languages": {"en": 1.0},
            "posts_per_account": 1.9,
        },
        nearer=BROUGHT_NEARER["gop_debate_2015"],
        withheld={
            "hashtag_share": TAG_SEARCH,
            "hashtag_uses": TAG_SEARCH,
            "url_uses": SHORT_LINKS,
            **dict.fromkeys(URL_NETWORK, SHORT_LINKS),
        },
    ),
    RealSet(
        name="paraguay_election_2018",
        path="paraguay_election_2018/tweets.parquet",
        columns={
            "post_id": "tweet_id",
            "account_id": "screen_name",
            "created_at": "created_at",
            "text": "text",
            "repost_of_account": "rt_of",
            "is_reply": "reply",
            "is_quote": "quote",
        },
        timezone="America/Asuncion",
        lang="es",
        world={
            "accounts": 1_862,
            "days": 50,
            "first_day": "2018-03-15",
            "timezone": "America/Asuncion",
            "languages": {"es": 1.0},
            "posts_per_account": 10.6,
        },
        nearer=BROUGHT_NEARER["paraguay_election_2018"],
        withheld={"url_uses": SHORT_LINKS, **dict.fromkeys(URL_NETWORK, SHORT_LINKS)},
    ),
    RealSet(
        name="german_elections, Twitter",
        path="coortweet_german_elections/german_elections.parquet",
        columns=GERMAN_COLUMNS,
        timezone="Europe/Berlin",
        platform="tw",
        hours_slow=2,  # the exit polls (26 September, 16 h UTC) and debates show two hours early
        unseen_kinds=NO_REPOSTS,
        world={
            "accounts": 51_000,
            "days": 43,
            "first_day": "2021-08-15",
            "timezone": "Europe/Berlin",
            "languages": spoken("de"),
            "posts_per_account": 3.75,
        },
        nearer=BROUGHT_NEARER["german_elections, Twitter"],
    ),
    RealSet(
        name="german_elections, Facebook",
        path="coortweet_german_elections/german_elections.parquet",
        columns=GERMAN_COLUMNS,
        timezone="Europe/Berlin",
        platform="fb",
        unseen_kinds=NO_REPOSTS,
        world={
            "accounts": 29_400,
            "days": 43,
            "first_day": "2021-08-15",
            "timezone": "Europe/Berlin",
            "languages": spoken("de"),
            "posts_per_account": 4.6,
        },
        nearer=BROUGHT_NEARER["german_elections, Facebook"],
    ),
    RealSet(
        name="vk_media_comments_2022",
        path="vk_media_comments_2022/comments.parquet",
        columns={
            "account_id": "user_id_hashed",
            "created_at": "datetime",
            "text": "text",
            "reply_to_account": "reply_to_user_hashed",
        },
        timezone="Europe/Moscow",
        lang="ru",
        unseen_kinds=NO_REPOSTS,
        world={
            "accounts": 15_300,
            "days": 48,
            "first_day": "2022-02-21",
            "timezone": "Europe/Moscow",
            "languages": {"en": 1.0},
            "posts_per_account": 5.7,
        },
        nearer=BROUGHT_NEARER["vk_media_comments_2022"],
    ),
    RealSet(
        name="x_us_election_2024",
        path="x_us_election_2024/tweets.parquet",
        columns={
            "account_id": "screen_name",
            "post_id": "id_str",
            "reply_to_post": "parent",
            "reply_to_account": "in_reply_to_screen_name",
        },
        timezone="America/New_York",
        unseen_kinds=NO_REPOSTS,
        intervals=(("2024-09-17T19:04:49", "2024-09-17T20:54:02"),),
        prepared=with_parents,
        world={
            "accounts": 86_000,
            "days": 1,
            "first_day": "2024-09-17",
            "timezone": "America/New_York",
            "languages": {"en": 1.0},
            "posts_per_account": 1.75,
        },
        nearer=BROUGHT_NEARER["x_us_election_2024"],
    ),
    RealSet(
        name="german_politicians_2020",
        path="german_politicians_2020_2021/tweets.parquet",
        columns={
            "account_id": "twitter_handle",
            "post_id": "status_id",
            "created_at": "created_at",
            "text": "full_text",
            "reply_to_account": "reply_to",
        },
        timezone="Europe/Berlin",
        lang="de",
        unseen_kinds=NO_REPOSTS,
        world={
            "accounts": 32,
            "days": 564,
            "first_day": "2020-03-11",
            "timezone": "Europe/Berlin",
            "languages": spoken("de"),
            "posts_per_account": 970.0,
        },
        nearer=BROUGHT_NEARER["german_politicians_2020"],
        withheld={
            **dict.fromkeys(PER_ACCOUNT, "chosen people, their last posts each"),
            "url_uses": SHORT_LINKS,
            **dict.fromkeys(URL_NETWORK, SHORT_LINKS),
        },
    ),
)
"""In the order of the tables."""

LEFT_OUT = {
    "politifact_retweets": "314 chosen stories over eleven years, at most 500 reposts of each",
    "coortweet_russian_retweets": "the coordinated side of a study, not organic",
    "twibot20_sample": "no times",
    "us_election_2016_kcore": "hours in which accounts were active, no posts",
    "bluesky_2026": "few authors, drawn by search and by feed",
    "gamergate_rt_graph_2015": "a graph without times",
    "ira_twitter, reddit_ira": "an operation",
}
"""Sets that lie beside these and why they are not compared."""
