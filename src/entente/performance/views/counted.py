"""What was counted beside a figure, in words: the named numbers of a result of any kind."""

from __future__ import annotations

from dataclasses import dataclass

from entente.performance.kernel.results import Result
from entente.performance.views.wording import number, span_text


@dataclass(frozen=True)
class Counted:
    """A number that a figure rests on: what it counts, and how many there are."""

    term: str
    text: str


# In the order of the page: what every figure of its kind says, then what it says where there is
# any. Names that are times, and surveys, are said by templates of their own.
_ALWAYS = {
    "counted": "Counted (n)",
    "requests": "Requests",
    "failed": "Requests that failed",
    "gaps": "Gaps between updates",
    "within": "Within the limit",
    "beyond": "Beyond the limit",
    "good": "Good",
    "on-time": "On time",
    "late": "Late",
    "missing": "Missing",
    "met": "Service levels met",
    "slices": "Slices of time",
    "slices-with-requests": "Slices with requests",
}
_WHERE_ANY = {
    "slices-bad": ("Slices that are bad", ""),
    "slices-before-start": ("Slices before it began", ": they count as good"),
    "updates-missed": ("Updates that did not come", ""),
    "excused": ("Excused", ": the other party had not done what comes first"),
    "pending": ("Pending", ": not over yet, still within the limit, not counted yet"),
    "unstarted": ("Without a start", ": the event that starts the clock is missing, not counted"),
    "left-out": ("Service levels left out", ": no figure of them"),
    "not-ended": ("Service levels still running", ": they may still change"),
}


def counted(result: Result) -> list[Counted]:
    """The numbers of a result that are counts, as a page lists them."""
    named = {each.name for each in result.numbers}
    made_of_levels = result.algorithm.startswith("combined/")
    found = []
    for name, term in _ALWAYS.items():
        if name in named:
            said = "Service levels judged" if made_of_levels and name == "counted" else term
            found.append(Counted(said, _with_gross(result, name, named)))
    if made_of_levels and "misses" in named:
        found.append(Counted("Service levels missed", number(result.number("misses"))))
    for name, (term, more) in _WHERE_ANY.items():
        if value := result.number(name):
            found.append(Counted(term, f"{number(value)}{more}"))
    return found


def _with_gross(result: Result, name: str, named: set[str]) -> str:
    net, gross = result.number(name), result.number(f"{name}-gross")
    if f"{name}-gross" not in named or net == gross:
        return number(net)
    return f"{number(net)} ({number(gross)} before exclusions)"


def in_time(result: Result) -> list[Counted]:
    """The numbers of a result that are of service time: hours, down time, interruptions."""
    items = result.number("items")
    of = f" of {number(items)} items together" if items else ""
    down, gross = result.number("down"), result.number("down-gross")
    before = f" ({span_text(gross)} before exclusions)" if down != gross else ""
    found = [
        Counted("Service hours", f"{span_text(result.number('open'))}{of}"),
        Counted("Down", f"{span_text(down)}{before}"),
    ]
    if unknown := result.number("unknown"):
        found.append(Counted("Unknown", f"{span_text(unknown)}: no probe tells"))
    if early := result.number("before-start"):
        found.append(Counted("Before it began", f"{span_text(early)}: they count as up"))
    longest = result.number("longest")
    most = f", the longest {span_text(longest)}" if longest else ""
    found.append(Counted("Interruptions", f"{number(result.number('interruptions'))}{most}"))
    for name, term in (
        ("observations", "Observations"),
        ("items-not-measured", "Items not measured"),
        ("outages-without-users", "Outages that name no users"),
    ):
        if value := result.number(name):
            found.append(Counted(term, number(value)))
    return found
