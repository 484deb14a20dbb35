"""What happens to the alliance in which month of the year, so that any twelve months have it all.

A story belongs to a calendar month and not to a place in the run, so a month is the same however
many months are made around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from entente.web.demo.desk_clock import DAY


@dataclass(frozen=True)
class Story:
    """What is out of the ordinary in a month: levels missed, outages told, rows spoilt."""

    misses: frozenset[str] = frozenset()
    told: str = ""
    quiet: bool = False
    slow_transactions: bool = False
    overrun: str = ""
    probe_gap_minutes: int = 0
    bad_row: str = ""
    undecided: bool = False
    refused: bool = False
    release: str = ""  # of core banking: "told late" or "overran"
    input: str = ""  # the bank's file on one night: "a little late" or "far too late"
    late_batches: int = 0
    refused_requests: bool = False
    slow_approvals: bool = False
    slow_response: bool = False  # to one ticket of priority 1


STORIES = {
    1: Story(frozenset({"P2"}), told="storm", input="far too late"),
    2: Story(
        frozenset({"P3"}),
        probe_gap_minutes=155,
        bad_row="unparsable date",
        release="told late",
        slow_response=True,
    ),
    3: Story(slow_transactions=True, overrun="network", input="a little late"),
    4: Story(frozenset({"P1"}), told="payments down for hours", refused=True),
    5: Story(bad_row="duplicate row", release="overran"),
    6: Story(told="core banking down", bad_row="end before start", late_batches=3),
    7: Story(frozenset({"P2"}), probe_gap_minutes=545, overrun="workplace", refused_requests=True),
    8: Story(quiet=True, bad_row="unknown state", slow_approvals=True),
    9: Story(frozenset({"P1"}), undecided=True, late_batches=2),
    10: Story(probe_gap_minutes=48, bad_row="unparsable number", undecided=True, late_batches=1),
    11: Story(frozenset({"P2"}), told="payments fail twice"),
    12: Story(quiet=True),
}


@dataclass(frozen=True)
class Month:
    """One calendar month of the history, and how many months after the first it is."""

    first: date
    position: int = 0
    story: Story = field(default_factory=Story)

    @property
    def key(self) -> str:
        """The month as `2025-11`, part of the name of each stream of chance."""
        return f"{self.first:%Y-%m}"

    @property
    def code(self) -> str:
        """The month as `2511`, part of each number that a tool gives."""
        return f"{self.first:%y%m}"

    @property
    def next(self) -> date:
        """The first day of the month after this one."""
        return (self.first + DAY * 31).replace(day=1)

    @property
    def days(self) -> list[date]:
        """Each day of the month."""
        return [self.first + DAY * n for n in range((self.next - self.first).days)]

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """A local moment of this month."""
        return datetime.combine(self.first.replace(day=day), time(hour, minute))

    def weekdays(self, weekday: int) -> list[date]:
        """The Mondays (0) .. Sundays (6) of the month."""
        return [day for day in self.days if day.weekday() == weekday]


def months_from(first: date, count: int) -> Iterator[Month]:
    """So many months from this one on, each with its story."""
    for position in range(count):
        yield Month(first, position, STORIES[first.month])
        first = (first + DAY * 31).replace(day=1)
