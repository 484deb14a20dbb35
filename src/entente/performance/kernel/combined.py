"""Figures made from other service levels: how many missed, the share that met, a pool, a mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.combining import parts_of
from entente.agreement.terms.measures import Combined, unit_of
from entente.performance.kernel.asked import Asked, TermsDoNotFit
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.readings import Read, rounding
from entente.performance.kernel.results import Result, State
from entente.performance.kernel.versions import Month


def check_parts(terms: Agreement, key: str, above: tuple[str, ...] = ()) -> None:
    """TermsDoNotFit where a combined level is made from itself, or pools what is no share."""
    measure = terms.measure_of(terms.service_levels[key])
    if not isinstance(measure, Combined):
        return
    if key in above:
        circle = " - ".join([*above[above.index(key) :], key])
        raise TermsDoNotFit(f"{key}: levels are made from each other in a circle: {circle}")
    for part in parts_of(terms, key):
        if part not in terms.service_levels:
            raise TermsDoNotFit(f"{key}: it is made from {part}, which is no service level")
        unit = unit_of(terms.measure_of(terms.service_levels[part]))
        if measure.statistic in {"pooled", "mean", "worst"} and unit != "%":
            raise TermsDoNotFit(
                f"{key}: the {measure.statistic} is of percentages; the figure of {part} is none"
            )
        check_parts(terms, part, (*above, key))


def months_of(asked: Asked, month: Month) -> tuple[Month, ...]:
    """The months whose last day lies in the period, up to the month that judges it."""
    found, period = [], asked.period
    each = Month(period.first.year, period.first.month)
    while each.first <= month.first:
        if period.first < each.following <= period.until:
            found.append(each)
        each = Month(each.following.year, each.following.month)
    return tuple(found)


def read(asked: Asked, parts: Sequence[Result]) -> Read:
    """The figure of the parts; those without a state of their own yet are left out and counted.

    A part whose period has not ended belongs to a later month. What is excused or not measured is
    left out. Gross figures decide in the same way what would have been missed before exclusions.
    """
    measure = asked.measure
    assert isinstance(measure, Combined)
    ended = [part for part in parts if part.ends]
    counted = [part for part in ended if _counts(part, measure)]
    net = _figure(asked, measure, [(p.level, p.net, _missed(p)) for p in counted])
    before = [(p.level, p.gross, _missed_gross(p)) for p in counted if p.gross or not p.net]
    numbers = (
        ("counted", len(counted)),
        ("met", sum(not _missed(part) for part in counted)),
        ("misses", sum(_missed(part) for part in counted)),
        ("left-out", len(ended) - len(counted)),
        ("not-ended", len(parts) - len(ended)),
    )
    missing = "" if net else "none of the service levels that it is made from was measured"
    return Read(net, _figure(asked, measure, before), (), numbers, missing)


def unsettled(parts: Iterable[Result]) -> bool:
    """Whether a part that has ended may still change."""
    return any(part.ends and part.state is State.PROVISIONAL for part in parts)


def _counts(part: Result, measure: Combined) -> bool:
    if part.state in {State.NOT_MEASURED, State.EXCUSED}:
        return False
    if part.net is None and part.state is State.PROVISIONAL:
        return False
    # What is met or missed for want of records has a state and no figure to pool.
    return part.net is not None or measure.statistic in {"missed", "share-met"}


def _missed(part: Result) -> bool:
    if part.net is None:
        return part.state is State.MISSED
    return not part.commitment.held


def _missed_gross(part: Result) -> bool:
    return _missed(part) if part.gross is None else not part.commitment.holds(part.gross)


Part = tuple[str, Figure | None, bool]


def _figure(asked: Asked, measure: Combined, parts: Sequence[Part]) -> Figure | None:
    terms, missed = rounding(asked), sum(missed for _, _, missed in parts)
    if not parts:
        return None
    if measure.statistic == "missed":
        return figure(missed, 1, "points", terms)
    if measure.statistic == "share-met":
        return figure(len(parts) - missed, len(parts), "%", terms)
    figures = {
        key: [made for each, made, _ in parts if each == key and made] for key, _, _ in parts
    }
    return _joined(asked, measure, {key: made for key, made in figures.items() if made})


def _joined(
    asked: Asked, measure: Combined, figures: Mapping[str, Sequence[Figure]]
) -> Figure | None:
    """The pool, the mean or the worst of figures that are shares."""
    every = [made for several in figures.values() for made in several]
    if not every:
        return None
    if measure.statistic == "pooled":
        top = sum(made.numerator for made in every)
        return figure(top, sum(made.denominator for made in every), "%", rounding(asked))
    if measure.statistic == "worst":
        # Where more is better the lowest share is the worst, else the highest.
        wants_more = asked.level.commitment.comparison in {">=", ">"}
        values = [made.value for made in every]
        return _of(min(values) if wants_more else max(values), asked)
    return _mean(asked, measure, figures)


def _mean(
    asked: Asked, measure: Combined, figures: Mapping[str, Sequence[Figure]]
) -> Figure | None:
    """The mean by weights, or of all alike; weights count only of levels that were measured."""
    whole = total = Fraction(0)
    for key, several in figures.items():
        weight = measure.weights[key].value if key in measure.weights else Fraction(0)
        for made in several:
            each = weight if measure.weights else Fraction(1)
            whole, total = whole + each, total + each * made.value
    return _of(total / whole, asked) if whole else None


def _of(hundredths: Fraction, asked: Asked) -> Figure | None:
    share = hundredths / 100
    return figure(share.numerator, share.denominator, "%", rounding(asked))
