"""Records of who takes part: people, organisations, alliances, memberships, failed sign-ins.

Trusted store: whoever can write here decides who sees which alliance. Failed sign-ins are the
exception; losing them only forgets a lock that would have run out within the hour.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import validate_slug
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from entente.parties.kernel.standing import ROLES, SIDES


def fold(email: str) -> str:
    """The one spelling under which an address is kept and looked up."""
    return email.strip().lower()


class People(BaseUserManager["Person"]):
    """All people; the e-mail address is the user name."""

    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        """A new person who signs in with this address; without a password nobody can yet."""
        address = fold(email)
        if not address:
            raise ValueError("a person needs an e-mail address")
        person = self.model(email=address, name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, name: str, password: str | None = None) -> Person:
        """A new person who runs this installation; grants no sight of any alliance."""
        person = self.create_user(email, name, password)
        person.is_superuser = True
        person.save(using=self._db, update_fields=["is_superuser"])
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this address in any letter case."""
        return self.get(email=fold(username or ""))


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in; the e-mail address is the user name."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_person_an_address"),
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A firm that is client or provider in some alliance."""

    name = models.CharField(max_length=120, unique=True)
    short = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Alliance(models.Model):
    """One client and one provider who keep a record together."""

    slug = models.CharField(max_length=60, unique=True, validators=[validate_slug])
    name = models.CharField(max_length=120)
    client = models.ForeignKey(Organisation, models.PROTECT, related_name="alliances_as_client")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="alliances_as_provider")
    founded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(client=F("provider")), name="client_is_not_provider"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a person stands on one side of an alliance, in a role."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="memberships")
    side = models.CharField(max_length=8, choices=[(side, side) for side in SIDES])
    role = models.CharField(max_length=12, choices=[(role, role) for role in ROLES])
    since_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "alliance"], name="one_place_an_alliance"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="side_is_known"),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.side}, {self.role}) in {self.alliance}"


class FailedSignIn(models.Model):
    """One failed try; the account is kept as a keyed digest, so no list of addresses builds up."""

    address = models.CharField(max_length=45)
    account = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address", "at"], name="failed_by_address"),
            models.Index(fields=["account", "at"], name="failed_by_account"),
        ]

    def __str__(self) -> str:
        return f"failed sign-in from {self.address} at {self.at}"
