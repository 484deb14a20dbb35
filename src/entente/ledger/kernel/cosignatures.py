"""Cosignatures (C2SP tlog-cosignature, cosignature/v1): a party says what it has seen, and when.

A cosignature says: at this time, the largest consistent tree of this log that I know has this
root. So a cosigner has to remember what it cosigned last (`entente.cli.cosign` does).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entente.ledger.kernel.encoding import LARGEST
from entente.ledger.kernel.keys import Kind, PrivateKey, PublicKey
from entente.ledger.kernel.notes import Note, NotSigned, Signature, line_of


@dataclass(frozen=True)
class Cosigned:
    """A key that cosigned, and the POSIX time that it says it did."""

    key: PublicKey
    time: int


def cosignature(text: str, key: PrivateKey, time: int) -> Signature:
    """The line by which a key cosigns the text of a checkpoint at a POSIX time."""
    if key.kind is not Kind.COSIGNATURE:
        raise ValueError(f"{key.name} is a key of notes, not of cosignatures")
    if not 0 <= time <= LARGEST:
        raise ValueError(f"{time} is not a POSIX time")
    data = time.to_bytes(8, "big") + key.sign(_message(text, time))
    return Signature(key.name, key.public.id, data)


def cosigners(note: Note, keys: Iterable[PublicKey]) -> tuple[Cosigned, ...]:
    """The known keys that cosigned a note; NotSigned where one of them did not as it says."""
    known = [key for key in keys if key.kind is Kind.COSIGNATURE]
    return tuple(_checked(note.text, key, line) for key in known if (line := line_of(note, key)))


def _checked(text: str, key: PublicKey, line: Signature) -> Cosigned:
    time = int.from_bytes(line.data[:8], "big")
    if time > LARGEST or not key.verifies(line.data[8:], _message(text, time)):
        raise NotSigned(f"the cosignature of {key.name} is not over this checkpoint")
    return Cosigned(key, time)


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
