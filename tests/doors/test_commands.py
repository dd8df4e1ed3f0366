"""Every command as a person types it, on the example book."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import replace

import pytest

from commands import files_of, in_a_program, refused, run
from placebook.cli import COMMANDS
from placebook.cli.aligned import aligned, pasted
from placebook.cli.scores import rank_lines
from placebook.notebook import open as open_place

HEAVY = ("numpy", "duckdb", "pandas", "scipy", "yaml", "rich", "narwhals", "rdflib", "django", "placebook.types")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


# --- help --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_names_every_command(words):
    said = run(*words)
    assert said.code == 0
    assert all(re.search(rf"^  {name} ", said.out, re.MULTILINE) for name in COMMANDS)


@pytest.mark.parametrize("command", [*COMMANDS, "frameworks list", "frameworks show", "frameworks export"])
def test_every_command_says_what_it_is_for(command):
    said = run(*command.split(), "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: placebook {command}")
    assert said.err == ""


def test_help_loads_nothing_heavy():
    code = f"""
import sys
from placebook.cli import main
try:
    main(["--help"])
except SystemExit:
    print("LOADED", [name for name in {HEAVY!r} if name in sys.modules])
"""
    found = in_a_program_of_python(code)
    assert found.splitlines()[-1] == "LOADED []"


def in_a_program_of_python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8").stdout


def test_the_version():
    from importlib.metadata import version

    assert run("--version").out == f"placebook, version {version('placebook')}\n"


def test_as_a_module_of_python():
    said = in_a_program("--version")
    assert said.code == 0
    assert said.out.startswith("placebook, version")


def test_a_command_that_is_not_there():
    said = refused("scor")
    assert said.startswith("there is no command 'scor'. Did you mean score? There is: demo, new, check")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score",), "Missing argument 'AREA'. To see how: placebook score --help"),
        (
            ("score", "Abbey", "--bok", "x"),
            "No such option '--bok'. Did you mean '--book'? To see how: placebook score",
        ),
        (
            ("frameworks", "shew"),
            "No such command 'shew'. Did you mean 'show'? To see how: placebook frameworks --help",
        ),
        (("bench", "--runs", "many"), "Invalid value for '--runs': 'many' is not a valid integer."),
    ],
)
def test_words_that_a_command_does_not_take(words, said):
    assert refused(*words).startswith(said)


# --- demo --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_demo_from_nothing(tmp_path):
    folder = tmp_path / "my demo"
    said = run("demo", folder, "--no-serve")
    assert said.code == 0
    assert said.lines[0] == "Abbey (E05000026): Social Progress Index, wards of Barking and Dagenham, 2014"
    assert said.row("Social Progress Index")[1:4] == ["48.9", "4 of 17", "4 to 9"]
    assert f"placebook ranks --book {pasted(folder)}" in said.out
    assert "uv run placebook" in said.out
    assert (folder / "built" / "manifest.json").is_file()


@pytest.mark.slow
def test_a_demo_that_is_there_is_built_again_with_its_changes(demo):
    change(demo / "recipes" / "barking-dagenham-spi.yaml", "title: Shelter", "title: A Home")
    kept = files_of_the_book(demo)
    said = run("demo", demo, "--no-serve")
    assert said.code == 0
    assert said.lines[0].startswith("Abbey (E05000026)")
    assert said.row("    A Home")[0] == "A Home"
    assert files_of_the_book(demo) == kept
    tries = re.findall(r"^.*  (placebook .*)$", said.out, re.MULTILINE)
    assert len(tries) >= 5
    for line in tries:  # what it says to try can be pasted
        program, *words = shlex.split(line)
        if words[0] == "serve":
            continue
        done = run(*(demo.parent / "results" if word == "results" else word for word in words))
        assert (program, done.code) == ("placebook", 0), line


def files_of_the_book(folder):
    """Every file but what a build, or the making of the site, writes."""
    return {name: data for name, data in files_of(folder).items() if not name.startswith(("built", "site"))}


def test_a_demo_in_a_folder_of_other_things(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert refused("demo", tmp_path) == (
        f"{tmp_path}: holds something that is not a place book; name an empty or a new folder"
    )
    assert files_of(tmp_path) == {"letter.txt": b"mine"}


def test_a_demo_in_the_book_of_another_place(starter):
    before = files_of(starter)
    assert refused("demo", starter) == f"{starter}: holds the book 'My place'; name an empty or a new folder"
    assert files_of(starter) == before


# --- new, check, build -------------------------------------------------------------------------------------------


def test_a_new_book_is_checked_built_and_scored_straight_away(tmp_path):
    folder = tmp_path / "Mein Ort, größer"
    assert run("new", folder).lines == [
        f"{folder}: a new place book. Open book.yaml, then run: placebook check --book {pasted(folder)}"
    ]
    checked = run("check", "--book", folder)
    assert checked.code == 0
    assert checked.lines[-1].startswith("0 to mend (fault), 1 to look at (warning)")
    built = run("build", "--book", folder)
    assert (built.code, built.err) == (0, "")
    assert built.lines == [f"{folder / 'built'}: built from My place; recipes: my-index"]
    scored = run("score", "abbey", "--book", folder)
    assert scored.code == 0
    assert scored.lines[0] == "Abbey (E05000026): My first index, 2012"


def test_a_new_book_in_a_folder_that_is_not_empty(starter):
    before = files_of(starter)
    assert refused("new", starter).startswith(f"{starter}: is not empty (it holds README.md)")
    assert files_of(starter) == before


def test_the_example_has_nothing_to_mend(demo_book):
    said = run("check", "--book", demo_book)
    assert said.code == 0
    assert not [line for line in said.lines if line.startswith("fault")]


def test_check_says_all_that_is_wrong_and_changes_nothing(starter):
    raw = starter / "raw" / "starter.csv"
    text = raw.read_text(encoding="utf-8").replace("34.5", "134.5").replace("E05000027,Alibon", "E05000099,Alibon")
    raw.write_text(text, encoding="utf-8")
    before = files_of(starter)
    said = run("check", "--book", starter)
    assert said.code == 1
    assert any("row 2" in line and "134.5" in line for line in said.lines)
    assert any("E05000099" in line for line in said.lines)
    assert files_of(starter) == before
    assert refused("build", "--book", starter).startswith(f"{starter} cannot be built yet: ")
    assert files_of(starter) == before


def test_a_build_twice_is_the_same_build(starter):
    before = files_of(starter / "built")
    assert run("build", "--book", starter).code == 0
    assert files_of(starter / "built") == before
    assert not (starter / "built.previous").exists()


def test_a_build_whose_latest_year_has_no_score_says_which_figures_are_not_there(starter):
    """Pages and commands show the latest year, and would show nothing at all."""
    table, source = starter / "raw" / "starter.csv", starter / "sources" / "starter.yaml"
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(row for row in rows if "child-poverty,2012" not in row), encoding="utf-8")
    source.write_text(source.read_text(encoding="utf-8").replace("rows: 20", "rows: 15"), encoding="utf-8")
    said = run("build", "--book", starter)
    assert said.code == 0
    assert said.lines[-1] == (
        "my-index: no area has a score in 2012, its latest year, since nothing is known of Children in poverty; "
        "name the years you want under periods: in the recipe, or have gaps filled under steps: impute"
    )


def test_a_rank_of_which_nothing_could_be_tried_is_not_called_sure(starter):
    """No limits beside the figures and nothing to vary: every run is the same, and that says nothing."""
    table, recipe = starter / "raw" / "starter.csv", starter / "recipes" / "my-index.yaml"
    rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("".join(f"{row.rsplit(',', 2)[0]}\n" for row in rows), encoding="utf-8")
    source = starter / "sources" / "starter.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace(", lower: lower, upper: upper", ""), encoding="utf-8")
    kept = recipe.read_text(encoding="utf-8").splitlines(keepends=True)
    recipe.write_text("".join(line for line in kept if not line.startswith("ranks:")), encoding="utf-8")
    assert run("build", "--book", starter).code == 0
    said = run("ranks", "--book", starter).out
    assert "Eastbrook       76.77     1   not known " in said
    assert "nan" not in said
    assert "Not known: no figure comes with limits, and the recipe tries no other way (ranks: vary)." in said
    assert "its rank range is not known." in run("ranks", "Abbey", "--book", starter).out
    assert (
        "is not known: no figure comes with limits, and no other way was tried."
        in run("score", "Abbey", "--book", starter).out
    )


# --- score -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["E05000026", "e05000026", "Abbey", "abbey", " ABBEY "])
def test_a_ward_by_code_or_name_in_any_letters(starter_book, name):
    said = run("score", name, "--book", starter_book)
    assert (said.code, said.err) == (0, "")
    assert said.lines[0] == "Abbey (E05000026): My first index, 2012"
    assert not re.search("\x1b|\r", said.out)


def test_the_score_of_another_year(demo_book):
    said = run("score", "Abbey", "--book", demo_book, "--period", "2011")
    assert said.lines[0].endswith(", 2011")
    assert said.row("Social Progress Index")[2] == "5 of 17"


WRONG = {
    "a name that is near": (("score", "Aby"), "there is no area called 'Aby' in My place; did you mean 'Abbey'?"),
    "an empty name": (("score", ""), "there is no area called ''"),
    "a borough among wards": (
        ("score", "barking and dagenham"),
        "Barking and Dagenham (E09000002) is of the kind London borough; this book compares areas of the kind ward",
    ),
    "a year": (("score", "Abbey", "--period", "1999"), "no scores for '1999'; there are some for: 2011, 2012"),
    "a recipe": (
        ("score", "Abbey", "--recipe", "nope"),
        "the last build of {book} has no recipe 'nope'; there is: my-",
    ),
    "a path for a recipe": (
        ("score", "Abbey", "--recipe", "../raw"),
        "the last build of {book} has no recipe '../raw'",
    ),
    "ranks of a part": (
        ("ranks", "--part", "chidl-poverty"),
        "no part 'chidl-poverty' in the index; did you mean 'child",
    ),
    "ranks of a year": (("ranks", "--period", "1999"), "there is no period '1999' in the build; there is: 2011, 2012"),
    "ranks of a ward": (
        ("ranks", "Abbey", "Alibn"),
        "there is no area called 'Alibn' in My place; did you mean 'Alibon",
    ),
    "nothing to change": (("what-if",), "say what to change: --weight, --without, --step or --set. To see how"),
    "a weight of nothing": (
        ("what-if", "--weight", "chidl-poverty=2"),
        "no part 'chidl-poverty'; did you mean 'child-po",
    ),
    "a weight without number": (("what-if", "--weight", "child-poverty"), "'child-poverty'; write name=value"),
    "a weight in words": (("what-if", "--weight", "child-poverty=two"), "'two' is no number"),
    "a weight that is none": (
        ("what-if", "--weight", "child-poverty=nan"),
        "the weight of 'child-poverty' cannot be nan",
    ),
    "a weight of the whole": (
        ("what-if", "--weight", "my-index=2"),
        "'my-index' is the whole index, which has no weight",
    ),
    "weights that cancel": (("what-if", "--weight", "child-poverty=-1"), "the weights below 'my-index' sum to zero"),
    "weights of nothing": (
        ("what-if", "--weight", "child-poverty=0", "--weight", "deliberate-fires-rate=0"),
        "the weights below 'my-index' sum to zero",
    ),
    "without nothing": (("what-if", "--without", "my-index"), "without 'my-index' nothing is left of the index"),
    "without what is not there": (("what-if", "--without", "x"), "there is no part 'x'"),
    "a step that is none": (("what-if", "--step", "z_score"), "'z_score'; write a step, as in 'normalise: {method"),
    "a step of a method": (("what-if", "--step", "normalise: {method: z_scor}"), "did you mean 'z_score'?"),
    "a step of a family": (("what-if", "--step", "normalize: {method: z_score}"), "did you mean 'normalise'?"),
    "a step half open": (("what-if", "--step", "normalise: {method"), "a bracket is not closed or a comma is missing"),
    "a step by what is not there": (
        ("what-if", "--step", "denominate: {child-poverty: {by: people, times: 1}}"),
        "there is no indicator called 'people'",
    ),
    "a setting": (
        ("what-if", "--set", "title=x"),
        "'title' cannot be changed here; try constants_from or high_score_is",
    ),
    "a setting of words": (("what-if", "--set", "high_score_is=bad"), "high_score_is cannot be 'bad'; write better or"),
    "a base year": (("what-if", "--set", "constants_from=1999"), "period '1999' is not in the figures"),
    "what-if of a year": (("what-if", "--weight", "child-poverty=2", "--period", "1"), "there is no period '1'"),
    "what-if of a part": (
        ("what-if", "--weight", "child-poverty=2", "--part", "my-indx"),
        "there is no part 'my-indx'; did you mean 'my-index'?",
    ),
    "what-if of a recipe": (("what-if", "--without", "x", "--recipe", "x"), "has no recipe 'x'; there is: my-index"),
    "only one build": (("ledger",), "{book}: there is only one build, so there is no change to explain yet"),
    "a format": (
        ("export", "{book}/x", "--format", "pdf"),
        "there is no format pdf; there is: csv, parquet, json, xlsx",
    ),
    "a day": (("export", "{book}/x", "--published", "1 May"), "'1 May' does not match the format '%Y-%m-%d'"),
    "a recipe to export": (("export", "{book}/x", "--recipe", "x"), "has no recipe 'x'; there is: my-index"),
    "a recipe to explain": (("explain", "x", "--book", "{book}"), "no recipe called 'x'. There is: "),
    "a book that --book does not name": (
        ("check", "{book}"),
        "; a place book is named by --book. To see how: placebook check --help",
    ),
    "a book beside a table": (("disclose", "x", "--table", "x.csv"), "name no book or measure beside it"),
    "a shipped recipe to explain": (("explain", "englisch-imd-2019"), "did you mean 'english-imd-2019'?"),
    "a framework": (("frameworks", "show", "four-r"), "no framework called 'four-r'; did you mean 'four-rs'?"),
    "a format of frameworks": (("frameworks", "export", "--format", "rdf"), "'rdf' is not 'skos'"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_name_is_answered_with_what_there_is(starter_book, words, said):
    before = files_of(starter_book)
    filled = [word.replace("{book}", str(starter_book)) for word in words]
    book = () if words[0] in ("explain", "frameworks", "disclose") else ("--book", starter_book)
    assert said.replace("{book}", str(starter_book)) in refused(*filled, *book)
    assert files_of(starter_book) == before


# --- ranks -------------------------------------------------------------------------------------------------------


def test_ranks_of_all_wards(demo_book):
    said = run("ranks", "--book", demo_book)
    assert said.code == 0
    assert said.err == ""
    assert said.lines[1] == "Ranges hold nine tenths of 100 runs (seed 2014)."
    assert said.row("Longbridge")[:3] == ["Longbridge", "59.78", "1"]
    assert said.row("Abbey")[:3] == ["Abbey", "48.86", "4"]
    names = [line.split("  ")[0] for line in said.lines[4:21]]
    assert len(set(names)) == 17
    assert all(line == line.rstrip() for line in said.lines)


def test_a_score_outside_its_range_is_explained(starter_book):
    place = open_place(starter_book)
    index, found, why = place.index(), place.ranges()[-1], "A score may lie outside its range: the runs add error"
    name = index.recipe.tree.name
    assert why not in "\n".join(rank_lines(index, found, name, {}))
    above = replace(found, score_low=found.score_low + 1_000, score_high=found.score_high + 1_000)
    assert why in "\n".join(rank_lines(index, above, name, {}))


def test_ranks_of_a_part_and_a_year(demo_book):
    said = run("ranks", "--book", demo_book, "--part", "shelter", "--period", "2011")
    assert said.lines[0].startswith("Shelter, 2011. A higher score means people are doing better.")


def test_a_part_that_is_not_measured_shows_no_data(demo_book):
    said = run("ranks", "--book", demo_book, "--part", "water-and-sanitation")
    assert said.code == 0
    assert said.row("Abbey") == ["Abbey", "no data"]
    assert "nan" not in said.out.lower().replace("finance", "")
    one = run("ranks", "Abbey", "--book", demo_book, "--part", "water-and-sanitation")
    assert "Abbey has no rank: no data." in one.lines


def test_one_ward_beside_all_others(demo_book):
    said = run("ranks", "longbridge", "--book", demo_book)
    assert said.lines[3].startswith("Longbridge ranks 1 of 17; its rank range is ")
    below, _, above = said.lines[4:7]
    assert below == "Clearly below: none."
    assert above.startswith("Clearly above: ")
    assert "Gascoigne" in above


def test_two_wards_and_more(demo_book):
    said = run("ranks", "Longbridge", "E05000032", "Abbey", "--book", demo_book)
    assert said.lines[3] == "Longbridge and Gascoigne: clearly different; Longbridge is above"
    assert said.lines[4].startswith("Longbridge and Abbey: ")
    assert said.lines[5].startswith("Gascoigne and Abbey: ")


def test_what_moves_the_ranks(starter):
    said = run("ranks", "--causes", "--book", starter)
    assert said.code == 0
    assert any(line.startswith("What moves the ranks: My first index, 2012") for line in said.lines)


# --- what-if -----------------------------------------------------------------------------------------------------


def test_what_if_shelter_counted_double(demo_book):
    said = run("what-if", "--weight", "shelter=2", "--book", demo_book)
    assert said.code == 0
    assert said.lines[0] == "What if: weight of shelter 2? (spi, 2014)"
    assert said.row("Thames") == ["Thames", "11", "12", "-1", "42.76", "42.09"]
    assert said.lines[-1] == "2 of 17 areas change rank; on average 0.1 places."


def test_all_changes_of_what_if_together(demo_book):
    said = run(
        *("what-if", "--weight", "shelter=2", "--weight", "opportunity=3", "--without", "turnout-mayoral"),
        *("--step", "normalise: {method: min_max}", "--set", "constants_from=2012", "--set", "high_score_is=worse"),
        *("--part", "opportunity", "--period", "2013", "--recipe", "barking-dagenham-spi", "--book", demo_book),
    )
    assert said.code == 0
    assert said.lines[0] == (
        "What if: weight of shelter 2; weight of opportunity 3; without turnout-mayoral; normalise: {method: min_max}; "
        "constants_from 2012; high_score_is worse? (opportunity, 2013)"
    )


def test_what_if_begins_from_the_recipe_as_it_was_built(demo):
    recipe = demo / "recipes" / "barking-dagenham-spi.yaml"
    text = recipe.read_text(encoding="utf-8")
    recipe.write_text(text.replace("title: Shelter", "title: Shelter\n            weight: 9"), encoding="utf-8")
    said = run("what-if", "--weight", "shelter=1", "--book", demo)
    assert said.lines[-1] == "0 of 17 areas change rank; on average 0.0 places."
    assert said.err == (
        "note: this is the last build; since then recipes/barking-dagenham-spi.yaml changed. "
        f"To use that, run: placebook build --book {pasted(demo)}\n"
    )


# --- ledger ------------------------------------------------------------------------------------------------------


def test_a_ledger_of_one_figure_and_one_weight(demo):
    change(demo / "raw" / "department-for-education.csv", "gcse-points,2013,333.9483", "gcse-points,2013,389.9483")
    change(demo / "recipes" / "barking-dagenham-spi.yaml", "title: GCSE points", "title: GCSE points, weight: 3")
    assert run("build", "--book", demo).code == 0
    said = run("ledger", "--book", demo, "--part", "access-to-basic-knowledge", "--period", "2013")
    assert said.code == 0
    assert said.lines[0].startswith("Access to Basic Knowledge, 2013: rank in the previous build and in this one")
    assert said.lines[2].split() == ["Area", "Before", "After", "Boundary", "Method", "Missing", "values", "Data"]
    rows = [[int(cell) for cell in line.split()[-6:]] for line in said.lines[3:20]]
    for before, after, boundary, method, missing, data in rows:
        assert (boundary, missing) == (0, 0)
        assert method + data == before - after
    assert any(row[3] for row in rows)
    assert any(row[5] for row in rows)
    assert said.lines[-1].startswith("The parts of a row sum to its change. Causes are taken in this order: boundary,")


def test_a_ledger_names_areas_that_came_and_left(starter):
    """Abbey is split in two, as wards are."""
    change(
        starter / "areas.csv",
        "E05000026,Abbey,ward,E09000002,,2022,,",
        "E05014053,Abbey North,ward,E09000002,2022,,E05000026,\nE05014054,Abbey South,ward,E09000002,2022,,E05000026,",
    )
    raw = starter / "raw" / "starter.csv"
    rows = raw.read_text(encoding="utf-8").splitlines(keepends=True)
    abbey = [row for row in rows if row.startswith("E05000026")]
    north = [row.replace("E05000026,Abbey", "E05014053,Abbey North") for row in abbey]
    south = [row.replace("E05000026,Abbey", "E05014054,Abbey South") for row in abbey]
    raw.write_text("".join([rows[0], *north, *south, *(row for row in rows[1:] if row not in abbey)]), encoding="utf-8")
    change(starter / "sources" / "starter.yaml", "expect: {areas: 5, rows: 20", "expect: {areas: 6, rows: 24")
    assert run("build", "--book", starter).code == 0
    said = run("ledger", "--book", starter)
    assert said.code == 0
    assert said.row("Abbey North")[-1] == "new in the build; made of Abbey"
    assert said.row("Abbey South")[-1] == "new in the build; made of Abbey"
    assert said.row("Abbey  ")[-1] == "left the build"


# --- export, explain, diagnose, frameworks -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("csv", {f"{stem}.csv" for stem in ("scores", "parts", "ranges")}),
        ("parquet", {f"{stem}.parquet" for stem in ("scores", "parts", "ranges")}),
    ],
)
def test_export_in_tables(demo_book, tmp_path, form, files):
    said = run("export", tmp_path / "out", "--book", demo_book, "--format", form)
    assert said.code == 0
    written = {name.removeprefix("barking-dagenham-spi-") for name in files_of(tmp_path / "out")}
    assert {name for name in written if name.endswith(f".{form}")} == files
    assert said.lines == [str(path) for path in (tmp_path / "out" / line for line in map(last, said.lines))]


def last(path: str) -> str:
    return re.split(r"[\\/]", path)[-1]


def test_export_of_everything(demo_book, tmp_path):
    said = run(
        *("export", tmp_path / "out", "--book", demo_book, "--publisher", "A council", "--published", "2026-05-01"),
        *("--licence", "OGL-UK-3.0"),
    )
    assert said.code == 0
    written = files_of(tmp_path / "out")
    assert sorted(map(last, said.lines)) == sorted(written)
    assert {"barking-dagenham-spi.json", "barking-dagenham-spi.xlsx"} <= set(written)
    assert b"2026-05-01" in written["barking-dagenham-spi.json"]
    assert b"A council" in written["barking-dagenham-spi.json"]


def test_explain_a_book_a_recipe_of_it_a_file_and_a_shipped_one(demo_book, monkeypatch):
    title = "Social Progress Index, wards of Barking and Dagenham"
    monkeypatch.chdir(demo_book)
    by_book = run("explain", "--book", demo_book)
    by_id = run("explain", "barking-dagenham-spi", "--book", demo_book)
    by_nothing = run("explain")
    by_file = run("explain", demo_book / "recipes" / "barking-dagenham-spi.yaml")
    assert [said.lines[0] for said in (by_book, by_id, by_file)] == [title, title, title]
    assert by_book.out == by_id.out == by_nothing.out
    assert run("explain", "english-imd-2019").lines[0] == "English Index of Multiple Deprivation 2019"


def test_diagnose_a_book(demo_book):
    said = run("diagnose", "--book", demo_book)
    assert said.code == 0
    assert said.lines[0].startswith("Diagnosis of Social Progress Index")


def test_frameworks_in_a_list_and_one_of_them():
    listed = run("frameworks", "list")
    assert listed.code == 0
    assert any(line.startswith("four-rs ") for line in listed.lines)
    assert run("frameworks", "show", "four-rs").lines[0] == "The four Rs of place-based recovery (2021)"
    assert run("frameworks").out.startswith("Usage: placebook frameworks")


def test_frameworks_as_skos(tmp_path):
    turtle = run("frameworks", "export", "--format", "skos")
    assert turtle.out.startswith("@prefix")
    said = run("frameworks", "export", "--format", "skos", "-o", tmp_path / "skos")
    assert said.code == 0
    written = files_of(tmp_path / "skos")
    assert set(written) == {"frameworks.ttl", "frameworks.jsonld"}
    assert written["frameworks.ttl"].decode() == turtle.out


# --- how tables are written --------------------------------------------------------------------------------------


def test_a_table_has_words_to_the_left_and_numbers_to_the_right():
    assert aligned(
        ("Area", "Score", "Note"), [("Abbey", "9.5", "new"), ("Chadwell Heath", "100", "")], words=(0, 2)
    ) == [
        "Area            Score  Note",
        "Abbey             9.5  new",
        "Chadwell Heath    100",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="quotes are of the shells of Linux and macOS")
def test_a_path_with_spaces_is_in_quotes():
    assert pasted("my place") == "'my place'"
    assert pasted("my-place") == "my-place"
