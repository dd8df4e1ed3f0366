"""Figures that allow for age, from a place book: deaths by age in records, people by age in a rebase, one command."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commands import run
from lookups import end, put_lookup
from placebook.methods.estimates import Estimate
from placebook.methods.standardise import directly_standardised, standardised_ratio

WARDS = {"E05000026": "Abbey", "E05000027": "Alibon", "E05000028": "Becontree", "E05000029": "Chadwell Heath"}
DEATHS = {"E05000026": (2, 10), "E05000027": (20, 30), "E05000028": (1, 2), "E05000029": (0, 40)}  # under 65, and over
PEOPLE = {"E05000026": (1000, 500), "E05000027": (4000, 1000), "E05000028": (800, 100), "E05000029": (2000, 0)}
ABBEY = ((2, 10), (1000, 500))
RECORDS = """\
records: deaths
title: Deaths
publisher: A register office
licence: OGL-UK-3.0
url: https://council.example/
files: [deaths.csv]
columns: {date: day, area: ward, category: age}
categories: {under-65: ["under 65"], over-65: ["65 and over"]}
covered: {first: 2014-01, last: 2014-12}
place: {area_kind: ward, year: 2018, by: [code: {column: area}]}
"""
REBASE = """\
rebase: people
title: People by age
counts: {file: people.csv, area: ward, period: year, count: people, category: age}
way: best_fit
to: [{boundary_year: 2018, through: [[wards]]}]
"""
MEASURE = """\
measure: deaths-dsr
counts: {records: deaths}
denominator: {rebase: people, boundary_year: 2018}
method: dsr
confidence: [95, 99.8]
period: year
disclosure: {hide_up_to: 4}
indicator: {id: deaths-dsr, title: Deaths, unit: "per 100,000 people", direction: lower_is_better}
publisher: A register office
licence: OGL-UK-3.0
url: https://council.example/
published: 2015-06-01
standard: {under-65: 60, over-65: 40}
"""
INDIRECT = MEASURE.replace(
    "standard: {under-65: 60, over-65: 40}", "reference: {under-65: [30, 10000], over-65: [60, 3000]}"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = tmp_path / "book"
    for folder in ("records", "measures", "rebase"):
        (made / folder).mkdir(parents=True)
    ages = ("under 65", "65 and over")
    deaths = [
        f"2014-{1 + i % 12:02}-09,{ward},{age}\n"
        for ward, both in DEATHS.items()
        for age, many in zip(ages, both, strict=True)
        for i in range(many)
    ]
    people = [
        f"{ward},2014,{age},{many}\n"
        for ward, both in PEOPLE.items()
        for age, many in zip(("under-65", "over-65"), both, strict=True)
    ]
    for name, text in {
        "book.yaml": "book: deaths\ntitle: Deaths\narea_kind: ward\n",
        "areas.csv": "code,name\n" + "".join(f"{code},{name}\n" for code, name in WARDS.items()),
        "deaths.csv": "day,ward,age\n" + "".join(deaths),
        "people.csv": "ward,year,age,people\n" + "".join(people),
        "records/deaths.yaml": RECORDS,
        "rebase/people.yaml": REBASE,
        "measures/deaths-dsr.yaml": MEASURE,
        "measures/deaths-smr.yaml": INDIRECT.replace("dsr", "smr").replace("per 100,000 people", "100 = as in England"),
        "measures/deaths-isr.yaml": INDIRECT.replace("dsr", "isr"),
    }.items():
        (made / name).write_text(text, encoding="utf-8")
    code, rows = end("ward", 2018, "code"), "".join(f"{code},{name}\n" for code, name in WARDS.items())
    put_lookup(made, "wards", code, code, "code,name\n" + rows, "ignore: [name]\n")
    return made


def table(book: Path, method: str) -> dict[str, dict[str, str]]:
    with (book / "raw" / f"deaths-{method}.csv").open(encoding="utf-8", newline="") as opened:
        return {row["area_name"]: row for row in csv.DictReader(opened)}


def figures(row: dict[str, str]) -> list[float]:
    return [float(row[name]) for name in ("value", "lower", "upper", "lower_99.8", "upper_99.8")]


def test_dsr_smr_and_isr_go_from_records_to_gated_figures_with_limits_that_the_book_reads(book: Path) -> None:
    done = run("records", "--book", book)
    assert done.code == 0, done.err
    for method in ("dsr", "smr", "isr"):
        found = table(book, method)
        assert [found[name]["state"] for name in WARDS.values()] == [
            "observed",
            "observed",
            "too small to show",
            "not measured",
        ]
        assert found["Chadwell Heath"]["note"] == "some were counted in a category where the denominator has nobody"
        hidden = found["Becontree"]
        assert {hidden[name] for name in ("value", "lower", "upper", "numerator")} == {""}
        low99, low, value, high, high99 = sorted(figures(found["Alibon"]))
        assert [low99, low, value, high, high99] == [figures(found["Alibon"])[at] for at in (3, 1, 0, 2, 4)]
        assert float(found["Abbey"]["numerator"]) == 12
    assert run("check", "--book", book).code == 0
    assert run("disclose", "deaths-smr", "--book", book).code == 0
    put_back(book, "smr", "Becontree", standardised_ratio(3, 4.4, 100))  # 3 deaths, hidden; 4.4 expected
    done = run("disclose", "deaths-smr", "--book", book)
    assert done.code == 1, done.err
    assert "its rate is published" in done.out or "its figure and limits are published" in done.out


def put_back(book: Path, method: str, ward: str, figure: Estimate) -> None:
    """Write a figure and its limits where the count is hidden."""
    rows = list(table(book, method).values())
    for row in rows:
        if row["area_name"] == ward:
            row |= {"value": figure.value, "lower": figure.lower[0], "upper": figure.upper[0], "denominator": ""}
    with (book / "raw" / f"deaths-{method}.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.slow
def test_each_figure_is_the_one_that_its_method_gives(book: Path) -> None:
    run("records", "--book", book)
    rate = directly_standardised(*ABBEY, [60, 40], 100_000, [95, 99.8])
    dsr = figures(table(book, "dsr")["Abbey"])
    assert dsr[0] == pytest.approx(100_000 * (0.6 * 2 / 1000 + 0.4 * 10 / 500))  # 920
    assert dsr == pytest.approx([float(rate.value), rate.lower[0], rate.upper[0], rate.lower[1], rate.upper[1]])
    expected = 1000 * 30 / 10_000 + 500 * 60 / 3000  # 13 deaths at the rates of the reference
    ratio = standardised_ratio(12, expected, 100, [95, 99.8])
    smr = figures(table(book, "smr")["Abbey"])
    assert smr[0] == pytest.approx(100 * 12 / 13)
    assert smr == pytest.approx([float(ratio.value), ratio.lower[0], ratio.upper[0], ratio.lower[1], ratio.upper[1]])
    isr = figures(table(book, "isr")["Abbey"])
    assert isr[0] == pytest.approx(12 / 13 * 100_000 * 90 / 13_000)


@pytest.mark.slow
def test_a_method_by_age_needs_each_age_below_the_line(book: Path) -> None:
    people = (book / "people.csv").read_text(encoding="utf-8")
    (book / "people.csv").write_text(people.replace("over-65", "over 65"), encoding="utf-8")
    done = run("records", "--book", book)
    assert done.code == 2
    assert done.err.count("the denominator has no category 'over-65'; it needs those of the counts") == 3
    assert not list((book / "raw").glob("*.csv"))
