"""Files of clauses: read, merged over their base, ready to be judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entente.agreement.text.yaml_source import Mapping, read_bytes
from tests.clauses.writing import FILE, faults_of, unknown

Plain = dict[str, Any]

# What every fragment may leave unsaid: an agreement needs these, a clause does not.
ASSUMED: Plain = {
    "alliance": "clause",
    "title": "A clause of a real agreement",
    "zone": "UTC",
    "in_force": {"from": "2020-01-01"},
    "parties": {"client": {"name": "Client"}, "provider": {"name": "Provider"}},
}
# What a row of facts says of itself, and no column: how often it stands there, and on which days.
NOT_COLUMNS = ("times", "every_day", "but", "on")


class NotAFragment(ValueError):
    """A file of clauses that is not written as one; the sentence says where and what to do."""


@dataclass(frozen=True)
class Case:
    """Facts, the month that is judged, and what must come out of it."""

    period: str
    expect: Plain
    facts: Plain
    as_of: str | None = None


@dataclass(frozen=True)
class Clause:
    """One clause of a document: its terms as a whole agreement, and what is expected of them."""

    document: str
    key: str
    says: str
    text: str
    cases: tuple[Case, ...] = ()
    duties: tuple[Plain, ...] = ()
    prices: tuple[Plain, ...] = ()
    findings: tuple[str, ...] = ()
    listed: bool = True
    has_fragment: bool = True
    faults: tuple[str, ...] = ()


def files_of(paths: list[Path]) -> list[Path]:
    """The files of clauses among files and folders, in order; NotAFragment where there are none."""
    found: list[Path] = []
    for path in paths:
        files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not files or not all(file.is_file() for file in files):
            raise NotAFragment(f"{path}: there is no file of clauses: name a .yaml file, or a "
                               "folder of them")  # fmt: skip
        found += files
    return found


def clauses_of(path: Path) -> Iterator[Clause]:
    """The clauses of a file; NotAFragment where it is not written as one.

    A clause that is not written as one has its `faults`, and is judged by nothing else.
    """
    document = read_bytes(path.read_bytes(), path.name)
    if document.findings or not isinstance(document.root, Mapping):
        said = "; ".join(f"{f.place}: {f.message}" for f in document.findings)
        raise NotAFragment(f"{path.name}: {said or 'a file of clauses is keys with values'}")
    plain: Any = document.root.plain()
    if said := "; ".join(unknown("a file of clauses", plain, FILE)):
        raise NotAFragment(f"{path.name}: {said}")
    written = plain.get("clauses")
    if not isinstance(written, dict) or not written:
        raise NotAFragment(f"{path.name}: clauses is missing: write each clause under its name")
    for key, clause in written.items():
        faults = tuple(faults_of(clause))
        if not faults:
            try:
                yield _clause(key, clause, plain, path.stem)
                continue
            except NotAFragment as error:
                faults = (str(error),)
        says = clause.get("says", "") if isinstance(clause, dict) else ""
        document_name, listed = _whose(plain, path.stem)
        yield Clause(document_name, key, str(says), "", listed=listed, faults=faults)


def _whose(whole: Plain, stem: str) -> tuple[str, bool]:
    """The name of a file's document, and whether it is one of those that are listed."""
    return str(whole.get("document", stem)), whole.get("listed", True) is not False


