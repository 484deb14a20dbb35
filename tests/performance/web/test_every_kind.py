"""The pages of an agreement with a level of every kind: each opens, to both sides, and says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from entente.agreement.reading import read_agreement_text
from entente.performance.views.wording import figure_text
from tests.people import as_seen_by
from tests.performance.web.every_kind import TERMS, EveryKind, opened
from tests.performance.web.world import NOW

AGREEMENT = read_agreement_text(TERMS.read_text(encoding="utf-8"), TERMS.name).agreement
assert AGREEMENT is not None
LEVELS = sorted(AGREEMENT.service_levels)
COMBINED = [key for key in LEVELS if key.startswith("levels-")]


@pytest.fixture(scope="module")
def made(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[EveryKind]:
    """The world, made once for this module inside a transaction that is never committed."""
    folder = tmp_path_factory.mktemp("every")
    with (
        override_settings(DATA=folder / "data"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        (folder / "files").mkdir()
        yield opened(folder / "files")
        transaction.set_rollback(True)


@pytest.fixture
def every(made: EveryKind, db: None) -> Iterator[EveryKind]:
    """The world on a November morning."""
    with time_machine.travel(NOW, tick=False):
        yield made


def shown(every: EveryKind, path: str, *, by: str = "ana") -> str:
    page = as_seen_by(getattr(every.people, by)).get(every.page(path))
    assert page.status_code == 200, path
    return page.content.decode()


def pages(every: EveryKind) -> list[str]:
    found = ["scope/agreement/", "performance/service-levels/", "performance/statements/"]
    found += [f"performance/statements/{kept.id}/" for kept in every.statements.values()]
    found += [f"performance/service-levels/{key}/" for key in LEVELS]
    found += [
        f"performance/service-levels/{result.level}/{month}/"
        for month in ("2026-10", "2026-11")
        for result in every.statements[month].statement.results
    ]
    return found


@pytest.mark.parametrize("by", ["ana", "tomas"])
def test_every_page_opens_to_both_sides(every: EveryKind, by: str) -> None:
    for path in pages(every):
        assert "</html>" in shown(every, path, by=by)


def test_a_stranger_sees_none_of_them(every: EveryKind) -> None:
    stranger = as_seen_by(every.people.mallory)

    assert {stranger.get(every.page(path)).status_code for path in pages(every)} == {404}


@pytest.mark.parametrize("key", COMBINED)
def test_a_level_made_from_others_leads_to_them(every: EveryKind, key: str) -> None:
    page = shown(every, f"performance/service-levels/{key}/2026-10/")

    parts = {"levels-missed": "down-in-all", "levels-mean": "sites-mean",
             "levels-worst": "sites-each"}  # fmt: skip
    assert f"service-levels/{parts.get(key, 'resolved')}/2026-10/?statement=" in page
    assert "The rows behind it" not in page


def test_each_item_has_its_own_figure(every: EveryKind) -> None:
    result = every.statements["2026-10"].statement.result("sites-each")
    page = shown(every, "performance/service-levels/sites-each/2026-10/")

    assert [item.name for item in result.items] == ["cork", "galway", "limerick"]
    for item in result.items:
        assert item.name in page
        assert figure_text(item.net) in page


@pytest.mark.parametrize("tail", ["", "2026-10/"])
def test_a_period_that_goes_on_is_named(every: EveryKind, tail: str) -> None:
    page = shown(every, f"performance/service-levels/up-in-the-quarter/{tail}")

    assert "2026-Q4, which goes on after the month" in page
    assert "rovisional" in page


def test_a_day_that_has_not_begun_is_not_the_worst(every: EveryKind) -> None:
    assert every.statements["2026-11"].statement.result("up-each-day").net is not None


def test_what_follows_is_told_with_its_counters(every: EveryKind) -> None:
    page = shown(every, f"performance/statements/{every.statements['2026-10'].id}/")

    assert "in default" in page
    assert "Leave after two misses in three months" in page
    assert "since October 2026" in page
    assert "Proposed service levels" in page
    assert "must be claimed by" in page


def test_every_section_is_a_chapter(every: EveryKind) -> None:
    page = shown(every, "scope/agreement/").partition("</nav>")[2]

    for title in ("Duties", "Rights", "Roles", "Key people", "Bodies", "Meetings", "Who does what",
                  "Escalation", "Change procedures", "Policies", "Standards", "Changes of price",
                  "Leaving", "Severities", "Dates", "Order of precedence"):  # fmt: skip
        assert f"<h2>{title}</h2>" in page


@pytest.mark.parametrize("key", [key for key in LEVELS if key not in COMBINED])
def test_rows_become_a_file(every: EveryKind, key: str) -> None:
    at = every.page(f"performance/service-levels/{key}/2026-10/?export=csv")

    answer = as_seen_by(every.people.tomas).get(at)

    assert answer.status_code == 200
    assert answer.getvalue().decode("utf-8-sig").startswith("record,standing")


def test_a_long_list_of_failures_is_folded(every: EveryKind) -> None:
    page = shown(every, f"performance/statements/{every.statements['2026-10'].id}/")

    assert "<summary>of several levels: 31 of 80 failures</summary>" in page
