"""A comparison of two statements as a person reads it, and as programs do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from entente.cli.amounts import counted, said_money
from entente.cli.scorecard import said_figure, said_state
from entente.foundation.canonical import Json, written
from entente.performance.kernel.compare import (
    HARMLESS,
    NOTHING,
    Cause,
    Difference,
    LevelDiffers,
    Verdict,
    levels_differing,
    verdict,
)
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.results import Result
from entente.performance.kernel.statement import Statement


def said(
    theirs: Statement,
    ours: Statement | None,
    differences: Sequence[Difference],
    *,
    everything: bool = False,
) -> Iterator[str]:
    """The verdict, its causes, then what differs because of them; every figure where asked for.

    Without a statement of ours nothing could be computed, so there is only what stands against it.
    """
    levels = levels_differing(theirs, ours) if ours else ()
    yield _verdict(theirs, ours, differences, levels)
    for found in differences:
        if found.cause is not Cause.FIGURE_DIFFERS:
            yield from _difference(found)
    if ours is None:
        return
    yield from _levels(levels, differences, len(theirs.results))
    if theirs.credits != ours.credits:
        left, right = _credits(theirs.credits), _credits(ours.credits)
        other = " (by other steps)" if left == right else ""
        yield f"credits: theirs {left}, ours {right}{other}"
    figures = [found for found in differences if found.cause is Cause.FIGURE_DIFFERS]
    if figures and not everything:
        yield f"{counted(len(figures), 'figure')} in all, down to counts and fractions: see --all"
    elif everything:
        for found in figures:
            yield from _difference(found)


def _verdict(
    theirs: Statement,
    ours: Statement | None,
    differences: Sequence[Difference],
    levels: Sequence[LevelDiffers],
) -> str:
    came_to = verdict(differences)
    if came_to is Verdict.IDENTICAL:
        return f"{came_to}: {theirs.digest}"
    if came_to is Verdict.SAME_FIGURES:
        return f"{came_to}, but not the same bytes: what carried them differs"
    causes = sum(each.cause not in {*HARMLESS, Cause.FIGURE_DIFFERS} for each in differences)
    parts = [counted(causes, "cause") if causes else "no cause was found (please report it)"]
    if ours:
        levels_said = counted(len(levels), "service level") if levels else "no service level"
        parts.append(f"{levels_said} of {len(theirs.results):,}")
    return f"{came_to}: {', '.join(parts)}"


def _difference(found: Difference) -> Iterator[str]:
    yield f"{found.cause}: {found.where}"
    yield f"  theirs  {found.theirs}"
    yield f"  ours    {found.ours}"


def _levels(
    levels: Sequence[LevelDiffers], differences: Sequence[Difference], known: int
) -> Iterator[str]:
    """A line for each level that differs; where evidence is missing, one line for all of them."""
    missing = [each.where for each in differences if each.cause is Cause.EVIDENCE_MISSING]
    if missing and levels:
        keys = ", ".join(each.level for each in levels)
        yield f"without it {counted(len(levels), 'service level')} of {known:,} cannot be the same:"
        yield f"  {keys}"
        return
    for each in levels:
        left, right = _result(each.theirs), _result(each.ours)
        other = " (from other counts)" if left == right else ""
        yield f"{each.level}: theirs {left}, ours {right}{other}"


def _result(found: Result | None) -> str:
    if found is None:
        return NOTHING
    figure = said_figure(found.net) if found.net else "no figure"
    return f"{figure} {said_state(found.state)}"


def _credits(found: Credits | None) -> str:
    return f"{said_money(found.settled, found.currency)} to settle" if found else NOTHING


def as_json(
    theirs: Statement, ours: Statement | None, differences: Sequence[Difference]
) -> dict[str, Json]:
    """All of a comparison for programs."""
    return {
        "verdict": str(verdict(differences)),
        "theirs": theirs.digest,
        "ours": ours.digest if ours else None,
        "differences": [
            {"cause": str(d.cause), "where": d.where, "theirs": d.theirs, "ours": d.ours}
            for d in differences
        ],
        "service_levels": [
            {"level": each.level, "theirs": written(each.theirs), "ours": written(each.ours)}
            for each in (levels_differing(theirs, ours) if ours else ())
        ],
        "credits": {
            "theirs": written(theirs.credits),
            "ours": written(ours.credits) if ours else None,
        },
    }
