"""Severities: their order, what each means, who sets them, and what happens in doubt."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from entente.agreement.conditions.condition import ConditionValue
from entente.agreement.terms.obligations import Owner
from entente.agreement.terms.scalars import FieldName, Flag, Party, Terms


class Severity(Terms):
    """One severity: the value of the field in the records, and what it means."""

    value: str
    title: str = ""
    means: str = ""


class Severities(Terms):
    """Severities from the most to the least urgent.

    `set_by` names who first sets one, `changed_by` who may change it; `in_doubt` which of two
    applies while the parties differ; a change never rewrites what was measured before it.
    `one_lower_where`: records that count as one severity lower. `wrong_is_charged`: work on a
    severity set too high is paid for.
    """

    field: FieldName = "severity"
    order: tuple[Severity, ...] = Field(min_length=1)
    set_by: Owner = "client"
    changed_by: Owner = "both"
    in_doubt: Literal["higher", "lower", "set-by", "ladder"] = "higher"
    one_lower_where: ConditionValue | None = None
    wrong_is_charged: Flag = False
    charged_to: Party | None = None
