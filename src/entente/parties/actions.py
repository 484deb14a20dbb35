"""What people can do about who takes part; each is one transaction."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from entente.parties.access import NotPermitted, may_appoint
from entente.parties.kernel.standing import Role, Side, Standing
from entente.parties.models import Alliance, FailedSignIn, Membership, Organisation, Person, fold
from entente.parties.queries import SIGN_IN_WINDOW_FOR, NoSuchPerson, membership_of, person_with


class AllianceRefused(Exception):
    """The alliance cannot be founded as asked; the sentence says why."""


class AlreadyAMember(Exception):
    """The person already has a place in this alliance."""


def register_person(*, email: str, name: str, password: str | None = None) -> Person:
    """A person who can be given places in alliances."""
    return Person.objects.create_user(email, name, password)


def person_for(*, email: str, name: str, password: str) -> tuple[Person, bool]:
    """The person with this address and whether they are new; a new one needs name and password.

    Raises ValidationError where address or name cannot be kept.
    """
    try:
        return person_with(email), False
    except NoSuchPerson:
        Person(email=fold(email), name=name.strip()).full_clean(exclude=["password"])
    return register_person(email=email, name=name.strip(), password=password), True


def register_organisation(*, name: str, short: str) -> Organisation:
    """A firm that can be one side of an alliance."""
    return Organisation.objects.create(name=name, short=short)


def firm_called(name: str) -> Organisation:
    """The firm of this name, registered where it is new; raises ValidationError for a bad name."""
    known = Organisation.objects.filter(name=name.strip()).first()
    if known is not None:
        return known
    firm = Organisation(name=name.strip(), short=_short(name))
    firm.full_clean()
    firm.save()
    return firm


def found_alliance(
    *,
    slug: str,
    name: str,
    client: Organisation,
    provider: Organisation,
    side: Side,
    by: Person,
    now: datetime,
) -> Standing:
    """Open a record for two firms; whoever does so is the first owner of their side."""
    _check_alliance(slug, name, client, provider)
    with transaction.atomic():
        alliance = Alliance.objects.create(
            slug=slug, name=name, client=client, provider=provider, founded_at=now
        )
        Membership.objects.create(
            person=by, alliance=alliance, side=side, role="owner", since_at=now
        )
    return membership_of(by.pk, slug)


def add_member(
    *, slug: str, person: Person, side: Side, role: Role, by: Person, now: datetime
) -> Standing:
    """Give a person a place in the alliance, by right of the one who appoints them."""
    standing = membership_of(by.pk, slug)
    with transaction.atomic():
        places = Membership.objects.filter(alliance_id=standing.alliance_id)
        empty = not places.filter(side=side).exists()
        if not may_appoint(standing, side=side, side_is_empty=empty):
            raise NotPermitted(f"people of the {side} are added by its owner or manager")
        if places.filter(person=person).exists():
            raise AlreadyAMember(f"{person.name} already has a place in {standing.alliance_name}")
        Membership.objects.create(
            person=person,
            alliance_id=standing.alliance_id,
            side=side,
            role=role,
            since_at=now,
        )
    return membership_of(person.pk, slug)


def note_failed_sign_in(*, address: str, account: str, now: datetime) -> None:
    """Count a failed try against address and account, and forget those that no longer count."""
    with transaction.atomic():
        FailedSignIn.objects.filter(at__lte=now - SIGN_IN_WINDOW_FOR).delete()
        FailedSignIn.objects.create(address=address, account=account, at=now)


def forget_failed_sign_ins(*, address: str, account: str) -> None:
    """After a success, what this address got wrong for this account no longer counts."""
    FailedSignIn.objects.filter(address=address, account=account).delete()


def account_digest(email: str) -> str:
    """The keyed digest by which tries for an account are counted, known account or not."""
    return salted_hmac("entente.parties.sign-in", fold(email), algorithm="sha256").hexdigest()


def _short(name: str) -> str:
    """What a firm is called for short: its name up to where the column ends, at a word's end."""
    words = name.strip()
    return words if len(words) <= 40 else words[:40].rpartition(" ")[0] or words[:40]


def _check_alliance(slug: str, name: str, client: Organisation, provider: Organisation) -> None:
    if client.pk == provider.pk:
        raise AllianceRefused(f"{client.name} cannot be both client and provider")
    try:
        Alliance(slug=slug).clean_fields(exclude=["name", "client", "provider", "founded_at"])
    except ValidationError:
        raise AllianceRefused(
            f"{slug!r} cannot be an address; use up to 60 letters, digits and hyphens"
        ) from None
    if not name.strip() or len(name) > 120:
        raise AllianceRefused("an alliance is called something, in up to 120 characters")
    if Alliance.objects.filter(slug=slug).exists():
        raise AllianceRefused(f"the address {slug!r} is taken")
