"""Announced maintenance: what of it leaves service hours out, what came too late or is too much.

The same limits hold for claims of time where the terms say so: notice, quota, hours of the week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

from entente.agreement.calendars import weekly_spans
from entente.agreement.terms.exclusions import Exclusion, Quota
from entente.agreement.terms.hours import DAY_WORDS
from entente.agreement.terms.measures import SuccessRate
from entente.agreement.terms.periods import Lapse
from entente.foundation.instants import HOUR, MINUTE, from_micros, to_micros, zone
from entente.foundation.intervals import Spans
from entente.performance.kernel.asked import Given, Numbers
from entente.performance.kernel.periods import plus
from entente.performance.kernel.plans import TimeExclusion
from entente.performance.kernel.versions import midnight

Standing = Literal["left-out", "too-late", "over-quota", "outside-hours"]
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class Spell:
    """A span of time for which somebody asks, and when the other party knew of it."""

    record: str
    start: int
    end: int
    told_at: int | None
    item: str | None = None


@dataclass(frozen=True)
class Ruling:
    """What becomes of a spell: the service hours that it takes out, and whether that is all."""

    spell: Spell
    taken: Spans
    standing: Standing


@dataclass
class _Used:
    """How much of a quota is used up in one period."""

    micros: int = 0
    times: int = 0


def announced_time(given: Given, code: str) -> TimeExclusion:
    """What announced maintenance takes out under a code."""
    return _exclusion(given, code, rulings(given)[code])


def limited_claims(given: Given, code: str) -> TimeExclusion:
    """What approved claims for time take out under a code that limits them.

    The other party knew of a claim when it approved it.
    """
    spells = [
        Spell(c.record, c.started_at, c.until, c.decided_at)
        for c in given.known.claims
        if c.code == code and c.counts and c.started_at is not None and not c.subject
    ]
    spells = [s for s in spells if s.start < min(s.end, given.window.end)]
    return _exclusion(given, code, _ruled(given, given.terms.exclusions[code], spells))


def announced_numbers(given: Given) -> Numbers:
    """How many announcements touch the window, and what became of them."""
    ruled = rulings(given)
    if not ruled:
        return ()
    found: dict[str, tuple[bool, set[Standing]]] = {}
    for each in (ruling for some in ruled.values() for ruling in some):
        if each.spell.end <= given.window.start:
            continue
        took, said = found.get(each.spell.record, (False, set[Standing]()))
        found[each.spell.record] = took or len(each.taken) > 0, said | {each.standing}
    lost = [said for took, said in found.values() if not took]
    return (
        ("maintenance-announced", len(found)),
        ("maintenance-left-out", sum(took for took, _ in found.values())),
        ("maintenance-too-late", sum("too-late" in said for said in lost)),
        ("maintenance-over-quota", sum("over-quota" in said for _, said in found.values())),
        ("maintenance-outside-hours", sum(said == {"outside-hours"} for said in lost)),
    )


def rulings(given: Given) -> Mapping[str, tuple[Ruling, ...]]:
    """What becomes of each announcement under each code: the first that takes any of it has it."""
    terms, found = given.terms, dict[str, tuple[Ruling, ...]]()
    spent: set[Spell] = set()
    for code in given.measure.exclusions:
        if terms.exclusions[code].maintenance:
            spells = [each for each in _announced(given, code) if each not in spent]
            found[code] = _ruled(given, terms.exclusions[code], spells)
            spent |= {ruling.spell for ruling in found[code] if len(ruling.taken)}
    return found


def _announced(given: Given, code: str) -> list[Spell]:
    """The announcements that concern the service of a level, of those that begin in reach."""
    service = given.level.service
    return [
        Spell(each.record, each.started_at, each.ended_at, each.announced_at, each.item)
        for each in given.known.maintenance
        if each.code in (None, code)
        and (each.service is None or service is None or each.service == service)
        and each.started_at < min(each.ended_at, given.window.end)
    ]


def _ruled(given: Given, agreed: Exclusion, spells: Iterable[Spell]) -> tuple[Ruling, ...]:
    """What becomes of each spell, in the order in which they start."""
    used: dict[dt.date, _Used] = {}
    found = []
    for spell in sorted(set(spells), key=lambda each: (each.start, each.end, each.record)):
        hours = _service_hours(given, agreed, spell)
        if not _in_time(given, agreed, spell):
            found.append(Ruling(spell, Spans.empty(), "too-late"))
        elif not len(hours):
            found.append(Ruling(spell, hours, "outside-hours"))
        else:
            taken = _within_quota(given, agreed.quota, spell, hours, used)
            standing: Standing = "left-out" if taken == hours else "over-quota"
            found.append(Ruling(spell, taken, standing))
    return tuple(found)


def _exclusion(given: Given, code: str, ruled: Sequence[Ruling]) -> TimeExclusion:
    agreed, window = given.terms.exclusions[code], given.window
    together = _Taken()
    by_item: dict[str, _Taken] = {}
    for each in ruled:
        single = each.spell.item if _by_item(given) else None
        into = together if single is None else by_item.setdefault(single, _Taken())
        into.taken.append(each.taken)
        if agreed.overrun == "all-counts" or (
            agreed.overrun == "left-out" and each.standing == "left-out"
        ):
            into.overrun.append((each.spell.start, each.spell.end))

    def here(spans: Spans) -> Spans:
        return spans.clip(window.start, window.end)

    return TimeExclusion(
        code,
        here(together.spans),
        items=tuple(
            (item, here(taken.spans), here(Spans.of(taken.overrun)))
            for item, taken in sorted(by_item.items())
        ),
        overrun=here(Spans.of(together.overrun)),
        suspends=agreed.effect == "suspends",
        voids=agreed.overrun == "all-counts",
    )


@dataclass
class _Taken:
    taken: list[Spans] = field(default_factory=list)
    overrun: list[tuple[int, int]] = field(default_factory=list)

    @property
    def spans(self) -> Spans:
        return reduce(Spans.union, self.taken, Spans.empty())


def _by_item(given: Given) -> bool:
    """Whether items are told apart; where they are not, what is down of one is down of all."""
    population = getattr(given.measure, "population", None)
    if population is None or population.counts == "weighted":
        return False
    return not (isinstance(given.measure, SuccessRate) and population.counts == "pooled")


def _service_hours(given: Given, agreed: Exclusion, spell: Spell) -> Spans:
    """The service hours of a spell, in the hours of the week that are agreed for it."""
    found = Spans.empty()
    for held in given.held:
        start, end = max(held.start, spell.start), min(held.end, spell.end)
        if start < end:
            calendar = given.calendars.of(held.terms, held.calendar_key)
            found |= calendar.open_spans(start, end)
    if agreed.only_in is None:
        return found
    return found & weekly_spans(agreed.only_in, given.terms.zone, spell.start, spell.end)


def _in_time(given: Given, agreed: Exclusion, spell: Spell) -> bool:
    """Whether the other party knew of it early enough, and of maintenance before its start."""
    if agreed.notice is None:
        return agreed.claimed or (spell.told_at is not None and spell.told_at <= spell.start)
    if spell.told_at is None or spell.told_at > spell.start:
        return False
    notice, where = agreed.notice, zone(given.terms.zone)
    begins = from_micros(spell.start, where)
    if notice.is_clock:
        return _elapsed(given, agreed, spell) >= _micros(notice)
    if notice.unit == "business-day":
        key = agreed.calendar or given.terms.defaults.calendar
        calendar = given.calendars.of(given.terms, key)
        return spell.told_at <= to_micros(calendar.add_days(begins, -notice.count))
    day = plus(begins.date(), notice, -1)
    clock = spell.start - midnight(begins.date(), given.terms.zone)
    return spell.told_at <= midnight(day, given.terms.zone) + clock


def _elapsed(given: Given, agreed: Exclusion, spell: Spell) -> int:
    """The time between the announcement and its start: in the hours of a calendar where named."""
    assert spell.told_at is not None
    if agreed.calendar is None:
        return spell.start - spell.told_at
    calendar = given.calendars.of(given.terms, agreed.calendar)
    return calendar.open_spans(spell.told_at, spell.start).total()


def _micros(lapse: Lapse) -> int:
    return lapse.count * (HOUR if lapse.unit == "hour" else MINUTE)


def _within_quota(
    given: Given,
    quota: Quota | None,
    spell: Spell,
    hours: Spans,
    used: dict[dt.date, _Used],
) -> Spans:
    """The first part of the hours that the quota of the period of its start still holds."""
    if quota is None:
        return hours
    now = used.setdefault(_period(given, quota, spell.start), _Used())
    if quota.times is not None and now.times >= quota.times:
        return Spans.empty()
    limits = [hours.total()]
    if quota.each is not None:
        limits.append(quota.each.micros)
    if quota.at_most is not None:
        limits.append(quota.at_most.micros - now.micros)
    taken = _first(hours, min(limits))
    now.micros += taken.total()
    now.times += len(taken) > 0
    return taken


def _first(hours: Spans, micros: int) -> Spans:
    found = []
    for start, end in hours:
        if micros <= 0:
            break
        found.append((start, min(end, start + micros)))
        micros -= end - start
    return Spans.of(found)


def _period(given: Given, quota: Quota, at: int) -> dt.date:
    """The first day of the calendar period in which an instant lies."""
    day = from_micros(at, zone(given.terms.zone)).date()
    if quota.per == "week":
        first = DAY_WORDS.index(given.terms.week_start)
        return day - dt.timedelta(days=(day.weekday() - first) % 7)
    size = _MONTHS[quota.per]
    return day.replace(month=(day.month - 1) // size * size + 1, day=1)
