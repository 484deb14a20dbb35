"""`entente lint --fix`: the mends of findings, written into the agreement's files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import typer

from entente.agreement.mending import Mended, mended
from entente.agreement.reading import MOST_FILES, agreement_files
from entente.agreement.text.yaml_source import LARGEST
from entente.cli.amounts import counted
from entente.cli.rewriting import replace_file, unified
from entente.foundation.findings import Finding
from entente.foundation.terminal import printable

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDEST = 60


def mend_files(file: Path, today: dt.date, *, only_show: bool) -> None:
    """Make the mends of an agreement's files, or show them; files that do not read stay."""
    held = {path: path.read_bytes() for path in agreement_files(file)[:MOST_FILES]}
    texts = {str(path): text for path, data in held.items() if (text := _text(data)) is not None}
    if len(texts) < len(held):
        typer.echo("a file is too large or not UTF-8 text, so nothing was mended", err=True)
        return
    done = mended(texts, today)
    for path, was in held.items():
        data = done.texts[str(path)].encode("utf-8")
        if data == was:
            continue
        if only_show:
            typer.echo(unified(path, was.decode("utf-8"), done.texts[str(path)]))
        else:
            replace_file(path, data, was)
    _say(done, held, only_show)


def _text(data: bytes) -> str | None:
    """The text of a file without its byte order mark, which has no meaning in UTF-8."""
    try:
        return data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8") if len(data) <= LARGEST else None
    except UnicodeDecodeError:
        return None


def _say(done: Mended, held: dict[Path, bytes], only_show: bool) -> None:
    for finding in done.made:
        typer.echo(printable(_line(finding)), err=True)
    marks = [path for path, data in held.items() if data.startswith(_BYTE_ORDER_MARK)]
    for path in marks:
        typer.echo(f"{path}:1:1: mended[byte-order-mark]: removed", err=True)
    count = len(done.made) + len(marks)
    if count and only_show:
        typer.echo(f"{counted(count, 'mend')} would be made; nothing was written", err=True)
    elif not count:
        typer.echo("nothing that can be mended with certainty", err=True)


def _line(finding: Finding) -> str:
    now = finding.edits[0].text if len(finding.edits) == 1 else ""
    shown = f" → {now}" if now and len(now) <= _WIDEST and "\n" not in now else ""
    return f"{finding.place}: mended[{finding.rule}]: {finding.message}{shown}"
