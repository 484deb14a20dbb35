"""Rows of XES event logs: one row an event, the attributes of its trace as `trace:...`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import UnreadableFile, opened
from entente.performance.intake.rows import Rows, Seen, Wanted

MOST_EVENTS = 100_000  # of one trace, which is held in memory
_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})


class Element(Protocol):
    """What is used of an XML element."""

    tag: str

    def __iter__(self) -> Iterator[Element]: ...
    def get(self, key: str, default: str = "") -> str: ...
    def clear(self) -> None: ...


def xes_rows(path: Path, _: Mapping, wanted: Sequence[Wanted]) -> Rows:
    """The events of a log, in its order; the first event is row 1. Document types are refused."""
    seen = Seen(path.name, wanted)
    number = 0
    with opened(path) as data:
        for trace, events in _traces(path.name, data):
            for event in events:
                number += 1
                yield seen.row(number, trace | event)
    seen.close()


Attributes = dict[str, str | None]


def _traces(name: str, data: BinaryIO) -> Iterator[tuple[Attributes, list[Attributes]]]:
    root: Element | None = None
    events: list[Attributes] = []
    try:
        for moment, element in iterparse(data, events=("start", "end"), forbid_dtd=True):
            root = element if root is None else root
            kind = _kind(element) if moment == "end" else ""
            if kind == "event":
                events.append(_attributes(element))
                element.clear()
            elif kind == "trace":
                trace = _attributes(element)
                yield {f"trace:{key}": value for key, value in trace.items()}, events
                events = []
                root.clear()
            if len(events) > MOST_EVENTS:
                raise UnreadableFile(f"{name}: a trace has more than {MOST_EVENTS} events")
    except UnreadableFile:
        raise
    except DefusedXmlException:
        raise UnreadableFile(f"{name} declares a document type: refused, like entities") from None
    except (ParseError, ValueError, LookupError) as error:  # also for an unknown encoding
        raise UnreadableFile(f"{name} is not well-formed XML: {error}") from None


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attributes(element: Element) -> Attributes:
    return {
        child.get("key", ""): child.get("value") for child in element if _kind(child) in _VALUES
    }
