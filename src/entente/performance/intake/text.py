"""Lines of text of unknown origin: UTF-8, any line ends, none longer than a row may be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from entente.performance.intake.opening import LONGEST_ROW, UnreadableFile

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FURTHEST = 30  # powers of ten that are still written out


def text_lines(name: str, data: BinaryIO, before: int = 0) -> Iterator[str]:
    """The lines of a file with their ends; UnreadableFile names the line that is not text.

    `before` is how many lines of the file were read already.
    """
    # Surrogates stand for bytes that are not UTF-8, so that the error can name the line.
    encoding = "utf-8" if before else "utf-8-sig"
    text = io.TextIOWrapper(data, encoding, "surrogateescape", newline="")
    for number, line in enumerate(iter(lambda: text.readline(LONGEST_ROW), ""), before + 1):
        if len(line) == LONGEST_ROW:
            raise UnreadableFile(f"{name}: line {number} is longer than {LONGEST_ROW} characters")
        if not line.isascii() and not is_text(line):
            raise UnreadableFile(_not_utf8(name, number, line))
        yield line


def is_text(text: str) -> bool:
    """Whether a text can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def plain_number(written: str) -> str:
    """A number without its exponent; as it was written where that would be endless."""
    if "e" not in written.lower():
        return written
    try:
        value = Decimal(written)
    except InvalidOperation:
        return written
    near = value.is_finite() and abs(value.adjusted()) <= _FURTHEST and len(written) <= 40
    return f"{value:f}" if near else written


def plain_float(written: str) -> str:
    """A binary float as its shortest decimal; a whole one as the integer that it is."""
    return plain_number(written).removesuffix(".0")


def _not_utf8(name: str, number: int, line: str) -> str:
    start = line.encode("utf-8", "surrogateescape")[:2]
    if number == 1 and start in _UTF16:
        return f"{name} is UTF-16 text: save it as UTF-8"
    return f"{name}: line {number} is not UTF-8 text: save the file as UTF-8"
