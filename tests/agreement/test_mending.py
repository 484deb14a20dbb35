"""Mending: what has one right answer is written, everything else stays to the byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.mending import mended
from entente.agreement.reading import KEYED, read_agreement_text
from entente.agreement.schema import agreement_schema
from entente.agreement.text.mends import applied, around_edits, key_edits, value_edits
from entente.agreement.text.yaml_source import Mapping, read_text
from entente.foundation.findings import Edit, Place
from tests.agreement.drafts import EVIDENCE, HEAD, LEVEL, MONEY, OFFICE, level
from tests.agreement.test_reading import mutated

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-and-quay" / "agreement.yaml"
TEXT = EXAMPLE.read_text("utf-8").partition("evidence:")[0]
TIERS = "class: critical\ncredit:\n  tiers:\n"


def mend(text: str) -> str:
    return mended({"draft.yaml": text}).texts["draft.yaml"]


def test_no_agreement_without_slips_is_changed() -> None:
    for path in EXAMPLE.parents[1].glob("*/agreement.yaml"):
        text = path.read_text("utf-8")
        assert mend(text) == text


SLIPS = [
    ("zone: Europe/Dublin", "zone: Europe/Dublim"),
    ("measure:", "meesure:"),
    ("kind: share-within", "kind: share_within"),
    ("kind: share-within", "kind: Share Within"),
    ("at least 95 %", "At least 95%"),
    ("at least 95 %", "at least 95"),
    ("at least 95 %", "95"),
    ("at least 95 %", "95,0 %"),
    ("priority = 'P1'", 'priority == "P1"'),
    ("priority = 'P1'", "prioritty = 'P1' or prioritty = 'prioritty'"),
    ("calendar: office", "calendar: ofice"),
    ("calendar: always", "calendar: 24x7"),
    ("calendar: always", "calendar: 24/7"),
    ("mon-fri: 08:00-18:00", "Mon–Fri: 8:00-18:00"),
    ("mon-fri: 08:00-18:00", "'Monday to Friday': '08.00–18.00'"),
    ("from: 2025-11-01", "from: 1 November 2025"),
    ("100000 EUR", "€100000"),
    ("a: 50 %", "a: 50"),
    ("[run]", "run"),
    ("started_at: Began", "start_at: Began"),
    ("['%d/%m/%Y']", "[dd/mm/yyyy]"),
    ("stop_clock: [waiting]", "stop_clock: [waitng]"),
    ("recurring: true", "recurring: yes"),
    ("version: 2", "version: '2'"),
    ("short: '42'", "short: 42"),
    ("over-allocation", "over-alocation"),
    ("{at_least: 90 %, below: 95 %,", "{at_least: 95 %, below: 90 %,"),
    ("{below: 90 %,", "{below: 89.9 %,"),
]
WHOLE = f"""\
# comments stay   and so does   the layout
{HEAD.replace("name: Quay", "name: Quay, short: '42'")}version: 2
calendars:
    office: {{weekly: {{mon-fri: 08:00-18:00}}}}   # hours
charges: {{run: {{name: Running, monthly: 100000 EUR, recurring: true}}}}
credits: {{currency: EUR, fee_base: [run], at_risk: 10 %, pools: {{a: 50 %}}}}
accepted_findings: [{{rule: over-allocation, at: credits, reason: So it was agreed.}}]
service_levels:
  "p1":
    class: critical
    measure: {{kind: share-within, within: 4 h, where: priority = 'P1', calendar: office,
      stop_clock: [waiting]}}
    commitment: at least 95 %
    credit: {{tiers: [{{at_least: 90 %, below: 95 %, pays: 5 %}}, {{below: 90 %, pays: 9 %}}]}}
  up:
    measure: {{kind: availability, calendar: always}}
    commitment: at least 99 %
