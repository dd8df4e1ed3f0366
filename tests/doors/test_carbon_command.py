"""`placebook carbon` and carbon accounts in `placebook check`, as people meet them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from commands import files_of, refused, run
from placebook.book.check import check_book
from placebook.sources.conversion_factors import read_factors
from placebook.sources.territorial_emissions import read_territorial
from placebook.types import DataError, SourceChanged

WORKED = Path(__file__).parents[2] / "docs" / "carbon-example"
EXAMPLE = Path(__file__).parents[2] / "src" / "placebook" / "content" / "example"
ACCOUNT = "carbon/site-a-and-b.yaml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the worked example, to be changed."""
    return Path(shutil.copytree(WORKED, tmp_path / "book"))


def change(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8", newline="\n")


def found_in(book: Path) -> list[str]:
    report = check_book(book)
    return [f"{one.level}: {one}" for one in report.findings if "no sources" not in one.what]


def test_the_worked_example_is_counted(book):
    said = run("carbon", "--book", book)
    assert said.code == 0
    assert said.row("Scope 1 and 2 together")[1:] == ["336.7", "346.2 [e]", "310.2 [e]"]
    assert "The baseline was recalculated from 336.7 to 375.7 tonnes in 2023." in said.out.replace("\n", " ")
    assert "Off track: the 310.2 tonnes of 2025 are 2.2 above the 308.1" in said.out
    assert found_in(book) == []


def test_lines_and_their_sum_are_written_whole_and_twice_the_same(book, tmp_path):
    out = tmp_path / "lines.csv"
    assert run("carbon", "--book", book, "-o", out).code == 0
    first = (out.read_bytes(), out.with_suffix(".json").read_bytes())
    assert run("carbon", "--book", book, "-o", out).code == 0
    assert (out.read_bytes(), out.with_suffix(".json").read_bytes()) == first
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    assert rows[0]["factor_id"] == "1_100_1004_6_1"
    assert (rows[0]["factor_row"], rows[0]["factor_unit"], rows[0]["factor_scope"]) == ("83", "kWh (Gross CV)", "1")
    said = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    for year, one in said["years"].items():
        mine = [
            float(x["tonnes_co2e"]) for x in rows if x["year"] == year and x["counts"] == "true" and x["scope"] in "12"
        ]
        assert sum(mine) == pytest.approx(one["tonnes"], rel=1e-12)
    assert said["target"]["on_track"] is False
    assert sorted(path.name for path in tmp_path.glob("*.partial")) == []


def test_without_a_book(book, tmp_path):
    activity, factors = book / "raw" / "activity.csv", book / "raw" / "factors-2023.csv"
    said = refused("carbon", "--activity", activity, "--factors", factors, "-o", tmp_path / "x.csv")
    assert said == (
        f"{activity}, row 3: the activity is of 2024 and the factors are of 2023; add the flat file of 2024 or declare "
        "factor_years: nearest_earlier (and 11 more)"
    )
    assert not (tmp_path / "x.csv").exists()
    out = tmp_path / "x.csv"
    done = run("carbon", "--activity", activity, "--factors", factors, "--nearest-earlier", "-o", out)
    assert done.code == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 19
    assert "belong together" in refused("carbon", "--activity", activity)
    assert "BASELINE" not in done.out


def test_what_was_there_stays_when_the_account_cannot_be_counted(book, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    change(book / "raw" / "activity.csv", "gross", "")
    before = files_of(tmp_path)
    assert "gross or of net calorific value" in refused("carbon", "--book", book, "-o", out)
    assert files_of(tmp_path) == before


def test_a_book_without_an_account_and_a_wrong_name(book):
    assert "holds no account 'x'; there is: site-a-and-b" in refused("carbon", "--book", book, "--account", "x")
    assert ".csv" in refused("carbon", "--book", book, "-o", book / "x.txt")
    (book / ACCOUNT).unlink()
    assert "holds no carbon account" in refused("carbon", "--book", book)


def test_the_example_shows_the_district_and_says_what_is_not_held(tmp_path):
    said = run("carbon", "--book", EXAMPLE)
    assert said.code == 0
    assert "The organisation's own activity is not held, so it is not counted." in said.out
    assert said.row("All sectors")[1:] == ["917.4", "487.2"]
    assert said.row("Tonnes a person")[1:] == ["5.5", "2.3"]
    assert "no lines to write" in refused("carbon", "--book", EXAMPLE, "-o", tmp_path / "x.csv")


ROWS = [
    # what stands in the table, what stands there instead, the finding
    ("100,MWh,gross", "100,MWh,", "row 14: MWh of 'Natural gas' may be of gross or of net"),
    (
        "Electricity: UK,500000,kWh,,2",
        "Electricity: UK,500000,kWh,,3",
        "row 8: 'Electricity: UK' in kWh fits 4 factors",
    ),
    (
        "site-a,2023,Natural gas",
        "site-a,2022,Natural gas",
        "row 2: the activity is of 2022 and the factors are of 2023",
    ),
    ("site-a,2023,Natural gas", "site-c,2023,Natural gas", "row 2: 'site-c' is no site of carbon/site-a-and-b.yaml"),
    ("1000000,kWh", "-5,kWh", "row 2: the amount -5 is below nought"),
    ("1000000,kWh", "lots,kWh", "row 2: 'lots' is not a figure"),
    ("1000000,kWh", "1000000,", "row 2: unit is blank"),
    (
        "site-a,2024,Natural gas",
        "site-a,2023,Natural gas",
        "row 3: Natural gas of site-a in 2023 under the same scope stands in row 2",
    ),
    ("site-a,2023,Natural gas", "site-a,2022/23,Natural gas", "row 2: '2022/23' is not a year"),
    ("gross,1", "gross,4", "row 2: the scope '4' is not known"),
    ("basis,scope", "base,scope", "row 1: headings nobody knows: 'base'"),
]


@pytest.mark.parametrize(("was", "now", "said"), ROWS)
def test_a_wrong_row_is_one_fault_with_its_row(book, was, now, said):
    change(book / "raw" / "activity.csv", was, now)
    faults = [one for one in found_in(book) if one.startswith("fault")]
    assert len(faults) == 1, faults
    assert f"raw/activity.csv, {said}" in faults[0]


def test_all_faults_are_told_at_once(book):
    for was, now in (("gross,1", ",1"), ("20000,litres", "20000,liters"), ("500000,kWh,,2", "-1,kWh,,2")):
        change(book / "raw" / "activity.csv", was, now)
    assert [one.partition(":")[0] for one in found_in(book)] == ["fault"] * 3


def test_a_gap_is_a_warning_that_names_it(book):
    change(book / "raw" / "activity.csv", "900000,kWh", "[x],kWh")
    [said] = found_in(book)
    assert said == (
        "warning: raw/activity.csv: 2024 has no figure for Site A: Natural gas (Scope 1); "
        "add the row, with the amount 0 where there was none"
    )
    out = run("carbon", "--book", book).out
    assert "at least 181.5 [e]" in out
    assert "Not held in 2024: Site A: Natural gas (Scope 1)." in out


PLANS = [
    ("factors: {2023: raw/factors-2023.csv}", "factors: {2022: raw/factors-2023.csv}", "holds the factors of 2023"),
    (
        "factors: {2023: raw/factors-2023.csv}",
        "factors: {2023: raw/flat.xlsx}",
        "there is no such file; download the flat",
    ),
    ("year: 2033", "year: 2020", "the target year 2020 does not come after the baseline year 2023"),
    ("path: linear", "path: curved", "is not one of: linear, constant_percentage"),
    ("how: bought", "how: found", "is not one of: bought, built"),
    ("recalculate_above_per_cent: 5", "recalculate_above_per_cent: 500", "is not from 0 to 100"),
    ("scopes: [1, 2]", "scopes: [1, 4]", "write some of 1, 2, 3 once"),
    ("baseline:", "base:", "unknown key 'base'"),
    (
        "joined: {year: 2024, how: bought}",
        "joined: {year: 2024, how: built}",
        "was built in 2024 and has activity in 2023",
    ),
]


@pytest.mark.parametrize(("was", "now", "said"), PLANS)
def test_a_wrong_decision_is_a_fault(book, was, now, said):
    change(book / ACCOUNT, was, now)
    faults = [one for one in found_in(book) if one.startswith("fault")]
    assert faults
    assert said in faults[0]


FLAT = [
    ("GHG Conversion Factor 2023", "Factor", "no single heading is 'GHG Conversion Factor' and a year"),
    ("Column Text", "Text", "the heading 'Column Text' is gone"),
    ("Scope 1", "Scope 9", "'Scope 9' under Scope is not known"),
    ("kg CO2e of CH4 per unit", "kg CH4", "'kg CH4' under GHG/Unit is not known"),
    ("0.2026714187919463", "n/a", "'n/a' is not a factor"),
    ("0.2026714187919463", "-0.2", "'-0.2' is not a factor"),
    ("1_100_1004_7_2", "1_100_1004_7_1", "the ID 1_100_1004_7_1 stands in row 79 too"),
]


@pytest.mark.parametrize(("was", "now", "said"), FLAT)
def test_a_flat_file_that_changed_is_refused(book, was, now, said):
    path = book / "raw" / "factors-2023.csv"
    change(path, was, now)
    with pytest.raises(SourceChanged) as refusal:
        read_factors(path)
    assert said in str(refusal.value)


def test_less_than_one_is_no_number_to_count_with(book):
    path = book / "raw" / "factors-2023.csv"
    change(path, "0.2026714187919463", "<1")
    assert [row.value for row in read_factors(path).rows if row.row == 79] == [None]


def test_a_flat_file_cut_short_is_refused(tmp_path):
    import xlsxwriter

    for end, name in ((True, "whole.xlsx"), (False, "cut.xlsx")):
        with xlsxwriter.Workbook(tmp_path / name) as made:
            sheet = made.add_worksheet("Factors by Category")
            rows = list(csv.reader((WORKED / "raw" / "factors-2023.csv").open(encoding="utf-8", newline="")))
            for at, cells in enumerate(rows[:9]):
                sheet.write_row(5 + at, 0, [cells[1], *cells[2:9], *map(_number, cells[9:])])
            if end:
                sheet.write_row(15, 0, ["", "END"])
    assert [row.row for row in read_factors(tmp_path / "whole.xlsx").rows] == list(range(7, 15))
    with pytest.raises(SourceChanged, match="does not finish with END"):
        read_factors(tmp_path / "cut.xlsx")


def _number(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell


def test_the_table_of_authorities_says_what_is_wrong_with_it(tmp_path):
    path = tmp_path / "table.csv"
    good = (EXAMPLE / "raw" / "local-authority-emissions.csv").read_text(encoding="utf-8")
    for was, now, said in (
        ("Population:000s", "People", "the heading 'Population:000s' is gone"),
        ("Area:km2", "Size", "headings nobody declared: 'Size'"),
        ("Industry Gas:kt CO2", "Industry Gas:kt CO2e", "speak of CO2 and of CO2e"),
        ("Waste Management Total", "Waste Management Sum", "belongs to no sector"),
        ("917.3852938678097", "many", "row 2: 'many' under 'Total Emissions:kt CO2' is not a figure"),
        ("\n2006", "\n2005", "BDG has a row for 2005 already"),
    ):
        path.write_text(good.replace(was, now, 1), encoding="utf-8")
        with pytest.raises(DataError) as refusal:
            read_territorial(path, "t.csv", "BDG")
        assert said in str(refusal.value)
    path.write_text(good, encoding="utf-8")
    with pytest.raises(DataError, match="no row has the code 'XXX'"):
        read_territorial(path, "t.csv", "XXX")


def test_a_total_that_is_off_is_a_warning(tmp_path):
    book = Path(shutil.copytree(WORKED, tmp_path / "book"))
    shutil.copy(EXAMPLE / ACCOUNT.replace("site-a-and-b", "barking-and-dagenham"), book / "carbon")
    good = (EXAMPLE / "raw" / "local-authority-emissions.csv").read_text(encoding="utf-8")
    wrong = good.replace("917.3852938678097", "918.3852938678097")
    (book / "raw" / "local-authority-emissions.csv").write_text(wrong, encoding="utf-8")
    said = found_in(book)
    assert any("row 2: all sectors of 2005 is +1 off the sum of its parts" in one for one in said)
