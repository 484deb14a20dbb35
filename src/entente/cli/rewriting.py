"""Files that a command rewrites: whole or not at all, and never over what somebody else wrote.

The commit point is the rename: before it the old file stands, after it the new one.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from pathlib import Path

from entente.cli.situations import ended


def replace_file(path: Path, data: bytes, was: bytes) -> None:
    """Put bytes in the place of a file that still holds what it held; its mode is kept."""
    target = path.resolve()  # a link stays one
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777)
        if target.read_bytes() != was:
            raise ended(f"{path} was changed by something else meanwhile; nothing was written")
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def unified(path: Path, before: str, after: str) -> str:
    """The difference of two texts of a file, as patch tools read it."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), str(path), str(path), lineterm=""
    )
    return "\n".join(lines)
