"""Histories of any log: equal to a walk through each ticket's rows in plain Python."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.terms.sources import Source
from entente.performance.intake import take_in
from tests.performance.intake.conftest import rows_of

STATES = {
    "New": {"state": "new", "event": "opened"},
    "Begun": {"state": "new"},
    "Working": {"state": "active", "event": "responded"},
    "Waiting": {"state": "waiting"},
    "Escalated": {"state": "escalated", "event": "escalated"},
    "Done": {"state": "resolved", "event": "resolved"},
    "Closed": {"state": "closed", "event": "closed"},
}
OVER = ("resolved", "closed")
LogRow = tuple[str, int, str]
rows = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2", "T10", "ä"]),
        st.integers(1, 4),
        st.sampled_from([*STATES, ""]),
    ),
    max_size=14,
)
known = st.sets(st.sampled_from(["New", "Working", "Escalated"])).map(
    lambda left: {word: told for word, told in STATES.items() if word not in left}
)


def _events(meanings: list[str | None], states: list[str | None], opens: bool) -> list[str]:
    """The events of a ticket's last row, from the whole of its history up to there."""
    meaning, earlier = meanings[-1], meanings[:-1]
    before = [one for one in earlier if one is not None]
    left = next((state for state in reversed(states[:-1]) if state), None)
    entered = left != states[-1]
    found = []
    if ("opened" not in earlier and meaning == "opened") if opens else not earlier:
        found.append("opened")
    if before and before[-1] in OVER and meaning is not None and meaning not in OVER:
        found.append("reopened")
    if meaning == "responded" and "responded" not in earlier:
        found.append("responded")
    return found + [e for e in (*OVER, "escalated") if meaning == e and entered]


def _walked(log: list[LogRow], known: dict[str, dict[str, str]]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    opens = "New" in known
    for record in sorted({record for record, _, _ in log}):
        own = sorted((at, number, word) for number, (r, at, word) in enumerate(log) if r == record)
        states: list[str | None] = []
        meanings: list[str | None] = []
        turns: dict[int, int] = {}
        for at, number, word in own:
            left = next((state for state in reversed(states) if state), None)
            states.append(known[word]["state"] if word else None)
            meanings.append(known[word].get("event", "") if word else None)
            for place, event in enumerate(_events(meanings, states, opens) or [None]):
                turn = turns[at] = turns.get(at, -1) + 1
                both = (left, states[-1]) if place == 0 else (None, None)
                found.append((record, at * 1_000_000, turn, event, *both, f"n{number}"))
    return found


@settings(max_examples=60, deadline=None)
@given(log=rows, known=known)
def test_a_history_is_what_a_walk_through_each_ticket_says(
    log: list[LogRow], known: dict[str, dict[str, str]]
) -> None:
    log = [row for row in log if row[2] in known or not row[2]]
    lines = (f"{record},{at},{word},n{n}\n" for n, (record, at, word) in enumerate(log))
    source = Source.model_validate(
        {
            "table": "tickets",
            "dates": ["epoch-seconds"],
            "states": known,
            "fields": {"note": "note"},
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text("record,at,state,note\n" + "".join(lines), encoding="utf-8")

        (stored,) = take_in(
            [path], sources={"log": source}, zone="UTC", folder=Path(folder), source="log"
        )

        keys = ("record", "at", "sequence", "event", "state_from", "state", "note")
        told = [tuple(row[key] for key in keys) for row in rows_of(stored)]
    assert told == _walked(log, known)
