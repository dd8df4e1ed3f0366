"""placebook disclose: tables from outside a book, measures of a book, the report, and no way for a hidden count out."""

from __future__ import annotations

import csv
import json
import re
import struct
import zipfile
from pathlib import Path

import duckdb
import pytest
from test_measures import MEASURE, book  # noqa: F401 - the book of calls for help

from commands import run
from placebook.disclosing import attack_book

TABLE = "area,category,count\nA,x,3\nA,y,20\nA,z,9\nB,x,30\nB,y,7\nB,z,50\nC,x,60\nC,y,70\nC,z,80\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def of_table(path: Path, *more: str):
    return run("disclose", "--table", str(path), "--rows", "area", "--columns", "category", "--value", "count", *more)


def read(path: Path) -> dict[tuple[str, str], str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["area"], row["category"]): row["count"] for row in csv.DictReader(file)}


def test_a_table_comes_out_with_its_totals_and_without_what_is_small(table, tmp_path):
    done = of_table(table, "-o", str(tmp_path / "out.csv"))
    assert done.code == 0
    cells = read(tmp_path / "out.csv")
    assert cells["A", "x"] == "[c]"
    assert cells["Total", "Total"] == "329"
    assert sum(cell == "[c]" for cell in cells.values()) == 4
    for words in ("Name: ___", "Signature: ___", "Counts from 1 to 4 are hidden", "1 small ones, and 3", "primary"):
        assert words in done.out


def test_a_total_that_the_table_has_is_taken_as_its_total(table, tmp_path):
    table.write_text(TABLE + "Total,x,93\nTotal,y,97\nTotal,z,139\nA,Total,32\nTotal,Total,329\n", encoding="utf-8")
    assert of_table(table, "-o", str(tmp_path / "out.csv")).code == 0
    assert read(tmp_path / "out.csv")["Total", "Total"] == "329"


def test_a_second_table_with_an_area_more_is_protected_with_the_first(table, tmp_path):
    second = tmp_path / "more.csv"
    second.write_text(TABLE + "D,x,2\nD,y,11\nD,z,0\n", encoding="utf-8")
    assert of_table(table, "--also", str(second), "-o", str(tmp_path / "out.csv")).code == 0
    first, more = read(tmp_path / "out.csv"), read(tmp_path / "out-also-1.csv")
    assert more["D", "x"] == "[c]"
    assert "[c]" in (first["Total", "x"], more["Total", "x"])  # or their difference would be D


def test_what_is_out_already_is_said_to_give_it_away(table, tmp_path):
    done = of_table(table, "--also", str(table), "--already", "-o", str(tmp_path / "out.csv"))
    assert done.code == 2
    assert "A, all periods, x: a small count stands here that cannot be protected" in done.err
    assert not (tmp_path / "out.csv").exists()


def test_wards_within_districts(table, tmp_path):
    (tmp_path / "within.csv").write_text("area,district\nA,East\nB,West\nC,West\n", encoding="utf-8")
    done = of_table(table, "--within", str(tmp_path / "within.csv"), "-o", str(tmp_path / "out.csv"))
    assert done.code == 0
    cells = read(tmp_path / "out.csv")
    assert cells["East", "x"] == cells["A", "x"] == "[c]"
    assert cells["Total", "z"] == "139"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("area,category,count\nA,x,-3\nB,x,9\n", "row 2: a cell is no count"),
        ("area,category,count\nA,x,many\nB,x,9\n", "row 2: a cell is no count"),
        ("area,category,count\nA,x,9\nA,x,9\n", "row 3: A, all periods, x stands twice"),
        ("area,kind,count\nA,x,9\nB,x,9\n", "there is no heading 'category'"),
    ],
)
def test_a_wrong_table_is_one_sentence(table, text, says):
    table.write_text(text, encoding="utf-8")
    done = of_table(table)
    assert done.code == 2
    assert says in done.err


def test_a_table_that_is_not_there_is_not_looked_for_in_a_source(tmp_path):
    said = of_table(tmp_path / "gone.csv", "-o", str(tmp_path / "out.csv"))
    assert (said.code, said.err) == (2, f"placebook: {tmp_path / 'gone.csv'}: there is no such file; check the name\n")


