"""YAML as a person wrote it: every key and value with its place, every problem a finding.

The document is untrusted. It is read event by event without recursion, its size, depth and number
of values are limited, and what could make one text read two ways is refused: duplicate keys,
anchors and aliases (and with them every expansion), merge keys, tags, characters that nobody sees.
Words are those of the YAML 1.2 core schema: `no` is the text "no", a date is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
import yamlcore

from entente.foundation.findings import Finding, Place

LARGEST = 2_000_000  # bytes
MOST_VALUES = 100_000
DEEPEST = 20
LINE_BREAK = re.compile(r"\r\n|\r|\n")
_UNSEEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|"
    "[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_Loader = yamlcore.CCoreLoader if yaml.__with_libyaml__ else yamlcore.CoreLoader
Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True)
class Scalar:
    """A single value; `quoted` where its text starts a character after its place."""

    value: bool | int | str | None
    place: Place
    quoted: bool = False

    def plain(self) -> Plain:
        """The value."""
        return self.value


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Written, ...]
    place: Place
    closes: Place | None = None  # behind the closing bracket, where there is one

    def plain(self) -> Plain:
        """The values of the list."""
        return [item.plain() for item in self.items]


@dataclass(frozen=True)
class Entry:
    """A key with its value."""

    key: str
    place: Place
    value: Written


@dataclass(frozen=True)
class Mapping:
    """Keys with their values, in the order in which they are written."""

    entries: dict[str, Entry]
    place: Place
    closes: Place | None = None  # behind the closing brace, where there is one

    def plain(self) -> Plain:
        """The values by their keys."""
        return {key: entry.value.plain() for key, entry in self.entries.items()}


Written = Scalar | Sequence | Mapping


@dataclass(frozen=True)
class Document:
    """A file as read: its lines, its outermost value if it has one, and what is wrong with it."""

    file: str
    lines: tuple[str, ...]
    root: Written | None
    findings: tuple[Finding, ...]


def read_bytes(data: bytes, file: str) -> Document:
    """The document that a file's bytes hold; nothing is raised, whatever they are."""
    if len(data) > LARGEST:
        return _refused(file, "file-too-large", f"larger than {LARGEST:,} bytes", "split it")
    found: list[Finding] = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        message, hint = "the file starts with a byte order mark", "save it as UTF-8 without one"
        found.append(_finding("byte-order-mark", message, hint, Place(file, 1, 1), "warning"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = LINE_BREAK.split(data[: error.start].decode("utf-8", "replace"))
        place = Place(file, len(good), len(good[-1]) + 1)
        lines = tuple(LINE_BREAK.split(data.decode("utf-8", "replace")))
        problem = _finding("not-utf-8", "the file is not UTF-8 text", "save it as UTF-8", place)
        return Document(file, lines, None, (*found, problem))
    document = read_text(text, file)
    return Document(file, document.lines, document.root, (*found, *document.findings))


def read_text(text: str, file: str) -> Document:
    """The document that a text holds; nothing is raised, whatever it is."""
    lines = tuple(LINE_BREAK.split(text))
    if len(text) > LARGEST:
        return _refused(file, "file-too-large", f"larger than {LARGEST:,} characters", "split it")
    unseen = [_unseen(text, match, file) for match in _first(_UNSEEN.finditer(text), 20)]
    if unseen:
        return Document(file, lines, None, tuple(unseen))
    builder = _Builder(file)
    root = builder.read(text)
    if root is None and not builder.found:
        builder.wrong("empty-file", "the file says nothing", "start with alliance, title, zone",
                      Place(file, 1, 1))  # fmt: skip
    return Document(file, lines, root, tuple(builder.found))


def _first(matches: Iterator[re.Match[str]], most: int) -> Iterator[re.Match[str]]:
    for _, match in zip(range(most), matches, strict=False):
        yield match


def _unseen(text: str, match: re.Match[str], file: str) -> Finding:
    before = LINE_BREAK.split(text[: match.start()])
    place = Place(file, len(before), len(before[-1]) + 1)
    return _finding("hidden-character", _hidden(match[0]), "remove it", place)


def _hidden(character: str) -> str:
    return f"the character U+{ord(character):04X} cannot be seen, or changes how others are seen"


def _refused(file: str, rule: str, message: str, hint: str) -> Document:
    found = _finding(rule, f"the file is {message}", hint, Place(file, 1, 1))
    return Document(file, (), None, (found,))


def _finding(rule: str, message: str, hint: str, place: Place, severity: str = "error") -> Finding:
    return Finding(rule, "warning" if severity == "warning" else "error", message, hint, place)


@dataclass
class _Open:
    """A list or mapping whose end is not reached yet."""

    place: Place
    is_mapping: bool
    in_line: bool = False
    items: list[Written] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: tuple[str, Place] | None = None


class _TooMuch(Exception):
    """Reading further is of no use."""


@dataclass
class _Builder:
    """Events of the parser into written values, with a stack of its own instead of recursion."""

    file: str
    found: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: Written | None = None
    documents: int = 0
    values: int = 0

    def wrong(self, rule: str, message: str, hint: str, place: Place) -> None:
        """Note a problem."""
        self.found.append(_finding(rule, message, hint, place))

    def read(self, text: str) -> Written | None:
        """The outermost value of a text, as far as it can be read."""
        loader = _Loader(text)
        try:
            while loader.check_event():
                self.take(loader.get_event(), loader)
        except yaml.YAMLError as error:
            place = self.error_place(error)
            self.wrong("yaml-syntax", *_said(error, _at(text, place)), place)
            self.root = None  # half a document would bring findings on what was not read
        except _TooMuch:
            self.root = None
        finally:
            loader.dispose()
        return self.root

    def error_place(self, error: yaml.YAMLError) -> Place:
        """Where the parser stopped."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file, 1, 1)

    def place(self, event: yaml.Event) -> Place:
        """Where an event starts and, when it ends on the same line, where it ends."""
        start, end = event.start_mark, event.end_mark
        assert start is not None  # the parser marks every event
        assert end is not None
        if isinstance(event, yaml.ScalarEvent) and end.line == start.line:
            return Place(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        return Place(self.file, start.line + 1, start.column + 1)

    def take(self, event: yaml.Event, loader: yaml.Loader) -> None:
        """One event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.wrong("several-documents", "a second document starts here",
                           "keep one document a file", self.place(event))  # fmt: skip
                raise _TooMuch
        elif isinstance(event, yaml.AliasEvent):
            self.no_alias(event)
            self.put(Scalar(None, self.place(event)))
        elif isinstance(event, yaml.ScalarEvent):
            self.check(event)
            self.scalar(event, loader)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.check(event)
            self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close(event)

    def no_alias(self, event: yaml.AliasEvent) -> None:
        self.wrong("alias", f"*{event.anchor} stands for something written elsewhere",
                   "write it out here: what both sign says each thing where it stands",
                   self.place(event))  # fmt: skip

    def check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse anchors, tags, and more values than a person could have written."""
        self.values += 1
        place = self.place(event)
        if self.values > MOST_VALUES:
            self.wrong("too-many-values", f"more than {MOST_VALUES:,} values", "split it", place)
            raise _TooMuch
        if event.anchor:
            self.wrong("anchor", f"&{event.anchor} marks a text for copying",
                       "remove it, and write out what refers to it", place)  # fmt: skip
        if event.tag and event.tag != "!":
            self.wrong("tag", f"{event.tag} is a tag: the language has none", "remove it", place)
        # What the text does not hold can still be written in it, as "\u202e" between quotes.
        if isinstance(event, yaml.ScalarEvent) and (unseen := _UNSEEN.search(event.value)):
            self.wrong("hidden-character", _hidden(unseen[0]), "remove it", place)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        """A list or a mapping starts."""
        place = self.place(event)
        if len(self.stack) >= DEEPEST:
            self.wrong("deep-nesting", f"nested more than {DEEPEST} levels deep",
                       "write it flatter", place)  # fmt: skip
            raise _TooMuch
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if self.stack and self.stack[-1].is_mapping and self.stack[-1].key is None:
            self.wrong("key-is-no-text", "a key is a single word or text here", "name it", place)
            raise _TooMuch
        self.stack.append(_Open(place, is_mapping, bool(event.flow_style)))

    def close(self, event: yaml.CollectionEndEvent) -> None:
        """A list or a mapping ends."""
        done = self.stack.pop()
        end = event.end_mark
        closes = Place(self.file, end.line + 1, end.column + 1) if done.in_line and end else None
        self.put(
            Mapping(done.entries, done.place, closes)
            if done.is_mapping
            else Sequence(tuple(done.items), done.place, closes)
        )

    def scalar(self, event: yaml.ScalarEvent, loader: yaml.Loader) -> None:
        """A single value, or a key."""
        place, quoted = self.place(event), event.style in {"'", '"'}
        if self.stack and self.stack[-1].is_mapping and self.stack[-1].key is None:
            self.stack[-1].key = (event.value, place)
            return
        plain = not event.style or event.style not in "'\"|>"
        value = _core_value(event.value, loader) if plain else event.value
        self.put(Scalar(value, place, quoted))

    def put(self, value: Written) -> None:
        """A finished value goes where it belongs."""
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if not top.is_mapping:
            top.items.append(value)
            return
        if top.key is None:
            top.key = ("", value.place)  # an alias in the place of a key
            return
        (key, place), top.key = top.key, None
        if key == "<<":
            self.wrong("merge-key", "<< merges another mapping into this one",
                       "write its keys out here", place)  # fmt: skip
        elif key in top.entries:
            first = top.entries[key].place
            self.wrong("duplicate-key", f"{key!r} is here a second time; the first is at {first}",
                       "remove one of the two", place)  # fmt: skip
        else:
            top.entries[key] = Entry(key, place, value)


def _core_value(text: str, loader: yaml.Loader) -> bool | int | str | None:
    """A plain word by the YAML 1.2 core schema; fractions stay text, so that they stay exact."""
    resolved = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call] # ships no types
    tag = str(resolved).rpartition(":")[2]
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    if tag == "int" and re.fullmatch(r"[-+]?[0-9]{1,18}", text):
        return int(text)
    return text


_WORDS = (
    (r"mapping values are not allowed", "a second ': ' on the line, or a key that is not in line",
     "put a text with ': ' in quotes, or line the key up with those above"),
    (r"expected <block end>", "this is not in line with what is above it",
     "line it up with the keys it belongs to"),
    (r"could not find expected ':'|could not find", "a key has no ': ' after it",
     "write a colon and a space after the key"),
    (r"unexpected end of stream", "a quotation mark has no partner", "close the text"),
    (r"undefined alias|found undefined", "this refers to nothing that was marked",
     "write it out"),
)  # fmt: skip


def _at(text: str, place: Place) -> str:
    """The character at a place; nothing beyond the end."""
    line = LINE_BREAK.split(text)[place.line - 1 : place.line]
    return line[0][place.column - 1 : place.column] if line else ""


def _said(error: yaml.YAMLError, mark: str) -> tuple[str, str]:
    """What is wrong and what to do, in our words where the parser's are of no help."""
    if mark == "\t":
        return "a tab stands where YAML takes spaces", "indent with spaces"
    if mark in {"@", "`", "%"}:
        return f"{mark} cannot begin a plain text", "put the text in quotes"
    problem = str(getattr(error, "problem", None) or "the text cannot be read")
    context = str(getattr(error, "context", None) or "")
    for pattern, message, hint in _WORDS:
        if re.search(pattern, f"{context} {problem}"):
            return message, hint
    return f"this is not YAML: {problem}", "check the punctuation on this line and the one above"
