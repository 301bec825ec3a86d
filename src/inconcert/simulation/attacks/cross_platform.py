"""Cross-platform (A13): the same message on several services, with a lag, by different accounts.

The attack prescribes: on which platform an account is, that some handles are used again, that the
posts of a message have equal words and link, and the lag between the platforms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import instants, rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, roles_of
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.turnout import one_of_each, participants

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class CrossPlatform(Terms):
    """Ranges: coordination across platforms is published; lags of 1 min to 3 d and up to 60 % of
    handles used again are assumed.
    """

    code: ClassVar[str] = "A13"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "urls", "platform", "handle", "hour"}
    )

    platforms: tuple[str, ...] = ("x", "telegram")
    """The accounts are spread over them in turn."""
    messages: int = 14
    participation: float = 0.3
    """Chance that an account posts a message."""
    lag_minutes: tuple[float, float] = (1.0, 720.0)
    """The least and the most after a message's first post, evenly on the log scale."""
    handle_reuse: float = 0.3
    """Share of the accounts on the other platforms that bear the handle of one on the first."""
    edits: float = 0.01
    """Share of the characters of a post that are changed."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "messages", least=1)
        limits.share(self, "participation", "handle_reuse", "edits")
        limits.span(self, "lag_minutes", least=0.02)
        if not 2 <= len(set(self.platforms)) == len(self.platforms) <= self.accounts:
            limits.refuse(self, "platforms", "two or more different platforms")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the message pass from platform to platform."""
        cast = self._spread(stage, rng)
        message, who = participants(
            self.participation, messages=self.messages, accounts=cast.height, rng=rng
        )
        acts = self._posts(stage, cast, message, who, rng)
        roles = roles_of(cast["account"], "poster")
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _posts(
        self, stage: Stage, cast: pl.DataFrame, message: Ints, who: Ints, rng: np.random.Generator
    ) -> pl.DataFrame:
        """Each message comes from one of its posters first, from the others with a lag."""
        low, high = np.log(np.array(self.lag_minutes) * 60)
        begun = instants(
            stage, self, cast, self.messages, rng, room_seconds=60 * self.lag_minutes[1]
        )
        lag = np.exp(rng.uniform(low, high, len(who))).astype(np.int64)
        first = one_of_each(message, rng)
        by = rows(cast, rng.integers(cast.height, size=self.messages))
        said = rows(stage.write(by, begun, rng, first_post=stage.first_post), message)
        return said.with_columns(
            post=stage.first_post + pl.int_range(pl.len()),
            author=cast["account"].gather(who),
            at=pl.Series(begun[message] + np.where(first, 0, lag)),
            text=edited(said["text"], self.edits, rng),
            role=pl.lit("poster"),
        )

    def _spread(self, stage: Stage, rng: np.random.Generator) -> pl.DataFrame:
        """Put the accounts on the platforms in turn; some bear a handle of the first platform."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        place = np.arange(self.accounts) % len(self.platforms)
        model = np.arange(self.accounts) - place
        again = (place > 0) & (rng.random(self.accounts) < self.handle_reuse)
        return cast.with_columns(
            platform=pl.Series([self.platforms[at] for at in place]),
            handle=cast["handle"].gather(np.where(again, model, np.arange(self.accounts))),
        )
