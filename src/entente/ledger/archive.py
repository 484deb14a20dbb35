"""The file or folder of an export: names in one order, and no byte that could say two things.

The file is a tar archive of the plainest kind, so that any tar unpacks it. Its headers hold a name
and a length and nothing else; each is compared with the one that these two give. An export is not
trusted: what is read here is checked by `verifying`.
"""

from __future__ import annotations

import os
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

BLOCK = 512
END = bytes(2 * BLOCK)


class NotProved(ValueError):
    """An export that does not prove what it says; the sentence names the place and the reason."""


class Part:
    """A file of an export, read once from front to end."""

    def __init__(self, name: str, file: BinaryIO, size: int) -> None:
        """A part of so many bytes that begins where the file stands."""
        self.name, self.left, self._file = name, size, file

    def read(self, length: int) -> bytes:
        """Exactly so many bytes."""
        if length > self.left:
            raise NotProved(f"{self.name} ends too early")
        data = self._file.read(length)
        if len(data) < length:
            raise NotProved(f"the export ends inside {self.name}")
        self.left -= length
        return data

    def whole(self, most: int) -> bytes:
        """All that is left, where that is not too much."""
        if self.left > most:
            raise NotProved(f"{self.name} has {self.left} bytes; at most {most} can be right")
        return self.read(self.left)


class Source(Protocol):
    """An export that is read file by file, in the order that it has to have."""

    def part(self, name: str) -> Iterator[Part]:
        """The next file, which has to bear this name and to be read to its end."""

    def end(self) -> None:
        """Nothing may come any more."""


class TarSource:
    """An export in one file."""

    def __init__(self, file: BinaryIO) -> None:
        """An export that begins where the file stands."""
        self._file = file

    def part(self, name: str) -> Iterator[Part]:
        """The next file, which has to bear this name and to be read to its end."""
        found = self._file.read(BLOCK)
        size = _size_in(found)
        if size is None or found != header(name, size):
            raise NotProved(f"{name} does not stand where it belongs; {_instead(found)}")
        part = Part(name, self._file, size)
        yield part
        if part.left:
            raise NotProved(f"{name} has {part.left} bytes too many")
        padding = -size % BLOCK
        if self._file.read(padding) != bytes(padding):
            raise NotProved(f"{name} is not followed by zeros alone")

    def end(self) -> None:
        """Nothing may come any more."""
        if self._file.read(len(END) + 1) != END:
            raise NotProved("the export does not end after its last file")


class FolderSource:
    """An export that was unpacked."""

    def __init__(self, folder: Path) -> None:
        """An export in a folder of its own."""
        self._folder, self._count = folder, 0

    def part(self, name: str) -> Iterator[Part]:
        """The file of this name, which has to be read to its end."""
        path = self._folder / name
        if path.is_symlink() or not path.is_file():
            raise NotProved(f"{name} is missing")
        self._count += 1
        with path.open("rb") as file:
            part = Part(name, file, os.fstat(file.fileno()).st_size)
            yield part
            if part.left:
                raise NotProved(f"{name} has {part.left} bytes too many")

    def end(self) -> None:
        """Every file was read: none lies beside them."""
        found = sum(len(files) for _, _, files in os.walk(self._folder))
        if found != self._count:
            raise NotProved(f"the folder holds {found} files where the export has {self._count}")


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """An export's folder or file, to be read from the start."""
    if path.is_dir():
        yield FolderSource(path)
        return
    with path.open("rb", buffering=1 << 20) as file:
        yield TarSource(file)


def header(name: str, size: int) -> bytes:
    """The one header of a file in an export: its name and size, everything else fixed."""
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _size_in(block: bytes) -> int | None:
    try:
        size = int(block[124:135].decode("ascii"), 8)
    except ValueError:
        return None
    return size if size >= 0 else None


def _instead(block: bytes) -> str:
    if not block.strip(b"\0"):
        return "the export ends before it"
    name = block[:100].rstrip(b"\0").decode("ascii", "replace")
    return f"{name!a} does"


class TarWriter:
    """Writes an export into one file, from front to end."""

    def __init__(self, file: BinaryIO) -> None:
        """An export that begins where the file stands."""
        self._file = file

    def add(self, name: str, data: bytes) -> None:
        """Add a file that is at hand."""
        self._file.write(header(name, len(data)) + data + bytes(-len(data) % BLOCK))

    def add_from(self, name: str, file: BinaryIO) -> None:
        """Add what was written to another file."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        self._file.write(header(name, size))
        while chunk := file.read(1 << 20):
            self._file.write(chunk)
        self._file.write(bytes(-size % BLOCK))

    def end(self) -> None:
        """Close the list of files."""
        self._file.write(END)


@contextmanager
def replacing(path: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A file that takes its name only once it is whole and on the disk."""
    incoming = path.with_name(f".{path.name}.{secrets.token_hex(4)}.incoming")
    try:
        descriptor = os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(incoming, path)  # the commit point
        _sync_folder(path.parent)
    finally:
        incoming.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there; renaming is durable by itself
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
