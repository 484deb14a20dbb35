"""References: a key that is named must be defined; looked up in the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entente.agreement.explain.wording import listed
from entente.agreement.lint.references_of_duties import REFERENCES_OF_DUTIES, names_itself
from entente.agreement.text.mends import value_edits
from entente.agreement.text.shape import Path, Places
from entente.agreement.text.yaml_source import Mapping, Scalar, Sequence, Written
from entente.foundation.findings import Finding
from entente.foundation.references import mistyped, nearest

_MEASURE = (
    ("calendar", "calendars"),
    ("started_in", "calendars"),
    ("started_outside", "calendars"),
    ("within.sooner_of.*.calendar", "calendars"),
    ("within.later_of.*.calendar", "calendars"),
    ("also.*.calendar", "calendars"),
    ("source", "evidence"),
    ("exclusions.*", "exclusions"),
    ("of.*", "service_levels"),
    ("weights.#", "service_levels"),
    ("due.calendar", "calendars"),
)
# Where keys are named ("*" is any key or any item of a list, and "#" the keys themselves), and the
# section that defines them.
REFERENCES: tuple[tuple[str, str], ...] = (
    ("defaults.calendar", "calendars"),
    ("calendars.*.only_while_open", "calendars"),
    ("services.*.charges.*", "charges"),
    ("tasks.*.service", "services"),
    ("tasks.*.deliverables.*", "deliverables"),
    ("tasks.*.service_levels.*", "service_levels"),
    ("service_levels.*.service", "services"),
    ("service_levels.*.measure", "measures"),
    ("service_levels.*.credit.pool", "credits.pools"),
    ("service_levels.*.credit.fee_base.*", "charges"),
    ("service_levels.*.credit.item_charges.*", "charges"),
    ("service_levels.*.applies.after", "dates"),
    ("credits.fee_base.*", "charges"),
    ("credits.earn_back.excludes.*", "service_levels"),
    ("credits.suspended_by.*", "rights"),
    ("credits.sole_remedy_unless.*", "rights"),
    ("exclusions.*.calendar", "calendars"),
    ("rights.*.when.*.failures.levels.*", "service_levels"),
    ("rights.*.when.*.mean.level", "service_levels"),
    *((f"measures.*.{name}", section) for name, section in _MEASURE),
    *((f"service_levels.*.measure.{name}", section) for name, section in _MEASURE),
    *REFERENCES_OF_DUTIES,
)
# How people write `always`.
_ALWAYS = re.compile(r"24 ?[x/-] ?7|always.?(?:on|open)|round-the-clock", re.IGNORECASE)
_CALLED = {"evidence": "source of evidence", "credits.pools": "pool", "service_levels":
           "service level", "services": "service", "policies": "policy",
           "bodies": "body"}  # fmt: skip


def unresolved_references(places: Places) -> Iterator[Finding]:
    """A finding for each named key that nothing defines."""
    for pattern, section in REFERENCES:
        known = {name for one in section.split("|") for name in _defined(places, one)}
        for path, written in _matching(places.root, tuple(pattern.split("."))):
            if isinstance(written, Scalar) and isinstance(written.value, str):
                name = written.value
                if name and name not in known and not names_itself(pattern, name):
                    yield _unresolved(name, section, known, path, written)


def _defined(places: Places, section: str) -> set[str]:
    written: Written = places.root
    for step in section.split("."):
        if not isinstance(written, Mapping) or step not in written.entries:
            written = Mapping({}, places.root.place)
            break
        written = written.entries[step].value
    known = set(written.entries) if isinstance(written, Mapping) else set()
    return known | ({"always"} if section == "calendars" else set())


def _matching(
    written: Written, pattern: tuple[str, ...], path: Path = ()
) -> Iterator[tuple[Path, Written]]:
    if not pattern:
        yield path, written
        return
    step, rest = pattern[0], pattern[1:]
    if step == "#" and isinstance(written, Mapping):
        for key, entry in written.entries.items():
            yield (*path, key), Scalar(key, entry.place)
        return
    if isinstance(written, Mapping):
        for key, entry in written.entries.items():
            if step in {"*", key}:
                yield from _matching(entry.value, rest, (*path, key))
    elif isinstance(written, Sequence) and step == "*":
        for index, item in enumerate(written.items):
            yield from _matching(item, rest, (*path, index))


def _called(section: str) -> str:
    """What a thing of a section is called: `a task, deliverable or service level`."""
    words = [
        _CALLED.get(one, one.replace("_", " ").removesuffix("s")) for one in section.split("|")
    ]
    return listed(words, "or")


def _unresolved(name: str, section: str, known: set[str], path: Path, written: Scalar) -> Finding:
    called = _called(section)
    near, under = nearest(name, known), section.replace("|", ", ")
    if near:
        hint = f"did you mean {near!r}?"
    elif known:
        hint = f"define it under {under}, or use one of {', '.join(sorted(known)[:12])}"
    else:
        hint = f"define it under {under}"
    message = f"there is no {called} {name!r}"
    right = "always" if section == "calendars" and _ALWAYS.fullmatch(name) else None
    right = right or mistyped(name, known)
    edits = value_edits(written, right) if right else ()
    return Finding("unresolved-reference", "error", message, hint, written.place, path, edits)
