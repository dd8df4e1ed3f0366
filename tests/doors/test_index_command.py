"""placebook index from the door: a recipe and a table in, a table out, or one sentence and nothing written."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from little_room import little_room
from placebook.cli import main

RECIPE = """
recipe: wards
title: Index of wards
says: How each ward is doing.
does_not_say: Why.
method_source: this test
higher_means: people are doing better
indicators:
  jobs: {title: People in work, unit: per cent, direction: higher_is_better, lowest: 0, highest: 100}
  crime: {title: Crimes, direction: lower_is_better}
tree:
  wards:
    title: Index of wards
    parts:
      jobs: {weight: 3}
      crime: {weight: 1}
steps:
  - normalise: {method: min_max}
  - aggregate: {method: arithmetic}
"""
WIDE = """
area,name,jobs,crime
W1,Ashford,60,10
W2,Barton,50,30
W3,Colby,70,20
"""
TIDY = """
area_code,indicator,period,value,lower,upper
W1,jobs,2014,60,58,62
W1,crime,2014,10,,
W2,jobs,2014,50,,
W2,crime,2014,30,,
W3,jobs,2014,70,,
W3,crime,2014,20,,
W1,shoe-size,2014,42,,
"""
SCORES = {"W1": "62.5", "W2": "0.0", "W3": "87.5"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run placebook in an empty folder with these files; gives exit code, what was printed, and what was said."""
    monkeypatch.chdir(tmp_path)

    def go(*words: str, files: dict[str, str] | None = None) -> tuple[int, str, str]:
        for name, text in (files or {}).items():
            Path(name).write_text(text.lstrip("\n"), encoding="utf-8")
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(list(words))
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return go


def rows(path: str = "out.csv") -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scores(part: str = "wards", period: str | None = None) -> dict[str, str]:
    return {r["area"]: r["score"] for r in rows() if r["part"] == part and period in (None, r["period"])}


def index(run, data: str = WIDE, recipe: str = RECIPE, ending: str = "csv") -> tuple[int, str, str]:
    return run("index", "r.yaml", f"d.{ending}", "-o", "out.csv", files={"r.yaml": recipe, f"d.{ending}": data})


# --- what comes out ---------------------------------------------------------------------------------


def test_a_wide_table_gives_every_score_rank_and_coverage(run):
    code, out, err = index(run)
    assert (code, out, err) == (0, "out.csv: 9 rows; 3 areas, 3 parts\n", "")
    assert rows()[0] == {
        "period": "all",
        "area": "W1",
        "name": "Ashford",
        "part": "wards",
        "title": "Index of wards",
        "level": "index",
        "score": "62.5",
        "rank": "2",
        "out_of": "3",
        "estimated": "false",
        "coverage": "1.0",
        "weight": "1.0",
    }
    assert [r["title"] for r in rows()[1:3]] == ["People in work", "Crimes"]
    assert [r["weight"] for r in rows()[1:3]] == ["3.0", "1.0"]
    assert scores() == SCORES
    assert not list(Path().glob("*.partial"))


def test_the_same_figures_tidy_give_the_same_scores(run):
    assert index(run, TIDY)[0] == 0
    assert scores() == SCORES
    assert {r["period"] for r in rows()} == {"2014"}
    assert "name" not in rows()[0]


def test_the_same_figures_from_a_workbook_and_from_parquet_give_the_same_bytes(run):
    import pandas as pd

    assert index(run)[0] == 0
    wanted = Path("out.csv").read_bytes()
    frame = pd.read_csv("d.csv")
    frame.to_parquet("d.parquet") if _has_pyarrow() else _parquet(frame)
    _workbook(frame)
    for name in ("d.parquet", "d.xlsx"):
        code, _, err = run("index", "r.yaml", name, "-o", "out.csv")
        assert (code, err) == (0, "")
        assert Path("out.csv").read_bytes() == wanted
    code, _, _ = run("index", "r.yaml", "d.xlsx", "--sheet", "Figures", "-o", "out.csv")
    assert code == 0


def _has_pyarrow() -> bool:
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None


def _parquet(frame) -> None:
    import duckdb

    duckdb.from_df(frame).write_parquet("d.parquet")


def _workbook(frame) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook("d.xlsx") as book:
        sheet = book.add_worksheet("Figures")
        sheet.write_row(0, 0, list(frame.columns))
        for at, row in enumerate(frame.itertuples(index=False), start=1):
            sheet.write_row(at, 0, list(row))


