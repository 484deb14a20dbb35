"""The rows behind a figure as a table: titles, cells as read, cells as exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from entente.agreement.terms.events import Events, names_of
from entente.agreement.terms.measures import Cadence, ElapsedTerms
from entente.foundation.instants import SECOND
from entente.performance.kernel.asked import Asked
from entente.performance.kernel.kinds.clocks import EVERY
from entente.performance.kernel.plans import (
    CadencePlan,
    DeadlinePlan,
    ElapsedPlan,
    RecordPlan,
    RequestPlan,
    UptimePlan,
    ValuePlan,
)
from entente.performance.kernel.rows import (
    ElapsedRow,
    Fields,
    OccasionRow,
    RecordRow,
    RequestRow,
    Row,
    SurveyRow,
    UptimeRow,
    ValueRow,
)
from entente.performance.kernel.tables import MILLIONTHS
from entente.performance.views.export import Value
from entente.performance.views.wording import (
    NONE,
    iso,
    moment_text,
    number,
    seconds_text,
    span_text,
)


@dataclass(frozen=True)
class Standing:
    """How a row was counted: its word, its tone in the style sheet, its icon."""

    word: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Shown:
    """A cell: as people read it, as a file carries it, and whether it is a figure."""

    title: str
    text: str
    raw: Value
    figure: bool = False
    length: bool = False  # of time; a file carries it in seconds


@dataclass(frozen=True)
class Line:
    """A row of the table: what it is called, how it stands, its cells, the fields beneath."""

    name: str
    standing: Standing
    cells: tuple[Shown, ...]
    fields: tuple[tuple[str, str], ...] = ()


_MET = Standing("within", "good", "check")
_MISSED = Standing("beyond", "bad", "x")
_COUNTED = Standing("counted", "none", "check")
_PENDING = Standing("pending", "open", "clock-3")
_DOWN = Standing("down", "bad", "x")
_UNKNOWN = Standing("unknown", "none", "circle-question-mark")
_SILENT = Standing("no answer", "none", "minus")
_GOOD = Standing("good", "good", "check")
_NOT_GOOD = Standing("not good", "bad", "x")
_ON_TIME = Standing("on time", "good", "check")
_LATE = Standing("late", "bad", "x")
_MISSING = Standing("missing", "bad", "x")
_EXCUSED = Standing("excused", "calm", "shield-minus")
_OUTSIDE = Standing("off the scale", "risk", "triangle-alert")

CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "share": (
        ("missed", "Beyond the limit"),
        ("met", "Within the limit"),
        ("counted", "All counted"),
        ("excluded", "Excluded"),
        ("pending", "Pending"),
    ),
    "elapsed": (("counted", "Counted"), ("excluded", "Excluded"), ("pending", "Pending")),
    "good": (
        ("missed", "Not good"),
        ("met", "Good"),
        ("counted", "All counted"),
        ("excluded", "Excluded"),
    ),
    "occasions": (
        ("missed", "Late or missing"),
        ("met", "On time"),
        ("counted", "All counted"),
        ("excused", "Excused"),
        ("excluded", "Excluded"),
        ("pending", "Pending"),
    ),
    "uptime": (("down", "Down"), ("unknown", "Unknown"), ("excluded", "Excluded")),
    "requests": (
        ("counted", "Counted"),
        ("missed", "With failures"),
        ("excluded", "Excluded"),
    ),
    "values": (("counted", "Counted"), ("excluded", "Excluded")),
    "surveys": (("counted", "Answered"), ("pending", "No answer"), ("excluded", "Off the scale")),
}


def choices_of(asked: Asked) -> tuple[tuple[str, str], ...]:
    """How the rows of a service level can stand: the value of the filter, and its words."""
    plan = asked.plan
    if isinstance(plan, ElapsedPlan | CadencePlan):
        return CHOICES["share" if _limited(plan) else "elapsed"]
    if isinstance(plan, UptimePlan):
        return CHOICES["uptime"]
    if isinstance(plan, RequestPlan):
        return CHOICES["requests"]
    if isinstance(plan, RecordPlan):
        return CHOICES["good" if asked.measure.kind == "share" else "values"]
    if isinstance(plan, DeadlinePlan):
        return CHOICES["occasions"]
    return CHOICES["values" if isinstance(plan, ValuePlan) else "surveys"]


def _limited(plan: ElapsedPlan | CadencePlan) -> bool:
    segments = plan.clock.segments if isinstance(plan, CadencePlan) else plan.segments
    return any(each.limit not in {None, EVERY} or each.day_end for each in segments)


def lines_of(asked: Asked, rows: Sequence[Row]) -> list[Line]:
    """The rows as lines of a table."""
    zone_name = asked.terms.zone
    return [_line(asked, row, zone_name) for row in rows]


def exported_line(line: Line) -> list[Value]:
    """A line as a file carries it."""
    return [
        line.name,
        line.standing.word,
        *(shown.raw for shown in line.cells),
        *(text for _, text in line.fields),
    ]


def head_of(line: Line) -> list[str]:
    """The titles of the columns of such a file."""
    names = [name.replace("_", " ") for name, _ in line.fields]
    titles = [f"{shown.title} (seconds)" if shown.length else shown.title for shown in line.cells]
    return ["record", "standing", *titles, *names]


def _line(asked: Asked, row: Row, zone_name: str) -> Line:  # noqa: PLR0911 # one line a kind
    match row:
        case ElapsedRow():
            return _elapsed(asked, row, zone_name)
        case UptimeRow():
            return _uptime(asked, row, zone_name)
        case RequestRow():
            return _request(row, zone_name)
        case ValueRow():
            return _value(asked, row, zone_name)
        case SurveyRow():
            return _survey(row, zone_name)
        case RecordRow():
            return _record(row, zone_name)
        case OccasionRow():
            return _occasion(row, zone_name)
    assert_never(row)


def _elapsed(asked: Asked, row: ElapsedRow, zone_name: str) -> Line:
    measure = asked.measure
    assert isinstance(measure, ElapsedTerms)
    cells = (
        _moment(said_event(measure.from_), row.started_at, zone_name),
        _moment(said_event(measure.to), row.ended_at, zone_name),
        _span("longest gap" if isinstance(measure, Cadence) else "clock", row.elapsed),
        *((_span("limit", row.limit),) if row.limit is not None else ()),
    )
    return Line(row.record, _elapsed_standing(row), cells, _fields(row.fields))


def said_event(choice: str | Events) -> str:
    """An event, or the several that together start or end a clock, as the head of a column."""
    return " + ".join(names_of(choice))


def _elapsed_standing(row: ElapsedRow) -> Standing:
    if row.standing == "pending":
        return _PENDING
    if row.standing == "excluded":
        return _excluded(row.excluded_by)
    if row.within is None:
        return _COUNTED
    return _MET if row.within else _MISSED


def _uptime(asked: Asked, row: UptimeRow, zone_name: str) -> Line:
    standing = {
        "down": _DOWN,
        "unknown": _UNKNOWN,
        "excluded": _excluded(row.excluded_by),
    }[row.standing]
    cells = (
        *((Shown("item", row.item or NONE, row.item),) if _of_items(asked) else ()),
        _moment("from", row.start, zone_name),
        _moment("until", row.end, zone_name),
        _span("in service hours", row.micros),
        _span("of it down", row.down),
        _span("of it unknown", row.unknown),
    )
    return Line(row.record or NONE, standing, cells)


def _of_items(asked: Asked) -> bool:
    return isinstance(asked.plan, UptimePlan) and asked.plan.items is not None


def _request(row: RequestRow, zone_name: str) -> Line:
    standing = _COUNTED if row.standing == "counted" else _excluded(row.excluded_by)
    cells = (
        _moment("at", row.at, zone_name),
        Shown("requests", number(row.total), row.total, figure=True),
        Shown("of them failed", number(row.failed), row.failed, figure=True),
    )
    return Line(row.item or row.source, standing, cells, _fields(row.fields))


def _value(asked: Asked, row: ValueRow, zone_name: str) -> Line:
    value = (Decimal(row.value) / MILLIONTHS).normalize() + Decimal(0)
    shown = seconds_text(value) if asked.unit == "time" else number(value)
    standing = _COUNTED if row.standing == "counted" else _excluded(row.excluded_by)
    timed = asked.unit == "time"
    cells = (
        _moment("at", row.at, zone_name),
        Shown("value", shown, value, figure=True, length=timed),
    )
    return Line(row.source, standing, cells, _fields(row.fields))


def _survey(row: SurveyRow, zone_name: str) -> Line:
    score = None if row.score is None else (Decimal(row.score) / MILLIONTHS).normalize()
    standing = {"counted": _COUNTED, "unanswered": _SILENT, "outside": _OUTSIDE}[row.standing]
    cells = (
        _moment("asked", row.at, zone_name),
        _moment("answered", row.answered_at, zone_name),
        Shown("score", NONE if score is None else number(score + 0), score, figure=True),
    )
    return Line(row.record, standing, cells, _fields(row.fields))


def _record(row: RecordRow, zone_name: str) -> Line:
    standing = _COUNTED if row.good is None else _GOOD if row.good else _NOT_GOOD
    if row.standing == "excluded":
        standing = _excluded(row.excluded_by)
    cells = (_moment("at", row.at, zone_name),)
    return Line(row.record or row.source, standing, cells, _fields(row.fields))


def _occasion(row: OccasionRow, zone_name: str) -> Line:
    standings = {
        "on-time": _ON_TIME,
        "late": _LATE,
        "missing": _MISSING,
        "pending": _PENDING,
        "excused": _EXCUSED,
    }
    left_out = row.excluded_by is not None and row.standing != "excused"
    cells = (
        Shown("day", row.day, row.day),
        _moment("due", row.due_at, zone_name),
        _moment("came", row.at, zone_name),
        Shown("why", row.why, row.why),
    )
    standing = _excluded(row.excluded_by) if left_out else standings[row.standing]
    return Line(row.record, standing, cells)


def _excluded(code: str | None) -> Standing:
    return Standing(f"excluded: {code or ''}", "calm", "shield-minus")


def _moment(title: str, micros: int | None, zone_name: str) -> Shown:
    return Shown(title, moment_text(micros, zone_name), iso(micros, zone_name))


def _span(title: str, micros: int | None) -> Shown:
    raw = None if micros is None else (Decimal(micros) / SECOND).normalize() + Decimal(0)
    return Shown(title, span_text(micros), raw, figure=True, length=True)


def _fields(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Every field in its place, so that all lines have the same columns."""
    return tuple((name, value or "") for name, value in fields)