def _clause(key: str, clause: Plain, whole: Plain, stem: str) -> Clause:
    terms: Plain = merged(ASSUMED, whole.get("base", {}))
    facts: Plain = {}
    document, listed = _whose(whole, stem)
    for one in [*_likes(clause, whole["clauses"], (key,)), clause]:
        terms = merged(terms, one.get("terms", {}))
        facts = {**facts, **one.get("facts", {})}
    cases = clause.get("cases", [])
    if "expect" in clause:
        cases = [{"period": clause.get("period"), "expect": clause["expect"],
                  "as_of": clause.get("as_of")}, *cases]  # fmt: skip
    return Clause(
        document,
        key,
        str(clause.get("says", "")),
        json.dumps(with_evidence(terms, facts, cases), ensure_ascii=False),
        tuple(
            Case(
                str(case.get("period") or clause.get("period") or "2026-03"),
                case["expect"],
                {**facts, **case.get("facts", {})},
                case.get("as_of"),
            )
            for case in cases
        ),
        _several(clause.get("duties", [])),
        _several(clause.get("prices", [])),
        tuple(clause.get("findings", ())),
        listed,
    )


def _several(given: Plain | list[Plain]) -> tuple[Plain, ...]:
    return (given,) if isinstance(given, dict) else tuple(given)


def _likes(clause: Plain, written: Plain, seen: tuple[str, ...]) -> list[Plain]:
    """The clauses that one starts from, the first of them first."""
    if "like" not in clause:
        return []
    name = clause["like"]
    if not isinstance(written.get(name), dict):
        raise NotAFragment(f"like: there is no clause {name!r} in this file to start from")
    if name in seen:
        raise NotAFragment(f"like: {' is like '.join([*seen, name])}, in a circle")
    return [*_likes(written[name], written, (*seen, name)), written[name]]


def merged(first: Plain, second: Plain) -> Plain:
    """Two mappings as one: what the second says wins, mappings join, a null takes a key away."""
    found = dict(first)
    for key, value in second.items():
        if value is None:
            found.pop(key, None)
        elif isinstance(value, dict) and isinstance(found.get(key), dict):
            found[key] = merged(found[key], value)
        else:
            found[key] = value
    return found


def with_evidence(terms: Plain, facts: Plain, cases: list[Plain]) -> Plain:
    """The terms with a source for each table of the facts for which they name none."""
    rows: dict[str, list[Plain]] = {}
    for given in [facts, *(case.get("facts", {}) for case in cases)]:
        for table, some in given.items():
            rows.setdefault(table, []).extend(some)
    sources = {**terms.get("evidence", {})}
    named = {source.get("table") for source in sources.values()}
    for table, some in rows.items():
        if table not in named:
            sources[f"facts-of-{table}"] = source_of(table, some)
    return {**terms, "evidence": sources} if sources else terms


def source_of(table: str, rows: list[Plain]) -> Plain:
    """The mapping of rows written down as facts: each column by its own name."""
    from entente.agreement.lint.sources import COLUMNS  # the one list of columns by table

    names = list(dict.fromkeys(name for row in rows for name in row if name not in NOT_COLUMNS))
    if any("times" in row and "record" not in row for row in rows):
        names.append("copy")
    if table not in COLUMNS:
        raise NotAFragment(f"facts: there is no table {table!r}: write {', '.join(COLUMNS)}")
    known = COLUMNS[table]
    if table == "tickets" and "at" not in names:
        # No field has a hyphen in its name: such a column without a time is an event all the same.
        moments = [
            name for name in names if "-" in name or any(is_moment(row.get(name)) for row in rows)
        ]
        fields = [name for name in names if name not in {*moments, "record"}]
        return {
            "table": table,
            "columns": {"record": "record"},
            "times": {name: name for name in moments},
            "fields": {name: name for name in fields},
        }
    mapped: Plain = {
        "table": table,
        "columns": {name: name for name in names if name in known},
        "fields": {name: name for name in names if name not in known},
    }
    if table == "tickets":  # events of the desk's own have to be named
        mapped["events"] = list(dict.fromkeys(row["event"] for row in rows if row.get("event")))
    return mapped


def is_moment(value: object) -> bool:
    """Whether a fact is a date with a time of day."""
    text = str(value)
    for day in ("{day}", "{next}"):
        text = text.replace(day, "2026-03-01")
    return len(text) >= 16 and text[4:5] == "-" and text[13:14] == ":"