def test_parquet_comes_out_too(run):
    import duckdb

    code, _, _ = run("index", "r.yaml", "d.csv", "-o", "out.parquet", files={"r.yaml": RECIPE, "d.csv": WIDE})
    assert code == 0
    found = duckdb.read_parquet("out.parquet").filter("part = 'wards'").order("area").fetchall()
    assert [row[1] for row in found] == ["W1", "W2", "W3"]


def test_several_periods_come_out_in_order(run):
    data = "code,year,jobs,crime\nB,2014,60,10\nA,2014,50,30\nA,2013,70,20\nB,2013,50,50\n"
    assert index(run, data)[:2] == (0, "out.csv: 12 rows; 2 areas, 2 periods, 3 parts\n")
    assert [(r["period"], r["area"]) for r in rows() if r["part"] == "wards"] == [
        ("2013", "B"),
        ("2013", "A"),
        ("2014", "B"),
        ("2014", "A"),
    ]


def test_without_a_file_the_whole_index_is_printed_and_nothing_written(run):
    code, out, _ = run("index", "r.yaml", "d.csv", files={"r.yaml": RECIPE, "d.csv": WIDE})
    assert code == 0
    assert out.splitlines() == [
        "Index of wards, all. A higher score means people are doing better.",
        "W3  Colby        87.500       1",
        "W1  Ashford      62.500       2",
        "W2  Barton        0.000       3",
    ]
    assert sorted(p.name for p in Path().iterdir()) == ["d.csv", "r.yaml"]


def test_the_lowest_score_may_be_rank_1(run):
    code, out, _ = run("index", "r.yaml", "d.csv", "--lowest-first", files={"r.yaml": RECIPE, "d.csv": WIDE})
    assert code == 0
    assert out.splitlines()[0].endswith("Rank 1 is the lowest score.")
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["W2", "W1", "W3"]
    code, _, err = run("index", "r.yaml", "d.csv", "--lowest-first", "--ranges")
    assert code == 2
    assert "leave out --lowest-first" in err


def test_ranges_stand_beside_the_scores(run):
    recipe = RECIPE + "ranks: {runs: 100, seed: 1, vary: {weights: {within: 0.5}}}\n"
    code, _, _ = run("index", "r.yaml", "d.csv", "--ranges", "-o", "out.csv", files={"r.yaml": recipe, "d.csv": WIDE})
    assert code == 0
    first = rows()[0]
    assert 1 <= float(first["rank_p05"]) <= float(first["rank"]) <= float(first["rank_p95"]) <= 3
    again = Path("out.csv").read_bytes()
    run("index", "r.yaml", "d.csv", "--ranges", "-o", "out.csv")
    assert Path("out.csv").read_bytes() == again


def test_a_shipped_recipe_is_found_by_its_id(run):
    data = "country,life-expectancy,expected-schooling,mean-schooling,gni-per-head\nA,80,16,12,50000\nB,60,8,5,2000\n"
    code, out, err = run("index", "human-development-index", "d.csv", files={"d.csv": data})
    assert code == 0
    assert "0.901" in out
    assert err == "note: d.csv: areas are taken from the first column, 'country'\n"


# --- how a table may look -----------------------------------------------------------------------------


def test_capitals_of_headings_do_not_matter_and_an_indicator_may_have_a_heading_of_its_own(run):
    recipe = RECIPE.replace("jobs: {title: People in work,", "jobs: {title: People in work, heading: In work (%),")
    wide = "Code,Area name,In work (%),crime\nW1,Ashford,60%,10\nW2,Barton,50%,30\nW3,Colby,70%,20\n"
    assert index(run, wide, recipe)[0] == 0
    assert scores() == SCORES
    tidy = TIDY.replace("jobs", "In work (%)").replace("area_code,indicator,period", "Area,Indicator,Year")
    assert index(run, tidy, recipe)[0] == 0
    assert scores() == SCORES


