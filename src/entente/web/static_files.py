"""Addresses of static files that change with the file, so that browsers may keep them long."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedFiles(StaticFilesStorage):
    """Static files under their own names, with the start of their digest as a query."""

    def url(self, name: str | None) -> str:
        """The address of the file, naming its present content."""
        address = super().url(name)
        found = finders.find(name) if name else None
        if not isinstance(found, str):
            return address
        digest = _digest.__wrapped__(found) if settings.DEBUG else _digest(found)
        return f"{address}?v={digest}"


@cache
def _digest(place: str) -> str:
    return hashlib.sha256(Path(place).read_bytes()).hexdigest()[:10]
