"""Duties of a clause: events told by hand, and each duty that must come out, with its due time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from entente.agreement.duties import Duty, Listing, Moment, Stage, Told, checked, list_duties
from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import zone

Plain = dict[str, Any]


def differing(terms: Agreement, wanted: Plain) -> list[str]:
    """Where the duties of a span of days are not just those that are expected, in their order."""
    told = tuple(_told(each, terms.zone) for each in wanted.get("told", ()))
    wrong = list(checked(terms, told))
    if wrong:
        return wrong
    first, until = (dt.date.fromisoformat(str(wanted[name])) for name in ("from", "until"))
    as_of = _moment(str(wanted["as_of"]), terms.zone).at if "as_of" in wanted else None
    found = list_duties(terms, first, until, told, as_of)
    expected = wanted.get("expect", [])
    if len(found.duties) != len(expected):
        listed = "; ".join(_shown(duty) for duty in found.duties)
        wrong.append(f"{len(found.duties)} duties, expected {len(expected)}: {listed}")
    for duty, expect in zip(found.duties, expected, strict=False):
        wrong += _unlike(_plain(duty), expect, f"duty {duty.clause}")
    return wrong + _stages(found, wanted.get("stages"))


def _told(each: Plain, zone_name: str) -> Told:
    known = {"event", "subject", "at", "case"}
    fields: Mapping[str, str | None] = {k: str(v) for k, v in each.items() if k not in known}
    moment = _moment(str(each["at"]), zone_name)
    return Told(each["event"], each.get("subject", ""), moment, str(each.get("case", "")), fields)


def _moment(text: str, zone_name: str) -> Moment:
    if len(text) == 10:
        return Moment.of_day(dt.date.fromisoformat(text), zone_name)
    return Moment.of(dt.datetime.fromisoformat(text).replace(tzinfo=zone(zone_name)), zone_name)


def _plain(duty: Duty) -> Plain:
    return {
        "clause": duty.clause,
        "party": duty.party,
        "what": duty.what,
        "because": duty.because,
        "due": (duty.due_on.isoformat(), _local(duty.due_at, duty.zone)),
        "nature": duty.nature,
        "calendar": duty.calendar,
        "warn": _local(duty.warn_at, duty.zone) if duty.warn_at else "",
        "silence": duty.silence,
        "consequence": duty.consequence,
        "moved_by": str(duty.moved_by),
        "excused_by": duty.excused_by,
        "late": str(duty.late).lower(),
    }


def _local(at: dt.datetime, zone_name: str) -> str:
    return f"{at.astimezone(zone(zone_name)):%Y-%m-%d %H:%M}"


def _unlike(have: Plain, expect: Plain, at: str) -> Iterable[str]:
    for name, value in expect.items():
        found, wanted = have.get(name), str(value)
        if name == "late":
            wanted = wanted.lower()
        if name == "due":
            # A day alone is a duty of that whole day; with a time it is the instant that counts.
            found = have["due"][1] if len(wanted) > 10 else have["due"][0]
        if found != wanted:
            yield f"{at}: {name} is {found!r}, expected {wanted!r}"


def _shown(duty: Duty) -> str:
    return f"{duty.clause} {duty.party} {_local(duty.due_at, duty.zone)} ({duty.what})"


def _stages(found: Listing, wanted: list[Plain] | None) -> list[str]:
    if wanted is None:
        return []
    have = [_stage(stage) for stage in found.stages]
    want = [(str(each["state"]), str(each["on"])) for each in wanted]
    return [] if have == want else [f"stages are {have}, expected {want}"]


def _stage(stage: Stage) -> tuple[str, str]:
    return stage.state, f"{stage.at:%Y-%m-%d}"
