"""From the raw police file to a ward burglary rate with limits, on the 17 old and the 19 new wards, by one command.

The counts are those of tests/golden/test_police_records.py by year; people are those of the example book, drawn as a
straight line between 2012 and 2015, and put on the new wards by where people lived in mid-2015.
"""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

from commands import Said, run
from placebook.methods.rates import rate
from police import BURGLARIES, OLD, describe

pytestmark = pytest.mark.slow
YEARS = ("2011", "2012", "2013", "2014", "2015")
REST = """\
method: rate
per: 1000
confidence: [95, 99.8]
period: year
first: 2011
last: 2015
disclosure: {hide_up_to: 4}
indicator:
  id: burglary-rate
  title: Burglary
  unit: offences per 1,000 people
  direction: lower_is_better
publisher: Metropolitan Police Service, through data.police.uk
licence: OGL-UK-3.0
url: https://data.police.uk/
published: 2025-04-30
"""
OLD_WARDS = """\
measure: burglary-rate
counts: {records: burglaries-2018}
denominator: {indicator: population, between: straight_line}
"""
NEW_WARDS = """\
measure: burglary-rate-2022
counts: {records: burglaries-2022}
denominator: {rebase: population, boundary_year: 2022, between: straight_line}
table: wards-2022/burglary-rate.csv
"""
Rows = dict[tuple[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    made = tmp_path_factory.mktemp("rates") / "book"
    shutil.copytree(Path(str(files("placebook") / "content" / "example")), made)
    for folder in ("records", "measures"):
        (made / folder).mkdir(exist_ok=True)
    for shipped in (made / "measures" / "burglary-rate.yaml", made / "sources" / "burglary-rate.yaml"):
        shipped.unlink()  # the example makes its own of small areas; here the records themselves are counted
    describe(made, shared, BURGLARIES, OLD, **{"records: burglaries": "records: burglaries-2018"})
    describe(made, shared, BURGLARIES, **{"records: burglaries": "records: burglaries-2022"})
    (made / "measures" / "burglary-rate.yaml").write_text(OLD_WARDS + REST, encoding="utf-8")
    (made / "measures" / "burglary-rate-2022.yaml").write_text(NEW_WARDS + REST, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def said(book: Path) -> Said:
    return run("records", "--book", book)


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["area_code"], row["period"]): row for row in csv.DictReader(file)}


def test_one_command_makes_both_series(book, said):
    assert said.code == 0, said.err
    assert (
        "burglary-rate-2022: 95 of 95 figures of 19 areas, 2011 to 2015, in wards-2022/burglary-rate.csv" in said.lines
    )
    assert "burglary-rate: 85 of 85 figures of 17 areas, 2011 to 2015, in raw/burglary-rate.csv" in said.lines
    assert said.lines.count("  left out, since not all their months were counted: 2010, 2025") == 2


@pytest.mark.parametrize("table", ["raw/burglary-rate.csv", "wards-2022/burglary-rate.csv"])
def test_every_rate_is_its_count_over_its_people_with_byars_limits(book, said, table):
    for where, row in rows(book / table).items():
        count, people = float(row["numerator"]), float(row["denominator"])
        again = rate([count], [people], 1000, (95, 99.8))
        assert float(row["value"]) == pytest.approx(1000 * count / people, rel=1e-12), where
        assert float(row["lower"]) == pytest.approx(again.lower[0, 0], rel=1e-12)
        assert float(row["upper_99.8"]) == pytest.approx(again.upper[0, 1], rel=1e-12)


def test_abbey_by_hand(book, said):
    """147 burglaries of 13,002 people in 2011: 11.306 per 1,000; Byar's limits of 147 are 124.196 and 172.778."""
    row = rows(book / "raw/burglary-rate.csv")["E05000026", "2011"]
    assert (row["numerator"], row["denominator"], row["state"]) == ("147.0", "13002.0", "observed")
    assert float(row["value"]) == pytest.approx(147 / 13.002)
    assert float(row["lower"]) == pytest.approx(124.196 / 13.002, abs=1e-3)
    assert float(row["upper"]) == pytest.approx(172.778 / 13.002, abs=1e-3)
    states = {year: rows(book / "raw/burglary-rate.csv")["E05000026", year]["state"] for year in YEARS}
    assert states == dict.fromkeys(("2011", "2012", "2015"), "observed") | dict.fromkeys(("2013", "2014"), "estimated")


def test_as_many_people_live_on_the_new_wards_as_on_the_old(book, said):
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for table in ("raw/burglary-rate.csv", "wards-2022/burglary-rate.csv"):
        for (_, year), row in rows(book / table).items():
            totals[year][table] += float(row["denominator"])
    assert {year: len(both) for year, both in totals.items()} == dict.fromkeys(YEARS, 2)
    for old, new in (both.values() for both in totals.values()):
        assert new == pytest.approx(old, rel=1e-9)


def test_people_on_the_new_wards_are_marked_as_estimated_but_where_a_ward_stayed_whole(book, said):
    found = rows(book / "wards-2022/burglary-rate.csv")
    observed = {code for (code, _), row in found.items() if row["state"] == "observed"}
    assert len({code for code, _ in found}) == 19
    assert len(observed) <= 2
    assert all(row["area_name"] for row in found.values())


def test_the_series_feeds_the_book(book, said):
    checked = run("check", "--book", book)
    assert checked.code == 0, checked.out
    source = (book / "sources" / "burglary-rate.yaml").read_text(encoding="utf-8")
    assert 'ignore: ["lower_*", "upper_*"]' in source
    assert run("build", "--book", book).code == 0
    built = run("score", "Abbey", "--book", book, "--period", "2014")
    assert built.row("      Burglary per 1,000 people")[1] == "85.9"  # 94 of 14,090.7 people: (23 - 6.671) / (23 - 4)


def test_small_areas_and_points_give_nearly_the_same_old_wards(book, said):
    """The example's own rates are of small areas that lie whole in a ward; police points lie in one all but always."""
    shipped = rows(Path(str(files("placebook") / "content" / "example" / "raw" / "burglary-rate.csv")))
    by_points = rows(book / "raw/burglary-rate.csv")
    moved = sum(abs(float(row["numerator"]) - float(by_points[where]["numerator"])) for where, row in shipped.items())
    assert moved / 2 / sum(float(row["numerator"]) for row in shipped.values()) < 0.02
