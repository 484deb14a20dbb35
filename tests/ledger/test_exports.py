"""Exports: what they prove, and that nothing in one can be otherwise without being noticed."""

from __future__ import annotations

import io
import random
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from entente.ledger.archive import BLOCK, NotProved, TarWriter, header, replacing
from entente.ledger.exporting import NothingToProve, Recorded, write_export
from entente.ledger.kernel.checkpoints import Checkpoint
from entente.ledger.kernel.histories import HistoryMissing, TwoHistories
from entente.ledger.kernel.keys import Kind, PrivateKey
from entente.ledger.kernel.notes import signed
from entente.ledger.kernel.proofs import includes, prove_inclusion
from entente.ledger.kernel.tiles import Tiles, nodes_of, read_path
from entente.ledger.kernel.tree import EMPTY_ROOT, leaf_hash
from entente.ledger.verifying import verify_export
from tests.ledger.ledgers import (
    CLIENT,
    KEYS,
    LOG,
    ORIGIN,
    PROVIDER,
    Ledger,
    exported,
    filled,
    members,
    proved_by,
    recorded,
)

NOTICED = (NotProved, TwoHistories, HistoryMissing)


def small() -> bytes:
    """An export of about 20 KB with everything that one can hold."""
    ledger = filled(34)
    ledger.erase(4, 7)
    earlier = [ledger.checkpoint(5, by=[CLIENT]), ledger.checkpoint(9, by=[PROVIDER])]
    return ledger.export(earlier=earlier, by=[CLIENT, PROVIDER])


def large() -> bytes:
    """An export of about 1 MB, in two bundles."""
    ledger = filled(340, text="x" * 2_400)
    ledger.erase(4, 270)
    return ledger.export(earlier=[ledger.checkpoint(300, by=[CLIENT])], by=[PROVIDER])


def noticed(data: bytes) -> bool:
    try:
        proved_by(data)
    except NOTICED:
        return True
    return False


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_an_export_proves_what_it_holds() -> None:
    proved = proved_by(small())

    assert proved.checkpoint.checkpoint.size == 35
    assert [one.key for one in proved.checkpoint.cosigned_by] == [CLIENT.public, PROVIDER.public]
    assert [one.checkpoint.size for one in proved.earlier] == [5, 9]
    assert proved.erased == 2
    assert proved.registered == {
        str(CLIENT.public): ("client", 0),
        str(PROVIDER.public): ("provider", 1),
    }
    assert (proved.first_at, proved.last_at) == (
        "2026-03-02T09:00:00.000000Z",
        "2026-03-02T09:34:00.000000Z",
    )
    assert not proved.trusted
    assert proved_by(small(), keys=[LOG.public]).trusted


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 512, 700])
def test_an_export_of_any_size_is_proved_as_file_and_as_folder(size: int, tmp_path: Path) -> None:
    ledger = filled(size)
    data = ledger.export()

    assert proved_by(data).checkpoint.checkpoint == ledger.head()
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    assert verify_export(tmp_path / "unpacked").checkpoint.checkpoint == ledger.head()


def test_an_export_ends_where_its_checkpoint_does() -> None:
    assert proved_by(filled(300).export(280)).checkpoint.checkpoint.size == 280


def test_an_export_is_a_tiled_log_that_proves_any_entry() -> None:
    ledger = filled(300)
    files = dict(members(ledger.export()))
    tiles = {
        (place.level, place.index): data
        for name, data in files.items()
        if name.startswith("tile/") and (place := read_path(name)).level is not None
    }
    head = ledger.head()

    proof = prove_inclusion(nodes_of(lambda level, index: tiles[level, index]), 123, 300)

    assert includes(head.root, 300, 123, leaf_hash(ledger.entries[123]), proof)


def test_a_sample_of_flipped_bits_of_a_small_export_is_noticed() -> None:
    data = small()
    bits = random.Random(1).sample(range(len(data) * 8), 1_500)

    assert [bit for bit in bits if not noticed(flipped(data, bit))] == []


def test_a_sample_of_flipped_bits_of_a_large_export_is_noticed() -> None:
    data = large()
    bits = random.Random(2).sample(range(len(data) * 8), 100)

    assert [bit for bit in bits if not noticed(flipped(data, bit))] == []


PARTS = 8


