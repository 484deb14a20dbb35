"""How a real desk behaves, as integers, and where each figure was measured.

`MEASURED_…` figures were counted in public records and are recounted by
`tests/demo/test_proportions.py`. `CHOSEN_…` figures are ours; beside each stands why the
measured one was not taken. The records:

- the UCI incident log: "Incident management process enriched event log", UCI Machine Learning
  Repository 498, 24,918 tickets of a ServiceNow desk, 2016-02 to 2017-02. Its clock has no zone;
  its arrivals by hour (a day from eight to six with a dip at noon) are taken as they stand;
- the Electisec probes: 922 checks of ten sites kept by an Upptime repository, May-August 2025;
- the Copenhagen housing satisfaction survey of 1,681 people (low, medium, high).
"""

from __future__ import annotations

# UCI log, `opened_at` of each ticket: tickets opened on Monday .. Sunday, per mille.
MEASURED_WEEKDAYS = (239, 199, 196, 165, 154, 26, 23)

# UCI log, `opened_at` on Monday-Friday by hour of the log's clock, per mille.
MEASURED_WORKDAY_HOURS = (
    *(9, 7, 5, 4, 4, 4, 11, 22, 103, 124, 118, 101),
    *(55, 67, 93, 88, 76, 44, 18, 11, 8, 14, 8, 5),
)

# UCI log, the same for Saturday and Sunday: nearly flat, people who call then work in shifts.
MEASURED_WEEKEND_HOURS = (
    *(56, 41, 27, 23, 23, 26, 50, 39, 77, 54, 87, 52),
    *(37, 40, 47, 42, 52, 33, 37, 34, 22, 27, 37, 35),
)

# UCI log, rows of history for each ticket, hundredths.
MEASURED_ROWS_PER_TICKET = 569

# UCI log, tickets that were ever in "Awaiting User Info", "Awaiting Vendor", per mille.
MEASURED_EVER_AWAITING_USER = 220
MEASURED_EVER_AWAITING_VENDOR = 10

# UCI log, tickets with `reopen_count` above 0, per mille.
MEASURED_EVER_REOPENED = 11

# UCI log, tickets with more than one value of `priority` in their history, per mille.
MEASURED_PRIORITY_CHANGED = 15

# UCI log, last `priority` of each ticket, 1 - Critical .. 4 - Low, per mille.
MEASURED_PRIORITIES = (11, 16, 942, 31)

# UCI log, tickets of "3 - Moderate" resolved within one hour of being opened, per mille.
MEASURED_RESOLVED_IN_AN_HOUR = 327

# UCI log, hours from `opened_at` to `resolved_at`, quantiles 10, 25, 50, 75, 90 %, hundredths.
MEASURED_RESOLUTION_HOURS = {
    "1 - Critical": (260, 1723, 8137, 27550, 61712),
    "2 - High": (117, 520, 4003, 20452, 38157),
    "3 - Moderate": (10, 40, 2155, 14668, 37467),
    "4 - Low": (3, 15, 507, 16418, 50312),
}

# UCI log, hours from `resolved_at` to `closed_at`, quantiles 10, 25, 50, 75 %, tenths: the tool
# closes a ticket by itself five days after its resolution.
MEASURED_CLOSING_HOURS = (1201, 1202, 1206, 1208)

# Electisec probes, minutes from the first check that was down to the next that was up, quantiles
# 0, 25, 50, 75, 90, 100 %, tenths. Only eleven outages, so the tail is ours: see CHOSEN_OUTAGES.
MEASURED_OUTAGE_MINUTES = (60, 141, 184, 221, 311, 346)

# Electisec probes, `response_ms` where up, quantiles 5, 25, 50, 75, 90, 99 %.
MEASURED_RESPONSE_MS = (99, 199, 300, 418, 590, 926)

# Copenhagen survey, people of low, medium, high satisfaction, per mille: the middle is chosen
# less than either end.
MEASURED_SATISFACTION = (337, 265, 397)

# The UCI desk gives nearly every ticket the default priority, which shows nothing by priority.
CHOSEN_PRIORITIES = {"P1": 20, "P2": 80, "P3": 350, "P4": 550}
CHOSEN_TICKETS_A_MONTH = 260

# A little under the measured 220, so that the rows of a ticket stay at the measured number.
CHOSEN_AWAITING_USER = 185

# The measured shares would give some three tickets a month each: too few for a reader to meet
# the rules on suppliers, reopening and changed priority. These are openly set higher.
CHOSEN_AWAITING_VENDOR = 40
CHOSEN_REOPENED = 50
CHOSEN_PRIORITY_CHANGED = 30

# Handed on to another group without a change of state; sets the rows of a ticket to the measured
# number. (45 % of the log's tickets change hands, but mostly together with their state.)
CHOSEN_HANDED_ON = 60

# January after the freeze is busy, summer and December are quiet: percent of the usual number.
CHOSEN_SEASON = (110, 104, 103, 99, 100, 98, 92, 89, 104, 106, 103, 92)

# Working time used by tickets that meet their level, per mille of the limit, by per mille of the
# tickets. The log's own times (above) are weeks; from it comes the shape of P3 and P4, a quarter
# to a third solved while the caller is on the line and a long tail.
CHOSEN_IN_TIME = {
    "P1": ((0, 90), (250, 220), (500, 350), (750, 520), (950, 780), (1000, 880)),
    "P2": ((0, 30), (250, 150), (500, 320), (750, 540), (950, 820), (1000, 900)),
    "P3": ((0, 4), (270, 30), (500, 170), (750, 420), (900, 700), (1000, 900)),
    "P4": ((0, 3), (300, 20), (500, 130), (750, 400), (900, 680), (1000, 900)),
}

# The same for tickets that miss it: well past the limit, so that no convention on working days
# (same time of the third day, or its end) turns a miss into a hit.
CHOSEN_LATE = {
    "P1": ((0, 1150), (500, 1400), (900, 2200), (1000, 3000)),
    "P2": ((0, 1150), (500, 1500), (900, 2600), (1000, 4000)),
    "P3": ((0, 1400), (500, 1700), (900, 2600), (1000, 4500)),
    "P4": ((0, 1300), (500, 1600), (900, 2400), (1000, 4000)),
}

# Minutes of unscheduled outages by per mille: the measured quantiles up to 90 %, and then the
# long tail that the eleven measured ones are too few to show.
CHOSEN_OUTAGES = ((0, 6), (250, 14), (500, 18), (750, 22), (900, 31), (970, 95), (1000, 260))

# Scores 1 .. 5, per cent: skewed high as desks see it, and 1 above 2 as the measured survey says.
CHOSEN_SCORES = (6, 5, 9, 31, 49)
CHOSEN_UNHAPPY_SCORES = (24, 22, 24, 20, 10)
CHOSEN_ANSWERED = 270
