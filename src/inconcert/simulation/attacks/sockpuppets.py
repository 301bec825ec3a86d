"""Sockpuppets (A9): one person behind several accounts, all after one target.

The attack prescribes: that the accounts of an operator answer the same target in the same style,
by the same client and in the same hours, never two of them at once, side by side or one after the
other when each is suspended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import rows, says
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, roles_of
from inconcert.simulation.grammar.wordings import draw_messages, reword
from inconcert.simulation.rhythm import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Sockpuppets(Terms):
    """Ranges: sequential accounts of one person after bans (published); 2 to 20 accounts an
    operator, never two within 30 s, style cosine 0.6 to 0.9, hand-over of 0 to 30 d (assumed).
    """

    code: ClassVar[str] = "A9"
    composes: ClassVar[bool] = True
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "target", "client", "hour"}
    )

    accounts: int = 12
    operators: int = 2
    """Who run the accounts; each has about as many and a target of its own."""
    order: Literal["parallel", "sequential"] = "parallel"
    """Sequential: an account falls silent before the next begins."""
    posts_per_account: int = 12
    """Replies to the target."""
    apart_seconds: float = 30.0
    """No two accounts of an operator act closer together."""
    handover_days: float = 0.3
    """Sequential: the most between an account's last and the next one's first act."""
    paraphrase: float = 0.35
    """How differently an operator words the same: 0 copies, 1 independently."""
    start_day: float = 0.5
    days: float = 12.0
    camouflage: float = 0.3

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "operators", "posts_per_account", least=1)
        limits.number(self, "apart_seconds", least=0.0, most=3_600.0)
        limits.number(self, "handover_days", least=0.0, most=30.0)
        limits.share(self, "paraphrase")
        limits.word(self, "order", ("parallel", "sequential"))
        if 2 * self.operators > self.accounts:
            limits.refuse(self, "operators", f"at most half of the {self.accounts} accounts")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let each operator's accounts answer the target."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        run_by = np.sort(np.arange(self.accounts) % self.operators)
        first = np.searchsorted(run_by, np.arange(self.operators))
        cast = cast.with_columns(
            cast["client"].gather(first[run_by]), cast["shift_hours"].gather(first[run_by])
        )
        parts, roles = [], []
        taken = stage
        for operator in range(self.operators):
            mine = cast.filter(pl.Series(run_by == operator))
            acts, target = self._pursuit(taken, mine, rng)
            taken = taken.after(acts)
            name = f"operator {operator + 1} of {self.name or 'sockpuppets'}"
            parts.append(acts)
            roles += [
                roles_of(mine["account"], "sockpuppet", operator=name),
                roles_of(target, "target", member=False),
            ]
        return stage.deed(
            cast,
            pl.concat(parts),
            pl.concat(roles),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
        )

    def _pursuit(
        self, stage: Stage, mine: pl.DataFrame, rng: np.random.Generator
    ) -> tuple[pl.DataFrame, pl.Series]:
        """Return the replies of one operator's accounts, and whom they answer."""
        posts = self._target_posts(stage, rng)
        who = np.repeat(np.arange(mine.height), self.posts_per_account)
        at = self._instants(stage, mine, who, rng)
        before = np.searchsorted(posts["at"].to_numpy(), at, side="left")
        which = np.floor(rng.random(len(at)) * np.maximum(before, 1)).astype(np.int64)
        at = np.maximum(at, posts["at"].to_numpy()[which] + 1)
        messages = draw_messages(self.lang, np.zeros(2, dtype=np.int64), rng, stance="against")
        texts = reword(
            messages, rng.integers(len(messages), size=len(who)), rng, paraphrase=self.paraphrase
        )
        acts = says(
            stage,
            rows(mine, who),
            at,
            texts,
            rng,
            first_post=stage.first_post,
            kind="reply",
            target=posts["post"].to_numpy()[which],
        )
        return acts.with_columns(role=pl.lit("sockpuppet")), posts["author"].head(1)

    def _target_posts(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        """Original posts of an account of the background that has several early ones."""
        posts = stage.posts.filter(pl.col("kind") == "post", lang=self.lang).sort("at", "post")
        early = posts.filter(pl.col("at") < stage.instant(self.start_day + self.days / 2))
        authors = early.group_by("author").len().filter(pl.col("len") >= 2).sort("author")
        if authors.is_empty():
            limits.refuse(self, "lang", "a language in which someone posts twice in these days")
        chosen = authors["author"][int(rng.integers(authors.height))]
        return posts.filter(author=chosen)

    def _instants(
        self, stage: Stage, mine: pl.DataFrame, who: Ints, rng: np.random.Generator
    ) -> Ints:
        """Times in the operator's own hours; pushed apart where two accounts would act at once."""
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        low, high = np.full(len(who), since), np.full(len(who), until)
        if self.order == "sequential":
            turn = (until - since) / mine.height
            gap = min(self.handover_days * DAY, turn / 2) * rng.random(mine.height)
            low = (since + who * turn + gap[who]).astype(np.int64)
            high = (since + (who + 1) * turn).astype(np.int64)
        shift = float(mine["shift_hours"][0])
        at = stage.instants(len(who), rng, since=low, until=high, shift_hours=shift)
        order = np.argsort(at, kind="stable")
        step = np.arange(len(at)) * int(np.ceil(self.apart_seconds) + 1)
        apart = np.empty_like(at)
        apart[order] = np.maximum.accumulate(at[order] - step) + step
        return apart
