"""The registry of rules: what each is called, how serious it is, and what it finds, in one line.

A rule is a function in a module of this package, an entry here, and a page in `docs/lint` whose bad
and good examples run as tests. `docs/lint/README.md` is written from this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from entente.foundation.findings import Severity

Subject = Literal[
    "Reading",
    "Time",
    "Levels",
    "Money",
    "Rights",
    "Measures",
    "Evidence",
    "Scope",
    "Acceptance",
    "Duties",
    "Governance",
    "Words",
    "Accepted findings",
]


@dataclass(frozen=True)
class Rule:
    """A rule: its name, its severity, and in one line what it finds.

    `judged` marks errors in what the parties agreed, not in how it is written: such terms can still
    be computed, as terms that were signed before anyone looked have to be. They cannot be signed
    anew unless both accept them with a reason. `shares` names a page that tells of several rules.
    """

    id: str
    severity: Severity
    subject: Subject
    summary: str
    judged: bool = False
    shares: str = ""

    @property
    def page(self) -> str:
        """The name of its page in `docs/lint`, without the ending."""
        return self.shares or self.id

    @property
    def acceptable(self) -> bool:
        """Whether parties may accept what it finds; not where terms would mean nothing certain."""
        if self.subject in {"Reading", "Accepted findings"}:
            return False
        return self.judged or self.severity != "error"


def _error(id_: str, subject: Subject, summary: str, shares: str = "") -> Rule:
    return Rule(id_, "error", subject, summary, shares=shares)


def _judged(id_: str, subject: Subject, summary: str) -> Rule:
    return Rule(id_, "error", subject, summary, judged=True)


def _warning(id_: str, subject: Subject, summary: str, shares: str = "") -> Rule:
    return Rule(id_, "warning", subject, summary, shares=shares)


def _note(id_: str, subject: Subject, summary: str) -> Rule:
    return Rule(id_, "note", subject, summary)


_READING = (
    _error("yaml-syntax", "Reading", "a text that is not YAML at this place"),
    _error("duplicate-key", "Reading", "one key twice in a mapping"),
    _error("anchor", "Reading", "a mark by which a text could be copied elsewhere"),
    _error("alias", "Reading", "a word that stands for something written elsewhere"),
    _error("merge-key", "Reading", "keys that come from another mapping"),
    _error("tag", "Reading", "a tag, which changes how a value is read"),
    _error("several-documents", "Reading", "a second document in one file"),
    _error("key-is-no-text", "Reading", "a key that is a list or a mapping"),
    _error("hidden-character", "Reading", "a character that nobody sees, or that hides others"),
    _error("deep-nesting", "Reading", "more than 20 levels within each other"),
    _error("type", "Reading", "a text where keys belong, a list where a text does"),
    _error("value", "Reading", "a value that does not read: a bare number, a date of no calendar"),
    _error("unknown-word", "Reading", "a word that is none of those that fit"),
    _error("unknown-key", "Reading", "a key that the language does not have here"),
    _error("missing-key", "Reading", "a key without which the clause says nothing"),
    _error("condition", "Reading", "a condition that is not in the language"),
    _error("unresolved-reference", "Reading", "a key that is named and that nothing defines"),
    _error("empty-file", "Reading", "a file that says nothing", "files"),
    _error("unreadable-file", "Reading", "a file that cannot be opened", "files"),
    _error("no-files", "Reading", "a folder without a YAML file", "files"),
    _error("too-many-files", "Reading", "a folder of more than 100 files", "files"),
    _error("file-too-large", "Reading", "a file of more than 2 MB", "files"),
    _error("too-many-values", "Reading", "a file of more than 100,000 values", "files"),
    _error("not-utf-8", "Reading", "a file that is not UTF-8 text", "files"),
    _warning("byte-order-mark", "Reading", "a file that starts with a byte order mark", "files"),
    _error("defined-twice", "Reading", "one key in two files of a folder", "files"),
)
_TIME = (
    _error("unknown-zone", "Time", "a zone that the IANA database does not have"),
    _error("calendar-cycle", "Time", "calendars that are open only while each other is"),
    _error("never-open", "Time", "a calendar without an open hour"),
    _error("unequal-days", "Time", "business days on a calendar whose days have unequal hours"),
    _warning("holidays-not-pinned", "Time", "holidays by country instead of by date"),
    _warning("plain-days", "Time", "days that may be business days or calendar days"),
    _warning("working-hours-round-the-clock", "Time", "working hours on hours that never close"),
    _warning("zone-by-letters", "Time", "a zone that names no place, such as EST or CET"),
    _warning("holidays-run-out", "Time", "a year in force that has no holidays, though others do"),
    _note("unused-calendar", "Time", "a calendar on which nothing counts"),
    _warning("business-days-of-no-calendar", "Time", "business days that no calendar tells"),
    _judged("in-force-order", "Time", "terms that end before they begin"),
    _judged("timeline-order", "Time", "a timeline that ends before it begins"),
)
_LEVELS = (
    _error("level-unit", "Levels", "a bound in another unit than its measure gives"),
    _judged("level-direction", "Levels", "at most where more is better, or the reverse"),
    _judged("level-never-met", "Levels", "a bound that no figure can meet"),
    _warning("level-never-missed", "Levels", "a bound that every figure meets"),
    _judged("level-order", "Levels", "a minimum that asks more than the commitment"),
    _warning("expected-below-commitment", "Levels", "an aim that asks less than the commitment"),
    _warning("rounding-decides", "Levels", "a bound that is finer than the rounded figure"),
    _note("one-miss-decides", "Levels", "a commitment that one single miss breaks"),
    _warning("misses-rounded-away", "Levels", "a promise of all that some misses still keep"),
    _note("min-volume-jumps", "Levels", "one more record that turns a month from met to missed"),
    _warning("least-outage-hides-miss", "Levels", "an outage that breaks a level and is not told"),
    _note("fraction-of-a-count", "Levels", "a bound of half a failure"),
    _warning("beyond-the-term", "Time", "what begins, or is counted, after the terms have ended"),
    _judged("month-of-no-year", "Time", "a thirteenth month"),
    _note("one-answer-decides", "Levels", "a survey of which one answer makes the figure"),
    _warning("levels-contradict", "Levels", "two levels of the same facts that part on them"),
    _warning("one-formula-per-level", "Levels", "one promise by two formulas that disagree"),
    _warning("same-level-twice", "Levels", "one promise made twice, so that it costs twice"),
    _warning("basis-conflict", "Levels", "two levels of one title that count different things"),
    _warning("counter-without-reset", "Levels", "a count of failures that may start again, or not"),
    _judged("counter-never-true", "Levels", "more failures than there are periods"),
    _warning("overlapping-windows", "Levels", "one failure that several periods take"),
    _note("pooled-dilution", "Levels", "a figure in which one item may be down for days"),
    _warning("ratchet-without-step", "Levels", "a level that may rise by any step"),
    _warning("weights-add-up", "Levels", "weights that do not add up to the whole"),
    _error("combined-of-itself", "Levels", "a figure that is made from itself"),
    _note("deadline-in-closed-hours", "Levels", "a time of day at which nobody is there"),
    _error("severity-twice", "Levels", "one severity in two places of the order"),
    _warning("unknown-severity", "Levels", "a condition on a severity that is not in the list"),
    _warning("grade-left-out", "Levels", "a priority between two others that has no level"),
    _warning("calendar-gap", "Levels", "a priority that has a level in some hours only"),
    _note(
        "order-implausible", "Levels", "the more urgent that is slower, the stronger that is weaker"
    ),
    _warning("term-vs-endpoint", "Levels", "a title that says response over a clock to resolved"),
    _warning("title-disagrees", "Levels", "a title with other figures or hours than the terms"),
    _error("scale-order", "Levels", "a scale whose lowest answer is not below its highest"),
)
_MONEY = (
    _judged("bands-partition", "Money", "bands with a gap, an overlap, or nothing in them"),
    _judged("bands-gap-needs-rounding", "Money", "a band that ends at its own last figure"),
    _judged("commitment-in-paying-tier", "Money", "a band that pays for figures that are met"),
    _warning("miss-without-tier", "Money", "figures that miss and lie in no band"),
    _warning("band-beyond-trigger", "Money", "a paying band for which the trigger pays nothing"),
    _warning("pays-over-whole", "Money", "a credit of more than all that is paid"),
    _warning("table-order", "Money", "a row of a table that pays less than a better one"),
    _warning("credit-multiplicity", "Money", "a credit of counted failures, once or for each"),
    _warning("cumulative-basis", "Money", "so much for each hour beyond, of all or of those"),
    _warning("credit-of-the-client", "Money", "money off the invoice for what the client owes"),
    _note("group-of-one", "Money", "credits of one incident of which there is one"),
    _warning("cap-order", "Money", "the ceiling of a year before that of a month"),
    _note("cap-never-binds", "Money", "a ceiling that a shorter one keeps from being reached"),
    _warning("cap-below-credit", "Money", "a ceiling that the mildest failure reaches already"),
    _warning("credit-never-due", "Money", "a credit that no figure brings about"),
    _warning("fee-base-pass-through", "Money", "a share of costs that are handed on"),
    _warning("minimum-above-credits", "Money", "a least sum that no month's credits reach"),
    _warning("earn-back-without-bound", "Money", "a credit that goes back for no level"),
    _judged("index-bounds", "Money", "an increase that is at least more than at most"),
    _note("index-without-ceiling", "Money", "charges that rise with an index without a limit"),
    _warning("tier-order", "Money", "a worse figure that pays less than a better one"),
    _error("credit-shape", "Money", "a credit without scheme or amount, or by two ways at once"),
    _judged("credit-trigger-stricter", "Money", "money due for figures that are met"),
    _judged("pools-over-whole", "Money", "pools that add up to more than the whole"),
    _judged("allocation-over-pool", "Money", "allocations that add up to more than their pool"),
    _warning("over-allocation", "Money", "all credits of a month together exceed a cap"),
    _warning("unused-pool", "Money", "a pool on which no service level draws"),
    _warning("critical-without-credit", "Money", "a critical level whose miss costs nothing"),
    _warning("credit-on-kpi", "Money", "a credit that never falls due"),
    _warning("fee-base-one-off", "Money", "a charge that does not recur, in a monthly base"),
    _error("currency", "Money", "an amount in another currency than the credits"),
)
_RIGHTS = (
    _warning("right-without-trigger", "Rights", "a right that nothing makes arise"),
    _warning("right-without-window", "Rights", "a right that never lapses, or at once"),
    _warning("right-beyond-cap", "Rights", "a right at an amount that the caps never let through"),
    _note("right-at-cap", "Rights", "a right that arises only where every cap is used up"),
    _warning("defaults-without-rule", "Rights", "a count of defaults that no level can have"),
    _warning("lapses-before-known", "Rights", "a time that is over before the figure is known"),
    _warning("sole-remedy-with-rights", "Rights", "an only remedy beside another one"),
)
_MEASURES = (
    _warning("no-evidence", "Measures", "a measure that no source of evidence feeds"),
    _error("wrong-table", "Measures", "a source of another table than the measure counts"),
    _error("unknown-field", "Measures", "a condition on a field that no source gives"),
    _error("unknown-state", "Measures", "a stop-clock state that no source gives"),
    _warning("unknown-event", "Measures", "a clock that starts or stops at an event nothing tells"),
    _note("late-records-lost", "Measures", "records that end after the month count in no month"),
    _warning("service-without-where", "Measures", "a level of one service that counts all"),
    _warning("probe-holds-for-ever", "Measures", "a last probe that decides the rest of a month"),
    _warning("unused-measure", "Measures", "a measure without a service level"),
    _note("unused-exclusion", "Measures", "an exclusion that no measure names"),
    _warning("exclusion-without-effect", "Measures", "an exclusion of what is not counted anyway"),
    _warning("exclusion-leaves-nothing", "Measures", "an exclusion of all that is counted"),
    _warning(
        "exclusions-disagree", "Measures", "an hour that one exclusion takes and one does not"
    ),
    _warning("maintenance-without-limit", "Measures", "maintenance of any length, at any time"),
    _warning("claims-without-source", "Measures", "claims that no source of evidence records"),
    _warning("counts-nothing", "Measures", "a condition that no record can meet"),
    _warning("silence-is-success", "Measures", "a month that is met when the monitor stops"),
    _warning("exclusion-not-applicable", "Measures", "an exclusion of what is not counted here"),
)
_EVIDENCE = (
    _error("source-without-table", "Evidence", "a source that does not say what it fills"),
    _error("unknown-column", "Evidence", "a column that the table does not have"),
    _error("field-is-column", "Evidence", "a field that is called like a column"),
    _error("date-format", "Evidence", "dd/mm/yyyy in place of %d/%m/%Y"),
)
_SCOPE = (
    _warning("task-without-owner", "Scope", "a task that nobody owns"),
    _warning("task-without-timeline", "Scope", "a task that has no time"),
    _warning("task-without-deliverable", "Scope", "a task that hands nothing over"),
    _warning("task-without-measure", "Scope", "a task that is held to no service level"),
    _warning("deliverable-without-criterion", "Scope", "a deliverable that nobody can refuse"),
    _note("unused-deliverable", "Scope", "a deliverable that no task hands over"),
    _warning("due-outside-terms", "Scope", "a date on which these terms do not hold"),
    _note("due-on-closed-day", "Scope", "a date on which nobody works"),
    _warning("outside-timeline", "Scope", "a date on which the task does not run"),
    _note("ambiguous-word", "Words", "a word that two readers read in two ways"),
)
_DUTIES = (
    _warning("acceptance-without-period", "Acceptance", "an acceptance that takes any time"),
    _note("acceptance-without-acceptor", "Acceptance", "an acceptance by nobody in person"),
    _warning("acceptance-without-end", "Acceptance", "an acceptance that can go round for ever"),
    _judged("final-before-accepted", "Acceptance", "a final day before the time to accept is over"),
    _warning("silence-without-warning", "Acceptance", "a decision by silence that nobody hears"),
    _judged("silence-without-clock", "Acceptance", "silence that counts after no certain time"),
    _judged("warning-too-early", "Acceptance", "a warning before the time that it warns of"),
    _warning("duty-without-due", "Duties", "a duty that is never late"),
    _warning("duty-without-trigger", "Duties", "a due time that is counted from nothing"),
    _note("duty-without-evidence", "Duties", "a duty that nobody can see was done"),
    _note("duty-without-consequence", "Duties", "a duty that can be left undone"),
    _warning("rung-without-time", "Governance", "a step on which a matter can stay for ever"),
    _warning("rung-without-counterpart", "Governance", "a step on which one side stands alone"),
    _warning("escalates-to-the-same", "Governance", "a step that the same people take again"),
    _warning("mixed-day-units", "Governance", "steps in business days and in calendar days"),
    _warning("ladder-sum", "Governance", "steps that take another time than the whole"),
    _note("ladder-without-end", "Governance", "a ladder after which nothing comes"),
    _judged("quorum-beyond-members", "Governance", "a quorum of more than there are"),
    _warning("chair-missing", "Governance", "a chair that decides and that nobody holds"),
    _warning("no-way-out", "Governance", "a body that can stay undecided for ever"),
    _warning("pairing-one-sided", "Governance", "a counterpart that is another's, or one's own"),
    _note("unused-entry", "Governance", "a role or a date that nothing names"),
)
_ACCEPTED = (
    _error("unknown-rule", "Accepted findings", "an accepted finding of a rule that lint lacks"),
    _error("not-acceptable", "Accepted findings", "an accepted error that leaves no one meaning"),
    _warning("unused-acceptance", "Accepted findings", "an accepted finding that is not found"),
    _warning("acceptance-expired", "Accepted findings", "an accepted finding whose day has come"),
)

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        *_READING, *_TIME, *_LEVELS, *_MONEY, *_RIGHTS, *_MEASURES, *_EVIDENCE, *_SCOPE,
        *_DUTIES, *_ACCEPTED,
    )
}  # fmt: skip

# Errors that leave terms computable.
COMPUTABLE = frozenset(rule.id for rule in RULES.values() if rule.judged)
