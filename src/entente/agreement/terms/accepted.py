"""Accepted findings: what lint says of the terms and both parties have decided to live with."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from entente.agreement.terms.scalars import DateValue, KeyName, Terms


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing is said here: write a sentence that the next reader understands")
    return text


Said = Annotated[str, AfterValidator(_said)]


class AcceptedFinding(Terms):
    """A finding that may stand: its rule, where it is, why, and until when (the day after).

    `at` is a path such as `credits.caps`: what is found there and below it is accepted.
    """

    rule: KeyName
    at: Said
    reason: Said
    until: DateValue | None = None
