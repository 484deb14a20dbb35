"""Measurement periods: calendar months and longer ones, contract periods, cycles, rolling ones."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from entente.agreement.terms.periods import LapseOfDays
from entente.agreement.terms.scalars import Terms, Whole

WindowWord = Literal[
    "month", "quarter", "half-year", "year",
    "contract-month", "contract-quarter", "contract-half-year", "contract-year",
]  # fmt: skip
MONTHS_OF: dict[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class Rolling(Terms):
    """A window of fixed length that moves: it ends at each evaluation.

    Evaluated at the end of each month, quarter or year; `daily` judges every day of the month by
    the window that ends with it, and the worst of them is the month's figure.
    """

    rolling: LapseOfDays
    evaluated: Literal["month-end", "quarter-end", "year-end", "daily"]

    @model_validator(mode="after")
    def _is_a_time(self) -> Rolling:
        if self.rolling.count == 0:
            raise ValueError("a window of no length holds nothing: write at least 1 day")
        return self


class BillingCycle(Terms):
    """A month that begins on another day than the first: the cycle that ends in the month."""

    billing_cycle: Whole = Field(ge=1, le=28, description="The day of the month it begins on.")


def _form(value: Any) -> str:
    if isinstance(value, str):
        return "word"
    if isinstance(value, Rolling) or (isinstance(value, dict) and "rolling" in value):
        return "rolling"
    return "cycle"


WindowTerms = Annotated[
    Annotated[WindowWord, Tag("word")]
    | Annotated[Rolling, Tag("rolling")]
    | Annotated[BillingCycle, Tag("cycle")],
    Discriminator(_form),
]


_EVALUATED = {
    "month-end": "the end of each month",
    "quarter-end": "the end of each quarter",
    "year-end": "the end of each year",
    "daily": "each day",
}


def spoken_window(window: WindowWord | Rolling | BillingCycle) -> str:
    """`each month`, `the 30 days up to the end of each month`."""
    if isinstance(window, Rolling):
        return f"the {window.rolling} up to {_EVALUATED[window.evaluated]}"
    if isinstance(window, BillingCycle):
        return f"each billing cycle, which begins on day {window.billing_cycle} of the month"
    contract = " of the contract" if window.startswith("contract-") else ""
    return f"each {window.removeprefix('contract-')}{contract}"
