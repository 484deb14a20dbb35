"""Founding alliances and giving people places in them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from entente.parties import actions
from entente.parties.access import NotPermitted
from entente.parties.models import Alliance, Membership, Person
from entente.parties.queries import NotAMember, alliances_of, membership_of
from tests.people import NOW, SLUG, People


def test_founder_is_owner_of_the_side_they_stand_for(people: People) -> None:
    standing = membership_of(people.ana.pk, SLUG)

    assert (standing.side, standing.role, standing.own.name) == ("client", "owner", "Harbour Bank")
    assert standing.other.name == "Quay IT"


def test_one_firm_cannot_be_both_sides(people: People) -> None:
    with pytest.raises(actions.AllianceRefused, match="cannot be both"):
        actions.found_alliance(
            slug="alone",
            name="Alone",
            client=people.bank,
            provider=people.bank,
            side="client",
            by=people.ana,
            now=NOW,
        )


def test_database_itself_refuses_one_firm_on_both_sides(people: People) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Alliance.objects.create(
            slug="x", name="X", client=people.bank, provider=people.bank, founded_at=NOW
        )


@pytest.mark.parametrize("slug", ["a b", "a/b", "", SLUG])
def test_address_of_an_alliance_must_be_plain_and_free(people: People, slug: str) -> None:
    with pytest.raises(actions.AllianceRefused):
        actions.found_alliance(
            slug=slug,
            name="Second",
            client=people.bank,
            provider=people.quay,
            side="client",
            by=people.ana,
            now=NOW,
        )


def test_each_side_appoints_its_own_people(people: People) -> None:
    place = {"slug": SLUG, "person": people.mallory, "role": "reader", "now": NOW}

    with pytest.raises(NotPermitted, match="people of the provider"):
        actions.add_member(**place, side="provider", by=people.ana)  # type: ignore[arg-type] # one dictionary for two calls
    standing = actions.add_member(**place, side="provider", by=people.tomas)  # type: ignore[arg-type] # the same

    assert standing.side == "provider"


def test_first_person_of_an_empty_side_is_invited_by_the_other(people: People) -> None:
    assert membership_of(people.tomas.pk, SLUG).side == "provider"


def test_reader_appoints_nobody(people: People) -> None:
    rita = actions.register_person(email="rita@harbour.example", name="Rita")
    actions.add_member(slug=SLUG, person=rita, side="client", role="reader", by=people.ana, now=NOW)

    with pytest.raises(NotPermitted):
        actions.add_member(
            slug=SLUG, person=people.mallory, side="client", role="reader", by=rita, now=NOW
        )


def test_stranger_adds_nobody_and_learns_nothing(people: People) -> None:
    with pytest.raises(NotAMember):
        actions.add_member(
            slug=SLUG,
            person=people.mallory,
            side="client",
            role="owner",
            by=people.mallory,
            now=NOW,
        )


def test_nobody_stands_on_both_sides(people: People) -> None:
    with pytest.raises(actions.AlreadyAMember):
        actions.add_member(
            slug=SLUG, person=people.ana, side="provider", role="reader", by=people.tomas, now=NOW
        )


def test_unknown_side_or_role_never_reaches_the_database(people: People) -> None:
    alliance = Alliance.objects.get(slug=SLUG)

    for wrong in ({"side": "both", "role": "reader"}, {"side": "client", "role": "king"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(
                person=people.mallory, alliance=alliance, since_at=NOW, **wrong
            )


def test_alliances_of_a_person_are_only_theirs(people: People) -> None:
    assert [standing.slug for standing in alliances_of(people.ana.pk)] == [SLUG]
    assert alliances_of(people.mallory.pk) == []


@pytest.mark.parametrize("spelling", ["ANA.Keller@Harbour.Example", " ana.keller@harbour.example "])
def test_one_person_an_address_in_any_letter_case(people: People, spelling: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.register_person(email=spelling, name="Another Ana")

    assert Person.objects.get_by_natural_key(spelling) == people.ana


def test_letter_case_is_kept_apart_from_the_address_by_the_database(people: People) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="ANA.KELLER@harbour.example", name="Another Ana")
