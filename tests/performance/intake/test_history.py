"""Ticket histories: states left and entered, and each event once."""

from __future__ import annotations

from tests.performance.intake.conftest import Take, left_out, rows_of

STATES = {
    "New": {"state": "new"},
    "Working": {"state": "active", "event": "responded"},
    "Waiting": {"state": "waiting"},
    "Done": {"state": "resolved", "event": "resolved"},
    "Closed": {"state": "closed", "event": "closed"},
}
SECOND = 1_000_000


def _log(*rows: tuple[str, int, str]) -> str:
    lines = (f"{record},{at},{state}" for record, at, state in rows)
    return "record,at,state\n" + "\n".join(lines) + "\n"


def _history(take: Take, *rows: tuple[str, int, str]) -> list[tuple[object, ...]]:
    stored = take(_log(*rows), table="tickets", dates=["epoch-seconds"], states=STATES)
    keys = ("record", "at", "sequence", "event", "state_from", "state")
    return [tuple(row[key] for key in keys) for row in rows_of(stored)]


def test_each_row_names_the_state_left_and_the_state_entered(take: Take) -> None:
    found = _history(take, ("A", 3, "Waiting"), ("A", 1, "New"), ("B", 2, "New"))

    assert [row[4:] for row in found] == [(None, "new"), ("new", "waiting"), (None, "new")]


def test_a_ticket_opens_once_and_is_responded_to_once(take: Take) -> None:
    found = _history(
        take, ("A", 1, "New"), ("A", 2, "Working"), ("A", 3, "Waiting"), ("A", 4, "Working")
    )

    assert [row[3] for row in found] == ["opened", "responded", None, None]


def test_leaving_an_end_state_reopens_and_entering_it_again_resolves_again(take: Take) -> None:
    found = _history(
        take, ("A", 1, "Working"), ("A", 2, "Done"), ("A", 3, "Waiting"), ("A", 4, "Done")
    )

    assert [(row[1], row[3]) for row in found] == [
        (1 * SECOND, "opened"),
        (1 * SECOND, "responded"),
        (2 * SECOND, "resolved"),
        (3 * SECOND, "reopened"),
        (4 * SECOND, "resolved"),
    ]


def test_a_second_event_of_one_row_is_a_row_that_only_tells_of_an_event(take: Take) -> None:
    found = _history(take, ("A", 1, "Working"))

    assert found == [
        ("A", SECOND, 0, "opened", None, "active"),
        ("A", SECOND, 1, "responded", None, None),
    ]


def test_closing_a_resolved_ticket_does_not_reopen_it(take: Take) -> None:
    found = _history(
        take, ("A", 1, "New"), ("A", 2, "Done"), ("A", 3, "Closed"), ("A", 4, "Closed")
    )

    assert [row[3] for row in found] == ["opened", "resolved", "closed", None]


def test_rows_of_one_instant_keep_the_order_of_the_source(take: Take) -> None:
    found = _history(take, ("A", 1, "New"), ("A", 1, "Waiting"), ("A", 1, "Done"))

    assert [(row[2], row[5]) for row in found] == [(0, "new"), (1, "waiting"), (2, "resolved")]


def test_time_columns_give_each_event_once_with_the_fields_known_by_then(take: Take) -> None:
    log = (
        "record,at,prio,opened_at,closed_at\n"
        "A,20,P3,10,50\n"  # the log tells of the closing before it happened
        "A,30,P1,10,50\n"
        "A,60,P4,10,50\n"
    )

    stored = take(
        log,
        table="tickets",
        dates=["epoch-seconds"],
        columns={"at": "at"},
        fields={"priority": "prio"},
        times={"opened": "opened_at", "closed": "closed_at"},
    )

    told = [row for row in rows_of(stored) if row["event"]]
    assert [(row["event"], row["at"], row["priority"]) for row in told] == [
        ("opened", 10 * SECOND, "P3"),
        ("closed", 50 * SECOND, "P1"),
    ]


def test_one_row_a_ticket_needs_no_column_of_moments(take: Take) -> None:
    log = "Number,Opened,Fixed,Prio\nA,1,5,P1\nB,2,,P2\n"

    stored = take(
        log,
        table="tickets",
        dates=["epoch-seconds"],
        columns={"record": "Number"},
        fields={"priority": "Prio"},
        times={"opened": "Opened", "resolved": "Fixed"},
    )

    found = [(row["record"], row["event"], row["priority"]) for row in rows_of(stored)]
    assert found == [("A", "opened", "P1"), ("A", "resolved", "P1"), ("B", "opened", "P2")]


def test_a_column_of_events_is_believed_and_nothing_is_derived(take: Take) -> None:
    log = "record,at,event\nA,1,opened\nA,2,\nA,3,resolved\nA,4,exploded\n"

    stored = take(log, table="tickets", dates=["epoch-seconds"])

    assert [row["event"] for row in rows_of(stored)] == ["opened", None, "resolved"]
    assert left_out(stored) == [(5, "unknown-event")]


def test_rows_before_the_opening_and_unknown_states_are_left_out_by_name(take: Take) -> None:
    log = "record,at,state,opened\nA,5,New,10\nA,11,-100,10\nA,12,Working,10\nB,1,New,2\n"

    stored = take(
        log,
        table="tickets",
        dates=["epoch-seconds"],
        columns={"at": "at"},
        times={"opened": "opened"},
        states=STATES,
    )

    assert left_out(stored) == [(2, "out-of-order"), (3, "unknown-state"), (5, "out-of-order")]
    assert dict(stored.batch.quarantined) == {"out-of-order": 2, "unknown-state": 1}


def test_only_a_whole_row_said_twice_is_a_duplicate(take: Take) -> None:
    log = "record,at,state,note\nA,1,New,x\nA,1,New,y\nA,1,New,x\n"

    stored = take(log, table="tickets", dates=["epoch-seconds"], states=STATES)

    assert [row["sequence"] for row in rows_of(stored)] == [0, 1]
    assert left_out(stored) == [(4, "duplicate")]


def test_a_row_says_which_row_of_the_source_it_came_from(take: Take) -> None:
    stored = take(_log(("B", 2, "New"), ("A", 1, "New")), table="tickets", dates=["epoch-seconds"])

    assert [(row["record"], row["row_number"]) for row in rows_of(stored)] == [("A", 3), ("B", 2)]


def test_events_of_the_desks_own_come_from_times_states_and_an_event_column(take: Take) -> None:
    times = take(
        "record,opened,fix\nA,1,5\n",
        table="tickets",
        dates=["epoch-seconds"],
        times={"opened": "opened", "fix-in-place": "fix"},
    )
    states = take(
        "record,at,state\nA,1,New\nA,2,Escalated\nA,3,New\nA,4,Escalated\n",
        table="tickets",
        dates=["epoch-seconds"],
        states={
            "New": {"event": "opened", "state": "new"},
            "Escalated": {"event": "escalated", "state": "escalated"},
        },
    )
    column = take(
        "record,at,event\nA,1,opened\nA,2,called\nA,3,exploded\n",
        table="tickets",
        dates=["epoch-seconds"],
        events=["called"],
    )

    told = [[row["event"] for row in rows_of(each)] for each in (times, states, column)]
    assert told == [
        ["opened", "fix-in-place"],
        ["opened", "escalated", None, "escalated"],
        ["opened", "called"],
    ]
    assert left_out(column) == [(4, "unknown-event")]
