"""Random events, deadlines and records, small and nasty, and plans that ask for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st

from entente.performance.engine.reference import Cell, PlainBatch
from entente.performance.kernel.plans import (
    DeadlinePlan,
    EventsPlan,
    Occasion,
    RecordPlan,
    Sought,
)
from tests.performance.engine.batches import plain
from tests.performance.engine.random_plans import (
    FIELDS,
    conditions,
    fields,
    identity,
    instants,
    plain_batches,
    record_exclusions,
    segments,
    shared,
    time_batches,
    windows,
)

sought = st.builds(
    Sought,
    st.sampled_from(("arrived", "sent", "it's done")),
    conditions,
    st.none() | st.frozensets(st.sampled_from("abcd"), max_size=2),
)
events_plans = st.builds(
    EventsPlan,
    instants,
    st.lists(sought, max_size=3).map(tuple),
    st.sampled_from((None, "desk")),
)


@st.composite
def deadline_plans(draw: st.DrawFn) -> DeadlinePlan:
    occasions = draw(
        st.lists(
            st.builds(
                Occasion,
                st.sampled_from("abcde"),
                st.sampled_from(("arrived", "sent")),
                st.just("2024-03-29"),
                st.none() | instants,
                st.sampled_from(("", "", "not in time")),
                st.booleans(),
                st.sampled_from((None, None, "client")),
            ),
            max_size=5,
            unique_by=lambda each: each.record,
        )
    )
    found = tuple(
        Sought(event, draw(conditions), frozenset(o.record for o in occasions if o.event == event))
        for event in ("arrived", "sent")
    )
    source = draw(st.sampled_from((None, "desk")))
    return DeadlinePlan(draw(windows()), tuple(occasions), found, ("client",), source)


@st.composite
def events(draw: st.DrawFn) -> dict[str, Cell]:
    event = draw(st.sampled_from(("arrived", "sent", "it's done", "other")))
    return {
        "record": draw(st.sampled_from("abcd")),
        "at": draw(instants),
        "event": event,
        **draw(fields),
    }


@st.composite
def events_batches(draw: st.DrawFn) -> list[PlainBatch]:
    """Events of one or two sources, in one or several batches."""
    found = []
    for source in draw(st.sampled_from((("desk",), ("desk", "other")))):
        rows = draw(st.lists(events(), max_size=12, unique_by=identity))
        found += [
            plain("events", *part, source=name, fields=FIELDS)
            for name, part in draw(shared(rows, source))
        ]
    return found


tables_of_records: st.SearchStrategy[Literal["outages", "events", "values", "surveys"]]
tables_of_records = st.sampled_from(("outages", "events", "values", "surveys"))


@st.composite
def record_plans(draw: st.DrawFn) -> RecordPlan:
    table = draw(tables_of_records)
    chosen = st.sampled_from((None, "sent")) if table == "events" else st.none()
    told = tuple(
        replace(each, good=draw(conditions), event=draw(chosen))
        for each in draw(segments(st.none()))
    )
    return RecordPlan(
        draw(windows()),
        table,
        told,
        draw(record_exclusions),
        draw(st.booleans()),
        draw(st.sampled_from((None, "desk"))),
    )


record_batches = st.tuples(time_batches(), plain_batches(), events_batches()).map(
    lambda found: [batch for batches in found for batch in batches]
)
