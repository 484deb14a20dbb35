"""Each clause in plain English, as a vendor manager would read it aloud to the other side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from entente.agreement.explain.credits import explain_consequences, explain_credit
from entente.agreement.explain.duties import explain_deliverable, explain_obligation
from entente.agreement.explain.exclusions import explain_exclusion
from entente.agreement.explain.governance import (
    explain_body,
    explain_change,
    explain_ladder,
    explain_meeting,
    explain_policy,
    explain_position,
    explain_raci,
    explain_role,
    explain_standard,
)
from entente.agreement.explain.hours import explain_calendar
from entente.agreement.explain.measures import explain_measure
from entente.agreement.explain.money import explain_right, explain_scheme
from entente.agreement.explain.price import (
    explain_dates,
    explain_exit,
    explain_precedence,
    explain_price,
    explain_severities,
)
from entente.agreement.explain.renewal import explain_renewal
from entente.agreement.explain.wording import (
    Said,
    listed,
    spoken_date,
    spoken_days,
    spoken_last,
    spoken_level,
)
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.windows import spoken_window
from entente.foundation.references import nearest


@dataclass(frozen=True)
class Paragraph:
    """A clause in words: where it stands, what it is called, and what it says."""

    key: str
    title: str
    sentences: tuple[str, ...]


class NoSuchClause(KeyError):
    """A key that the agreement does not have; the sentence names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


