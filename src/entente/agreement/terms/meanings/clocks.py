"""What the keys of clocks and of counting mean, in one line each."""

from __future__ import annotations

CLOCKS: dict[str, dict[str, str]] = {
    "ShareWithin": {
        "within": "The limit: 4 h, 3 business days, end of the next business day, or several.",
        "also": "Further clocks of the same tickets; a ticket must keep every one of them.",
    },
    "Clock": {"within": "The limit of this clock, such as 8 working hours."},
    "CalendarLimit": {"limit": "The limit: a length of time, or the end of a business day."},
    "SeveralLimits": {
        "sooner_of": "Limits that must all be kept: whichever comes sooner decides.",
        "later_of": "Limits of which one must be kept: whichever comes later decides.",
    },
    "Events": {
        "all_of": "All of these events: the last of their firsts counts.",
        "any_of": "Any of these events: the earliest counts.",
    },
    "Cadence": {
        "event": "The event that tells of an update.",
        "every": "The longest gap without an update, such as 24 h or 2 business days.",
        "statistic": "The share of gaps within the limit, or how many updates were missed.",
    },
    "Count": {
        "of": "What is counted: tickets, outages, events or values.",
        "event": "Only events of this name.",
        "longer_than": "Only outages or tickets whose time was longer, such as 24 h.",
    },
    "Statistic": {"of": "Of plain values, or of tickets' clocks."},
    "MinVolume": {
        "records": "The fewest records that make a figure.",
        "below": "What a period with fewer records is.",
        "allowed_misses": "With allowed-misses: how many of the few may miss.",
    },
}
CLOCKS_ANY: dict[str, str] = {
    "start_where": "Only rows that meet this condition tell of the start event.",
    "end_where": "Only rows that meet this condition tell of the end event.",
    "started_in": "Key of a calendar: only tickets that start while it is open count.",
    "started_outside": "Key of a calendar: only tickets that start while it is closed count.",
    "min_volume": "The fewest records that make a figure, and what a period with fewer is.",
    "measurement_point": "Where it is measured, in words.",
}
