"""The committed example is what the generator writes, and small."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from entente.web.demo.write import main, packed, write


def unpacked(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw


def test_the_committed_example_is_regenerated_to_the_byte(
    harbour_and_quay: Path, year: dict[str, bytes]
) -> None:
    kept = {
        path.name.removesuffix(".gz"): unpacked(path)
        for path in (harbour_and_quay / "evidence").iterdir()
    }

    assert kept == year


def test_the_committed_example_is_small(harbour_and_quay: Path) -> None:
    sizes = [path.stat().st_size for path in (harbour_and_quay / "evidence").iterdir()]

    assert sum(sizes) < 1_200_000


def test_only_large_files_are_packed_and_without_a_time() -> None:
    name, raw = packed("large.csv", b"x" * 100_001)

    assert (name, raw[4:8]) == ("large.csv.gz", bytes(4))
    assert packed("small.csv", b"x") == ("small.csv", b"x")


def test_writing_again_leaves_one_form_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv.gz").write_bytes(b"stale")

    write(tmp_path, first=date(2025, 11, 1), months=1)

    names = [path.name.removesuffix(".gz") for path in tmp_path.iterdir()]
    assert len(names) == len(set(names)) == 10


def test_the_command_writes_and_names_each_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(tmp_path), "--first", "2025-12-01", "--months", "1"])

    said = capsys.readouterr().out
    assert code == 0
    assert all(str(path) in said for path in tmp_path.iterdir())


def test_the_command_refuses_a_first_within_a_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--first", "2025-12-02"])

    assert "first day of a month" in capsys.readouterr().err
