"""What each key of the language means, in one line, as editors show it beside the cursor."""

from __future__ import annotations

from entente.agreement.terms.meanings.clocks import CLOCKS, CLOCKS_ANY
from entente.agreement.terms.meanings.credits import CREDITS
from entente.agreement.terms.meanings.duties import DUTIES
from entente.agreement.terms.meanings.fees import FEES
from entente.agreement.terms.meanings.governance import GOVERNANCE
from entente.agreement.terms.meanings.price import PRICES
from entente.agreement.terms.meanings.uptime import UPTIME

_ANY: dict[str, str] = {
    "title": "What people call it; one line.",
    "name": "What people call it; one line.",
    "description": "What it is, for people who were not there.",
    "zone": "IANA time zone, such as Europe/Dublin; the agreement's where it is absent.",
    "calendar": "Key of the calendar on which time counts; always is 24x7.",
    "rounding": "How a value is rounded, always before it is compared or shown.",
    "owner": "The party that answers for it: client or provider.",
    "source": "Key of the evidence that decides; all of the right table where it is absent.",
    "where": "Which records count: a condition, such as priority = 'P1'.",
    "window": "The period that is measured: a calendar month in the agreement's zone.",
    "exclusions": "Codes that may take records or time out of the number.",
    "no_data": "What a month with nothing to count is.",
    "algorithm": "The number of the algorithm's meaning; a new meaning takes the next number.",
    "kind": "Which kind of measure this is.",
    "measurement_point": "Where it is measured, such as the client's router; for people to read.",
    "from": "The event at which a ticket's clock starts.",
    "to": "The event at which a ticket's clock ends.",
    "stop_clock": "States in which a ticket's clock stands still.",
    "counted_in": "Whether a ticket belongs to the month of its end or of its start event.",
    "classified_at": "The event at which a ticket's fields, such as its priority, are read.",
    "reopened": "Whether the first or the last end event of a reopened ticket counts.",
    "unit": "Whether the values are seconds (time) or plain points.",
    "fee_base": "Keys of the charges that credits are a share of.",
    "deliverables": "Deliverables by key; in a task, the keys of what it hands over.",
    "service_levels": "Service levels by key; in a task, the keys of those it is held to.",
    "charges": "Lines of the invoice by key; in a service, the keys of those that pay for it.",
    "service": "Key of the service concerned.",
    "until": "The day after the last one.",
}

