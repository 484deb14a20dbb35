"""Duties with a clock: what arises from an agreement and told events, and when each is due."""

from __future__ import annotations

from entente.agreement.duties.counting import Counter, Due, Moment
from entente.agreement.duties.duty import Delay, Duty, Listing, Stage
from entente.agreement.duties.listing import EndlessChain, list_duties
from entente.agreement.duties.told import SUBJECTS, NoSuchSubject, Told, checked

__all__ = [
    "SUBJECTS",
    "Counter",
    "Delay",
    "Due",
    "Duty",
    "EndlessChain",
    "Listing",
    "Moment",
    "NoSuchSubject",
    "Stage",
    "Told",
    "checked",
    "list_duties",
]
