"""A redline as one page for a browser: all in one file, no script, nothing from elsewhere.

Whatever the parties wrote is escaped. Colours are those of the server's pages, whose tokens are
copied into the page; each colour also has a mark or a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from entente.agreement.explain.wording import spoken_date
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.digest import agreement_digest
from entente.agreement.versions.parts import Leaf, Part
from entente.agreement.versions.redline import KINDS, Change, Clause, Redline
from entente.agreement.versions.words import Piece
from entente.agreement.versions.writing import in_short, said_path, yaml_lines
from entente.cli.redline_text import by_default, label, steps, summary

_TOKENS, _SHEET = ("web", "static", "entente", "tokens.css"), ("cli", "redline.css")


def redline_page(old: Agreement, new: Agreement, found: Redline) -> str:
    """The page, whole."""
    clauses = found.clauses()
    body = "".join(_clause(clause) for clause in clauses)
    same = f'<p class="clause same">{escape(summary(old, new, found).capitalize())}.</p>'
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(f"{new.title}: version {old.version} to {new.version}")}</title>
<style>
{_styles()}</style>
</head>
<body>
{_header(old, new, clauses)}
<main>
{body or same}
</main>
<footer>Values are in their canonical form; comments, layout and the order of keys are no part of \
the terms.</footer>
</body>
</html>
"""


def _styles() -> str:
    return "".join(
        files("entente").joinpath(*path).read_text("utf-8") for path in (_TOKENS, _SHEET)
    )


def _header(old: Agreement, new: Agreement, clauses: Iterable[Clause]) -> str:
    counts = Counter(change.kind for clause in clauses for change in clause.changes)
    pills = "".join(
        f'<li class="pill {kind}">{counts[kind]:,} {kind}</li>' for kind in KINDS if counts[kind]
    )
    parties = "".join(
        f'<span class="{side}">{escape(terms.name)}</span>'
        for side, terms in (("client", new.parties.client), ("provider", new.parties.provider))
    )
    digests = "".join(
        f"<div><dt>Version {each.version}, in force from {spoken_date(each.in_force.from_)}</dt>"
        f"<dd><code>{agreement_digest(each)}</code></dd></div>"
        for each in (old, new)
    )
    return f"""\
<header>
<p class="parties">{parties}</p>
<h1>{escape(new.title)}</h1>
<p class="lead">What changed from version {old.version} to version {new.version}.</p>
<dl class="digests">{digests}</dl>
<ul class="counts">{pills}</ul>
</header>"""


def _clause(clause: Clause) -> str:
    path = said_path(clause.path)
    title = clause.title if path else "The agreement as a whole"
    title = title or path.replace("_", " ").capitalize()
    under = f'<p class="path"><code>{escape(path)}</code></p>' if path else ""
    changes = "".join(_change(change, clause) for change in clause.changes)
    return (
        f'<section class="clause"><h2>{escape(title)}</h2>{under}\n<ul>\n{changes}</ul></section>\n'
    )


def _change(change: Change, clause: Clause) -> str:
    place = label(change, clause.path)
    where = f'<code class="where">{escape(place)}</code>' if place else ""
    pill = f'<div><span class="pill {change.kind}">{change.kind}</span></div>'
    return f"<li>{pill}<div>{where}{''.join(_what(change))}</div></li>\n"


def _what(change: Change) -> Iterator[str]:
    if change.kind in {"renamed", "moved"}:
        value = f" {escape(in_short(change.new))}" if isinstance(change.new, Leaf) else ""
        yield f'<span class="was">{escape(steps(change))}{value}</span>'
    elif change.words:
        yield f'<p class="text">{" ".join(_piece(piece) for piece in change.words)}</p>'
    else:
        yield '<span class="values">'
        yield from (_value(tag, part) for tag, part in (("del", change.old), ("ins", change.new))
                    if part)  # fmt: skip
        yield "</span>"


_MARKS = {"ins": "+", "del": "−"}
_TAGS = {"added": "ins", "removed": "del"}


def _piece(piece: Piece) -> str:
    tag = _TAGS.get(piece.kind)
    return _marked(tag, escape(piece.text)) if tag else escape(piece.text)


def _marked(tag: str, inner: str) -> str:
    return f'<{tag}><span class="mark">{_MARKS[tag]}</span> {inner}</{tag}>'


def _value(tag: str, part: Part) -> str:
    if isinstance(part, Leaf):
        return _marked(tag, escape(in_short(part) + by_default(part)))
    lines = "\n".join(f"{_MARKS[tag]} {escape(line)}" for line in yaml_lines(part))
    return f'<{tag}><code class="block">{lines}</code></{tag}>'
