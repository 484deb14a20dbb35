"""Writes the reference pages that follow from the code: commands, settings, the rules of lint.

`python docs/reference/make.py` writes them; a test says that they are in step.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer.main

from entente.agreement.lint.rules import RULES, Rule
from entente.cli import app, register_offline, register_others

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src" / "entente"
MADE = (
    "<!-- Written by docs/reference/make.py from the code. Change the code, then `make docs`. -->"
)
NAME = re.compile(r"ENTENTE_[A-Z_]+")
WORDS = {"str": "TEXT", "int": "NUMBER", "Path": "PATH", "bool": ""}

# What each setting is for. The code and this list must name the same ones.
MEANINGS = {
    "ENTENTE_DATA": "Folder of the server's data: database, evidence files, secret key.",
    "ENTENTE_DATABASE_URL": "PostgreSQL instead of the embedded database: "
    "`postgresql://user:password@host:port/name`.",
    "ENTENTE_DEBUG": "`1` shows Django's own error pages, with everything that they reveal. "
    "For work on Entente only.",
    "ENTENTE_HOSTS": "Names under which readers reach the server, separated by commas.",
    "ENTENTE_INSECURE": "`1` allows plain HTTP: cookies without `Secure`, no HSTS. `entente demo`, "
    "and `entente serve` on this machine's own address without a proxy, set it by themselves.",
    "ENTENTE_LARGEST_EVIDENCE": "How many bytes a file of evidence may have that is uploaded on a "
    "page. `entente upload` takes any size.",
    "ENTENTE_PROXIES": "How many reverse proxies of your own stand before the server. What they "
    "add (`X-Forwarded-For`, `X-Forwarded-Proto`) is believed, and nothing beyond.",
    "ENTENTE_SECRET_KEY": "The key that signs sessions, where it is not kept in the data folder.",
    "ENTENTE_TRACEBACK": "Any text makes a command that fails unexpectedly show where.",
}  # fmt: skip


@dataclass
class Setting:
    """An environment variable that the code reads: its defaults, and the files that read it."""

    defaults: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


def commands() -> str:
    """The page of commands: every command, argument and option."""
    register_offline()
    register_others()
    group: Any = typer.main.get_command(app)
    parts = ["# Commands", MADE, f"{group.help} `entente --version` says the version.", EXITS]
    parts += [part for name, command in group.commands.items() for part in _command(name, command)]
    return "\n\n".join(parts) + "\n"


EXITS = """\
| exit code | meaning |
|---|---|
| 0 | done; clean; identical |
| 1 | the agreement has errors or is recorded already; the statement differs; no usable evidence |
| 2 | the command was not understood; what it needs is not there, or is not yours to do |"""


def _command(name: str, command: Any) -> Iterator[str]:
    for within, one in getattr(command, "commands", {}).items():
        yield from _command(f"{name} {within}", one)
    if hasattr(command, "commands"):
        return
    shown = [param for param in command.params if param.name != "help"]
    arguments = [param for param in shown if not param.opts[0].startswith("-")]
    usage = " ".join(["entente", name, *(_argument(param) for param in arguments)])
    options = " [OPTIONS]" if len(shown) > len(arguments) else ""
    yield f"## {name}"
    yield f"`{usage}{options}`"
    yield command.help
    if shown:
        rows = [f"| `{_written(param)}` | {_meaning(param)} |" for param in shown]
        yield "\n".join(["| argument or option | meaning |", "|---|---|", *rows])


def _argument(param: Any) -> str:
    name = param.name.upper() + ("..." if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _written(param: Any) -> str:
    if not param.opts[0].startswith("-"):
        return _argument(param)
    kind = "" if param.is_flag else re.sub(r".*\[|\].*", "", _type_name(param))
    word = WORDS.get(kind, kind.upper())
    return f"{', '.join(param.opts)} {word}".strip()


def _type_name(param: Any) -> str:
    kind = param.type_descriptor.annotation
    inner: type = next(iter(getattr(kind, "__args__", ())), kind)
    return inner.__name__


def _meaning(param: Any) -> str:
    said = [str(param.help or "").rstrip(".") + "."]
    if param.opts[0].startswith("-") and param.required:
        said.append("Required.")
    if param.multiple and "Repeat" not in said[0]:
        said.append("Repeat it for more.")
    if param.default not in (None, False, "", ()):
        said.append(f"Default: `{param.default}`.")
    return " ".join(said)


def settings() -> str:
    """The page of settings: every environment variable that the code reads."""
    found = read_by_the_code()
    if set(found) != set(MEANINGS):
        odd = ", ".join(sorted(set(found) ^ set(MEANINGS)))
        raise SystemExit(f"docs/reference/make.py: MEANINGS and the code differ on {odd}")
    rows = [
        f"| `{name}` | {MEANINGS[name]} | {_default(one)} | {', '.join(sorted(one.files))} |"
        for name, one in sorted(found.items())
    ]
    table = "\n".join(["| variable | meaning | default | read in |", "|---|---|---|---|", *rows])
    opening = (
        "Entente has no settings file: what an operator may change is read from the environment.\n"
        "The commands that work offline read `ENTENTE_TRACEBACK` and `NO_COLOR` only."
    )
    return "\n\n".join(["# Settings", MADE, opening, table]) + "\n"


def _default(one: Setting) -> str:
    return ", ".join(f"`{default}`" for default in sorted(one.defaults)) or "none"


def read_by_the_code() -> dict[str, Setting]:
    """The `ENTENTE_` variables that are read from the environment anywhere in the source."""
    found: dict[str, Setting] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for name, default in reads(ast.parse(path.read_text("utf-8"))):
            one = found.setdefault(name, Setting())
            one.files.add(f"`{path.relative_to(SOURCE)}`")
            one.defaults |= {default} if default else set()
    return found


def reads(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each `environ.get("ENTENTE_...", default)`, `getenv(...)` and `environ["ENTENTE_..."]`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=asked, args=[ast.Constant(value=str(name)), *rest]) if (
                NAME.fullmatch(name) and _asks(asked)
            ):
                yield name, _literal(rest)
            case ast.Subscript(
                value=place, slice=ast.Constant(value=str(name)), ctx=ast.Load()
            ) if NAME.fullmatch(name) and _called(place) == "environ":
                yield name, ""


def _asks(asked: ast.expr) -> bool:
    """Whether a call reads the environment: `getenv` or `environ.get`."""
    if _called(asked) == "getenv":
        return True
    return isinstance(asked, ast.Attribute) and (_called(asked.value), asked.attr) == (
        "environ",
        "get",
    )


def _called(place: ast.expr) -> str:
    """The last word of a dotted name: `os.environ` and `environ` are both `environ`."""
    if isinstance(place, ast.Attribute):
        return place.attr
    return place.id if isinstance(place, ast.Name) else ""


def _literal(rest: list[ast.expr]) -> str:
    return str(rest[0].value) if rest and isinstance(rest[0], ast.Constant) else ""


RULES_PAGE = "../lint/README.md"
RULES_MARK = (
    "<!-- The rules below are written by docs/reference/make.py from the registry: `make docs`. -->"
)


def rules() -> str:
    """The index of the rules: what its page says by hand, and below the mark a table a subject."""
    by_hand, _, _ = (HERE / RULES_PAGE).read_text("utf-8").partition(RULES_MARK)
    parts = [by_hand + RULES_MARK]
    for subject in dict.fromkeys(rule.subject for rule in RULES.values()):
        rows = [_rule(rule) for rule in RULES.values() if rule.subject == subject]
        parts += [
            f"## {subject}",
            "\n".join(["| rule | | what it finds |", "|---|---|---|", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


def _rule(rule: Rule) -> str:
    accepted = ", may be accepted" if rule.judged else ""
    return f"| [`{rule.id}`]({rule.page}.md) | {rule.severity}{accepted} | {rule.summary} |"


PAGES = {"commands.md": commands, "settings.md": settings, RULES_PAGE: rules}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
