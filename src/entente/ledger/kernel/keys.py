"""Keys of notes (C2SP signed-note): a name, a kind of signature, an Ed25519 key, a short id.

The id only says which key a signature claims; what protects is the key itself. A public key of
small order would verify signatures that nobody made, so it is no key here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from entente.ledger.kernel.encoding import Malformed, decoded, encoded, has_space, shown

PRIVATE = "PRIVATE+KEY"
LONGEST_NAME = 200
_SIGN_BIT = (1 << 255) - 1
_PRIME = 2**255 - 19
_ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL_ORDER = frozenset(
    {0, 1, _PRIME - 1, _PRIME, _PRIME + 1, _ORDER_8, _PRIME - _ORDER_8}
)  # their y coordinates


class Kind(IntEnum):
    """What a key's signatures say; the number is part of the key's id."""

    NOTE = 1  # the text is mine
    COSIGNATURE = 4  # at that time this was the largest consistent tree that I had seen


@dataclass(frozen=True)
class PublicKey:
    """A verifier key: who signed, and whether they did."""

    name: str
    kind: Kind
    material: bytes

    def __post_init__(self) -> None:
        refuse_name(self.name)
        if len(self.material) != 32:
            raise Malformed(f"the public key of {self.name} has {len(self.material)} bytes, not 32")
        if int.from_bytes(self.material, "little") & _SIGN_BIT in SMALL_ORDER:
            raise Malformed(f"the public key of {self.name} is of small order: it protects nothing")

    @cached_property
    def id(self) -> bytes:
        """Four bytes that tell it from other keys of its name."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.material).digest()[:4]

    @cached_property
    def _ed25519(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.material)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the 64 bytes over the message."""
        try:
            self._ed25519.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.kind]) + self.material)}"


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """A signer key. Whoever reads its text can sign as its name: keep it in a file of its own."""

    name: str
    kind: Kind
    seed: bytes

    @cached_property
    def _ed25519(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        return PublicKey(self.name, self.kind, self._ed25519.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """64 bytes over a message, the same each time."""
        return self._ed25519.sign(message)

    def secret_text(self) -> str:
        """The key as its file holds it."""
        seed = encoded(bytes([self.kind]) + self.seed)
        return f"{PRIVATE}+{self.name}+{self.public.id.hex()}+{seed}"

    def __repr__(self) -> str:
        return f"PrivateKey({self.public})"  # never the seed: this lands in logs


def read_public_key(text: str) -> PublicKey:
    """A verifier key from `name+id+base64`."""
    name, found_id, kind, material = _parts(text)
    return _matching(PublicKey(name, kind, material), found_id)


def read_private_key(text: str) -> PrivateKey:
    """A signer key from `PRIVATE+KEY+name+id+base64`; no part of it is ever quoted in an error."""
    try:
        head, _, rest = text.partition(PRIVATE + "+")
        name, found_id, kind, seed = _parts(rest)
        key = PrivateKey(name, kind, seed)
        _matching(key.public, found_id)
    except ValueError:
        raise Malformed("not a private key, or not a whole one") from None
    if head:
        raise Malformed(f"a private key begins with {PRIVATE}+")
    return key


def _parts(text: str) -> tuple[str, str, Kind, bytes]:
    name, _, rest = text.partition("+")
    found_id, _, material = rest.partition("+")  # base64 may hold a plus, a name may not
    refuse_name(name)
    data = decoded(material, f"the key of {shown(name)}")
    if not data or data[0] not in set(Kind):
        known = "an Ed25519 key of notes (1) or of cosignatures (4)"
        raise Malformed(f"the key of {shown(name)} is not {known}")
    return name, found_id, Kind(data[0]), data[1:]


def _matching(key: PublicKey, found_id: str) -> PublicKey:
    if key.id.hex() != found_id:
        raise Malformed(f"the key of {shown(key.name)} does not have the id {shown(found_id)}")
    return key


def refuse_name(name: str) -> None:
    """Refuse what cannot be a key's name in a line of signatures."""
    if not name or len(name) > LONGEST_NAME or "+" in name or has_space(name):
        raise Malformed(f"a key's name is not empty and has no space or plus: {shown(name)}")
    if any(mark < " " for mark in name):
        raise Malformed(f"a key's name has no control characters: {shown(name)}")
