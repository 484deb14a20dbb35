"""Figures made from other service levels, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.combining import parts_of
from entente.agreement.terms.measures import Combined
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.combined import (
    check_parts,
    months_of,
    read,
    unsettled,
)
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.results import Result, State, result, result_of
from entente.performance.kernel.tallies import ElapsedTally, Sample
from entente.performance.kernel.versions import Month, in_order
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)
LEVELS = """
services:
  mail: {{name: Mail, tower: Messaging}}
service_levels:
  a: {{measure: {{kind: share-within, within: 4 h}}, commitment: at least 95 %, tower: Desk}}
  b: {{measure: {{kind: share-within, within: 4 h}}, commitment: at least 90 %, tower: Desk}}
  c: {{measure: {{kind: share-within, within: 4 h}}, commitment: at least 80 %, service: mail}}
  whole:
    measure: {{kind: combined, {measure}}}
    commitment: {commitment}
"""
OF = "of: [a, b, c]"


def terms(measure: str, commitment: str = "at most 1") -> Agreement:
    return agreement(LEVELS.format(measure=measure, commitment=commitment))


def part(made: Agreement, key: str, within: int, count: int, as_of: int | None = None) -> Result:
    asked = compile_level(key, in_order([made]), MARCH, as_of=as_of)
    sample = Sample(count, within, 0)
    return result(asked, ElapsedTally(sample, sample))


def combined(
    measure: str, commitment: str, counted: Mapping[str, tuple[int, int]], as_of: int | None = None
) -> Result:
    made = terms(measure, commitment)
    parts = [part(made, key, *counts, as_of) for key, counts in counted.items()]
    asked = compile_level("whole", in_order([made]), MARCH)
    return result_of(asked, read(asked, parts), unsettled=unsettled(parts))


# a: 96 of 100 is met; b: 8 of 10 is missed; c: 9 of 10 is met.
COUNTED = {"a": (96, 100), "b": (8, 10), "c": (9, 10)}


@pytest.mark.parametrize(
    ("measure", "commitment", "figure", "state"),
    [
        (f"{OF}", "at most 0", "1", State.MISSED),
        (f"{OF}, statistic: share-met", "at least 60 %", "66.67 %", State.MET),
        (f"{OF}, statistic: pooled", "at least 95 %", "94.17 %", State.MISSED),  # 113 / 120
        (f"{OF}, statistic: mean", "at least 88 %", "88.67 %", State.MET),  # (96 + 80 + 90) / 3
        (f"{OF}, statistic: worst", "at least 80 %", "80.00 %", State.MET),
        (f"{OF}, statistic: worst", "at most 95 %", "96.00 %", State.MISSED),
        (f"{OF}, statistic: mean, weights: {{a: 50 %, b: 25 %, c: 25 %}}", "at least 90 %",
         "90.50 %", State.MET),
    ],
)  # fmt: skip
def test_levels_together(measure: str, commitment: str, figure: str, state: State) -> None:
    found = combined(measure, commitment, COUNTED)

    assert (str(found.net), found.state) == (figure, state)


def test_what_is_not_measured_is_left_out_and_told() -> None:
    found = combined(f"{OF}, statistic: share-met", "at least 60 %", {**COUNTED, "c": (0, 0)})

    assert str(found.net) == "50.00 %"
    assert [found.number(n) for n in ("counted", "met", "misses", "left-out")] == [2, 1, 1, 1]


def test_weights_of_levels_without_a_figure_fall_to_the_others() -> None:
    measure = f"{OF}, statistic: mean, weights: {{a: 50 %, b: 25 %, c: 25 %}}"

    found = combined(measure, "at least 90 %", {"a": (96, 100), "b": (9, 10), "c": (0, 0)})

    assert str(found.net) == "94.00 %"  # (50 x 96 + 25 x 90) / 75


def test_nothing_measured_is_nothing_combined() -> None:
    found = combined(OF, "at most 1", {"a": (0, 0)})

    assert (found.net, found.state) == (None, State.NOT_MEASURED)


def test_what_is_made_from_a_provisional_level_is_provisional() -> None:
    april = 1_775_000_000_000_000 - 10**12  # before the end of March

    assert combined(OF, "at most 1", COUNTED, april).state is State.PROVISIONAL


def test_a_tower_is_the_levels_that_name_it_and_those_of_its_services() -> None:
    assert parts_of(terms("tower: Desk"), "whole") == ("a", "b")
    assert parts_of(terms("tower: Messaging"), "whole") == ("c",)


def test_a_longer_period_is_made_from_its_months_so_far() -> None:
    made = terms(f"{OF}, window: quarter")

    asked = compile_level("whole", in_order([made]), Month(2026, 2))

    assert months_of(asked, Month(2026, 2)) == (Month(2026, 1), Month(2026, 2))


def test_levels_made_from_themselves_are_refused() -> None:
    made = terms("of: [a]")
    # Lint refuses a text that says so; terms that were made otherwise are refused here.
    whole = made.service_levels["whole"]
    assert isinstance(whole.measure, Combined)
    measure = whole.measure.model_copy(update={"of": ("a", "whole")})
    levels = {**made.service_levels, "whole": whole.model_copy(update={"measure": measure})}

    with pytest.raises(TermsDoNotFit, match="in a circle: whole - whole"):
        check_parts(made.model_copy(update={"service_levels": levels}), "whole")


def test_levels_made_from_nothing_are_refused() -> None:
    made = terms("of: [a]")
    # Lint refuses a text that says so; terms that were made otherwise are refused here.
    whole = made.service_levels["whole"]
    assert isinstance(whole.measure, Combined)
    measure = whole.measure.model_copy(update={"of": ("a", "nobody")})
    levels = {**made.service_levels, "whole": whole.model_copy(update={"measure": measure})}

    with pytest.raises(TermsDoNotFit, match="nobody, which is no service level"):
        check_parts(made.model_copy(update={"service_levels": levels}), "whole")


def test_only_shares_are_pooled() -> None:
    made = agreement(
        LEVELS.format(measure="of: [a], statistic: pooled", commitment="at least 95 %").replace(
            "a: {measure: {kind: share-within, within: 4 h}, commitment: at least 95 %",
            "a: {measure: {kind: mean, of: elapsed}, commitment: at most 4 h",
        )
    )

    with pytest.raises(TermsDoNotFit, match="the figure of a is none"):
        check_parts(made, "whole")
