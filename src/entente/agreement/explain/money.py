"""The credit scheme and the rights that performance gives, in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.credits import spoken_frequency
from entente.agreement.explain.wording import listed
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.money import Cap, CreditScheme, RollingMonths, Settlement
from entente.agreement.terms.rights import Arises, Failures, Right
from entente.agreement.terms.scalars import Percent


def explain_scheme(agreement: Agreement, scheme: CreditScheme) -> Iterator[str]:
    """How failures become money, and how it is given."""
    names = [agreement.charges[key].name for key in scheme.fee_base]
    yield f"Credits are shares of the monthly charges for {listed(names)}, in {scheme.currency}."
    if scheme.fee_of == "month-before":
        yield (
            "These are the charges of the month before that in which the first interruption began, "
            "or before that in which the period begins where there was none."
        )
    if scheme.partial_period == "by-days":
        yield "Of a period in which the terms hold on some days only, they are of those days' part."
    if scheme.at_risk:
        yield f"{scheme.at_risk} of these charges are at risk each month."
    if scheme.pools:
        pools = [f"“{name}” with {share}" for name, share in scheme.pools.items()]
        yield f"The amount at risk is divided into pools: {listed(pools)}."
    yield from _points(scheme)
    yield from _incidents(scheme)
    for order, cap in enumerate(scheme.caps):
        yield f"{'First' if order == 0 else 'Then'}, {_cap(cap)}."
    yield (
        "A credit is a reduction of the price for a reduced service."
        if scheme.nature == "price-adjustment"
        else "A credit is a sum agreed in advance for the damage done."
    )
    yield from _remedies(agreement, scheme)
    yield from _claims(scheme)
    yield from _settlement(scheme)
    yield from _earn_back(scheme)


def _points(scheme: CreditScheme) -> Iterator[str]:
    if scheme.points is None:
        return
    if scheme.points.each is not None:
        of = " of the charges" if isinstance(scheme.points.each, Percent) else ""
        yield f"Each service point is worth {scheme.points.each}{of}."
    for least, pays in scheme.points.sums:
        yield f"- from {least} points on, {pays}"


def _incidents(scheme: CreditScheme) -> Iterator[str]:
    rule = scheme.incidents
    if rule is not None:
        silence = {"highest": "the highest", "lowest": "the lowest", "first": "the first listed"}
        yield (
            f"Of several credits for one incident the {rule.elect_by} elects one within "
            f"{rule.within}; otherwise it is {silence[rule.otherwise]}."
        )


_CAPS_OF = {
    "fee-base": "the charges", "at-risk": "the amount at risk", "invoice": "the invoices",
    "last-year-average": "the average month of the year before",
}  # fmt: skip


def _cap(cap: Cap) -> str:
    if isinstance(cap.per, RollingMonths):
        period, that = f"any {cap.per.rolling}", "those months"
    else:
        word = cap.per.replace("-", " ")
        period, that = ("the term" if word == "term" else f"a {word}"), f"that {word}"
    share = str(cap.at_most)
    if isinstance(cap.at_most, Percent):
        of_that = "" if cap.of == "last-year-average" else f" of {that}"
        share = f"{cap.at_most} of {_CAPS_OF[cap.of]}{of_that}"
    return f"the credits of {period} are at most {share}"


def _remedies(agreement: Agreement, scheme: CreditScheme) -> Iterator[str]:
    if scheme.sole_remedy:
        rights = [_named(agreement, key) for key in scheme.sole_remedy_unless]
        unless = f", unless {listed(rights, 'or')} has arisen" if rights else ""
        yield f"It is the only remedy for missing a service level{unless}."
    if scheme.suspended_by:
        rights = [_named(agreement, key) for key in scheme.suspended_by]
        yield f"No credits accrue in a month in which {listed(rights, 'or')} holds."


def _named(agreement: Agreement, key: str) -> str:
    right = agreement.rights.get(key)
    return f"the right “{right.title if right and right.title else key}”"


_CLAIM_AFTER = {
    "period-end": "the end of the period", "report": "the report on it",
    "incident": "the first interruption",
}  # fmt: skip


def _claims(scheme: CreditScheme) -> Iterator[str]:
    if scheme.claim is not None:
        yield (
            f"The {scheme.claim.by} must ask for it within {scheme.claim.within} after "
            f"{_CLAIM_AFTER[scheme.claim.after]}; what is not asked for lapses."
        )
    if scheme.minimum_payable is not None:
        yield f"Less than {scheme.minimum_payable} in all is not paid."


_ON = {
    "next-invoice": "off the next invoice", "quarter-end": "at the end of each quarter",
    "year-end": "at the end of each year", "end-of-term": "at the end of the term",
}  # fmt: skip


def _settlement(scheme: CreditScheme) -> Iterator[str]:
    said = scheme.settlement
    if not isinstance(said, Settlement):
        yield "It is taken off the next invoice."
        return
    what = "given as days of service" if said.in_kind == "service-days" else "taken"
    yield f"It is {what} {_ON[said.on]}."
    if said.within is not None:
        yield f"That is done within {said.within}."
    if said.in_kind == "money":
        without = "paid in cash" if said.otherwise == "cash" else "lost"
        yield f"Where no invoice follows it is {without}."
    if said.expires_after is not None:
        yield f"What is {said.expires_after} old and was not given expires."


def _earn_back(scheme: CreditScheme) -> Iterator[str]:
    rule = scheme.earn_back
    if rule is None:
        return
    what = "expected level" if rule.bound == "expected" else "commitment"
    yield f"It goes back when the {what} is held for {rule.met_for} after the failure."
    if rule.excludes:
        yield f"That does not apply to {listed(list(rule.excludes))}."
    if rule.excludes_defaults:
        yield "Nor does it apply to service level defaults."


_GRANTS = {
    "terminate-agreement": "may end the agreement", "terminate-service": "may end the service",
    "step-in": "may step in and do the work itself or through others",
    "withhold-charges": "may withhold charges", "remedial-plan": "may ask for a remedial plan",
    "re-procure": "may buy the service elsewhere", "reduce-scope": "may take work out of scope",
    "renegotiate": "may ask to negotiate anew",
}  # fmt: skip


def explain_right(agreement: Agreement, key: str) -> Iterator[str]:
    """What a right allows, from what it arises, and until when."""
    right = agreement.rights[key]
    may = _GRANTS.get(right.grants, "has the right that is written here")
    if right.when:
        yield f"The {right.holder} {may} as soon as one of these holds:"
        for arises in right.when:
            yield f"- {_arises(arises)}"
    else:
        yield f"The {right.holder} {may}."
    if right.text:
        yield right.text
    yield from _time(right)
    if right.refund != "none":
        how = "in proportion to what is left" if right.refund == "in-proportion" else "in full"
        yield f"What was paid in advance is refunded {how}."
    if right.stops_credits:
        yield "No credits accrue in a month in which it holds."
    if right.cost_borne_by:
        yield f"The {right.cost_borne_by} bears the cost of it."
    if right.ends:
        yield f"It ends: {right.ends.rstrip('.')}."


_FROM = {
    "period-end": "the end of the month in which it arose",
    "report": "the report on the month in which it arose", "notice": "the notice of it",
}  # fmt: skip


def _time(right: Right) -> Iterator[str]:
    if right.cure is not None:
        yield f"The other party has {right.cure} to put it right first."
    if right.notice is not None:
        yield f"It takes effect {right.notice} after notice of it."
    if right.exercise_within is not None:
        since = _FROM[right.exercise_from]
        yield f"It lapses if it is not used within {right.exercise_within} after {since}."


def _arises(arises: Arises) -> str:
    if arises.failures is not None:
        return _failures(arises.failures)
    if arises.credits is not None:
        rule = arises.credits
        of = " of the charges" if isinstance(rule.at_least, Percent) else ""
        within = f" within {rule.within}" if rule.within else ""
        return f"the {rule.counted} credits{within} reach {rule.at_least}{of}"
    if arises.mean is not None:
        mean = arises.mean
        return f"the mean of “{mean.level}” over {mean.over} is {mean.figure.written}"
    assert arises.events is not None
    events = arises.events
    often = "once" if events.times == 1 else f"{events.times} times"
    within = f" within {events.within}" if events.within else ""
    which = "the last" if events.cure_of == "last" else "each"
    cured = f", {which} not cured within {events.uncured_after}" if events.uncured_after else ""
    return f"“{events.event.replace('-', ' ')}” was told {often}{within}{cured}"


def _failures(rule: Failures) -> str:
    levels = listed([f"“{key}”" for key in rule.levels], "or") if rule.levels else "any level"
    together = "" if rule.same else " together"
    what = f"the {rule.of.replace('-', ' ')} of {levels}"
    verb = "is in default" if rule.defaults else "is missed"
    verb = "is reached" if rule.of == "credit-trigger" else verb
    told = f", each told within {rule.each_notified} after its period" if rule.each_notified else ""
    subject = levels if rule.defaults else what
    return f"{subject}{together} {verb} {spoken_frequency(rule)}{told}"
