"""What the benchmarks share: taking turns, medians, tables, and a page's sections between marks."""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

Times = Mapping[str, list[float]]


def alternating(works: Mapping[str, Callable[[], object]], runs: int) -> Times:
    """Seconds of each work in each run, after one run that does not count.

    They take turns, so that a busy machine slows all of them.
    """
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            times[name].append(timed(work))
    return times


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ratio(work: Sequence[float], floor: Sequence[float]) -> float:
    """The median over the runs of how many times longer one took than the other beside it."""
    return statistics.median(a / b for a, b in zip(work, floor, strict=True))


def said(seconds: Sequence[float]) -> str:
    """A median with its least and most."""
    middle = statistics.median(seconds)
    return f"{middle:.3f} s ({min(seconds):.3f} to {max(seconds):.3f})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine(*packages: str) -> str:
    """What the figures were measured on, and with."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Measured on {os.cpu_count()} processors ({platform.machine()}),"
        f" Python {platform.python_version()}{', ' if versions else ''}{versions}."
    )


def arguments(purpose: str | None) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    options = argparse.ArgumentParser(description=purpose)
    options.add_argument("--quick", action="store_true", help="a small one, to try")
    options.add_argument("--runs", type=int, help="how often each is run")
    options.add_argument("--write", type=Path, help="a page that takes the figures")
    return options


def give(name: str, section: str, page: Path | None) -> None:
    """Print a section, and put it between the marks of its name in a page."""
    print(section)
    if page is None:
        return
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole = page.read_text(encoding="utf-8")
    if begin not in whole or end not in whole:
        raise SystemExit(f"{page} has no marks {begin} and {end}")
    inside = re.escape(begin) + ".*?" + re.escape(end)
    text = f"{begin}\n{section}\n{end}"
    page.write_text(re.sub(inside, lambda _: text, whole, flags=re.DOTALL), encoding="utf-8")