def test_a_hidden_count_is_not_in_what_is_said_of_a_wrong_table(table):
    table.write_text(TABLE + "Total,x,90\n", encoding="utf-8")
    done = of_table(table)
    assert done.code == 2
    assert "the areas in it come to more than it has" in done.err
    assert not re.search(r"\b3\b", done.err)


def test_a_book_without_a_table_of_its_measure_says_what_to_run(book):  # noqa: F811
    done = run("disclose", "--book", str(book))
    assert done.code == 2
    assert "placebook records" in done.err


def test_the_measures_of_a_book_are_attacked_as_they_stand(book):  # noqa: F811
    assert run("records", "--book", str(book)).code == 0
    done = run("disclose", "--book", str(book))
    assert done.code == 0, done.err
    assert "Calls for help" in done.out
    assert "E05000026" in done.out
    report = (book / "held" / "disclosure" / "report.txt").read_text(encoding="utf-8")
    assert report == done.out
    said = json.loads((book / "disclosure" / "call-rate.json").read_text(encoding="utf-8"))
    assert said["passes"] is True
    assert "primary" not in json.dumps(said)


def test_a_table_that_was_changed_by_hand_fails(book):  # noqa: F811
    """The rate of a hidden count is written back, without the count. It gives it away all the same."""
    run("records", "--book", str(book))
    path = book / "raw" / "call-rate.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if (row["area_code"], row["period"]) == ("E05000026", "2014"):
            assert row["value"] == ""
            row["value"], row["denominator"] = "2.0", "1000"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = run("disclose", "--book", str(book))
    assert done.code == 1
    assert "its rate is published" in done.out
    assert "must not be published" in done.out


