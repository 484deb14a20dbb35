"""Dates of renewal: the last day on which notice keeps the agreement from going on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.duties.counting import Counter, Moment
from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.explain.wording import spoken_date
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.renewal import Renewal

_ONE = dt.timedelta(days=1)
AHEAD = dt.timedelta(days=3_660)  # notice is not given longer than ten years before


def of_renewal(known: Known) -> Iterator[Duty]:
    """Until when notice may be given, for each term whose notice falls due in the span."""
    terms = known.terms.renewal
    begins = None
    if terms is not None:
        begins = known.day(terms.begins) if terms.begins is not None else known.contract
    if terms is None or begins is None:
        return
    counter = known.counter(terms.calendar)
    under = Under(known, "renewal", counter)
    ended = [told.at for told in known.about("not-renewed")]
    end, count = _end(counter, begins, terms, 0), 0
    while True:
        due = counter.before(Moment.end_of(end - _ONE, known.terms.zone), terms.notice)
        if terms.times == count and terms.renews_for is not None:
            return  # this term is the last that there is: it ends by itself
        longer = f"for {terms.renews_for}" if terms.renews_for else "without an end"
        occasion = Occasion(
            known.whole_day(begins),
            f"the term ends on {spoken_date(end - _ONE)}",
            (end - _ONE).isoformat(),
            recurs=True,
        )
        yield under.owes(
            terms.by,
            "give notice that the agreement is not renewed",
            occasion,
            due,
            nature="may",
            consequence=f"else it goes on {longer}",
        )
        noticed = any(at <= due.at for at in ended)
        if terms.renews_for is None or noticed or due.day > known.until + AHEAD:
            return
        count += 1
        end = _end(counter, begins, terms, count)


def _end(counter: Counter, begins: dt.date, terms: Renewal, count: int) -> dt.date:
    """The day after a term, so many renewals on; months are counted from the first day of all."""
    first, again = terms.first, terms.renews_for
    if again is None or not count:
        return counter.plus(begins, first)
    if first.months is not None and again.months is not None:
        return counter.plus(begins, Lapse(first.months + again.months * count, "month"))
    return counter.plus(counter.plus(begins, first), Lapse(again.count * count, again.unit))
