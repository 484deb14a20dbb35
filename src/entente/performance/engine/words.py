"""Words of conditions beside the words of the evidence: look-alikes that a condition passes over.

`service = 'core'` does not hold for "Core" or "core ". Where evidence has both, or only the other,
a service can seem perfect because none of its outages was counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from entente.agreement.conditions.meaning import All, Any, Compare, Node, Not, OneOf
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import table_of
from entente.performance.engine.reading import Evidence, Shelf, Stored
from entente.performance.engine.session import Session

MEMORY_LIMIT = "256MB"
_LONGEST = 200  # a longer text is prose, not a word of a list


def lookalikes(terms: Agreement, batches: Sequence[Stored]) -> list[str]:
    """A sentence for each word of the evidence that only looks like one in a condition."""
    if not batches:
        return []
    said: dict[str, None] = {}
    session = Session([Path(str(stored.path)) for stored in batches], MEMORY_LIMIT, 1)
    try:
        shelf = Shelf(session, batches)
        for key, level in sorted(terms.service_levels.items()):
            measure = terms.measure_of(level)
            table = table_of(measure)
            if table is None:
                continue
            found = shelf.evidence(table, measure.source)
            if not found.sources:
                continue
            conditions = [measure.where, *(terms.exclusions[e].where for e in measure.exclusions)]
            named = sorted({word for each in conditions if each for word in _words(each.tree)})
            for field, word in named:
                for other, rows in _others(session, found, field, word):
                    if (field, other) not in named:
                        said[f"{key}: {_rows(rows)} {field} {other!r}, which is not {word!r}"] = (
                            None
                        )
    finally:
        session.close()
    return list(said)


def _rows(count: int) -> str:
    return f"{count:,} rows of evidence have" if count > 1 else "a row of evidence has"


def _words(node: Node) -> Iterator[tuple[str, str]]:
    """The texts that fields are held against as equal or not."""
    if isinstance(node, All | Any):
        for part in node.of:
            yield from _words(part)
    elif isinstance(node, Not):
        yield from _words(node.of)
    elif isinstance(node, Compare) and node.operator in {"=", "<>"}:
        yield from _texts(node.field, (node.value,))
    elif isinstance(node, OneOf):
        yield from _texts(node.field, node.values)


def _texts(field: str, values: Sequence[object]) -> Iterator[tuple[str, str]]:
    return ((field, value) for value in values if isinstance(value, str))


def _others(session: Session, found: Evidence, field: str, word: str) -> list[tuple[str, int]]:
    column = found.field(field)
    if not _folded(word):
        return []
    rows = session.all(
        f"SELECT {column}, count(*) FROM {found.relation} WHERE length({column}) <= {_LONGEST}"
        f" GROUP BY 1 ORDER BY 1"
    )
    return [
        (text, count) for text, count in rows if text != word and _folded(text) == _folded(word)
    ]


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()
