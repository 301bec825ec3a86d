"""Families of near-duplicate texts over the whole dataset, without a time limit.

Word-for-word copies that come days or months later are out of reach of any window; here time is
told separately (first seen, longest gap, revivals).
"""

from __future__ import annotations

from inconcert.networks.textfamilies.families import (
    FAMILY_LAYER,
    family_actions,
    find_families,
    text_families,
)
from inconcert.networks.textfamilies.result import FamilySearch, TextFamilies
from inconcert.networks.textfamilies.settings import FamilySettings
from inconcert.networks.textfamilies.tables import Families, FamilyMembers

__all__ = [
    "FAMILY_LAYER",
    "Families",
    "FamilyMembers",
    "FamilySearch",
    "FamilySettings",
    "TextFamilies",
    "family_actions",
    "find_families",
    "text_families",
]
