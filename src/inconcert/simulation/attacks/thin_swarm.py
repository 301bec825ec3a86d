"""Thin one-shot swarm (A12): many new accounts, one to three acts each, in the days of a campaign.

The attack prescribes: when the accounts were opened, how few acts they make and that they do
nothing else, the names' pattern, the languages, texts that read as translated, and what they
repost: the posters of the swarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import instants, reposts, rows, says
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, join_posts, roles_of
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.names import NAME_RULES, NameRule, ruled_names
from inconcert.simulation.grammar.translation import translated
from inconcert.simulation.grammar.wordings import draw_messages, reword
from inconcert.simulation.turnout import delayed, distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class ThinSwarm(Terms):
    """Ranges: 400 to 3,000 accounts, a third posts and the rest reposts, opened within six days
    and active from a week before the campaign opens (published for two cases).
    """

    code: ClassVar[str] = "A12"
    composes: ClassVar[bool] = True
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {
            "lang",
            "text",
            "text_length",
            "target",
            "created_at",
            "display_name",
            "earlier_posts",
        }
    )

    accounts: int = 60
    post_share: float = 0.33
    """Share of the accounts that post; the others repost them."""
    acts: tuple[int, int] = (1, 3)
    """Acts of an account: the least and the most."""
    created_within_days: float | None = 6.0
    """The accounts were opened in these days before the span begins."""
    name_rule: NameRule | None = "kata_kanji"
    """Pattern of the display names; null: as anyone's."""
    translated: float = 0.4
    """Share of the texts that read as translated."""
    second_lang: str = "en"
    second_share: float = 0.2
    """Share of the posts in the second language."""
    messages: int = 6
    """Messages that the posters word, each post anew."""
    delay_median_seconds: float = 7_200.0
    delay_sigma: float = 1.5
    """Of the log-normal delay of a repost."""
    start_day: float = 1.0
    days: float = 9.0
    camouflage: float = 0.0

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.share(self, "post_share", "translated", "second_share")
        limits.word(self, "second_lang", LANGUAGES)
        limits.span(self, "acts", least=1, most=50)
        limits.whole(self, "messages", least=1)
        limits.number(self, "delay_median_seconds", least=1.0)
        limits.number(self, "delay_sigma", least=0.0, most=3.0)
        if self.name_rule is not None:
            limits.word(self, "name_rule", NAME_RULES)
        if round(self.post_share * self.accounts) < 1:
            limits.refuse(self, "post_share", f"at least one of the {self.accounts} accounts")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the swarm act."""
        cast = self._opened(stage, rng)
        size = round(self.post_share * self.accounts)
        posters, others = cast.head(size), cast.slice(size)
        posts = self._posts(stage, posters, rng)
        shared = self._reposts(stage.first_post + posts.height, others, posts, rng)
        roles = pl.concat(
            [roles_of(posters["account"], "poster"), roles_of(others["account"], "reposter")]
        )
        return stage.deed(
            cast,
            join_posts([posts, shared]),
            roles,
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
            history=False,
        )

    def _opened(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        cast = cast.with_columns(earlier_posts=pl.lit(0, dtype=pl.Int64))
        if self.name_rule is None:
            return cast
        return cast.with_columns(display_name=ruled_names(self.name_rule, self.accounts, rng))

    def _posts(self, stage: Stage, posters: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
        low, high = self.acts
        count = rng.integers(low, high + 1, posters.height)
        who = np.repeat(np.arange(posters.height), count)
        second = pl.Series(rng.random(len(who)) < self.second_share)
        texts = self._texts(self.lang, len(who), rng)
        texts = self._texts(self.second_lang, len(who), rng).zip_with(second, texts)
        at = instants(stage, self, posters, len(who), rng)[rng.permutation(len(who))]
        posts = says(stage, rows(posters, who), at, texts, rng, first_post=stage.first_post)
        lang = pl.when(second).then(pl.lit(self.second_lang)).otherwise("lang")
        return posts.with_columns(role=pl.lit("poster"), lang=lang)

    def _texts(self, lang: str, count: int, rng: np.random.Generator) -> pl.Series:
        """Wordings of the messages, some of them as if translated."""
        messages = draw_messages(lang, np.zeros(self.messages, dtype=np.int64), rng)
        own = reword(messages, rng.integers(self.messages, size=count), rng, paraphrase=0.8)
        foreign = translated(lang, np.zeros(count, dtype=np.int64), rng)
        return foreign.zip_with(pl.Series(rng.random(count) < self.translated), own)

    def _reposts(
        self, first: int, others: pl.DataFrame, posts: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        low, high = self.acts
        count = rng.integers(low, high + 1, others.height)
        drawn = np.repeat(np.arange(others.height), 4 * high + 8)
        who, which = distinct(drawn, rng.integers(posts.height, size=len(drawn)), count)
        at = delayed(
            posts["at"].to_numpy()[which],
            rng,
            median_seconds=self.delay_median_seconds,
            sigma=self.delay_sigma,
        )
        account = others["account"].to_numpy()[who]
        return reposts(first, posts, which, account, at, role="reposter")
