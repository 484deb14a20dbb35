"""What became of a clause: computed, tracked, recorded, or not sayable; and what differs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from entente.agreement.reading import Reading, read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.foundation.canonical import written
from entente.foundation.instants import zone
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import Reference
from entente.performance.kernel.results import Result
from entente.performance.kernel.statement import Statement
from entente.performance.kernel.versions import parse_month
from entente.performance.measuring import measured
from tests.clauses import duties, prices
from tests.clauses.evidence import plain_batches, taken_in
from tests.clauses.fragments import Case, Clause

Plain = dict[str, Any]


class Standing(StrEnum):
    """How far a clause comes in the language."""

    COMPUTED = "computed"
    TRACKED = "tracked"
    RECORDED = "recorded"
    NOT_SAYABLE = "not sayable"
    NOT_AS_EXPECTED = "not as expected"
    NO_FRAGMENT = "no fragment"


@dataclass(frozen=True)
class Judged:
    """A clause, how far it comes, and everything that is not as expected."""

    clause: Clause
    standing: Standing
    wrong: tuple[str, ...] = ()


def judge(clause: Clause) -> Judged:
    """Read a clause, compute or track it, and hold it against what was worked out by hand."""
    if not clause.has_fragment:
        lacking = f"nobody has written it down: {clause.says}"
        return Judged(clause, Standing.NO_FRAGMENT, (lacking,))
    if clause.faults:
        return Judged(clause, Standing.NOT_AS_EXPECTED, clause.faults)
    reading = read_agreement_text(clause.text, clause.key)
    if reading.agreement is None:
        said = tuple(f"{'.'.join(map(str, f.path))}: {f.message}" for f in reading.errors)
        return Judged(clause, Standing.NOT_SAYABLE, said)
    wrong = list(_of_lint(clause, reading)) + list(_of_facts(clause, reading.agreement))
    if wrong:
        return Judged(clause, Standing.NOT_AS_EXPECTED, tuple(wrong))
    if clause.cases or clause.prices:
        return Judged(clause, Standing.COMPUTED)
    return Judged(clause, Standing.TRACKED if clause.duties else Standing.RECORDED)


def _of_lint(clause: Clause, reading: Reading) -> Iterator[str]:
    for found in reading.errors:
        if found.rule not in clause.findings:
            yield f"lint: {found.rule}: {found.message}"
    for rule in clause.findings:
        if rule not in {found.rule for found in reading.findings}:
            yield f"lint does not find {rule}"


def _of_facts(clause: Clause, terms: Agreement) -> Iterator[str]:
    """What is not as expected; whatever a stranger's clause meets is an answer, not an end."""
    for case in clause.cases:
        try:
            yield from _of_case(terms, case)
        except Exception as error:
            yield f"{case.period}: it cannot be computed: {_said(error)}"
    for place, wanted in enumerate(clause.duties, 1):
        try:
            yield from duties.differing(terms, wanted)
        except Exception as error:
            yield f"duties {place}: {_said(error)}"
    for place, wanted in enumerate(clause.prices, 1):
        try:
            yield from prices.differing(terms, wanted)
        except Exception as error:
            yield f"prices {place}: {_said(error)}"


def _said(error: Exception) -> str:
    """An error as a sentence: those that were written for people say it themselves."""
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"


def _of_case(terms: Agreement, case: Case) -> list[str]:
    month = parse_month(case.period)
    with tempfile.TemporaryDirectory() as folder:
        stored = taken_in(terms, case.facts, Path(folder))
        as_of = _instant(case.as_of, terms) if case.as_of else None
        with DuckEngine(stored, threads=1) as engine:
            made = measured([terms], stored, engine, month, as_of=as_of)
        slow = measured([terms], stored, Reference(plain_batches(stored)), month, as_of=as_of)
    wrong = [] if made == slow else [f"{case.period}: the two engines differ"]
    differs = differing(made, case.expect)
    if differs and any(each.state.value == "not_measured" for each in made.results):
        differs.append(f"nothing was counted of {case.period}; {_columns(case.facts)}")
    return wrong + [f"{case.period}: {said}" for said in differs]


