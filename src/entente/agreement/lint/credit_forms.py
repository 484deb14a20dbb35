"""Rules about the forms of credits: what they count, how often they pay, and what limits them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from entente.agreement.greatest import greatest_total
from entente.agreement.lint.bands import written
from entente.agreement.lint.levels import wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.level_credits import LevelCredit, TableRow
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure, is_whole
from entente.agreement.terms.money import Cap, CreditScheme
from entente.agreement.terms.scalars import Percent
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding
from entente.foundation.money import Money

_LONGER = {"month": 1, "quarter": 3, "year": 12, "contract-year": 12, "term": 1200}


def credit_form_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about tables, units, multiplicity, caps and what goes back."""
    for path, level, measure in looked.levels():
        if level.credit is not None:
            yield from _multiplicity(looked, path, level.credit, measure)
            yield from _per_unit(looked, path, level.credit)
            yield from _table(looked, path, level)
            yield from _of_the_client(looked, path, level)
    yield from _groups(looked)
    scheme = looked.agreement.credits
    if scheme is not None:
        yield from _caps(looked, scheme)
        yield from _least(looked, scheme)
        yield from _earn_back(looked, scheme)


def _multiplicity(
    looked: Looked, path: Path, credit: LevelCredit, measure: Measure
) -> Iterator[Finding]:
    """`6 % for each such failure` after three failures: once, or three times?"""
    at = (*path, "credit")
    pays_once = credit.fixed is not None or credit.pool is not None
    if is_whole(measure) and pays_once and "multiplicity" not in looked.places.keys(at):
        message = "this counts failures, and nothing says whether they pay once or one by one"
        hint = "write multiplicity: per-period, or multiplicity: per-miss"
        yield looked.found("credit-multiplicity", message, hint, at, at_key=True)


def _per_unit(looked: Looked, path: Path, credit: LevelCredit) -> Iterator[Finding]:
    """`For each cumulative hour` beyond the first: of all hours, or of those beyond?"""
    at = (*path, "credit", "per")
    beyond = credit.per.beyond if credit.per is not None else None
    if beyond is not None and "counts" not in looked.places.keys(at):
        message = f"beyond {beyond}, nothing says whether all units pay or only those beyond"
        hint = "write counts: beyond, or counts: all"
        yield looked.found("cumulative-basis", message, hint, (*at, "beyond"))


def _table(looked: Looked, path: Path, level: ServiceLevel) -> Iterator[Finding]:
    """A table whose rows pay less for worse figures, or for figures that meet the commitment."""
    assert level.credit is not None
    table, agreed = level.credit.table, level.commitment
    if table is None or {row.at.unit for row in table.rows} != {agreed.unit}:
        return
    at = (*path, "credit", "table", "rows")
    rows = sorted(enumerate(table.rows), key=lambda each: each[1].at.value,
                  reverse=wants_more(agreed))  # fmt: skip
    for (_, better), (index, worse) in pairwise(rows):
        if better.at.value == worse.at.value:
            message = f"two rows for {written(worse.at.value, worse.at.unit)}"
            yield looked.found("table-order", message, "keep one of them", (*at, index))
        elif _share(worse) < _share(better):
            message = "a worse figure pays less than a better one"
            hint = "check the shares of the rows"
            yield looked.found("table-order", message, hint, (*at, index))
    for index, row in enumerate(table.rows):
        if _share(row) > 0 and agreed.holds(row.at.value):
            message = f"this row pays for a figure that meets the commitment ({agreed})"
            hint = "let it pay 0 %, or begin the table below the commitment"
            yield looked.found("commitment-in-paying-tier", message, hint, (*at, index))


def _share(row: TableRow) -> Fraction:
    return row.pays.amount if isinstance(row.pays, Money) else row.pays.value


