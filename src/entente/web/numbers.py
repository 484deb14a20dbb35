"""Numbers that an operator sets."""

from __future__ import annotations


def whole_number(name: str, text: str) -> int:
    """A setting as a number from 0; ValueError names the setting."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"{name} must be a whole number, not {text!r}")
    return int(text)
