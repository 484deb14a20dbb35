"""Where duties, governance and prices name what others define."""

from __future__ import annotations

from collections.abc import Iterator

# Where a trigger may stand; any of its kind may be named by `any`.
_TRIGGERS = (
    "obligations.*.trigger",
    "ladders.*.trigger",
    "prices.*.trigger",
    "deliverables.*.due.trigger",
)
_OF_TRIGGER = (
    ("date", "dates"),
    ("missed", "service_levels"),
    ("default", "service_levels"),
    ("right", "rights"),
    ("done", "obligations"),
    ("delivered", "deliverables"),
    ("accepted", "deliverables"),
    ("rejected", "deliverables"),
    ("while_open", "calendars"),
    ("while_closed", "calendars"),
)
_CALENDARS = (
    "obligations", "rights", "key_people", "meetings", "ladders", "changes", "policies",
    "standards", "prices",
)  # fmt: skip
_ROLES = (
    "roles.*.paired_with", "key_people.*.role", "bodies.*.members.roles.*", "bodies.*.chair",
    "bodies.*.quorum.roles.*", "meetings.*.roles.*", "raci.*.responsible.*", "raci.*.accountable",
    "raci.*.consulted.*", "raci.*.informed.*", "ladders.*.rungs.*.roles.*",
    "changes.*.approved_by.*", "standards.*.role", "obligations.*.role",
    "deliverables.*.acceptance.role", "deliverables.*.acceptance.alternate",
)  # fmt: skip
# More than one section may define a name: they are divided by a bar.
_OTHERS = (
    ("obligations.*.service_levels.*", "service_levels"),
    ("obligations.*.consequence.then", "obligations"),
    ("obligations.*.consequence.ladder", "ladders"),
    ("obligations.*.consequence.right", "rights"),
    ("obligations.*.consequence.misses", "service_levels"),
    ("obligations.*.consequence.relief.of.*", "tasks|deliverables|obligations|service_levels"),
    ("tasks.*.timeline.moves_with.*", "obligations"),
    ("deliverables.*.due.calendar", "calendars"),
    ("deliverables.*.acceptance.calendar", "calendars"),
    ("deliverables.*.acceptance_criteria.*.measure", "measures"),
    ("bodies.*.fallback", "ladders"),
    ("meetings.*.body", "bodies"),
    ("changes.*.body", "bodies"),
    ("standards.*.measure", "measures"),
    ("prices.*.charges.*", "charges"),
    ("prices.*.of.*", "charges"),
    ("prices.*.parts.*.charges.*", "charges"),
    ("prices.*.deliverables.*", "deliverables"),
    ("prices.*.measure", "measures"),
    ("prices.*.body", "bodies"),
    ("charges.*.indexed_by", "prices"),
    ("exit.end", "dates"),
    ("renewal.begins", "dates"),
    ("renewal.calendar", "calendars"),
    ("exit.charges.*", "charges"),
    ("exit.calendar", "calendars"),
)


def _references() -> Iterator[tuple[str, str]]:
    for trigger in _TRIGGERS:
        yield from ((f"{trigger}.{name}", section) for name, section in _OF_TRIGGER)
    yield from ((f"{section}.*.calendar", "calendars") for section in _CALENDARS)
    yield from ((role, "roles") for role in _ROLES)
    yield from _OTHERS


REFERENCES_OF_DUTIES = tuple(_references())
# A trigger may name any level or deliverable, and a date may be a day.
ANY_OF = frozenset(
    f"{trigger}.{name}"
    for trigger in _TRIGGERS
    for name in ("missed", "default", "delivered", "accepted", "rejected")
)


def names_itself(pattern: str, name: str) -> bool:
    """Whether a name needs no definition there: `any`, or a day where a date may be named."""
    if pattern in ANY_OF and name == "any":
        return True
    return pattern.endswith((".trigger.date", "exit.end", "renewal.begins")) and name[:1].isdigit()
