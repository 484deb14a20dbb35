"""The two consoles: one for answers, one for what is said beside them."""

from __future__ import annotations

from rich.console import Console


def errors_console() -> Console:
    """Where progress and remarks go, so that standard output holds only the answer."""
    return Console(stderr=True, highlight=False)


NO_TERMINAL = 110  # columns of what goes into a file or a pipe


def answers_console() -> Console:
    """Where answers go: as wide as the terminal, and wide enough where there is none."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, NO_TERMINAL)
    return console
