"""The arithmetic that a step prints, worked out again from its formula and operands alone."""

from __future__ import annotations

import ast
import operator
import re
from fractions import Fraction

from entente.performance.kernel.steps import Operand, Step
from tests.performance.kernel.plain_credits import to_places

LESSER = re.compile(r"the lesser of (.+) and (.+)")
ROUNDED = re.compile(r"(.+), rounded to (\d+) places, ([a-z-]+)")
LEFT = re.compile(r"\((.+), rounded to (\d+) places, ([a-z-]+)\) - (.+)")
NOTHING = re.compile(r"nothing, since (.+) is below (.+)")
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
         ast.Div: operator.truediv}  # fmt: skip


def worked_out(step: Step) -> Fraction:
    """What the formula of a step comes to; KeyError where it names what is no operand."""
    values = {operand.name: in_full(operand) for operand in step.operands}
    assert len(values) == len(step.operands), f"two operands of one name: {step}"
    if found := LESSER.fullmatch(step.formula):
        return min(values[found[1]], values[found[2]])
    if found := LEFT.fullmatch(step.formula):
        whole = calculated(found[1], values)
        return to_places(whole, int(found[2]), found[3]) - values[found[4]]
    if found := ROUNDED.fullmatch(step.formula):
        return to_places(calculated(found[1], values), int(found[2]), found[3])
    if found := NOTHING.fullmatch(step.formula):
        assert values[found[1]] < values[found[2]]
        return Fraction(0)
    return calculated(step.formula, values)


def in_full(operand: Operand) -> Fraction:
    """The value of an operand; of a percentage its hundredths."""
    return operand.value / 100 if operand.unit == "%" else operand.value


def calculated(formula: str, values: dict[str, Fraction]) -> Fraction:
    """Sums, differences, products and quotients of names."""
    names = sorted(values, key=len, reverse=True)
    places = {name: f"v{at}" for at, name in enumerate(names)}
    pattern = "|".join(re.escape(name) for name in names)
    said = re.sub(pattern, lambda found: places[found[0]], formula).replace(" x ", " * ")
    known = {places[name]: values[name] for name in names}
    return _value(ast.parse(said, mode="eval").body, known)


def _value(node: ast.expr, known: dict[str, Fraction]) -> Fraction:
    if isinstance(node, ast.BinOp):
        made = SIGNS[type(node.op)](_value(node.left, known), _value(node.right, known))
        assert isinstance(made, Fraction)
        return made
    assert isinstance(node, ast.Name), ast.dump(node)
    return known[node.id]