def test_a_wide_table_may_have_a_column_for_each_year(run):
    """As the Human Development Report has: le_1990 to le_2022, and le_f_1990 for women beside them."""
    recipe = RECIPE
    for name, column in (("jobs: {title", "in_work"), ("crime: {title", "crimes")):
        recipe = recipe.replace(name, name.replace("title", f'heading: "{column}_{{period}}", title'))
    wide = "area,in_work_2013,in_work_2014,in_work_f_2014,crimes_2013,crimes_2014\n"
    rows = "W1,70,60,1,20,10\nW2,50,50,1,30,30\nW3,60,70,1,10,20\n"
    assert index(run, wide + rows, recipe)[0] == 0
    both = Path("out.csv").read_text(encoding="utf-8")
    one = "area,year,jobs,crime\nW1,2013,70,20\nW2,2013,50,30\nW3,2013,60,10\n"
    two = "W1,2014,60,10\nW2,2014,50,30\nW3,2014,70,20\n"
    assert index(run, one + two)[0] == 0
    assert Path("out.csv").read_text(encoding="utf-8") == both


def test_of_very_many_columns_that_are_left_aside_some_are_named(run):
    more = ",".join(f"tree{i}" for i in range(20))
    data = f"area,jobs,crime,{more}\n" + "".join(f"W{i},{60 + i},{10 + i}{',7' * 20}\n" for i in range(3))
    _, _, err = index(run, data)
    assert err.endswith("tree9, tree10, tree11 and 8 more\n")


def test_what_the_recipe_does_not_ask_for_is_left_aside_by_name(run):
    data = WIDE.replace("crime\n", "crime,trees\n").replace(",10\n", ",10,7\n").replace(",30\n", ",30,\n")
    _, _, err = index(run, data.replace(",20\n", ",20,9\n"))
    assert err == "note: d.csv: columns the recipe does not ask for: trees\n"


@pytest.mark.parametrize("gap", ["", "NA", "n/a", "..", "NaN", "[x]"])
def test_an_area_with_nothing_measured_shows_as_missing(run, gap):
    code, _, _ = index(run, WIDE.replace("50,30", f"{gap},{gap}"))
    assert code == 0
    missing = next(r for r in rows() if (r["area"], r["part"]) == ("W2", "wards"))
    assert (missing["score"], missing["rank"], missing["out_of"], missing["coverage"]) == ("", "", "2", "0.0")
    assert run("index", "r.yaml", "d.csv")[1].splitlines()[-1] == "W2  Barton   no data"


def test_an_indicator_without_one_figure_is_a_gap_that_is_said(run):
    data = WIDE.replace(",10", ",").replace(",30", ",").replace(",20", ",")
    code, _, err = index(run, data)
    assert code == 0
    assert err == "note: crime: no figures\n"
    assert {r["coverage"] for r in rows() if r["part"] == "wards"} == {"0.75"}


def test_a_table_may_say_which_group_an_area_is_in(run):
    recipe = RECIPE.replace("steps:\n", "steps:\n  - impute: {method: group_mean, by: side}\n")
    data = "area,side,jobs,crime\nA,east,60,10\nB,east,50,30\nC,west,70,20\nD,east,,20\n"
    code, _, err = index(run, data, recipe)
    assert (code, err) == (0, "")
    assert scores("jobs")["D"] == "25.0"  # 55, the mean of the east
    code, _, err = index(run, data.replace("side", "part"), recipe)
    assert code == 2
    assert "there is no group 'side' for areas" in err


def test_a_file_of_semicolons_in_latin_1_is_read(run):
    Path("d.csv").write_bytes(
        "area;name;jobs;crime\r\nW1;Ynys Môn;60;10\r\nW2;B;50;30\r\nW3;C;70;20\r\n".encode("latin-1")
    )
    code, out, err = run("index", "r.yaml", "d.csv", files={"r.yaml": RECIPE})
    assert code == 0
    assert "Ynys Môn" in out
    assert "is not UTF-8" in err


# --- bad input: one sentence, exit code 2, nothing written ----------------------------------------------


