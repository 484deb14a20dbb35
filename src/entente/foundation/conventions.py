"""Conventions of working time on which libraries differ: named, with defaults, in the terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal, get_args, get_type_hints

from entente.foundation.instants import Fold, Gap
from entente.foundation.references import nearest


class UnknownConvention(ValueError):
    """A convention, or a choice for one, that does not exist."""


@dataclass(frozen=True)
class Conventions:
    """How a calendar decides where reasonable people differ.

    daylight_saving: `elapsed` counts real time, so that a night of 23 hours is 23 hours;
        `wall_clock` counts each reading of the clock once, so that it is 24.
    closing: an amount that ends exactly at closing is reached at the end of `this_window`
        or only when the `next_window` opens (backwards: its opening, or the closing before).
    reversed: an elapsed time from a start after its end is `negative`, `zero` or an `error`.
    closed_start: working days from a day that is not one: `count` makes the next working
        day number one; `roll_first` moves to it and then counts.
    workdays: working days between two dates leave out the first day (`after_start`), the
        last (`before_end`), or neither (`both_ends`).
    gap: a deadline in a skipped hour is `push`ed forward by the length of the gap, set to
        the first instant `after` it, moved `before` it by its length, or an `error`.
    fold: a deadline in a repeated hour is its `first` or `second` occurrence.
    night: a window that runs over midnight into a holiday or an overridden date is `cut`
        at midnight, or the `whole` window is open.
    """

    daylight_saving: Literal["elapsed", "wall_clock"] = "elapsed"
    closing: Literal["this_window", "next_window"] = "this_window"
    reversed: Literal["negative", "zero", "error"] = "negative"
    closed_start: Literal["count", "roll_first"] = "count"
    workdays: Literal["after_start", "before_end", "both_ends"] = "after_start"
    gap: Gap = "push"
    fold: Fold = "first"
    night: Literal["cut", "whole"] = "cut"

    def __post_init__(self) -> None:
        for name, allowed in choices().items():
            if getattr(self, name) not in allowed:
                raise UnknownConvention(
                    f"convention {name!r} is one of {', '.join(allowed)},"
                    f" not {getattr(self, name)!r}"
                )

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> Conventions:
        """Conventions from names and choices; what is not named keeps its default."""
        for name in mapping:
            if name not in choices():
                near = nearest(str(name), choices())
                hint = f"did you mean {near!r}?" if near else f"use {', '.join(choices())}"
                raise UnknownConvention(f"unknown convention {name!r}; {hint}")
        return cls(**{str(name): choice for name, choice in mapping.items()})  # type: ignore[arg-type] # each value is checked when made

    def to_mapping(self) -> dict[str, str]:
        """Every convention with its choice, defaults included."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}


def choices() -> dict[str, tuple[str, ...]]:
    """Each convention with the choices it allows; the first is the default."""
    hints = get_type_hints(Conventions)
    return {field.name: get_args(hints[field.name]) for field in fields(Conventions)}


STANDARD = Conventions()
