"""Windows in which a party may act: rights, notices of failures, claims, elections, challenges."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.duties.counting import Counter, Moment
from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.duties.occasions import recurring
from entente.agreement.duties.told import Told
from entente.agreement.terms.obligations import Owner
from entente.agreement.terms.rights import Right

_OTHER: dict[str, Owner] = {"client": "provider", "provider": "client"}
_FROM = {"period-end": "right", "report": "right-reported", "notice": "right-noticed"}


def of_rights(known: Known) -> Iterator[Duty]:
    """Until when a right may be exercised, failures told, and what was noticed be cured."""
    for key, right in known.terms.rights.items():
        counter = known.counter(right.calendar)
        yield from _exercised(known, key, right, counter)
        yield from _noticed(known, key, right, counter)
        for arises in right.when:
            failures = arises.failures
            if failures is None or failures.each_notified is None:
                continue
            for told in known.about("missed"):
                if not failures.levels or told.subject in failures.levels:
                    start = _period_end(known, told)
                    until = counter.after(start, failures.each_notified)
                    occasion = Occasion(start, f"{told.subject} missed", told.case)
                    yield Under(known, f"rights.{key}", counter).owes(
                        right.holder,
                        f"give notice of the miss: {told.subject}",
                        occasion,
                        until,
                        nature="may",
                    )


def _exercised(known: Known, key: str, right: Right, counter: Counter) -> Iterator[Duty]:
    what = f"exercise: {right.title or right.grants.replace('-', ' ')}"
    if right.exercise_within is not None:
        for told in known.about(_FROM[right.exercise_from], key):
            start = _period_end(known, told) if told.event == "right" else told.moment
            until = counter.after(start, right.exercise_within)
            occasion = Occasion(start, known.occasion(told).because, told.case)
            yield Under(known, f"rights.{key}", counter).owes(
                right.holder,
                what,
                occasion,
                until,
                nature="may",
                consequence="after it the right lapses",
            )


def _noticed(known: Known, key: str, right: Right, counter: Counter) -> Iterator[Duty]:
    clause, other = f"rights.{key}", _OTHER[right.holder]
    name = right.title or right.grants.replace("-", " ")
    if right.cure is not None:
        for told in known.about("right-noticed", key):
            until = counter.after(told.moment, right.cure)
            yield Under(known, clause, counter).owes(
                other,
                f"cure, before: {name}",
                known.occasion(told),
                until,
                consequence="then the right may be exercised",
            )
    if right.notice is not None:
        for told in known.about("right-exercised", key):
            until = counter.after(told.moment, right.notice)
            yield Under(known, clause, counter).owes(
                "both", f"takes effect: {name}", known.occasion(told), until, nature="holds"
            )


def of_claims(known: Known) -> Iterator[Duty]:
    """Until when credits may be claimed, elections made, credits given, records challenged."""
    scheme = known.terms.credits
    counter = known.counter(None)
    if scheme is not None and scheme.claim is not None:
        claim = scheme.claim
        for occasion in _starts(known, claim.after, counter):
            until = counter.after(occasion.moment, claim.within)
            yield Under(known, "credits.claim", counter).owes(
                claim.by,
                "claim service credits",
                occasion,
                until,
                nature="may",
                consequence="after it nothing is due",
            )
    if scheme is not None and scheme.incidents is not None:
        rule = scheme.incidents
        for told in known.about("several-credits"):
            until = counter.after(told.moment, rule.within)
            yield Under(known, "credits.incidents", counter).owes(
                rule.elect_by,
                "elect one credit of the incident",
                known.occasion(told),
                until,
                nature="may",
                consequence=f"else the {rule.otherwise}",
            )
    settlement = scheme.settlement if scheme is not None else None
    if settlement is not None and not isinstance(settlement, str) and settlement.within:
        for told in known.about("credit-due"):
            due = counter.after(told.moment, settlement.within)
            yield Under(known, "credits.settlement", counter).owes(
                "provider", "give the credit", known.occasion(told), due
            )
    yield from _challenges(known)
    yield from _decided(known)


def _decided(known: Known) -> Iterator[Duty]:
    """Until when what was claimed as an exclusion is approved or refused, and what silence is."""
    for key, exclusion in known.terms.exclusions.items():
        if exclusion.decided_within is None:
            continue
        under = Under(known, f"exclusions.{key}", known.counter(None))
        for told in known.about("exclusion-claimed", key):
            due = under.counter.after(told.moment, exclusion.decided_within)
            yield under.owes(
                _OTHER[exclusion.claimed_by],
                f"approve or refuse: {exclusion.title or key}",
                known.occasion(told),
                due,
                means=exclusion.silence,
            )


def _challenges(known: Known) -> Iterator[Duty]:
    for key, source in known.terms.evidence.items():
        if source.challenged_within is None or source.kept_by is None:
            continue
        counter = known.counter(None)
        party = _OTHER.get(source.kept_by, "both")
        for occasion in _starts(known, "period-end", counter):
            until = counter.after(occasion.moment, source.challenged_within)
            yield Under(known, f"evidence.{key}", counter).owes(
                party,
                f"challenge the records: {source.title or key}",
                occasion,
                until,
                nature="may",
            )


def _starts(known: Known, after: str, counter: Counter) -> Iterator[Occasion]:
    if after == "period-end":
        for occasion in recurring(known, "month", counter, known.until):
            yield Occasion(occasion.moment, occasion.because, occasion.case, recurs=True)
    else:
        for told in known.about({"report": "reported", "incident": "incident"}[after]):
            yield known.occasion(told)


def _period_end(known: Known, told: Told) -> Moment:
    """A day told of a miss or a right is the last one of its period."""
    return told.moment if told.moment.timed else Moment.end_of(told.moment.day, known.terms.zone)
