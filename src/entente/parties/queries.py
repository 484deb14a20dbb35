"""Questions about who takes part in what; other parts get values, not records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from entente.parties.kernel.standing import Party, Role, Side, Standing
from entente.parties.models import FailedSignIn, Membership, Organisation, Person, fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

SIGN_IN_WINDOW_FOR = timedelta(minutes=15)
# One person mistypes a few times; an office behind one address has many people; an attack on
# one account from many addresses is slowed without letting three strangers lock a person out.
TRIES_FOR_ACCOUNT_FROM_ADDRESS = 5
TRIES_FROM_ADDRESS = 40
TRIES_FOR_ACCOUNT = 60


class NotAMember(Exception):
    """The person has no place in this alliance, or there is none; nobody can tell which."""

    def __init__(self) -> None:
        super().__init__("there is no such page, or it is not yours to see")


class NoSuchPerson(LookupError):
    """Nobody signs in with this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"nobody is known under the address {email}")


def person_with(email: str) -> Person:
    """The person who signs in with this address; raises NoSuchPerson, also where closed."""
    person = Person.objects.filter(email=fold(email), is_active=True).first()
    if person is None:
        raise NoSuchPerson(email)
    return person


def alliances_of(person_id: int) -> list[Standing]:
    """The person's place in each of their alliances, by name."""
    places = _places().filter(person_id=person_id).order_by("alliance__name", "alliance__slug")
    return [_standing(place) for place in places]


def membership_of(person_id: int, slug: str) -> Standing:
    """The person's place in this alliance; raises NotAMember when they have none."""
    place = _places().filter(person_id=person_id, alliance__slug=slug).first()
    if place is None:
        raise NotAMember
    return _standing(place)


def too_many_tries(*, address: str, account: str, now: datetime) -> bool:
    """Whether sign-in from this address, or to this account, must wait.

    Tries that arrive at the same instant may pass together: at most one for each thread of the
    server, which the limits leave room for.
    """
    recent = FailedSignIn.objects.filter(at__gt=now - SIGN_IN_WINDOW_FOR)
    from_address = recent.filter(address=address)
    return (
        from_address.filter(account=account).count() >= TRIES_FOR_ACCOUNT_FROM_ADDRESS
        or from_address.count() >= TRIES_FROM_ADDRESS
        or recent.filter(account=account).count() >= TRIES_FOR_ACCOUNT
    )


def _places() -> QuerySet[Membership]:
    return Membership.objects.select_related("person", "alliance__client", "alliance__provider")


def _standing(place: Membership) -> Standing:
    return Standing(
        person_id=place.person.pk,
        person_name=place.person.name,
        alliance_id=place.alliance.pk,
        slug=place.alliance.slug,
        alliance_name=place.alliance.name,
        client=_party(place.alliance.client),
        provider=_party(place.alliance.provider),
        side=cast("Side", place.side),
        role=cast("Role", place.role),
    )


def _party(organisation: Organisation) -> Party:
    return Party(name=organisation.name, short=organisation.short)
