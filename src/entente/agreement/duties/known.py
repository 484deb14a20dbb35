"""What is known when duties are listed: the terms, what was told, relief, and how far to look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from entente.agreement.calendars import resolve_calendar
from entente.agreement.duties.counting import Counter, Due, Moment
from entente.agreement.duties.duty import Delay, Duty, Nature
from entente.agreement.duties.told import Told
from entente.agreement.explain.wording import spoken_date
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.obligations import Owner, Silence
from entente.agreement.terms.periods import Lapse
from entente.foundation.instants import start_of_day, zone

MEANS = {
    "approved": "approved",
    "accepted": "accepted",
    "refused": "refused",
    "agreed": "agreed",
    "default-applies": "the agreed default applies",
    "rejected": "rejected",
}


@dataclass(frozen=True)
class Occasion:
    """One time that a duty arises: the moment counted from, why, and which case it is.

    `starts` is when a duty that is due within a period itself arises.
    """

    moment: Moment
    because: str
    case: str = ""
    recurs: bool = False
    starts: Moment | None = None


@dataclass(frozen=True)
class Known:
    """The facts of a listing; `as_of` is how far it is known what was done and what was not."""

    terms: Agreement
    first: dt.date
    until: dt.date
    told: tuple[Told, ...] = ()
    as_of: dt.datetime | None = None
    delays: tuple[Delay, ...] = ()
    counters: dict[str, Counter] = field(default_factory=dict)

    @property
    def contract(self) -> dt.date:
        """The first day of the contract: `commencement`, or the first day in force."""
        return self.terms.dates.get("commencement", self.terms.in_force.from_)

    def with_(self, told: tuple[Told, ...], delays: tuple[Delay, ...]) -> Known:
        """The same with more that was told, and other relief."""
        return replace(self, told=told, delays=delays)

    def counter(self, key: str | None) -> Counter:
        """The calendar to count on; the agreement's default where none is named."""
        name = key or self.terms.defaults.calendar
        if name not in self.counters:
            self.counters[name] = Counter(name, resolve_calendar(self.terms, name))
        return self.counters[name]

    def day(self, written: dt.date | str) -> dt.date | None:
        """A day, or the day of one of the agreement's dates; None where that is not known."""
        return self.terms.dates.get(written) if isinstance(written, str) else written

    def whole_day(self, day: dt.date) -> Moment:
        """A day as a moment in the agreement's zone."""
        return Moment.of_day(day, self.terms.zone)

    def about(self, event: str, subject: str | None = None) -> Iterator[Told]:
        """What was told of an event, in order; of any subject where none is named."""
        for each in self.told:
            if each.event == event and subject in {None, "any", each.subject}:
                yield each

    def occasion(self, told: Told, because: str = "") -> Occasion:
        """The occasion that a told event is."""
        name = told.event.replace("-", " ")
        about = f" ({told.case})" if told.case else ""
        return Occasion(
            told.moment, because or f"{name}{about} on {self.spoken(told.moment)}", told.case
        )

    def spoken(self, moment: Moment) -> str:
        """A moment in the agreement's zone, as people write it."""
        if not moment.timed:
            return spoken_date(moment.day)
        local = moment.at.astimezone(zone(self.terms.zone))
        return f"{spoken_date(local.date())}, {local:%H:%M}"

    def passed(self, at: dt.datetime) -> bool:
        """Whether it is known what happened up to an instant."""
        return self.as_of is not None and at <= self.as_of


@dataclass(frozen=True)
class Under:
    """A clause that is being counted out, on its calendar."""

    known: Known
    clause: str
    counter: Counter

    @property
    def name(self) -> str:
        """The key of the clause in its section."""
        return self.clause.partition(".")[2]

    def owes(
        self,
        party: Owner,
        what: str,
        occasion: Occasion,
        due: Due,
        *,
        nature: Nature = "due",
        silence: Silence | None = None,
        means: str = "",
        warn_before: Lapse | None = None,
        consequence: str = "",
    ) -> Duty:
        """A duty with its relief and its warning."""
        days, excuse = self._relief(due, recurs=occasion.recurs)
        moved = self.counter.moved(due, days) if days else due
        arises = (occasion.starts or occasion.moment).at
        if arises > due.at:  # counted back from what is still to come
            arises = min(self.known.whole_day(self.known.contract).at, due.at)
        return Duty(
            clause=self.clause,
            party=party,
            what=what,
            because=occasion.because,
            arises_at=arises,
            due_on=moved.day,
            due_at=moved.at,
            zone=self.counter.zone,
            calendar=self.counter.key,
            nature=nature,
            recurs=occasion.recurs,
            warn_at=self._warned(silence.warn_before if silence else warn_before, moved),
            silence=_meaning(silence, means),
            consequence=consequence,
            case=occasion.case,
            moved_by=days,
            excused_by=excuse,
        )

    def _warned(self, warn: Lapse | None, due: Due) -> dt.datetime | None:
        """The warning comes so long before the due instant; in days, when that day begins."""
        if warn is None:
            return None
        if warn.is_clock:
            return self.counter.before(Moment.of(due.at, self.counter.zone), warn).at
        return start_of_day(self.counter.plus(due.day, warn, -1), self.counter.zone)

    def _relief(self, due: Due, *, recurs: bool) -> tuple[int, str]:
        """The days by which relief moves it, and the late duty that excuses it."""
        days: set[dt.date] = set()
        excuse = ""
        for delay in self.known.delays:
            during = delay.due_at <= due.at and (not recurs or due.at <= delay.done_at)
            if self.name in delay.of and during and delay.clause != self.clause:
                if delay.gives == "day-for-day":
                    days |= delay.days
                else:
                    excuse = delay.clause
        return len(days), excuse


def _meaning(silence: Silence | None, means: str) -> str:
    if silence is None:
        return f"silence means {MEANS.get(means, means)}" if means else ""
    outcome = f": {silence.outcome}" if silence.outcome else ""
    return f"silence means {MEANS[silence.means]}{outcome}"