@pytest.mark.proof
@pytest.mark.parametrize("part", range(PARTS))
def test_every_flipped_bit_of_a_small_export_is_noticed(
    part: int, record_property: Callable[[str, object], None]
) -> None:
    data = small()
    bits = range(part, len(data) * 8, PARTS)

    assert [bit for bit in bits if not noticed(flipped(data, bit))] == []
    record_property("proved", f"{len(bits):,} single bits of {len(data):,} bytes, one by one")


@pytest.mark.proof
@pytest.mark.parametrize("part", range(PARTS))
def test_flipped_bits_of_a_large_export_are_noticed(
    part: int, record_property: Callable[[str, object], None]
) -> None:
    data = large()
    bits = random.Random(part).sample(range(len(data) * 8), 100_000 // PARTS)

    assert [bit for bit in bits if not noticed(flipped(data, bit))] == []
    record_property("proved", f"{len(bits):,} single bits of {len(data):,} bytes")


def test_an_export_that_is_cut_off_anywhere_is_noticed() -> None:
    data = small()

    for end in range(0, len(data), 61):
        with pytest.raises(NotProved):
            proved_by(data[:end])
    with pytest.raises(NotProved, match="does not end after its last file"):
        proved_by(data + b"\0")


def rebuilt(files: list[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    writer = TarWriter(file)
    for name, data in files:
        writer.add(name, data)
    writer.end()
    return file.getvalue()


def test_files_that_are_dropped_swapped_doubled_or_added_are_noticed() -> None:
    files = list(members(filled(600).export()))
    assert proved_by(rebuilt(files))

    for place in range(len(files)):
        without = files[:place] + files[place + 1 :]
        doubled = files[: place + 1] + files[place:]
        added = [*files[:place], ("more", b"x"), *files[place:]]
        swapped = [*without[: place - 1], files[place], *without[place - 1 :]]
        for changed in (without, doubled, added, swapped):
            if changed != files:
                with pytest.raises(NotProved):
                    proved_by(rebuilt(changed))


def tampered(change: str, entries: list[bytes], payloads: list[bytes | None]) -> None:
    """Change a list of entries the way that a forger would, payloads along with them."""
    both = list(zip(entries, payloads, strict=True))
    other = filled(20, text="of another log", origin="entente.example/other")
    match change:
        case "dropped":
            del both[9]
        case "swapped":
            both[9], both[10] = both[10], both[9]
        case "doubled":
            both.insert(9, both[9])
        case "spliced":
            both[9] = other.entries[9], other.payloads[9]
        case "replaced":
            both[9] = recorded(ORIGIN, 9, "scope.change-proposed", "other", "client/41")
        case "cut":
            del both[15:]
        case "longer":
            both.append(recorded(ORIGIN, 20, "scope.change-proposed", {}, "client/41"))
    entries[:], payloads[:] = (list(each) for each in zip(*both, strict=True))


CHANGES = ["dropped", "swapped", "doubled", "spliced", "replaced", "cut", "longer"]


@pytest.mark.parametrize("change", CHANGES)
def test_entries_that_are_changed_under_the_same_checkpoint_are_noticed(change: str) -> None:
    ledger = filled(20)
    checkpoint = ledger.checkpoint()
    tampered(change, ledger.entries, ledger.payloads)
    files = dict(members(consistent_export(ledger)))
    files["checkpoint"] = checkpoint

    with pytest.raises(NotProved):
        proved_by(rebuilt(list(files.items())))


@pytest.mark.parametrize("change", ["dropped", "swapped", "doubled", "spliced"])
def test_entries_out_of_place_are_noticed_even_when_all_is_signed_anew(change: str) -> None:
    ledger = filled(20)
    tampered(change, ledger.entries, ledger.payloads)

    with pytest.raises(NotProved, match=r"entry \d+ of .* stands at"):
        proved_by(consistent_export(ledger))


def consistent_export(ledger: Ledger) -> bytes:
    """An export in which tiles and root follow from whatever entries there are."""
    tiles, _ = Tiles().extended([leaf_hash(one) for one in ledger.entries])
    head = Checkpoint(ledger.origin, tiles.size, tiles.root)
    pairs = zip(ledger.entries, ledger.payloads, strict=True)
    return exported(pairs, bytes(signed(head.text, LOG)))


def test_a_kept_checkpoint_is_found_to_be_a_beginning() -> None:
    ledger = filled(700)
    for size in (1, 255, 256, 300, 700):
        kept = ledger.checkpoint(size, by=[CLIENT])
        proved = proved_by(ledger.export(), since=kept)
        assert proved.since
        assert proved.since.checkpoint.size == size


def forked(ledger: Ledger, at: int, size: int) -> Ledger:
    """The log set back to a backup of so many entries, and gone on from there."""
    other = Ledger(ledger.origin, ledger.entries[:at], ledger.payloads[:at])
    while len(other.entries) < size:
        other.append("scope.change-withdrawn", {"number": len(other.entries)})
    return other


def test_a_hundred_forks_and_rollbacks_are_found_and_both_checkpoints_named() -> None:
    ledger = filled(600)
    draw = random.Random(3)
    for _ in range(100):
        size = draw.randrange(2, 600)
        kept = ledger.checkpoint(size)
        back = draw.randrange(0, size)
        went_on = forked(ledger, back, draw.randrange(back, 640))
        head = went_on.head()
        with pytest.raises((TwoHistories, HistoryMissing)) as found:
            proved_by(went_on.export(), since=kept)
        assert isinstance(found.value, TwoHistories if head.size >= size else HistoryMissing)
        assert found.value.kept == ledger.head(size)
        assert found.value.found == head
        assert str(ledger.head(size)) in str(found.value)
        assert str(head) in str(found.value)


def test_an_export_whose_own_checkpoints_disagree_names_both() -> None:
    ledger = filled(30)
    went_on = forked(ledger, 10, 40)

    with pytest.raises(TwoHistories) as found:
        proved_by(went_on.export(earlier=[ledger.checkpoint(20, by=[CLIENT])]))

    assert (found.value.kept, found.value.found) == (ledger.head(20), went_on.head())


def test_a_kept_checkpoint_of_another_log_or_key_is_no_measure() -> None:
    other = filled(5, origin="entente.example/other").checkpoint()
    stranger = PrivateKey(ORIGIN, Kind.NOTE, bytes(32))
    unknown = bytes(signed(filled(5).head().text, stranger))

    with pytest.raises(NotProved, match="is of another log"):
        proved_by(filled(9).export(), since=other)
    with pytest.raises(NotProved, match="no known key signed the checkpoint"):
        proved_by(filled(9).export(), since=unknown)
    with pytest.raises(NotProved, match="none of those that you hold"):
        proved_by(filled(9).export(), keys=[stranger.public])


def test_a_payload_that_is_missing_without_an_erasure_is_noticed() -> None:
    ledger = filled(9)
    ledger.payloads[4] = ledger.payloads[6] = None

    with pytest.raises(NotProved, match=r"payload of entry 4 is missing .*, and 1 more"):
        proved_by(ledger.export())


def test_an_erased_payload_that_is_still_there_is_noticed() -> None:
    ledger = filled(9)
    kept = ledger.payloads[4]
    ledger.erase(4)
    ledger.payloads[4] = kept

    with pytest.raises(NotProved, match="entry 9 erases the payload of entry 4, which is still"):
        proved_by(ledger.export())


def test_an_erasure_cannot_hide_itself() -> None:
    ledger = filled(9)
    ledger.erase(ledger.erase(4))

    with pytest.raises(NotProved, match="entry 9 erases payloads, but does not say which"):
        proved_by(ledger.export())


def test_another_payload_in_place_of_one_is_noticed() -> None:
    ledger = filled(9)
    ledger.payloads[4] = ledger.payloads[5]

    with pytest.raises(NotProved, match="the payload of entry 4 is not the one that it names"):
        proved_by(ledger.export())


def test_signatures_that_the_export_names_no_key_for_are_refused() -> None:
    ledger = filled(9)

    with pytest.raises(NotProved, match=r"signed by quay\.example/cosigner, of whom"):
        proved_by(ledger.export(by=[PROVIDER], keys=KEYS[:1]))


def test_an_entry_of_an_earlier_time_is_told() -> None:
    ledger = filled(9)
    late = filled(9, text="x")
    ledger.entries[5] = ledger.entries[5].replace(b"T09:05", b"T09:01")
    assert late.entries != ledger.entries

    assert proved_by(ledger.export()).backwards == [5]


def test_an_export_that_would_not_prove_itself_is_not_written() -> None:
    ledger = filled(9)
    wrong = filled(9, text="x").checkpoint()

    with pytest.raises(NothingToProve, match="9 entries do not lead to"):
        exported(zip(ledger.entries, ledger.payloads, strict=True), wrong)
    with pytest.raises(NothingToProve, match="5 entries do not lead to"):
        exported(list(zip(ledger.entries, ledger.payloads, strict=True))[:5], wrong)
    with pytest.raises(ValueError, match="a payload has 1 to"):
        exported([(ledger.entries[0], b"")], ledger.checkpoint(1))
    with pytest.raises(ValueError, match="names the key of its log"):
        ledger.export(keys=KEYS[1:])


def test_a_folder_with_a_file_missing_or_too_many_is_noticed(tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(filled(9).export())) as archive:
        archive.extractall(tmp_path, filter="data")

    (tmp_path / "more").write_bytes(b"")
    with pytest.raises(NotProved, match="holds 6 files where the export has 5"):
        verify_export(tmp_path)
    (tmp_path / "more").unlink()
    payloads = tmp_path / "payloads/000.p/9"
    payloads.write_bytes(payloads.read_bytes() + b"x")
    with pytest.raises(NotProved, match=r"payloads/000\.p/9 has 1 bytes too many"):
        verify_export(tmp_path)
    payloads.unlink()
    with pytest.raises(NotProved, match=r"payloads/000\.p/9 is missing"):
        verify_export(tmp_path)


def test_lengths_that_lie_are_refused_without_reading_what_they_claim() -> None:
    files = dict(members(filled(3).export()))
    payloads = files["payloads/000.p/3"]

    files["payloads/000.p/3"] = b"\xff\xff\xff\xff" + payloads[4:]
    with pytest.raises(NotProved, match="claims 4294967295 bytes"):
        proved_by(rebuilt(list(files.items())))
    huge = header("about.json", 8**11 - 1)
    with pytest.raises(NotProved, match="at most 1048576 can be right"):
        proved_by(huge + bytes(BLOCK))


def test_a_file_takes_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "march.ledger"
    ledger = filled(9)

    def breaking() -> Iterator[Recorded]:
        yield ledger.entries[0], ledger.payloads[0]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"), replacing(path) as file:
        write_export(file, breaking(), checkpoint=ledger.checkpoint(), keys=KEYS)

    assert list(tmp_path.iterdir()) == []
    with replacing(path) as file:
        file.write(ledger.export())
    assert verify_export(path).checkpoint.checkpoint == ledger.head()


class Failing(io.BytesIO):
    """A disk that is full after so many writes."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.left = writes

    def write(self, data: Any) -> int:
        if not self.left:
            raise OSError("the disk is full")
        self.left -= 1
        return super().write(data)


def test_an_export_that_fails_at_any_write_leaves_the_one_before_it(tmp_path: Path) -> None:
    path = tmp_path / "march.ledger"
    ledger = filled(300)
    path.write_bytes(ledger.export(200))
    pairs = list(zip(ledger.entries, ledger.payloads, strict=True))
    writes = 0
    while True:
        disk = Failing(writes)
        try:
            with replacing(path) as file:
                write_export(disk, pairs, checkpoint=ledger.checkpoint(), keys=KEYS)
                file.write(disk.getvalue())
            break
        except OSError:
            assert [one.name for one in tmp_path.iterdir()] == [path.name]
            assert verify_export(path).checkpoint.checkpoint == ledger.head(200)
            writes += 1

    assert writes > 8
    assert verify_export(path).checkpoint.checkpoint == ledger.head()


def memory_of(count: int, folder: Path) -> int:
    """The most memory that writing and verifying a ledger of so many entries takes at once."""
    path = folder / f"{count}.ledger"

    def entries() -> Iterator[Recorded]:
        for index in range(count):
            yield recorded(ORIGIN, index, "scope.change-proposed", {"number": index}, "client/41")

    tiles = Tiles()
    for index in range(count):
        entry, _ = recorded(ORIGIN, index, "scope.change-proposed", {"number": index}, "client/41")
        tiles, _ = tiles.extended([leaf_hash(entry)])
    note = bytes(signed(Checkpoint(ORIGIN, count, tiles.root).text, LOG))
    tracemalloc.start()
    with path.open("wb") as file:
        write_export(file, entries(), checkpoint=note, keys=KEYS)
    assert verify_export(path).checkpoint.checkpoint.size == count
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_ten_times_the_entries_take_no_more_memory(tmp_path: Path) -> None:
    small_one, large_one = memory_of(600, tmp_path), memory_of(6_000, tmp_path)

    assert large_one < small_one + 500_000


def test_an_empty_log_is_the_hash_of_nothing() -> None:
    assert proved_by(Ledger().export()).checkpoint.checkpoint.root == EMPTY_ROOT