def _columns(facts: Plain) -> str:
    """What the facts tell, by table: a name that terms ask for and that is none of these is why."""
    told = [
        f"{table} have {', '.join(dict.fromkeys(name for row in rows for name in row))}"
        for table, rows in facts.items()
    ]
    return "the facts of " + "; of ".join(told) if told else "there are no facts"


def _instant(text: str, terms: Agreement) -> int:
    import datetime as dt

    at = dt.datetime.fromisoformat(text)
    at = at if at.tzinfo else at.replace(tzinfo=zone(terms.zone))
    return int(at.timestamp()) * 1_000_000


def differing(made: Statement, expect: Plain) -> list[str]:
    """Where a statement is not as expected: results and credits in short forms, or any part."""
    wrong: list[str] = []
    named = [result.level for result in made.results]
    for level, wanted in expect.get("results", {}).items():
        if level in named:
            wrong += _of_result(made.result(level), wanted)
        else:
            wrong.append(f"results: there is no {level}: there are {', '.join(named) or 'none'}")
    if "credits" in expect:
        wrong += _of_credits(made, expect["credits"])
    plain: Any = written(made)
    for part in ("defaults", "rights", "ratchets"):
        wrong += _unlike(plain[part], expect.get(part, {}), part)
    wrong += _unlike(plain, expect.get("statement", {}), "statement")
    return wrong


def _of_result(found: Result, wanted: Plain | str) -> list[str]:
    if isinstance(wanted, str):
        wanted = {"state": wanted}
    have: Plain = {"state": found.state.value, "figure": str(found.net), "period": found.period}
    have["gross"] = str(found.gross)
    have |= {number.name: str(number.value) for number in found.numbers}
    return [
        f"{found.level}: {name} is {have[name]}, expected {value}"
        if name in have
        else f"{found.level} has no {name}: it has {', '.join(have)}"
        for name, value in wanted.items()
        if name not in have or _plain(have[name]) != _plain(value)
    ]


def _plain(value: object) -> str:
    text = str(value).replace("_", "-").replace(" ", "").replace("None", "none")
    text = text.removesuffix("/1")  # a whole number as a fraction
    # A value is shown with the places of its rounding: 89.90 is 89.9.
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", text) else text


_AMOUNTS = ("uncapped", "capped", "settled", "days")


def _of_credits(made: Statement, wanted: Plain) -> list[str]:
    if made.credits is None:
        return ["there are no credits"]
    have: Plain = {name: getattr(made.credits, name) for name in _AMOUNTS}
    have |= {level.level: level.accrued for level in made.credits.levels}
    amounts = {name: value for name, value in wanted.items() if not isinstance(value, dict | list)}
    other = {name: value for name, value in wanted.items() if name not in amounts}
    plain: Any = written(made.credits)
    return [
        f"credits: {name} is {have.get(name)}, expected {value}"
        for name, value in amounts.items()
        if name not in have or have[name] != type(have[name])(str(value))
    ] + _unlike(plain, other, "credits")


def _unlike(found: Any, wanted: Any, at: str) -> list[str]:
    """Where a part of a document does not hold what is wanted of it; lists go by `level` or key."""
    if isinstance(wanted, dict) and isinstance(found, list):
        found = {str(_name(each)): each for each in found}
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return [f"{at} is {found!r}, expected keys {', '.join(wanted)}"]
        return [
            said
            for key, value in wanted.items()
            for said in (
                _unlike(found[key], value, f"{at}.{key}")
                if key in found
                else [f"{at} has no {key}: it has {', '.join(map(str, found))}"]
            )
        ]
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return [f"{at} has {len(found)} entries, expected {len(wanted)}: {found}"]
        pairs = zip(found, wanted, strict=True)
        return [s for n, (f, w) in enumerate(pairs) for s in _unlike(f, w, f"{at}[{n}]")]
    return [] if _plain(found) == _plain(wanted) else [f"{at} is {found!r}, expected {wanted!r}"]


def _name(each: Any) -> object:
    if not isinstance(each, dict):
        return each
    named = (each.get(name) for name in ("level", "right", "key", "name", "label", "period"))
    return next((name for name in named if name is not None), "")