def explain(agreement: Agreement, key: str | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of an agreement; of one section or clause where a key names it."""
    if key is None:
        return tuple(_paragraph(agreement, each) for each in _keys(agreement))
    wanted = _plain(key).removesuffix(".")
    chosen = tuple(
        _paragraph(agreement, each)
        for each in _keys(agreement)
        if wanted in {_plain(each), *_plain(each).split(".")}
    )
    if not chosen:
        known = {name for each in _keys(agreement) for name in (each, *each.split("."))}
        near = nearest(key, known)
        hint = f"did you mean {near!r}?" if near else f"sections: {', '.join(_SECTIONS)}"
        raise NoSuchClause(f"the agreement has no clause {key!r}: {hint}")
    return chosen


def _plain(key: str) -> str:
    return key.replace("_", "-")


_SECTIONS = (
    "agreement", "calendars", "services", "tasks", "deliverables", "measures", "service_levels",
    "exclusions", "charges", "credits", "rights", "accepted_findings", "evidence", "dates",
    "order_of_precedence", "severities", "obligations", "roles", "key_people", "bodies",
    "meetings", "raci", "ladders", "changes", "policies", "standards", "prices", "exit",
    "renewal",
)  # fmt: skip


def _keys(agreement: Agreement) -> Iterator[str]:
    """The key of every clause, in order."""
    yield "agreement"
    for section in _SECTIONS[1:]:
        terms = getattr(agreement, section)
        if section in _SAYS:
            yield from (f"{section}.{key}" for key in terms)
        elif terms:
            yield section


def _paragraph(agreement: Agreement, key: str) -> Paragraph:
    """The words of one clause; those of others are not made."""
    section, _, name = key.partition(".")
    if not name:
        title, sentences = _SAYS_WHOLE[section](agreement)
        return Paragraph(key, title, tuple(sentences))
    title, sentences = _SAYS[section](agreement, name)
    return Paragraph(key, title or name, tuple(sentences))


def _agreement(agreement: Agreement) -> Said:
    return agreement.title, _whole(agreement)


def _whole(agreement: Agreement) -> Iterator[str]:
    parties, force = agreement.parties, agreement.in_force
    yield f"{parties.provider.name}, the provider, works for {parties.client.name}, the client."
    until = f" {spoken_last(force.until)}" if force.until else ""
    yield (
        f"This is version {agreement.version}; its terms hold from "
        f"{spoken_date(force.from_)}{until}."
    )
    yield f"Days and months are those of the time zone {agreement.zone}."
    if agreement.week_start != "mon":
        yield f"A week begins on {spoken_days(agreement.week_start)}."
    if days := agreement.evaluated_after:
        after = "a day" if days == 1 else f"{days} days"
        yield f"A month is evaluated {after} after its end; until then its figures are provisional."
    counted = agreement.defaults.calendar
    hours = "around the clock" if counted == "always" else f"in the hours of “{counted}”"
    yield f"Where a measure names no calendar, time counts {hours}."


def _calendar(agreement: Agreement, key: str) -> Said:
    terms = agreement.calendars[key]
    return terms.title, explain_calendar(terms, agreement.zone)


def _service(agreement: Agreement, key: str) -> Said:
    service = agreement.services[key]

    def sentences() -> Iterator[str]:
        if service.description:
            yield _full(service.description)
        tower = f" It belongs to {service.tower}." if service.tower else ""
        yield f"The {service.owner} answers for it.{tower}"
        names = [agreement.charges[charge].name for charge in service.charges]
        if names:
            yield f"It is paid by {listed(names)}."

    return service.name, sentences()


def _task(agreement: Agreement, key: str) -> Said:
    task = agreement.tasks[key]

    def sentences() -> Iterator[str]:
        if task.description:
            yield _full(task.description)
        whole = f" for {agreement.services[task.service].name}" if task.service else ""
        yield f"The {task.owner} does this{whole}."
        line = task.timeline
        if line.from_ or line.every or line.until:
            every = f" every {line.every}" if line.every else ""
            since = f" from {spoken_date(line.from_)}" if line.from_ else ""
            until = f" {spoken_last(line.until)}" if line.until else ""
            yield f"It is done{every}{since}{until}."
        if line.moves_with:
            late = [agreement.obligations[each].title for each in line.moves_with]
            yield f"Its dates move by a day for each day of delay of: {'; '.join(late)}."
        for name, day in line.milestones.items():
            yield f"Milestone: {name.replace('-', ' ')} on {spoken_date(day)}."
        if task.deliverables:
            names = [agreement.deliverables[each].name for each in task.deliverables]
            yield f"It delivers: {'; '.join(names)}."
        if task.service_levels:
            titles = [agreement.service_levels[k].title or k for k in task.service_levels]
            yield f"It is held to: {'; '.join(titles)}."

    return task.name, sentences()


def _measure(agreement: Agreement, key: str) -> Said:
    measure = agreement.measures[key]
    return measure.title, explain_measure(agreement, measure)


def _level(agreement: Agreement, key: str) -> Said:
    level = agreement.service_levels[key]

    def sentences() -> Iterator[str]:
        each = _each(agreement, level)
        who = f"The {level.owner} commits to {spoken_level(level.commitment)} {each}"
        on = f" for {agreement.services[level.service].name}" if level.service else ""
        yield f"{who}{on}."
        if level.expected:
            yield f"The parties expect {spoken_level(level.expected)}."
        if level.minimum:
            yield (
                f"Whatever happens it must be {spoken_level(level.minimum)}: "
                "a figure outside this minimum is a serious failure."
            )
        yield from explain_measure(agreement, agreement.measure_of(level))
        yield from explain_credit(agreement, level)
        yield from explain_consequences(level)

    return level.title, sentences()


def _each(agreement: Agreement, level: ServiceLevel) -> str:
    window = agreement.measure_of(level).window
    return spoken_window(window) if isinstance(window, str) else "for each period"


def _charge(agreement: Agreement, key: str) -> Said:
    charge = agreement.charges[key]
    how = "every month" if charge.recurring else "once; it does not recur"
    said = [f"{charge.monthly} {how}."]
    if charge.pass_through:
        said.append("It is handed on as it is, and belongs to no fee base.")
    if charge.indexed_by:
        said.append(f"It changes as “{charge.indexed_by}” says.")
    return charge.name, iter(said)


def _credits(agreement: Agreement) -> Said:
    scheme = agreement.credits
    return "Service credits", iter(()) if scheme is None else explain_scheme(agreement, scheme)


def _right(agreement: Agreement, key: str) -> Said:
    return agreement.rights[key].title, explain_right(agreement, key)


def _source(agreement: Agreement, key: str) -> Said:
    source = agreement.evidence[key]

    def sentences() -> Iterator[str]:
        table = source.table or "records"
        keeper = {None: "", "third-party": " a third party keeps them."}.get(
            source.kept_by, f" the {source.kept_by} keeps them."
        )
        yield f"It gives the {table}{';' + keeper if keeper else '.'}"
        if source.files:
            yield f"Files: {listed(list(source.files), 'or')}."
        if source.like:
            yield f"It is read like {source.like}."
        if source.table not in {"probes"} or source.zone:
            zone = source.zone or agreement.zone
            yield f"A time of day without a zone is read in {zone}."

    return source.title, sentences()


def _accepted(agreement: Agreement) -> Said:
    def sentences() -> Iterator[str]:
        for each in agreement.accepted_findings:
            until = f", until {spoken_date(each.until)}" if each.until else ""
            yield f"At {each.at}, the parties accept what the rule {each.rule} finds{until}."
            yield f"Their reason: {_full(each.reason)}"

    return "Accepted findings", sentences()


def _full(text: str) -> str:
    """A text as a sentence."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


_SAYS: dict[str, Callable[[Agreement, str], Said]] = {
    "calendars": _calendar,
    "services": _service,
    "tasks": _task,
    "deliverables": explain_deliverable,
    "measures": _measure,
    "service_levels": _level,
    "exclusions": explain_exclusion,
    "charges": _charge,
    "rights": _right,
    "evidence": _source,
    "obligations": explain_obligation,
    "roles": explain_role,
    "key_people": explain_position,
    "bodies": explain_body,
    "meetings": explain_meeting,
    "raci": explain_raci,
    "ladders": explain_ladder,
    "changes": explain_change,
    "policies": explain_policy,
    "standards": explain_standard,
    "prices": explain_price,
}

# Sections that are one clause; the others have one clause a key.
_SAYS_WHOLE: dict[str, Callable[[Agreement], Said]] = {
    "agreement": _agreement,
    "credits": _credits,
    "accepted_findings": _accepted,
    "dates": explain_dates,
    "order_of_precedence": explain_precedence,
    "severities": explain_severities,
    "exit": explain_exit,
    "renewal": explain_renewal,
}
