"""Credits a second time, in plain Python: slow, from plain data, sharing no code with the product.

It reads the terms as the JSON that a document holds, and figures as hundredths of a percent. Where
the product keeps steps and looks back lazily, this walks every month from the first on.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

Terms = dict[str, Any]
Figures = dict[tuple[str, int], int | None]  # (level, month from the first) -> hundredths of 1 %


def number(text: str) -> Fraction:
    """The number of `12.5 %` or `100 EUR`."""
    return Fraction(text.split(maxsplit=1)[0])


def to_places(value: Fraction, places: int, mode: str) -> Fraction:
    """A number that is not negative, rounded."""
    scaled = value * 10**places
    low = math.floor(scaled)
    rest = scaled - low
    up = {
        "half-up": rest >= Fraction(1, 2),
        "half-even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1),
        "down": False, "floor": False, "up": rest > 0, "ceiling": rest > 0,
    }[mode]  # fmt: skip
    return Fraction(low + up, 10**places)


class Plain:
    """All months of one agreement, one after the other."""

    def __init__(
        self, terms: Terms, figures: Figures, first: tuple[int, int], records: int
    ) -> None:
        self.terms, self.figures, self.first, self.records = terms, figures, first, records
        self.scheme = terms["credits"]
        self.settled: list[Fraction] = []

    def rounded(self, value: Fraction) -> Fraction:
        rounding = self.scheme["rounding"]
        return to_places(value, rounding["places"], rounding["mode"])

    def month_of(self, at: int) -> int:
        """The month of the year of a month counted from the first."""
        return (self.first[1] - 1 + at) % 12 + 1

    def charge(self, keys: list[str]) -> Fraction:
        return sum((number(self.terms["charges"][key]["monthly"]) for key in keys), Fraction(0))

    def failed(self, level: str, at: int) -> bool | None:
        figure = self.figures.get((level, at))
        if figure is None:
            return None
        agreed = self.terms["service_levels"][level]
        trigger = agreed.get("credit_trigger")
        if trigger:
            bound = Fraction(trigger.split()[-2])
            value = Fraction(figure, 100)
            return value < bound if trigger.startswith("below") else value <= bound
        return Fraction(figure, 100) < number(agreed["commitment"].removeprefix("at least "))

    def due(self, level: str, at: int) -> bool:
        if not self.failed(level, at):
            return False
        rule = self.terms["service_levels"][level]["credit"].get("due_when")
        if not rule:
            return True
        counted: list[int] = []
        came = False
        for each in range(at + 1):
            if came and rule["then"] == "start-again":
                counted = []
            failed = self.failed(level, each)
            broken = failed is False or (failed is None and rule["gaps"] == "break")
            if rule["consecutive"] and broken:
                counted = []
            if failed:
                counted.append(each)
            if rule.get("within"):
                counted = [one for one in counted if one > each - int(rule["within"].split()[0])]
            came = len(counted) >= rule["times"]
        return came

    def amount(self, level: str, at: int) -> tuple[Fraction, Fraction]:
        """What a level accrues in money, rounded, and in points."""
        credit = self.terms["service_levels"][level]["credit"]
        if not self.due(level, at):
            return Fraction(0), Fraction(0)
        base = self.charge(credit.get("fee_base") or self.scheme["fee_base"])
        if self.scheme.get("fee_of") == "month-before" and at == 0:
            base = Fraction(0)  # nothing was paid before the first month
        money, points = self.form(level, at, credit, base)
        if credit.get("multiplicity") == "per-miss":
            late = self.records - self.figures[level, at] * self.records // 10_000  # type: ignore[operator]
            money, points = money * late, points * late
        factor = self.factor(level, at, credit.get("repeat"))
        money, points = money * factor, points * factor
        if credit.get("at_most"):
            money = min(money, self.part(credit["at_most"], base))
        return self.rounded(money), points

    @staticmethod
    def part(said: str, base: Fraction) -> Fraction:
        return number(said) if said.endswith("EUR") else base * number(said) / 100

    def form(  # noqa: PLR0911 # one return for each form
        self, level: str, at: int, credit: Terms, base: Fraction
    ) -> tuple[Fraction, Fraction]:
        value = Fraction(self.figures[level, at], 100)  # type: ignore[arg-type]
        short = max(
            Fraction(0),
            number(self.terms["service_levels"][level]["commitment"].removeprefix("at least "))
            - value,
        )
        if credit.get("tiers"):
            for tier in credit["tiers"]:
                inside = [
                    value >= number(tier["at_least"]) if tier.get("at_least") else True,
                    value > number(tier["above"]) if tier.get("above") else True,
                    value < number(tier["below"]) if tier.get("below") else True,
                    value <= number(tier["at_most"]) if tier.get("at_most") else True,
                ]
                if all(inside):
                    if tier.get("points"):
                        return Fraction(0), Fraction(tier["points"])
                    return self.part(tier["pays"], base), Fraction(0)
            return Fraction(0), Fraction(0)
        if credit.get("table"):
            return base * self.table(credit["table"], value) / 100, Fraction(0)
        if credit.get("linear"):
            return base * short / 100 * Fraction(credit["linear"]), Fraction(0)
        if credit.get("fixed"):
            return self.part(credit["fixed"], base), Fraction(0)
        if credit.get("per"):
            return self.units(credit["per"], level, at, short, base), Fraction(0)
        share = number(self.scheme["at_risk"]) / 100 * number(credit["allocation"]) / 100
        return base * share * number(self.scheme["pools"][credit["pool"]]) / 100, Fraction(0)

    @staticmethod
    def table(table: Terms, value: Fraction) -> Fraction:
        rows = sorted((number(row["at"]), number(row["pays"])) for row in table["rows"])
        if value >= rows[-1][0]:
            return rows[-1][1]
        if value <= rows[0][0]:
            return rows[0][1]
        for (low, low_pays), (high, high_pays) in pairwise(rows):
            if low == value:
                return low_pays
            if low < value < high:
                if table["between"] == "linear":
                    return low_pays + (value - low) * (high_pays - low_pays) / (high - low)
                nearest = high_pays if high - value <= value - low else low_pays
                return {"step-down": high_pays, "step-up": low_pays, "nearest": nearest}[
                    table["between"]
                ]
        raise AssertionError(value)

    def units(self, per: Terms, level: str, at: int, short: Fraction, base: Fraction) -> Fraction:
        late = self.records - self.figures[level, at] * self.records // 10_000  # type: ignore[operator]
        amount = short if per["of"] == "shortfall" else Fraction(late)
        free = number(per["beyond"]) if per.get("beyond") else Fraction(0)
        if amount <= free:
            return Fraction(0)
        amount -= free if per["counts"] == "beyond" else 0
        first = Fraction(0)
        if per.get("first_unit"):
            size = number(per["first_unit"])
            first = min(Fraction(1), self.begun(amount / size, per["part"]))
            first *= self.pays(per["first_pays"], base)
            amount = max(Fraction(0), amount - size)
        units = self.begun(amount / number(per["unit"]), per["part"])
        return first + units * self.pays(per["pays"], base)

    @staticmethod
    def begun(count: Fraction, part: str) -> Fraction:
        if part == "exact":
            return count
        return Fraction(math.ceil(count) if part == "up" else math.floor(count))

    @classmethod
    def pays(cls, said: str, base: Fraction) -> Fraction:
        return base * Fraction(said) if "/" in said else cls.part(said, base)

    def factor(self, level: str, at: int, repeat: Terms | None) -> Fraction:
        if not repeat:
            return Fraction(1)
        before = 0
        if repeat.get("within"):
            months = int(repeat["within"].split()[0])
            before = sum(bool(self.failed(level, x)) for x in range(max(0, at - months + 1), at))
        else:
            while at - before - 1 >= 0 and self.failed(level, at - before - 1):
                before += 1
        if not before:
            return Fraction(1)
        factor = Fraction(repeat["factor"]) ** (before if repeat["compounding"] else 1)
        return min(factor, Fraction(repeat["most"])) if repeat.get("most") else factor

    def month(self, at: int) -> tuple[Fraction, Fraction, Fraction]:
        """Uncapped, capped and settled of a month; the months before must have been asked for."""
        found = {level: self.amount(level, at) for level in sorted(self.terms["service_levels"])}
        groups: dict[str, list[str]] = {}
        for level in found:
            group = self.terms["service_levels"][level]["credit"].get("one_incident")
            if group and self.due(level, at) and self.in_a_tier(level, at):
                groups.setdefault(group, []).append(level)
        for members in groups.values():
            best = sorted(members, key=lambda level: (-self.weight(found[level]), level))[0]
            for level in members:
                if level != best:
                    found[level] = Fraction(0), Fraction(0)
        points = sum((pair[1] for pair in found.values()), Fraction(0))
        uncapped = sum((pair[0] for pair in found.values()), Fraction(0)) + self.worth(points)
        capped = uncapped
        for cap in self.scheme["caps"]:
            capped = min(capped, max(Fraction(0), self.room(cap, at)))
        settled = capped
        least = self.scheme.get("minimum_payable")
        if least and settled < number(least):
            settled = Fraction(0)
        self.settled.append(settled)
        return uncapped, capped, settled

    def in_a_tier(self, level: str, at: int) -> bool:
        """Whether the form finds anything to pay; what pays nothing shares no incident."""
        credit = self.terms["service_levels"][level]["credit"]
        value = Fraction(self.figures[level, at], 100)  # type: ignore[arg-type]
        if credit.get("tiers"):
            tops = [tier.get("below") or tier.get("at_most") for tier in credit["tiers"]]
            top = max(number(each) for each in tops)
            included = any(tier.get("at_most") and number(tier["at_most"]) == top
                           for tier in credit["tiers"])  # fmt: skip
            return value < top or (included and value == top)
        if credit.get("per"):
            plain = {**credit["per"], "pays": "1 EUR"}
            plain |= {"first_pays": "1 EUR"} if plain.get("first_unit") else {}
            short = (
                number(self.terms["service_levels"][level]["commitment"].removeprefix("at least "))
                - value
            )
            return self.units(plain, level, at, max(Fraction(0), short), Fraction(0)) > 0
        return True

    @staticmethod
    def weight(pair: tuple[Fraction, Fraction]) -> Fraction:
        return pair[0] or pair[1]

    def worth(self, points: Fraction) -> Fraction:
        worth = self.scheme.get("points")
        if not worth:
            return Fraction(0)
        base = self.charge(self.scheme["fee_base"])
        if worth.get("each"):
            return self.rounded(self.part(worth["each"], base) * points)
        reached = [int(least) for least in worth["table"] if int(least) <= points]
        return (
            self.rounded(self.part(worth["table"][str(max(reached))], base))
            if reached
            else Fraction(0)
        )

    def room(self, cap: Terms, at: int) -> Fraction:
        month = self.month_of(at)
        per = cap["per"]
        if isinstance(per, dict):
            length = int(per["rolling"].split()[0])
            since = at - length + 1
        else:
            length = {"month": 1, "quarter": 3, "year": 12, "contract-year": 12, "term": 36}[per]
            since = {"month": at, "quarter": at - (month - 1) % 3, "year": at - (month - 1),
                     "contract-year": at - at % 12, "term": 0}[per]  # fmt: skip
        before = sum(self.settled[max(0, since) : at], Fraction(0))
        if cap["at_most"].endswith("EUR"):
            return self.rounded(number(cap["at_most"])) - before
        base = self.charge(self.scheme["fee_base"])
        if cap["of"] == "at-risk":
            base = base * number(self.scheme["at_risk"]) / 100
        if cap["of"] == "invoice":
            base = self.charge([k for k, c in self.terms["charges"].items() if c["recurring"]])
        if cap["of"] == "last-year-average":
            length = 1  # every month has the same charges here
        return self.rounded(base * length * number(cap["at_most"]) / 100) - before
