"""Fees read aloud: rates, interest, damages for delay, limits, an early end."""

from __future__ import annotations

import pytest

from entente.agreement.explain import explain
from tests.agreement.drafts import agreement_of

FEES = """charges: {run: {name: Run, monthly: 1000 USD}}
deliverables: {site: {name: The site, acceptance_criteria: [It opens.]}}
prices:
  extra:
    {kind: usage, every: month, rates: {hours: 100 USD, sales: 90 %, salary: 18}, free: 15 %,
     free_of: the bill, uplift: 4 %, at_least: 5 USD, at_most: 9 USD, text: On request}
  few: {kind: usage, rates: {hours: 100 USD}, free: 500 USD}
  late: {kind: interest, owed_by: both, rate: 1 %, above: the bank's rate, no_more: the law's rate}
  monthly: {kind: interest, rate: 1.5 %, per: month, compounding: monthly}
  delay:
    {kind: delay, deliverables: [site], each: {unit: 1 week, pays: 0.5 %}, grace: 3 days,
     at_most: 5 %, given_back_after: 2 quarters}
  bands: {kind: delay, bands: [{since: 3 days, pays: 1 %}], grace: 1 day}
  limit:
    kind: liability
    owed_by: both
    limits:
      - {amount: 9 USD}
      - {share: 50 %, of_what: the bill, over: 12 months, at_first: 4 USD}
    not_for: [Intent]
  leave:
    kind: cancellation
    parts: [{amount: 9 USD}, {monthly: 5 USD}, {mean_over: 6 months}, {charges: [run], share: 50 %}]
    choose: sum
    notice_saves: 6 months
    months_at_most: 3
  end: {kind: cancellation, parts: [{monthly: 5 USD}]}
"""


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("extra", ["The client pays for what was used every month:", "- hours: 100.00 USD each;",
                   "- sales: 90 % of the amount;", "- salary: 18 times the amount;",
                   "15 % of the bill of it is free.", "4 % is put on.", "It is at least 5.00 USD.",
                   "It is at most 9.00 USD.", "On request."]),
        ("few", ["The client pays for what was used:", "- hours: 100.00 USD each;",
                 "The first 500.00 USD of it is free."]),
        ("late", ["Both parties pay 1 % above the bank's rate a year on what is paid late.",
                  "It is no more than the law's rate.",
                  "Days are counted against a year of 365."]),
        ("monthly", ["The client pays 1.5 % a month on what is paid late.",
                     "It is added to what is owed monthly."]),
        ("delay", ["The provider pays for a delay, by the price of “The site”:",
                   "- 0.5 % for each 1 week of it; a part counts whole.",
                   "A delay of 3 days or less pays nothing.",
                   "A longer one is counted from its first day.", "It pays at most 5 %.",
                   "It is given back once nothing was late for 2 quarters."]),
        ("bands", ["The provider pays for a delay, by the price of what is late:",
                   "- 1 % from a delay of 3 days on;", "A delay of 1 day or less pays nothing."]),
        ("limit", ["Both parties are each liable for at most the greater of 9.00 USD and 50 % of "
                   "the bill over the 12 months before (4.00 USD while the agreement is younger), "
                   "for all claims together.", "That does not hold for:", "- Intent."]),
        ("leave", ["The client pays for ending before the term is over with less than 6 months of "
                   "notice: the sum of:", "- 9.00 USD;", "- 5.00 USD for each month that is left;",
                   "- the mean monthly bill of the 6 months before for each month that is left;",
                   "- 50 % of “Run” for each month that is left;",
                   "At most 3 months that are left count."]),
        ("end", ["The client pays for ending before the term is over: 5.00 USD for each month that "
                 "is left."]),
    ],
)  # fmt: skip
def test_a_fee_reads_aloud(key: str, expected: list[str]) -> None:
    [paragraph] = explain(agreement_of(FEES), f"prices.{key}")

    assert list(paragraph.sentences) == expected
