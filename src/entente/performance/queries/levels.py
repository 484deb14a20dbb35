"""Questions about service levels: their results month by month, as the latest statements say."""

from __future__ import annotations

from dataclasses import dataclass

from entente.performance.kernel.results import Result
from entente.performance.queries.statements import KeptStatement, latest_statements

MONTHS = 13  # twelve whole ones and the one that runs


class NoSuchLevel(LookupError):
    """No statement of this alliance has such a service level."""


@dataclass(frozen=True)
class LevelYear:
    """A service level over the last months, oldest first; months without it are left out."""

    key: str
    results: tuple[tuple[KeptStatement, Result], ...]

    @property
    def last(self) -> Result:
        """Its result of the latest month."""
        return self.results[-1][1]

    def of(self, period: str) -> Result | None:
        """Its result of a month; None where it has none."""
        return next((result for kept, result in self.results if kept.period == period), None)


@dataclass(frozen=True)
class Year:
    """The latest statements by month, oldest first, and each service level's way through them."""

    statements: tuple[KeptStatement, ...]
    levels: tuple[LevelYear, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """The months, oldest first."""
        return tuple(kept.period for kept in self.statements)


def year_of(alliance_id: int) -> Year:
    """The last months of an alliance; service levels in the order of the latest statement."""
    kept = tuple(latest_statements(alliance_id, MONTHS))
    keys: dict[str, None] = {}
    for each in reversed(kept):
        keys.update(dict.fromkeys(result.level for result in each.statement.results))
    levels = tuple(LevelYear(key, _results(kept, key)) for key in keys)
    return Year(kept, levels)


def level_year(alliance_id: int, key: str) -> LevelYear:
    """The last months of one service level; NoSuchLevel where no statement has it."""
    results = _results(tuple(latest_statements(alliance_id, MONTHS)), key)
    if not results:
        raise NoSuchLevel(f"No statement has a service level {key}.")
    return LevelYear(key, results)


def result_in(kept: KeptStatement, key: str) -> Result:
    """The result of a service level in a statement; NoSuchLevel where it has none."""
    for result in kept.statement.results:
        if result.level == key:
            return result
    raise NoSuchLevel(f"The statement of {kept.period} has no service level {key}.")


def _results(kept: tuple[KeptStatement, ...], key: str) -> tuple[tuple[KeptStatement, Result], ...]:
    return tuple(
        (each, result) for each in kept for result in each.statement.results if result.level == key
    )
