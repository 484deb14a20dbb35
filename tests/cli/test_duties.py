"""`entente duties`: what is printed, what is refused, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from entente.cli import duties
from tests.agreement.drafts import EVIDENCE, HEAD

TERMS = """\
calendars: {office: {weekly: {mon-fri: 09:00-17:00}}}
deliverables:
  plan: {name: Plan,
    acceptance: {by: client, within: 10 days, silence: accepted, warn_before: 2 days}}
  rollout: {name: Rollout, due: 2026-03-20}
obligations:
  report: {title: Monthly report, owner: provider, trigger: {every: month}, due: {day: 15}}
  access: {title: Access, owner: client, trigger: {event: asked, where: kind = 'vpn'},
    due: {within: 2 business days}, calendar: office, consequence: {relief: {of: [rollout]}}}
"""
EVENTS = """\
event,subject,at,case,kind
delivered,plan,2026-03-02 10:00,,
asked,,2026-03-02T09:00+00:00,R1,vpn
asked,,2026-03-02 09:00,R2,phone
done,access,2026-03-06 09:00,R1,
"""


def run(folder: Path, *options: str, events: str = EVENTS) -> tuple[int, str]:
    (folder / "a.yaml").write_text(HEAD + TERMS + EVIDENCE)
    (folder / "events.csv").write_text(events)
    app = typer.Typer()
    duties.register(app)
    ran = CliRunner().invoke(app, [str(folder / "a.yaml"), *options])
    return ran.exit_code, ran.output


SPAN = ("--from", "2026-03-01", "--until", "2026-04-01")


def test_duties_come_in_order_with_what_decides(tmp_path: Path) -> None:
    told = ("--events", str(tmp_path / "events.csv"), "--as-of", "2026-03-14")

    code, said = run(tmp_path, *SPAN, *told)

    assert code == 0
    assert said.splitlines() == [
        "2026-03-04 24:00  client: Access",
        "  [obligations.access] asked (R1) on 2 March 2026, 09:00",
        "  due 2026-03-04 24:00 Europe/Dublin, on the calendar office",
        "  if not: rollout move day for day",
        "  done by 2026-03-06 09:00, late",
        "2026-03-12 24:00  client: accept or reject: Plan",
        "  [deliverables.plan] delivered on 2 March 2026, 10:00",
        "  due 2026-03-12 24:00 Europe/Dublin, on the calendar always",
        "  silence means accepted",
        "  warn on 2026-03-10 00:00",
        "2026-03-15 24:00  provider: Monthly report",
        "  [obligations.report] for February 2026",
        "  due 2026-03-15 24:00 Europe/Dublin, on the calendar always",
        "2026-03-22 24:00  provider: deliver: Rollout",
        "  [deliverables.rollout] agreed date",
        "  due 2026-03-22 24:00 Europe/Dublin, on the calendar always",
        "  moved by 2 days of relief",
        "relief: obligations.access was 2 days late; it moves rollout",
        "plan: in test in cycle 1 at 2026-03-02 10:00 UTC",
        "plan: deemed accepted in cycle 1 at 2026-03-13 00:00 UTC",
    ]


def test_json_has_every_part(tmp_path: Path) -> None:
    code, said = run(tmp_path, *SPAN, "--party", "provider", "--json")

    found = json.loads(said)
    assert code == 0
    assert [duty["clause"] for duty in found["duties"]] == [
        "obligations.report", "deliverables.rollout",
    ]  # fmt: skip
    assert found["duties"][0]["due"] == "2026-03-16T00:00:00+00:00"
    assert found["duties"][0]["due_on"] == "2026-03-15"


def test_a_span_without_duties_says_so(tmp_path: Path) -> None:
    assert run(tmp_path, "--from", "2026-03-01", "--until", "2026-03-02")[1] == (
        "nothing is due in this span\n"
    )


@pytest.mark.parametrize(
    ("options", "events", "said"),
    [
        (("--from", "March", "--until", "2026-04-01"), "", "--from 'March' is not a day"),
        (("--from", "2026-04-01", "--until", "2026-04-01"), "", "is not after --from"),
        ((*SPAN, "--party", "vendor"), "", "--party is client or provider, not 'vendor'"),
        (SPAN, "at\n2026-03-01\n", "there is no column event"),
        (SPAN, "event,at\nasked,soon\n", "events.csv:2: 'soon' is not a time"),
        (SPAN, "event,at\n,2026-03-02\n", "events.csv:2: no event is named"),
        (SPAN, "event,subject,at\ndelivered,plon,2026-03-02\n", "did you mean 'plan'?"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    tmp_path: Path, options: tuple[str, ...], events: str, said: str
) -> None:
    told = ("--events", str(tmp_path / "events.csv")) if events else ()

    code, printed = run(tmp_path, *options, *told, events=events)

    assert code == 2
    assert said in printed
