"""Signed notes: what is published is read, signed and refused as published."""

from __future__ import annotations

from pathlib import Path

import pytest

from entente.ledger.kernel.encoding import Malformed
from entente.ledger.kernel.keys import (
    SMALL_ORDER,
    Kind,
    PrivateKey,
    PublicKey,
    read_private_key,
    read_public_key,
)
from entente.ledger.kernel.notes import NotSigned, Signature, opened, read_note, signed
from tests.ledger.kernel.test_tree import vectors

KEY = PrivateKey("example.com/log", Kind.NOTE, bytes(range(32)))
OTHER = PrivateKey("example.com/log", Kind.NOTE, bytes(32))
TEXT = "the text\n\nwith an empty line\n"


def test_published_notes_are_verified(shared: Path) -> None:
    cases = vectors(shared, "signed_note.json")["verify"]
    assert len(cases) == 3

    for case in cases:
        key = read_public_key(case["vkey"])
        text, keys = opened(case["note"].encode(), [key])
        assert case["note"].startswith(text)
        assert keys == (key,)


def test_the_published_text_is_signed_to_the_same_bytes(shared: Path) -> None:
    told = vectors(shared, "signed_note.json")["sign"]

    key = read_private_key(told["skey"])

    assert bytes(signed(told["text"], key)).decode() == told["want"]
    assert key.secret_text() == told["skey"]


def test_what_is_published_as_no_note_is_refused(shared: Path) -> None:
    told = vectors(shared, "signed_note.json")
    keys = [read_public_key(case["vkey"]) for case in told["verify"]]
    assert len(told["must_refuse"]) == 9

    for case in told["must_refuse"]:
        if "note_hex" in case:
            data = bytes.fromhex(case["note_hex"])
        elif "repeat_line" in case:
            data = (case["note_prefix"] + case["repeat_line"] * case["times"]).encode()
        else:
            data = case["note"].encode()
        with pytest.raises((Malformed, NotSigned)):
            opened(data, keys)


def test_published_keys_are_refused_when_cut_or_changed_by_one(shared: Path) -> None:
    told = vectors(shared, "signed_note.json")["vkey_mangling"]
    whole = told["vkey"]
    cut = [whole[a:b] for a in range(len(whole)) for b in range(a, len(whole) + 1)]
    bumped = [whole[:at] + chr(ord(whole[at]) + 1) + whole[at + 1 :] for at in range(len(whole))]

    for text in {*cut, *bumped, *told["also_refuse"]} - {whole}:
        with pytest.raises(Malformed):
            read_public_key(text)


def test_published_private_keys_are_refused_when_cut_or_changed_by_one(shared: Path) -> None:
    whole = vectors(shared, "signed_note.json")["vkey_mangling"]["skey_too"]
    bumped = [whole[:at] + chr(ord(whole[at]) + 1) + whole[at + 1 :] for at in range(len(whole))]

    for text in [whole[:at] for at in range(len(whole))] + bumped:
        with pytest.raises(Malformed):
            read_private_key(text)


def test_a_note_is_read_as_it_was_written() -> None:
    note = signed(TEXT, KEY, OTHER)

    assert read_note(bytes(note)) == note
    assert opened(bytes(note), [OTHER.public]) == (TEXT, (OTHER.public,))


def test_lines_of_unknown_keys_are_passed_over_but_never_enough() -> None:
    stranger = PrivateKey("stranger", Kind.NOTE, bytes(32))
    note = bytes(signed(TEXT, stranger, KEY))

    assert opened(note, [KEY.public])[1] == (KEY.public,)
    with pytest.raises(NotSigned, match="no known key signed the note"):
        opened(note, [OTHER.public])


def test_a_line_that_claims_a_known_key_must_be_of_it() -> None:
    good = signed(TEXT, OTHER)
    forged = good.with_signature(Signature(KEY.name, KEY.public.id, bytes(64)))
    short = good.with_signature(Signature(KEY.name, KEY.public.id, bytes(63)))

    for note in (forged, short):
        with pytest.raises(NotSigned, match=r"the signature of example\.com/log is not over"):
            opened(bytes(note), [OTHER.public, KEY.public])


def test_a_key_signs_once() -> None:
    twice = bytes(signed(TEXT, KEY, KEY))

    with pytest.raises(NotSigned, match="signs 2 times"):
        opened(twice, [KEY.public])
    again = signed(TEXT, KEY).with_signature(signed(TEXT, KEY).signatures[0])
    assert len(again.signatures) == 1


LINE = str(signed(TEXT, KEY).signatures[0])


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (f"{LINE}=\n", "not base64"),
        (f"{LINE} \n", "not base64"),
        (f"{LINE}\n\n", "this has 0"),
        (f"{LINE}\r\n", "control character U\\+000D"),
        (f"{LINE[:-4]}\n", "example.com/log"),
        (f"{LINE.replace('— ', '- ')}\n", "not a line of a signature"),
        (f"{LINE.replace('— ', '—  ')}\n", "name is not empty"),
        ("— example.com/log AAAA\n", "not base64|shorter than"),
        ("— example.com/log AAAAAA==\n", "shorter than a key's id"),
        ("— example.com/log AAAAAAB=\n", "not the one base64"),
        ("— example.com/log\u00a0x AAAAAAA=\n", "name is not empty"),
    ],
)
def test_a_signature_has_one_form(block: str, said: str) -> None:
    with pytest.raises((Malformed, NotSigned), match=said):
        opened(f"{TEXT}\n{block}".encode(), [KEY.public])


def test_a_note_has_a_largest_size() -> None:
    with pytest.raises(Malformed, match="at most 65536 bytes"):
        read_note(b"x" * 65537)


def test_only_a_whole_clean_text_is_signed() -> None:
    with pytest.raises(Malformed, match="ends in the middle of a line"):
        signed("no end", KEY)
    with pytest.raises(Malformed, match=r"control character U\+0009"):
        signed("a\tb\n", KEY)
    with pytest.raises(ValueError, match="is a key of cosignatures"):
        signed(TEXT, PrivateKey("x", Kind.COSIGNATURE, bytes(32)))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\x01", "n" * 201])
def test_a_key_has_a_name_that_fits_a_line(name: str) -> None:
    with pytest.raises(Malformed):
        PublicKey(name, Kind.NOTE, KEY.public.material)


def test_keys_that_verify_what_nobody_signed_are_refused() -> None:
    """Points of small order on the curve: eight times the point is nothing."""
    prime = 2**255 - 19
    d = -121665 * pow(121666, -1, prime) % prime

    def doubled(point: tuple[int, int]) -> tuple[int, int]:
        x, y = point
        both = d * x * x * y * y % prime
        return (
            2 * x * y * pow(1 + both, -1, prime) % prime,
            (y * y + x * x) * pow(1 - both, -1, prime) % prime,
        )

    for y in SMALL_ORDER:
        x_squared = (y * y - 1) * pow(d * y * y + 1, -1, prime) % prime
        x = pow(x_squared, (prime + 3) // 8, prime)
        if (x * x - x_squared) % prime:
            x = x * pow(2, (prime - 1) // 4, prime) % prime
        assert (x * x - x_squared) % prime == 0, "each is a point of the curve"
        assert doubled(doubled(doubled((x, y % prime)))) == (0, 1)
        for sign in (0, 1 << 255):
            with pytest.raises(Malformed, match="small order"):
                PublicKey("weak", Kind.NOTE, (y | sign).to_bytes(32, "little"))


def test_a_private_key_never_shows_itself() -> None:
    assert KEY.secret_text() not in repr(KEY)
    assert str(KEY.public) in repr(KEY)