evidence:
  t: {{table: tickets, fields: {{priority: P}}, dates: ['%d/%m/%Y'],
    states: {{W: {{state: waiting}}, D: {{state: done, event: resolved}}}}}}
  o: {{table: outages, columns: {{started_at: Began}}}}
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("right", "wrong"), SLIPS)
def test_a_slip_is_mended_and_the_rest_stays(right: str, wrong: str, ending: str) -> None:
    text = WHOLE.replace("\n", ending)
    assert right in text

    at = text.index(right)
    slipped = text[:at] + wrong + text[at + len(right) :]
    done = mended({"draft.yaml": slipped})

    if "or prioritty" in wrong:
        right = "priority = 'P1' or priority = 'prioritty'"
    if wrong.startswith("'Monday"):
        right = "'mon-fri': '08:00-18:00'"
    mended_ = done_as(right, wrong)
    assert done.texts["draft.yaml"] == slipped[:at] + mended_ + slipped[at + len(wrong) :]
    assert done.made
    gone = {(finding.rule, finding.path) for finding in done.made}
    assert gone.isdisjoint((finding.rule, finding.path) for finding in done.reading.findings)


def done_as(right: str, wrong: str) -> str:
    """What is written in the place of a slip: the figure as it was spelled."""
    return "at least 95.0 %" if wrong.startswith("95,0") else right


def test_every_slip_at_once_is_mended_in_rounds() -> None:
    slipped = WHOLE
    for right, wrong in SLIPS:
        if right not in {"measure:", "calendar: always"}:
            slipped = slipped.replace(right, wrong, 1)

    done = mended({"draft.yaml": slipped})

    assert [finding.rule for finding in done.reading.errors] == []
    assert "# comments stay   and so does   the layout" in done.texts["draft.yaml"]
    assert "   # hours" in done.texts["draft.yaml"]


def language_keys() -> list[tuple[int, str]]:
    """Where the example writes keys of the language that are long enough to be mistyped."""
    schema = agreement_schema()
    names = {
        key for one in [schema, *schema["$defs"].values()] for key in one.get("properties", {})
    }
    return [
        (found.start(1), found[1])
        for found in re.finditer(r"(?<![\w-])([a-z_]{5,}):", TEXT)
        if found[1] in names
        and "#" not in TEXT[: found.start()].rpartition("\n")[2]
        and not is_given(found.start())
    ]


def is_given(at: int) -> bool:
    """Whether what stands there is a name that the parties gave, as the code of an exclusion is."""
    before = TEXT[:at]
    section = re.findall(r"^([a-z_]+):", before, re.MULTILINE)
    return section[-1:] != [] and section[-1] in KEYED and before.endswith("\n  ")


KEYS = language_keys()


def swapped(text: str, start: int, word: str, at: int) -> str:
    """A text in which two letters of a word have changed places."""
    turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return text[:start] + turned + text[start + len(word) :]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5, unique=True), st.data())
def test_swapped_letters_in_keys_are_put_back_to_the_byte(
    places: list[tuple[int, str]], data: st.DataObject
) -> None:
    text = TEXT
    for start, word in places:
        spots = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
        text = swapped(text, start, word, data.draw(st.sampled_from(spots)))

    assert mend(text) == TEXT


@settings(max_examples=60, deadline=None)
@given(mutated())
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mended({"draft.yaml": text})

    assert mended(once.texts).texts == once.texts
    assert once.made or once.texts["draft.yaml"] == text


def test_edits_leave_everything_outside_of_them() -> None:
    text = "ab\r\ncde\nf"
    edits = [
        Edit(Place("f", 2, 2, 2, 3), "DD"),
        Edit(Place("f", 1, 1, 1, 1), ">"),
        Edit(Place("f", 3, 2, 3, 2), "!"),
    ]

    assert applied(text, edits) == ">ab\r\ncDDe\nf!"
    assert applied(text, []) == text


def test_holidays_of_a_country_are_written_out() -> None:
    calendar = "calendars:\n  c:\n    weekly: {mon: 08:00-09:00}\n    holidays: # kept\n"
    draft = f"{HEAD}{calendar}      country: IE\n      years: [2026]\n# the end\n"

    text = mend(draft)

    assert "    holidays: # kept\n" in text
    assert "      - 2026-03-17 # Saint Patrick's Day\n" in text
    assert text.startswith(HEAD)
    assert text.endswith("# the end\n")


def test_holidays_of_no_country_are_left_to_people() -> None:
    draft = f"{HEAD}calendars: {{c: {{weekly: {{mon: 08:00-09:00}}, holidays: \
{{country: XX, years: [2026]}}}}}}\n"

    assert mend(draft) == draft


def test_a_mend_that_does_harm_is_not_made() -> None:
    # Both keys would be the same, and then one of them would be lost.
    draft = HEAD + "services: {core-banking: {name: A}, Core_Banking: {name: B}}\nversoin: 2\n"

    assert mend(draft) == draft.replace("versoin", "version")


