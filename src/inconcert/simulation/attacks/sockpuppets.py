"""Sockpuppets (A9): one person behind several accounts, all after one target.

The attack prescribes: that the accounts of an operator answer the same target in the same style,
by the same client and in the same hours, never two of them at once, side by side or one after the
other when each is suspended.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
        if self.order == "sequential" and self.jitter_hours:
            limits.refuse(self, "jitter_hours", "0 where an account follows the other")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let each operator's accounts answer the target."""
        cast = self._cast(stage, rng)
        run_by = self._run_by()
        parts, roles, awake, taken = [], [], [], stage
        targets = self._targets(stage, rng)
        for operator, target in enumerate(targets):
            mine = cast.filter(pl.Series(run_by == operator))
            acts = self._pursuit(taken, mine, target, rng)
            taken = taken.after(acts)
            name = f"operator {operator + 1} of {self.name or 'sockpuppets'}"
            parts.append(acts)
            awake.append(_turns(acts))
            roles += [
                roles_of(mine["account"], "sockpuppet", operator=name),
                roles_of(target["author"].head(1), "target", member=False),
            ]
        deed = stage.deed(
            cast,
            pl.concat(parts),
            pl.concat(roles),
            rng,
            camouflage=self.camouflage,
            jitter_hours=self.jitter_hours,
            awake=pl.concat(awake) if self.order == "sequential" else None,
        )
        return replace(deed, posts=self._never_at_once(deed.posts, cast))

    def _run_by(self) -> Ints:
        return np.sort(np.arange(self.accounts) % self.operators)

    def _cast(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        """The accounts of one operator share client and hours."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        run_by = self._run_by()
        first = np.searchsorted(run_by, np.arange(self.operators))[run_by]
        return cast.with_columns(cast["client"].gather(first), cast["shift_hours"].gather(first))

    def _targets(self, stage: Stage, rng: np.random.Generator) -> list[pl.DataFrame]:
        """The posts of an account of the background for each operator, who posted early on."""
        posts = stage.posts.filter(pl.col("kind") == "post", lang=self.lang).sort("at", "post")
        early = posts.filter(pl.col("at") < stage.instant(self.start_day + self.days / 8))
        authors = early["author"].unique().sort()
        if len(authors) < self.operators:
            limits.refuse(
                self, "operators", f"at most the {len(authors)} accounts that post by then"
            )
        chosen = authors.gather(rng.permutation(len(authors))[: self.operators])
        return [posts.filter(author=author) for author in chosen]

    def _pursuit(
        self, stage: Stage, mine: pl.DataFrame, posts: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Return the replies of one operator's accounts to posts of the target."""
        who = np.repeat(np.arange(mine.height), self.posts_per_account)
        at = self._instants(stage, mine, int(posts["at"][0]) + 1, rng)
        before = np.searchsorted(posts["at"].to_numpy(), at, side="left")
        which = np.floor(rng.random(len(at)) * before).astype(np.int64)
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
        return acts.with_columns(role=pl.lit("sockpuppet"))

    def _instants(
        self, stage: Stage, mine: pl.DataFrame, since: int, rng: np.random.Generator
    ) -> Ints:
        """Times in the operator's own hours, those of each account together."""
        since = max(since, stage.instant(self.start_day))
        until = stage.instant(self.start_day + self.days)
        shift = float(mine["shift_hours"][0])
        if self.order == "parallel":
            count = mine.height * self.posts_per_account
            return stage.instants(count, rng, since=since, until=until, shift_hours=shift)
        turns: list[Ints] = []
        for end in np.linspace(since, until, mine.height + 1)[1:]:
            due = min(since + self.handover_days * DAY, (since + end) / 2) if turns else since
            first = stage.instants(1, rng, since=since, until=due + 1, shift_hours=shift)
            later = stage.instants(
                self.posts_per_account - 1, rng, since=first[0], until=end, shift_hours=shift
            )
            turns.append(np.sort(np.concatenate([first, later])))
            since = int(turns[-1][-1] + self.apart_seconds + 1)
        return np.concatenate(turns)

    def _never_at_once(self, posts: pl.DataFrame, cast: pl.DataFrame) -> pl.DataFrame:
        """Push an operator's posts apart, and what reacts to them as far."""
        operator = dict(zip(cast["account"], self._run_by().tolist(), strict=True))
        own = posts.filter(pl.col("author").is_in(cast["account"].implode())).sort("at", "post")
        step = int(np.ceil(self.apart_seconds)) + 1
        hand = pl.col("author").replace_strict(operator, return_dtype=pl.Int64)
        line = step * pl.int_range(pl.len())
        pushed = own.select(
            "post",
            push=((pl.col("at") - line).cum_max() + line - pl.col("at")).over(hand),
        )
        known = (
            posts.select("post", "target")
            .join(pushed, on="post", how="left", maintain_order="left")
            .join(
                pushed.rename({"push": "base"}),
                left_on="target",
                right_on="post",
                how="left",
                maintain_order="left",
            )
        )
        shift = known.select(pl.coalesce("push", "base").fill_null(0)).to_series()
        return posts.with_columns(at=pl.col("at") + shift)


def _turns(acts: pl.DataFrame) -> pl.DataFrame:
    """Return from when to when each account acts, its last second included."""
    return (
        acts.group_by("author")
        .agg(since=pl.col("at").min(), until=pl.col("at").max() + 1)
        .select(pl.col("author").alias("account"), "since", "until")
        .sort("account")
    )
