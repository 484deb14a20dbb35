"""Things due again and again in plain English: occasions, due times, what comes first."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.wording import spoken_time
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.events import Precondition
from entente.agreement.terms.measures import Deadline, Due
from entente.agreement.terms.periods import Lapse
from entente.foundation.durations import Duration


def explain_deadline(agreement: Agreement, measure: Deadline) -> Iterator[str]:
    """Which occasions there are, when each is due, and what the other party does first."""
    event = f"“{measure.event}”"
    if measure.statistic == "share":
        yield f"The figure is the share of occasions on which {event} was told in time."
    else:
        yield f"The figure is the number of occasions on which {event} was late or missing."
    key = measure.calendar or agreement.defaults.calendar
    hours = "a day" if key == "always" else f"a day on which “{key}” is open"
    if measure.each == "record":
        yield f"Each record of which “{measure.due.after}” is told is an occasion."
        yield "It belongs to the period in which it is due."
    elif measure.each == "day":
        yield f"Each occasion is {hours}."
    else:
        yield f"Each occasion is the last such day of a {measure.each}: {hours}."
    yield f"It is due {_due(measure.due, key)}."
    if measure.precondition is not None:
        yield from explain_precondition(measure.precondition)
    if measure.each == "record":
        yield "Both events name the same record."
    else:
        such = _CALLED[measure.each]
        yield f"The evidence names the occasion as the record of the event, such as {such}."


_CALLED = {
    "day": "2026-03-17", "week": "2026-W12", "month": "2026-03", "quarter": "2026-Q1",
    "year": "2026",
}  # fmt: skip


def _due(due: Due, calendar: str) -> str:
    if due.within is not None:
        clock = due.calendar or calendar
        counted = "" if clock == "always" else f", counted in the hours of “{clock}”"
        if isinstance(due.within, Lapse) and not due.within.is_clock:
            counted = " at the end of that day" if clock == "always" else (
                f" at the end of that day, by the days of “{clock}”"
            )  # fmt: skip
        return f"within {_length(due.within)} of “{due.after}”{counted}"
    if due.days_after == 0:
        return f"by {due.by} on that day"
    days = "working day" if due.days == "working" else "day"
    after = f"{due.days_after} {days}{'' if due.days_after == 1 else 's'} after"
    counted = f" by “{due.calendar}”" if due.days == "working" and due.calendar else ""
    return f"by {due.by}, {after}{counted}"


def explain_precondition(agreed: Precondition) -> Iterator[str]:
    """What the other party does first, and what follows where that comes late or not at all."""
    yield (
        f"It holds only where the {agreed.party} has seen to “{agreed.event}” by "
        f"{agreed.by}{_on(agreed)}."
    )
    late = agreed.late
    if late is None:
        yield "Otherwise the occasion is excused."
        return
    until = f"Where that comes later, but by {late.until}{_later(late.days_after)}, "
    if late.within is not None:
        yield f"{until}it is due within {late.within} of it."
    elif late.then == "slides":
        yield f"{until}it is due later by as much."
    else:
        yield f"{until}it holds as it was."
    yield "Later still the occasion is excused."


def _on(agreed: Precondition) -> str:
    days = abs(agreed.days_after)
    if not days:
        return ""
    word = "working day" if agreed.days == "working" else "day"
    count = f"a {word}" if days == 1 else f"{days} {word}s"
    return f", {count} {'after' if agreed.days_after > 0 else 'before'}"


def _later(days: int) -> str:
    return "" if days == 0 else " of the next day" if days == 1 else f", {days} days on"


def _length(within: Lapse | Duration) -> str:
    return str(within) if isinstance(within, Lapse) else spoken_time(within)
