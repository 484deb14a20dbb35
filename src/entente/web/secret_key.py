"""The installation's secret key, made once and kept in the data folder.

Trusted store: whoever reads the file can forge sessions. Losing it signs everybody out, no more.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The key of this data folder; made, for the owner's eyes only, if there is none yet."""
    place = folder / "secret-key"
    if not place.exists():
        _make(place)
    return place.read_text(encoding="ascii").strip()


def _make(place: Path) -> None:
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    # Commit point. A link fails if another process was first; then its key is the key.
    with contextlib.suppress(FileExistsError):
        os.link(draft, place)
    draft.unlink()