def numerators(book, name):  # noqa: F811
    with (book / "raw" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {(row["area_code"], row["period"]): row["numerator"] for row in csv.DictReader(file)}


def test_two_measures_of_the_same_records_are_protected_and_attacked_together(book):  # noqa: F811
    """Calls of all kinds less calls for help are the other calls: one a year in each ward."""
    measures, made = book / "measures", {}
    every = MEASURE.replace("call-rate", "all-calls").replace(", categories: [help]", "")
    both = {"all-calls": every, "call-rate": MEASURE}
    for name, text in both.items():  # each as if it were alone
        (measures / "call-rate.yaml").unlink(missing_ok=True)
        (measures / f"{name}.yaml").write_text(text, encoding="utf-8")
        assert run("records", "--book", str(book)).code == 0
        made[name] = (book / "raw" / f"{name}.csv").read_bytes()
        (measures / f"{name}.yaml").unlink()
    for name, text in both.items():
        (measures / f"{name}.yaml").write_text(text, encoding="utf-8")
    reports, _ = attack_book(book, ())
    assert [(one.id, one.passes) for one in reports] == [("all-calls", True), ("call-rate", True), ("", False)]
    assert reports[-1].title.startswith("Together: ")
    alone = numerators(book, "call-rate")

    assert run("records", "--book", str(book)).code == 0
    assert all(one.passes for one in attack_book(book, ())[0])
    first, second = numerators(book, "all-calls"), numerators(book, "call-rate")
    assert all("" in (first[place], second[place]) for place in first)
    assert any(first.values())
    assert all(count in ("", alone[place]) for place, count in second.items())


def test_two_measures_of_the_same_records_with_two_rules_name_each_other(book):  # noqa: F811
    other = MEASURE.replace("call-rate", "all-calls").replace("hide_up_to: 4", "hide_up_to: 9")
    (book / "measures" / "all-calls.yaml").write_text(other, encoding="utf-8")
    done = run("records", "--book", str(book))
    assert done.code == 2
    assert "measures/all-calls.yaml and measures/call-rate.yaml are made of the same counts" in done.err
    assert not list((book / "raw").glob("*ca*"))


RECIPE = """\
recipe: help
version: "1"
title: Help
says: Where people call for help.
does_not_say: Why they do.
method_source: ours
higher_means: more calls
levels: [index, indicator]
periods: ["2014"]
tree: {help: {title: Help, parts: {call-rate: {weight: 1}, population: {weight: 1}}}}
steps: [{impute: {method: median}}, {normalise: {method: rank}}, {aggregate: {method: arithmetic, missing: leave_out}}]
ranks: {runs: 100, seed: 1}
"""


@pytest.mark.slow  # a build and a whole site
def test_no_hidden_count_or_rate_is_anywhere_that_is_published(book, tmp_path):  # noqa: F811
    """Abbey had 2 calls of 1,009 people in 2014: 1.98 for each thousand. No byte outside held/ says so."""
    people = book / "raw" / "people.csv"
    text = people.read_text("utf-8").replace("E05000026,population,2014,1000", "E05000026,population,2014,1009")
    people.write_text(text + "E05000027,population,2014,700\nE05000028,population,2014,800\n", encoding="utf-8")
    source = book / "sources" / "people.yaml"
    source.write_text(source.read_text("utf-8").replace("kind: context", "direction: higher_is_better"), "utf-8")
    (book / "recipes").mkdir()
    (book / "recipes" / "help.yaml").write_text(RECIPE, encoding="utf-8")
    cover = book / "book.yaml"
    cover.write_text(cover.read_text(encoding="utf-8") + "recipe: help\n", encoding="utf-8")
    said = [run("records", "--book", book), run("disclose", "--book", book), run("build", "--book", book)]
    said += [run("export", "--book", book, tmp_path / "out"), run("bake", "--book", book, tmp_path / "site")]
    assert [one.err for one in said if one.code] == []
    everywhere = [path for root in (book, tmp_path / "out", tmp_path / "site") for path in root.rglob("*")]
    public = [path for path in everywhere if path.is_file() and "held" not in path.parts and path.name != "calls.csv"]
    assert {".parquet", ".csv", ".json", ".html", ".xlsx"} <= {path.suffix for path in public}
    for needle in (rb"1\.98\d", rb"E05000026[^\n]{0,60}2014,2(\.0)?,", struct.pack("<d", 2 / 1009 * 1000)):
        pattern = needle if needle.isascii() else re.escape(needle)
        assert [path for path in public if re.search(pattern, in_full(path))] == []
        assert [one for one in said if re.search(pattern, (one.out + one.err).encode())] == []


def in_full(path: Path) -> bytes:
    """What a file says, unpacked where it is packed."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    if path.suffix == ".parquet":
        found = duckdb.sql(f"select * from read_parquet('{path}')").fetchall()  # noqa: S608
        return "\n".join(",".join(map(str, row)) for row in found).encode()
    return path.read_bytes()


LEAK = """\
source: old-calls
title: Calls for help, as they stood before
publisher: A council
licence: OGL-UK-3.0
url: https://council.example/
published: 2015-05-01
file: raw/old-calls.csv
indicators: [{id: call-rate, title: Calls for help, unit: "per 1,000 people", direction: lower_is_better}]
"""
OTHERS = {"E05000029": (20, 700), "E05000030": (25, 900), "E05000031": (50, 1100)}


def with_a_leak(book: Path, value: str) -> None:  # noqa: F811
    """A second source has a figure where the measure hides Abbey's 2 calls of 1,009 people in 2014; then a build."""
    with (book / "areas.csv").open("a", encoding="utf-8") as areas, (book / "calls.csv").open("a") as calls:
        for ward, (many, _) in OTHERS.items():
            areas.write(f"{ward},Ward {ward[-2:]}\n")
            calls.write(f"2014-03-01,{ward},help\n" * many)
    people = (book / "raw" / "people.csv").read_text("utf-8").replace("population,2014,1000", "population,2014,1009")
    more = [f"{ward},population,2014,{many}\n" for ward, (_, many) in OTHERS.items()]
    more += ["E05000027,population,2014,700\n", "E05000028,population,2014,800\n"]
    (book / "raw" / "people.csv").write_text(people + "".join(more), encoding="utf-8")
    source = book / "sources" / "people.yaml"
    source.write_text(source.read_text("utf-8").replace("kind: context", "direction: higher_is_better"), "utf-8")
    measure = book / "measures" / "call-rate.yaml"
    measure.write_text(measure.read_text("utf-8") + "first: 2014\n", "utf-8")
    assert run("records", "--book", book).code == 0
    table = book / "raw" / "call-rate.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    assert sum("too small to show" in line for line in lines) == 1
    if value:
        (book / "sources" / "old-calls.yaml").write_text(LEAK, encoding="utf-8")
        old = f"area_code,indicator,period,value\nE05000026,call-rate,2014,{value}\nE05000027,call-rate,2010,9.5\n"
        (book / "raw" / "old-calls.csv").write_text(old, encoding="utf-8")
        table.write_text("".join(line for line in lines if "too small to show" not in line), encoding="utf-8")
    (book / "recipes").mkdir()
    recipe = RECIPE.replace("{impute: {method: median}}, ", "").replace("method: rank", "method: min_max")
    (book / "recipes" / "help.yaml").write_text(recipe, encoding="utf-8")
    assert run("build", "--book", book).err == ""
    table.write_text("".join(lines), encoding="utf-8")


def test_a_score_made_of_a_figure_that_another_source_still_holds_fails(book):  # noqa: F811
    with_a_leak(book, repr(2 / 1009 * 1000))
    done = run("disclose", "--book", book)
    assert done.code == 1, done.err
    assert "and by scores and parts left over in help: 1. Made of some count: 1 figures, and 2 scores" in done.out
    assert "are published in help" in done.out
    assert "must not be published" in done.out
    assert json.loads((book / "disclosure" / "call-rate.json").read_text(encoding="utf-8"))["passes"] is False
    (book / "sources" / "old-calls.yaml").unlink()
    (book / "raw" / "old-calls.csv").unlink()
    assert run("build", "--book", book).err == ""  # the new build holds nothing of it, and the last one still does
    assert "in the build before" in run("disclose", "--book", book).out


@pytest.mark.parametrize("value", ["", "3.3"], ids=["no leak", "a figure of another count"])
def test_a_build_without_the_hidden_count_passes(book, value):  # noqa: F811
    with_a_leak(book, value)
    done = run("disclose", "--book", book)
    assert done.code == 0, done.out + done.err
    assert "parts left over in help" in done.out


def test_without_a_build_it_says_that_scores_were_not_tried(book):  # noqa: F811
    assert run("records", "--book", book).code == 0
    assert "Tried. The book has no build" in run("disclose", "--book", book).out


def test_a_table_that_was_published_before_is_attacked_with_the_new_one_and_kept_to(book):  # noqa: F811
    """Abbey had 2 calls in 2014, hidden by itself and with Becontree's 6. An older release shows Becontree: the
    borough's 28 less 20 less 6 is Abbey. Named in already_out:, it makes Alibon hidden and Becontree shown."""
    wards = "".join(f"E050000{at},Ward {at},ward,E09000002\n" for at in (26, 27, 28))
    (book / "areas.csv").write_text(
        "code,name,kind,parent\n" + wards + "E09000002,Borough,borough,\n", encoding="utf-8"
    )
    with (book / "calls.csv").open("a", encoding="utf-8") as calls:
        calls.write("2014-03-01,E05000027,help\n" * 20)
    with (book / "raw" / "people.csv").open("a", encoding="utf-8") as people:
        people.write("E05000027,population,2014,700\nE05000028,population,2014,800\n")
    measure = book / "measures" / "call-rate.yaml"
    measure.write_text(measure.read_text("utf-8") + "first: 2014\n", encoding="utf-8")
    assert run("records", "--book", book).code == 0
    (book / "released").mkdir()
    old = book / "released" / "2015.csv"
    old.write_text("area_code,period,numerator\nE05000028,2014,6\nE05000027,2014,\nE05000026,2014,7\n", "utf-8")
    shown = numerators(book, "call-rate")
    assert {at for at, count in shown.items() if not count} == {("E05000026", "2014"), ("E05000028", "2014")}
    measure.write_text(measure.read_text("utf-8") + "already_out: [released/2015.csv]\n", encoding="utf-8")
    done = run("disclose", "--book", book)
    assert done.code == 1, done.out
    assert "a table of already_out: shows it" in done.out
    assert run("records", "--book", book).code == 0
    shown = numerators(book, "call-rate")
    assert {at for at, count in shown.items() if not count} == {("E05000026", "2014"), ("E05000027", "2014")}
    assert run("disclose", "--book", book).code == 0
    old.unlink()
    done = run("records", "--book", book)
    assert "released/2015.csv: already_out: names a table that is not there" in done.err
