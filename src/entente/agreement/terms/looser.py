"""What a value was meant to be that is not written as it should: the one reading, where there is.

Each function gives the text as the language writes it, or None where two people could read it in
two ways: `0.95` may be 95 % or less than one, `9-5` the day or the night, `03/04/2026` March or
April.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise


class Mendable(ValueError):
    """A value that is refused, though there is one way to read it.

    `mended` is that reading; `key` names the key of the refused mapping that it stands for.
    """

    def __init__(self, problem: str, mended: str | None, key: str | None = None) -> None:
        super().__init__(problem)
        self.mended = mended
        self.key = key


_NUMBER = r"\d{1,15}(?:[.,]\d{1,12})?"
_SHARE = re.compile(rf"\s*({_NUMBER})\s*(%|per ?cent|pct\.?)?\s*", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")


def share(value: object) -> str | None:
    """`95`, `99,9 %` and `95 percent` with the sign and the point."""
    found = None if isinstance(value, bool) else _SHARE.fullmatch(str(value))
    number = _point(found[1]) if found else None
    if found is None or number is None or (not found[2] and number.startswith("0.")):
        return None
    return f"{number} %"


def _point(number: str) -> str | None:
    """A number with a decimal point; None where a comma may part thousands."""
    return None if _THOUSANDS.fullmatch(number) else number.replace(",", ".")


_COMPARISONS = (
    ("at least", r"at ?least|not? (?:less|fewer|lower) than|not below|min(?:imum)?\.?(?: of)?|≥|"
     r"=>"),
    ("at most", r"at ?most|not? (?:more|greater|longer) than|not above|max(?:imum)?\.?(?: of)?|"
     r"up to|≤|=<"),
    ("above", r"above|(?:more|greater) than|over"),
    ("below", r"below|(?:less|fewer) than|under"),
)  # fmt: skip


def level(value: object) -> str | None:
    """`≥ 95%`, `At least 99,9 %` and `no more than 4 h` in the words of a level."""
    for said, pattern in _COMPARISONS:
        found = re.fullmatch(rf"\s*(?:{pattern})\s*(\d.*?)\s*", str(value), re.IGNORECASE)
        if found:
            figure = share(found[1]) if found[1][-1] in "%tT." else length(found[1]) or found[1]
            return f"{said} {figure}" if figure else None
    return None


def length(value: object) -> str | None:
    """`4,5 h` with a point."""
    text = str(value).strip()
    found = re.fullmatch(rf"({_NUMBER})(\s*[A-Za-z].*)", text)
    number = _point(found[1]) if found else None
    return f"{number}{found[2]}" if found and number and number != found[1] else None


_HOUR = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?"
_HOURS = re.compile(rf"\s*{_HOUR}\s*(?:-|–|—|to|until)\s*{_HOUR}\s*", re.IGNORECASE)


def hours(value: object) -> str | None:
    """`8:00–18:00`, `8-18` and `9am to 5pm` as two clock times."""
    found = _HOURS.fullmatch(str(value))
    if not found:
        return None
    opens, closes = _clock(*found.groups()[:3]), _clock(*found.groups()[3:])
    if opens is None or closes is None or opens in {closes, "24:00"}:
        return None
    # `9-5` is most often a day's work, and reads as a night's.
    return None if closes < opens < "12:00" else f"{opens}-{closes}"


def _clock(hour: str, minute: str | None, half: str | None) -> str | None:
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half.lower() == "pm" else 0)
    if number > 24 or int(minute or 0) > 59 or (number == 24 and int(minute or 0)):
        return None
    return f"{number:02}:{minute or '00'}"


_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def days(value: object) -> str | None:
    """`Mon–Fri`, `Monday to Friday` and `every day` in the words of a week."""
    text = re.sub(r"\s*(?:–|—|\bto\b)\s*", "-", str(value).strip().lower())
    if text in {"every day", "all days", "everyday"}:
        return "daily"
    parts = [_day(part) for part in re.split(r"([-,]|\s+and\s+|\s*&\s*)", text)]
    said = [part for part in parts if part is not None]
    return "".join(said) if len(said) == len(parts) else None


def _day(part: str) -> str | None:
    word = part.strip().rstrip(".")
    if word == "-":
        return "-"
    if word in {",", "and", "&"}:
        return ", "
    names = [name for name in _DAY_NAMES if len(word) >= 3 and name.startswith(word)]
    return names[0][:3] if len(names) == 1 else None


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip


def date(value: object) -> str | None:
    """`2026-3-7`, `17.03.2026`, `17 March 2026` and, past the twelfth, `17/03/2026`."""
    text = str(value).strip().rstrip(".")
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text, re.ASCII):
        return _date(found[1], found[2], found[3])
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII):
        return _date(found[3], found[2], found[1])
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text, re.ASCII):
        first, second = sorted((int(found[1]), int(found[2])))
        return _date(found[3], str(first), str(second)) if second > 12 or first == second else None
    return _spoken_date(text)


def _spoken_date(text: str) -> str | None:
    day_first = re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})\.?,? (\d{4})", text
    )
    month_first = re.fullmatch(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text)
    if day_first:
        day, name, year = day_first.groups()
    elif month_first:
        name, day, year = month_first.groups()
    else:
        return None
    months = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())]
    return _date(year, str(months[0]), day) if len(months) == 1 else None


def _date(year: str, month: str, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def key(value: object) -> str | None:
    """`Core_Banking` as a key."""
    return _joined(value, "-")


def field(value: object) -> str | None:
    """`Pause Reason` as the name of a field."""
    return _joined(value, "_")


def _joined(value: object, by: str) -> str | None:
    words = re.findall(r"[a-z0-9]+", str(value).lower())
    strange = re.search(r"[^A-Za-z0-9\s_./-]", str(value))
    return by.join(words) if words and not strange and len(by.join(words)) <= 60 else None


_SIGNS = {"€": "EUR", "£": "GBP"}


def amount(value: object) -> str | None:
    """`€500` and `500 eur` with the three letters of the currency."""
    text = str(value).strip()
    sign = next((sign for sign in _SIGNS if text.startswith(sign) or text.endswith(sign)), None)
    number = text.strip(f"{sign} ") if sign else ""
    if sign and re.fullmatch(r"\d{1,3}(?:,\d{3})*(?:\.\d{2})?|\d+(?:\.\d{2})?", number):
        return f"{number} {_SIGNS[sign]}"
    found = re.fullmatch(r"(\d[\d ,.]*\d|\d)\s*([a-z]{3})", text, re.IGNORECASE)
    return f"{found[1]} {found[2].upper()}" if found and not found[2].isupper() else None


def recurring(value: object) -> str | None:
    """`25-12`, which can only be the 25th of December, as month and day."""
    found = re.fullmatch(r"(\d{2})[-./](\d{2})\.?", str(value).strip(), re.ASCII)
    if found and int(found[1]) > 12 and 1 <= int(found[2]) <= 12:
        return f"{found[2]}-{found[1]}"
    return None


_TOKENS = re.compile(r"yyyy|yy|dd|mm|hh|mi|ss|[^a-z]+", re.IGNORECASE)
_CODES = {"yyyy": "%Y", "yy": "%y", "dd": "%d", "hh": "%H", "mi": "%M", "ss": "%S"}


def date_format(value: str) -> str | None:
    """`dd/mm/yyyy hh:mm` in the codes of a date format."""
    tokens = _TOKENS.findall(value)
    if "".join(tokens) != value or not {"dd", "mm"} <= {token.lower() for token in tokens}:
        return None
    return "".join(_code(token, before) for before, token in pairwise(["", *tokens]))


def _code(token: str, before: str) -> str:
    if token.lower() == "mm":  # of an hour where it stands behind one
        return "%M" if before == ":" or before.lower() == "hh" else "%m"
    return _CODES.get(token.lower(), token)
