"""Two statements side by side: what differs, and the cause of it, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from entente.foundation.canonical import Json, written
from entente.performance.kernel.compile import ALGORITHMS
from entente.performance.kernel.results import Result
from entente.performance.kernel.statement import EvidenceUsed, Sealed, Statement


class Cause(StrEnum):
    """Why a statement cannot be recomputed to the same bytes.

    The two of `HARMLESS` name what carried the same content, and move no figure by themselves.
    """

    STATEMENT_ALTERED = "statement altered"
    ALGORITHM_UNKNOWN = "algorithm unknown"
    TERMS_ALTERED = "terms altered"
    CALENDAR_ALTERED = "calendar or time-zone data altered"
    EVIDENCE_MISSING = "evidence missing"
    EVIDENCE_ALTERED = "evidence altered"
    EVIDENCE_ADDED = "evidence added"
    EVIDENCE_REPACKED = "evidence repacked"
    TIME_ZONE_DATA_OTHER = "time-zone data of another version"
    FIGURE_DIFFERS = "figure differs"


HARMLESS = frozenset({Cause.EVIDENCE_REPACKED, Cause.TIME_ZONE_DATA_OTHER})


class Verdict(StrEnum):
    """What a comparison comes to; with `SAME_FIGURES` all is identical but what carried it."""

    IDENTICAL = "identical"
    SAME_FIGURES = "identical figures"
    DIFFERENT = "not identical"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: where, and what each side has there."""

    cause: Cause
    where: str
    theirs: str
    ours: str

    def __str__(self) -> str:
        return f"{self.cause.value}: {self.where}: theirs {self.theirs}, ours {self.ours}"


@dataclass(frozen=True)
class LevelDiffers:
    """A service level whose result is not the same on both sides; None where a side has none."""

    level: str
    theirs: Result | None
    ours: Result | None


NOTHING = "nothing"


def verdict(differences: Iterable[Difference]) -> Verdict:
    """What the differences of two statements come to."""
    causes = {found.cause for found in differences}
    if not causes:
        return Verdict.IDENTICAL
    return Verdict.SAME_FIGURES if causes <= HARMLESS else Verdict.DIFFERENT


def levels_differing(theirs: Statement, ours: Statement) -> tuple[LevelDiffers, ...]:
    """The service levels that do not have the same result in both, in the order of their keys."""
    left = {result.level: result for result in theirs.results}
    right = {result.level: result for result in ours.results}
    pairs = ((key, left.get(key), right.get(key)) for key in sorted(left.keys() | right.keys()))
    return tuple(LevelDiffers(key, a, b) for key, a, b in pairs if a != b)


def compare(theirs: Sealed, ours: Statement) -> tuple[Difference, ...]:
    """Every difference, causes before the figures that they explain; empty when identical."""
    found = tuple(_differences(theirs, ours))
    if found or theirs.statement == ours:
        return found
    # Entries are compared by their names, so only their order or number is left to differ.
    digests = theirs.statement.digest, ours.digest
    return (Difference(Cause.STATEMENT_ALTERED, "the order of its entries", *digests),)


def _differences(theirs: Sealed, ours: Statement) -> Iterator[Difference]:
    if not theirs.intact:
        yield Difference(
            Cause.STATEMENT_ALTERED,
            "the statement's own digest",
            theirs.claimed,
            theirs.statement.digest,
        )
    yield from unknown_algorithms(theirs.statement)
    yield from _terms(theirs.statement, ours)
    yield from _calendars(theirs.statement, ours)
    yield from compare_evidence(theirs.statement.evidence, ours.evidence)
    yield from _figures(theirs.statement, ours)


def unknown_algorithms(theirs: Statement) -> tuple[Difference, ...]:
    """The algorithms of a statement that this program cannot recompute."""
    known = ", ".join(sorted(ALGORITHMS))
    return tuple(
        Difference(Cause.ALGORITHM_UNKNOWN, "an algorithm of the statement", name, known)
        for name in theirs.algorithms
        if name not in ALGORITHMS
    )


def _terms(theirs: Statement, ours: Statement) -> Iterator[Difference]:
    for name in ("alliance", "title", "parties", "period"):
        yield from _unlike(Cause.TERMS_ALTERED, name, _json(theirs, name), _json(ours, name))
    found = {used.version: used for used in theirs.agreements}
    given = {used.version: used for used in ours.agreements}
    for number in sorted(found.keys() | given.keys()):
        where = f"version {number} of the agreement"
        a, b = found.get(number), given.get(number)
        if a is None or b is None or a.digest != b.digest:
            theirs_said = a.digest if a else NOTHING
            yield Difference(Cause.TERMS_ALTERED, where, theirs_said, b.digest if b else NOTHING)
        else:
            yield from _unlike(Cause.TERMS_ALTERED, f"{where}, in force", written(a), written(b))


