"""Hired posters (A19): people paid by the task, in their own words, loosely timed, at work.

The attack prescribes: who posts, the link of each task, that the posts come in working hours
within the task's time, and the language. Profiles and histories are those of anyone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attacks.moves import rows
from inconcert.simulation.attacks.terms import Terms
from inconcert.simulation.draft import Deed, roles_of
from inconcert.simulation.timing import worked_later, working_hours
from inconcert.simulation.turnout import participants

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from inconcert.simulation.stage import Stage

    Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class HiredPosters(Terms):
    """Ranges: working hours on weekdays (published); 50 to 2,000 people, windows of 1 to 24 h
    (assumed).
    """

    code: ClassVar[str] = "A19"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "urls", "text", "text_length", "hour"}
    )

    accounts: int = 40
    tasks: int = 12
    """Pages that they are paid to link, each for itself."""
    participation: float = 0.25
    """Chance that a person does a task."""
    window_hours: float = 8.0
    """The posts of a task come within so many working hours, until the next days if need be."""
    days: float = 9.0
    camouflage: float = 0.7

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "tasks", least=1)
        limits.share(self, "participation")
        limits.number(self, "window_hours", least=0.1, most=24 * 14.0)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let them do their tasks."""
        cast = stage.recruit(
            self.accounts, rng, lang=self.lang, created_within_days=self.created_within_days
        )
        task, who = participants(
            self.participation, messages=self.tasks, accounts=cast.height, rng=rng
        )
        links = stage.pages(self.tasks, rng).gather(task)
        at = self._instants(stage, task, rng)
        posts = stage.write(rows(cast, who), at, rng, first_post=stage.first_post)
        bare = pl.col("text").str.replace_all(r" https?://\S+", "")
        acts = posts.with_columns(
            text=pl.concat_str(bare, pl.lit(" "), links),
            urls=pl.concat_list(links),
            role=pl.lit("hired"),
        )
        roles = roles_of(cast["account"], "hired")
        return stage.deed(
            cast, acts, roles, rng, camouflage=self.camouflage, jitter_hours=self.jitter_hours
        )

    def _instants(self, stage: Stage, task: Ints, rng: np.random.Generator) -> Ints:
        """Return when each post comes: its task is given out early enough to be done in time."""
        hours = working_hours(self, stage, self.start_day, self.days)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        last = min(until, int(worked_later(hours, stage.rhythm.end, -self.window_hours)))
        begun = stage.office_instants(
            self.tasks, rng, since=since, until=max(last, int(worked_later(hours, since, 0.1)))
        )[task]
        done = worked_later(hours, begun, self.window_hours)
        return stage.office_instants(len(task), rng, since=begun, until=done)
