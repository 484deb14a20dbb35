"""How states of results look: each has a word, an icon, a tone; colour never stands alone."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """How a state looks: its word, its lucide icon, its tone in the style sheet."""

    word: str
    icon: str
    tone: str


STATES = {
    "met": Look("met", "check", "good"),
    "missed": Look("missed", "x", "bad"),
    "at_risk": Look("at risk", "triangle-alert", "risk"),
    "excused": Look("excused", "shield-minus", "calm"),
    "not_measured": Look("not measured", "minus", "none"),
    "provisional": Look("provisional", "clock-3", "open"),
}


def look_of(state: str) -> Look:
    """The look of a state; an unknown one is shown by its own name rather than hidden."""
    key = str(state).replace(" ", "_").replace("-", "_")
    return STATES.get(key) or Look(str(state), "circle-question-mark", "none")
