"""Which database holds the records: embedded SQLite, or PostgreSQL by address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

Database = dict[str, object]


def embedded(folder: Path) -> Database:
    """SQLite in the data folder, set so that concurrent writers wait instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "entente.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA busy_timeout=20000; PRAGMA cache_size=-16000;"
            ),
        },
    }


def from_address(address: str) -> Database:
    """PostgreSQL at `postgresql://user:password@host:port/name`; needs the extra `postgres`.

    What follows a `?` goes to the driver, such as `sslmode=verify-full`; `host=` may name the
    folder of a socket.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError(
            "ENTENTE_DATABASE_URL must look like postgresql://user:password@host:port/name"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "OPTIONS": options,
    }
