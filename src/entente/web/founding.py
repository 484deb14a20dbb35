"""`entente found` and `entente invite`: an alliance's beginning, on the server's machine."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Annotated

import typer

from entente.foundation.terminal import printable
from entente.parties.kernel.standing import ROLES, SIDES, Role, Side
from entente.web.opening import ended, records, standing_of

Name = Annotated[str, typer.Option(help="Name of the person.")]
Asked = Annotated[
    bool, typer.Option("--ask-password", help="Ask for the password instead of making one up.")
]


def found(  # noqa: PLR0917 # typer makes options of them
    alliance: Annotated[str, typer.Argument(help="Short name in addresses: letters, digits, -.")],
    title: Annotated[str, typer.Option(help="What the alliance is called.")],
    client: Annotated[str, typer.Option(help="Name of the firm that is the client.")],
    provider: Annotated[str, typer.Option(help="Name of the firm that is the provider.")],
    email: Annotated[str, typer.Option(help="E-mail address of the first owner.")],
    name: Name,
    side: Annotated[str, typer.Option(help="The first owner's side: client or provider.")] = (
        "client"
    ),
    ask_password: Asked = False,
) -> None:
    """Found an alliance of two firms, with the first owner of one side."""
    own_side = _side(side)
    password = _password(ask_password)
    with records():
        from django.db import transaction

        from entente.parties.actions import firm_called, found_alliance, person_for

        with transaction.atomic():
            _check(password)
            person, new = person_for(email=email, name=name, password=password)
            place = found_alliance(
                slug=alliance,
                name=title,
                client=firm_called(client),
                provider=firm_called(provider),
                side=own_side,
                by=person,
                now=dt.datetime.now(dt.UTC),
            )
    _say(f"{title} is founded: {place.client.name} (client) and {place.provider.name} (provider).")
    _say(f"{place.person_name} is {place.role} of {place.own.name} ({place.side}).")
    _say_password(email, password, new=new, asked=ask_password)


def invite(  # noqa: PLR0917 # typer makes options of them
    email: Annotated[str, typer.Argument(help="E-mail address of the person.")],
    alliance: Annotated[str, typer.Option(help="The alliance, as in addresses.")],
    side: Annotated[str, typer.Option(help="client or provider.")],
    role: Annotated[
        str, typer.Option(help="owner, signatory, manager, contributor, reader or auditor.")
    ],
    by: Annotated[str, typer.Option(help="E-mail address of the owner or manager who does it.")],
    name: Name = "",
    ask_password: Asked = False,
) -> None:
    """Give a person a place in an alliance; each side adds its own people, and the other's first.

    A person who is not known yet needs a name, and gets a password.
    """
    own_side, own_role = _side(side), _role(role)
    password = _password(ask_password)
    with records():
        from django.db import transaction

        from entente.parties.actions import add_member, person_for
        from entente.parties.queries import person_with

        standing = standing_of(by, alliance)
        with transaction.atomic():
            _check(password)
            person, new = person_for(email=email, name=name, password=password)
            place = add_member(
                slug=standing.slug,
                person=person,
                side=own_side,
                role=own_role,
                by=person_with(by),
                now=dt.datetime.now(dt.UTC),
            )
    _say(f"{place.person_name} is {place.role} of {place.own.name} ({place.side}).")
    _say_password(email, password, new=new, asked=ask_password)


def _password(ask: bool) -> str:
    """A password typed twice, or one made up."""
    if ask:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return secrets.token_urlsafe(12)


def _check(password: str) -> None:
    """Hold a password to the rules of the pages; raises ValidationError."""
    from django.contrib.auth.password_validation import validate_password

    validate_password(password)


def _say_password(email: str, password: str, *, new: bool, asked: bool) -> None:
    """How the person signs in; a password that was made up is shown this once."""
    if not new:
        _say(f"{email} is known already and signs in as before.")
    elif asked:
        _say(f"{email} signs in with the password that you typed.")
    else:
        _say(f"{email} signs in with {password} (shown this once)")


def _side(text: str) -> Side:
    found = next((side for side in SIDES if side == text), None)
    if found is None:
        raise ended(f"{text!r} is not a side: {' or '.join(SIDES)}")
    return found


def _role(text: str) -> Role:
    found = next((role for role in ROLES if role == text), None)
    if found is None:
        raise ended(f"{text!r} is not a role: {', '.join(ROLES)}")
    return found


def _say(line: str) -> None:
    typer.echo(printable(line))
