"""Service time: the share of it that was up, how long it was down, how often it was interrupted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from entente.agreement.terms.measures import Availability, Count, Downtime, ProbeTerms
from entente.agreement.terms.scalars import plain_decimal
from entente.performance.kernel.asked import Asked, Given, Numbers, TermsDoNotFit
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import time_exclusions
from entente.performance.kernel.kinds.preconditions import named, unkept
from entente.performance.kernel.plans import Items, Segment, UptimePlan
from entente.performance.kernel.readings import Item, Read, rounding
from entente.performance.kernel.tallies import ItemUptime, Uptime, UptimeTally


def plan(given: Given) -> UptimePlan:
    """Open hours of the window, down time within them, and what is left out."""
    measure = given.measure
    assert isinstance(measure, Availability | Downtime | Count)
    segments = tuple(
        Segment(held.start, held.end, held.measure.where,
                given.calendars.of(held.terms, held.calendar_key))
        for held in given.held
    )  # fmt: skip
    exclusions = (*unkept(given), *time_exclusions(given))
    if isinstance(measure, Count):
        return UptimePlan(given.window, "outages", segments, exclusions, source=measure.source)
    probes = measure.probes
    return UptimePlan(
        given.window,
        measure.of,
        segments,
        exclusions,
        down_when=probes.down_when,
        holds_for=probes.holds_for.micros if probes.holds_for else None,
        source=measure.source,
        items=_items(given),
        least=measure.least_outage.micros if measure.least_outage else 0,
        resolution=measure.resolution.micros if measure.resolution else 1,
        resolution_mode=measure.resolution_mode,
    )


def _items(given: Given) -> Items | None:
    measure = given.measure
    if not isinstance(measure, Availability) or measure.population is None:
        return None
    agreed = measure.population
    if agreed.counts == "weighted" and (measure.least_outage or measure.resolution):
        raise TermsDoNotFit(
            f"{given.key}: availability that is weighted by users counts every moment;"
            " take least_outage and resolution away, or count by items"
        )
    return Items(agreed.counts, agreed.field, agreed.items)


def read(asked: Asked, tally: UptimeTally) -> Read:
    """The figure of service time, before and after exclusions."""
    measure = asked.measure
    tally = _with_before(asked, tally)
    missing = _nothing_up(asked, tally)
    items: tuple[Item, ...] = ()
    if isinstance(measure, Availability):
        items = tuple(_item(asked, each) for each in tally.items)
        net, gross = _share_up(asked, tally, items, "net"), _share_up(asked, tally, items, "gross")
    elif isinstance(measure, Downtime):
        net, gross = _down(asked, tally, "net"), _down(asked, tally, "gross")
    else:
        net, gross = _interruptions(asked, tally, "net"), _interruptions(asked, tally, "gross")
    if not missing and net is None:
        missing = "every service hour of this month is unknown or excluded"
    emptied = tally.net.open == 0 < tally.gross.open
    suspended = emptied and _lifted(asked, tally) == tally.gross.open
    if suspended:
        missing = "the service level was suspended in every service hour of this period"
    return Read(
        None if missing else net,
        None if missing and not emptied else gross,
        tally.removed,
        _numbers(asked, tally, items),
        missing,
        emptied and not suspended,
        items=items,
        lengths=tuple((each.start, each.net) for each in tally.lengths if each.net),
    )


def _with_before(asked: Asked, tally: UptimeTally) -> UptimeTally:
    """The tally with the service time before the level holds, which was up, on each time line."""
    if not asked.before:
        return tally

    def longer(uptime: Uptime, lines: int = 1) -> Uptime:
        return replace(uptime, open=uptime.open + lines * asked.before)

    lines = len(tally.items) or 1
    items = (replace(i, gross=longer(i.gross), net=longer(i.net)) for i in tally.items)
    return replace(
        tally, gross=longer(tally.gross, lines), net=longer(tally.net, lines), items=tuple(items)
    )


def _numbers(asked: Asked, tally: UptimeTally, items: tuple[Item, ...]) -> Numbers:
    numbers = [
        ("open", _whole(asked, tally.gross, tally.net, tally.suspended)),
        ("open-gross", tally.gross.open),
        ("down", tally.net.down),
        ("down-gross", tally.gross.down),
        ("unknown", tally.net.unknown),
        ("unknown-gross", tally.gross.unknown),
        ("interruptions", tally.interruptions),
        ("longest", tally.longest),
        ("observations", tally.observations),
    ]
    if items:
        numbers.append(("items", len(items)))
        numbers.append(("items-not-measured", sum(each.net is None for each in items)))
    population = getattr(asked.measure, "population", None)
    if population is not None and population.counts == "mean":
        numbers.append(("mean-of-items", sum(each.net is not None for each in items)))
    if population is not None and population.counts == "weighted":
        numbers.append(("outages-without-users", tally.unweighted))
    if asked.before:
        numbers.append(("before-start", asked.before * (len(items) or 1)))
    return (*numbers, *asked.announced)


def _whole(asked: Asked, gross: Uptime, net: Uptime, suspended: int) -> int:
    """The service hours below the line of the net figure."""
    less = getattr(asked.measure, "denominator", "") == "service-hours-less-excluded"
    return net.open if less else gross.open - suspended


def _item(asked: Asked, each: ItemUptime) -> Item:
    """The figures of one item; of one that no probe saw, or too few, there are none."""
    probes = _probes(asked)
    whole = _whole(asked, each.gross, each.net, each.suspended)
    if each.net.open == 0 or (_of_probes(asked) and each.observations == 0):
        return Item(each.item, None, None)
    if _too_little(probes, each.net):
        return Item(each.item, None, None)
    return Item(each.item, _up(asked, whole, each.net), _up(asked, each.gross.open, each.gross))


def _share_up(
    asked: Asked, tally: UptimeTally, items: tuple[Item, ...], which: str
) -> Figure | None:
    """The share of service hours that were up, of all items as the terms join them."""
    measure = asked.measure
    assert isinstance(measure, Availability)
    kind = measure.population.counts if measure.population else ""
    if kind in {"each", "mean"}:
        both = [each.net if which == "net" else each.gross for each in items]
        figures = [one for one in both if one is not None]
        if not figures:
            return None
        if kind == "each":
            return min(figures, key=lambda each: each.value)
        mean = sum((each.value for each in figures), Fraction(0)) / (100 * len(figures))
        return figure(mean.numerator, mean.denominator, "%", rounding(asked))
    uptime = tally.net if which == "net" else tally.gross
    whole = tally.gross.open
    if which == "net":
        whole = _whole(asked, tally.gross, tally.net, tally.suspended)
    if kind == "weighted":
        down = sum(
            (Fraction(getattr(each, which) * each.affected, each.total)
             for each in tally.affected), Fraction(0),
        )  # fmt: skip
        return _up(asked, whole, uptime, down)
    return _up(asked, whole, uptime)


def _up(asked: Asked, whole: int, uptime: Uptime, down: Fraction | None = None) -> Figure | None:
    """The share that was up; None of nothing. Whole units can add up to more than there is."""
    unknown = _probes(asked).unknown
    lost = Fraction(uptime.down) if down is None else down
    lost += uptime.unknown if unknown == "down" else 0
    whole -= uptime.unknown if unknown == "left-out" else 0
    share = max(Fraction(0), whole - lost)
    return figure(share.numerator, whole * share.denominator, "%", rounding(asked))


def _down(asked: Asked, tally: UptimeTally, which: str) -> Figure | None:
    """The down time of the period, or of its longest interruption."""
    measure = asked.measure
    assert isinstance(measure, Downtime)
    if measure.statistic == "longest":
        longest = max((getattr(each, which) for each in tally.lengths), default=0)
        return figure(longest, 1, "time", rounding(asked))
    uptime = tally.net if which == "net" else tally.gross
    unknown = uptime.unknown if measure.probes.unknown == "down" else 0
    return figure(uptime.down + unknown, 1, "time", rounding(asked))


def _interruptions(asked: Asked, tally: UptimeTally, which: str) -> Figure | None:
    """How many interruptions there were, of those that are long enough."""
    measure = asked.measure
    assert isinstance(measure, Count)
    beyond = measure.longer_than.micros if measure.longer_than else 0
    count = sum(getattr(each, which) > beyond for each in tally.lengths)
    return figure(count, 1, "points", rounding(asked))


def _lifted(asked: Asked, tally: UptimeTally) -> int:
    """The service hours in which the level itself was suspended, not excused."""
    agreed = getattr(asked.measure, "precondition", None)
    excused = named(agreed) if agreed else ""
    waited = sum(each.open for each in tally.removed if each.code == excused)
    return tally.suspended - waited


def _probes(asked: Asked) -> ProbeTerms:
    probes: ProbeTerms = getattr(asked.measure, "probes", ProbeTerms())
    return probes


def _of_probes(asked: Asked) -> bool:
    return getattr(asked.measure, "of", "") == "probes"


def _too_little(probes: ProbeTerms, net: Uptime) -> bool:
    least = probes.least_coverage
    return least is not None and Fraction(net.open - net.unknown, net.open) < least.share


def _nothing_up(asked: Asked, tally: UptimeTally) -> str:
    """Why there is no figure; empty where there is one."""
    if tally.gross.open == 0:
        return "there were no service hours in this month"
    if tally.net.open == 0:
        return "every service hour of this month is excluded"
    if _of_probes(asked) and tally.observations == 0:
        return "no probe of this month" + (
            ", or none that meets the condition" if asked.measure.where else ""
        )
    probes = _probes(asked)
    if _too_little(probes, tally.net):
        covered = Fraction(tally.net.open - tally.net.unknown, tally.net.open)
        shown = plain_decimal(Fraction(covered * 100 * 100 // 1, 100))
        least = probes.least_coverage
        return f"probes cover {shown} % of the service hours, and at least {least} is agreed"
    return ""
