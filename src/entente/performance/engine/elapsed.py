"""Clocks of tickets in SQL: one pass that groups the history by ticket, and a look at a few again.

With the state left and the state entered on each row, the time a clock stood still between start
and end is a plain sum over the rows that enter or leave a stop state, in any order:

    sum of (C(at) - C(end)) * (stopped before - stopped after), at held within [start, end],
    plus C(end) - C(start) where the ticket was stopped before its first row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from entente.performance.engine import grid as clocks
from entente.performance.engine.cases import cases, named_records, segment_of
from entente.performance.engine.grid import Grid
from entente.performance.engine.marks import Marks
from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import Session, listed
from entente.performance.engine.starts import by_start
from entente.performance.engine.telling import begun_at, ended_at, endings
from entente.performance.kernel.plans import ElapsedPlan, Segment

# A ticket that ended and was reopened did not run in between: its clock stands still in these
# states too, by the event that ends it.
ENDED_STATES = {"resolved": ("resolved", "closed"), "closed": ("closed",)}
_ORDER = "(moment::HUGEINT * 1099511627776 + sequence)"  # one number: by instant, then by sequence
_LATER = 2**62  # microseconds: further than instants reach
_WORSE = f"{2**100}::HUGEINT"  # further than orders reach


class Elapsed:
    """The facts of one plan: a table with a row for each ticket that counts or is pending."""

    def __init__(self, session: Session, evidence: Evidence, plan: ElapsedPlan) -> None:
        self._session = session
        self._evidence = evidence
        self._plan = plan
        self.unstarted = 0
        self._calendars = tuple(dict.fromkeys(segment.calendar for segment in plan.segments))
        self._marks = Marks.of(
            [segment.where for segment in plan.segments]
            + [exclusion.where for exclusion in plan.exclusions]
        )

    def facts(self) -> str:
        """The name of a new table: source, record, start, stop, classified, elapsed, standing, ...

        `limit_at` is the limit, `within` whether the clock stayed in it, `taken` the number of the
        exclusion that took the ticket, and `counted` is false where it is pending. Tickets that
        never start are not among them: they are counted in `unstarted`.
        """
        session = self._session
        tickets = session.table("tickets", self._grouped())
        low, high = session.one(f"SELECT min(start), max(reach) + 1 FROM {tickets}")
        tickets = by_start(session, self._plan.segments, tickets, (low or 0, high or 0))
        grid = clocks.grid(session, self._calendars, low or 0, high or 0)
        again = session.table("again", self._looked_at_again(tickets, grid))
        named = session.table_of_words("named", named_records(self._plan.exclusions))
        facts = session.table("facts", self._timed(tickets, again, named, grid))
        session.drop(tickets, grid.name, again, named)
        facts = self._joined(facts)
        (self.unstarted,) = session.one(f"SELECT count(*) FROM {facts} WHERE NOT begun")
        session.run(f"DELETE FROM {facts} WHERE NOT begun")
        return facts

    @property
    def _last_end(self) -> bool:
        # A ticket is responded to once, so the first response counts in any case.
        return self._plan.reopened == "last-end" and self._plan.end.plain in ENDED_STATES

    def _joined(self, facts: str) -> str:
        """The facts held against all further clocks; what is unknown joins as SQL has it."""
        plan, session = self._plan, self._session
        if not plan.also and not plan.or_else:
            return facts
        others = [Elapsed(session, self._evidence, each).facts() for each in _further(plan)]
        either = ["own", *(f"o{n}.within" for n in range(len(plan.or_else)))]
        every = [f"o{n + len(plan.or_else)}.within" for n in range(len(plan.also))]
        joins = "".join(
            f" LEFT JOIN {name} AS o{n} USING (source, record)" for n, name in enumerate(others)
        )
        ended = "stop IS NOT NULL" if plan.counted_in == "ended" else "true"
        own = "CASE WHEN stop IS NOT NULL OR elapsed > limit_at THEN elapsed <= limit_at END"
        kept = session.table(
            "facts",
            f"""SELECT * EXCLUDE (own, kept) REPLACE ({ended} AND kept IS NOT NULL AS counted,
                    CASE WHEN {ended} THEN kept END AS within)
                FROM (SELECT each.*, {" AND ".join([f"({' OR '.join(either)})", *every])} AS kept
                    FROM (SELECT *, {own} AS own FROM {facts}) AS each{joins})""",
        )
        session.drop(facts, *others)
        return kept

    def described(self, facts: str) -> str:
        """The name of a new table: the facts with the fields of each ticket as of its event."""
        listed_fields = self._evidence.listed
        return self._session.table(
            "described",
            f"""SELECT facts.*, words FROM {facts} AS facts JOIN (
                SELECT source, record, {_as_of_event("words")} AS words
                FROM (SELECT *, {listed_fields} AS words FROM {self._rows()})
                JOIN (SELECT source, record, classified FROM {facts}) USING (source, record)
                GROUP BY source, record) USING (source, record)""",
        )

    def _rows(self) -> str:
        return f"{self._evidence.relation} WHERE moment <= {self._plan.window.as_of}"

    def _grouped(self) -> str:
        """Start, end, and whether the history of a ticket must be looked at again.

        It must where marks changed, or where a clock may have stopped: a stop state was entered
        before the end, or the first state left is known, so that the ticket may have begun
        stopped. A ticket that never starts stands in the month of its end, or else of its first
        row.
        """
        as_of = self._plan.window.as_of
        classified = "start" if self._plan.classified_at == "start" else "reach"
        return f"""
            SELECT source, record, start, stop, begun, reach, segment, least,
                {self._of_segment(self._clock_of)} AS calendar,
                CASE WHEN begun THEN {classified} ELSE placed END AS classified,
                least IS NULL OR least <> most AS changing,
                coalesce(entered < reach, false) OR (least IS NOT NULL AND unled <> 1) AS stopped
            FROM (SELECT *, coalesce(stop, {as_of}) AS reach,
                    {segment_of(self._plan.segments, "placed")} AS segment
                FROM (SELECT *, CASE WHEN begun THEN start ELSE coalesce(stop, start) END AS placed
                    FROM (SELECT *, {self._stop()} AS stop FROM ({self._by_ticket()})))
                WHERE segment IS NOT NULL AND {self._belongs()}
                    AND (least IS NULL OR least <> most OR {self._holds("least")}))"""

    def _by_ticket(self) -> str:
        """One row for each ticket; one without a start event has its first row in its place.

        CASE inside an aggregate costs less than a FILTER on it, and one aggregate less than two:
        `soonest` is the first start event, or else the first row, far later. `unled` counts the
        states that were entered from none that is known.
        """
        return f"""
            SELECT *, soonest < {_LATER // 2} AS begun,
                CASE WHEN begun THEN soonest ELSE soonest - {_LATER} END AS start
            FROM (SELECT source, record,
                    {begun_at(self._plan.start, self._evidence, _LATER)} AS soonest,
                    {self._ends()},
                    min(CASE WHEN state IS NOT NULL THEN mark END) AS least,
                    max(CASE WHEN state IS NOT NULL THEN mark END) AS most,
                    min(CASE WHEN {self._any_stop("state")} THEN moment END) AS entered,
                    count(*) FILTER (state IS NOT NULL AND state_from IS NULL) AS unled
                FROM (SELECT *, {self._marks.sql(self._evidence)} AS mark FROM {self._rows()})
                GROUP BY source, record)"""

    def _belongs(self) -> str:
        window = self._plan.window
        here = f"BETWEEN {window.start} AND {window.end - 1}"
        if self._plan.counted_in == "started":
            return f"placed {here}"
        pending = f"begun AND stop IS NULL AND start < {window.end}"
        return f"(CASE WHEN begun THEN stop ELSE placed END {here} OR ({pending}))"

    def _ends(self) -> str:
        # A ticket that stays resolved does not resolve again, though an export that begins there
        # may take its first row for a resolution.
        # CASE keeps the costlier comparison to the few rows that tell of the event.
        again = "coalesce(state = state_from AND lower(state) IN ('resolved', 'closed'), false)"
        told = endings(self._plan.end, self._evidence)
        if self._last_end:
            (only,) = told
            return f"max(CASE WHEN {only} THEN CASE WHEN NOT {again} THEN moment END END) AS ends"
        return ", ".join(
            f"list(moment) FILTER (CASE WHEN {each} THEN NOT {again} ELSE false END) AS ends_{n}"
            for n, each in enumerate(told)
        )

    def _stop(self) -> str:
        if self._last_end:
            return "CASE WHEN ends >= start THEN ends END"
        return ended_at(len(endings(self._plan.end, self._evidence)))

    def _any_stop(self, state: str) -> str:
        every = frozenset[str]().union(*(each.stop_clock for each in self._plan.segments))
        return self._stops_in(every, state)

    def _stops_in(self, states: frozenset[str], state: str) -> str:
        return stops_in(self._plan, states, state)

    def _of_segment(self, told: Callable[[Segment], str]) -> str:
        return cases(
            (f"segment = {place}", told(segment))
            for place, segment in enumerate(self._plan.segments)
        )

    def _stops_of(self, state: str, segment: Segment) -> str:
        return f"({self._stops_in(segment.stop_clock, state)})"

    def _clock_of(self, segment: Segment) -> str:
        return str(self._calendars.index(segment.calendar))

    def _holds(self, mark: str) -> str:
        """Whether the condition of a ticket's segment holds by a mark."""
        return self._of_segment(lambda segment: self._marks.holds(segment.where, mark))

    def _looked_at_again(self, tickets: str, grid: Grid) -> str:
        """For tickets that need it: the mark as of the event, and the time the clock stood still.

        `change` sums C(at) * (stopped before - stopped after) and `changes` the factor alone;
        `began` says whether the clock stood still before the first change.
        """
        before, after = (
            self._of_segment(partial(self._stops_of, state)) for state in ("state_from", "state")
        )
        first = f"WHEN before <> after THEN {_ORDER} WHEN before = 1 THEN {_ORDER} + {_WORSE}"
        return f"""
            SELECT ticket, {_as_of_event("mark")} AS mark,
                sum({grid.count("piece", "held")} * (before - after)) AS change,
                sum(before - after) AS changes, arg_min(before, CASE {first} END) AS began
            FROM (SELECT *, {self._marks.sql(self._evidence)} AS mark,
                    greatest(least(moment, reach), start) AS held,
                    (state IS NOT NULL AND {before})::INTEGER AS before,
                    (state IS NOT NULL AND {after})::INTEGER AS after
                FROM (SELECT * FROM {self._rows()})
                JOIN (SELECT * EXCLUDE (least), rowid AS ticket FROM {tickets}
                    WHERE changing OR stopped) USING (source, record))
            {grid.read("piece", "calendar", "held")}
            GROUP BY ticket"""

    def _timed(self, tickets: str, again: str, named: str, grid: Grid) -> str:
        """Clocks and standings. An open ticket counts once its clock has passed its limit."""
        started, reached = grid.count("first", "start"), grid.count("last", "reach")
        late = "elapsed > limit_at" if self._plan.counted_in == "started" else "false"
        limit = self._of_segment(_limit)
        taken = cases(
            (self._marks.holds(exclusion.where, "seen"), str(place))
            for place, exclusion in enumerate(self._plan.exclusions)
            if exclusion.where is not None
        )
        return f"""
            SELECT source, record, start, stop, classified, limit_at, taken, elapsed, counted,
                begun, CASE WHEN counted THEN elapsed <= limit_at END AS within
            FROM (SELECT *, stop IS NOT NULL OR coalesce({late}, false) AS counted
                FROM (SELECT each.*, ({limit})::BIGINT AS limit_at,
                        least({taken}, number) AS taken,
                        ({reached} - {started} - coalesce(change - {reached} * changes
                            + began * ({reached} - {started}), 0))::BIGINT AS elapsed
                    FROM (SELECT *, CASE WHEN changing THEN mark ELSE least END AS seen
                        FROM (SELECT *, rowid AS ticket FROM {tickets})
                            LEFT JOIN {again} USING (ticket)) AS each
                    LEFT JOIN {named} ON record = word
                    {grid.read("first", "calendar", "start")}
                    {grid.read("last", "calendar", "reach")}
                    WHERE {self._holds("seen")}))"""


def stops_in(plan: ElapsedPlan, states: frozenset[str], state: str) -> str:
    """Whether the clock of a plan stands still in a state: one of these, or one of its end."""
    # DuckDB looks a function of one column up once for each word of a dictionary, not of a row.
    own = sorted(states), state
    ended = ENDED_STATES.get(plan.end.plain or "", ()), f"lower({state})"
    found = [f"list_position([{listed(w)}], {at}) IS NOT NULL" for w, at in (own, ended) if w]
    return " OR ".join(found) or "false"


def _limit(segment: Segment) -> str:
    if segment.day_end is not None:
        return "day_limit"
    return "NULL" if segment.limit is None else str(segment.limit)


def _further(plan: ElapsedPlan) -> tuple[ElapsedPlan, ...]:
    return (*plan.or_else, *plan.also)


def _as_of_event(value: str) -> str:
    """What was last observed at or before the event, or else first observed.

    Rows that only tell of an event observe nothing, unless a ticket has no others.
    """
    # The nearer such a row is to the event, the greater its number; the better kinds of row, more.
    nearness = f"CASE WHEN moment <= classified THEN {_WORSE} + {_ORDER} ELSE -{_ORDER} END"
    return f"arg_max({value}, CASE WHEN state IS NULL THEN 0 ELSE 4 END * {_WORSE} + {nearness})"
