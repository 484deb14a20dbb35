"""How often a bound was missed: what counts as a miss, how far back, and how far away n is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from entente.agreement.terms.levels import BoundName, Frequency
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.figures import Bound
from entente.performance.kernel.frequency import (
    Occasion,
    failed,
    occasions,
    replayed,
    spoken_rule,
)
from entente.performance.kernel.results import Result, State
from entente.performance.kernel.versions import Month
from tests.performance.kernel.histories import history, months_of, share
from tests.performance.kernel.terms import agreement

DESK = """
service_levels:
  desk:
    measure: {kind: share-within, within: 4 h}
    commitment: at least 95 %
"""
HELD = (True, False, None)


def rule(**said: object) -> Frequency:
    return Frequency.model_validate(said)


def judged(state: State, **held: bool | None) -> Result:
    """A result in a state, whose bounds are held, not held, or have no figure."""
    bounds = {
        name: Bound("at least 95 %", ">=", Fraction(95), "%", each) for name, each in held.items()
    }
    return replace(share(agreement(DESK), "desk", "2026-01", 99), state=state, **bounds)  # type: ignore[arg-type]


def ends(*failures: bool, first: tuple[int, int] = (2026, 2), step: int = 1) -> list[Occasion]:
    """Periods one after the other, by the day after each."""
    count = first[0] * 12 + first[1] - 1
    days = [dt.date((count + n * step) // 12, (count + n * step) % 12 + 1, 1)
            for n in range(len(failures))]  # fmt: skip
    return [Occasion(str(n), day, f) for n, (day, f) in enumerate(zip(days, failures, strict=True))]


# --- what counts as a miss


@pytest.mark.parametrize("state", [State.EXCUSED, State.NOT_MEASURED])
@pytest.mark.parametrize("of", ["commitment", "expected", "minimum", "credit-trigger"])
def test_what_was_excused_or_not_measured_decides_nothing(state: State, of: BoundName) -> None:
    assert failed(judged(state, commitment=False), of) is None


@pytest.mark.parametrize("of", ["commitment", "credit-trigger"])
def test_a_commitment_fails_by_its_state_and_before_that_by_its_figure(of: BoundName) -> None:
    found = {
        state: [failed(judged(state, commitment=held), of) for held in HELD]
        for state in (State.MET, State.MISSED, State.PROVISIONAL)
    }

    assert found == {
        State.MET: [False, False, False],
        State.MISSED: [True, True, True],
        State.PROVISIONAL: [False, True, False],
    }


@pytest.mark.parametrize("of", ["expected", "minimum"])
def test_another_bound_fails_where_it_is_not_held(of: BoundName) -> None:
    assert [failed(judged(State.MET, **{of: held}), of) for held in HELD] == [False, True, None]
    assert failed(judged(State.MISSED, **{of: None}), of) is True


def test_a_credit_trigger_counts_where_it_is_reached() -> None:
    found = [failed(judged(State.MET, credit_trigger=held), "credit-trigger") for held in HELD]

    assert found == [True, False, None]


@pytest.mark.parametrize("of", ["expected", "minimum"])
def test_a_rule_about_a_bound_that_is_not_agreed_is_refused(of: BoundName) -> None:
    with pytest.raises(TermsDoNotFit, match=f"desk: a rule counts its {of}, and it has none"):
        failed(judged(State.MET), of)


# --- how far back


@pytest.mark.parametrize(
    ("said", "figures", "looked_at"),
    [
        ({"times": 3, "consecutive": True}, [90, 99, 90, 90], 3),
        ({"times": 3, "consecutive": True, "within": "1 month"}, [90, 90, 90, 90], 4),
        ({"times": 3, "consecutive": True}, [90, None, 90, 90], 3),
        ({"times": 2, "within": "2 months"}, [90, 99, 90, 90], 2),
        ({"times": 2, "within": "2 months", "then": "start-again"}, [90, 99, 99, 90], 2),
        ({"times": 2, "within": "2 months", "then": "start-again"}, [90, 99, 90, 90], 3),
        ({"times": 9}, [90, 99, 90, 90], 4),
    ],
)
def test_a_rule_looks_back_as_far_as_a_period_can_matter(
    said: dict[str, object], figures: list[int | str | None], looked_at: int
) -> None:
    terms = agreement(DESK)
    known = history(terms, months_of(terms, "desk", "2026-01", figures))

    found = occasions(known, "desk", Month(2026, 4), rule(**said), "commitment")

    measured = ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert [each.period for each in found] == measured[-looked_at:]


# --- whether it came true, and how far away it is


def test_it_comes_true_with_a_miss_and_stays_true_without_another() -> None:
    said, months = rule(times=2, within="6 months"), ends(True, True, False)

    found = [replayed(months[:n], said, "x", months[n - 1].at) for n in (1, 2, 3)]

    assert [each.came_true for each in found] == [False, True, True]
    assert [each.now for each in found] == [False, True, False]
    assert [each.more for each in found] == [1, 0, 0]


def test_time_goes_on_where_nothing_was_measured() -> None:
    months = ends(True, True)

    later = replayed(months, rule(times=2, within="6 months"), "x", dt.date(2026, 5, 1))
    gone = replayed(months, rule(times=2, within="2 months"), "x", dt.date(2026, 6, 1))

    assert (later.came_true, later.now) == (True, False)
    assert (gone.came_true, gone.counted, gone.falls_out) == (False, 0, None)


def test_no_period_at_all_is_no_miss() -> None:
    found = replayed([], rule(times=2), "x", dt.date(2026, 5, 1))

    assert (found.came_true, found.now, found.more) == (False, False, 2)


@pytest.mark.parametrize("failures", [(True,), (False, True)])
def test_the_next_month_is_a_month_away(failures: tuple[bool, ...]) -> None:
    months = ends(*failures)

    assert replayed(months, rule(times=2, within="2 months"), "x", months[-1].at).more == 1


@pytest.mark.parametrize(("times", "within", "more"), [(3, "7 months", 2), (2, "3 months", None)])
def test_the_next_quarter_is_three_months_away_over_the_turn_of_the_year_too(
    times: int, within: str, more: int | None
) -> None:
    quarters = ends(False, True, first=(2025, 10), step=3)

    found = replayed(quarters, rule(times=times, within=within), "x", dt.date(2026, 1, 1))

    assert found.more == more


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ({"times": 1}, "once"),
        ({"times": 2}, "2 times"),
        ({"times": 3, "within": "6 months"}, "3 times within 6 months"),
        ({"times": 3, "consecutive": True}, "3 times in a row"),
    ],
)
def test_a_rule_is_spoken_in_plain_words(said: dict[str, object], spoken: str) -> None:
    assert spoken_rule(rule(**said)) == spoken
