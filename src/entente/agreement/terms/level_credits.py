"""What a failed service level pays: one form of several, with its own limits."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from entente.agreement.terms.credit_scalars import (
    BandEnd,
    FactorValue,
    Quantity,
    QuantityValue,
    ShareValue,
)
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import (
    CeilingValue,
    Flag,
    KeyName,
    PercentValue,
    Terms,
    Whole,
    later,
)


class DueWhen(Terms):
    """How often the credit trigger must be reached before money is due: n times within m.

    `within` reaches back from the period that is judged, itself included; `then` says whether
    counting starts again once a credit fell due.
    """

    times: Whole = Field(ge=1)
    within: LapseValue | None = None
    consecutive: Flag = False
    then: Literal["go-on", "start-again"] = "go-on"
    gaps: Literal["break", "pass"] = "break"


class Tier(Terms):
    """A band of the figure, half-open `[at_least, below)`, and what it pays.

    Its ends are in the unit of the figure: `99 %`, `4 h`, `3`. It pays a share of the fee base or
    an amount (`pays`), service points (`points`), or days of service (`days`).
    """

    at_least: BandEnd | None = None
    below: BandEnd | None = None
    above: BandEnd | None = later()
    at_most: BandEnd | None = later()
    pays: CeilingValue | None = later()
    points: Whole | None = later()
    days: Whole | None = later()
    name: str = later("")

    @model_validator(mode="after")
    def _pays_one_thing(self) -> Tier:
        if sum(each is not None for each in (self.pays, self.points, self.days)) != 1:
            raise ValueError("a tier pays one thing: give pays, points or days")
        if (self.at_least is not None and self.above is not None) or (
            self.below is not None and self.at_most is not None
        ):
            raise ValueError("a band has one lower and one upper end: at_least or above, below or "
                             "at_most")  # fmt: skip
        return self


class TableRow(Terms):
    """A row of a printed table: the figure, and what is paid for it."""

    at: BandEnd
    pays: CeilingValue


class Table(Terms):
    """A printed table of figures and shares, and what lies between its rows.

    `step-down`: the row at or above the figure pays, so that a figure between two rows counts as
    the better one until it reaches the worse. `step-up`: it counts as the worse at once.
    `nearest`: the nearer row pays, the better one of two equally near. `linear`: in proportion.
    Beyond the first and the last row, these pay.
    """

    between: Literal["step-down", "step-up", "nearest", "linear"]
    rows: tuple[TableRow, ...] = Field(min_length=1)


class PerUnit(Terms):
    """So much for each unit of failure: an hour of down time, a record, a point of shortfall.

    `of` says what is counted: `down` time, the `shortfall` of the figure below its commitment (or
    its excess above one that says at most; `bound` may name another level), `misses` of records,
    occasions or gaps, or the `figure` itself. A shortfall of a percentage is counted in points of
    a percent, or, where the unit is a length of time, in so much of the service hours. What lies
    within `beyond` is free; with `counts: all` the whole is paid for once that is passed. `part`
    says what a begun unit is. `each` counts the whole period, each `interruption` or each `day` (on
    which an interruption began) by itself. The first `first_unit` pays `first_pays`.
    """

    unit: QuantityValue
    pays: ShareValue
    of: Literal["down", "shortfall", "misses", "figure"]
    part: Literal["up", "down", "exact"]
    beyond: QuantityValue | None = None
    counts: Literal["beyond", "all"] = "beyond"
    each: Literal["period", "interruption", "day"] = "period"
    first_unit: QuantityValue | None = None
    first_pays: ShareValue | None = None
    bound: Literal["commitment", "expected", "minimum", "credit-trigger"] = later("commitment")

    @model_validator(mode="after")
    def _first_whole(self) -> PerUnit:
        if (self.first_unit is None) != (self.first_pays is None):
            raise ValueError("what the first unit pays needs both first_unit and first_pays")
        return self


class Repeat(Terms):
    """What a failure that comes again costs: the base of the period times a factor.

    `within` reaches back to a failure before; absent, the period before must have failed. With
    `compounding` the factor applies once more for each further period in a row, otherwise it
    stays. `most` is the highest factor. It multiplies money, points and days alike.
    """

    within: LapseValue | None = None
    factor: FactorValue
    compounding: Flag = False
    most: FactorValue | None = None


class LevelCredit(Terms):
    """What a failure pays, in one of several forms, and the limits that are its own.

    The forms: a share of a pool of the at-risk amount (`pool` and `allocation`), `tiers` of the
    figure, a `table` with what lies between its rows, so much `per` unit of failure, `linear` (the
    shortfall in percent, times a factor, of the fee base), or a `fixed` share or amount.

    `multiplicity`: once a period, or `per-miss` once for each miss that the measure counts.
    `due_when` says how often the trigger must be reached first. `one_incident` names a group of
    levels of which one incident pays a single credit. With `item_charges` each item that fails is
    paid for by itself, of the charge line that is named for it; an item not named pays nothing.
    """

    pool: KeyName | None = None
    allocation: PercentValue | None = None
    tiers: tuple[Tier, ...] = ()
    fee_base: tuple[KeyName, ...] = ()  # charge lines; empty: those of the credit scheme
    at_most: CeilingValue | None = None  # of the same fee base
    table: Table | None = later()
    per: PerUnit | None = later()
    linear: FactorValue | None = later()
    fixed: CeilingValue | None = later()
    multiplicity: Literal["per-period", "per-miss"] = later("per-period")
    due_when: DueWhen | None = later()
    repeat: Repeat | None = later()
    item_charges: dict[str, KeyName] = later({})
    one_incident: KeyName | None = later()
    cannot_be_earned_back: Flag = later(False)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that are written, of which there should be one."""
        named = {
            "pool": self.pool, "tiers": self.tiers, "table": self.table, "per": self.per,
            "linear": self.linear, "fixed": self.fixed,
        }  # fmt: skip
        # Nothing is an amount too: 0 EUR is what was said.
        return tuple(name for name, said in named.items() if said is not None and said != ())

    @property
    def ends(self) -> tuple[Quantity, ...]:
        """The ends of its bands and the figures of its rows, which are in the figure's unit."""
        bands = [(t.at_least, t.above, t.below, t.at_most) for t in self.tiers]
        rows = [row.at for row in self.table.rows] if self.table else []
        return (*(end for band in bands for end in band if end is not None), *rows)
