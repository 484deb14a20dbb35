"""Text for a terminal: what either party wrote is shown, never obeyed."""

from __future__ import annotations


def printable(text: str) -> str:
    """Text that cannot steer a terminal; each mark that could is replaced by a visible one."""
    return "".join(
        mark if mark.isprintable() or mark == "\n" else "\N{REPLACEMENT CHARACTER}" for mark in text
    )