def test_a_key_that_is_there_already_is_not_written_twice() -> None:
    draft = HEAD + LEVEL.replace("    measure", "    commitmnet: at least 9 %\n    measure")

    assert mend(draft + EVIDENCE) == draft + EVIDENCE


def test_what_is_accepted_stays() -> None:
    bands = TIERS + "    - {at_least: 99 %, below: 99.9 %, pays: 5 %}\n"
    bands += "    - {below: 98.9 %, pays: 9 %}"
    draft = HEAD + level("kind: availability", "at least 99.9 %", bands) + MONEY + EVIDENCE
    accepted = "accepted_findings: [{rule: bands-gap-needs-rounding, at: service_levels, "
    accepted += "reason: Figures have one place.}]\n"

    assert mend(draft) == draft.replace("98.9 %", "99 %")
    assert mend(draft + accepted) == draft + accepted


def test_files_of_a_folder_are_mended_each_in_its_place() -> None:
    texts = {"a.yaml": HEAD + OFFICE + EVIDENCE, "b.yaml": LEVEL.replace("4 h", "4 h, calender: x")}
    texts["b.yaml"] = texts["b.yaml"].replace("calender: x", "calender: ofice")

    done = mended(texts)

    assert done.texts["a.yaml"] == texts["a.yaml"]
    assert "calendar: office" in done.texts["b.yaml"]
    assert [finding.rule for finding in done.made] == ["unknown-key", "unresolved-reference"]


@pytest.mark.parametrize("text", ["a: [", "", "- a\n", "\x00", HEAD + "services: [1]\n"])
def test_what_cannot_be_mended_is_left(text: str) -> None:
    assert mend(text) == text


def entry(text: str, key: str = "a") -> Mapping:
    root = read_text(text, "f").root
    assert isinstance(root, Mapping)
    return root


@pytest.mark.parametrize(
    ("text", "new", "becomes"),
    [
        ("a: one", "two", "a: two"),
        ("a: 'one'", "two", "a: 'two'"),
        ('a: "one"', "two", 'a: "two"'),
        ("a: one", "2", "a: '2'"),
        ("a: one", "true", "a: 'true'"),
        ("a: one", "%d", "a: '%d'"),
        ("a: one", "it's: x", "a: 'it''s: x'"),
        ("a: one", "b = 'c'", "a: b = 'c'"),
        ("a: 'one'", "it's", "a: 'one'"),  # quotes within quotes are left to people
        ("a: 'o''ne'", "two", "a: 'o''ne'"),
        ('a: "o\\u0065ne"', "two", 'a: "o\\u0065ne"'),
        ("a: |\n  one\n", "two", "a: |\n  one\n"),
        ("a: one\n  more", "two", "a: one\n  more"),
        ("a: [one]", "two", "a: [one]"),
    ],
)
def test_a_value_is_replaced_where_its_span_is_certain(text: str, new: str, becomes: str) -> None:
    written = entry(text).entries["a"].value

    made = applied(text, value_edits(written, new))

    assert made == becomes
    if made != text:
        assert read_text(made, "f").root.entries["a"].value.value == new  # type: ignore[union-attr] # it is there


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("a: 1", "new: 1"),
        ("'a': 1", "'new': 1"),
        ('"\\u0061": 1', '"\\u0061": 1'),
        ("{a: 1}", "{new: 1}"),
    ],
)
def test_a_key_gets_another_name(text: str, becomes: str) -> None:
    assert applied(text, key_edits(entry(text).entries["a"], "new")) == becomes


def test_nothing_is_renamed_where_there_is_no_key() -> None:
    assert key_edits(None, "new") == ()


def test_something_is_put_around_a_value() -> None:
    assert (
        applied("a: one", around_edits(entry("a: one").entries["a"].value, "[", "]")) == "a: [one]"
    )
    assert around_edits(entry("a: [b]").entries["a"].value, "[", "]") == ()


def test_findings_of_every_reading_offer_edits_that_read() -> None:
    reading = read_agreement_text(WHOLE.replace("at least 95 %", "95"), "draft.yaml")

    [edit] = next(finding.edits for finding in reading.findings if finding.rule == "value")

    assert edit.text == "at least 95 %"
