"""Terms and renewal in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.dues import (
    The_party,
    counted_on,
    full,
    named_day,
)
from entente.agreement.explain.wording import Said
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.renewal import Renewal


def explain_renewal(agreement: Agreement) -> Said:
    """How long the agreement lasts and how it goes on."""
    terms = agreement.renewal
    return "Term and renewal", iter(()) if terms is None else _renewal(agreement, terms)


def _renewal(agreement: Agreement, terms: Renewal) -> Iterator[str]:
    begins = f" from {named_day(agreement, terms.begins)}" if terms.begins is not None else ""
    yield f"The agreement lasts {terms.first}{begins}."
    if terms.renews_for is None:
        yield "After that it goes on without an end."
    elif terms.times is None:
        yield f"After that it goes on for {terms.renews_for}, again and again."
    else:
        yield f"After that it goes on for {terms.renews_for}, {terms.times} times at most."
    may = "Either party" if terms.by == "both" else The_party(terms.by)
    yield f"{may} may keep it from that by notice {terms.notice} before the end of a term."
    if said := counted_on(agreement, terms.calendar, terms.notice):
        yield said
    if terms.text:
        yield full(terms.text)
