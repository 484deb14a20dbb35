"""How person records are made and found: by e-mail address, whatever its letter case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from entente.parties.models import Person


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


def fold(email: str) -> str:
    """The one spelling under which an address is kept and looked up."""
    return email.strip().lower()