def _of_the_client(looked: Looked, path: Path, level: ServiceLevel) -> Iterator[Finding]:
    if level.owner == "client":
        message = "the client owes this level, and a credit takes money off what the client pays"
        hint = "say what the client's failure brings as relief, or as an obligation"
        at = (*path, "credit")
        yield looked.found("credit-of-the-client", message, hint, at, at_key=True)


def _groups(looked: Looked) -> Iterator[Finding]:
    """A group of credits of one incident that has one member: there is nothing to elect."""
    members: dict[str, list[Path]] = defaultdict(list)
    for path, level, _ in looked.levels():
        if level.credit is not None and level.credit.one_incident:
            members[level.credit.one_incident].append((*path, "credit", "one_incident"))
    for name, paths in members.items():
        if looked.whole and len(paths) == 1:
            message = f"no other level is in the group {name}, so one incident pays as without it"
            hint = "name the group in the other levels that one incident can break"
            yield looked.found("group-of-one", message, hint, paths[0])


def _caps(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    """Ceilings in an order that changes what is lost, and ceilings that never bind."""
    lengths = [_LONGER.get(str(cap.per), 12) for cap in scheme.caps]
    for index, (first, second) in enumerate(pairwise(lengths), 1):
        if second < first:
            message = (
                f"the cap of a {scheme.caps[index].per} comes after that of a "
                f"{scheme.caps[index - 1].per}, and caps apply in this order"
            )
            hint = "put the shorter period first: what a month caps should not use up the year"
            yield looked.found("cap-order", message, hint, ("credits", "caps", index))
    for index, cap in enumerate(scheme.caps):
        bound = next((other for other in scheme.caps if _binds_before(other, cap)), None)
        if bound is not None:
            message = (
                f"this never binds: {bound.at_most} a {bound.per} already keep a {cap.per} "
                f"within {cap.at_most}"
            )
            hint = "lower it, or remove it"
            yield looked.found("cap-never-binds", message, hint, ("credits", "caps", index))


def _binds_before(other: Cap, cap: Cap) -> bool:
    """Whether a cap of a shorter period, or of the same, keeps one from ever being reached."""
    short, long = _LONGER.get(str(other.per)), _LONGER.get(str(cap.per))
    if short is None or long is None or other.of != cap.of or other is cap:
        return False
    if other.per == cap.per and other.at_most == cap.at_most:
        return False
    if other.per != cap.per and short >= long:
        return False
    if isinstance(other.at_most, Percent) and isinstance(cap.at_most, Percent):
        # Each is of the base of its own period, but for the average month of the year before.
        times = long // short if cap.of == "last-year-average" else 1
        return other.at_most.value * times <= cap.at_most.value
    if isinstance(other.at_most, Money) and isinstance(cap.at_most, Money) and long < 1200:
        same = other.at_most.currency == cap.at_most.currency
        return same and other.at_most.times(long // short) <= cap.at_most
    return False


def _least(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    """The least sum that is paid at all, above all that can be due."""
    try:
        most = greatest_total(looked.agreement)
    except (KeyError, ValueError):
        return  # a charge or a currency has a finding of its own
    least = scheme.minimum_payable
    if least is not None and most and most.currency == least.currency and most < least:
        message = f"credits under {least} are not paid, and a month can reach {most} at most"
        hint = "lower it, or nothing is ever paid"
        at = ("credits", "minimum_payable")
        yield looked.found("minimum-above-credits", message, hint, at)


def _earn_back(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    """Credits that go back when a bound is held that the level does not have."""
    if scheme.earn_back is None or scheme.earn_back.bound != "expected":
        return
    for path, level, _ in looked.levels():
        excluded = str(path[1]) in scheme.earn_back.excludes
        credit = level.credit
        earned = credit is not None and not credit.cannot_be_earned_back and not excluded
        if earned and level.expected is None:
            message = "its credit goes back when the expected level is held, and it has none"
            hint = "add expected, or cannot_be_earned_back: true"
            at = (*path, "credit")
            yield looked.found("earn-back-without-bound", message, hint, at, at_key=True)
