"""Counts, levels and money as all commands write them: 1 cause, 2,504 rows, 8,283.60 EUR."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from entente.agreement.terms.scalars import SAID, Comparison
from entente.foundation.money import Money


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun, singular where there is one."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def said_level(comparison: Comparison, written: str) -> str:
    """A level in its shortest form: ≥ 99.9 %."""
    return f"{_SIGNS[comparison]} {written.removeprefix(SAID[comparison]).strip()}"


_SIGNS: dict[Comparison, str] = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


def said_amount(amount: Fraction | Decimal, currency: str) -> str:
    """An exact amount with at least the places of its currency; an endless one as a fraction."""
    money = Money(amount, currency)
    try:
        return f"{money.decimal():,f}"
    except ValueError:
        return str(money.amount)


def said_money(amount: Fraction | Decimal, currency: str) -> str:
    """An exact amount and its currency."""
    return f"{said_amount(amount, currency)} {currency}"
