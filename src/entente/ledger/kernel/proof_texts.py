"""Proofs as texts: `tlog-proof` of C2SP for one entry, and the request by which a log asks a
cosigner for its signature (C2SP tlog-witness, `add-checkpoint`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from entente.ledger.kernel.encoding import (
    Malformed,
    decoded,
    encoded,
    hash_from,
    number,
    shown,
    text_from,
)
from entente.ledger.kernel.proofs import LONGEST_PROOF

HEADER = "c2sp.org/tlog-proof@v1"
LARGEST_TEXT = 256 * 1024  # bytes


@dataclass(frozen=True)
class InclusionText:
    """That an entry stands at an index, with the checkpoint that it leads to."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes  # the note as the log gave it
    extra: bytes | None = None  # proved by nothing

    def __bytes__(self) -> bytes:
        lines = [HEADER]
        lines += [f"extra {encoded(self.extra)}"] if self.extra is not None else []
        lines += [f"index {self.index}", *map(encoded, self.proof)]
        return _joined(lines, self.checkpoint)


@dataclass(frozen=True)
class CosignRequest:
    """That the tree a cosigner knows is the beginning of the one that it is asked to cosign."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def __bytes__(self) -> bytes:
        return _joined([f"old {self.old}", *map(encoded, self.proof)], self.checkpoint)


def read_inclusion(data: bytes) -> InclusionText:
    """A proof from the bytes of a `.tlog-proof` file; what it proves is still to be checked."""
    lines, checkpoint = _halves(data, "the proof")
    if lines.pop(0) != HEADER:
        raise Malformed(f"a proof begins with the line {HEADER}")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = decoded(lines.pop(0).removeprefix("extra "), "the extra data")
    index = _leading(lines, "index")
    return InclusionText(index, _hashes(lines), checkpoint, extra)


def read_cosign_request(data: bytes) -> CosignRequest:
    """A request from its bytes; what it proves is still to be checked."""
    lines, checkpoint = _halves(data, "the request")
    old = _leading(lines, "old")
    return CosignRequest(old, _hashes(lines), checkpoint)


def _joined(lines: Sequence[str], checkpoint: bytes) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode() + b"\n" + checkpoint


def _halves(data: bytes, what: str) -> tuple[list[str], bytes]:
    """The lines before the first empty one, and all that comes behind it."""
    if len(data) > LARGEST_TEXT:
        raise Malformed(f"{what} is longer than {LARGEST_TEXT} bytes")
    text_from(data, what)
    head, gap, checkpoint = data.partition(b"\n\n")
    if not gap:
        raise Malformed(f"{what} has no empty line before its checkpoint")
    return head.decode().split("\n"), checkpoint


def _leading(lines: list[str], word: str) -> int:
    line = lines.pop(0) if lines else ""
    name, _, digits = line.partition(" ")
    if name != word:
        raise Malformed(f"expected a line '{word} NUMBER', found {shown(line)}")
    return number(digits, f"the number of '{word}'")


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > LONGEST_PROOF:
        raise Malformed(f"a proof has at most {LONGEST_PROOF} hashes, this has {len(lines)}")
    return tuple(hash_from(line, "a line of the proof") for line in lines)
