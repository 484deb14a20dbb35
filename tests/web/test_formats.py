"""Numbers, shares, durations, money and times as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from entente.web import formats
from entente.web.templatetags import entente as filters

AT = datetime(2026, 11, 3, 9, 14, 27, tzinfo=UTC)


def plain(text: str) -> str:
    """With ordinary spaces, for reading."""
    return text.replace(formats.GAP, " ")


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(hours=3, minutes=12, seconds=59), "3 h 12 min"),
        (11_520_000_000, "3 h 12 min"),
        (timedelta(minutes=45), "45 min"),
        (timedelta(minutes=4, seconds=9), "4 min 9 s"),
        (timedelta(seconds=12), "12 s"),
        (timedelta(days=52), "1,248 h"),
        (timedelta(0), "0 s"),
        (1_500, "2 ms"),
        (-timedelta(minutes=90), "−1 h 30 min"),
    ],
)
def test_durations_are_read_in_two_units_at_most(length: timedelta | int, shown: str) -> None:
    assert plain(formats.duration(length)) == shown


@pytest.mark.parametrize(
    ("share", "places", "shown"),
    [
        (Fraction(9995, 10000), 2, "99.95 %"),
        (Fraction(1882, 1901), 2, "99.00 %"),
        (Fraction(2, 3), 1, "66.7 %"),
        (Fraction(1), 0, "100 %"),
        (Fraction(99995, 100000), 2, "100.00 %"),
    ],
)
def test_shares_are_shown_as_percentages(share: Fraction, places: int, shown: str) -> None:
    assert plain(formats.percent(share, places)) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal("18400"), "EUR", "€ 18,400"),
        (Decimal("18400.5"), "EUR", "€ 18,400.50"),
        (-12, "CHF", "−CHF 12"),
    ],
)
def test_money_shows_cents_only_when_there_are_any(
    amount: Decimal | int, currency: str, shown: str
) -> None:
    assert plain(formats.money(amount, currency)) == shown


def test_a_decimal_keeps_the_places_that_the_agreement_gave_it() -> None:
    assert formats.number(Decimal("1234.50")) == "1,234.50"


def test_numbers_follow_the_language_of_the_reader() -> None:
    with translation.override("de"):
        assert formats.number(Decimal("1234.5")) == "1.234,5"


def test_what_is_not_there_is_a_dash() -> None:
    shown = {filters.number(None), filters.percent(None), filters.duration(None)}

    assert shown | {filters.money(None), filters.moment(None), filters.ago(None)} == {"—"}


def test_moment_is_in_the_readers_zone_and_exact_on_hover() -> None:
    with timezone.override("Europe/Berlin"):
        shown = filters.moment(AT)

    assert ">3 Nov 2026, 10:14<" in shown
    assert 'title="2026-11-03 09:14:27 UTC"' in shown
    assert 'datetime="2026-11-03T09:14:27+00:00"' in shown


def test_day_has_no_zone_and_no_hour() -> None:
    assert filters.moment(date(2026, 11, 3)) == '<time datetime="2026-11-03">3 Nov 2026</time>'


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(days=2, hours=3), "2 days ago"),
        (timedelta(hours=1), "1 hour ago"),
        (-timedelta(minutes=5), "in 5 minutes"),
        (timedelta(seconds=20), "now"),
    ],
)
def test_distance_in_time_is_read_in_one_unit(away: timedelta, words: str) -> None:
    assert f">{words}<" in filters.ago(AT, AT + away)


@pytest.mark.parametrize(
    ("digest", "shown"),
    [
        ("sha256:7f3a91b05c2e4d88a1f0c19e", "sha256:7f3a91…c19e"),
        ("7f3a91b05c2e4d88a1f0c19e", "7f3a91…c19e"),
        ("short", "short"),
    ],
)
def test_digest_is_short_enough_to_compare_by_eye(digest: str, shown: str) -> None:
    assert formats.short_digest(digest) == shown


def test_state_without_a_look_is_shown_by_its_name() -> None:
    assert filters.state("at-risk").word == "at risk"
    assert filters.state("contested").word == "contested"


def test_paging_keeps_the_filters() -> None:
    from django.template import Context

    context = Context({"request": RequestFactory().get("/?q=mail&page=3&state=missed")})

    assert filters.query(context, page=4) == "?q=mail&state=missed&page=4"
    assert filters.query(context, page=None, q="") == "?state=missed"
