"""Signed notes (C2SP signed-note): a text, an empty line, one line for each signature.

Reading a note believes nothing; `opened` gives the text only with the keys that signed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from entente.ledger.kernel.encoding import (
    Malformed,
    decoded,
    encoded,
    refuse_controls,
    shown,
    text_from,
    whole_lines,
)
from entente.ledger.kernel.keys import Kind, PrivateKey, PublicKey, refuse_name

DASH = "\N{EM DASH} "
MOST_SIGNATURES = 100
LARGEST_NOTE = 64 * 1024  # bytes


class NotSigned(ValueError):
    """A note that no known key signed, or that a known key did not sign as it says."""


@dataclass(frozen=True)
class Signature:
    """A line of a note: the name and id of a key, and what is claimed to be its signature."""

    name: str
    key_id: bytes
    data: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {encoded(self.key_id + self.data)}"

    def claims(self, key: PublicKey) -> bool:
        """Whether the line says that it is of this key."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True)
class Note:
    """A text and the signatures under it, not yet checked."""

    text: str  # with the end of its last line
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return "".join([self.text, "\n", *(f"{line}\n" for line in self.signatures)]).encode()

    def with_signature(self, signature: Signature) -> Note:
        """The note with one more signature; one of the same key gives way to it."""
        key = (signature.name, signature.key_id)
        others = [one for one in self.signatures if (one.name, one.key_id) != key]
        return replace(self, signatures=(*others, signature))


def read_note(data: bytes) -> Note:
    """A note from its bytes."""
    if len(data) > LARGEST_NOTE:
        raise Malformed(f"a note has at most {LARGEST_NOTE} bytes, this has {len(data)}")
    whole = text_from(data, "the note")
    text, gap, block = whole.rpartition("\n\n")
    if not gap:
        raise Malformed("a note has a text, an empty line and signatures; this has none")
    lines = whole_lines(block, "the block of signatures") if block else []
    if not 0 < len(lines) <= MOST_SIGNATURES:
        raise Malformed(f"a note has 1 to {MOST_SIGNATURES} signatures, this has {len(lines)}")
    return Note(text + "\n", tuple(_signature(line) for line in lines))


def _signature(line: str) -> Signature:
    name, space, data = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space:
        raise Malformed(f"not a line of a signature: {shown(line)}")
    refuse_name(name)
    found = decoded(data, f"the signature of {shown(name)}")
    if len(found) < 5:
        raise Malformed(f"the signature of {shown(name)} is shorter than a key's id and a byte")
    return Signature(name, found[:4], found[4:])


def signed(text: str, *keys: PrivateKey) -> Note:
    """A note over a text by keys of notes."""
    refuse_controls(text, "the text of a note")
    whole_lines(text, "the text of a note")
    lines = []
    for key in keys:
        if key.kind is not Kind.NOTE:
            raise ValueError(f"{key.name} is a key of cosignatures, not of notes")
        lines.append(Signature(key.name, key.public.id, key.sign(text.encode())))
    return Note(text, tuple(lines))


def signers(note: Note, keys: Iterable[PublicKey]) -> tuple[PublicKey, ...]:
    """The known keys of notes that signed; NotSigned where one of them did not as it says.

    Lines of unknown keys say nothing, and are passed over as the standard asks.
    """
    known = [key for key in keys if key.kind is Kind.NOTE]
    lines = [(key, line) for key in known if (line := line_of(note, key))]
    for key, line in lines:
        if not key.verifies(line.data, note.text.encode()):
            raise NotSigned(f"the signature of {key.name} is not over this text")
    return tuple(key for key, _ in lines)


def line_of(note: Note, key: PublicKey) -> Signature | None:
    """The line that claims a key, if there is one; two of them are one too many."""
    lines = [line for line in note.signatures if line.claims(key)]
    if len(lines) > 1:
        raise NotSigned(f"{key.name} signs {len(lines)} times where once is enough")
    return lines[0] if lines else None


def opened(data: bytes, keys: Sequence[PublicKey]) -> tuple[str, tuple[PublicKey, ...]]:
    """The text of a note and the keys that signed it; NotSigned where none of these keys did."""
    note = read_note(data)
    found = signers(note, keys)
    if not found:
        names = ", ".join(sorted({line.name for line in note.signatures}))
        raise NotSigned(f"no known key signed the note; it names {names}")
    return note.text, found
