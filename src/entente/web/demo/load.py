"""The demonstration's folder: what it holds, when it is whole, and who can sign in.

The notes file `demo.json` marks a folder as a demonstration; it names its people only once all is
loaded, and a start that was cut short is made again from the beginning. It keeps the passwords
made up for the folder, which open nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from entente.foundation.instants import zone
from entente.performance.kernel.versions import Month

ZONE = "Europe/Dublin"
NOTES = "demo.json"
_OURS = ("entente.sqlite3", "entente.sqlite3-wal", "entente.sqlite3-shm", "evidence", NOTES)

Side = Literal["client", "provider"]


@dataclass(frozen=True)
class SignIn:
    """What one person types to get in."""

    name: str
    side: str
    email: str
    password: str


@dataclass(frozen=True)
class Notes:
    """What a folder's demonstration is: its last month, and who can sign in."""

    last: str
    people: tuple[SignIn, ...]

    def of_side(self, side: Side) -> SignIn:
        """The first person of a side."""
        return next(person for person in self.people if person.side == side)


def notes_of(folder: Path) -> Notes | None:
    """What the folder's demonstration is; None where it holds none, or half of one."""
    try:
        told = json.loads((folder / NOTES).read_text(encoding="utf-8"))
        people = tuple(SignIn(**person) for person in told["people"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Notes(told["last"], people) if people else None


def is_demonstration(folder: Path) -> bool:
    """Whether a demonstration, whole or not, is what the folder holds."""
    return (folder / NOTES).exists()


def holds_records(folder: Path) -> bool:
    """Whether somebody's records are in the folder; an empty database of ours is nobody's."""
    place = folder / "entente.sqlite3"
    if not place.exists():
        return False
    with closing(sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True)) as records:
        try:
            tables = {name for (name,) in records.execute("SELECT name FROM sqlite_master")}
            if "parties_person" not in tables:
                return bool(tables)  # somebody else's, unless there is nothing at all
            return records.execute("SELECT 1 FROM parties_person LIMIT 1").fetchone() is not None
        except sqlite3.DatabaseError:
            return True  # not a database that can be read: leave it alone


def this_month(now: dt.datetime) -> Month:
    """The month in which the demonstration ends."""
    today = now.astimezone(zone(ZONE))
    return Month(today.year, today.month)


def clear(folder: Path) -> None:
    """Take away what a demonstration wrote, and nothing else."""
    if not is_demonstration(folder):
        return
    for name in _OURS:
        place = folder / name
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


def begin(folder: Path) -> None:
    """Mark the folder as a demonstration that is not whole yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep(folder, Notes("", ()))


def keep(folder: Path, notes: Notes) -> None:
    """Write the notes, whole or not at all; with people in them they are the commit point."""
    draft = folder / f".{NOTES}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(notes), indent=1), encoding="utf-8")
    draft.replace(folder / NOTES)
