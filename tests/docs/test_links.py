"""The documents hold together: links lead somewhere, no page names a machine or a registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changes").glob("*.md")]
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.M | re.S)
CODE = re.compile(r"`[^`\n]*`")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:")
MACHINE = re.compile(
    r"(?<![\w.~-])/(?:home|root|work|tmp|Users|var/folders|mnt|opt)/\w|\b[A-Z]:\\\w"
)
REGISTRY = re.compile(
    r"pyp[i]\.or[g]|pythonhoste[d]|npmj[s]|registr[y]\.|ana[c]onda|crate[s]\.io|index-ur[l]|artifactor[y]",
    re.I,
)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    return CODE.sub("", FENCE.sub("", page.read_text("utf-8")))


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+?)\s*$", FENCE.sub("", page.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path, root: Path = ROOT) -> Iterator[str]:
    for link in LINK.findall(prose(page)):
        if OUTSIDE.match(link):
            continue
        path, _, anchor = link.partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists() or not place.is_relative_to(root):
            yield f"{link}: there is no such file"
        elif anchor and place.suffix == ".md" and anchor not in anchors(place):
            yield f"{link}: there is no such heading"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_document_names_a_machine_or_a_package_registry(page: Path) -> None:
    text = page.read_text("utf-8")

    assert MACHINE.findall(text) == []
    assert REGISTRY.findall(text) == []


def test_every_guide_and_reference_page_is_in_the_index() -> None:
    index, rules = ROOT / "docs" / "README.md", ROOT / "docs" / "lint" / "README.md"
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in (index, rules)
        for link in re.findall(r"\]\(([^()\s]+)\)", page.read_text("utf-8"))
    }
    missing = {page for page in (ROOT / "docs").rglob("*.md") if page != index} - linked

    assert {name(page) for page in missing} == set()


def test_a_broken_link_and_a_missing_heading_are_named(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A heading, with `code`\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md#a-heading-with-code) [b](there.md#other) [c](absent.md) [d](../out.md)\n"
        "```\n[not](a-link.md)\n```\n"
    )

    assert list(broken(page, tmp_path)) == [
        "there.md#other: there is no such heading",
        "absent.md: there is no such file",
        "../out.md: there is no such file",
    ]


def test_a_path_of_a_machine_is_told_from_an_address_of_a_page() -> None:
    assert MACHINE.search("cd /home/someone/x")
    assert MACHINE.search("see docs/home/page") is None
