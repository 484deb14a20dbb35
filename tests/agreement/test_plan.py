"""Plans: typed steps between two versions, what each means, and whom it favours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from entente.agreement.explain import NoSuchClause
from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.agreement.versions import plan
from entente.agreement.versions.favour import Effect
from entente.agreement.versions.plan import Step, noun_of, steps_between
from entente.agreement.versions.redline import redline
from tests.agreement.redlines import versions

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-and-quay" / "agreement.yaml"
TEXT = EXAMPLE.read_text("utf-8")
PROVIDER_MORE = ("stricter", "provider", "client")
PROVIDER_LESS = ("looser", "provider", "provider")
CLIENT_MORE = ("stricter", "client", "provider")
NOBODY = (None, None, None)


def read(text: str) -> Agreement:
    reading = read_agreement_text(text)
    assert reading.agreement is not None, [finding.message for finding in reading.errors]
    return reading.agreement


def edited(*edits: tuple[str, str]) -> tuple[Agreement, Agreement]:
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return read(TEXT), read(text)


def steps(*edits: tuple[str, str]) -> tuple[Step, ...]:
    return steps_between(*edited(*edits)).steps


def only(*edits: tuple[str, str]) -> Step:
    [step] = steps(*edits)
    return step


def effect(step: Step) -> tuple[str | None, str | None, str | None]:
    return step.effect.tendency, step.effect.party, step.effect.favours


P1 = "commitment: at least 95 %\n    expected: at least 98 %\n    minimum: at least 85 %\n"


def test_a_changed_commitment_says_what_holds_then_and_until_then() -> None:
    step = only((P1, P1.replace("95 %", "97 %")))

    assert step.kind == "change-commitment"
    assert step.path == ("service_levels", "p1-resolution", "commitment")
    assert step.title == "Priority 1 resolved within 4 hours, day and night"
    assert step.sentences() == (
        "The provider commits to at least 97 % each month.",
        "Until then: The provider commits to at least 95 % each month.",
    )
    assert effect(step) == PROVIDER_MORE


def test_a_plan_holds_from_the_first_day_of_the_new_version() -> None:
    frame = (("version: 1", "version: 4"), ("{from: 2025-11-01}\ne", "{from: 2027-01-01}\ne"))
    found = steps_between(*edited(*frame))

    assert (found.old_version, found.new_version) == (1, 4)
    assert found.holds_from == dt.date(2027, 1, 1)
    assert found.steps == ()


CREDIT = "    credit: {pool: service-desk, allocation: 40 %}\n"
CAPS = "    - {per: month, at_most: 12 %, of: fee-base}\n"
MINUTES = "      within: 15 min\n      to: responded"
BANDS = "        - {below: 99 %, pays: 15 %}\n"
PAYMENTS = "exclusions: [maintenance, force-majeure, client-caused]"
ONE_CHANGE = [
    (P1, P1.replace("95 %", "94 %"), "change-commitment", PROVIDER_LESS),
    (P1, P1.replace("at least 95", "above 95"), "change-commitment", PROVIDER_MORE),
    ("at most 1.5 s", "at most 1.2 s", "change-commitment", PROVIDER_MORE),
    (P1, P1.replace("98 %", "99 %"), "change-expected-level", PROVIDER_MORE),
    (P1, P1.replace("    expected: at least 98 %\n", ""), "remove-expected-level", PROVIDER_LESS),
    (P1, P1.replace("85 %", "80 %"), "change-minimum-level", PROVIDER_LESS),
    ("at most 6 h\n", "at most 6 h\n    minimum: at most 9 h\n", "add-minimum-level",
     PROVIDER_MORE),
    (P1, P1 + "    credit_trigger: below 90 %\n", "add-credit-trigger", PROVIDER_LESS),
    (P1, P1 + "    credit_trigger: below 95 %\n", "add-credit-trigger", NOBODY),
    (MINUTES, MINUTES.replace("15", "10"), "change-measure", PROVIDER_MORE),
    ("within: 3 business days", "within: 4 business days", "change-measure", PROVIDER_LESS),
    ("within: 3 business days", "within: 24 h", "change-measure", NOBODY),
    (PAYMENTS, PAYMENTS.replace("maintenance, ", ""), "change-measure", PROVIDER_MORE),
    ("least_answers: 5}", "least_answers: 5, no_data: met}", "change-measure", PROVIDER_LESS),
    ("least_answers: 5}", "least_answers: 9}", "change-measure", NOBODY),
    (CREDIT, CREDIT.replace("40", "30"), "change-credit", PROVIDER_LESS),
    (CREDIT, "", "remove-credit", PROVIDER_LESS),
    (BANDS, BANDS.replace("15", "20"), "change-credit", PROVIDER_MORE),
    ("      at_most: 15 %\n", "", "change-credit", PROVIDER_MORE),
    ("      at_most: 15 %\n", "      at_most: 900 EUR\n", "change-credit", NOBODY),
    (CAPS, CAPS.replace("12", "10"), "change-credits", PROVIDER_LESS),
    (CAPS, "", "change-credits", PROVIDER_MORE),
    ("at_risk: 12 %", "at_risk: 14 %", "change-credits", PROVIDER_MORE),
    ("nature: price-adjustment", "sole_remedy: true", "change-credits", PROVIDER_LESS),
    ("nature: price-adjustment", "nature: liquidated-damages", "change-credits", NOBODY),
    ("service: core-banking\n    class: critical", "service: core-banking\n    class: kpi",
     "change-service-level", PROVIDER_LESS),
    ("    measure: {kind: satisfaction, stat", "    owner: client\n    measure: {kind: "
     "satisfaction, stat", "change-service-level", (None, None, "provider")),
    ("monthly: 62000.00", "monthly: 61000.00", "change-charge", (None, None, "client")),
    ("monthly: 62000.00", "monthly: 63000.00", "change-charge", (None, None, "provider")),
    ("address: Dublin", "address: Galway", "change-party", NOBODY),
    ("mon-sat: 07:00", "mon-sat: 06:00", "change-calendar", NOBODY),
    ("title: Branch hours", "title: Hours of branches", "change-calendar", NOBODY),
    ("evaluated_after: 10 days", "evaluated_after: 12 days", "change-evaluated-after", NOBODY),
    ("scale: {value: \"0.001\"}", "scale: {value: \"0.002\"}", "change-source", NOBODY),
    ("due: 2026-06-12", "due: 2026-07-12", "change-deliverable", NOBODY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "kind", "told"),
    ONE_CHANGE,
    ids=[f"{row[2]}-{row[1][:30]}" for row in ONE_CHANGE],
)
def test_a_step_has_a_kind_and_says_whom_it_favours(
    old: str, new: str, kind: str, told: tuple[str | None, str | None, str | None]
) -> None:
    step = only((old, new))

    assert step.kind == kind
    assert effect(step) == told
    assert step.sentences()
    assert all(sentence.endswith((".", ":")) for sentence in step.sentences())


@pytest.mark.parametrize(("old", "new", "kind", "told"), ONE_CHANGE[:6])
def test_the_way_back_favours_the_other_party(
    old: str, new: str, kind: str, told: tuple[str, str, str]
) -> None:
    before, after = edited((old, new))

    [step] = steps_between(after, before).steps

    assert step.effect.tendency == {"stricter": "looser", "looser": "stricter"}[told[0]]
    assert step.effect.favours == {"client": "provider", "provider": "client"}[told[2]]


def test_each_step_of_one_level_has_the_words_of_its_own() -> None:
    found = steps(
        (P1, P1.replace("95 %", "97 %")),
        (CREDIT, CREDIT.replace("40", "30")),
        ("      within: 4 h\n", "      within: 2 h\n"),
        ("title: Priority 1 resolved within 4", "title: Priority 1 resolved within 2"),
    )

    assert {step.kind: step.now for step in found} == {
        "change-service-level": (),
        "change-measure": ("The figure is the share of tickets that are resolved within 2 hours.",),
        "change-commitment": ("The provider commits to at least 97 % each month.",),
        "change-credit": (
            "Money is due when the commitment is missed: 30 % of the pool “service-desk”.",
        ),
    }
    assert found[0].sentences() == (
        "title: “Priority 1 resolved within 4 hours, day and night” becomes "
        "“Priority 1 resolved within 2 hours, day and night”.",
    )


def test_changes_that_point_both_ways_favour_nobody_for_certain() -> None:
    step = only(
        (MINUTES, MINUTES.replace("15", "10").replace("to:", "no_data: met\n      to:")),
    )

    assert len(step.changes) == 2
    assert step.effect == Effect()


NEW_LEVEL = """\
  calls:
    title: Calls are answered
    owner: {0}
    measure: {{kind: mean, of: values, unit: time}}
    commitment: at most 30 s
