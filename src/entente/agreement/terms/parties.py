"""The two parties of an alliance, as the agreement names them."""

from __future__ import annotations

from entente.agreement.terms.scalars import Terms


class PartyTerms(Terms):
    """One side: its full name, and the short one that pages use."""

    name: str
    short: str = ""
    address: str = ""


class Parties(Terms):
    """Client and provider; either can owe a duty and either can be measured."""

    client: PartyTerms
    provider: PartyTerms
