"""The values of credits: what each level accrued, the caps, claims, earn-back, what falls due."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from entente.performance.kernel.steps import Step

CreditState = Literal[
    "none", "accrued", "not-elected", "waived", "disputed", "claimable", "lapsed", "capped",
    "settled",
]  # fmt: skip

Given = Literal["invoice", "cash", "days", "nothing"]


@dataclass(frozen=True)
class LevelAccrued:
    """What one service level accrued in a month, the arithmetic of it, and where it stands.

    `accrued` is before caps, `capped` the level's part of what the caps left, `settled` what is
    given of it. `points` and `days` are service points and days of service, which are no money yet.
    `times` says which failures a counter of the credit has seen; `claim_by` is the last day to ask.
    """

    level: str
    due: bool
    reason: str
    steps: tuple[Step, ...]
    accrued: Decimal
    points: Fraction
    days: Fraction
    state: CreditState
    capped: Decimal
    settled: Decimal
    times: tuple[str, ...]
    claim_by: str | None


@dataclass(frozen=True)
class CreditedMonth:
    """What an earlier month credited, as caps that reach over months count it."""

    period: str
    settled: Decimal
    measured: int
    not_measured: int


@dataclass(frozen=True)
class PointsWorth:
    """The service points of a month, and what they are worth."""

    points: Fraction
    steps: tuple[Step, ...]
    amount: Decimal
    capped: Decimal


@dataclass(frozen=True)
class EarnedBack:
    """A credit of an earlier month that goes back, since the level was held in all of `held`."""

    level: str
    period: str
    amount: Decimal
    held: tuple[str, ...]


@dataclass(frozen=True)
class FallsDue:
    """What is given after this month: of which months, when, in what, and how much.

    `given` is `invoice` (taken off it), `cash` where no invoice follows, `days` (added to the term)
    or `nothing` where credits lapse with the term. `expired` left by age.
    """

    on: Literal["next-invoice", "quarter-end", "year-end", "end-of-term"]
    given: Given
    periods: tuple[str, ...]
    amount: Decimal
    days: Fraction
    expired: tuple[str, ...]
    within: str | None


@dataclass(frozen=True)
class Credits:
    """A month's credits: each level's, points, the caps in order, and the three amounts.

    Always `uncapped >= capped >= settled >= 0`. `settled` is what this month gives the client:
    nothing while a month is provisional, and nothing of what was waived, is disputed, or has to be
    claimed and was not. `falls_due` says when it is given.
    """

    currency: str
    levels: tuple[LevelAccrued, ...]
    points: PointsWorth | None
    caps: tuple[Step, ...]
    credited_earlier: tuple[CreditedMonth, ...]
    settling: tuple[Step, ...]
    uncapped: Decimal
    capped: Decimal
    settled: Decimal
    days: Fraction
    suspended_by: tuple[str, ...]
    other_remedies: tuple[str, ...]
    earned_back: tuple[EarnedBack, ...]
    falls_due: FallsDue | None

    def of(self, level: str) -> LevelAccrued | None:
        """What a level accrued; None where it can accrue nothing."""
        return next((each for each in self.levels if each.level == level), None)
