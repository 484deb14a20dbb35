"""Heat map, service level and overview: what each says, and that it follows from the statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from entente.foundation.rounding import Rounding
from entente.performance.kernel.results import Result, State
from entente.performance.queries.levels import year_of
from entente.performance.views.room import room_of
from entente.performance.views.wording import figure_text
from entente.scope.queries import versions_of
from entente.web.performance_tiles import performance_items, performance_tiles
from tests.people import as_seen_by
from tests.performance.web.world import NOW, World

MAP = "performance/service-levels/"


def shown(world: World, path: str) -> str:
    return as_seen_by(world.people.ana).get(world.page(path)).content.decode()


def cells(page: str) -> int:
    return len(re.findall(r'<td class="tone-', page))


def test_the_heat_map_has_a_cell_for_each_level_and_month(world: World) -> None:
    page = shown(world, MAP)

    results = world.september.statement.results + world.october.statement.results
    assert cells(page) == len(results)
    for word in {result.state.value.replace("_", " ") for result in results}:
        assert word in page


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("class=critical", lambda r: r.class_ == "critical"),
        ("service=payments", lambda r: r.service == "payments"),
        ("service=-", lambda r: r.service is None),
        ("q=PRIORITY+3", lambda r: "Priority 3" in r.title),
        ("q=no+such+level", lambda r: r.level == "no such level"),
    ],
)  # fmt: skip
def test_a_filter_keeps_what_it_says(
    world: World, query: str, wanted: Callable[[Result], bool]
) -> None:
    page = shown(world, f"{MAP}?{query}")

    kept = {r.title for r in world.october.statement.results if wanted(r)}
    rows = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)
    assert set(rows) == kept
    assert bool(kept) or "No service level fits this filter" in page


def test_a_filter_by_state_keeps_levels_that_had_it(world: World) -> None:
    rows = re.findall(
        r'<th scope="row"><a href="[^"]+">([^<]+)</a>', shown(world, f"{MAP}?state=missed")
    )

    missed = {
        result.title
        for kept in (world.september, world.october)
        for result in kept.statement.results
        if result.state is State.MISSED
    }
    assert set(rows) == missed


def test_the_four_levels_are_four_different_things(world: World) -> None:
    page = shown(world, f"{MAP}p1-resolution/")

    for word in ("Commitment", "Expected level", "Minimum level", "Credit trigger"):
        assert f"<dt>{word}</dt>" in page
    for level in ("at least 95 %", "at least 98 %", "at least 85 %"):
        assert level in page


def test_the_room_left_is_exactly_what_the_commitment_allows(world: World) -> None:
    terms = versions_of(world.client.alliance_id)[0].agreement
    result = world.october.statement.result("p4-resolution")
    within, beyond = result.number("within"), result.number("beyond")

    room = room_of(terms, result, "2026-10")

    assert room is not None
    more = int(room.left.split()[0])
    assert terms.service_levels["p4-resolution"].commitment.holds(
        _rounded(within, within + beyond + more - 1)
    )
    assert not terms.service_levels["p4-resolution"].commitment.holds(
        _rounded(within, within + beyond + more)
    )


def _rounded(within: int, count: int) -> Fraction:
    return Fraction(Rounding(2).apply(Fraction(100 * within, count)))


def test_the_tiles_say_what_the_last_whole_month_came_to(world: World) -> None:
    tiles = {tile.title: tile for tile in performance_tiles(world.client, NOW)}

    results = [r for r in world.october.statement.results if r.state in {State.MET, State.MISSED}]
    met = sum(result.state is State.MET for result in results)
    net = world.october.statement.result("user-satisfaction").net
    assert (tiles["Service levels met"].value, tiles["Service levels met"].unit) == (
        str(met), f"of {len(results)}",
    )  # fmt: skip
    assert tiles["User satisfaction"].value == figure_text(net)
    assert "answers" in tiles["User satisfaction"].note


def test_what_waits_names_the_side_that_it_waits_for(world: World) -> None:
    items = list(performance_items(world.provider, NOW))

    undecided = [item for item in items if "without a decision" in item.title]
    aside = [item for item in items if "set aside" in item.title]
    assert [item.side for item in undecided] == ["client"]  # the provider proposed them
    assert {item.side for item in aside} <= {"client", "provider"}
    for item in items:
        assert as_seen_by(world.people.tomas).get(item.href).status_code == 200


def test_both_sides_see_the_same_open_items(world: World) -> None:
    titles = [
        [item.title for item in performance_items(standing, NOW)]
        for standing in (world.client, world.provider)
    ]

    assert titles[0] == titles[1]


def test_the_overview_still_opens_when_a_file_is_lost(world: World, tmp_path: Path) -> None:
    kept = world.batches["exclusions.csv"]
    kept.path.rename(tmp_path / "lost")
    try:
        page = shown(world, "")
    finally:
        (tmp_path / "lost").rename(kept.path)

    assert "The evidence of exclusions cannot be read" in page


def test_the_year_holds_the_latest_statement_of_each_month(world: World) -> None:
    year = year_of(world.client.alliance_id)

    assert year.periods == ("2026-09", "2026-10")
    assert {level.key for level in year.levels} == {
        result.level for result in world.october.statement.results
    }


@pytest.mark.parametrize("path", ["performance/statements/make/", "performance/evidence/add/",
                                  "performance/statements/check/"])  # fmt: skip
def test_a_stranger_cannot_act(world: World, path: str) -> None:
    answer = as_seen_by(world.people.mallory).post(world.page(path), {"period": "2026-10"})

    assert answer.status_code == 404
