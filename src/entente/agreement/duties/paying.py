"""Dates of money: indexation, benchmarking and its answers, payments tied to something."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.duties.counting import Moment
from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.duties.occasions import due_of, occasions, recurring, worth_counting
from entente.agreement.terms.price import Benchmarking, Indexation, Payment
from entente.agreement.terms.scalars import Percent


def of_prices(known: Known) -> Iterator[Duty]:
    """What the mechanics of price owe."""
    for key, price in known.terms.prices.items():
        clause = f"prices.{key}"
        if isinstance(price, Indexation):
            yield from _indexed(known, clause, price)
        elif isinstance(price, Payment):
            yield from _paid(known, clause, key, price)
        elif isinstance(price, Benchmarking):
            yield from _benchmarked(known, clause, key, price)


def _indexed(known: Known, clause: str, price: Indexation) -> Iterator[Duty]:
    """Charges change on the first day after each period, from the first adjustment on."""
    counter = known.counter("always")
    earliest = known.contract
    if price.first_after is not None:
        earliest = counter.plus(earliest, price.first_after)
    for occasion in recurring(known, price.every, counter, known.until):
        moment = Moment.of(occasion.moment.at, known.terms.zone)
        day = moment.day
        if day < earliest or not worth_counting(known, occasion, None):
            continue
        due = counter.due(known.whole_day(day), None)
        what = f"adjust the charges by {price.index}"
        found = Occasion(
            known.whole_day(day),
            occasion.because.replace("for", "after", 1),
            occasion.case,
            recurs=True,
        )
        yield Under(known, clause, counter).owes("both", what, found, due)


def _paid(known: Known, clause: str, key: str, price: Payment) -> Iterator[Duty]:
    counter = known.counter(price.calendar)
    amount = _amount(price)
    word = "refund" if price.refund else "pay"
    named = price.title or key.replace("-", " ")
    for found in occasions(known, price.trigger, counter, key):
        if worth_counting(known, found, price.due):
            occasion, due = due_of(found, price.due, counter)
            yield Under(known, clause, counter).owes(
                price.owed_by, f"{word}{amount}: {named}", occasion, due, silence=price.silence
            )


def _amount(price: Payment) -> str:
    if price.amount is None:
        return ""
    if isinstance(price.amount, Percent) and price.of:
        return f" {price.amount} of {', '.join(price.of)}"
    return f" {price.amount}"


def _benchmarked(known: Known, clause: str, key: str, price: Benchmarking) -> Iterator[Duty]:
    counter = known.counter(None)
    named = price.title or key.replace("-", " ")
    by = price.by if price.by in {"client", "provider"} else "both"
    if price.every is not None:
        for occasion in recurring(known, price.every, counter, known.until):
            if worth_counting(known, occasion, None):
                found, due = due_of(occasion, None, counter)
                yield Under(known, clause, counter).owes(by, f"benchmark: {named}", found, due)
    if price.notice is not None:
        for told in known.about("benchmark-planned", key):
            due = counter.before(told.moment, price.notice)
            yield Under(known, clause, counter).owes(
                "both", f"give notice of: {named}", known.occasion(told), due
            )
    if price.answer_within is not None:
        for told in known.about("benchmarked", key):
            due = counter.after(told.moment, price.answer_within)
            yield Under(known, clause, counter).owes(
                "both", f"answer: {named}", known.occasion(told), due, silence=price.silence
            )
