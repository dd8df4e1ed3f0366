"""What is given out: tidy CSV with its description, Parquet, JSON and an accessible workbook."""

import csv
import json
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from placebook.store.export import FORMATS, export
from placebook.store.release import Release
from placebook.store.workbook import MOST_ROWS, Cover, Sheet, write_workbook
from placebook.types import DataError, Part, RankPlan, Source, Step
from small_index import index_of, leaf, ranges_around

TREE = Part(
    "wellbeing",
    "Wellbeing",
    parts=(leaf("health", weight=2), leaf("income"), Part("water", "Water", not_measured="no figures for wards")),
)
SCORES = {
    "wellbeing": np.array([[70.0, 71.0], [40.0, np.nan], [40.0, 30.0]]),
    "health": np.array([[80.0, 81.0], [0.0, np.nan], [40.0, 30.0]]),
    "income": np.array([[60.0, 61.0], [80.0, np.nan], [40.0, 30.25]]),
}
CODES = ("E05000026", "E05000027", "E05000028")
NAMES = {"E05000026": "Ashford", "E05000027": "=HYPERLINK(1)", "E05000028": "Castell-nedd"}


@pytest.fixture
def release():
    index = index_of(
        TREE,
        SCORES,
        CODES,
        ("2013", "2014"),
        estimated=[("income", "2014"), ("wellbeing", "2014")],
        id="small",
        says="How three wards do.",
        higher_means="better lives",
        method_source="Made by hand",
        steps=(Step("aggregate", "arithmetic"),),
        ranks=RankPlan(seed=2014),
    )
    index = replace(index, screened_out={"E05000029": "too few figures", "E05000027": "few figures"})
    source = Source(
        "life", "Life tables", "A statistical office", "OGL-UK-3.0", "https://example.org/life", "2014-12-01"
    )
    return Release(
        index,
        place="Three Wards",
        areas=NAMES,
        ranges=(replace(ranges_around(index, 1, "2014"), runs=1000, seed=2014, varied=("weights by a quarter",)),),
        sources=(source,),
        publisher="A borough",
        published=date(2015, 3, 1),
        licence="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    )


def test_every_format_is_written_and_the_same_release_gives_the_same_bytes(release, tmp_path):
    one, other = export(release, tmp_path / "one"), export(release, tmp_path / "other")
    assert sorted(path.name for path in one) == [
        "small-parts.csv",
        "small-parts.csv-metadata.json",
        "small-parts.parquet",
        "small-ranges.csv",
        "small-ranges.csv-metadata.json",
        "small-ranges.parquet",
        "small-scores.csv",
        "small-scores.csv-metadata.json",
        "small-scores.parquet",
        "small.json",
        "small.xlsx",
    ]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(path.name for path in one)


def test_a_format_that_is_not_there_is_named_and_nothing_is_written(release, tmp_path):
    with pytest.raises(DataError, match="there is no format pdf; there is: csv, parquet, json, xlsx"):
        export(release, tmp_path / "out", ("csv", "pdf"))
    assert not (tmp_path / "out").exists()


def test_an_export_that_fails_leaves_the_folder_as_it_was(release, tmp_path, monkeypatch):
    before = {path: path.read_bytes() for path in export(release, tmp_path)}
    monkeypatch.setattr("placebook.store.workbook.MOST_ROWS", 5)
    with pytest.raises(DataError, match="do not fit in a workbook"):
        export(replace(release, place="Elsewhere"), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


# --- CSV -----------------------------------------------------------------------------------------


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_score_that_is_not_there_is_empty_in_csv_and_its_state_says_so(release, tmp_path):
    export(release, tmp_path, ["csv"])
    rows = {(r["period"], r["area"], r["part"]): r for r in rows_of(tmp_path / "small-scores.csv")}
    assert len(rows) == 2 * 3 * 4
    gone = rows["2014", "E05000027", "health"]
    assert (gone["score"], gone["rank"], gone["state"], gone["shorthand"]) == ("", "", "not measured", "[x]")
    nought = rows["2013", "E05000027", "health"]
    assert (nought["score"], nought["rank"], nought["state"], nought["shorthand"]) == ("0.0", "3", "observed", "")
    guessed = rows["2014", "E05000028", "income"]
    assert (guessed["score"], guessed["out_of"], guessed["state"], guessed["shorthand"]) == (
        "30.25",
        "2",
        "estimated",
        "[e]",
    )
    assert rows["2013", "E05000027", "income"]["area_name"] == "=HYPERLINK(1)"  # a CSV file holds what is so


def test_the_description_of_a_csv_file_is_true_of_every_row(release, tmp_path):
    kinds = {"string": str, "double": float, "integer": int}
    for path in export(release, tmp_path, ["csv"]):
        if path.suffix != ".csv":
            continue
        said = json.loads((tmp_path / f"{path.name}-metadata.json").read_text(encoding="utf-8"))
        schema, rows = said["tableSchema"], rows_of(path)
        assert said["url"] == path.name
        assert said["dc:issued"] == "2015-03-01"
        assert [column["name"] for column in schema["columns"]] == list(rows[0])
        assert all(column["dc:description"] for column in schema["columns"])
        keys = {tuple(row[name] for name in schema["primaryKey"]) for row in rows}
        assert len(keys) == len(rows)
        for column in schema["columns"]:
            for row in rows:
                cell = row[column["name"]]
                assert cell or not column["required"]
                if cell:
                    kinds[column["datatype"]](cell)


def test_csv_lines_end_in_lf_and_text_is_quoted_where_it_must_be(release, tmp_path):
    renamed = replace(release, areas={"E05000026": 'A "new"\nname, with a comma'})
    export(renamed, tmp_path, ["csv"])
    text = (tmp_path / "small-scores.csv").read_bytes()
    assert b"\r" not in text
    assert rows_of(tmp_path / "small-scores.csv")[0]["area_name"] == 'A "new"\nname, with a comma'


# --- JSON ----------------------------------------------------------------------------------------


def test_json_holds_null_where_there_is_no_score(release, tmp_path):
    (path,) = export(release, tmp_path, ["json"])
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["about"]["title"] == "Small Index, Three Wards"
    assert found["higher_means"] == "better lives"
    gone = [row for row in found["scores"] if (row["period"], row["area"]) == ("2014", "E05000027")]
    assert [row["score"] for row in gone] == [None] * 4
    assert found["parts"][3]["not_measured"] == "no figures for wards"
    assert len(found["ranges"]) == 12


# --- workbook ------------------------------------------------------------------------------------


@pytest.fixture
def workbook(release, tmp_path):
    (path,) = export(release, tmp_path, ["xlsx"])
    return path


def cells(path, sheet):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def xml_in(path, name):
    with zipfile.ZipFile(path) as file:
        return ElementTree.fromstring(file.read(name))  # noqa: S314 we wrote it


def test_sheets_come_in_the_order_of_the_guidance(workbook):
    assert CalamineWorkbook.from_path(str(workbook)).sheet_names == [
        "Cover",
        "Contents",
        "Notes",
        "Parts",
        "Sources",
        "Scores over time",
        "Ranks over time",
        "Scores 2014",
        "Ranks 2014",
        "Estimated 2014",
        "Ranges 2014",
        "Scores 2013",
        "Ranks 2013",
    ]


def test_the_cover_says_what_the_index_is_and_is_not(workbook):
    lines = [row[0] for row in cells(workbook, "Cover")]
    assert lines[0] == "Small Index, Three Wards"
    assert lines[lines.index("What it does not say") + 1] == "Who lives there."
    assert lines[lines.index("Published") + 1] == "A borough 2015-03-01"


def test_contents_and_notes_are_tables(workbook):
    contents = cells(workbook, "Contents")
    assert contents[:3] == [["Contents", ""], ["This worksheet contains one table.", ""], ["Sheet", "What it holds"]]
    assert [row[0] for row in contents[3:]] == CalamineWorkbook.from_path(str(workbook)).sheet_names[2:]
    assert cells(workbook, "Notes")[3:] == [
        ["[note 1]", "Water is not measured: no figures for wards"],
        ["[note 2]", "E05000029 was set aside: too few figures"],
        ["[note 3]", "=HYPERLINK(1) (E05000027) was set aside: few figures"],
    ]


def test_a_sheet_of_scores_has_its_words_above_and_shorthand_where_there_is_no_figure(workbook):
    assert cells(workbook, "Scores 2014") == [
        ["Scores, 2014", "", "", "", "", ""],
        ["This worksheet contains one table.", "", "", "", "", ""],
        ["A higher score means better lives. Rank 1 is the highest score.", "", "", "", "", ""],
        ["Notes in square brackets stand on the sheet Notes.", "", "", "", "", ""],
        ["Shorthand: [x] means there is no figure.", "", "", "", "", ""],
        ["Area code", "Area", "Wellbeing", "Health", "Income", "Water [note 1]"],
        ["E05000026", "Ashford", 71.0, 81.0, 61.0, "[x]"],
        ["E05000027", "=HYPERLINK(1) [note 3]", "[x]", "[x]", "[x]", "[x]"],
        ["E05000028", "Castell-nedd", 30.0, 30.0, 30.25, "[x]"],
    ]
    assert cells(workbook, "Estimated 2014")[-3:] == [
        ["E05000026", "Ashford", "[e]", "measured", "[e]", "[x]"],
        ["E05000027", "=HYPERLINK(1) [note 3]", "[x]", "[x]", "[x]", "[x]"],
        ["E05000028", "Castell-nedd", "[e]", "measured", "[e]", "[x]"],
    ]
    assert cells(workbook, "Scores 2013")[-2][3] == 0.0  # a score of nought is a score


def test_every_table_is_marked_and_nothing_is_merged_or_run(workbook):
    with zipfile.ZipFile(workbook) as file:
        names = file.namelist()
    sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
    tables = [name for name in names if name.startswith("xl/tables/")]
    assert len(sheets) == 13
    assert len(tables) == 12  # every sheet but the cover
    for name in sheets:
        tags = {element.tag.rpartition("}")[2] for element in xml_in(workbook, name).iter()}
        assert not tags & {"mergeCell", "f"}
        assert name == "xl/worksheets/sheet1.xml" or "tableParts" in tags
    named = [xml_in(workbook, name) for name in tables]
    assert len({table.get("displayName") for table in named}) == 12
    assert all(table.get("headerRowCount", "1") == "1" for table in named)


def test_headings_stay_in_sight_and_columns_are_wide_enough(workbook):
    sheet = xml_in(workbook, "xl/worksheets/sheet8.xml")  # Scores 2014
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    pane = sheet.find(f".//{main}pane")
    assert (pane.get("topLeftCell"), pane.get("state")) == ("C7", "frozen")
    widths = [float(column.get("width")) for column in sheet.iter(f"{main}col")]
    assert all(width >= 12 for width in widths)


def test_the_date_in_the_file_is_the_date_of_release_and_no_clock(workbook, release, tmp_path):
    core = ElementTree.tostring(xml_in(workbook, "docProps/core.xml"), encoding="unicode")
    assert core.count("2015-03-01T00:00:00Z") == 2
    assert "Small Index, Three Wards" in core
    (undated,) = export(replace(release, published=None), tmp_path / "undated", ["xlsx"])
    assert "2000-01-01" in ElementTree.tostring(xml_in(undated, "docProps/core.xml"), encoding="unicode")


def test_an_index_of_ranks_gives_no_scores_over_time(release, tmp_path):
    recipe = replace(release.index.recipe, steps=(Step("normalise", "rank"), Step("aggregate", "arithmetic")))
    (path,) = export(replace(release, index=replace(release.index, recipe=recipe)), tmp_path / "ranked", ["xlsx"])
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert "Ranks over time" in names
    assert "Scores over time" not in names
    assert any(row[0].startswith("Scores of two periods are not compared") for row in cells(path, "Cover"))


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-5", "@SUM(A1)", "https://example.org", "007", "a\x01b"])
def test_text_stays_text(tmp_path, words):
    path = write_workbook(tmp_path / "x.xlsx", Cover(words, ()), [Sheet("S", words, (words,), ((words,),), (words,))])
    (_, *lines) = cells(path, "S")
    assert lines == [["This worksheet contains one table."], [words], [words], [words]]


def test_names_that_a_workbook_cannot_hold_are_changed_so_that_they_differ(tmp_path):
    sheets = [
        Sheet("2012/13", "a", ("Income", "income", ""), ((1, 2, None),)),
        Sheet("2012-13", "b", ("x" * 300, "x" * 300), ((1, 2),)),
        Sheet("a very long name of a sheet, too long", "c", ("A",), ()),
    ]
    path = write_workbook(tmp_path / "x.xlsx", Cover("t", ()), sheets)
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert names == ["Cover", "Contents", "2012-13", "2012-13 (2)", "a very long name of a she"]
    assert cells(path, "2012-13")[3] == ["Income", "income (2)", "No name"]
    assert cells(path, "a very long name of a she")[-1] == ["[x]"]


def test_a_table_too_long_for_a_workbook_is_refused(tmp_path):
    long = Sheet("Scores", "Scores", ("Score",), ((1,),) * MOST_ROWS)
    with pytest.raises(DataError, match="do not fit in a workbook, which holds 1,048,576 and 16,384"):
        write_workbook(tmp_path / "x.xlsx", Cover("t", ()), [long])
    assert list(tmp_path.iterdir()) == []


def test_a_strange_recipe_name_cannot_leave_the_folder(release, tmp_path):
    recipe = replace(release.index.recipe, id="../../etc/passwd")
    written = export(replace(release, index=replace(release.index, recipe=recipe)), tmp_path / "out", list(FORMATS))
    assert {path.parent for path in written} == {tmp_path / "out"}
    assert written[0].name == "etc-passwd-scores.csv"
