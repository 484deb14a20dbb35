"""Lint of bands where less is better: lengths of time and counts have the edges of percentages."""

from __future__ import annotations

import pytest

from tests.agreement.drafts import MONEY, level
from tests.agreement.test_lint_decides import found

DOWN = "kind: downtime"
COUNT = "kind: count, of: outages"


def paying(measure: str, commitment: str, *bands: str, more: str = "") -> str:
    """A critical level whose credit is paid by bands."""
    listed = ", ".join(f"{{{band}}}" for band in bands)
    credit = f"{more}class: critical\ncredit: {{tiers: [{listed}]}}"
    return level(measure, commitment, credit) + MONEY


@pytest.mark.parametrize(
    ("measure", "commitment", "bands", "rule", "says"),
    [
        (DOWN, "at most 1 h", ["at_least: 1 h, pays: 5 %"], "commitment-in-paying-tier",
         "at most 1 h"),
        (DOWN, "at most 1 h", ["above: 1 h, pays: 5 %"], "", ""),
        (DOWN, "below 1 h", ["above: 1 h, pays: 5 %"], "miss-without-tier", "exactly 1 h misses"),
        (DOWN, "at most 1 h", ["above: 4 h, pays: 5 %"], "miss-without-tier",
         "above 1 h and at most 4 h misses"),
        (DOWN, "at most 1 h", ["above: 1 h, at_most: 9 h, pays: 5 %"], "bands-partition",
         "above 9 h"),
        (DOWN, "at most 1 h", ["above: 1 h, at_most: 9 h, pays: 5 %", "above: 9 h, pays: 2 %"],
         "tier-order", "a worse figure pays less"),
        (COUNT, "at most 2", ["at_least: 2, pays: 5 %"], "commitment-in-paying-tier", "at most 2"),
        (COUNT, "at most 2", ["at_least: 3, pays: 5 %"], "", ""),
        (COUNT, "below 3", ["at_least: 3, pays: 5 %"], "", ""),
        (COUNT, "at most 2", ["at_least: 5, pays: 5 %"], "miss-without-tier", "3 to 4 misses"),
        (COUNT, "at most 2", ["at_least: 3, at_most: 5, pays: 5 %", "at_least: 5, pays: 9 %"],
         "bands-partition", "exactly 5 is in two bands"),
    ],
)  # fmt: skip
def test_bands_where_less_is_better_have_the_same_edges(
    measure: str, commitment: str, bands: list[str], rule: str, says: str
) -> None:
    text = paying(measure, commitment, *bands)
    names = ("bands-partition", "commitment-in-paying-tier", "miss-without-tier", "tier-order")

    said = {name: found(name, text) for name in names}

    assert {name for name in names if said[name]} == ({rule} - {""})
    if rule:
        assert says in said[rule][0]


def test_bands_of_lengths_begin_with_the_figures_for_which_money_is_due() -> None:
    def trigger(bound: str) -> str:
        band = "above: 2 h, pays: 5 %"
        return paying(DOWN, "at most 1 h", band, more=f"credit_trigger: {bound}\n")

    assert found("miss-without-tier", trigger("above 2 h")) == []
    assert "at least 2 h" not in str(found("band-beyond-trigger", trigger("above 2 h")))
    assert "above 1 h" in found("miss-without-tier", trigger("above 1 h"))[0]
    assert "above 2 h and at most 3 h" in found("band-beyond-trigger", trigger("above 3 h"))[0]


def test_the_lowest_answer_of_a_scale_is_in_the_lowest_band() -> None:
    bands = ("at_least: 3, below: 4, pays: 2 %", "at_least: 1, below: 3, pays: 5 %")

    assert found("bands-partition", paying("kind: satisfaction", "at least 4", *bands)) == []
