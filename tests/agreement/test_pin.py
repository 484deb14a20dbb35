"""Pinning: dates in place of a country, every other character as it was."""

from __future__ import annotations

import pytest

from entente.agreement.terms.hours import PublicHolidays
from entente.agreement.text.pin import Pinned, UnknownCountry, pinned, public_holidays
from entente.agreement.text.yaml_source import read_text

DRAFT = """\
# Head
calendars:
  office: # ours
    weekly: {mon-fri: 08:00-18:00}   # all week
    holidays: {country: IE, years: [2026]} # keep me
    breaks: 12:00-13:00
  bavaria:
    holidays:
      country: DE
      subdivision: BY
      years:
        - 2026

    # after
    weekly: {mon: 08:00-18:00}
  line: {weekly: {mon: 08:00-09:00}, holidays: {country: IE, years: [2026]}, breaks: 08:10-08:20}
  dated: {weekly: {mon: 08:00-09:00}, holidays: [2026-01-01]}
  none: {weekly: {mon: 08:00-09:00}}
title: X # tail
"""


def pin(text: str) -> Pinned:
    return pinned(read_text(text, "f.yaml"), text)


def test_only_the_countries_are_replaced() -> None:
    made = pin(DRAFT)

    assert made.calendars == ("office", "bavaria", "line")
    lines = made.text.splitlines()
    assert lines[:4] == DRAFT.splitlines()[:4]
    assert lines[4] == "    holidays: # keep me"
    assert lines[5] == "      - 2026-01-01 # New Year's Day"
    assert "    # after" in lines
    assert "      - 2026-10-03 # German Unity Day" in lines
    assert lines[-1] == "title: X # tail"
    [line] = [line for line in lines if line.startswith("  line:")]
    assert line.endswith("2026-12-26], breaks: 08:10-08:20}")


def test_what_is_pinned_reads_as_the_same_dates_and_has_nothing_left_to_pin() -> None:
    made = pin(DRAFT)
    root = read_text(made.text, "f.yaml").root
    assert root is not None
    plain = root.plain()
    assert isinstance(plain, dict)
    calendars = plain["calendars"]
    assert isinstance(calendars, dict)

    irish = public_holidays(PublicHolidays(country="IE", years=(2026,)))

    for key in ("office", "line"):
        assert calendars[key]["holidays"] == [day.isoformat() for day in irish]  # type: ignore[call-overload,index] # plain
    assert pin(made.text) == Pinned(made.text, ())


def test_line_ends_stay_as_they_are() -> None:
    made = pin(DRAFT.replace("\n", "\r\n"))

    assert "\n" not in made.text.replace("\r\n", "")


@pytest.mark.parametrize("text", ["a: 1", "- a", "calendars: x", "calendars: {c: x}"])
def test_a_text_without_calendars_stays_as_it_is(text: str) -> None:
    assert pin(text) == Pinned(text, ())


@pytest.mark.parametrize(
    ("country", "part", "said"),
    [("XX", "", "no holidays are known"), ("IE", "BY", "there are"), ("MC", "BY", "none")],
)
def test_an_unknown_country_or_part_is_named(country: str, part: str, said: str) -> None:
    with pytest.raises(UnknownCountry, match=said):
        public_holidays(PublicHolidays(country=country, subdivision=part, years=(2026,)))


@pytest.mark.parametrize("year", [1, 99_999_999_999])
def test_a_year_without_known_holidays_is_not_pinned_as_none(year: int) -> None:
    with pytest.raises(UnknownCountry, match=f"no holidays of IE are known for {year}"):
        public_holidays(PublicHolidays(country="IE", years=(2026, year)))
