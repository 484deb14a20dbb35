"""What the instant of its start decides for a ticket: whether it counts, and when its day ends."""

from __future__ import annotations

from collections.abc import Sequence

from entente.foundation.day_ends import day_ends
from entente.foundation.intervals import IntArray
from entente.foundation.worktime import Calendar
from entente.performance.engine.cases import cases
from entente.performance.engine.session import Session
from entente.performance.kernel.plans import DayEnd, Segment


def by_start(
    session: Session, segments: Sequence[Segment], tickets: str, reach: tuple[int, int]
) -> str:
    """The tickets that count by the hours of their start, with their `day_limit`.

    The same table where no segment asks. One that never starts is told whatever the hours.
    """
    steps = _Steps(session, reach)
    limits, counts = [], []
    for place, each in enumerate(segments):
        if each.day_end is not None:
            limits.append((f"segment = {place}", f"{steps.day_end(each.day_end)} - start"))
        inside = [f"{steps.hours(each.starts_in)} = 1"] if each.starts_in else []
        outside = [f"{steps.hours(each.starts_outside)} = 0"] if each.starts_outside else []
        if inside or outside:
            counts.append((f"begun AND segment = {place}", " AND ".join(inside + outside)))
    if not limits and not counts:
        return tickets
    made = session.table(
        "tickets",
        f"""SELECT {tickets}.*, {cases(limits)} AS day_limit FROM {tickets}{steps.joins}
            WHERE {cases([*counts, ("true", "true")])}""",
    )
    session.drop(tickets, *steps.names)
    return made


class _Steps:
    """Step functions of the start as tables, each joined to the tickets once."""

    def __init__(self, session: Session, reach: tuple[int, int]) -> None:
        self._session = session
        self._low, self._high = reach
        self._known: dict[object, str] = {}
        self.names: list[str] = []
        self.joins = ""

    def day_end(self, asked: DayEnd) -> str:
        """The closing that a start leads to."""
        if asked not in self._known:
            at, value = day_ends(asked.calendar, asked.count, self._low, self._high)
            self._join(asked, at, value)
        return self._known[asked]

    def hours(self, calendar: Calendar) -> str:
        """1 where a calendar is open, else 0."""
        if calendar not in self._known:
            pieces = calendar.pieces(self._low, max(self._high, self._low + 1))
            self._join(calendar, pieces.from_, pieces.slope)
        return self._known[calendar]

    def _join(self, key: object, at: IntArray, value: IntArray) -> None:
        alias = f"step_{len(self.names)}"
        name = self._session.table_of("steps", {"begins": at, "worth": value})
        self.names.append(name)
        self.joins += f" ASOF LEFT JOIN {name} AS {alias} ON start >= {alias}.begins"
        self._known[key] = f"{alias}.worth"
