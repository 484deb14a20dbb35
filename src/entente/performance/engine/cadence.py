"""Updates of tickets in SQL: the gaps between them, each less the time its clock stood still."""

from __future__ import annotations

from entente.performance.engine import grid as clocks
from entente.performance.engine.cases import cases, segment_of
from entente.performance.engine.elapsed import Elapsed, stops_in
from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import Session
from entente.performance.engine.telling import tells
from entente.performance.kernel.plans import CadencePlan
from entente.performance.kernel.tallies import Gaps


class Cadence:
    """The facts of one plan: those of its clock, with the gaps of each ticket beside them.

    `elapsed` is the longest gap, `within` whether no update is missing.
    """

    def __init__(self, session: Session, evidence: Evidence, plan: CadencePlan) -> None:
        self._session = session
        self._evidence = evidence
        self._plan = plan
        self._clock = Elapsed(session, evidence, plan.clock)
        self.described = self._clock.described

    @property
    def unstarted(self) -> int:
        """How many tickets never start."""
        return self._clock.unstarted

    def facts(self) -> str:
        """The name of a new table with a row for each ticket that counts or is pending."""
        session = self._session
        tickets = self._clock.facts()
        low, high = session.one(
            f"SELECT min(start), max(coalesce(stop, {self._as_of})) + 1 FROM {tickets}"
        )
        calendars = tuple(dict.fromkeys(each.calendar for each in self._plan.clock.segments))
        grid = clocks.grid(session, calendars, low or 0, high or 0)
        gaps = session.table("gaps", self._gaps(tickets))
        stills = session.table("stills", self._stills(tickets))
        timed = session.table("timed", self._timed(gaps, stills, grid))
        facts = session.table("facts", self._judged(tickets, timed))
        session.drop(tickets, grid.name, gaps, stills, timed)
        return facts

    @property
    def _as_of(self) -> int:
        return self._plan.window.as_of

    def _rows(self, tickets: str) -> str:
        """The history of the tickets, with their start and reach and the clock that times them."""
        segments = self._plan.clock.segments
        calendars = list(dict.fromkeys(each.calendar for each in segments))
        numbered = (
            (f"segment = {n}", str(calendars.index(each.calendar)))
            for n, each in enumerate(segments)
        )
        return f"""(SELECT * FROM {self._evidence.relation} WHERE moment <= {self._as_of})
            JOIN (SELECT *, {cases(numbered)} AS calendar
                FROM (SELECT rowid AS ticket, source, record, start, limit_at,
                        stop IS NULL AS open, coalesce(stop, {self._as_of}) AS reach,
                        {segment_of(segments, "start")} AS segment
                    FROM {tickets})) USING (source, record)"""

    def _gaps(self, tickets: str) -> str:
        """Each gap [since, until) of each ticket; `last` is the one that is still open."""
        told = tells(self._plan.update, self._evidence)
        listed = "ticket, calendar, limit_at, open, reach"
        return f"""
            SELECT *, coalesce(following, reach) AS until, open AND following IS NULL AS last
            FROM (SELECT *, lead(since) OVER (PARTITION BY ticket ORDER BY since) AS following
                FROM (SELECT DISTINCT {listed}, CASE WHEN {told} AND moment > start
                        AND moment < reach THEN moment ELSE start END AS since
                    FROM {self._rows(tickets)}))"""

    def _stills(self, tickets: str) -> str:
        """The spans [stands, goes) in which the clock of a ticket stands still."""
        plan = self._plan.clock
        before, after = (
            cases(
                (f"segment = {n}", f"({stops_in(plan, each.stop_clock, state)})")
                for n, each in enumerate(plan.segments)
            )
            for state in ("state_from", "state")
        )
        order = "PARTITION BY ticket ORDER BY moment, sequence"
        return f"""
            SELECT ticket, unnest(CASE WHEN place = 1 AND before
                    THEN [[start, moment]] ELSE [] END
                || CASE WHEN after THEN [[moment, following]] ELSE [] END) AS span
            FROM (SELECT ticket, start, moment, {before} AS before, {after} AS after,
                    coalesce(lead(moment) OVER ({order}), reach) AS following,
                    row_number() OVER ({order}) AS place
                FROM {self._rows(tickets)} WHERE state IS NOT NULL)"""

    def _timed(self, gaps: str, stills: str, grid: clocks.Grid) -> str:
        """Each gap that counts, with its length and the updates that it misses."""
        first, last = grid.count("first", "begun"), grid.count("last", "until")
        stood, went = grid.count("stood", "low"), grid.count("went", "high")
        return f"""
            SELECT ticket, length, length <= limit_at AS within,
                CASE WHEN length > limit_at THEN (length - 1) // limit_at ELSE 0 END AS missed
            FROM (SELECT g.ticket, limit_at, last,
                    {last} - {first} - coalesce(still, 0) AS length
                FROM (SELECT * RENAME (since AS begun) FROM {gaps}) AS g
                LEFT JOIN (SELECT ticket, since, sum({went} - {stood}) AS still
                    FROM (SELECT ticket, calendar, since, greatest(since, span[1]) AS low,
                            least(until, span[2]) AS high
                        FROM {gaps} JOIN {stills} USING (ticket)
                        WHERE span[1] < until AND span[2] > since AND span[1] < span[2])
                    {grid.read("stood", "calendar", "low")}
                    {grid.read("went", "calendar", "high")}
                    GROUP BY ticket, since) AS s ON g.ticket = s.ticket AND begun = s.since
                {grid.read("first", "g.calendar", "begun")}
                {grid.read("last", "g.calendar", "until")})
            WHERE NOT (last AND length <= limit_at)"""

    def _judged(self, tickets: str, timed: str) -> str:
        ended = "stop IS NOT NULL"
        if self._plan.clock.counted_in == "started":
            ended = "gaps > 0"
        return f"""
            SELECT * EXCLUDE (elapsed, counted, within, ticket, longest), longest AS elapsed,
                {ended} AS counted,
                CASE WHEN {ended} THEN missed = 0 END AS within
            FROM (SELECT t.*, coalesce(gaps, 0) AS gaps, coalesce(kept, 0) AS kept,
                    coalesce(missed, 0) AS missed, coalesce(longest, 0) AS longest
                FROM (SELECT *, rowid AS ticket FROM {tickets}) AS t
                LEFT JOIN (SELECT ticket, count(*) AS gaps, count(*) FILTER (within) AS kept,
                        sum(missed) AS missed, max(length) AS longest
                    FROM {timed} GROUP BY ticket) USING (ticket))"""


def gaps_of(session: Session, facts: str, which: str) -> Gaps:
    """The gaps of the facts that meet `which`."""
    found = session.one(
        f"""SELECT count(*), coalesce(sum(gaps), 0), coalesce(sum(kept), 0),
                coalesce(sum(missed), 0)
            FROM {facts} WHERE {which}"""
    )
    return Gaps(*(int(number) for number in found))
