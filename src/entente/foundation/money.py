"""Money: an exact amount in one currency, rounded only where the agreement says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from entente.foundation.rounding import Mode, Rounding

_CODE = re.compile(r"[A-Z]{3}")
_GROUPED = r"[0-9]{1,3}([ ,'’\u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*"
_NUMBER = re.compile(rf"-?(?:{_GROUPED}|[0-9]{{1,30}})(?:\.[0-9]{{1,12}})?")
_TEXT = re.compile(r"(?:([A-Za-z]{3})\s*([-0-9].*)|(.*[0-9])\s*([A-Za-z]{3}))")
_EITHER_MARK = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
# ISO 4217 minor units other than two.
_MINOR_UNITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
_HOW = "write for example '12 500.00 EUR' or 'EUR 12,500'"


class OtherCurrency(ValueError):
    """Amounts in two currencies, which are never added or compared."""


def minor_units(currency: str) -> int:
    """The decimal places in which a currency is paid: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _MINOR_UNITS.get(currency, 2)


@dataclass(frozen=True)
class Money:
    """An exact amount: a share of a fee may have no finite decimal, so a fraction is kept."""

    amount: Fraction
    currency: str

    def __init__(self, amount: Fraction | Decimal | int | str, currency: str) -> None:
        if not isinstance(amount, Fraction | Decimal | int | str) or isinstance(amount, bool):
            raise TypeError(f"an amount of money is exact; {amount!r} is not, give it as text")
        if not _CODE.fullmatch(currency):
            raise ValueError(f"{currency!r} is not a currency; use its three-letter ISO 4217 code")
        object.__setattr__(self, "amount", Fraction(amount))
        object.__setattr__(self, "currency", currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in a currency."""
        return cls(0, currency)

    def _same(self, other: Money) -> Fraction:
        if self.currency != other.currency:
            raise OtherCurrency(
                f"{self} and {other} are in different currencies; convert one by an agreed rate"
            )
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def times(self, share: Fraction | int) -> Money:
        """This amount multiplied exactly; nothing is rounded."""
        return Money(self.amount * share, self.currency)

    def rounded(self, places: int | None = None, mode: Mode = "half_up") -> Money:
        """Rounded to so many decimals, or to those in which the currency is paid."""
        kept = minor_units(self.currency) if places is None else places
        return Money(Rounding(kept, mode).apply(self.amount), self.currency)

    def decimal(self) -> Decimal:
        """The amount as a decimal, with at least the currency's places; exact or an error."""
        rest, places = self.amount.denominator, minor_units(self.currency)
        twos, fives = _factors(rest, 2), _factors(rest, 5)
        if rest != 2**twos * 5**fives:
            raise ValueError(f"{self.amount} {self.currency} has no finite decimal; round it first")
        return Rounding(max(places, twos, fives)).apply(self.amount)

    def __str__(self) -> str:
        """The canonical text, such as `12500.00 EUR`; an endless decimal stays a fraction."""
        try:
            return f"{self.decimal()} {self.currency}"
        except ValueError:
            return f"{self.amount} {self.currency}"


def _factors(number: int, prime: int) -> int:
    found = 0
    while number % prime == 0:
        number, found = number // prime, found + 1
    return found


def parse_money(text: str) -> Money:
    """Money from `12 500.00 EUR` or `EUR 12,500`; the decimal mark is a point."""
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not an amount of money; {_HOW}")
    currency, number = (match[1], match[2]) if match[1] else (match[4], match[3])
    if not _CODE.fullmatch(currency):
        raise ValueError(f"{text!r}: write the currency in capitals, {currency.upper()}")
    if not _NUMBER.fullmatch(number.strip()):
        raise ValueError(
            f"{text!r}: {number.strip()!r} is not an amount; the decimal mark is a point, and"
            f" thousands are in threes; {_HOW}"
        )
    if _EITHER_MARK.fullmatch(number.strip()) and minor_units(currency) < 3:
        raise ValueError(
            f"{text!r}: the point may mean thousands or decimals; write {number.replace('.', '')}"
            f" or {number.strip()}0"
        )
    return Money(re.sub(r"[^-0-9.]", "", number), currency)
