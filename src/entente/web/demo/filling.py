"""Fill a demonstration's database: people, agreement, evidence and a statement a month."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import re
import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import zone
from entente.parties import actions as parties
from entente.parties.kernel.standing import Role, Side, Standing
from entente.performance.actions import add_evidence, make_statement
from entente.performance.kernel.versions import Month
from entente.scope.actions import record_version
from entente.scope.queries import terms_in_force
from entente.web.demo.history import history
from entente.web.demo.load import ZONE, Notes, SignIn, keep, this_month

SLUG = "harbour-and-quay"
MONTHS = 12  # whole ones, before the current one
_YEARS = 3  # for which the agreement holds

Tell = Callable[[str], None]


@dataclass(frozen=True)
class _Person:
    name: str
    email: str
    side: Side
    role: Role


# Each side's owner comes first: the client's founds the alliance, the provider's is invited.
_PEOPLE = (
    _Person("Aoife Brennan", "aoife.brennan@harbour.example", "client", "owner"),
    _Person("Tomasz Zielinski", "tomasz.zielinski@quay.example", "provider", "owner"),
    _Person("Declan Walsh", "declan.walsh@harbour.example", "client", "signatory"),
    _Person("Ines Carvalho", "ines.carvalho@audit.example", "client", "auditor"),
    _Person("Priya Nair", "priya.nair@quay.example", "provider", "contributor"),
)


def fill(folder: Path, *, now: dt.datetime, months: int = MONTHS, tell: Tell) -> Notes:
    """People, agreement, evidence and a statement a month, into a migrated, empty database."""
    password = secrets.token_urlsafe(9)
    people = tuple(SignIn(p.name, p.side, p.email, password) for p in _PEOPLE)
    last = this_month(now)
    wanted = [*_before(last, months), last]
    client, provider = _found(password, now)
    tell("People of both sides, and their alliance")
    _record_agreement(client, wanted[0], now)
    tell("The agreement, version 1")
    _take_in(provider, wanted, now, tell)
    terms = terms_in_force(provider.alliance_id, now.date()).agreement
    for done, month in enumerate(wanted, 1):
        made = make_statement(by=provider, now=_made_at(month, terms, now), period=month)
        tell(f"Statement {month} ({done} of {len(wanted)}): {made.kept.digest[:19]}…")
    notes = Notes(str(last), people)
    keep(folder, notes)
    return notes


def _before(last: Month, count: int) -> list[Month]:
    found = []
    first = last.first
    for _ in range(count):
        first = (first - dt.timedelta(days=1)).replace(day=1)
        found.append(Month(first.year, first.month))
    return found[::-1]


def _made_at(month: Month, terms: Agreement, now: dt.datetime) -> dt.datetime:
    """A statement is made on the morning after the month's evaluation, never later than now."""
    evaluated_on = month.following + dt.timedelta(days=terms.evaluated_after)
    due = dt.datetime.combine(evaluated_on, dt.time(8, 30), tzinfo=zone(ZONE))
    return min(due.astimezone(dt.UTC), now)


def _found(password: str, now: dt.datetime) -> tuple[Standing, Standing]:
    """The two firms, their people and the alliance; the owner of each side as they stand in it."""
    records = [
        parties.register_person(email=p.email, name=p.name, password=password) for p in _PEOPLE
    ]
    by_side = {}
    owners = {}
    first = parties.found_alliance(
        slug=SLUG,
        name="Harbour Bank and Quay IT",
        client=parties.register_organisation(name="Harbour Bank", short="Harbour"),
        provider=parties.register_organisation(name="Quay IT", short="Quay"),
        side="client",
        by=records[0],
        now=now,
    )
    by_side["client"], owners["client"] = first, records[0]
    for person, record in zip(_PEOPLE[1:], records[1:], strict=True):
        # The first of the provider is invited by the client, everyone else by their own owner.
        by = owners.get(person.side, records[0])
        standing = parties.add_member(
            slug=SLUG, person=record, side=person.side, role=person.role, by=by, now=now
        )
        by_side.setdefault(person.side, standing)
        owners.setdefault(person.side, record)
    return by_side["client"], by_side["provider"]


def _record_agreement(by: Standing, first: Month, now: dt.datetime) -> None:
    # The example takes force on a fixed day; here it does so with the first month shown.
    expiry = first.first.replace(year=first.year + _YEARS) - dt.timedelta(days=1)
    text = re.sub(
        r"(?m)^in_force: .*$", f"in_force: {{from: {first.first}}}", agreement_text(), count=1
    )
    text = re.sub(r"(?m)^dates: .*$", f"dates: {{expiry: {expiry}}}", text, count=1)
    record_version(alliance_id=by.alliance_id, role=by.role, by=by.person_id, now=now, text=text)


def agreement_text() -> str:
    """The example's agreement: of the package where it is installed, else of the checkout."""
    packaged = importlib.resources.files("entente.web.demo") / "agreement.yaml"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    checkout = Path(__file__).resolve().parents[4]
    place = checkout / "examples" / "harbour-and-quay" / "agreement.yaml"
    return place.read_text(encoding="utf-8")


def _take_in(by: Standing, wanted: list[Month], now: dt.datetime, tell: Tell) -> None:
    made = history(first=wanted[0].first, months=len(wanted), until=now)
    with tempfile.TemporaryDirectory(prefix="entente-demo-") as folder:
        for path in _files(Path(folder), made):
            kept = add_evidence(by=by, now=now, path=path).kept
            aside = f", {kept.quarantined:,} set aside" if kept.quarantined else ""
            tell(f"Evidence {kept.batch.name}: {kept.batch.rows:,} rows{aside}")


def _files(folder: Path, made: dict[str, bytes]) -> Iterator[Path]:
    for name, content in made.items():
        path = folder / name
        path.write_bytes(content)
        yield path
