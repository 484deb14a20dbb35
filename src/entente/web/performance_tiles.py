"""What an alliance's overview shows of performance: its numbers, and what waits for which side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from entente.parties.kernel.standing import Side, Standing
from entente.performance.intake import EvidenceAltered
from entente.performance.kernel.results import Result, State
from entente.performance.queries.evidence import EvidenceMissing, KeptBatch, batches_of
from entente.performance.queries.levels import LevelYear, Year, year_of
from entente.performance.queries.open import claims_of, months_without_statement
from entente.performance.queries.statements import KeptStatement
from entente.performance.views.wording import figure_text, month_text, shown_state
from entente.scope.queries import NoAgreement, terms_in_force
from entente.web.charts import sparkline
from entente.web.contributions import Line, Listing, OpenItem, Tile
from entente.web.formats import money, number


def performance_tiles(standing: Standing, _now: datetime) -> Iterable[Tile]:
    """Levels met, the month that runs, credits, and what users say beside it."""
    year = year_of(standing.alliance_id)
    closed = [kept for kept in year.statements if not _provisional(kept)]
    if closed:
        yield _met(standing, closed)
    if year.statements and _provisional(year.statements[-1]):
        yield _running(standing, year.statements[-1])
    if closed and closed[-1].statement.credits:
        yield _credits(standing, closed)
    if closed:
        yield from _satisfaction(standing, year, closed)


def performance_items(standing: Standing, now: datetime) -> Iterable[OpenItem]:
    """Claims without a decision, rows set aside, months without a statement."""
    yield from _undecided(standing)
    kept_by = _keepers(standing, now)
    for kept in batches_of(standing.alliance_id):
        if kept.quarantined:
            yield _set_aside(standing, kept, kept_by.get(kept.batch.source, "provider"))
    for month in months_without_statement(standing.alliance_id, now.date()):
        yield OpenItem(
            f"{month_text(str(month))} has no statement yet",
            reverse("performance:statements", args=[standing.slug]),
            "provider",
            icon="signature",
            note="Either side can make it from the evidence there is.",
        )


def performance_listings(standing: Standing, _now: datetime) -> Iterable[Listing]:
    """Every service level of the latest month, beside its way there."""
    year = year_of(standing.alliance_id)
    if not year.statements:
        return
    latest = year.statements[-1]
    so_far = ", so far" if _provisional(latest) else ""
    yield Listing(
        f"Service levels, {month_text(latest.period)}{so_far}",
        "All months",
        reverse("performance:service-levels", args=[standing.slug]),
        ("Service level", "Value", "State", "Months"),
        tuple(_line(standing, level, latest) for level in year.levels if level.of(latest.period)),
    )


def _line(standing: Standing, level: LevelYear, latest: KeptStatement) -> Line:
    result = level.of(latest.period)
    assert result is not None  # asked only of levels that the month has
    values = [each.net.rounded if each.net else None for _, each in level.results]
    return Line(
        result.title,
        str(result.commitment),
        reverse("performance:service-level", args=[standing.slug, level.key]),
        figure_text(result.net),
        shown_state(result),
        reverse("performance:explain", args=[standing.slug, level.key, latest.period]),
        sparkline(values, label=f"{result.title}, by month"),
    )


def _provisional(kept: KeptStatement) -> bool:
    return kept.statement.period.as_of < kept.statement.period.evaluated_at


def _measured(kept: KeptStatement) -> list[Result]:
    wanted = (State.MET, State.MISSED)
    return [result for result in kept.statement.results if result.state in wanted]


def _share(kept: KeptStatement) -> float | None:
    measured = _measured(kept)
    met = sum(result.state is State.MET for result in measured)
    return met / len(measured) if measured else None


def _met(standing: Standing, closed: Sequence[KeptStatement]) -> Tile:
    last = closed[-1]
    measured = _measured(last)
    met = sum(result.state is State.MET for result in measured)
    shares = [_share(kept) for kept in closed]
    return Tile(
        "Service levels met",
        number(met),
        unit=f"of {number(len(measured))}",
        note=f"{month_text(last.period)}, of those measured",
        state="met" if met == len(measured) else "missed",
        href=reverse("performance:statement", args=[standing.slug, last.id]),
        trend=sparkline(shares, label="Share of service levels met, by month"),
    )


def _running(standing: Standing, kept: KeptStatement) -> Tile:
    states = [shown_state(result) for result in kept.statement.results]
    at_risk = states.count("at_risk")
    return Tile(
        f"{month_text(kept.period)} so far",
        number(at_risk),
        unit="at risk",
        note=f"of {number(len(states))} service levels, if the month ended now",
        state="at_risk" if at_risk else "provisional",
        href=f"{reverse('performance:service-levels', args=[standing.slug])}",
    )


def _credits(standing: Standing, closed: Sequence[KeptStatement]) -> Tile:
    last = closed[-1].statement.credits
    assert last is not None  # asked only where there is one
    amounts = [kept.statement.credits.capped if kept.statement.credits else None for kept in closed]
    return Tile(
        "Service credits",
        money(last.capped, last.currency),
        note=f"{month_text(closed[-1].period)}, after caps",
        href=f"{reverse('performance:statement', args=[standing.slug, closed[-1].id])}#credits",
        trend=sparkline(amounts, label="Service credits by month"),
    )


def _satisfaction(
    standing: Standing, year: Year, closed: Sequence[KeptStatement]
) -> Iterable[Tile]:
    """What users say of everything; of the first service that is asked about, if of none."""
    periods = {kept.period for kept in closed}
    asked = [each for each in year.levels if each.last.algorithm.startswith("satisfaction/")]
    for level in sorted(asked, key=lambda each: each.last.service is not None)[:1]:
        months = [(kept, result) for kept, result in level.results if kept.period in periods]
        if not months:
            continue
        kept, last = months[-1]
        values = [result.net.rounded if result.net else None for _, result in months]
        yield Tile(
            level.key.replace("-", " ").capitalize(),
            figure_text(last.net),
            note=_beside(kept, [result for _, result in months]),
            state=shown_state(last),
            href=reverse("performance:explain", args=[standing.slug, level.key, kept.period]),
            trend=sparkline(values, label=f"{level.last.title}, by month"),
        )


def _beside(kept: KeptStatement, results: Sequence[Result]) -> str:
    """What users say beside the levels: a green report above unhappy users must not go unseen."""
    last = results[-1]
    answers = f"{number(last.number('answered'))} answers"
    share = _share(kept)
    mostly_met = share is not None and share >= 0.75
    values = [result.net.rounded for result in results[-3:] if result.net]
    falling = len(values) == 3 and values[0] > values[1] > values[2]
    if mostly_met and last.state is State.MISSED:
        return f"{answers}. Watermelon: most levels met, users not content"
    if mostly_met and falling:
        return f"{answers}. Watermelon: most levels met, this falls"
    return f"{month_text(kept.period)}, {answers}"


def _undecided(standing: Standing) -> Iterable[OpenItem]:
    try:
        waiting = [claim for claim in claims_of(standing.alliance_id) if claim.undecided]
    except (EvidenceMissing, EvidenceAltered) as problem:
        yield OpenItem(
            "The evidence of exclusions cannot be read",
            reverse("performance:evidence", args=[standing.slug]),
            standing.side,
            icon="triangle-alert",
            note=str(problem),
        )
        return
    parties: dict[Side, Side] = {"provider": "client", "client": "provider"}
    for proposer, decider in parties.items():
        count = sum(claim.proposed_by == proposer for claim in waiting)
        if count:
            name = (standing.client if proposer == "client" else standing.provider).short
            claims = "1 claim" if count == 1 else f"{number(count)} claims"
            yield OpenItem(
                f"{claims} of exclusion by {name} without a decision",
                f"{reverse('performance:claims', args=[standing.slug])}?only=undecided",
                decider,
                icon="shield-minus",
                note="Shown beside the figures, and not applied until decided.",
            )


def _keepers(standing: Standing, now: datetime) -> dict[str, Side]:
    """Which side keeps each source; a third party's are looked after by the provider."""
    try:
        sources = terms_in_force(standing.alliance_id, now.date()).agreement.evidence
    except NoAgreement:
        return {}
    return {
        name: "client" if source.kept_by == "client" else "provider"
        for name, source in sources.items()
    }


def _set_aside(standing: Standing, kept: KeptBatch, side: Side) -> OpenItem:
    rows = "1 row" if kept.quarantined == 1 else f"{number(kept.quarantined)} rows"
    reasons = ", ".join(f"{number(count)} {reason}" for reason, count in kept.batch.quarantined)
    return OpenItem(
        f"{rows} of {kept.batch.name} set aside",
        f"{reverse('performance:batch', args=[standing.slug, kept.id])}#quarantine",
        side,
        icon="database",
        note=reasons,
    )
