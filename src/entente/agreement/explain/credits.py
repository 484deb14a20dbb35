"""Credits, counters, rights and ratchets in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.wording import listed, spoken_date, spoken_level
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.credit_scalars import ExactShare, ServiceDays, Share
from entente.agreement.terms.level_credits import DueWhen, LevelCredit, PerUnit, Repeat, Table, Tier
from entente.agreement.terms.levels import Applies, Frequency, Ratchet, ServiceLevel
from entente.agreement.terms.scalars import Percent, plain_decimal


def explain_credit(agreement: Agreement, level: ServiceLevel) -> Iterator[str]:
    """What a miss of a level costs."""
    credit = level.credit
    if level.class_ == "kpi" or credit is None:
        yield "It is reported; missing it costs nothing."
        return
    when = (
        f"Money is due when the figure is {spoken_level(level.credit_trigger)}"
        if level.credit_trigger
        else "Money is due when the commitment is missed"
    )
    often = f" {spoken_frequency(credit.due_when)}" if credit.due_when else ""
    yield f"{when}{often}: {_amount(credit)}."
    yield from _form(credit)
    yield from _changed(credit)
    yield from _based(agreement, credit)


def _form(credit: LevelCredit) -> Iterator[str]:
    for tier in credit.tiers:
        yield f"- {_band(tier)} pays {_pays_of(tier)}"
    if credit.table is not None:
        yield from _table(credit.table)
    if credit.per is not None:
        yield from _per(credit.per)


def _amount(credit: LevelCredit) -> str:
    if credit.tiers:
        return "a share of the charges that grows with the failure"
    if credit.table is not None:
        return "what the table says for the figure"
    if credit.per is not None:
        return f"{spoken_share(credit.per.pays)} for each {_unit_of(credit.per)}"
    if credit.linear is not None:
        times = "" if credit.linear == 1 else f", times {plain_decimal(credit.linear)}"
        return f"the same share of the charges as the figure is short of its commitment{times}"
    if credit.fixed is not None:
        return spoken_share(credit.fixed)
    pool = f"the pool “{credit.pool}”" if credit.pool else "the at-risk amount"
    return f"{credit.allocation} of {pool}" if credit.allocation else f"all of {pool}"


def _unit_of(per: PerUnit) -> str:
    """`miss`, `2 misses`, `30 min of down time`."""
    if per.of == "misses":
        return "miss" if str(per.unit) == "1" else f"{per.unit} misses"
    return f"{per.unit} of {_OF[per.of]}"


_OF = {
    "down": "down time", "shortfall": "shortfall", "misses": "misses", "figure": "the figure",
}  # fmt: skip


def spoken_share(pays: Share) -> str:
    """`5 % of the charges`, `100.00 EUR`, `1 day of service`."""
    if isinstance(pays, Percent | ExactShare):
        return f"{pays} of the charges"
    return f"{pays} of service" if isinstance(pays, ServiceDays) else str(pays)


def _pays_of(tier: Tier) -> str:
    if tier.points is not None:
        return f"{tier.points} service point{'' if tier.points == 1 else 's'}"
    if tier.days is not None:
        return f"{ServiceDays(tier.days)} of service"
    return str(tier.pays)


def _band(tier: Tier) -> str:
    low = f"at least {tier.at_least}" if tier.at_least else ""
    low = f"above {tier.above}" if tier.above else low
    high = f"below {tier.below}" if tier.below else ""
    high = f"at most {tier.at_most}" if tier.at_most else high
    said = f"{low} but {high}" if low and high else low or high or "any figure"
    return f"{tier.name}: {said}" if tier.name else said


_BETWEEN = {
    "step-down": "the better of the two rows pays, until the worse is reached",
    "step-up": "the worse of the two rows pays",
    "nearest": "the nearer row pays, the better of two equally near",
    "linear": "it pays in proportion",
}


def _table(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield f"- {row.at} pays {row.pays}"
    yield f"Between two rows {_BETWEEN[table.between]}; beyond the ends the last row pays."


_PART = {
    "up": "A unit that has begun counts whole.",
    "down": "A unit that is not full does not count.",
    "exact": "A part of a unit counts in part.",
}


def _per(per: PerUnit) -> Iterator[str]:
    if per.of == "shortfall" and per.bound != "commitment":
        yield f"The shortfall is that against the {per.bound.replace('-', ' ')}."
    if per.each != "period":
        yield f"Each {per.each} counts by itself."
    if per.beyond is not None and per.counts == "all":
        yield f"Up to {per.beyond} nothing is due; beyond that all of it counts."
    elif per.beyond is not None:
        yield f"Only what lies beyond {per.beyond} counts."
    if per.first_unit is not None and per.first_pays is not None:
        yield f"The first {per.first_unit} pays {spoken_share(per.first_pays)}."
    yield _PART[per.part]


def _changed(credit: LevelCredit) -> Iterator[str]:
    if credit.multiplicity == "per-miss":
        yield "It is due once for every miss."
    if credit.repeat is not None:
        yield _repeat(credit.repeat)
    if credit.one_incident:
        yield f"Of the levels “{credit.one_incident}” one incident pays a single credit."
    if credit.cannot_be_earned_back:
        yield "It cannot be earned back."


def _repeat(repeat: Repeat) -> str:
    when = (
        f"within {repeat.within} of another failure" if repeat.within
        else "after a period that failed too"
    )  # fmt: skip
    again = " for each failure before" if repeat.compounding else ""
    most = f", at most times {plain_decimal(repeat.most)}" if repeat.most else ""
    return f"A failure {when} costs that times {plain_decimal(repeat.factor)}{again}{most}."


def _based(agreement: Agreement, credit: LevelCredit) -> Iterator[str]:
    for item, key in credit.item_charges.items():
        yield f"- {item} is paid of the charge for {agreement.charges[key].name}"
    if credit.fee_base:
        names = [agreement.charges[charge].name for charge in credit.fee_base]
        yield f"These shares are of the monthly charge for {listed(names)}."
    if credit.at_most is not None:
        of = " of that charge" if isinstance(credit.at_most, Percent) else ""
        yield f"It is never more than {credit.at_most}{of}."


def spoken_frequency(rule: Frequency | DueWhen) -> str:
    """`for the third time in a row`, `3 times within 6 months`."""
    often = "once" if rule.times == 1 else f"{rule.times} times"
    row = " in a row" if rule.consecutive else ""
    within = f" within {rule.within}" if rule.within else ""
    again = ", counting from the start again each time" if rule.then == "start-again" else ""
    return f"{often}{row}{within}{again}"


def explain_consequences(level: ServiceLevel) -> Iterator[str]:
    """From when the level holds, when misses are a default, and how the level rises."""
    if level.applies is not None:
        yield from _applies(level.applies)
    for rule in level.default_when:
        what = "the commitment" if rule.of == "commitment" else f"the {rule.of.replace('-', ' ')}"
        verb = "reached" if rule.of == "credit-trigger" else "missed"
        yield f"It is a service level default when {what} is {verb} {spoken_frequency(rule)}."
    if level.ratchet is not None:
        yield from _ratchet(level.ratchet)


_FIRST = {
    "same-day": "from",
    "next-day": "from the day after",
    "first-full-month": "from the first full month after",
    "following-month": "from the month after that of",
}


def _applies(applies: Applies) -> Iterator[str]:
    """When a level begins to hold, until when, and in which months."""
    date = f"the date “{applies.after}”" if applies.after else "the first day of the contract"
    later = f", {applies.hold_off} later" if applies.hold_off else ""
    yield f"It holds {_FIRST[applies.first]} {date} on{later}."
    if applies.until is not None:
        yield f"It holds until {spoken_date(applies.until)}, which is not included."
    if applies.in_months:
        months = ", ".join(map(str, applies.in_months))
        yield f"It holds in these months of the year only: {months}."
    if applies.partial == "left-out":
        yield "A period in which it holds only in part is not measured."


_STEPS = {
    "half-way": "half-way from the level to the mean of its figures",
    "to-mean": "the mean of its figures",
    "to-lowest": "the worst of its figures",
}


def _ratchet(ratchet: Ratchet) -> Iterator[str]:
    needs = (
        "every period held the level" if ratchet.only_if == "all-above"
        else "the mean of the periods holds the level"
    )  # fmt: skip
    yield (
        f"Every {ratchet.every}, if {needs}, a new level is proposed: {_STEPS[ratchet.rule]}. "
        "It holds only once both parties have signed it."
    )
    if ratchet.at_most is not None:
        yield f"The step is at most {ratchet.at_most} of what lies between the level and the best."