def _calendars(theirs: Statement, ours: Statement) -> Iterator[Difference]:
    found = {(used.version, used.calendar): used.digest for used in theirs.calendars}
    given = {(used.version, used.calendar): used.digest for used in ours.calendars}
    if theirs.tzdata != ours.tzdata:
        # Another version of the same rules gives the same calendars, and moves nothing.
        cause = Cause.TIME_ZONE_DATA_OTHER if found == given else Cause.CALENDAR_ALTERED
        yield Difference(cause, "version of the time-zone data", theirs.tzdata, ours.tzdata)
    for number, key in sorted(found.keys() | given.keys()):
        a, b = found.get((number, key), NOTHING), given.get((number, key), NOTHING)
        if a != b:
            where = f"calendar {key} of version {number}"
            yield Difference(Cause.CALENDAR_ALTERED, where, a, b)


def compare_evidence(
    theirs: Iterable[EvidenceUsed], ours: Iterable[EvidenceUsed]
) -> Iterator[Difference]:
    """Batches that only one side has, and those of one name whose rows differ."""
    left, right = list(theirs), list(ours)
    for same in (_same_rows, _same_file):
        for a in list(left):
            b = next((b for b in right if same(a, b)), None)
            if b is not None:
                left.remove(a)
                right.remove(b)
                yield from _batch(a, b)
    for a in left:
        yield Difference(Cause.EVIDENCE_MISSING, _said(a), a.content, NOTHING)
    for b in right:
        yield Difference(Cause.EVIDENCE_ADDED, _said(b), NOTHING, b.content)


def _same_rows(a: EvidenceUsed, b: EvidenceUsed) -> bool:
    return (a.table, a.source, a.content) == (b.table, b.source, b.content)


def _same_file(a: EvidenceUsed, b: EvidenceUsed) -> bool:
    return (a.table, a.source, a.name) == (b.table, b.source, b.name)


def _batch(a: EvidenceUsed, b: EvidenceUsed) -> Iterator[Difference]:
    """What differs in a batch that both sides have; its rows first, else how it was carried."""
    where = _said(a)
    if a.content != b.content:
        rows = f"{a.content} ({a.rows:,} rows)", f"{b.content} ({b.rows:,} rows)"
        yield Difference(Cause.EVIDENCE_ALTERED, where, *rows)
        return
    carried = replace(a, name=b.name, file_sha256=b.file_sha256)
    yield from _unlike(Cause.EVIDENCE_ALTERED, where, written(carried), written(b))
    if carried != a:
        files = f"{a.name} (sha256:{a.file_sha256})", f"{b.name} (sha256:{b.file_sha256})"
        yield Difference(Cause.EVIDENCE_REPACKED, f"{where}: the same rows in another file", *files)


def _said(used: EvidenceUsed) -> str:
    return f"{used.name} ({used.table} of {used.source})"


def _figures(theirs: Statement, ours: Statement) -> Iterator[Difference]:
    for part in ("algorithms", "results", "credits", "defaults", "rights", "ratchets"):
        yield from _unlike(Cause.FIGURE_DIFFERS, part, _json(theirs, part), _json(ours, part))


def _json(made: Statement, member: str) -> Json:
    return written(getattr(made, member))


def _unlike(cause: Cause, where: str, theirs: Json, ours: Json) -> Iterator[Difference]:
    """Each leaf at which two documents differ, named by the words on the way to it."""
    if theirs == ours and type(theirs) is type(ours):
        return
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in dict.fromkeys([*theirs, *ours]):
            yield from _unlike(cause, _into(where, name), theirs.get(name), ours.get(name))
    elif isinstance(theirs, list) and isinstance(ours, list):
        left, right = _named(theirs), _named(ours)
        for name in dict.fromkeys([*left, *right]):
            yield from _unlike(cause, _into(where, name), left.get(name), right.get(name))
    else:
        yield Difference(cause, where, _shown(theirs), _shown(ours))


_NAMES = ("level", "right", "code", "name", "label", "period", "reason")


def _named(items: list[Json]) -> dict[str, Json]:
    """The items of a list under the names that they carry, else under their places."""
    named: dict[str, Json] = {}
    for place, item in enumerate(items, 1):
        keys = (item.get(key) for key in _NAMES) if isinstance(item, dict) else iter(())
        name = next((key for key in keys if isinstance(key, str)), f"no. {place}")
        named[name if name not in named else f"{name} ({place})"] = item
    return named


def _into(where: str, name: str) -> str:
    return f"{where}, {name.replace('_', ' ')}"


def _shown(found: Json) -> str:
    if found is None:
        return NOTHING
    if isinstance(found, list):
        return ", ".join(_shown(item) for item in found) or NOTHING
    if isinstance(found, dict):
        return ", ".join(f"{name} {_shown(item)}" for name, item in found.items())
    return str(found)
