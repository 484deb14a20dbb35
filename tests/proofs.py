"""Run every long proof in full and write what was proved, with commit and date, to docs/proofs.md.

A proof is a test marked `proof`. It says what it counted with `record_property("proved", "...")`;
without that its first docstring line, or its name, stands in the table.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
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
        command = ["-m", "pytest", "-q", "-m", "proof", "-n", "auto", f"--junitxml={report}"]
        code = subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode
        cases = parse(report).getroot().iter("testcase")
        rows = [_row(case) for case in cases if case.find("skipped") is None]
    passed = sum(row.count("| passed |") for row in rows)
    page = HEAD.format(
        commit=_commit(),
        date=datetime.now(UTC).date().isoformat(),
        passed=passed,
        failed=len(rows) - passed,
    )
    PAGE.write_text(page + "".join(sorted(rows)))
    return code


def _row(case: Element) -> str:
    properties = {one.get("name"): one.get("value") for one in case.iter("property")}
    failed = case.find("failure") is not None or case.find("error") is not None
    said = properties.get("proved", "")
    name = case.get("name", "").removeprefix("test_").replace("_", " ").replace("|", "/")
    result, seconds = "failed" if failed else "passed", float(case.get("time", "0"))
    return f"| {name} | {said} | {result} | {seconds:.0f} |\n"


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
