"""What the navigation offers: one list, in reading order; pages that do not exist are left out."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Entry:
    """One page of an alliance: its label, lucide icon, URL name, and the heading it stands under.

    The URL takes one argument, `slug`. The entry shows as soon as the name can be resolved.
    """

    label: str
    icon: str
    url_name: str
    heading: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as the page shows it."""

    label: str
    icon: str
    href: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Links under one heading; the first group has none."""

    heading: str
    links: tuple[Link, ...]


ENTRIES = (
    Entry("Overview", "gauge", "web:overview"),
    Entry("Agreement", "file-text", "scope:agreement", "Scope"),
    Entry("Changes", "git-pull-request-arrow", "scope:changes", "Scope"),
    Entry("Service levels", "activity", "performance:service-levels", "Performance"),
    Entry("Statements", "signature", "performance:statements", "Performance"),
    Entry("Exclusions", "shield-minus", "performance:claims", "Performance"),
    Entry("Evidence", "database", "performance:evidence", "Performance"),
    Entry("Meetings", "calendar-days", "communication:meetings", "Communication"),
    Entry("Relationship", "heart-handshake", "relationships:charter", "Relationships"),
    Entry("Decisions", "landmark", "governance:decisions", "Governance"),
    Entry("Disputes", "scale", "governance:disputes", "Governance"),
    Entry("Record", "shield-check", "ledger:entries", "Record"),
)


def groups(slug: str, path: str, entries: tuple[Entry, ...] = ENTRIES) -> tuple[Group, ...]:
    """The navigation of an alliance for a reader who is at this path."""
    reached = [(entry, href) for entry in entries if (href := _href(entry, slug))]
    here = max((href for _, href in reached if path.startswith(href)), key=len, default="")
    made: dict[str, list[Link]] = {}
    for entry, href in reached:
        link = Link(entry.label, entry.icon, href, current=href == here)
        made.setdefault(entry.heading, []).append(link)
    return tuple(Group(heading, tuple(links)) for heading, links in made.items())


def _href(entry: Entry, slug: str) -> str:
    try:
        return reverse(entry.url_name, kwargs={"slug": slug})
    except NoReverseMatch:
        return ""
