"""Entries and payloads: one form each, and nothing personal that could not be erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.foundation.canonical import NotAsWritten, canonical_bytes
from entente.foundation.instants import from_micros
from entente.ledger.kernel.encoding import Malformed
from entente.ledger.kernel.entries import (
    KIND,
    LARGEST_PAYLOAD,
    NAME,
    Entry,
    Erasure,
    KeyRegistered,
    body_of,
    payload_bytes,
    payload_digest,
    read_entry,
    read_erasure,
    read_key_registered,
    read_payload,
)

SALT = bytes(range(16))
PAYLOAD = payload_bytes({"title": "More users"}, SALT)
ENTRY = Entry(
    alliance="entente.example/harbour-and-quay",
    index=7,
    kind="scope.change-proposed",
    by="client/41",
    at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    digest=payload_digest(PAYLOAD),
)
WRITTEN = bytes(ENTRY)


def test_an_entry_is_one_line_of_canonical_json() -> None:
    assert WRITTEN.decode() == (
        '{"alliance":"entente.example/harbour-and-quay","at":"2026-03-02T09:30:00.000000Z",'
        f'"by":"client/41","digest":"{payload_digest(PAYLOAD)}","index":7,'
        '"kind":"scope.change-proposed"}'
    )


@given(
    st.from_regex(rf"\A{NAME}\Z".replace("\\Z", "$"), fullmatch=True),
    st.from_regex(KIND, fullmatch=True),
    st.integers(0, 2**53 - 1),
    st.integers(-30 * 10**15, 250 * 10**15).map(from_micros),
)
def test_an_entry_is_read_as_it_was_written(name: str, kind: str, index: int, at: datetime) -> None:
    name = name.strip()
    made = Entry(name, index, kind, name, at, payload_digest(b""))

    assert read_entry(bytes(made)) == made


def test_an_entry_of_another_offset_is_written_in_utc_only() -> None:
    with pytest.raises(Malformed, match="not in UTC"):
        changed(at=ENTRY.at.astimezone(timezone(timedelta(hours=1))))
    with pytest.raises(Malformed, match="not in UTC"):
        changed(at=ENTRY.at.replace(tzinfo=None))


def changed(**members: Any) -> Entry:
    fields = ("alliance", "index", "kind", "by", "at", "digest")
    return Entry(**({name: getattr(ENTRY, name) for name in fields} | members))


@pytest.mark.parametrize(
    "members",
    [
        {"by": "Ada Lovelace"},
        {"by": "ada@example.com"},
        {"by": ""},
        {"by": "a\n"},
        {"alliance": 'a"'},
        {"alliance": "a" * 201},
        {"kind": "scope"},
        {"kind": "scope.Change"},
        {"kind": "scope.change-"},
        {"digest": "sha256:00"},
        {"digest": ENTRY.digest.upper()},
        {"index": -1},
        {"index": 2**53},
    ],
)
def test_an_entry_has_no_room_for_a_name_or_a_second_way_to_be_written(
    members: dict[str, Any],
) -> None:
    with pytest.raises(Malformed, match="no entry has the"):
        changed(**members)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'":7,', b'":07,'),
        (b'":7,', b'": 7,'),
        (b'":7,', b'":7.0,'),
        (b'":7,', b'":-7,'),
        (b'":7,', b'":7,"index":7,'),
        (b"client", b"cl\\u0069ent"),
        (b"client", b"Client"),
        (b"sha256:", b"sha512:"),
        (b"03-02", b"02-30"),
        (b"T09", b"T24"),
        (b".000000Z", b"Z"),
        (b".000000Z", b".000000+00:00"),
        (b"}", b"}\n"),
        (b"}", b',"more":1}'),
        (b'{"a', b' {"a'),
        (b'"by":"client/41",', b""),
    ],
)
def test_an_entry_that_is_written_otherwise_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(Malformed):
        read_entry(WRITTEN.replace(old, new))


def test_no_bit_of_an_entry_can_change_and_leave_it_the_same() -> None:
    for place in range(len(WRITTEN) * 8):
        data = bytearray(WRITTEN)
        data[place // 8] ^= 1 << place % 8
        try:
            read = read_entry(bytes(data))
        except Malformed:
            continue
        assert bytes(read) == data
        assert read != ENTRY


def test_a_payload_is_read_as_it_was_written() -> None:
    assert read_payload(PAYLOAD) == {"title": "More users"}
    assert payload_digest(PAYLOAD) != payload_digest(
        payload_bytes({"title": "More users"}, SALT[::-1])
    )


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b'{"body":1}',
        b'{"body":1,"salt":"00"}',
        PAYLOAD + b"\n",
        PAYLOAD.replace(b":", b": ", 1),
        PAYLOAD[:-1] + b',"x":1}',
        PAYLOAD.replace(b"0a0b", b"0A0B"),
        b"[1]",
        b"\xff",
    ],
)
def test_a_payload_has_one_form(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_payload(data)


def test_a_payload_has_salt_and_a_largest_size() -> None:
    with pytest.raises(ValueError, match="salt has 16 bytes, not 8"):
        payload_bytes({}, bytes(8))
    with pytest.raises(ValueError, match="record its digest"):
        payload_bytes("x" * LARGEST_PAYLOAD, SALT)


def test_what_the_ledger_says_of_itself_is_read_as_it_was_written() -> None:
    erasure = Erasure((3, 17), "request of the person concerned")
    key = KeyRegistered("client", "example.com/client+00000000+AAAA")

    assert read_erasure(payload_bytes(body_of(erasure), SALT)) == erasure
    assert read_key_registered(payload_bytes(body_of(key), SALT)) == key


@pytest.mark.parametrize("entries", [[], [3, 3], [4, 3]])
def test_an_erasure_names_entries_once_and_in_order(entries: list[int]) -> None:
    body = {"entries": entries, "ground": "law"}

    with pytest.raises(NotAsWritten, match="each once and in order"):
        read_erasure(canonical_bytes({"body": body, "salt": SALT.hex()}))  # type: ignore[dict-item]
