"""`entente lint` of a long agreement, the whole command as a shell starts it.

Run `python -m bench.linting [--lines 2000] [--write docs/benchmarks.md]`. The agreement is the
example's, its services, tasks, deliverables, service levels and charges written out again under
other keys until the file is long enough. The floor is Python itself, started to do nothing, and
a command that imports what reads YAML and holds terms.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.pages import alternating, arguments, give, machine, said, table

EXAMPLE = Path(__file__).parents[1] / "examples/harbour-and-quay/agreement.yaml"
REPEATED = ("services", "tasks", "deliverables", "service_levels", "charges")
FLOORS = {
    "python that does nothing": "pass",
    "python that loads pydantic and PyYAML": "import pydantic, yaml",
}


def long_agreement(lines: int, example: str | None = None) -> str:
    """An agreement of about so many lines that lints as the example does."""
    sections = _sections(example or EXAMPLE.read_text(encoding="utf-8"))
    keys = {
        key
        for name in REPEATED
        for key in re.findall(r"^  ([a-z0-9-]+):", sections[name], flags=re.MULTILINE)
    }
    named = re.compile(rf"(?<![\w-])({'|'.join(sorted(keys, key=len, reverse=True))})(?![\w-])")
    copies = {name: [text] for name, text in sections.items()}
    number = 1
    while sum(text.count("\n") for texts in copies.values() for text in texts) < lines:
        number += 1
        for name in REPEATED:
            body = named.sub(rf"\1-{number}", sections[name].split("\n", 1)[1])
            body = re.sub(r"(pool: [a-z-]+?)(-\d+)?,", rf"\1-{number},", body)
            body = re.sub(r"(where: priority = '\w+')", rf"\1 and channel = 'desk-{number}'", body)
            copies[name].append(body)
    copies["credits"] = [_shared_pools(sections["credits"], number)]
    return "".join(text for texts in copies.values() for text in texts)


def _shared_pools(credits: str, copies: int) -> str:
    """The credits with a pool of its own for each copy, so that no pool is spent twice."""
    names = [
        name + suffix
        for name in ("availability", "service-desk")
        for suffix in ("", *(f"-{number}" for number in range(2, copies + 1)))
    ]
    shares = ", ".join(f"{name}: {100 // len(names)} %" for name in names)
    return re.sub(r"pools: \{.*\}", f"pools: {{{shares}}}", credits)


def _sections(text: str) -> dict[str, str]:
    """The text of a file by its top keys; what stands above the first is under ''."""
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    return {part.split(":", 1)[0] if place else "": part for place, part in enumerate(parts)}


def command(source: Path) -> list[str]:
    """The shell's command, by this environment's own script."""
    return [str(Path(sys.executable).with_name("entente")), "lint", str(source)]


def run(words: Sequence[str]) -> None:
    """Run a command whose answer is not wanted."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def section(lines: int, runs: int) -> str:
    """The figures as a small Markdown section."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "agreement.yaml")
        text = long_agreement(lines)
        source.write_text(text, encoding="utf-8")
        told = subprocess.run(command(source), check=True, capture_output=True, text=True)
        works = {name: partial(run, [sys.executable, "-c", code]) for name, code in FLOORS.items()}
        works["`entente lint`, the whole process"] = partial(run, command(source))
        times = alternating(works, runs)
    rows = [[name, said(each)] for name, each in times.items()]
    ends = told.stdout.strip().splitlines()[-1]
    return "\n".join(
        [
            f'{text.count(chr(10)):,} lines; the command ends with "{ends}".',
            "",
            table(["what", "seconds"], rows),
            "",
            machine("pydantic", "pyyaml", "numpy"),
        ]
    )


def main() -> None:
    """Measure, print, and write where asked."""
    options = arguments(__doc__)
    options.add_argument("--lines", type=int, default=2_000)
    asked = options.parse_args()
    runs = asked.runs or (3 if asked.quick else 9)
    give("lint", section(asked.lines, runs), asked.write)


if __name__ == "__main__":
    main()
