"""How a fragment is written: what each of its parts may hold, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Plain = Mapping[str, Any]

FILE = frozenset({"document", "title", "source", "listed", "base", "clauses"})
CLAUSE = frozenset({"says", "terms", "facts", "like", "cases", "note", "period", "expect", "duties",
                    "prices", "as_of", "findings"})  # fmt: skip
CASE = frozenset({"period", "facts", "expect", "as_of", "note"})
EXPECT = frozenset({"results", "credits", "defaults", "rights", "ratchets", "statement"})
DUTIES = frozenset({"told", "from", "until", "as_of", "expect", "stages", "note"})
DUTY = frozenset({"clause", "party", "what", "because", "due", "nature", "calendar", "warn",
                  "silence", "consequence", "moved_by", "excused_by", "late"})  # fmt: skip
STAGE = frozenset({"state", "on"})


def unknown(where: str, given: object, known: frozenset[str]) -> Iterator[str]:
    """A sentence where something is no mapping, or has keys that mean nothing."""
    if not isinstance(given, Mapping):
        yield f"{where} is {given!r}: write keys with values ({', '.join(sorted(known))})"
        return
    for key in given:
        if key not in known:
            yield f"{where} has no key {key!r}: it may have {', '.join(sorted(known))}"


def faults_of(clause: object) -> Iterator[str]:
    """Everything that is wrong with how a clause is written, whatever its terms mean."""
    yield from unknown("a clause", clause, CLAUSE)
    if not isinstance(clause, Mapping):
        return
    if not str(clause.get("says") or "").strip():
        yield "says is missing: tell the clause in a sentence of your own"
    yield from _of_facts("facts", clause.get("facts"))
    if "expect" in clause:
        yield from _of_expect("expect", clause["expect"])
    elif "cases" not in clause and (idle := {"period", "as_of"} & set(clause)):
        yield f"{' and '.join(sorted(idle))} without expect: say what must come out"
    if clause.get("facts") and not {"expect", "cases"} & set(clause):
        yield "facts without expect: say what must come out of them"
    for number, case in enumerate(_several(clause.get("cases")), 1):
        yield from _of_case(f"cases {number}", case)
    for number, wanted in enumerate(_several(clause.get("duties")), 1):
        yield from _of_duties(f"duties {number}", wanted)


def _several(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, list) else [given]


def _of_case(where: str, case: object) -> Iterator[str]:
    yield from unknown(where, case, CASE)
    if isinstance(case, Mapping):
        yield from _of_facts(f"{where}: facts", case.get("facts"))
        yield from _of_expect(f"{where}: expect", case.get("expect"))


def _of_facts(where: str, facts: object) -> Iterator[str]:
    if facts is None:
        return
    if not isinstance(facts, Mapping):
        yield f"{where} is {facts!r}: write rows under the name of their table (tickets: ...)"
        return
    for table, rows in facts.items():
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            yield f"{where}: {table} is a list of rows, each with keys and values"


def _of_expect(where: str, expect: object) -> Iterator[str]:
    if expect is None:
        yield f"{where} is missing: say what must come out ({', '.join(sorted(EXPECT))})"
        return
    yield from unknown(where, expect, EXPECT)
    if isinstance(expect, Mapping) and not any(_holds(part) for part in expect.values()):
        yield f"{where} expects nothing: say at least one figure, state or amount"


def _holds(part: object) -> bool:
    """Whether something in it is expected at all."""
    if isinstance(part, Mapping):
        return any(_holds(value) for value in part.values())
    if isinstance(part, list):
        return any(_holds(value) for value in part)
    return part is not None


def _of_duties(where: str, wanted: object) -> Iterator[str]:
    yield from unknown(where, wanted, DUTIES)
    if not isinstance(wanted, Mapping):
        return
    for name in ("from", "until", "expect"):
        if name not in wanted:
            yield f"{where}: {name} is missing"
    for told in _several(wanted.get("told")):
        if not isinstance(told, Mapping) or not {"event", "at"} <= set(told):
            yield f"{where}: told is {told!r}: an event that is told has at least event and at"
    for duty in _several(wanted.get("expect")):
        yield from unknown(f"{where}: an expected duty", duty, DUTY)
        if isinstance(duty, Mapping) and not {"clause", "due"} <= set(duty):
            yield f"{where}: an expected duty names at least its clause and when it is due"
    for stage in _several(wanted.get("stages")):
        yield from unknown(f"{where}: a stage", stage, STAGE)
    if not _several(wanted.get("expect")) and not _several(wanted.get("stages")):
        yield f"{where} expects nothing: say at least one duty, or a stage of an acceptance"
