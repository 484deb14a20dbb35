"""Requests: the share of them that succeeded, pooled or by slices of time."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from entente.agreement.terms.measures import SuccessRate
from entente.performance.kernel.asked import Asked, Given, TermsDoNotFit
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import time_exclusions
from entente.performance.kernel.plans import Items, RequestPlan, Segment
from entente.performance.kernel.readings import Item, Read, nothing_counted, rounding
from entente.performance.kernel.tallies import Requests, RequestTally

BILLION = 10**9


def plan(given: Given) -> RequestPlan:
    """The requests whose instant lies in the window and in the hours of the calendar."""
    measure = given.measure
    assert isinstance(measure, SuccessRate)
    slices = measure.slices
    if slices and (slices.statistic == "good-slices") != (slices.bad_when is not None):
        raise TermsDoNotFit(
            f"{given.key}: good-slices needs bad_when, such as above 5 %,"
            " and mean-of-slices has no use for it"
        )
    if slices and slices.bad_when and slices.bad_when.unit != "%":
        raise TermsDoNotFit(f"{given.key}: bad_when compares an error rate: write above 5 %")
    return RequestPlan(
        given.window,
        tuple(
            Segment(held.start, held.end, held.measure.where,
                    given.calendars.of(held.terms, held.calendar_key))
            for held in given.held
        ),
        time_exclusions(given),
        every=slices.every.micros if slices else None,
        bad=(slices.bad_when.comparison, slices.bad_when.value)
        if slices and slices.bad_when
        else None,
        items=_items(given),
        source=measure.source,
    )  # fmt: skip


def _items(given: Given) -> Items | None:
    agreed = cast("SuccessRate", given.measure).population
    if agreed is None:
        return None
    if agreed.counts not in {"each", "pooled", "mean"}:
        raise TermsDoNotFit(
            f"{given.key}: requests of several items are counted each, pooled or by their mean,"
            f" not {agreed.counts}"
        )
    return Items(agreed.counts, agreed.field, agreed.items)


def read(asked: Asked, tally: RequestTally) -> Read:
    """The figure of the requests, before and after exclusions."""
    items = tuple(
        Item(each.item, _figure(asked, each.net), _figure(asked, each.gross))
        for each in tally.items
    )
    net, gross = (
        _joined(asked, items, tally.net, "net"),
        _joined(asked, items, tally.gross, "gross"),
    )
    numbers = [
        ("requests", tally.net.total),
        ("requests-gross", tally.gross.total),
        ("failed", tally.net.failed),
        ("failed-gross", tally.gross.failed),
    ]
    if cast("SuccessRate", asked.measure).slices:
        numbers += [
            ("slices", tally.net.slices),
            ("slices-with-requests", tally.net.filled),
            ("slices-bad", tally.net.bad),
        ]
    if asked.before:
        numbers.append(("slices-before-start", asked.before))
    if items:
        numbers.append(("items", len(items)))
        numbers.append(("items-not-measured", sum(each.net is None for each in items)))
    return Read(
        net,
        gross,
        tally.removed,
        (*numbers, *asked.announced),
        missing="" if net else nothing_counted(asked),
        all_excluded=net is None and gross is not None,
        items=items,
    )


def _joined(asked: Asked, items: tuple[Item, ...], whole: Requests, which: str) -> Figure | None:
    """The worst item, the mean of the items, or all requests together."""
    population = cast("SuccessRate", asked.measure).population
    if population is None or population.counts == "pooled":
        return _figure(asked, whole)
    both = [each.net if which == "net" else each.gross for each in items]
    figures = [one for one in both if one is not None]
    if not figures:
        return None
    if population.counts == "each":
        return min(figures, key=lambda each: each.value)
    mean = sum((each.value for each in figures), Fraction(0)) / (100 * len(figures))
    return figure(mean.numerator, mean.denominator, "%", rounding(asked))


def _figure(asked: Asked, counted: Requests) -> Figure | None:
    slices = cast("SuccessRate", asked.measure).slices
    if slices is None:
        return figure(counted.total - counted.failed, counted.total, "%", rounding(asked))
    count = (counted.slices if slices.empty == "good" else counted.filled) + asked.before
    if slices.statistic == "good-slices":
        return figure(count - counted.bad, count, "%", rounding(asked))
    return figure(count * BILLION - counted.rates, count * BILLION, "%", rounding(asked))
