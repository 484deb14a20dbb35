"""Conditions as other languages write them, in ours: the one reading, where there is one."""

from __future__ import annotations

import re

from entente.agreement.conditions.condition import ConditionRefused, parse_condition

_PARTS = re.compile(
    r"(?P<text>'(?:[^']|'')*')|(?P<quoted>\"[^\"'`]*\"|“[^”']*”|‘[^’']*’)|(?P<sign>==|&&|\|\|)"
)
_SIGNS = {"==": "=", "&&": "and", "||": "or"}


def mended_condition(text: str) -> str | None:
    """A refused condition with single quotes, `=`, `and` and `or`, where that makes it one."""
    mended = _PARTS.sub(_ours, text)
    if mended == text:
        return None
    try:
        parse_condition(mended)
    except ConditionRefused:
        return None
    return mended


def _ours(part: re.Match[str]) -> str:
    if part["quoted"]:
        return f"'{part['quoted'][1:-1]}'"
    return _SIGNS[part["sign"]] if part["sign"] else part[0]


def fields_in(text: str, field: str) -> list[tuple[int, int]]:
    """Where a condition names a field, as starts and ends of characters; texts do not count."""
    return [
        found.span()
        for found in re.finditer(r"'(?:[^']|'')*'|[a-z_][a-z0-9_]*", text)
        if found[0] == field
    ]