"""


@pytest.mark.parametrize(("owner", "other"), [("provider", "client"), ("client", "provider")])
def test_a_new_duty_favours_the_other_party(owner: str, other: str) -> None:
    before, after = edited(("\nexclusions:\n", f"{NEW_LEVEL.format(owner)}\nexclusions:\n"))

    [comes] = steps_between(before, after).steps
    [goes] = steps_between(after, before).steps

    assert (comes.kind, goes.kind) == ("add-service-level", "remove-service-level")
    assert (comes.effect.favours, goes.effect.favours) == (other, owner)
    assert comes.sentences()[:2] == (
        "New: the service level “Calls are answered”.",
        f"The {owner} commits to at most 30 s each month.",
    )
    assert goes.sentences()[0] == "Removed: the service level “Calls are answered”."
    assert goes.sentences()[1].startswith(f"Until then: The {owner} commits to at most 30 s")


def test_what_the_client_owes_favours_the_provider_when_it_is_stricter() -> None:
    level = f"service_levels:\n{NEW_LEVEL.format('client')}"

    [step] = steps_between(*versions(level, level.replace("30 s", "20 s"))).steps

    assert effect(step) == CLIENT_MORE


def test_an_exclusion_that_goes_is_stricter_for_those_whose_levels_used_it() -> None:
    found = steps(
        ("  client-caused:\n    title: Delay or outage caused by the client\n"
         "    claimed: true\n", ""),
        (", client-caused]", "]"),
    )  # fmt: skip
    last = found[-1]

    assert [step.kind for step in found] == ["change-measure"] * 6 + ["remove-exclusion"]
    assert effect(last) == PROVIDER_MORE
    assert last.sentences()[0] == "Removed: the exclusion “Delay or outage caused by the client”."


def test_an_exclusion_that_no_level_uses_favours_nobody() -> None:
    step = only(
        ("\n# What it costs", "  storm: {title: A storm, claimed: true}\n\n# What it costs")
    )

    assert (step.kind, step.effect) == ("add-exclusion", Effect())


MEASURE = """\
measures: {{fast: {{kind: share-within, within: {0}}}}}
service_levels:
  one: {{measure: fast, commitment: at least 95 %}}
  two: {{measure: fast, owner: {1}, commitment: at least 90 %}}
