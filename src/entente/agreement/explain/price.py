"""Prices, leaving, severities and dates in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.dues import (
    The_party,
    clause_name,
    counted_on,
    full,
    named_day,
    period_word,
    spoken_due,
    spoken_every,
    spoken_silence,
    spoken_trigger,
    the_party,
)
from entente.agreement.explain.fees import explain_fee
from entente.agreement.explain.wording import Said, listed, spoken_condition, spoken_date
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.exit import Exit
from entente.agreement.terms.price import (
    Benchmarking,
    Indexation,
    Payment,
    Reduction,
    TerminationFee,
    Volume,
)
from entente.agreement.terms.scalars import Percent, plain_decimal
from entente.agreement.terms.severities import Severities


def explain_price(agreement: Agreement, key: str) -> Said:
    """One mechanism of price."""
    price = agreement.prices[key]
    said: Iterator[str]
    if isinstance(price, Indexation):
        said = _indexation(agreement, price)
    elif isinstance(price, TerminationFee):
        said = _termination(agreement, price)
    elif isinstance(price, Payment):
        said = _payment(agreement, price)
    elif isinstance(price, Volume):
        said = _volume(agreement, price)
    elif isinstance(price, Benchmarking):
        said = _benchmarking(agreement, price)
    elif isinstance(price, Reduction):
        said = _reduction(agreement, price)
    else:
        said = explain_fee(agreement, price)
    return price.title or key.replace("-", " ").capitalize(), said


def _charges(agreement: Agreement, keys: tuple[str, ...]) -> str:
    return listed([clause_name(agreement, "charges", key) for key in keys])


def _indexation(agreement: Agreement, price: Indexation) -> Iterator[str]:
    yield f"The charges {_charges(agreement, price.charges)} follow {price.index}."
    how = f"by {price.share} of its change" if price.share else "as it did"
    yield f"{spoken_every(price.every).capitalize()} they change {how} since the last adjustment."
    if price.at_most is not None:
        yield f"An increase above {price.at_most} counts as {price.at_most}."
    if price.at_least is not None:
        yield f"A change below {price.at_least} counts as {price.at_least}."
    if price.first_after is not None:
        yield f"The first adjustment comes {price.first_after} after the beginning or later."


def _termination(agreement: Agreement, price: TerminationFee) -> Iterator[str]:
    base = f"{price.months} months of {_charges(agreement, price.charges)}"
    yield f"{The_party(price.owed_by)} pays a share of {base} for leaving early:"
    for years, share in enumerate(price.shares):
        if years == 0:
            when = "before a year of the contract is complete"
        else:
            when = f"once {years} years are complete" if years > 1 else "once a year is complete"
        last = years == len(price.shares) - 1
        yield f"- {share} {when}{', and from then on' if last and years else ''}."


def _payment(agreement: Agreement, price: Payment) -> Iterator[str]:
    what = "An amount"
    if price.amount is not None:
        of = f" of {_charges(agreement, price.of)}" if price.of else ""
        what = f"{price.amount}{of if isinstance(price.amount, Percent) else ''}"
    word = "gives back" if price.refund else "pays"
    if price.trigger.every is not None:
        when, start = spoken_every(price.trigger.every), (
            f"the end of the {period_word(price.trigger.every)}"
        )  # fmt: skip
    else:
        when, start = f"when {spoken_trigger(agreement, price.trigger)}", "that"
    yield f"{The_party(price.owed_by)} {word} {what[0].lower()}{what[1:]} {when}."
    if price.due is not None:
        yield f"It is due {spoken_due(price.due, start)}."
        if said := counted_on(agreement, price.calendar, price.due.within, price.due.before):
            yield said
    if price.disputed is not None:
        yield f"What is disputed is {price.disputed} meanwhile."
    if price.silence is not None:
        yield spoken_silence(price.silence)
    if price.text:
        yield full(price.text)


def _volume(agreement: Agreement, price: Volume) -> Iterator[str]:
    yield f"The charges cover {price.baseline:,} {price.unit}."
    if price.dead_band is not None:
        yield f"Up to {price.dead_band} more or fewer, nothing changes."
    beyond = "beyond that" if price.dead_band is not None else "more"
    yield f"Each one {beyond} costs {price.additional}; each one fewer gives back {price.reduced}."
    if price.measure:
        yield f"{clause_name(agreement, 'measures', price.measure)} counts them."


def _benchmarking(agreement: Agreement, price: Benchmarking) -> Iterator[str]:
    by = {"third-party": "A third party", "jointly": "The parties together"}.get(price.by)
    by = by or f"The {price.by}"
    every = f" {spoken_every(price.every)}" if price.every else ""
    word = "compare" if price.by == "jointly" else "compares"
    what = listed([each.replace("-", " ") for each in price.effect] or ["the agreement"])
    yield f"{by} {word} {what} with the market{every}."
    if price.notice is not None:
        yield f"It is announced {price.notice} before."
    if price.answer_within is not None:
        yield f"The parties answer its result within {price.answer_within}."
    if price.silence is not None:
        yield spoken_silence(price.silence)
    if price.body:
        yield f"{clause_name(agreement, 'bodies', price.body)} decides on it."
    if said := counted_on(agreement, None, price.notice, price.answer_within):
        yield said


def _reduction(agreement: Agreement, price: Reduction) -> Iterator[str]:
    when = (
        spoken_every(price.trigger.every)
        if price.trigger.every is not None
        else f"when {spoken_trigger(agreement, price.trigger)}"
    )
    factor = f" times {plain_decimal(price.factor)}" if price.factor is not None else ""
    basis = {
        "reduced-value": "the price falls to the reduced value",
        "time-spent": f"the time spent{factor} is charged",
        "share": f"the price falls by {price.share or 'a share'}",
        "difference": "the difference is charged",
    }[price.basis]
    yield f"{when[0].upper()}{when[1:]}, {basis}."
    bear = "bear" if price.charged_to == "both" else "bears"
    yield f"{The_party(price.charged_to)} {bear} it."
    if price.text:
        yield full(price.text)


def explain_exit(agreement: Agreement) -> Said:
    """How the parties part."""
    terms = agreement.exit
    return "Leaving", iter(()) if terms is None else _exit(agreement, terms)


def _exit(agreement: Agreement, terms: Exit) -> Iterator[str]:
    if terms.end is not None:
        yield f"The services end on {named_day(agreement, terms.end)}."
    by = The_party(terms.plan_by)
    if terms.plan_within is not None:
        yield f"{by} has a plan for leaving within {terms.plan_within} of the beginning."
    if terms.plan_before is not None:
        yield f"{by} has the plan for leaving {terms.plan_before} before the end, or earlier."
    if terms.plan_reviewed_every is not None:
        yield f"The plan is reviewed every {terms.plan_reviewed_every}."
    if terms.tested_every is not None:
        yield f"It is tested every {terms.tested_every}."
    owes = The_party(terms.owed_by)
    if terms.ready_within is not None:
        yield f"{owes} can deploy the resources for leaving within {terms.ready_within} of notice."
    if terms.assistance_before is not None or terms.assistance_for is not None:
        start = f" from {terms.assistance_before} before the end" if terms.assistance_before else ""
        length = f" for up to {terms.assistance_for}" if terms.assistance_for else ""
        yield f"{owes} helps with leaving{start}{length}."
    if terms.extended_for is not None:
        yield f"The client may have the services go on for up to {terms.extended_for}."
    if terms.extension_notice is not None:
        yield f"That is asked for {terms.extension_notice} before the end, or earlier."
    yield (
        "Service levels hold while the parties part."
        if terms.service_levels_apply
        else "Service levels do not hold while the parties part."
    )
    if terms.charges:
        yield f"These charges go on: {_charges(agreement, terms.charges)}."
    if terms.hands_over:
        yield "Handed over:"
        yield from (f"- {full(each)}" for each in terms.hands_over)
    if said := counted_on(agreement, terms.calendar, terms.ready_within, terms.plan_before,
                          terms.extension_notice, terms.assistance_before):  # fmt: skip
        yield said


def explain_severities(agreement: Agreement) -> Said:
    """Severities from the most to the least urgent, and who decides on them."""
    terms = agreement.severities
    return "Severities", iter(()) if terms is None else _severities(terms)


def _severities(terms: Severities) -> Iterator[str]:
    field = terms.field.replace("_", " ")
    yield f"The {field} of a record is one of these, the most urgent first:"
    for each in terms.order:
        title = f", {each.title}" if each.title else ""
        means = f": {full(each.means)}" if each.means else "."
        yield f"- {each.value}{title}{means}"
    set_by = "Either party" if terms.set_by == "both" else The_party(terms.set_by)
    changed = "both parties together" if terms.changed_by == "both" else the_party(terms.changed_by)
    yield f"{set_by} first sets it; {changed} may change it."
    yield {
        "higher": "While the parties differ, the more urgent one applies.",
        "lower": "While the parties differ, the less urgent one applies.",
        "set-by": "While the parties differ, the one that was set applies.",
        "ladder": "Where the parties differ, it is escalated.",
    }[terms.in_doubt]
    if terms.one_lower_where is not None:
        lower = spoken_condition(terms.one_lower_where)
        yield f"Records whose {lower} count as one severity lower."
    if terms.wrong_is_charged:
        who = f" by {the_party(terms.charged_to)}" if terms.charged_to else ""
        yield f"Work on a severity that was set too high is paid for{who}."


def explain_dates(agreement: Agreement) -> Said:
    """The agreement's dates by name."""
    days = agreement.dates.items()
    said = (f"{name.replace('-', ' ').capitalize()}: {spoken_date(day)}." for name, day in days)
    return "Dates", said


def explain_precedence(agreement: Agreement) -> Said:
    """Which document wins where two differ."""
    order = agreement.order_of_precedence
    said = f"Where documents differ, the one named first wins: {', then '.join(order)}."
    return "Order of precedence", iter([said])
