"""Random evidence and plans, small and nasty: few instants, so that many fall together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from entente.agreement.conditions.condition import Condition, parse_condition
from entente.agreement.terms.scalars import Comparison
from entente.foundation.conventions import Conventions
from entente.foundation.instants import HOUR, MINUTE
from entente.foundation.intervals import Spans
from entente.foundation.worktime import Calendar
from entente.performance.engine.reference import Cell, PlainBatch
from entente.performance.kernel.plans import (
    CadencePlan,
    DayEnd,
    Edge,
    ElapsedPlan,
    Items,
    RecordExclusion,
    RequestPlan,
    Segment,
    SurveyPlan,
    TimeExclusion,
    UptimePlan,
    ValuePlan,
    Window,
)
from tests.performance.engine.batches import numbered, plain

FIRST = 1_711_699_200_000_000  # Friday 2024-03-29 08:00 UTC: clocks change in Europe and Australia
STEP = 7 * HOUR + 31 * MINUTE + 1
STEPS = 40
OFFICE = [["09:00", "12:00"], ["12:30", "17:00"]]
NIGHT = [["22:00", "06:00"]]
WEEK = ("mon", "tue", "wed", "thu", "fri")
CALENDARS = (
    Calendar.always(),
    Calendar.from_mapping({"timezone": "Europe/Vienna", "weekly": dict.fromkeys(WEEK, OFFICE)}),
    Calendar.from_mapping(
        {
            "timezone": "Australia/Lord_Howe",
            "weekly": dict.fromkeys((*WEEK, "sat", "sun"), NIGHT),
        }
    ),
    Calendar.from_mapping(
        {"timezone": "Europe/Vienna", "weekly": {"sun": [["01:30", "04:00"]], "mon": OFFICE}},
        Conventions(daylight_saving="wall_clock"),
    ),
)
CONDITIONS = tuple(
    parse_condition(text)
    for text in (
        "priority = 'P1'",
        "priority <> 'P2' or service is null",
        "service in ('mail', 'net') and not priority = 'P1'",
        "record <> 'b'",
        "effort >= 2",
        "value > 0 or score >= 2.5",
    )
)
STATES = ("new", "active", "waiting", "Resolved", "closed", None)
EVENTS = ("opened", "responded", "resolved", "closed", "reopened", "noted", "noted", None)
TOLD = ("opened", "responded", "resolved", "closed", "noted")
RANKS = (Fraction(1, 2), Fraction(9, 10), Fraction(1), Fraction(1, 1000))

instants = st.integers(0, STEPS).map(lambda step: FIRST + step * STEP)
conditions: st.SearchStrategy[Condition | None] = st.sampled_from((None, None, *CONDITIONS))
fields: st.SearchStrategy[dict[str, Cell]] = st.fixed_dictionaries(
    {
        "priority": st.sampled_from(("P1", "P2", None)),
        "service": st.sampled_from(("mail", "net", "it''s", None)),
        "effort": st.sampled_from(("1", "2.5", "many", None)),
    }
)
FIELDS = ("effort", "priority", "service")
AFFECTED = ("affected", "total")
some_items = st.none() | st.builds(
    Items,
    st.sampled_from(("each", "all-down", "any-down", "pooled", "mean", "weighted")),
    st.sampled_from(("service", "priority", "nothing")),
    st.sampled_from(((), ("mail", "net"), ("net", "P1", "other"))),
)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = sorted(draw(st.tuples(instants, instants)))
    return Window(start, end + STEP, draw(instants))


@st.composite
def segments(draw: st.DrawFn, limits: st.SearchStrategy[int | None]) -> tuple[Segment, ...]:
    cuts = sorted(draw(st.lists(instants, max_size=2, unique=True)))
    edges = [FIRST - draw(st.sampled_from((0, 10**12))), *cuts, FIRST + 10**13]
    return tuple(
        Segment(
            start,
            end,
            draw(conditions),
            draw(st.sampled_from(CALENDARS)),
            frozenset(draw(st.sets(st.sampled_from(("waiting", "new", "active"))))),
            draw(limits),
        )
        for start, end in itertools.pairwise(edges)
    )


limits = st.sampled_from((None, 0, HOUR, 8 * HOUR, 30 * HOUR))
record_exclusions = st.lists(
    st.builds(
        RecordExclusion,
        st.sampled_from(("change", "force-majeure", "client")),
        conditions,
        st.frozensets(st.sampled_from("abcd"), max_size=2),
    ),
    max_size=3,
).map(tuple)


def _edge(*plain: str) -> st.SearchStrategy[Edge]:
    """An event, mostly; or several of any kind, or under a condition."""
    one = st.sampled_from(plain).map(lambda event: Edge((event,)))
    several = st.builds(
        Edge,
        st.lists(st.sampled_from(TOLD), min_size=1, max_size=3, unique=True).map(tuple),
        st.sampled_from(("any", "all")),
        conditions,
    )
    return st.one_of(one, one, several)


PLAIN_START = _edge("opened", "opened", "responded")
PLAIN_END = _edge("resolved", "resolved", "closed", "responded")


@st.composite
def elapsed_plans(
    draw: st.DrawFn,
    starts: st.SearchStrategy[Edge] = PLAIN_START,
    ends: st.SearchStrategy[Edge] = PLAIN_END,
) -> ElapsedPlan:
    return ElapsedPlan(
        draw(windows()),
        start=draw(starts),
        end=draw(ends),
        counted_in=draw(st.sampled_from(("ended", "started"))),
        classified_at=draw(st.sampled_from(("end", "start"))),
        reopened=draw(st.sampled_from(("last-end", "first-end"))),
        segments=draw(segments(limits)),
        exclusions=draw(record_exclusions),
        ranks=RANKS,
        source=draw(st.sampled_from((None, "desk"))),
    )


@st.composite
def rich_segments(draw: st.DrawFn) -> tuple[Segment, ...]:
    """Segments that may end with days, and look at the hours of the start."""
    hours = st.sampled_from((None, None, None, *CALENDARS))
    ends = st.none() | st.builds(DayEnd, st.sampled_from(CALENDARS), st.integers(0, 3))
    return tuple(
        replace(
            each,
            day_end=draw(ends),
            starts_in=draw(hours),
            starts_outside=draw(hours),
        )
        for each in draw(segments(limits))
    )


@st.composite
def joined_plans(draw: st.DrawFn) -> ElapsedPlan:
    """Clocks with several events, limits of every kind, and further clocks beside them."""
    plan = draw(elapsed_plans(_edge("opened", "responded"), _edge("resolved", "closed", "noted")))
    rich = replace(plan, segments=draw(rich_segments()))
    further = st.lists(
        elapsed_plans(_edge("opened"), _edge("responded", "resolved")), max_size=2
    ).map(lambda found: tuple(_beside(each, rich) for each in found))
    return replace(rich, also=draw(further), or_else=draw(further))


def _beside(plan: ElapsedPlan, main: ElapsedPlan) -> ElapsedPlan:
    window = Window(-(2**61), 2**61, main.window.as_of)
    return replace(plan, window=window, counted_in="started", source=main.source)


@st.composite
def cadence_plans(draw: st.DrawFn) -> CadencePlan:
    clock = draw(elapsed_plans(_edge("opened"), _edge("resolved", "closed")))
    some = st.sampled_from((1, HOUR, 8 * HOUR, 30 * HOUR))
    return CadencePlan(
        replace(clock, segments=draw(segments(some))), draw(_edge("noted", "responded"))
    )


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Cell]]:
    """Rows of a few tickets: each state left is the one entered before, and no row comes twice."""
    rows: list[dict[str, Cell]] = []
    for record in draw(st.sampled_from(("a", "ab", "abc", "abcd"))):
        told = draw(
            st.lists(
                st.tuples(instants, st.sampled_from(EVENTS), st.sampled_from(STATES), fields),
                min_size=1,
                max_size=7,
                unique_by=lambda row: (row[0], row[1], row[2], frozenset(row[3].items())),
            )
        )
        state = draw(st.sampled_from((None, None, "new", "waiting", "resolved")))
        for at, event, entered, said in sorted(told, key=lambda row: row[0]):
            left = state if entered is not None else None
            rows.append(
                {
                    "record": record,
                    "at": at,
                    "event": event,
                    "state_from": left,
                    "state": entered,
                    **said,
                }
            )
            state = entered or state
    return numbered(rows)


@st.composite
def ticket_batches(draw: st.DrawFn) -> list[PlainBatch]:
    """One batch, several that overlap, or those of two desks."""
    rows = draw(histories())
    batches = draw(shared(rows, "desk"))
    if draw(st.booleans()):
        batches += draw(shared(draw(histories()), "other"))
    return [plain("tickets", *part, source=source, fields=FIELDS) for source, part in batches]


@st.composite
def shared(
    draw: st.DrawFn, rows: Sequence[dict[str, Cell]], source: str
) -> list[tuple[str, list[dict[str, Cell]]]]:
    """The rows dealt to one to three batches, some to more than one."""
    count = draw(st.sampled_from((1, 1, 2, 3)))
    if count == 1:
        return [(source, list(rows))]
    dealt: list[list[dict[str, Cell]]] = [[] for _ in range(count)]
    for row in rows:
        for place in draw(st.sets(st.integers(0, count - 1), min_size=1)):
            dealt[place].append(row)
    return [(source, numbered(part) if "sequence" in part[0] else part) for part in dealt if part]


spans = st.lists(st.tuples(instants, st.integers(0, 5)), max_size=3).map(
    lambda found: Spans.of([(at, at + length * 5 * HOUR) for at, length in found])
)
few_spans = st.one_of(st.just(Spans.empty()), spans)
time_exclusions = st.lists(
    st.builds(
        TimeExclusion,
        st.sampled_from(("maintenance", "client")),
        spans,
        conditions,
        st.lists(st.tuples(st.sampled_from(("mail", "P1")), few_spans, few_spans), max_size=2).map(
            tuple
        ),
        few_spans,
        st.booleans(),
        st.booleans(),
    ),
    max_size=3,
).map(tuple)


@st.composite
def uptime_plans(draw: st.DrawFn) -> UptimePlan:
    return UptimePlan(
        draw(windows()),
        of=draw(st.sampled_from(("outages", "probes"))),
        segments=draw(segments(st.none())),
        exclusions=draw(time_exclusions),
        down_when=draw(conditions),
        holds_for=draw(st.sampled_from((None, 1, 5 * HOUR, 50 * HOUR))),
        source=draw(st.sampled_from((None, "desk"))),
        items=draw(some_items),
        least=draw(st.sampled_from((0, 0, HOUR + 1, 6 * HOUR))),
        resolution=draw(st.sampled_from((1, 1, MINUTE, 7 * HOUR))),
        resolution_mode=draw(st.sampled_from(("up", "down", "nearest"))),
    )


@st.composite
def request_plans(draw: st.DrawFn) -> RequestPlan:
    compared: st.SearchStrategy[Comparison] = st.sampled_from((">=", ">", "<=", "<"))
    rates = st.sampled_from((Fraction(0), Fraction(10), Fraction(100, 3), Fraction(100)))
    return RequestPlan(
        draw(windows()),
        draw(segments(st.none())),
        draw(time_exclusions),
        every=draw(st.sampled_from((None, MINUTE, 7 * HOUR, 50 * HOUR))),
        bad=draw(st.none() | st.tuples(compared, rates)),
        items=draw(some_items),
        source=draw(st.sampled_from((None, "desk"))),
    )


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Cell]:
    total = draw(st.sampled_from((0, 1, 3, 7, 10**15)))
    failed = draw(st.sampled_from((0, 1, total))) if total else 0
    return {"at": draw(instants), "total": total, "failed": failed, **draw(fields)}


@st.composite
def request_batches(draw: st.DrawFn) -> list[PlainBatch]:
    """Requests of one or two sources, in one or several batches."""
    found = []
    for source in draw(st.sampled_from((("desk",), ("desk", "other")))):
        rows = draw(st.lists(requests(), max_size=9, unique_by=identity))
        found += [
            plain("requests", *part, source=name, fields=FIELDS)
            for name, part in draw(shared(rows, source))
        ]
    return found


@st.composite
def outages(draw: st.DrawFn) -> dict[str, Cell]:
    start = draw(instants)
    length = draw(st.sampled_from((None, 0, HOUR, 9 * HOUR, 100 * HOUR)))
    end = None if length is None else start + length
    record = draw(st.sampled_from("abcd"))
    users = {
        "affected": draw(st.sampled_from((None, "0", "5", "30", "90", "x"))),
        "total": draw(st.sampled_from((None, "0", "60", "90"))),
    }
    return {"record": record, "started_at": start, "ended_at": end, **draw(fields), **users}


@st.composite
def probes(draw: st.DrawFn) -> dict[str, Cell]:
    status = draw(st.sampled_from(("up", "down")))
    return {"at": draw(instants), "status": status, "value": None, **draw(fields)}


@st.composite
def values(draw: st.DrawFn) -> dict[str, Cell]:
    value = draw(st.integers(-5, 5)) * 1_500_000 * draw(st.sampled_from((1, 10**9)))
    return {"at": draw(instants), "value": value, **draw(fields)}


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Cell]:
    return {
        "record": draw(st.sampled_from("abcd")),
        "at": draw(instants),
        "answered_at": draw(st.none() | instants),
        "score": draw(st.none() | st.integers(0, 13).map(lambda half: half * 500_000)),
        **draw(fields),
    }


def identity(row: dict[str, Cell]) -> object:
    # A person is asked, and an outage begins, once at one instant; of the rest no row comes twice.
    if "started_at" in row:
        return row["record"], row["started_at"]
    if "score" in row:
        return row["record"], row["at"]
    return frozenset(row.items())


@st.composite
def time_batches(draw: st.DrawFn) -> list[PlainBatch]:
    """Outages and probes of one or two sources, in one or several batches."""
    found = []
    for table, row in (("outages", outages()), ("probes", probes())):
        for source in draw(st.sampled_from((("desk",), ("desk", "other")))):
            rows = draw(st.lists(row, max_size=9, unique_by=identity))
            more = AFFECTED if table == "outages" else ()
            found += [
                plain(table, *part, source=name, fields=(*more, *FIELDS))  # type: ignore[arg-type] # both are tables
                for name, part in draw(shared(rows, source))
            ]
    return found


@st.composite
def plain_batches(draw: st.DrawFn) -> list[PlainBatch]:
    """Values and survey answers of one source, in one or several batches."""
    found = []
    for table, row in (("values", values()), ("surveys", answers())):
        rows = draw(st.lists(row, max_size=9, unique_by=identity))
        found += [
            plain(table, *part, source=name, fields=FIELDS)  # type: ignore[arg-type] # both are tables
            for name, part in draw(shared(rows, "desk"))
        ]
    return found


@st.composite
def value_plans(draw: st.DrawFn) -> ValuePlan:
    latest = draw(st.booleans())
    return ValuePlan(
        draw(windows()), draw(segments(limits)), draw(record_exclusions), RANKS, None, latest
    )


@st.composite
def survey_plans(draw: st.DrawFn) -> SurveyPlan:
    return SurveyPlan(draw(windows()), draw(segments(st.none())), 1, 5, 4, None)