def refused(run, said: str, data: str = WIDE, recipe: str = RECIPE) -> None:
    code, out, err = index(run, data, recipe)
    assert code == 2
    assert out == ""
    assert said in err
    assert err.startswith("placebook: ")
    assert err.count("\n") == 1
    assert sorted(p.name for p in Path().iterdir()) == ["d.csv", "r.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "jobs: {weight",
            "jibs: {weight",
            "d.csv: recipe 'wards': there is no indicator called 'jibs' in the figures; did",
        ),
        (
            "min_max",
            "min_mux",
            "r.yaml, line 17 (steps): there is no method of normalise called 'min_mux'; did you mean 'min_m",
        ),
        ("- normalise", "- normalize", "there is no step called 'normalize'; did you mean 'normalise'?"),
        ("{method: min_max}", "{method: min_max, lo: 1}", "there is no option of normalise min_max called 'lo'"),
        ("{method: min_max}", "{method: min_max, low: no thing}", "low is 'no thing'; a number is wanted"),
        ("{method: min_max}", "{method: goalposts}", "normalise goalposts needs goalposts; add goalposts: ..."),
        ("{method: min_max}", "{}", "normalise names no method; add method: one of min_max"),
        (
            "{method: arithmetic}",
            "{method: arithmetic, by_level: {domain: {method: geometric}}}",
            "r.yaml, line 16 (steps): by_level names 'domain', and there is no such level; there is: index, indicator",
        ),
        (
            "{method: arithmetic}",
            "{method: arithmetic, by_part: {jobs: {method: geometric}}}",
            "by_part names 'jobs', and there is no such part that is made from others",
        ),
        ("weight: 3", "weight: -1", "r.yaml, line 10 (tree): the weights below 'wards' sum to zero"),
        ("weight: 3", "weight: three", "r.yaml, line 14 (part 'jobs'): 'weight': 'three' is text; a number is wanted"),
        (
            "{method: arithmetic}",
            "{method: geometric}",
            "r.yaml: recipe 'wards', step aggregate, part 'wards': 2 values are zero or below (the lowest is 0), which",
        ),
        (
            "title: Index of wards\nsays",
            "title: A\ntitle: B\nsays",
            "line 3: the key 'title' stands twice (first on line 2)",
        ),
        ("says: How each ward is doing.", "says: no", "r.yaml, line 3: a bare no reads two ways; write false, or 'no'"),
        ("higher_means: people", "higher_mean: people", "the key 'higher_means' is missing (there is 'higher_mean')"),
        (
            ", direction: lower_is_better",
            "",
            "indicator 'crime' has no direction. Say `direction: higher_is_better` or",
        ),
        (
            "crime: {weight: 1}",
            "crime: {parts: []}",
            "r.yaml, line 15 (part 'crime'): 'parts' is empty; name at least one",
        ),
        ("steps:", "steps: []\nstages:", "stages"),
        ("- aggregate: {method: arithmetic}", "- screen: {areas: 0.5}", "no step says how parts make a whole"),
        (
            "{method: min_max}",
            "{method: distance_to_reference, area: W9}",
            "the reference area 'W9' is not in the figures",
        ),
        (
            "lower_is_better}\n",
            "lower_is_better}\nperiod: [2014]\n",
            "unknown key 'period' (line 10, did you mean 'periods'?)",
        ),
        (
            "higher_means",
            "periods: ['2014']\nhigher_means",
            "r.yaml: recipe 'wards': period '2014' is not in the figures",
        ),
        (
            "higher_means",
            "periods: [all]\nconstants_from: some\nhigher_means",
            "period 'some' is not in the figures; there is: all",
        ),
        ("higher_means", "constants_from: '2012'\nhigher_means", "period '2012' is not in the figures; there is: all"),
    ],
)
def test_a_recipe_that_cannot_be(run, old, new, said):
    assert old in RECIPE
    refused(run, said, recipe=RECIPE.replace(old, new))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (WIDE.replace("60,10", "60,10\nW1,Ashford,61,11"), "d.csv, rows 2 and 3: both give 'jobs' for W1; keep one of"),
        (
            WIDE.replace("60,10", "60,inf"),
            "d.csv, row 2, column 'crime': 'inf' is not a figure; infinity cannot be compared",
        ),
        (WIDE.replace("60,10", "60,1e999"), "d.csv, row 2, column 'crime': the figure inf is not finite"),
        (WIDE.replace("60,10", "60,ten"), "d.csv, row 2, column 'crime': 'ten' is not a figure; write a number"),
        (WIDE.replace("60,10", '"6,5",10'), "d.csv, row 2, column 'jobs': '6,5' is not a figure"),
        (WIDE.replace("60,10", "60,10,10"), "d.csv, row 2: has 5 cells where the headings are 4"),
        (
            WIDE.replace("60,10", "600,10"),
            "d.csv, row 2, column 'jobs': 600 is not possible for 'jobs', whose highest is 100",
        ),
        (WIDE.replace("W2,", ","), "d.csv, row 3, column 'area': the area is blank; write its code"),
        ("", "d.csv: the file is empty"),
        ("area,jobs,crime\n", "d.csv: there are headings and no rows below them"),
        ("area,jobs,crime\nW1,60,10\n", "r.yaml: recipe 'wards': the figures hold 1 area. An index compares areas"),
        (
            "area,jobs,crime\nW1,60,10\nW2,60,20\n",
            "step normalise (min_max), period all: jobs has the same figure everywhere",
        ),
        ("area,jobs,crime\nW1,,\nW2,,\n", "nothing in the tree has figures, so there is no index"),
        ("area,jobs,jobs\nW1,1,2\n", "d.csv, row 1: the heading 'jobs' stands 2 times (columns B and C)"),
        ("1,2\n3,4\n", "d.csv: no heading says which column holds the areas"),
        ("place,indicator,value\nW1,jobs,3\n", "d.csv: no heading says which column holds the areas; call it area"),
        (
            "area,trees\nW1,60\nW2,20\n",
            "d.csv: recipe 'wards' awaits its figures: it reads jobs, crime, and none of them is",
        ),
        (
            "area,jobs,crim\nW1,60,1\nW2,20,2\n",
            "there is no indicator called 'crime' in the figures; did you mean 'crim'?",
        ),
        (
            "area,period,jobs,crime\nW1,2014,60,1\nW2,,20,2\n",
            "d.csv, row 3, column 'period': the period is blank; write it",
        ),
        (
            "area,indicator,value,lower,upper\nW1,jobs,5,9,1\nW2,jobs,6,,\nW1,crime,1,,\nW2,crime,2,,\n",
            "d.csv, row 2: the lower limit 9 is above the upper 1",
        ),
    ],
)
def test_a_table_that_cannot_be(run, data, said):
    refused(run, said, data=data)


