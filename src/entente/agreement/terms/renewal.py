"""How long the agreement lasts, how it is renewed, and the notice that keeps it from that."""

from __future__ import annotations

from pydantic import Field, model_validator

from entente.agreement.terms.obligations import DateOrKey, Owner
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import KeyName, Terms, Whole, later


class Renewal(Terms):
    """A first term, and the terms that follow it unless notice is given before the end of one.

    Terms are counted from `begins` (absent: the contract's first day). With no `renews_for` the
    agreement goes on without an end after the first. A told event `not-renewed` in time ends it.
    """

    first: LapseValue
    renews_for: LapseValue | None = None
    notice: LapseValue
    by: Owner = "both"
    begins: DateOrKey | None = None
    times: Whole | None = Field(default=None, ge=0)
    calendar: KeyName | None = None
    text: str = later("")

    @model_validator(mode="after")
    def _terms_have_a_length(self) -> Renewal:
        for lapse in (self.first, self.renews_for):
            if lapse is not None and (lapse.is_clock or not lapse.count):
                raise ValueError("a term lasts days, months or years: write 1 year")
        return self
