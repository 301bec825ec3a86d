"""Copied text (A2): many accounts post the same texts, with small edits, within a window.

The attack prescribes: who posts, that the texts of one message are equal but for edits, the
window in which the copies appear, the language, and, only where `created_within_days` is set,
when the accounts were opened. A message is worded (links and hashtags included) as any post is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from inconcert.simulation import limits
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, draft_posts, roles_of
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.turnout import participants

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage


@dataclass(frozen=True, kw_only=True)
class CopiedText(Terms):
    """Ranges seen in the wild: 7 to 3,000 accounts, edits of 0 to 5 %, windows of 10 s to 14 d."""

    code: ClassVar[str] = "A2"
    prescribes: ClassVar[frozenset[str]] = frozenset({"lang", "text"})

    accounts: int = 25
    messages: int = 10
    participation: float = 0.5
    """Chance that an account posts a copy of a message."""
    window_seconds: float = 600.0
    """The copies of a message appear within this time."""
    edits: float = 0.0
    """Share of the characters of a copy that are changed."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "messages", least=1)
        limits.number(self, "window_seconds", least=1.0)
        limits.share(self, "participation", "edits")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let every account post its copies."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        message, who = participants(
            self.participation, messages=self.messages, accounts=cast.height, rng=rng
        )
        acts = draft_posts(
            stage.first_post,
            len(who),
            author=cast["account"].to_numpy()[who],
            at=self._instants(stage, cast, message, rng),
            kind="post",
            role="copier",
            **self._copies(stage, cast, message, rng),
        )
        roles = roles_of(cast["account"], "copier")
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _instants(
        self,
        stage: Stage,
        cast: pl.DataFrame,
        message: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> NDArray[np.int64]:
        """Each message begins at an hour of the cast's own time; its copies follow."""
        shift = float(cast["shift_hours"][0])
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        drawn = stage.instants(self.messages, rng, since=since, until=until, shift_hours=shift)
        begun = drawn[message]
        until_copied = begun + self.window_seconds
        return stage.instants(len(message), rng, since=begun, until=until_copied, shift_hours=shift)

    def _copies(
        self,
        stage: Stage,
        cast: pl.DataFrame,
        message: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> dict[str, pl.Series]:
        """Each message is worded once, as a post of some member, and copied with its links."""
        at = np.full(self.messages, stage.instant(self.start_day))
        authors = cast[rng.integers(cast.height, size=self.messages).tolist()]
        worded = stage.write(authors, at, rng, first_post=0)[message.tolist()]
        columns = {name: worded[name] for name in ("lang", "hashtags", "urls", "media", "mention")}
        return columns | {"text": edited(worded["text"], self.edits, rng)}
