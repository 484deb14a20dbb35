"""The table of how far clauses come, by document; documents beyond the list have their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.clauses.judging import Judged, Standing

_ALWAYS = (Standing.COMPUTED, Standing.TRACKED, Standing.RECORDED, Standing.NOT_SAYABLE)
BEYOND = "Documents beyond the list:"


def tables(judged: Iterable[Judged]) -> str:
    """One table, and a second one where some documents are beyond the list."""
    judged = list(judged)
    listed = [each for each in judged if each.clause.listed]
    beyond = [each for each in judged if not each.clause.listed]
    shown = [_table(listed)] if listed else []
    if beyond:
        shown += [*([BEYOND] if listed else []), _table(beyond)]
    return "\n\n".join(shown)


def _table(judged: list[Judged]) -> str:
    """How far the clauses of each document come; what is wrong has a column where it happens."""
    rows: dict[str, Counter[Standing]] = {}
    for each in judged:
        rows.setdefault(each.clause.document, Counter())[each.standing] += 1
    whole = sum(rows.values(), Counter[Standing]())
    columns = [name for name in Standing if name in _ALWAYS or whole[name]]
    lines = [f"| document | clauses | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    lines += [_line(name, counts, columns) for name, counts in rows.items()]
    return "\n".join([*lines, _line("**all**", whole, columns)])


def _line(name: str, counts: Counter[Standing], columns: list[Standing]) -> str:
    told = " | ".join(str(counts[column]) for column in columns)
    return f"| {name} | {counts.total()} | {told} |"