def test_a_base_period_must_be_among_the_periods(run):
    data = "area,year,jobs,crime\nA,2013,1,2\nB,2013,2,1\nA,2014,1,2\nB,2014,2,1\n"
    recipe = RECIPE.replace("higher_means", "periods: [2014]\nconstants_from: 2013\nhigher_means")
    refused(run, "constants_from is '2013', which is not among `periods` (2014); add it there", data, recipe)


def test_a_mean_that_cannot_be_says_whose_score_is_too_low(run):
    recipe = RECIPE.replace("{method: arithmetic}", "{method: geometric}")
    refused(run, "scale that starts above zero. The first is 'jobs' of W2 in all", recipe=recipe)


def test_files_that_are_not_there_and_places_that_cannot_be_written_to(run):
    files = {"r.yaml": RECIPE, "d.csv": WIDE}
    for words, said in (
        (("index", "x.yaml", "d.csv", "-o", "out.csv"), "x.yaml: there is no such file"),
        (
            ("index", "hdi", "d.csv", "-o", "out.csv"),
            "no recipe file and no shipped recipe called 'hdi'; there is: english-imd",
        ),
        (("index", "r.yaml", "x.csv", "-o", "out.csv"), "x.csv: there is no such file"),
        (("index", "r.yaml", "d.csv", "-o", "no/where/out.csv"), "there is no folder no/where; make it first"),
        (("index", "r.yaml", "d.csv", "-o", "out.docx"), "out.docx: the name must end in .csv or .parquet"),
        (("index", "r.yaml", "d.csv", "-o", "d.csv"), "d.csv is what is read; name another file"),
        (("index", "r.yaml"), "Missing argument 'DATA.csv'"),
    ):
        code, out, err = run(*words, files=files)
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1
    assert sorted(p.name for p in Path().iterdir()) == ["d.csv", "r.yaml"]
    assert Path("d.csv").read_text(encoding="utf-8") == WIDE.lstrip("\n")
    Path("folder.csv").mkdir()
    code, _, err = run("index", "r.yaml", "d.csv", "-o", "folder.csv")
    assert code == 2
    assert "folder.csv is a folder; name a file" in err


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files is set the POSIX way")
def test_a_disk_that_fills_up_leaves_the_old_file_whole_and_nothing_half_written(run):
    run("index", "r.yaml", "d.csv", "-o", "out.csv", files={"r.yaml": RECIPE, "d.csv": WIDE})
    before = Path("out.csv").read_bytes()
    with little_room(200):
        code, _, err = run("index", "r.yaml", "d.csv", "--lowest-first", "-o", "out.csv")
    assert code == 2
    assert err.count("\n") == 1
    assert Path("out.csv").read_bytes() == before
    assert sorted(p.name for p in Path().iterdir()) == ["d.csv", "out.csv", "r.yaml"]
