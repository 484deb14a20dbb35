"""Colour on a terminal that wants it: only where a person looks, and not against NO_COLOR."""

from __future__ import annotations

import os
import sys

import typer


def coloured() -> bool:
    """Whether standard output is a terminal that wants colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def bold(text: str) -> str:
    """A heading."""
    return typer.style(text, bold=True) if coloured() else text


def tinted(text: str, kind: str) -> str:
    """Text in the colour of what was added or removed; other kinds stay as they are."""
    colour = {"added": typer.colors.GREEN, "removed": typer.colors.RED}.get(kind)
    return typer.style(text, fg=colour) if colour and coloured() else text