"""


@pytest.mark.parametrize(
    ("owner", "told"), [("provider", PROVIDER_MORE), ("client", ("stricter", None, None))]
)
def test_a_measure_is_owed_by_the_owners_of_its_levels(
    owner: str, told: tuple[str | None, str | None, str | None]
) -> None:
    texts = [MEASURE.format(limit, owner) for limit in ("4 h", "2 h")]

    [step] = steps_between(*versions(*texts)).steps

    assert step.kind == "change-measure"
    assert effect(step) == told


def test_a_rename_says_both_keys_and_its_changes_are_steps_of_their_own() -> None:
    found = steps(
        ("  p1-response:\n", "  p1-first-answer:\n"),
        ("[p1-response,", "[p1-first-answer,"),
        ("commitment: at least 90 %\n    credit: {pool: service-desk, allocation: 30 %}\n\n"
         "  p1-resolution-95th",
         "commitment: at least 91 %\n    credit: {pool: service-desk, allocation: 30 %}\n\n"
         "  p1-resolution-95th"),
    )  # fmt: skip

    assert [step.kind for step in found] == [
        "change-task", "rename-service-level", "change-commitment",
    ]  # fmt: skip
    assert found[0].sentences() == ("service_levels: “p1-response” becomes “p1-first-answer”.",)
    assert found[1].sentences() == ("“p1-response” is called “p1-first-answer” from then on.",)
    assert found[2].was == ("The provider commits to at least 90 % each month.",)
    assert effect(found[2]) == PROVIDER_MORE


def test_credits_that_come_and_go_are_a_step() -> None:
    money = "charges: {run: {name: Running, monthly: 9 EUR}}\n"
    credits = "credits: {currency: EUR, fee_base: [run], at_risk: 10 %}\n"
    before, after = versions(money, money + credits)

    [comes] = steps_between(before, after).steps
    [goes] = steps_between(after, before).steps

    assert (comes.kind, goes.kind) == ("add-credits", "remove-credits")
    assert comes.sentences()[:2] == (
        "New: the credits.",
        "Credits are shares of the monthly charges for Running, in EUR.",
    )
    assert goes.sentences()[0] == "Removed: the credits."


def test_words_of_the_whole_agreement_are_those_of_the_step_alone() -> None:
    found = steps(
        ("zone: Europe/Dublin", "zone: Europe/Paris"), ("name: Quay IT Limited", "name: Q")
    )

    assert {step.kind: step.now for step in found if step.kind != "change-calendar"} == {
        "change-zone": ("Days and months are those of the time zone Europe/Paris.",),
        "change-party": ("Q, the provider, works for Harbour Bank plc, the client.",),
    }


def test_a_clause_without_words_is_said_in_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(agreement: Agreement, key: str) -> None:
        raise NoSuchClause(key)

    monkeypatch.setattr(plan, "explain", nothing)
    found = steps(
        ("  network:\n    name: Network\n", "  lines:\n    name: Lines and all\n"),
        (f"{CAPS}    - {{per: year, at_most: 8 %, of: fee-base}}\n",
         f"    - {{per: year, at_most: 8 %, of: fee-base}}\n{CAPS}"),
        ("    due: 2026-06-12\n", ""),
        ("Infrastructure", "Cables"),
    )  # fmt: skip

    assert [step.sentences() for step in found] == [
        ("Removed: the service “Network”.",
         "services.network: “{name: Network, description: 'Lines to the branches, wireless and "
         "remote access.', tower: Infrastructure, charges: [run-network]}” goes."),
        ("New: the service “Lines and all”.",
         "services.lines: “{name: Lines and all, description: 'Lines to the branches, wireless and "
         "remote access.', tower: Cables, charges: [run-network]}” is new."),
        ("due: “2026-06-12” goes.",),
        ("caps: 2nd becomes 1st.",),
    ]  # fmt: skip


def test_another_kind_of_measure_is_said_anew() -> None:
    texts = [
        f"measures: {{m: {{kind: {kind}}}}}\n"
        "service_levels: {one: {measure: m, commitment: at most 9 s}}\n"
        for kind in ("mean", "percentile, percentile: 90 %")
    ]

    [step] = steps_between(*versions(*texts)).steps

    assert step.kind == "change-measure"
    assert step.now[0].startswith("The figure is the 90th percentile of the measured values")


def test_every_change_is_in_one_step() -> None:
    before, after = edited(
        (P1, P1.replace("95 %", "97 %")),
        ("mon-sat: 07:00", "mon-sat: 06:00"),
        ("address: Dublin", "address: Galway"),
        ("at_risk: 12 %", "at_risk: 14 %"),
        (BANDS, BANDS.replace("15", "20")),
    )

    found = steps_between(before, after).steps

    said = [change for change in redline(before, after).changes if change.said]
    assert sorted(map(repr, said)) == sorted(repr(c) for step in found for c in step.changes)
    assert steps_between(after, after).steps == ()


@pytest.mark.parametrize(
    ("section", "noun"),
    [
        ("service_levels", "service-level"), ("evidence", "source"), ("parties", "party"),
        ("policies", "policy"), ("bodies", "body"), ("obligations", "obligation"),
        ("key_people", "key-person"), ("raci", "raci"), ("prices", "price"),
    ],
)  # fmt: skip
def test_a_clause_is_called_by_the_singular_of_its_section(section: str, noun: str) -> None:
    assert noun_of((section, "key")) == noun
    assert noun_of((section,)) == section.replace("_", "-")
