"""Strict texts of a log: lines, decimal numbers and base64 have one form each, or are refused.

A byte that a reader overlooks is a byte in which two readers can be shown different things. So
nothing is trimmed, guessed or read past here.
"""

from __future__ import annotations

import base64
import binascii
import re

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
LARGEST = 2**63 - 1  # of sizes, indexes and POSIX times


class Malformed(ValueError):
    """A text of the log that has not its one form; says which and what is wrong."""


def decoded(text: str, what: str) -> bytes:
    """The bytes of standard base64: padded, no white space, no bits left over at the end."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Malformed(f"{what} is not base64: {shown(text)}") from None
    if encoded(data) != text:
        raise Malformed(f"{what} is not the one base64 of its bytes: {shown(text)}")
    return data


def encoded(data: bytes) -> str:
    """Bytes as standard base64."""
    return base64.b64encode(data).decode("ascii")


def hash_from(text: str, what: str) -> bytes:
    """A SHA-256 hash from its base64."""
    found = decoded(text, what)
    if len(found) != 32:
        raise Malformed(f"{what} has {len(found)} bytes where a hash has 32")
    return found


def number(text: str, what: str) -> int:
    """A decimal number from its digits: no sign, no zero in front, below 2^63."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST:
        raise Malformed(f"{what} is not a plain decimal number: {shown(text)}")
    return int(text)


def text_from(data: bytes, what: str) -> str:
    """The text of UTF-8 bytes that hold no control character but the end of a line."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{what} is not UTF-8: byte {error.start} cannot be read") from None
    refuse_controls(text, what)
    return text


def refuse_controls(text: str, what: str) -> None:
    """Refuse ASCII control characters other than the end of a line."""
    for place, mark in enumerate(text):
        if mark < " " and mark != "\n":
            raise Malformed(f"{what} holds the control character U+{ord(mark):04X} at {place}")


def whole_lines(text: str, what: str) -> list[str]:
    """The lines of a text that ends with a line's end, without their ends."""
    if not text.endswith("\n"):
        raise Malformed(f"{what} ends in the middle of a line")
    return text[:-1].split("\n")  # not splitlines: it ends lines at other marks, too


def has_space(text: str) -> bool:
    """Whether a text holds white space of any script."""
    return any(mark.isspace() for mark in text)


def shown(text: str) -> str:
    """A text as a message quotes it: short, and with every odd mark visible."""
    return ascii(text if len(text) <= 60 else text[:57] + "...")
