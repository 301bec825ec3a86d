"""Office accounts (O5): staff of a party or a union post and share together, openly.

The scenario prescribes: who they are (their profile says it), that they post in working hours, and
that they share a stock of texts and the posts of the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.draft import Deed, join_posts, roles_of
from inconcert.simulation.organic.moves import shared
from inconcert.simulation.organic.terms import Terms
from inconcert.simulation.timing import worked_later, working_hours
from inconcert.simulation.turnout import participants

if TYPE_CHECKING:
    from inconcert.simulation.stage import Stage

_AFFILIATION = {
    "ja": "市民連絡会 事務局スタッフ", "en": "staff at the citizens' office",
    "es": "equipo de la oficina ciudadana", "pt": "equipe do escritório cidadão",
    "de": "Team des Bürgerbüros", "zh": "市民联络处工作人员", "ko": "시민연락회 사무국 직원",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OfficeAccounts(Terms):
    """Ranges: open coordination in working hours is published; 20 to 500 accounts and 5 to 40
    shared texts are assumed.
    """

    code: ClassVar[str] = "O5"
    prescribes: ClassVar[frozenset[str]] = frozenset(
        {"lang", "text", "text_length", "description", "hour", "target"}
    )

    accounts: int = 40
    texts: int = 12
    """Texts of the office that the staff post."""
    participation: float = 0.4
    """Chance that a member of staff posts a text, or reposts it from the office."""
    repost_chance: float = 0.5
    """Share of these that are reposts."""
    window_hours: float = 6.0
    """The staff follow within so many working hours, on the next days if need be."""
    start_day: float = 1.0
    days: float = 10.0
    camouflage: float = 0.6
    """Share of ordinary posts among all posts of the accounts."""

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        super().__post_init__()
        limits.whole(self, "accounts", least=2)
        limits.whole(self, "texts", least=1)
        limits.share(self, "participation", "repost_chance")
        limits.share(self, "camouflage", most=0.95)
        limits.number(self, "window_hours", least=0.1, most=240.0)

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Let the office post and the staff follow."""
        cast = stage.recruit(self.accounts, rng, lang=self.lang)
        said = pl.col("description").fill_null("")
        says = pl.concat_str(pl.lit(_AFFILIATION[self.lang] + " "), said).str.strip_chars()
        cast = cast.with_columns(description=says)
        at = self._office_times(stage, rng)
        office = cast.select(pl.all().gather(np.zeros(self.texts, dtype=np.int64)))
        models = stage.write(office, at, rng, first_post=stage.first_post)
        models = models.with_columns(role=pl.lit("office"))
        copies = self._copies(stage.after(models), cast.slice(1), models, rng)
        roles = pl.concat(
            [
                roles_of(cast["account"].head(1), "office"),
                roles_of(cast["account"].slice(1), "staff"),
            ]
        )
        acts = join_posts([models, copies])
        return stage.deed(cast, acts, roles, rng, camouflage=self.camouflage)

    def _office_times(self, stage: Stage, rng: np.random.Generator) -> np.ndarray:
        """When the office posts: so that the staff have their hours before the span ends."""
        hours = working_hours(self, stage, self.start_day, self.days)
        since, until = stage.instant(self.start_day), stage.instant(self.start_day + self.days)
        last = min(until, int(worked_later(hours, stage.rhythm.end, -self.window_hours)))
        last = max(last, int(worked_later(hours, since, 0.1)))
        return np.sort(stage.office_instants(self.texts, rng, since=since, until=last))

    def _copies(
        self, stage: Stage, staff: pl.DataFrame, models: pl.DataFrame, rng: np.random.Generator
    ) -> pl.DataFrame:
        """The staff post the office's texts, or repost them."""
        text, who = participants(
            self.participation, messages=self.texts, accounts=staff.height, rng=rng
        )
        hours = working_hours(self, stage, self.start_day, self.days)
        at = models["at"].to_numpy()[text]
        done = worked_later(hours, at, self.window_hours)
        later = np.maximum(stage.office_instants(len(text), rng, since=at, until=done), at + 1)
        account = staff["account"].to_numpy()[who]
        passed = rng.random(len(text)) < self.repost_chance
        copies = models.select(pl.all().gather(text[~passed])).with_columns(
            post=stage.first_post + pl.int_range(pl.len()),
            author=pl.Series(account[~passed]),
            at=pl.Series(later[~passed]),
            role=pl.lit("staff"),
        )
        first = stage.first_post + copies.height
        reposts = shared(first, models, text[passed], account[passed], later[passed], role="staff")
        return join_posts([copies, reposts])
