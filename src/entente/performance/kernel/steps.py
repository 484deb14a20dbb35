"""Steps of arithmetic kept as values, so that a page can show what was multiplied with what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from entente.agreement.terms.scalars import plain_decimal


@dataclass(frozen=True)
class Operand:
    """A named quantity of a step; `unit` is "%" (in hundredths), a currency, or empty."""

    name: str
    value: Fraction
    unit: str

    def __str__(self) -> str:
        figure = plain_decimal(self.value)
        return f"{figure} {self.unit}" if self.unit else figure


@dataclass(frozen=True)
class Step:
    """One line of the arithmetic: what it gives, how, from what, and the amount it comes to."""

    label: str
    formula: str
    operands: tuple[Operand, ...]
    amount: Fraction
    unit: str

    @property
    def result(self) -> Operand:
        """The amount, ready to be an operand of a later step."""
        return Operand(self.label, self.amount, self.unit)

    def filled(self, say: Callable[[Operand], str] = str) -> str:
        """The formula with the figures, as `say` writes each, in place of the names."""
        named = {operand.name: say(operand) for operand in self.operands}
        # Longest names first, so that no name is taken for a part of another.
        names = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True))
        return f"{re.sub(names, lambda m: named[m[0]], self.formula)} = {say(self.result)}"
