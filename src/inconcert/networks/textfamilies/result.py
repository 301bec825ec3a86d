"""What a search for text families found, and how thoroughly it looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.counting import counted

if TYPE_CHECKING:
    import dataframely as dy

    from inconcert.networks.textfamilies.banding import Banding
    from inconcert.networks.textfamilies.settings import FamilySettings
    from inconcert.networks.textfamilies.tables import Families, FamilyMembers
    from inconcert.networks.textfamilies.texts import LeftOut


@dataclass(frozen=True)
class FamilySearch:
    """How the search went."""

    texts: int
    """Distinct texts compared."""
    banding: Banding
    candidates: int
    """Pairs of texts whose similarity was computed."""
    similar: int
    crowded_buckets: int
    """Bands shared by so many texts that these were compared with the first in rank alone."""
    largest_bucket: int
    uncompared: int
    """Pairs left out there, a pair counted once a band."""


@dataclass(frozen=True)
class TextFamilies:
    """Families of near-duplicate texts: `members` a row a post, `families` a row a family."""

    members: dy.DataFrame[FamilyMembers]
    families: dy.DataFrame[Families]
    search: FamilySearch
    left_out: LeftOut
    settings: FamilySettings

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of any result must know of the search."""
        left, search, similarity = self.left_out, self.search, self.settings.similarity
        recall = search.banding.recall(similarity)
        reposts = counted(left.reposts, "repost was", "reposts were")
        short = counted(left.short, "post is", "posts are")
        notes = {
            f"{reposts} left out: the text of a repost is another's.": left.reposts,
            f"{counted(left.without_text, 'post has', 'posts have')} no text.": left.without_text,
            f"{short} too short to belong to a family.": left.short,
            f"Two texts of similarity {similarity:g} are compared with probability {recall:.3f}, "
            "more similar ones more surely.": search.texts,
            f"{counted(search.crowded_buckets, 'group')} of look-alikes, the largest of "
            f"{search.largest_bucket:,} texts, compared with the most frequent texts alone, which "
            f"leaves out {counted(search.uncompared, 'pair')}.": search.crowded_buckets,
        }
        return tuple(note for note, count in notes.items() if count)
