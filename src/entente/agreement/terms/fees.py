"""Amounts that a use, a delay or an end brings: rates, interest, damages, limits, cancellation."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from entente.agreement.terms.credit_scalars import parse_factor
from entente.agreement.terms.obligations import Every, Owner
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import (
    CeilingValue,
    Flag,
    KeyName,
    MoneyValue,
    Party,
    Percent,
    PercentValue,
    Terms,
    Whole,
    parse_ceiling,
    plain_decimal,
)
from entente.foundation.money import Money

Rate = Percent | Money | Fraction


def parse_rate(text: object) -> Rate:
    """Read "100 USD" (each), "90 %" of an amount, or "18" times one; ValueError says how."""
    if isinstance(text, Percent | Money | Fraction):
        return text
    try:
        return parse_factor(text)
    except ValueError:
        return parse_ceiling(text)


def _rate_said(rate: Rate) -> str:
    return plain_decimal(rate) if isinstance(rate, Fraction) else str(rate)


RateValue = Annotated[
    Rate,
    PlainValidator(parse_rate),
    PlainSerializer(_rate_said, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "examples": ["100 USD", "90 %", 18]}),
]


class Usage(Terms):
    """What was used at agreed rates: so many of each, or a share or a multiple of an amount.

    `free` is taken off first (an amount, or a share of `free_of`, an amount that is told), then
    `uplift` is put on, and the whole is held between `at_least` and `at_most`.
    """

    kind: Literal["usage"]
    title: str = ""
    owed_by: Party = "client"
    every: Every | None = None
    rates: dict[KeyName, RateValue] = Field(min_length=1)
    free: CeilingValue | None = None
    free_of: str = ""
    uplift: PercentValue | None = None
    at_least: MoneyValue | None = None
    at_most: MoneyValue | None = None
    text: str = ""

    @model_validator(mode="after")
    def _free_of_what(self) -> Usage:
        if isinstance(self.free, Percent) != bool(self.free_of):
            raise ValueError("free is a share of what free_of names: write both, or an amount "
                             "in free")  # fmt: skip
        return self


class Interest(Terms):
    """What a late payment costs: a rate a year or a month, for as long as it is late.

    `above` names a rate that is told (a bank's, a statute's), to which `rate` is added; `no_more`
    one that the sum does not exceed. Days count against a year of 365 or 360 days, and parts of a
    month against the month's days. `compounding` adds what accrued each day, or each month.
    """

    kind: Literal["interest"]
    title: str = ""
    owed_by: Owner = "client"
    rate: PercentValue
    per: Literal["year", "month"] = "year"
    above: str = ""
    no_more: str = ""
    compounding: Literal["none", "daily", "monthly"] = "none"
    year_of: Literal[360, 365] = 365
    text: str = ""

    @model_validator(mode="after")
    def _counted(self) -> Interest:
        own = {"year": "daily", "month": "monthly"}[self.per]
        if self.compounding not in {"none", own}:
            raise ValueError(f"a rate per {self.per} compounds {own}, or not at all")
        return self


class DelayBand(Terms):
    """What a delay of so long or longer pays, up to the next band."""

    since: LapseValue
    pays: CeilingValue


class DelayUnit(Terms):
    """What each unit of a delay pays; part of a unit counts whole, not at all, or exactly."""

    unit: LapseValue
    pays: CeilingValue
    part: Literal["up", "down", "exact"] = "up"


class Delay(Terms):
    """Agreed damages for late delivery: by bands of the delay, or for each unit of it.

    A share is of the price of what is late. A delay of `grace` or less pays nothing; a longer one
    counts from its first day, or from the end of the grace (`beyond_grace`). What was paid is given
    back once nothing was late for `given_back_after`.
    """

    kind: Literal["delay"]
    title: str = ""
    owed_by: Party = "provider"
    deliverables: tuple[KeyName, ...] = ()
    bands: tuple[DelayBand, ...] = ()
    each: DelayUnit | None = None
    grace: LapseValue | None = None
    beyond_grace: Flag = False
    at_most: CeilingValue | None = None
    given_back_after: LapseValue | None = None
    text: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Delay:
        if bool(self.bands) == (self.each is not None):
            raise ValueError("a delay pays by bands, or for each unit of it: write one of the two")
        units = {each.since.unit for each in self.bands}
        units |= {self.grace.unit} if self.grace else set()
        if self.each is not None and self.grace is not None:
            units |= {"business-day" if self.each.unit.unit == "business-day" else self.grace.unit}
        if len(units) > 1 or units - {"day", "business-day"}:
            raise ValueError("write the bands and the grace of a delay in days, or all of them in "
                             "business days")  # fmt: skip
        if any(a.since.count >= b.since.count for a, b in zip(self.bands, self.bands[1:],
                                                              strict=False)):  # fmt: skip
            raise ValueError("write the bands of a delay in order, the shortest delay first")
        if self.each is not None and self.each.unit.unit not in {"day", "business-day", "week"}:
            raise ValueError("a delay is counted in days, business days or weeks")
        return self


class LimitPart(Terms):
    """One of the amounts that a limit is chosen from: fixed, or a share of a told amount.

    A share is of `of`, such as the charges paid in so long (`over`) before the claim; while the
    agreement is younger than that, `at_first` stands in its place.
    """

    amount: MoneyValue | None = None
    share: PercentValue | None = None
    of_what: str = ""
    over: LapseValue | None = None
    at_first: MoneyValue | None = None

    @model_validator(mode="after")
    def _one(self) -> LimitPart:
        if (self.amount is None) == (self.share is None):
            raise ValueError("a part of a limit is an amount, or a share of what of_what names")
        if self.share is not None and not self.of_what:
            raise ValueError("say what the share is of: of_what: the charges paid")
        if self.at_first is not None and self.over is None:
            raise ValueError("at_first stands for what is not yet there: say over how long")
        return self


class Liability(Terms):
    """How much a party is liable for at most: the greater, or the lesser, of some amounts."""

    kind: Literal["liability"]
    title: str = ""
    owed_by: Owner
    limits: tuple[LimitPart, ...] = Field(min_length=1)
    choose: Literal["greater", "lesser"] = "greater"
    per: Literal["claim", "year", "contract-year", "term"] = "term"
    not_for: tuple[str, ...] = ()
    text: str = ""


class EndPart(Terms):
    """One of the amounts of an early end: fixed, or so much for each month that is left.

    `monthly` is an amount for each month left; `mean_over` the mean monthly bill of so long before;
    `charges` the monthly charges named.
    """

    amount: MoneyValue | None = None
    monthly: MoneyValue | None = None
    mean_over: LapseValue | None = None
    charges: tuple[KeyName, ...] = ()
    share: PercentValue | None = None

    @model_validator(mode="after")
    def _one(self) -> EndPart:
        given = (self.amount, self.monthly, self.mean_over, self.charges or None)
        if sum(each is not None for each in given) != 1:
            raise ValueError("what an early end costs is one of amount, monthly, mean_over or "
                             "charges; list several under parts")  # fmt: skip
        if self.mean_over is not None and self.mean_over.months is None:
            raise ValueError("a mean monthly bill is over months: write 6 months")
        return self


class Cancellation(Terms):
    """What ending before the term is over costs: the greater, the lesser or the sum of parts.

    With `notice_saves` it is due only where less notice than that was given.
    """

    kind: Literal["cancellation"]
    title: str = ""
    owed_by: Party = "client"
    parts: tuple[EndPart, ...] = Field(min_length=1)
    choose: Literal["greater", "lesser", "sum"] = "greater"
    notice_saves: LapseValue | None = None
    months_at_most: Whole | None = None
    text: str = ""
