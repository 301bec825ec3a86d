"""Live television (O2): at a scene of a broadcast everybody shouts the same few characters at once.

The scenario prescribes: who watches (accounts of the background), the second of each scene, and
texts of a few characters, many of them equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from inconcert.simulation import limits
from inconcert.simulation.draft import roles_of
from inconcert.simulation.grammar.shouts import Kind, short_shout, shouts_of
from inconcert.simulation.organic.moves import of_background, said
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.rhythm import HOUR

if TYPE_CHECKING:
    from inconcert.simulation.draft import Deed
    from inconcert.simulation.stage import Stage

_REACTION = 3.0


@dataclass(frozen=True, kw_only=True)
class LiveTv(Terms):
    """Ranges: equal texts of 3 to 6 characters within 1 to 3 s (published; 143,199 posts in one
    second on the whole service); standard deviation 1 to 5 s (assumed).
    """

    code: ClassVar[str] = "O2"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "hashtags", "urls", "media", "mentions", "hour", "second"}
    )

    accounts: int = 200
    hour: float = 21.0
    """Local hour at which the broadcast begins; it lasts two hours, one evening a day."""
    scenes: int = 4
    """Of one broadcast."""
    spread_seconds: float = 2.0
    """Standard deviation of the shouts around three seconds after the scene."""
    attendance: float = 0.6
    """Chance that a viewer shouts at a scene."""
    same: float = 0.6
    """Share of the shouts that are equal to the letter."""
    kind: Kind = "catchphrase"
    """What is shouted on such an occasion."""
    days: float = 1.0
    """Evenings in a row; a broken day counts whole."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.number(self, "hour", least=0.0, most=21.9)
        limits.whole(self, "scenes", least=1)
        limits.number(self, "spread_seconds", least=0.0, most=600.0)
        limits.share(self, "attendance", "same")

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the viewers shout."""
        viewers = stage.volunteers(self, self.accounts, rng, lang=self.lang)
        evenings = int(self.start_day) + np.arange(int(np.ceil(self.days)))
        begins = np.array([stage.local(int(day), self.hour) for day in evenings])
        seconds = rng.integers(0, 2 * HOUR, (len(begins), self.scenes))
        scene_at = (begins[:, None] + np.sort(seconds, axis=1)).ravel()
        scene, who = np.nonzero(rng.random((len(scene_at), self.accounts)) < self.attendance)
        late = np.abs(rng.normal(_REACTION, self.spread_seconds, len(who)))
        first = shouts_of(self.lang, self.kind)[0]
        posts = said(
            stage.first_post,
            viewers["account"].to_numpy()[who],
            scene_at[scene] + late.astype(np.int64),
            short_shout(self.lang, self.kind, len(who), rng, same=self.same, shout=first),
            lang=self.lang,
            role="viewer",
        )
        return of_background(posts, roles_of(viewers["account"], "viewer"))