_OWN: dict[str, dict[str, str]] = {
    "Agreement": {
        "alliance": "Key of the alliance, such as harbour-and-quay.",
        "title": "What both sides call the agreement.",
        "version": "The number of this version; each signed version takes the next.",
        "zone": "IANA time zone in which days and months are told, such as Europe/Dublin.",
        "in_force": "The days on which these terms hold.",
        "evaluated_after": "Days after its end on which a month is evaluated: 10 days.",
        "parties": "The client and the provider.",
        "defaults": "What a measure need not repeat.",
        "calendars": "When the parties work, by key; always (24x7) needs no definition.",
        "services": "The services in scope, by key.",
        "tasks": "What is outsourced: owner, timeline, deliverables, service levels; by key.",
        "measures": "How numbers are obtained, by key; a service level may hold its own instead.",
        "exclusions": "The closed list of reasons to leave time or records out, by code.",
        "credits": "How failures become money.",
        "accepted_findings": "What lint says and both parties accept, each with its reason.",
        "evidence": "The sources of record: which files decide, and how to read them; by key.",
    },
    "AcceptedFinding": {
        "rule": "The name of the rule, as lint shows it in brackets.",
        "at": "Where it is found, such as credits.caps; what lies below it is accepted too.",
        "reason": "Why the parties live with it; one sentence for the next reader.",
        "until": "The day from which it is found again.",
    },
    "InForce": {"from": "The first day on which these terms hold."},
    "Parties": {"client": "The party that is served.", "provider": "The party that serves."},
    "PartyTerms": {"short": "The short name that pages use.", "address": "Where it is."},
    "CalendarTerms": {
        "holidays": "Dates that are closed, or a country whose holidays `entente pin` writes out.",
        "recurring_holidays": "Dates closed every year, such as 12-25.",
        "days": "Hours of single dates, which win over all else; an empty list closes one.",
        "only_while_open": "Another calendar: only hours in which both are open count.",
        "conventions": "The readings on which honest people differ.",
        "weekly": "Days (mon-fri, mon, wed, daily) and their hours; other days are closed.",
        "breaks": "Hours taken out of every day, such as 12:00-13:00.",
    },
    "ConventionTerms": {
        "daylight_saving": "Count real time, or each reading of the clock once.",
        "at_closing": "An amount that ends at closing is up there, or when hours begin again.",
        "start_after_end": "What a clock shows that ended before it started.",
        "from_non_working_day": "Is the next working day the first counted, or counted from?",
        "in_gap": "Where a deadline falls that a clock change skips.",
        "in_repeat": "Which occurrence of a repeated hour a deadline falls in.",
        "into_closed_day": "Whether hours over midnight end there when a holiday begins.",
    },
    "PublicHolidays": {"years": "The years whose holidays are wanted."},
    "Service": {"tower": "The group of services it belongs to."},
    "Task": {"timeline": "When it is done."},
    "Timeline": {
        "from": "The first day.",
        "every": "How often, in words, such as month.",
        "milestones": "Dates by key, such as pilot-done.",
    },
    "Deliverable": {
        "due": "The day on which it is due.",
        "acceptance_criteria": "What makes it acceptable; each a sentence that can be checked.",
    },
    "Availability": {
        "of": "Seen from outages that were recorded, or from probes.",
        "denominator": "All service hours, or service hours less the time left out.",
        "probes": "How probe results become time.",
    },
    "ProbeTerms": {
        "down_when": "Which results are down, as a condition; absent: status is down.",
        "holds_for": "How long a result holds; absent: until the next one.",
        "unknown": "What time is that no result covers.",
        "least_coverage": "Below this share of covered time the month is not measured.",
    },
    "Rolling": {
        "rolling": "How long the window is: 365 days, 12 months.",
        "evaluated": "When it is looked at; daily takes the worst day of each month.",
    },
    "BillingCycle": {"billing_cycle": "The day of the month on which a cycle begins."},
    "Share": {
        "of": "Which records: events, outages, values, or the answers of surveys.",
        "event": "Only rows that tell of this event.",
        "good": "Which records are good, as a condition; value and score may be named.",
        "unanswered": "Whether people who gave no answer are left out or count.",
    },
    "Count": {
        "of": "Which records: tickets, outages, events or values.",
        "event": "Only rows that tell of this event.",
        "longer_than": "Only those that lasted longer than this.",
    },
    "Statistic": {"of": "Of plain values, or of tickets' clocks."},
    "Combined": {
        "of": "The service levels that it is made from.",
        "tower": "Instead, all service levels of this tower.",
        "statistic": "How many missed, the share that met, their pool, mean or worst figure.",
        "weights": "What each weighs in the mean.",
    },
    "Deadline": {
        "event": "The event that keeps an occasion, such as reports-ready.",
        "each": "Its occasions: open days, the last of each week or month and so on, or records.",
        "due": "When it is due on each occasion.",
        "precondition": "What the other party must do first.",
        "statistic": "The share of occasions in time, or the number that were missed.",
    },
    "Due": {
        "by": "A time of day, in quotes: '07:00'; '24:00' is the end of the day.",
        "days_after": "So many days after the day of the occasion.",
        "days": "Whether those are all days, or the working days of the calendar.",
        "after": "The event that the time runs from, told of the same occasion.",
        "within": "How long after it: 4 h on a clock; 10 business days, 3 months to their end.",
        "calendar": "The calendar of that time or those days; the measure's where it is absent.",
    },
    "Precondition": {
        "party": "The party that must do it.",
        "event": "The event that tells that it was done, with the occasion as its record.",
        "by": "By which time of day.",
        "days_after": "So many days after the day of the occasion.",
        "days": "Whether those are all days, or the working days of the measure's calendar.",
        "late": "What follows where it comes late, but not too late.",
    },
    "Late": {
        "until": "By which time of day it is not too late.",
        "days_after": "So many days after the day on which it was due.",
        "then": "The duty holds as it was, or slides by as much.",
        "within": "Instead, the duty is due so long after the late arrival.",
    },
    "Mean": {"of": "The mean of plain values, or of tickets' clocks."},
    "Percentile": {
        "of": "Of plain values, or of tickets' clocks.",
        "percentile": "Which one, such as 95 %; by nearest rank.",
    },
    "Satisfaction": {
        "statistic": "The mean score, or the share of the two highest answers.",
        "scale": "The lowest and the highest answer.",
        "least_answers": "Fewer answers than this are not measured.",
    },
    "Scale": {"lowest": "The lowest answer.", "highest": "The highest answer."},
    "RoundingTerms": {"places": "Decimal places.", "mode": "What happens to the rest."},
    "ServiceLevel": {
        "class": "critical pays credits; kpi is reported.",
        "measure": "The measure: its key, or written out here.",
        "commitment": "What decides met or missed, such as at least 95 %.",
        "expected": "What the parties aim at.",
        "minimum": "The floor whose miss is serious.",
        "credit_trigger": "For which figures money is due; absent: those that miss the commitment.",
        "credit": "What a failure pays.",
    },
    "LevelCredit": {
        "pool": "Key of the pool that it draws on.",
        "allocation": "Its share of the pool.",
        "tiers": "Bands of the figure and the share of the fee base that each pays.",
        "at_most": "Its own ceiling: a share of the fee base, or an amount.",
    },
    "Tier": {
        "at_least": "The band's lower end, included; absent: everything lower.",
        "below": "The band's upper end, not included; absent: everything higher.",
        "pays": "The share of the fee base that it pays.",
    },
    "Exclusion": {
        "window": "Hours of every week that are left out, by days.",
        "where": "Records that are left out: a condition.",
        "claimed": "true: left out case by case, once the other party has approved it.",
        "claimed_by": "The party that usually asks.",
    },
    "Charge": {
        "monthly": "The amount of a month, such as 120000 EUR.",
        "recurring": "false for what is charged once.",
    },
    "CreditScheme": {
        "currency": "Three letters, such as EUR.",
        "at_risk": "The share of the fee base that can be lost in a month.",
        "pools": "Shares of the at-risk amount, by key.",
        "caps": "Ceilings on credits, applied in this order.",
        "nature": "What a credit is in law; pages word it so.",
        "sole_remedy": "Whether credits are the only remedy.",
        "settlement": "When credits are given.",
    },
    "Cap": {
        "per": "The period that it limits.",
        "at_most": "A share, or an amount.",
        "of": "What a share is of: the fee base, or the at-risk amount.",
    },
    "Defaults": {},
    "Source": {
        "table": "The evidence table that it fills.",
        "like": "A ready-made mapping to start from.",
        "kept_by": "The party that keeps these records.",
        "files": "Patterns of file names, such as incidents*.csv.",
        "format": "The format of the files; absent: by their names.",
        "zone": "The zone in which a time of day without one is read.",
        "dates": "Date formats: strptime codes, iso, day-first, month-first, epoch-seconds, "
        "epoch-milliseconds, excel-serial.",
        "missing": "Texts that stand for nothing, such as ?.",
        "delimiter": "The character between the columns of a CSV file.",
        "sheet": "The sheet of an Excel file.",
        "skip_rows": "How many lines stand above the header of a CSV file or a sheet.",
        "decimal": "The decimal mark of a CSV file's numbers: a point, where nothing is said.",
        "columns": "Entente's column and the file's.",
        "fields": "Further columns that conditions may use, by the name used there.",
        "times": "An event and the column that holds its time.",
        "events": "Events of the desk's own that the event column tells, such as escalated.",
        "states": "The tool's states: what each is called here, and the event that it tells.",
        "values": "By column: the file's word and ours.",
        "scale": "By column: a factor, such as 0.001 for milliseconds into seconds.",
    },
    "StateMap": {
        "event": "The event that entering this state tells.",
        "state": "The state's name here.",
    },
}


def meaning(model: str, key: str) -> str:
    """What a key of these terms means; empty where nobody said."""
    for own in (CLOCKS, CREDITS, DUTIES, FEES, GOVERNANCE, PRICES, UPTIME, _OWN):
        if said := own.get(model, {}).get(key):
            return said
    return _ANY.get(key) or CLOCKS_ANY.get(key, "")
