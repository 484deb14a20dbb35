"""Random agreements about money, sensible or not, and random figures of their levels."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Drawn = dict[str, Any]


def percents(low: int, high: int) -> st.SearchStrategy[str]:
    """A percentage with up to two places."""
    return st.integers(low * 100, high * 100).map(lambda n: f"{n // 100}.{n % 100:02} %")


def amounts() -> st.SearchStrategy[str]:
    """An amount of money."""
    return st.integers(0, 5_000_000).map(lambda n: f"{n // 100}.{n % 100:02} EUR")


paid = st.one_of(percents(0, 30), amounts())


@st.composite
def tiers(draw: st.DrawFn, points: bool) -> Drawn:
    ends = sorted(draw(st.sets(st.integers(80, 99), min_size=1, max_size=3)))
    lows, included = [None, *ends], draw(st.booleans())
    made = []
    for low, high in zip(lows, [*ends, 100], strict=True):
        band: Drawn = {} if low is None else {"above" if included else "at_least": f"{low} %"}
        band["at_most" if included else "below"] = f"{high} %"
        band |= {"points": draw(st.integers(1, 9))} if points else {"pays": draw(paid)}
        made.append(band)
    return {"tiers": made if draw(st.booleans()) else made[:-1] or made}


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    rows = draw(st.sets(st.integers(70, 100), min_size=1, max_size=5))
    return {
        "table": {
            "between": draw(st.sampled_from(["step-down", "step-up", "nearest", "linear"])),
            "rows": [{"at": f"{at} %", "pays": draw(percents(0, 50))} for at in sorted(rows)],
        }
    }


@st.composite
def units(draw: st.DrawFn) -> Drawn:
    shortfall = draw(st.booleans())
    unit = " %" if shortfall else ""
    per: Drawn = {
        "of": "shortfall" if shortfall else "misses",
        "unit": f"{draw(st.integers(1, 5))}{unit}",
        "pays": draw(st.one_of(paid, st.just("1/30"), st.just("1/7"))),
        "part": draw(st.sampled_from(["up", "down", "exact"])),
        "counts": draw(st.sampled_from(["beyond", "all"])),
    }
    if draw(st.booleans()):
        per["beyond"] = f"{draw(st.integers(0, 6))}{unit}"
    if draw(st.booleans()):
        per |= {"first_unit": f"{draw(st.integers(1, 6))}{unit}", "first_pays": draw(paid)}
    return {"per": per}


pools = st.fixed_dictionaries({"pool": st.just("q"), "allocation": percents(0, 100)})
forms = st.one_of(
    pools,
    tiers(False),
    tiers(True),
    tables(),
    units(),
    st.sampled_from(["1", "0.5", "2.25"]).map(lambda factor: {"linear": factor}),
    paid.map(lambda pays: {"fixed": pays}),
)
counters = st.fixed_dictionaries(
    {
        "times": st.integers(1, 3),
        "consecutive": st.booleans(),
        "then": st.sampled_from(["go-on", "start-again"]),
        "gaps": st.sampled_from(["break", "pass"]),
    },
    optional={"within": st.integers(1, 8).map(lambda n: f"{n} months")},
)
repeats = st.fixed_dictionaries(
    {"factor": st.sampled_from(["2", "1.5"]), "compounding": st.booleans()},
    optional={"within": st.integers(1, 6).map(lambda n: f"{n} months"), "most": st.just("3")},
)


@st.composite
def credit(draw: st.DrawFn) -> Drawn:
    """One form, with anything around it."""
    made: Drawn = dict(draw(forms))
    for key, strategy in (
        ("at_most", paid), ("due_when", counters), ("repeat", repeats),
        ("multiplicity", st.sampled_from(["per-period", "per-miss"])),
        ("one_incident", st.just("same")), ("fee_base", st.just(["desk"])),
    ):  # fmt: skip
        if draw(st.integers(0, 2)) == 0:
            made[key] = draw(strategy)
    return made


caps = st.fixed_dictionaries(
    {
        "per": st.one_of(
            st.sampled_from(["month", "quarter", "year", "contract-year", "term"]),
            st.integers(1, 12).map(lambda n: {"rolling": f"{n} months"}),
        ),
        "at_most": st.one_of(percents(0, 40), amounts()),
        "of": st.sampled_from(["fee-base", "at-risk", "invoice", "last-year-average"]),
    }
)


@st.composite
def agreements(draw: st.DrawFn) -> Drawn:
    """The JSON of an agreement over three years from a first month on."""
    year, month = draw(st.integers(2024, 2025)), draw(st.integers(1, 12))
    charge = st.fixed_dictionaries({"name": st.just("c"), "monthly": amounts()})
    charges = {key: draw(charge) | {"recurring": True} for key in ("run", "desk", "other")}
    charges["other"]["recurring"] = draw(st.booleans())
    scheme: Drawn = {
        "currency": "EUR", "fee_base": ["run", "desk"], "at_risk": draw(percents(0, 30)),
        "pools": {"q": draw(percents(0, 100))}, "caps": draw(st.lists(caps, max_size=3)),
        "rounding": {
            "places": draw(st.integers(0, 3)),
            "mode": draw(st.sampled_from(
                ["half-up", "half-even", "down", "up", "floor", "ceiling"])),
        },
    }  # fmt: skip
    if draw(st.booleans()):
        scheme["minimum_payable"] = draw(amounts())
    if draw(st.integers(0, 3)) == 0:
        scheme["fee_of"] = "month-before"
    sums = st.dictionaries(st.integers(0, 12).map(str), paid, min_size=1, max_size=3)
    scheme["points"] = draw(
        st.one_of(paid.map(lambda each: {"each": each}), sums.map(lambda table: {"table": table}))
    )
    measure = {"kind": "share-within", "within": "4 h"}
    levels = {}
    for key in ("a", "b", "c")[: draw(st.integers(1, 3))]:
        levels[key] = {
            "class": "critical", "measure": measure, "credit": draw(credit()),
            "commitment": f"at least {draw(st.integers(90, 100))} %",
        }  # fmt: skip
        if draw(st.integers(0, 2)) == 0:
            word = draw(st.sampled_from(["below", "at most"]))
            levels[key]["credit_trigger"] = f"{word} {draw(st.integers(80, 99))} %"
    return {
        "alliance": "a-and-b", "title": "Random", "zone": "UTC",
        "in_force": {"from": f"{year}-{month:02}-01", "until": f"{year + 3}-{month:02}-01"},
        "parties": {"client": {"name": "A"}, "provider": {"name": "B"}},
        "charges": charges, "credits": scheme, "service_levels": levels,
    }  # fmt: skip
