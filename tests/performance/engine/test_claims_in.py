"""Claims of exclusion as the evidence holds them: said again, a claim is as it was last decided."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from entente.performance.engine.claims import claims_in, maintenance_in, unseen_records
from entente.performance.engine.reference import Cell
from entente.performance.kernel.maintenance import Announced
from tests.performance.engine.batches import keep, plain


def said(
    decision: str | None, decided_at: int | None, *, ended_at: int = 9, service: str = "mail"
) -> dict[str, Cell]:
    return {
        "record": "EXC1",
        "code": "force-majeure",
        "started_at": 5,
        "ended_at": ended_at,
        "proposed_by": "provider",
        "decision": decision,
        "decided_by": "client" if decision else None,
        "decided_at": decided_at,
        "service": service,
    }


def standing(folder: Path, *rows: dict[str, Cell]) -> set[tuple[str | None, int | None]]:
    """How the claim stands, the same in whatever order and files its rows come."""
    answers = []
    for place, order in enumerate(permutations(rows)):
        for cut in range(len(order)):
            files = [part for part in (order[:cut], order[cut:]) if part]
            batches = [plain("exclusions", *part, fields=("service",)) for part in files]
            inside = folder / f"{place}-{cut}"
            inside.mkdir()
            found = claims_in(keep(batches, inside))
            answers.append({(claim.decision, claim.ended_at) for claim in found})
    assert all(answer == answers[0] for answer in answers)
    return answers[0]


def test_a_claim_decided_since_the_last_export_is_no_longer_undecided(tmp_path: Path) -> None:
    assert standing(tmp_path, said(None, None), said("approved", 20)) == {("approved", 9)}


def test_an_approval_withdrawn_later_takes_nothing_out(tmp_path: Path) -> None:
    found = standing(tmp_path, said(None, None), said("approved", 20), said("refused", 30))

    assert found == {("refused", 9)}


def test_an_approval_of_less_time_replaces_the_claim(tmp_path: Path) -> None:
    found = standing(tmp_path, said(None, None), said("approved", 20, ended_at=7))

    assert found == {("approved", 7)}


def test_where_two_decisions_are_of_one_moment_the_one_that_takes_out_least_holds(
    tmp_path: Path,
) -> None:
    assert standing(tmp_path, said("approved", 20), said("refused", 20)) == {("refused", 9)}


def test_one_claim_for_two_services_is_two_decisions(tmp_path: Path) -> None:
    found = standing(tmp_path, said("approved", 20), said("refused", 30, service="web"))

    assert found == {("approved", 9), ("refused", 9)}


def named(folder: Path, *subjects: str, tickets: tuple[str, ...]) -> frozenset[str]:
    """The records that claims name and no ticket is."""
    rows = [said("approved", 20) | {"subject": subject} for subject in subjects]
    made = [plain("exclusions", *rows, fields=("service",))]
    if tickets:
        desk: list[dict[str, Cell]] = [
            {"record": record, "at": 1, "sequence": 0, "event": "opened"} for record in tickets
        ]
        made.append(plain("tickets", *desk, source="desk"))
    batches = keep(made, folder)
    return unseen_records(claims_in(batches), batches)


def test_a_record_that_no_ticket_is_is_found(tmp_path: Path) -> None:
    assert named(tmp_path, "INC1", "INC9", tickets=("INC1", "INC2")) == {"INC9"}


def test_without_tickets_nobody_knows_which_records_there_are(tmp_path: Path) -> None:
    assert named(tmp_path, "INC1", tickets=()) == frozenset()


def test_an_announcement_made_again_is_the_plan_that_was_told_last(tmp_path: Path) -> None:
    def plan(told_at: int | None, start: int) -> dict[str, Cell]:
        return {"record": "M1", "announced_at": told_at, "started_at": start, "ended_at": start + 9,
                "item": "db"}  # fmt: skip

    first, again = (
        plain("maintenance", plan(told_at, start), fields=("item",))
        for told_at, start in ((1, 20), (5, 30))
    )
    unannounced = plain("maintenance", plan(None, 40), fields=("item",))

    found = maintenance_in(keep([first, again, unannounced], tmp_path))

    assert found == (Announced("M1", 30, 39, 5, item="db"),)
    assert maintenance_in([]) == ()
