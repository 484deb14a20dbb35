"""Opening files of unknown origin: plain or gzip, never more bytes than a file may hold.

Nothing about a raw file is trusted: not its name, its size, nor what it declares of itself.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

MEBIBYTE = 1024 * 1024
FREE = 64 * MEBIBYTE
RATIO = 100  # real logs shrink about twentyfold, bombs a thousandfold
MOST_COLUMNS = 20_000
LONGEST_ROW = MEBIBYTE


class UnreadableFile(ValueError):
    """A file that cannot be read as evidence; the sentence says where and what to do."""


def largest_content(size: int) -> int:
    """How many bytes a compressed file of this size may unfold to."""
    return FREE + RATIO * size


class Bounded(io.RawIOBase):
    """A stream that refuses to give more bytes than allowed."""

    def __init__(self, source: BinaryIO, most: int, name: str) -> None:
        self._source, self._left, self._name = source, most, name

    def readable(self) -> bool:
        """Always: it is a stream for reading."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # any buffer works
        """Read into a buffer, and count."""
        data = self._source.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile(
                f"{self._name} unfolds to more than {RATIO} times its size: refused as a bomb; "
                "give the file uncompressed if it is real"
            )
        buffer[: len(data)] = data
        return len(data)


def skip(data: BinaryIO, offset: int) -> None:
    """Pass over the first bytes of a stream."""
    while offset > 0 and (passed := len(data.read(min(offset, MEBIBYTE)))):
        offset -= passed


def is_gzip(path: Path) -> bool:
    """Whether a file begins as gzip does."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where it is gzip; faults of the packing as one situation."""
    with path.open("rb") as plain:
        if not is_gzip(path):
            yield plain
            return
        most = largest_content(path.stat().st_size)
        with gzip.GzipFile(fileobj=plain) as packed:
            stream = io.BufferedReader(Bounded(cast(BinaryIO, packed), most, path.name), MEBIBYTE)
            try:
                yield cast(BinaryIO, stream)
            except (gzip.BadGzipFile, EOFError, zlib.error) as error:
                raise UnreadableFile(f"{path.name} is damaged gzip: {error}") from None
