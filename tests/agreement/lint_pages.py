"""The pages of the rules of lint, and the agreement over which their examples are laid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "lint"
_BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.M | re.S)
_SECTION = re.compile(r"^(?=[a-z_]+:)", re.M)


@dataclass(frozen=True)
class Page:
    """A rule's page: what it says first, and its two examples."""

    rule: str
    says: str
    why: str
    bad: str
    good: str


def page(rule: str) -> Page:
    """The page of a rule, taken apart."""
    text = (PAGES / f"{rule}.md").read_text("utf-8")
    top, mend, bad, good = re.split(r"^## (?:How to mend it|Bad|Good)\n", text, flags=re.M)
    title, says, why = top.split("\n\n", 2)
    assert title == f"# {rule}"
    assert mend.strip()
    return Page(rule, says, why.strip(), _example(bad), _example(good))


def _example(part: str) -> str:
    [example] = _BLOCK.findall(part)
    return str(example)


def base() -> str:
    """The agreement that the index of the rules states."""
    return _example((PAGES / "README.md").read_text("utf-8"))


def laid_over(example: str) -> str:
    """The agreement with the sections of an example in the place of its own."""
    given = _sections(example)
    named = {_name(section) for section in given}
    kept = [section for section in _sections(base()) if _name(section) not in named]
    return "".join([*kept, *given])


def _sections(text: str) -> list[str]:
    return [section for section in _SECTION.split(text) if section]


def _name(section: str) -> str:
    return section.partition(":")[0]
