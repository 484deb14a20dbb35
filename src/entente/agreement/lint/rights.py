"""Rules about rights: they arise from what can happen, and lapse on a day that is known."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.lint.levels import more_is_better, wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.lint.spans import days_of
from entente.agreement.terms.measures import unit_of
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.rights import MeanFalls
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding


def right_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about rights, and about times that run out before a figure is known."""
    for key, right in looked.agreement.rights.items():
        path: Path = ("rights", key)
        if not right.when:
            message = "nothing makes this right arise, so nobody knows when it is there"
            hint = "say when: failures, credits, a mean that falls, or events"
            yield looked.found("right-without-trigger", message, hint, path, at_key=True)
        if right.exercise_within is None:
            message = f"nothing says until when the {right.holder} may use it"
            hint = "say exercise_within, such as 30 days, and from when they run"
            yield looked.found("right-without-window", message, hint, path, at_key=True)
        elif right.exercise_from == "period-end":
            at = (*path, "exercise_within")
            yield from _too_soon(looked, at, right.exercise_within, "exercise_from: report")
        for index, arises in enumerate(right.when):
            if arises.mean is not None:
                yield from _mean(looked, (*path, "when", index, "mean"), arises.mean)
    yield from _claims(looked)
    yield from _only_remedy(looked)


def _too_soon(looked: Looked, at: Path, within: Lapse, instead: str) -> Iterator[Finding]:
    """A time that runs from the end of a period, and is over before its figure is final."""
    known = looked.agreement.evaluated_after
    if known and days_of(within) <= known:
        message = (
            f"{within} from the end of the period are over before it is evaluated, "
            f"{known} days after its end"
        )
        hint = f"let it run longer, or from the evaluation: {instead}"
        yield looked.found("lapses-before-known", message, hint, at)


def _claims(looked: Looked) -> Iterator[Finding]:
    scheme = looked.agreement.credits
    if scheme is not None and scheme.claim is not None and scheme.claim.after == "period-end":
        at = ("credits", "claim", "within")
        yield from _too_soon(looked, at, scheme.claim.within, "after: report")


def _mean(looked: Looked, at: Path, mean: MeanFalls) -> Iterator[Finding]:
    """A mean in another unit than its level, or for which a good figure gives the right."""
    if not looked.has_measure(mean.level):
        return
    measure = looked.agreement.measure_of(looked.agreement.service_levels[mean.level])
    if mean.figure.unit != unit_of(measure):
        message = f"{mean.figure} is in another unit than the figures of {mean.level}"
        hint = "write it as the level's own bounds are written"
        yield looked.found("level-unit", message, hint, (*at, "figure"))
    elif unit_of(measure) != "points" and wants_more(mean.figure) == more_is_better(measure):
        message = f"the right would arise for a good mean: {mean.figure}"
        hint = "write for which means it arises, such as below 97 %"
        yield looked.found("level-direction", message, hint, (*at, "figure"))


def _only_remedy(looked: Looked) -> Iterator[Finding]:
    """Credits that are the only remedy, beside rights that are another."""
    scheme = looked.agreement.credits
    if scheme is None or not scheme.sole_remedy:
        return
    allowed = {*scheme.sole_remedy_unless, *scheme.suspended_by}
    for key, right in looked.agreement.rights.items():
        failing = any(each.failures or each.credits or each.mean for each in right.when)
        instead = key in allowed or right.stops_credits
        if failing and not instead and right.holder == "client":
            message = (
                f"credits are the only remedy, and the right {key} is another one for the same "
                "failures"
            )
            hint = f"name it: sole_remedy_unless: [{key}], or write sole_remedy: false"
            at = ("credits", "sole_remedy")
            yield looked.found("sole-remedy-with-rights", message, hint, at)
