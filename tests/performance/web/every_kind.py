"""A world whose agreement has a level of every kind, with a little evidence of every table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from entente.parties.kernel.standing import Standing
from entente.parties.queries import membership_of
from entente.performance.actions import add_evidence, make_statement
from entente.performance.kernel.versions import Month
from entente.performance.queries.statements import KeptStatement
from entente.scope.actions import record_version
from tests.people import SLUG, People
from tests.performance.web.world import NOW, found

TERMS = Path(__file__).with_suffix(".yaml")

FILES = {
    "tickets.csv": """record,at,event,severity
A,2026-09-02T10:00:00,opened,1
A,2026-09-02T10:10:00,responded,1
A,2026-09-02T11:30:00,updated,1
A,2026-09-02T12:00:00,resolved,1
B,2026-09-07T10:00:00,opened,2
B,2026-09-07T11:00:00,responded,2
B,2026-09-09T12:00:00,resolved,2
C,2026-10-05T09:30:00,opened,1
C,2026-10-05T09:40:00,responded,1
C,2026-10-05T10:20:00,updated,1
C,2026-10-05T16:00:00,resolved,1
D,2026-10-06T09:30:00,opened,2
D,2026-10-06T09:40:00,responded,2
D,2026-10-06T10:00:00,resolved,2
E,2026-11-03T09:00:00,opened,2
""",
    "outages.csv": """record,started_at,ended_at,affected,total,site,kind
1,2026-09-08T10:00:00,2026-09-08T12:30:00,20,100,cork,site
2,2026-10-14T10:00:00,2026-10-14T22:30:00,50,100,galway,site
3,2026-10-18T03:00:00,2026-10-18T05:00:00,50,100,cork,site
""",
    "probes.csv": """at,status
2026-10-14T09:45:00,up
2026-10-14T10:15:00,down
2026-10-14T10:45:00,up
2026-11-01T00:00:00,up
""",
    "surveys.csv": """record,at,answered_at,score
A,2026-09-03T09:00:00,2026-09-03T10:00:00,5
C,2026-10-06T09:00:00,2026-10-06T10:00:00,3
D,2026-10-07T09:00:00,2026-10-08T10:00:00,5
E,2026-10-09T09:00:00,,
""",
    "values.csv": """at,value
2026-09-03T09:00:00,1.5
2026-10-06T09:00:00,1.25
2026-10-07T09:00:00,4.125
2026-11-02T09:00:00,1
""",
    "events.csv": """record,at,event,outcome
2026-10-05,2026-10-06T05:30:00,batch-done,
2026-10-06,2026-10-07T07:30:00,batch-done,
R1,2026-10-05T10:00:00,report-asked,
R1,2026-10-12T10:00:00,report-sent,
I1,2026-10-05T10:00:00,inspected,right
I2,2026-10-06T10:00:00,inspected,wrong
K1,2026-10-06T10:00:00,complaint,
resolved,2026-10-07T10:00:00,credit-claimed,
""",
    "requests.csv": """at,total,failed
2026-09-05T10:00:00,1000,0
2026-10-05T10:00:00,1000,3
2026-10-05T12:00:00,500,0
""",
}


@dataclass(frozen=True)
class EveryKind:
    """The alliance with the statements of three months, the last of which still runs."""

    people: People
    client: Standing
    provider: Standing
    statements: dict[str, KeptStatement]

    def page(self, path: str = "") -> str:
        """The address of a page of the alliance."""
        return f"/a/{SLUG}/{path}"


def opened(folder: Path) -> EveryKind:
    """The whole world; what it stores lies below `settings.DATA`."""
    people, _ = found()
    client, provider = membership_of(people.ana.pk, SLUG), membership_of(people.tomas.pk, SLUG)
    record_version(
        alliance_id=client.alliance_id, role=client.role, by=client.person_id, now=NOW,
        text=TERMS.read_text(encoding="utf-8"),
    )  # fmt: skip
    for name, content in FILES.items():
        path = folder / name
        path.write_text(content, encoding="utf-8")
        add_evidence(by=provider, now=NOW, path=path)
    made = {
        f"2026-{number:02}": make_statement(by=provider, now=NOW, period=Month(2026, number)).kept
        for number in (9, 10, 11)
    }
    return EveryKind(people, client, provider, made)
