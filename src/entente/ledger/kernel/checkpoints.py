"""Checkpoints (C2SP tlog-checkpoint): what a log was, said in three lines and signed.

Whoever keeps one can tell later whether the log still has the same beginning. Two signed ones of
the same size with different roots are proof that somebody showed two histories.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entente.ledger.kernel.cosignatures import Cosigned, cosigners
from entente.ledger.kernel.encoding import (
    LARGEST,
    Malformed,
    encoded,
    hash_from,
    number,
    refuse_controls,
    shown,
    whole_lines,
)
from entente.ledger.kernel.keys import PublicKey
from entente.ledger.kernel.notes import Note, NotSigned, read_note, signers
from entente.ledger.kernel.tree import EMPTY_ROOT, HASH_SIZE


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: its name, how many entries, the root over all of them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= LARGEST:
            raise Malformed(f"a checkpoint's size is from 0 to 2^63 - 1, not {self.size}")
        if len(self.root) != HASH_SIZE or (self.size == 0 and self.root != EMPTY_ROOT):
            raise Malformed(f"{self.root.hex()} is not the root of a tree of {self.size}")
        for line in (self.origin, *self.extensions):
            refuse_controls(line, "a line of a checkpoint")
            if not line or "\n" in line:
                raise Malformed(f"not a line of a checkpoint: {shown(line)}")

    @property
    def text(self) -> str:
        """The lines that are signed."""
        lines = (self.origin, str(self.size), encoded(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        return f"{self.origin}, {self.size} entries, root {encoded(self.root)}"

    @property
    def head(self) -> tuple[str, int, bytes]:
        """What a signature vouches for, and two histories disagree on."""
        return self.origin, self.size, self.root


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from the text of a note."""
    refuse_controls(text, "the checkpoint")
    lines = whole_lines(text, "the checkpoint")
    if len(lines) < 3:
        raise Malformed(f"a checkpoint has three lines or more, this has {len(lines)}")
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin,
        number(size, "the size of the checkpoint"),
        hash_from(root, "the root of the checkpoint"),
        tuple(extensions),
    )


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint, who signed it as the log, and who cosigned it when."""

    checkpoint: Checkpoint
    note: Note
    signed_by: tuple[PublicKey, ...]
    cosigned_by: tuple[Cosigned, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names on lines of keys that are not known here, which say nothing."""
        known = [*self.signed_by, *(one.key for one in self.cosigned_by)]
        return tuple(
            line.name for line in self.note.signatures if not any(line.claims(key) for key in known)
        )


def open_checkpoint(data: bytes, keys: Iterable[PublicKey]) -> SignedCheckpoint:
    """A checkpoint from the bytes of its note; NotSigned where none of these keys signed it."""
    known = list(keys)
    note = read_note(data)
    checkpoint = read_checkpoint(note.text)
    found = SignedCheckpoint(checkpoint, note, signers(note, known), cosigners(note, known))
    if not found.signed_by and not found.cosigned_by:
        names = ", ".join(sorted({line.name for line in note.signatures}))
        raise NotSigned(f"no known key signed the checkpoint ({checkpoint}); it names {names}")
    return found


def peek_checkpoint(data: bytes) -> Checkpoint:
    """What a note claims, believed by nobody: only to say which log and size it speaks of."""
    return read_checkpoint(read_note(data).text)
