"""Fees in plain English: use at rates, interest, damages for delay, limits, an early end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.explain.dues import The_party, clause_name, full, spoken_every, verb
from entente.agreement.explain.wording import listed
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.fees import (
    Cancellation,
    Delay,
    EndPart,
    Interest,
    Liability,
    LimitPart,
    Rate,
    Usage,
)
from entente.agreement.terms.scalars import Percent, plain_decimal

Fee = Usage | Interest | Delay | Liability | Cancellation


def explain_fee(agreement: Agreement, price: Fee) -> Iterator[str]:
    """The sentences of a fee."""
    if isinstance(price, Usage):
        yield from _usage(price)
    elif isinstance(price, Interest):
        yield from _interest(price)
    elif isinstance(price, Delay):
        yield from _delay(agreement, price)
    elif isinstance(price, Liability):
        yield from _liability(price)
    else:
        yield from _cancellation(agreement, price)
    if price.text:
        yield full(price.text)


def _usage(price: Usage) -> Iterator[str]:
    every = f" {spoken_every(price.every)}" if price.every else ""
    yield f"{The_party(price.owed_by)} pays for what was used{every}:"
    yield from (f"- {_rate(name, rate)};" for name, rate in price.rates.items())
    if isinstance(price.free, Percent):
        yield f"{price.free} of {price.free_of} of it is free."
    elif price.free is not None:
        yield f"The first {price.free} of it is free."
    if price.uplift is not None:
        yield f"{price.uplift} is put on."
    if price.at_least is not None:
        yield f"It is at least {price.at_least}."
    if price.at_most is not None:
        yield f"It is at most {price.at_most}."


def _rate(name: str, rate: Rate) -> str:
    what = name.replace("-", " ")
    if isinstance(rate, Percent):
        return f"{what}: {rate} of the amount"
    if isinstance(rate, Fraction):
        return f"{what}: {plain_decimal(rate)} times the amount"
    return f"{what}: {rate} each"


def _interest(price: Interest) -> Iterator[str]:
    above = f" above {price.above}" if price.above else ""
    party, owes = The_party(price.owed_by), verb(price.owed_by, "pays", "pay")
    yield f"{party} {owes} {price.rate}{above} a {price.per} on what is paid late."
    if price.no_more:
        yield f"It is no more than {price.no_more}."
    if price.compounding != "none":
        yield f"It is added to what is owed {price.compounding}."
    if price.per == "year" and price.compounding == "none":
        yield f"Days are counted against a year of {price.year_of}."


def _delay(agreement: Agreement, price: Delay) -> Iterator[str]:
    named = [clause_name(agreement, "deliverables", key) for key in price.deliverables]
    what = listed(named) if named else "what is late"
    yield f"{The_party(price.owed_by)} pays for a delay, by the price of {what}:"
    for band in price.bands:
        yield f"- {band.pays} from a delay of {band.since} on;"
    if price.each is not None:
        part = {"up": "a part counts whole", "down": "a part does not count",
                "exact": "a part counts as it is"}[price.each.part]  # fmt: skip
        yield f"- {price.each.pays} for each {price.each.unit} of it; {part}."
    if price.grace is not None:
        yield f"A delay of {price.grace} or less pays nothing."
        if price.each is not None:
            start = "the end of that time" if price.beyond_grace else "its first day"
            yield f"A longer one is counted from {start}."
    if price.at_most is not None:
        yield f"It pays at most {price.at_most}."
    if price.given_back_after is not None:
        yield f"It is given back once nothing was late for {price.given_back_after}."


def _liability(price: Liability) -> Iterator[str]:
    party, owes = The_party(price.owed_by), verb(price.owed_by, "is", "are each")
    parts = [_limit(part) for part in price.limits]
    what = parts[0] if len(parts) == 1 else f"the {price.choose} of {listed(parts)}"
    per = {
        "claim": "for each claim",
        "year": "in a year",
        "contract-year": "in a year of the contract",
        "term": "for all claims together",
    }[price.per]
    yield f"{party} {owes} liable for at most {what}, {per}."
    if price.not_for:
        yield "That does not hold for:"
        yield from (f"- {full(each)}" for each in price.not_for)


def _limit(part: LimitPart) -> str:
    if part.amount is not None:
        return str(part.amount)
    over = f" over the {part.over} before" if part.over else ""
    first = f" ({part.at_first} while the agreement is younger)" if part.at_first else ""
    return f"{part.share} of {part.of_what}{over}{first}"


def _cancellation(agreement: Agreement, price: Cancellation) -> Iterator[str]:
    saved = f" with less than {price.notice_saves} of notice" if price.notice_saves else ""
    parts = [_end(agreement, part) for part in price.parts]
    word = "the sum" if price.choose == "sum" else f"the {price.choose}"
    what = parts[0] if len(parts) == 1 else f"{word} of:"
    end = "." if len(parts) == 1 else ""
    yield f"{The_party(price.owed_by)} pays for ending before the term is over{saved}: {what}{end}"
    if len(parts) > 1:
        yield from (f"- {each};" for each in parts)
    if price.months_at_most is not None:
        yield f"At most {price.months_at_most} months that are left count."


def _end(agreement: Agreement, part: EndPart) -> str:
    share = f"{part.share} of " if part.share else ""
    if part.amount is not None:
        return f"{share}{part.amount}"
    if part.monthly is not None:
        each = str(part.monthly)
    elif part.mean_over is not None:
        each = f"the mean monthly bill of the {part.mean_over} before"
    else:
        each = listed([clause_name(agreement, "charges", key) for key in part.charges])
    return f"{share}{each} for each month that is left"
