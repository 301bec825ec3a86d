"""The background: who lives in this world, in which communities, how active, in which rhythm.

Organic scenarios and attacks act on top of it. Their own accounts are drawn by `draw_accounts`
too, and lead the same ordinary life (`life.py`), so that nothing but the acts sets them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from inconcert.errors import ConfigError
from inconcert.simulation import limits
from inconcert.simulation.daytimes import PROFILES, place_rhythm
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.rhythm import Rhythm, rhythm

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Population:
    """The parameters of the background. Shares of languages are brought to sum one.

    Raises `ConfigError` with the key, the value and what is allowed.
    """

    accounts: int = 2_000
    days: int = 14
    first_day: str = "2026-01-19"
    """The first day, in the place's own time."""
    timezone: str = "Asia/Tokyo"
    languages: Mapping[str, float] = field(default_factory=lambda: {"ja": 0.85, "en": 0.15})
    communities: int = 8
    mixing: float = 0.1
    """Share of reposts, replies and quotes that go to another community."""
    posts_per_account: float = 10.0
    """Mean over the whole span; every account posts at least once."""
    activity_sigma: float = 1.5
    """Of the log-normal activity: at 1.5, the top 2 % write about a third of all posts."""
    repost_share: float = 0.45
    """Of all posts; it differs from account to account."""
    reply_share: float = 0.2
    quote_share: float = 0.04
    repost_delay_minutes: float = 45.0
    """Median of the log-normal delay after the original."""
    repost_delay_sigma: float = 1.6
    wave_share: float = 0.2
    """Share of reposts that ride the first wave: within minutes of the original."""
    wave_delay_minutes: float = 2.5
    """Median delay within a wave."""
    mention_share: float = 0.04
    """Share of posts that name an account; replies name whom they answer in any case."""
    thread_share: float = 0.35
    """Share of replies that answer an earlier reply to the same post, where there is one."""
    url_share: float = 0.12
    hashtag_share: float = 0.22
    tracked_share: float = 0.2
    """Share of links that carry the parameters of a tracker."""
    shortened_share: float = 0.1
    """Share of links that go through a shortener."""
    media_share: float = 0.12
    follows_per_account: float = 20.0
    """Mean number of accounts of this world that an account follows."""
    follow_back_share: float = 0.25
    platforms: Mapping[str, float] = field(default_factory=lambda: {"x": 1.0})
    """Shares of the accounts by platform; brought to sum one."""
    posts_per_sitting: float = 1.0
    """Mean number of posts in a sitting, geometric; 1: each post for itself. Chosen by the gaps in
    the real sets of docs/realism.md: 1.1 (pages of media) to 3 (comments, days of debate)."""
    sitting_gap_minutes: float = 4.0
    """Median of the log-normal gap within a sitting: 2 to 9 minutes in these sets."""
    sitting_gap_sigma: float = 1.4
    """Of these gaps below an hour 1.4 to 2.2 in these sets, cut at the hour."""
    sentences: float = 0.0
    """Mean number of sentences in a text, geometric; 0: one to three, as the grammar has it. Median
    texts of 84 to 229 characters in these sets are 2 to 4 sentences."""
    detail_share: float = 0.0
    """Share of sentences that name times, sums, names and places of their own; 0: none. Assumed:
    0.7 to 0.8 brings duplicates near those of these sets."""
    headline_share: float = 0.35
    """Share of posts with a link that say the page's headline and nothing else; assumed."""
    hashtag_discount: float = 0.0
    """Share of hashtags that are used once among those coined by their users, as in a Pitman-Yor
    process; 0: the 30 of a community and no other. Between 0.6 and 0.77 in these sets."""
    tags_per_post: float = 1.0
    """Mean number of hashtags in a post that has any, geometric, at most 4. 1.6 to 2.5 there."""
    event_tag_share: float = 0.0
    """Share of hashtags that are the day's own, one for each community; assumed, to 0.3."""
    day_sigma: float = 0.0
    """Of the log-normal factor by which a day is livelier than its weekday; 0: none. Between 0.5
    and 2 there. The factors belong to date and time zone: worlds of two seeds share the news."""
    hours: str = "evening"
    """Profile of the day: `evening` for all places, as the `place` has it, or `office`
    (`daytimes`)."""

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated."""
        limits.whole(self, "accounts", "days", "communities", least=1)
        limits.number(self, "posts_per_account", least=1.0)
        limits.number(self, "activity_sigma", "repost_delay_sigma", least=0.0, most=3.0)
        limits.number(self, "repost_delay_minutes", "wave_delay_minutes", least=0.02)
        limits.share(self, "mixing", "repost_share", "reply_share", "quote_share", "wave_share")
        limits.share(self, "url_share", "hashtag_share", "media_share")
        limits.share(self, "mention_share", "thread_share", "follow_back_share")
        limits.share(self, "tracked_share", "shortened_share", most=0.5)
        limits.number(self, "follows_per_account", least=0.0, most=500.0)
        limits.word(self, "timezone", available_timezones())
        _check_habits(self)
        _check_kinds(self)
        _check_languages(self)
        _check_platforms(self)
        _check_day(self)

    @property
    def first_date(self) -> date:
        """The first day."""
        return date.fromisoformat(self.first_day)

    @property
    def rhythm(self) -> Rhythm:
        """Daily and weekly rhythm over the whole span."""
        return self._rhythm(self.day_sigma)

    @property
    def waking(self) -> Rhythm:
        """The same without the days of news: when people are awake."""
        return self.rhythm if self.day_sigma == 0 else self._rhythm(0.0)

    def _rhythm(self, day_sigma: float) -> Rhythm:
        if day_sigma == 0 and self.hours == "evening":
            return rhythm(self.first_date, self.days, self.timezone)
        return place_rhythm(
            self.first_date, self.days, self.timezone, profile=self.hours, day_sigma=day_sigma
        )

    @property
    def community_languages(self) -> tuple[str, ...]:
        """The language of each community: at least one community each, else by their shares.

        >>> Population(communities=4, languages={"ja": 0.8, "en": 0.2}).community_languages
        ('en', 'ja', 'ja', 'ja')
        """
        shares = self.language_shares
        given = dict.fromkeys(shares, 1)
        for _ in range(self.communities - len(shares)):
            given[max(shares, key=lambda code: shares[code] / given[code])] += 1
        return tuple(code for code, count in given.items() for _ in range(count))

    @property
    def language_shares(self) -> dict[str, float]:
        """Share of each language, sorted by code."""
        total = sum(self.languages.values())
        return {code: self.languages[code] / total for code in sorted(self.languages)}


def _check_habits(population: Population) -> None:
    limits.number(population, "posts_per_sitting", least=1.0, most=50.0)
    limits.number(population, "sitting_gap_minutes", least=0.02, most=120.0)
    limits.number(population, "sitting_gap_sigma", "day_sigma", least=0.0, most=3.0)
    limits.number(population, "tags_per_post", least=1.0, most=4.0)
    limits.share(population, "detail_share", "headline_share", "event_tag_share")
    limits.share(population, "hashtag_discount", most=0.95)
    limits.word(population, "hours", PROFILES)
    if population.sentences != 0:
        limits.number(population, "sentences", least=1.0, most=8.0)


LIFELIKE: Mapping[str, Any] = {
    "posts_per_sitting": 2.5,
    "sentences": 2.4,
    "detail_share": 0.75,
    "headline_share": 0.1,
    "hashtag_discount": 0.65,
    "tags_per_post": 1.8,
    "event_tag_share": 0.1,
    "day_sigma": 0.5,
    "hours": "place",
}
"""Habits that bring the background nearer to real data (docs/realism.md): sittings, longer texts
with details of their own, coined hashtags, days of news, the hours of the place. The defaults leave
them out, as the shipped sample was made."""


def _check_kinds(population: Population) -> None:
    total = population.repost_share + population.reply_share + population.quote_share
    if total > 0.95:
        raise ConfigError(
            f"Population.repost_share + reply_share + quote_share is {total:g}; "
            "allowed: at most 0.95, for there must be posts to react to"
        )


def _check_languages(population: Population) -> None:
    for code, value in population.languages.items():
        if code not in LANGUAGES:
            limits.refuse(population, "languages", f"the languages {', '.join(LANGUAGES)}")
        if not isinstance(value, (int, float)) or not 0 < value < float("inf"):
            limits.refuse(population, "languages", "a share above 0 for each language")
    if not population.languages:
        limits.refuse(population, "languages", "at least one language")
    if population.communities < len(population.languages):
        limits.refuse(
            population,
            "communities",
            f"at least one for each of {len(population.languages)} languages",
        )


def _check_platforms(population: Population) -> None:
    for value in population.platforms.values():
        if not isinstance(value, (int, float)) or not 0 < value < float("inf"):
            limits.refuse(population, "platforms", "a share above 0 for each platform")
    if not population.platforms or not all(population.platforms):
        limits.refuse(population, "platforms", "at least one platform, each with a name")


def _check_day(population: Population) -> None:
    try:
        first = population.first_date
    except (TypeError, ValueError):
        limits.refuse(population, "first_day", "a date such as 2026-01-19")
    if not date(2016, 1, 1) <= first <= date(2060, 1, 1):
        limits.refuse(population, "first_day", "a date from 2016-01-01 to 2060-01-01")


def activity(population: Population, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw the expected number of posts of `count` accounts: log-normal, mean as asked."""
    sigma = population.activity_sigma
    return population.posts_per_account * rng.lognormal(-(sigma**2) / 2, sigma, count)
