"""Run every long proof in full and write what was proved, with commit and date, to docs/proofs.md.

A proof is a test marked `proof`. It says what it counted with `record_property("proved", "...")`.
A proof in parts that run side by side says in each part what it is `part_of`, and how many it
`counted`: the table has one row for all of them, with their sum.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from xml.etree.ElementTree import Element, parse

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "proofs.md"
HEAD = """# Proofs

The long counts, run in full by `make proof`; `make test` runs a sample of each.

Commit {commit}, {date}: {passed} passed, {failed} failed.

| proof | what was counted | result | seconds |
|---|---|---|---|
"""


def main() -> int:
    """Run the proofs, write the page, and give pytest's own exit code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "proofs.xml"
        command = ["-m", "pytest", "-q", "-m", "proof", "-n", "auto", "--dist", "worksteal"]
        command = [sys.executable, *command, f"--junitxml={report}"]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        cases = parse(report).getroot().iter("testcase")
        run = [_proof(case) for case in cases if case.find("skipped") is None]
    run.sort(key=attrgetter("name"))
    proofs = [_whole(list(parts)) for _, parts in groupby(run, key=attrgetter("name"))]
    passed = sum(each.passed for each in proofs)
    page = HEAD.format(
        commit=_commit(),
        date=datetime.now(UTC).date().isoformat(),
        passed=passed,
        failed=len(proofs) - passed,
    )
    PAGE.write_text(page + "".join(each.row() for each in proofs))
    return code


@dataclass(frozen=True)
class Proof:
    """One proof or a part of one: its name, what was counted and how often, and how it ended."""

    name: str
    proved: str
    counted: int | None
    passed: bool
    seconds: float

    def row(self) -> str:
        """The proof as a row of the table."""
        counted = "" if self.counted is None else f"{self.counted:,} "
        result = "passed" if self.passed else "failed"
        return f"| {self.name} | {counted}{self.proved} | {result} | {self.seconds:.0f} |\n"


def _proof(case: Element) -> Proof:
    said = {one.get("name"): one.get("value", "") for one in case.iter("property")}
    name = case.get("name", "").removeprefix("test_").replace("_", " ")
    return Proof(
        name=said.get("part_of", name).replace("|", "/"),
        proved=said.get("proved", ""),
        counted=int(said["counted"]) if "counted" in said else None,
        passed=case.find("failure") is None and case.find("error") is None,
        seconds=float(case.get("time", "0")),
    )


def _whole(parts: list[Proof]) -> Proof:
    """The proof that these parts make: passed where all did."""
    counted = [each.counted for each in parts if each.counted is not None]
    return Proof(
        name=parts[0].name,
        proved=max(each.proved for each in parts),
        counted=sum(counted) if counted else None,
        passed=all(each.passed for each in parts),
        seconds=sum(each.seconds for each in parts),
    )


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
