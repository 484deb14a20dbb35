"""The records, opened for a command of the server's machine: settings, database, who acts.

Nothing here is Django's until it is called, so that the command line starts quickly.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from entente.foundation.terminal import printable

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

    from entente.parties.kernel.standing import Standing

ERRORS, USAGE = 1, 2


def prepare() -> None:
    """Read the settings; one that cannot be read ends the command with its sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.web.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        if isinstance(wrong.__cause__, ImportError):
            raise ended("PostgreSQL needs its driver: install 'entente[postgres]'") from None
        raise ended(str(wrong)) from None
    except ValueError as wrong:
        raise ended(str(wrong)) from None


def ready() -> None:
    """Refuse to go on with a database that `entente migrate` has not brought up to date."""
    prepare()
    with database_answers():
        behind = pending()
    if behind:
        raise ended("the database is not up to date; run `entente migrate` first")


def pending() -> bool:
    """Whether migrations wait to be applied; a database that is not there yet is not made."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite" and _is_absent(str(connection.settings_dict["NAME"])):
        return True
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return bool(waiting)


@contextmanager
def records() -> Iterator[None]:
    """The records, ready to use; a foreseen situation ends the command with its sentence."""
    ready()
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    from entente.parties.access import NotPermitted
    from entente.parties.actions import AllianceRefused, AlreadyAMember
    from entente.performance.queries.evidence import EvidenceMissing
    from entente.scope.actions import MayNotRecord
    from entente.scope.queries import NoAgreement

    refusals = (NotPermitted, AllianceRefused, AlreadyAMember, MayNotRecord)
    try:
        with database_answers():
            yield
    except ValidationError as wrong:
        raise ended(in_words(wrong)) from None
    except (*refusals, NoAgreement, EvidenceMissing, ValueError) as situation:
        raise ended(str(situation)) from None
    except IntegrityError:
        raise ended("somebody did the same at this very moment; look, then try again") from None
    except OSError as error:
        raise ended(f"{error.filename or 'file'}: {error.strerror or error}") from None


def standing_of(email: str, slug: str) -> Standing:
    """The place in an alliance of whoever acts; a stranger learns nothing, as on the pages."""
    from entente.parties.queries import NoSuchPerson, NotAMember, membership_of, person_with

    try:
        return membership_of(person_with(email).pk, slug)
    except (NoSuchPerson, NotAMember):
        said = f"there is no alliance {slug!r}, or it is not for {email} to see"
        raise ended(said) from None


def in_words(wrong: ValidationError) -> str:
    """What is wrong with which field, in one line."""
    if not hasattr(wrong, "error_dict"):
        return " ".join(wrong.messages)
    lines = wrong.message_dict.items()
    return " ".join(f"{name}: {' '.join(said)}".removeprefix("__all__: ") for name, said in lines)


def ended(sentence: str, code: int = USAGE) -> typer.Exit:
    """Say a sentence on standard error; gives what to raise."""
    typer.echo(f"entente: {printable(sentence)}", err=True)
    return typer.Exit(code)


@contextmanager
def database_answers() -> Iterator[None]:
    """End the command with a sentence where the database or its driver is not there."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, OperationalError

    try:
        yield
    except ImproperlyConfigured as wrong:
        raise ended(str(wrong).partition("\n")[0]) from None
    except DatabaseError as error:
        # Its other kinds are about what was asked, not about the database.
        if type(error) not in {DatabaseError, OperationalError}:
            raise
        raise ended(f"the database does not answer: {str(error).partition(chr(10))[0]}") from None


def _is_absent(name: str) -> bool:
    return "memory" not in name and not Path(name).exists()
