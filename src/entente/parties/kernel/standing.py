"""Where a person stands in an alliance: the value that other parts receive, never the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Side = Literal["client", "provider"]
Role = Literal["owner", "signatory", "manager", "contributor", "reader", "auditor"]
SIDES: tuple[Side, ...] = get_args(Side)
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Party:
    """One organisation as the pages name it."""

    name: str
    short: str


@dataclass(frozen=True)
class Standing:
    """One person's place in one alliance: which side, which role, and who the two sides are."""

    person_id: int
    person_name: str
    alliance_id: int
    slug: str
    alliance_name: str
    client: Party
    provider: Party
    side: Side
    role: Role

    @property
    def own(self) -> Party:
        """The organisation for which the person stands."""
        return self.client if self.side == "client" else self.provider

    @property
    def other(self) -> Party:
        """The organisation on the other side."""
        return self.provider if self.side == "client" else self.client
