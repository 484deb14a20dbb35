"""Write the demonstration history into a folder: `python -m entente.web.demo.write FOLDER`."""

from __future__ import annotations

import argparse
import gzip
import io
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from entente.web.demo.history import history

# Files larger than this are kept as gzip, so that the example stays small in the repository.
_PLAIN_UP_TO = 100_000


def packed(name: str, content: bytes) -> tuple[str, bytes]:
    """The name and bytes under which a file is kept: gzip without a time if it is large."""
    if len(content) <= _PLAIN_UP_TO:
        return name, content
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as file:
        file.write(content)
    return f"{name}.gz", out.getvalue()


def write(folder: Path, *, first: date, months: int, seed: int = 2026) -> list[Path]:
    """Write each file, replacing its plain or packed form; gives the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in history(first=first, months=months, seed=seed).items():
        for stale in (folder / name, folder / f"{name}.gz"):
            stale.unlink(missing_ok=True)
        kept, raw = packed(name, content)
        (folder / kept).write_bytes(raw)
        written.append(folder / kept)
    return written


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code."""
    parser = argparse.ArgumentParser(prog="python -m entente.web.demo.write", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=date.fromisoformat, default=date(2025, 11, 1))
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args(arguments)
    try:
        written = write(given.folder, first=given.first, months=given.months, seed=given.seed)
    except (ValueError, OSError) as refused:
        parser.error(str(refused))
    for path in written:
        sys.stdout.write(f"{path}  {path.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
