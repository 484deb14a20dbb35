"""What people write for what the language means: one reading, or none where there are two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entente.agreement.conditions.condition import parse_condition
from entente.agreement.conditions.mends import fields_in, mended_condition
from entente.agreement.lint.sources import _is_date_format
from entente.agreement.terms import looser
from entente.agreement.terms.hours import parse_days, parse_recurring
from entente.agreement.terms.scalars import (
    parse_amount,
    parse_date,
    parse_field,
    parse_hours,
    parse_key,
    parse_level,
    parse_limit,
    parse_percent,
)

CASES: list[tuple[Callable[[str], object], Callable[[str], str | None], str, str | None]] = [
    (parse_percent, looser.share, "95", "95 %"),
    (parse_percent, looser.share, "99,9 %", "99.9 %"),
    (parse_percent, looser.share, "99.95 percent", "99.95 %"),
    (parse_percent, looser.share, "5 per cent", "5 %"),
    (parse_percent, looser.share, "0.95 percent", "0.95 %"),
    (parse_percent, looser.share, "0.95", None),
    (parse_percent, looser.share, "1,000", None),
    (parse_percent, looser.share, "True", None),
    (parse_percent, looser.share, "95 EUR", None),
    (parse_level, looser.level, "At least 95 %", "at least 95 %"),
    (parse_level, looser.level, "≥ 95%", "at least 95 %"),
    (parse_level, looser.level, "atleast 99,9 %", "at least 99.9 %"),
    (parse_level, looser.level, "no less than 95 percent", "at least 95 %"),
    (parse_level, looser.level, "minimum of 95 %", "at least 95 %"),
    (parse_level, looser.level, "not more than 4 h", "at most 4 h"),
    (parse_level, looser.level, "up to 1,5 s", "at most 1.5 s"),
    (parse_level, looser.level, "more than 4.0", "above 4.0"),
    (parse_level, looser.level, "Under 3 min", "below 3 min"),
    (parse_level, looser.level, "95 %", None),
    (parse_level, looser.level, "about 95 %", None),
    (parse_level, looser.level, "at least 1,000 %", None),
    (parse_limit, looser.length, "4,5 h", "4.5 h"),
    (parse_limit, looser.length, "1,500 h", None),
    (parse_limit, looser.length, "four hours", None),
    (parse_hours, looser.hours, "8:00-18:00", "08:00-18:00"),
    (parse_hours, looser.hours, "08:00 – 18:00", "08:00-18:00"),
    (parse_hours, looser.hours, "08.00-18.30", "08:00-18:30"),
    (parse_hours, looser.hours, "8-18", "08:00-18:00"),
    (parse_hours, looser.hours, "9am to 5:30pm", "09:00-17:30"),
    (parse_hours, looser.hours, "12am-12pm", "00:00-12:00"),
    (parse_hours, looser.hours, "22:00–6:00", "22:00-06:00"),
    (parse_hours, looser.hours, "9-5", None),
    (parse_hours, looser.hours, "13pm-14pm", None),
    (parse_hours, looser.hours, "8:00-25:00", None),
    (parse_hours, looser.hours, "8:70-9:00", None),
    (parse_hours, looser.hours, "8:00-8:00", None),
    (parse_hours, looser.hours, "24:00-6:00", None),
    (parse_hours, looser.hours, "24:30-24:40", None),
    (parse_hours, looser.hours, "office hours", None),
    (parse_days, looser.days, "Mon-Fri", "mon-fri"),
    (parse_days, looser.days, "Monday to Friday", "mon-fri"),
    (parse_days, looser.days, "mon – fri", "mon-fri"),
    (parse_days, looser.days, "Sat. and Sun.", "sat, sun"),
    (parse_days, looser.days, "Mon,Wed & thurs", "mon, wed, thu"),
    (parse_days, looser.days, "every day", "daily"),
    (parse_days, looser.days, "weekdays", None),
    (parse_days, looser.days, "m-f", None),
    (parse_date, looser.date, "2026-3-7", "2026-03-07"),
    (parse_date, looser.date, "2026/03/17", "2026-03-17"),
    (parse_date, looser.date, "17.3.2026", "2026-03-17"),
    (parse_date, looser.date, "17/03/2026", "2026-03-17"),
    (parse_date, looser.date, "03/17/2026", "2026-03-17"),
    (parse_date, looser.date, "3/3/2026", "2026-03-03"),
    (parse_date, looser.date, "17 March 2026", "2026-03-17"),
    (parse_date, looser.date, "17th of Mar. 2026", "2026-03-17"),
    (parse_date, looser.date, "March 1st, 2026", "2026-03-01"),
    (parse_date, looser.date, "03/04/2026", None),
    (parse_date, looser.date, "31.02.2026", None),
    (parse_date, looser.date, "17 Marble 2026", None),
    (parse_date, looser.date, "17 Floreal 2026", None),
    (parse_date, looser.date, "soon", None),
    (parse_key, looser.key, "Core_Banking", "core-banking"),
    (parse_key, looser.key, "P1 resolution", "p1-resolution"),
    (parse_key, looser.key, "naïve", None),
    (parse_key, looser.key, "--", None),
    (parse_field, looser.field, "Pause Reason", "pause_reason"),
    (parse_field, looser.field, "what?", None),
    (parse_amount, looser.amount, "€500", "500 EUR"),
    (parse_amount, looser.amount, "12,500.00 €", "12,500.00 EUR"),
    (parse_amount, looser.amount, "£ 1,000", "1,000 GBP"),
    (parse_amount, looser.amount, "500 eur", "500 EUR"),
    (parse_amount, looser.amount, "$500", None),
    (parse_amount, looser.amount, "€1.000", None),
    (parse_amount, looser.amount, "500", None),
    (parse_recurring, looser.recurring, "25-12", "12-25"),
    (parse_recurring, looser.recurring, "24.12.", "12-24"),
    (parse_recurring, looser.recurring, "25-13", None),
    (parse_recurring, looser.recurring, "12-32", None),
    (_is_date_format, looser.date_format, "dd/mm/yyyy", "%d/%m/%Y"),
    (_is_date_format, looser.date_format, "YYYY-MM-DD HH:MM:SS", "%Y-%m-%d %H:%M:%S"),
    (_is_date_format, looser.date_format, "dd.MM.yy hhmm", "%d.%m.%y %H%M"),
    (_is_date_format, looser.date_format, "d/m/yyyy", None),
    (_is_date_format, looser.date_format, "hh:mm", None),
    (parse_condition, mended_condition, "priority == \"P1\"", "priority = 'P1'"),
    (parse_condition, mended_condition, "a = 'x==y' && b = “z”", "a = 'x==y' and b = 'z'"),
    (parse_condition, mended_condition, "a = 'x' || b = ‘y’", "a = 'x' or b = 'y'"),
    (parse_condition, mended_condition, "lower(a) == 'x'", None),
    (parse_condition, mended_condition, "priority", None),
]  # fmt: skip


@pytest.mark.parametrize(("read", "mend", "written", "meant"), CASES)
def test_a_loose_value_has_one_reading_or_none(
    read: Callable[[str], object],
    mend: Callable[[str], str | None],
    written: str,
    meant: str | None,
) -> None:
    assert mend(written) == meant
    if meant is not None:
        assert read(meant) is not False  # the language reads it


def test_fields_are_found_outside_of_texts_only() -> None:
    text = "prio = 'prio' and (prio2 = 'x' or prio is null)"

    assert [text[start:end] for start, end in fields_in(text, "prio")] == ["prio", "prio"]
    assert fields_in(text, "prio")[1][0] == text.rindex("prio")
