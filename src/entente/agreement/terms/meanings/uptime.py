"""What each key of service time, requests and exclusions of time means, in one line."""

from __future__ import annotations

_BEFORE = "What the part of a window is that lies before the level holds: left-out, or up."
_LENGTHS = {
    "least_outage": "Interruptions with less service time than this do not count.",
    "resolution": "The unit in which each interruption counts, such as 1 min.",
    "resolution_mode": "What happens to a part of a unit: up, down or nearest.",
}

UPTIME: dict[str, dict[str, str]] = {
    "Availability": {
        **_LENGTHS,
        "population": "The things that are up or down, told apart, and how they make one figure.",
        "precondition": "What the other party does first; hours of days without it are left out.",
        "before_start": _BEFORE,
    },
    "Downtime": {
        **_LENGTHS,
        "of": "Seen from outages that were recorded, or from probes.",
        "statistic": "All down time together, or the longest interruption.",
        "probes": "How probe results become time.",
    },
    "Count": {"longer_than": "Only what lasted longer counts: outages in service hours."},
    "Population": {
        "counts": "each (the worst decides), all-down, any-down, pooled, mean, or weighted by "
        "users affected.",
        "field": "The field of a record that names the item.",
        "items": "Which items there are; those that the evidence names, where it is empty.",
    },
    "SuccessRate": {
        "slices": "Slices of time with a figure each; absent: all requests together.",
        "population": "The things that answer requests, told apart: each, pooled or mean.",
        "before_start": _BEFORE,
    },
    "Slices": {
        "every": "How long a slice is, such as 5 min; the first begins with the period.",
        "statistic": "100 % less the mean error rate, or the share of slices that are not bad.",
        "bad_when": "The error rate of a bad slice, such as above 5 %.",
        "empty": "Whether slices without requests are left out or good.",
    },
    "Precondition": {
        "party": "Who must do it.",
        "event": "What is told in the evidence, with the day as its record.",
        "by": "By which time of day.",
        "days_after": "How many days after the day that depends on it; -1 is the day before.",
        "late": "What follows when it comes late, but soon enough.",
    },
    "Late": {
        "until": "How late it may come.",
        "days_after": "How many days after the day that depends on it that is.",
        "then": "holds: all stays as it was; slides: what depends on it begins later by as much.",
        "within": "How long after the late arrival the other duty is due.",
    },
    "Exclusion": {
        "maintenance": "true: announced maintenance, as the evidence tells of it.",
        "quota": "How much may be left out in a period; what is more counts.",
        "notice": "How long before its start it must be announced, such as 48 h.",
        "only_in": "Hours of the week in which it may be left out.",
        "overrun": "What of an outage after the announced end: counts, left-out, or all-counts.",
        "calendar": "The calendar on which notice is counted.",
        "reopens": "When a clock goes on: when the reason ends, or when that is notified.",
        "decided_within": "How long the other party has to decide on a claim.",
        "silence": "What a claim is that nobody decided on in time.",
        "evidence": "What a claim must show.",
        "effect": "left-out, or suspends: then the time is no service time at all.",
    },
    "Quota": {
        "at_most": "How long in all, in a period.",
        "each": "How long each time.",
        "times": "How many times.",
        "per": "The calendar period: week, month, quarter, half-year or year.",
    },
}
