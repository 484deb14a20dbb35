"""Occasions: each time that a trigger is known to have come, or comes by the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.duties.counting import Counter, Due, Moment
from entente.agreement.duties.known import Known, Occasion
from entente.agreement.duties.recurring import Recurrence, recurrences
from entente.agreement.duties.told import Told
from entente.agreement.explain.wording import spoken_date
from entente.agreement.terms.obligations import DutyDue, Every, Trigger

_OF_PERIODS = {"missed", "default", "right"}
AHEAD = dt.timedelta(days=800)  # how far a period may end after what is due before its end
_SLACK = 60


def occasions(known: Known, trigger: Trigger, counter: Counter, key: str) -> Iterator[Occasion]:
    """Each occasion of a trigger; `key` is the clause whose trigger it is."""
    [name] = trigger.given
    if trigger.every is not None:
        yield from recurring(known, trigger.every, counter, known.until + AHEAD)
    elif trigger.date is not None:
        day = known.day(trigger.date)
        if day is not None:
            named = f"{trigger.date}, " if isinstance(trigger.date, str) else ""
            yield Occasion(known.whole_day(day), f"{named}{spoken_date(day)}")
    elif trigger.event is not None:
        for told in known.about(trigger.event):
            if _meant(known, trigger, told) and _concerns(known, told, key):
                yield known.occasion(told)
    else:
        subject = getattr(trigger, name)
        for told in known.about(name, subject):
            if _meant(known, trigger, told):
                yield _of_subject(known, told)


def recurring(known: Known, every: Every, counter: Counter, last: dt.date) -> Iterator[Occasion]:
    """The periods in which the agreement is in force, up to those that begin on a day."""
    ends = known.terms.in_force.until
    begins = known.terms.in_force.from_
    for period in recurrences(every, known.contract, counter, known.terms.week_start):
        if period.first > last or (ends is not None and period.first >= ends):
            return
        if period.until > begins:
            yield _of_period(known, period)


def due_of(occasion: Occasion, rule: DutyDue | None, counter: Counter) -> tuple[Occasion, Due]:
    """When it is due, and the occasion as it then stands.

    What comes back and names no length of time is due within the period itself, by its last day.
    """
    own = rule is None or not (rule.within or rule.before or rule.day or rule.weekday)
    if not occasion.recurs or not own:
        return Occasion(
            occasion.moment, occasion.because, occasion.case, occasion.recurs
        ), counter.due(occasion.moment, rule)
    if rule is None:
        return occasion, Due(occasion.moment.day, counter.ends(occasion.moment.day))
    return occasion, counter.due(occasion.moment, rule)


def worth_counting(known: Known, occasion: Occasion, rule: DutyDue | None) -> bool:
    """Whether a recurring duty can still be due in the span that is listed."""
    if not occasion.recurs:
        return True
    lapses = [rule.within, rule.or_within] if rule else []
    reach = _SLACK
    for lapse in lapses:
        if lapse is not None:
            months = lapse.months
            size = {"business-day": 8, "week": 7, "hour": 7}.get(lapse.unit, 1)
            reach += months * 31 if months else lapse.count * size
    return occasion.moment.day + dt.timedelta(days=reach) >= known.first


def _of_period(known: Known, period: Recurrence) -> Occasion:
    return Occasion(
        Moment.end_of(period.last, known.terms.zone),
        f"for {period.name}",
        case_of(period),
        recurs=True,
        starts=known.whole_day(max(period.first, known.terms.in_force.from_)),
    )


def case_of(period: Recurrence) -> str:
    """A short name: `2026-03` of a month, else the first day."""
    months = (period.until.year - period.first.year) * 12 + period.until.month - period.first.month
    whole_month = months == 1 and period.first.day == 1 and period.until.day == 1
    return f"{period.first:%Y-%m}" if whole_month else period.first.isoformat()


def _of_subject(known: Known, told: Told) -> Occasion:
    occasion = known.occasion(told, f"{told.subject} {_said(told.event)} "
                                    f"{known.spoken(told.moment)}")  # fmt: skip
    if told.event in _OF_PERIODS and not told.moment.timed:
        moment = Moment.end_of(told.moment.day, known.terms.zone)
        return Occasion(moment, occasion.because, occasion.case)
    return occasion


def _said(event: str) -> str:
    return {
        "missed": "missed in the period to",
        "default": "in default in the period to",
        "right": "arose on",
    }.get(event, f"{event} on")


def _concerns(known: Known, told: Told, key: str) -> bool:
    """Whether an event is about this clause: it names it, or none of its kind."""
    return told.subject == key or told.subject not in known.terms.obligations


def _meant(known: Known, trigger: Trigger, told: Told) -> bool:
    """Whether an event is one of those that the trigger narrows to."""
    if trigger.where is not None:
        words = {name: told.fields.get(name) for name in trigger.where.fields()}
        if not trigger.where.holds(words):
            return False
    if trigger.while_open and not known.counter(trigger.while_open).is_open(told.at):
        return False
    return not (trigger.while_closed and known.counter(trigger.while_closed).is_open(told.at))
