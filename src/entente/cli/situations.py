"""Foreseen situations as a user meets them: one sentence on standard error and an exit code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from entente.foundation.terminal import printable

USAGE = 2


@contextmanager
def said_plainly() -> Iterator[None]:
    """End the command with the sentence of a foreseen situation instead of a traceback."""
    if os.environ.get("ENTENTE_TRACEBACK"):
        yield
        return
    try:
        yield
    except FileNotFoundError as error:
        raise ended(f"{error.filename}: no such file") from None
    except OSError as error:
        raise ended(f"{error.filename or 'file'}: {error.strerror or error}") from None
    except KeyError as error:
        raise ended(f"{error.args[0] if error.args else error} is not defined") from None
    except ValueError as error:
        raise ended(str(error)) from None


def ended(sentence: str, code: int = USAGE) -> typer.Exit:
    """Say a sentence on standard error; gives what to raise."""
    typer.echo(f"entente: {printable(sentence)}", err=True)
    return typer.Exit(code)
