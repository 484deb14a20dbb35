"""Lint over real agreements in our own wording: it finds what was signed, and nothing else.

Each file says which document its figures and references are from. Notes are looked at apart.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from entente.agreement.reading import Reading, read_agreement, read_agreement_text
from tests.agreement.drafts import only

FILES = Path(__file__).parent / "real"
COUNTED_AGAIN = [
    f"service_levels.{key}.credit.due_when"
    for key in ("core-system", "operations-center", "intelligence-center", "tandem", "cms",
                "teller-transactions", "terminal-transactions")
]  # fmt: skip
PAID_ONCE = [
    f"service_levels.{key}.credit"
    for key in ("intelligence-updates", "batch-reports", "funds-reports")
]
DEFECTS: dict[str, list[tuple[str, str]]] = {
    "O01": [
        # Credit events of levels that are defined nowhere.
        *(("unresolved-reference", f"tasks.operations.service_levels.{n}") for n in (1, 2, 3)),
        ("missing-key", "service_levels.lending.measure.window"),  # an average, looked at when?
        ("exclusion-without-effect", "service_levels.intelligence-center.measure.exclusions.0"),
        *(("counter-without-reset", path) for path in COUNTED_AGAIN),
        *(("credit-multiplicity", path) for path in PAID_ONCE),  # "for each such failure"
        ("over-allocation", "credits.caps"),
        ("right-without-window", "rights.default"),
    ],
    "O02": [
        ("missing-key", "service_levels.time-to-respond.credit.table"),  # what does 97 % pay?
        ("basis-conflict", "service_levels.in-the-body.title"),
        ("rung-without-counterpart", "ladders.third-parties.rungs.0"),
        ("rung-without-time", "ladders.third-parties.rungs.0"),
        ("rung-without-counterpart", "ladders.third-parties.rungs.1"),
    ],
    "O03": [
        ("title-disagrees", "service_levels.on-line-availability.title"),
        ("maintenance-without-limit", "exclusions.scheduled"),
        ("mixed-day-units", "ladders.disputes.rungs.1.within"),
    ],
    "O11": [
        ("unknown-zone", "calendars.support.zone"),  # PST
        *(("term-vs-endpoint", f"service_levels.severity-{n}-response.title") for n in "1234"),
        ("cumulative-basis", "service_levels.interruptions.credit.per.beyond"),
    ],
    "O17": [
        ("silence-without-warning", "deliverables.software.acceptance.silence"),
    ],
    "published": [
        ("bands-partition", "service_levels.feature.credit.tiers.0"),
        ("commitment-in-paying-tier", "service_levels.feature.credit.tiers.0"),
        ("one-formula-per-level", "service_levels.login-availability"),
        ("overlapping-windows", "service_levels.hosting.measure.window"),
        ("miss-without-tier", "service_levels.hosting.credit.tiers"),
        ("bands-gap-needs-rounding", "service_levels.hosting.credit.tiers.1.at_most"),
    ],
}  # fmt: skip


def reading_of(name: str) -> Reading:
    return read_agreement(FILES / f"{name}.yaml")


def test_every_real_agreement_is_looked_at() -> None:
    assert {path.stem for path in FILES.glob("*.yaml")} == set(DEFECTS)


@pytest.mark.parametrize("name", DEFECTS)
def test_the_defects_of_a_signed_text_are_found_and_nothing_else(name: str) -> None:
    found = [
        (finding.rule, ".".join(map(str, finding.path)))
        for finding in reading_of(name).findings
        if finding.severity != "note"
    ]

    assert sorted(found) == sorted(DEFECTS[name])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("O01", {"as soon as reasonably practicable", "material", "normally"}),
        ("O03", {"mutually agree", "periodic"}),
        ("O11", {"commercially reasonable efforts", "mutually agreed"}),
        ("O17", {"substantial", "mutually agreeable"}),
    ],
)
def test_the_words_that_bind_nobody_are_found(name: str, words: set[str]) -> None:
    said = {
        finding.message.split("'")[1]
        for finding in reading_of(name).findings
        if finding.rule == "ambiguous-word"
    }

    assert said == words


def test_all_credits_of_the_bank_together_are_three_times_their_cap() -> None:
    text = (FILES / "O01.yaml").read_text("utf-8")
    whole = text.replace("{rolling: 30 days}", "{rolling: 30 days, evaluated: month-end}")

    said = only(read_agreement_text(whole), "over-allocation").message

    assert "66000.00 USD" in said
    assert "3.30 times over-allocated" in said


def test_two_formulas_of_one_agreement_part_on_the_same_facts() -> None:
    said = only(reading_of("published"), "one-formula-per-level").message

    assert "beside 4 h that are left out is 99.9000 % by uptime and 99.8994 % by" in said


def test_hours_in_which_a_desk_is_staffed_and_nothing_counts() -> None:
    assert only(reading_of("O17"), "unused-calendar").path == ("calendars", "staffed")
