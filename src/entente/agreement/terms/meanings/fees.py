"""What each key of fees means, in one line: use, interest, damages, limits, an early end."""

from __future__ import annotations

FEES: dict[str, dict[str, str]] = {
    "Usage": {
        "owed_by": "Who pays it.",
        "every": "For how long each use is counted.",
        "rates": "By name: the price of each one, a share of an amount, or a multiple of one.",
        "free": "What is taken off first: an amount, or a share of free_of.",
        "free_of": "The told amount that a free share is of.",
        "uplift": "What is put on after that.",
        "at_least": "The least that is due.",
        "at_most": "The most that is due.",
        "text": "What else was agreed, in words.",
    },
    "Interest": {
        "owed_by": "Who pays it when it is late.",
        "rate": "The rate, or what is added to the one that above names.",
        "per": "Whether the rate is of a year or of a month.",
        "above": "A rate that is told, to which this one is added.",
        "no_more": "A rate that is told, which is not exceeded.",
        "compounding": "Whether interest is added to what is owed: each day, each month, or not.",
        "year_of": "The days of a year: 365 or 360.",
        "text": "What else was agreed, in words.",
    },
    "Delay": {
        "owed_by": "Who pays it.",
        "deliverables": "Keys of the deliverables that it is about.",
        "bands": "What is paid by the length of the delay, the shortest first.",
        "each": "What each unit of the delay pays.",
        "grace": "A delay of that length or less pays nothing.",
        "beyond_grace": "Whether a longer one is counted from the end of the grace.",
        "at_most": "The most that is paid: a share of the price, or an amount.",
        "given_back_after": "It is given back once nothing was late for so long.",
        "text": "What else was agreed, in words.",
    },
    "DelayBand": {
        "since": "How long a delay is, at least, in this band.",
        "pays": "A share of the price of what is late, or an amount.",
    },
    "DelayUnit": {
        "unit": "The unit, such as 1 week.",
        "pays": "A share of the price of what is late, or an amount.",
        "part": "What part of a unit counts as: up, down or exact.",
    },
    "Liability": {
        "owed_by": "Whose liability it is.",
        "limits": "The amounts that the limit is chosen from.",
        "choose": "Whether the greater or the lesser of them counts.",
        "per": "Whether it holds for each claim, year, contract year, or for the whole term.",
        "not_for": "What it does not hold for; one item a line.",
        "text": "What else was agreed, in words.",
    },
    "LimitPart": {
        "amount": "A fixed amount.",
        "share": "A share of what of_what names.",
        "of_what": "The told amount that the share is of, such as the charges paid.",
        "over": "How long before the claim that is counted.",
        "at_first": "The amount that counts while the agreement is younger than that.",
    },
    "Cancellation": {
        "owed_by": "Who pays it.",
        "parts": "The amounts that the fee is made of.",
        "choose": "Whether the greater, the lesser or the sum of them counts.",
        "notice_saves": "With so much notice, nothing is due.",
        "months_at_most": "At most so many months that are left count.",
        "text": "What else was agreed, in words.",
    },
    "EndPart": {
        "amount": "A fixed amount.",
        "monthly": "So much for each month that is left of the term.",
        "mean_over": "The mean monthly bill of so long before, for each month that is left.",
        "charges": "Keys of charges, whose monthly amounts count for each month that is left.",
        "share": "The share of it that counts.",
    },
}
