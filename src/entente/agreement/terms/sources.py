"""Sources of record: which files hold the evidence, who keeps them, and how to read them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import FieldName, KeyName, Party, Terms, Whole, later

Table = Literal[
    "tickets", "outages", "probes", "surveys", "values", "events", "requests", "maintenance",
    "exclusions",
]  # fmt: skip

NamedDates = Literal[
    "iso", "day-first", "month-first", "epoch-seconds", "epoch-milliseconds", "excel-serial"
]


class StateMap(Terms):
    """A tool's own state name and what it means in the life of a ticket."""

    event: KeyName | None = None
    state: str


class Source(Terms):
    """One source of record: its table, its keeper, its files and the mapping of their columns.

    `like` starts from a ready-made mapping by name. `columns` maps Entente's column to the file's.
    `fields` are further columns that conditions may use. `times` maps an event to the column that
    holds its time, for exports that carry one column an event. `states` maps the tool's states to
    `opened`, `responded`, `resolved`, `closed`, `reopened` events and to our state names; `times`
    and `states` may name events of the desk's own too, and `events` those that an event column
    tells.
    `dates` lists date formats (strptime codes, or `iso`, `day-first`, `month-first`,
    `epoch-seconds`, `epoch-milliseconds`, `excel-serial`); a clock without a zone is read in
    `zone`. `skip_rows` counts the lines above the header of a CSV file or a sheet, and `decimal`
    is the mark between the whole part and the decimals of a CSV file's numbers. `scale` multiplies
    a number on its way in: `value: "0.001"` turns milliseconds into seconds.
    """

    table: Table | None = None
    like: str = ""
    title: str = ""
    kept_by: Party | Literal["third-party"] | None = None
    files: tuple[str, ...] = ()  # patterns of file names, such as incidents*.csv
    format: Literal["csv", "jsonl", "parquet", "xlsx", "xes"] | None = None
    zone: str = ""
    dates: tuple[NamedDates | str, ...] = ()
    missing: tuple[str, ...] = ()
    delimiter: str = ""
    sheet: str = ""
    skip_rows: Whole = later(0, ge=0, le=1000)
    decimal: Literal[".", ","] | None = later()
    columns: dict[str, str] = Field(default_factory=dict)
    fields: dict[FieldName, str] = Field(default_factory=dict)
    times: dict[str, str] = Field(default_factory=dict)
    states: dict[str, StateMap] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default={})  # column -> the file's word -> ours
    scale: dict[str, str] = Field(default_factory=dict)
    events: tuple[KeyName, ...] = later(())
    challenged_within: LapseValue | None = later()
    tool: str = later("")
    until_agreed: str = later("")
