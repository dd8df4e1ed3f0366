"""What can be wrong with what a person gives: each is one sentence, exit code 2, and nothing is written."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import files_of, in_a_program, refused, run
from little_room import little_room
from placebook.cli.faults import sentence

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and limits that Windows does not have")
RECIPE, TABLE, SOURCE, COVER = "recipes/my-index.yaml", "raw/starter.csv", "sources/starter.yaml", "book.yaml"
TREE = "parts:\n      child-poverty: {weight: 1}\n      deliberate-fires-rate: {weight: 1}"
STEPS = "- normalise: {method: min_max}\n  - aggregate: {method: arithmetic, missing: refuse}"


def changed(book: Path, name: str, old: str, new: str) -> None:
    text = (book / name).read_text(encoding="utf-8")
    assert old in text
    (book / name).write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def nothing_written(book: Path, *words: object) -> str:
    """The one sentence with which a command refuses, once it is sure that every file is as it was."""
    before = files_of(book)
    said = refused(*words)
    assert files_of(book) == before
    return said


# --- what a recipe says: issue section 7, and more ---------------------------------------------------------------

IN_A_RECIPE = {
    "an indicator": (
        "child-poverty: {",
        "child-povrety: {",
        "no source declares the indicator 'child-povrety'; did you",
    ),
    "a method": ("min_max", "minmax", "line 23: steps: there is no method of normalise called 'minmax'; did you mean"),
    "a family": ("normalise:", "normalize:", "there is no step called 'normalize'; did you mean 'normalise'?"),
    "a level": (
        "refuse}",
        "refuse, by_level: {part: {method: geometric}}}",
        "by_level names 'part', and there is no such",
    ),
    "a part": (
        "refuse}",
        "refuse, by_part: {spi: {method: geometric}}}",
        "by_part names 'spi', and there is no such part",
    ),
    "weights that sum to zero": (TREE, TREE.replace("1}", "0}"), "the weights below 'my-index' sum to zero. Give at"),
    "weights that cancel": (
        TREE,
        TREE.replace("fires-rate: {weight: 1}", "fires-rate: {weight: -1}"),
        "the weights below 'my-index' sum to zero",
    ),
    "a geometric mean over negatives": (
        STEPS,
        STEPS.replace("min_max", "z_score").replace("arithmetic", "geometric"),
        "which a geometric mean cannot take. State a floor above zero, or normalise to a scale that starts above zero",
    ),
    "a key twice": ("higher_means:", "title: again\nhigher_means:", "line 10: the key 'title' stands twice (first on"),
    "a bare no": ("title: My first index", "title: no", "a bare no reads two ways; write false, or 'no' in quotes"),
    "a misspelt key": ("higher_means", "higher_mean", "the key 'higher_means' is missing (there is 'higher_mean')"),
    "an unknown key": ("version:", "verzion: 1\nversion:", "unknown key 'verzion' (line 5, did you mean 'version'?)"),
    "an id that is a path": ("recipe: my-index", "recipe: ../my-index", "'../my-index' is not an id; write letters"),
    "an id that is a file": (
        "recipe: my-index",
        "recipe: areas.json",
        "'areas.json' is not an id; write letters, digits",
    ),
    "a period": ('"2012"]', '"2013"]', "period '2013' is not in the figures; did you mean '2012'?"),
    "a base period": ("all_periods", "1999", "period '1999' is not in the figures; there is: 2011, 2012"),
    "a denominator": (
        STEPS,
        "- denominate: {child-poverty: {by: popul, times: 10}}\n  " + STEPS,
        "no source declares the indicator 'popul'; declare it in a source, or take it out of the recipe",
    ),
    "what is to be filled": (
        STEPS,
        "- impute: {method: mean, only: [fires]}\n  " + STEPS,
        "no source declares the indicator 'fires'",
    ),
    "a peer's figure": ("ranks:", "peers: {nearest_on: [income]}\nranks:", "no source declares the indicator 'income'"),
    "no peers": ("ranks:", "peers: {count: 0}\nranks:", "count is 0; write 1 or more, or leave peers out"),
    "a framework": (
        "ranks:",
        "frameworks: {my-index: spi#x}\nranks:",
        "my-index points to 'spi#x'; no framework called",
    ),
    "an element of a framework": (
        "ranks:",
        "frameworks: {my-index: social-progress#shelte}\nranks:",
        "the framework 'social-progress' has no element 'shelte'; did you mean 'shelter'?",
    ),
    "too few runs": ("runs: 200", "runs: 10", "10 runs are too few for a 5th and a 95th percentile; write 100 or more"),
    "a seed": ("seed: 2015", "seed: -1", "the seed is -1; write a whole number, 0 or more"),
    "goalposts for some": (
        "min_max}",
        "goalposts, goalposts: {child-poverty: [50, 0]}}",
        "'deliberate-fires-rate' has no goalposts. Add `deliberate-fires-rate: ...` to goalposts",
    ),
    "a weight in words": (
        "child-poverty: {weight: 1}",
        "child-poverty: {weight: heavy}",
        "'heavy' is text; a number is",
    ),
    "a number that is none": (
        "child-poverty: {weight: 1}",
        "child-poverty: {weight: .nan}",
        ".nan is not a number that",
    ),
    "an indicator twice": (TREE, "parts: [child-poverty, child-poverty]", "two parts are called 'child-poverty'. Give"),
    "no parts": (TREE, "parts: []", "'parts' is empty; name at least one part"),
}


@pytest.mark.parametrize(("old", "new", "said"), IN_A_RECIPE.values(), ids=IN_A_RECIPE)
def test_what_is_wrong_in_a_recipe(starter, old, new, said):
    changed(starter, RECIPE, old, new)
    assert said in nothing_written(starter, "build", "--book", starter)


def test_a_recipe_that_is_no_text(starter):
    (starter / RECIPE).write_bytes(b"recipe: x\ntitle: Caf\xe9\n")
    assert nothing_written(starter, "build", "--book", starter) == (
        f"{starter / RECIPE}, line 2: a character is not UTF-8; save the file as UTF-8 instead"
    )


# --- what the figures are ----------------------------------------------------------------------------------------

SPREADSHEET = b"PK\x03\x04" + bytes(100)
IN_A_TABLE: dict[str, tuple[bytes | Callable[[str], str], str]] = {
    "an empty file": (b"", "raw/starter.csv: the file is empty; a row of headings and rows of figures are needed"),
    "a file of headings": (lambda t: t.splitlines()[0] + "\n", "there are headings and no rows below them"),
    "an infinity": (lambda t: t.replace("34.5", "inf"), "row 2: under 'value', 'inf' is not a figure; infinity cannot"),
    "too large a number": (lambda t: t.replace("34.5", "1e999"), "row 2: under 'value', the figure inf is not finite"),
    "a percentage over 100": (lambda t: t.replace("34.5", "134.5"), "row 2: child-poverty is 134.5 per cent, over 100"),
    "a figure in words": (lambda t: t.replace("34.5", "about 30"), "row 2: under 'value', 'about 30' is not a figure"),
    "a missing column": (lambda t: t.replace("period,value", "period,amount"), "row 1: the heading 'value' (value) is"),
    "a figure twice": (
        lambda t: t.replace("Abbey,child-poverty,2012", "Abbey,child-poverty,2011"),
        "row 3: child-poverty of E05000026 in 2011 stands on row 2 too (34.5 there, 29.8 here)",
    ),
    "a quote left open": (lambda t: t.replace("Abbey,child", '"Abbey,child', 1), "row 2: a quote is opened and not"),
    "a spreadsheet called CSV": (SPREADSHEET, "is a spreadsheet or a zip file under another name; give it the ending"),
    "a picture called CSV": (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture under another name; the figures"),
    "every byte there is": (bytes(range(256)), "a character does not fit Windows-1252"),
    "no variation": (
        lambda t: re.sub(r"(child-poverty,\d+),[\d.]+", r"\1,30", t),
        "child-poverty has the same figure everywhere, so it cannot tell areas apart. Leave it out, or",
    ),
}


@pytest.mark.parametrize(("new", "said"), IN_A_TABLE.values(), ids=IN_A_TABLE)
def test_what_is_wrong_in_a_table(starter, new, said):
    path = starter / TABLE
    path.write_bytes(new if isinstance(new, bytes) else new(path.read_text(encoding="utf-8")).encode())
    assert said in nothing_written(starter, "build", "--book", starter)


def test_a_code_that_is_no_area_of_the_book(starter):
    changed(starter, TABLE, "E05000026,Abbey,child-poverty,2011", "E05000096,Abbey,child-poverty,2011")
    wrong = (
        "raw/starter.csv, row 2: E05000096 is not in areas.csv, and is called Abbey; did you mean E05000026 (Abbey)?"
    )
    assert nothing_written(starter, "build", "--book", starter).endswith(wrong)
    said = run("check", "--book", starter)
    assert said.code == 1
    assert wrong in said.out
    assert "1 to mend (fault)" in said.out


def test_the_same_table_twice(starter):
    shutil.copy(starter / TABLE, starter / "raw" / "again.csv")
    text = (starter / SOURCE).read_text(encoding="utf-8")
    again = text.replace("source: starter", "source: again").replace("raw/starter.csv", "raw/again.csv")
    (starter / "sources" / "again.yaml").write_text(again, encoding="utf-8")
    said = run("check", "--book", starter)
    assert said.code == 1
    assert "stands on row 2 of raw/starter.csv too" in said.out or "stands on row 2 of raw/again.csv too" in said.out
    nothing_written(starter, "build", "--book", starter)


def test_a_table_of_one_ward(starter):
    for name in ("areas.csv", TABLE):
        lines = (starter / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line.startswith(("E05000026", "E09", "code", "area_code"))]
        (starter / name).write_text("".join(kept), encoding="utf-8", newline="\n")
    changed(starter, SOURCE, "expect: {areas: 5, rows: 20", "expect: {areas: 1, rows: 4")
    assert nothing_written(starter, "build", "--book", starter) == (
        f"{starter} cannot be built yet: raw/starter.csv: holds one area only, E05000026 (Abbey); "
        "put the areas that it is compared with in the table too"
    )


def test_an_area_with_nothing_measured_shows_as_missing(starter):
    text = (starter / TABLE).read_text(encoding="utf-8")
    (starter / TABLE).write_text(re.sub(r"(E05000026.*?,\d{4}),.*", r"\1,,,", text), encoding="utf-8")
    changed(starter, SOURCE, "missing: 0", "missing: 4")
    assert run("build", "--book", starter).code == 0
    assert run("ranks", "--book", starter).row("Abbey") == ["Abbey", "no data"]
    card = run("score", "Abbey", "--book", starter)
    assert "Abbey has no score" in card.out
    assert " nan" not in card.out.lower()


IN_A_BOOK = {
    "a misspelt key": (COVER, "area_kind", "area_kin", "line 4: the key 'area_kind' is missing (there is 'area_kin')"),
    "a recipe that is not there": (
        COVER,
        "recipe: my-index",
        "recipe: my-indx",
        "no recipe called 'my-indx'. There is:",
    ),
    "areas that are not there": (COVER, "areas.csv", "area.csv", "area.csv: there is no such file"),
    "areas outside the book": (COVER, "areas.csv", "../areas.csv", "'../areas.csv' leads out of the book"),
    "a source without its table": (
        SOURCE,
        "raw/starter.csv",
        "raw/stater.csv",
        "raw/stater.csv: there is no such file",
    ),
    "a table outside the book": (SOURCE, "raw/starter.csv", "/etc/passwd", "'/etc/passwd' leads out of the book"),
    "an unset direction": (
        SOURCE,
        "    direction: lower_is_better  #",
        "    #",
        "does not say whether a higher figure",
    ),
    "a source that is a path": (SOURCE, "source: starter", "source: ../x", "'../x' is not an id; write small letters"),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), IN_A_BOOK.values(), ids=IN_A_BOOK)
def test_what_is_wrong_in_the_files_of_a_book(starter, name, old, new, said):
    changed(starter, name, old, new)
    assert said in nothing_written(starter, "build", "--book", starter)


@pytest.mark.parametrize("name", [COVER, SOURCE, RECIPE, "areas.csv"])
@pytest.mark.parametrize("data", [b"", bytes(range(256)), b"\xff\xfe\x00"], ids=["empty", "every byte", "three bytes"])
def test_files_that_are_empty_or_not_text(starter, name, data):
    (starter / name).write_bytes(data)
    assert name.split("/")[-1] in nothing_written(starter, "build", "--book", starter)


def test_a_fault_of_the_list_of_areas_names_it_once(starter):
    (starter / "areas.csv").write_bytes(b"code,name\nE05000026,\x81\n")
    said = nothing_written(starter, "build", "--book", starter)
    assert said == (
        f"{starter / 'areas.csv'}, row 2: a character does not fit Windows-1252 (Western European); "
        "save the file as UTF-8"
    )


# --- folders that are not a built place book ---------------------------------------------------------------------

ON_A_BOOK = {
    "check": ("check", "--book", "{book}"),
    "build": ("build", "--book", "{book}"),
    "explain": ("explain", "my-index", "--book", "{book}"),
    "diagnose": ("diagnose", "--book", "{book}"),
    "score": ("score", "Abbey", "--book", "{book}"),
    "ranks": ("ranks", "--book", "{book}"),
    "what-if": ("what-if", "--weight", "child-poverty=2", "--book", "{book}"),
    "ledger": ("ledger", "--book", "{book}"),
    "export": ("export", "{book}/out", "--book", "{book}"),
}


@pytest.mark.parametrize("words", ON_A_BOOK.values(), ids=ON_A_BOOK)
@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_not_a_place_book(tmp_path, words, there):
    folder = tmp_path / "elsewhere"
    if there:
        folder.mkdir()
    what = "is not a place book: it holds no book.yaml" if there else "there is no such folder"
    said = refused(*(word.replace("{book}", str(folder)) for word in words))
    assert said == f"{folder}: {what}; go to a place book, or make one with: placebook new {folder}"
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("command", ["score", "ranks", "what-if", "ledger", "export", "diagnose"])
def test_a_book_that_has_not_been_built(starter, command):
    shutil.rmtree(starter / "built")
    words = [word.replace("{book}", str(starter)) for word in ON_A_BOOK[command]]
    assert (
        nothing_written(starter, *words) == f"{starter} has not been built yet; run: placebook build --book {starter}"
    )


@pytest.mark.parametrize("name", ["manifest.json", "areas.json", "observations.parquet", "my-index/scores.parquet"])
@pytest.mark.parametrize("junk", [None, b"junk", b"{}"])
def test_a_build_that_somebody_changed_is_not_believed(starter, name, junk):
    path = starter / "built" / name
    if junk is None and name != "manifest.json":
        path.unlink()
    else:
        path.write_bytes(junk or b"[]")
    for command in ("score", "ranks", "what-if", "export"):
        words = [word.replace("{book}", str(starter)) for word in ON_A_BOOK[command]]
        assert nothing_written(starter, *words) == (
            f"{starter / 'built'}: {name} is not as the build left it; run: placebook build --book {starter}"
        )
    assert run("build", "--book", starter).code == 0
    assert run("score", "Abbey", "--book", starter).code == 0


def test_a_file_put_beside_a_build_does_not_matter(starter):
    (starter / "built" / ".DS_Store").write_bytes(b"a file browser was here")
    assert run("score", "Abbey", "--book", starter).code == 0


@pytest.mark.parametrize("name", ["built", "built.previous"])
def test_a_folder_of_ones_own_with_the_name_of_a_build_is_left_alone(starter, name):
    shutil.rmtree(starter / "built")
    (starter / name).mkdir()
    (starter / name / "notes.txt").write_text("mine", encoding="utf-8")
    assert nothing_written(starter, "build", "--book", starter) == (
        f"{starter / name} is there and is not a build of Placebook; move it away, then build again"
    )


# --- places that cannot be written to ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("new", "{file}/x"),
        ("demo", "{file}/x", "--no-serve"),
        ("export", "{file}/x", "--book", "{book}"),
        ("export", "{file}", "--book", "{book}"),
        ("frameworks", "export", "-o", "{file}/x"),
    ],
)
def test_a_file_where_a_folder_is_needed(starter_book, tmp_path, words):
    file = tmp_path / "letter.txt"
    file.write_text("mine", encoding="utf-8")
    filled = [word.replace("{file}", str(file)).replace("{book}", str(starter_book)) for word in words]
    assert "letter.txt" in nothing_written(tmp_path, *filled)


@unix
def test_a_folder_that_may_not_be_written_to(starter, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir()
    for folder in (starter, locked):
        folder.chmod(0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("the superuser may write anywhere")
    try:
        assert "you may not read or write there" in refused("export", locked / "x", "--book", starter)
        assert "cannot be written (Permission denied)" in refused("new", locked / "x")
        assert "you may not read or write there" in refused("build", "--book", starter)
        (starter / TABLE).chmod(0)
        assert "raw/starter.csv: cannot be opened (Permission denied)" in run("check", "--book", starter).out
        assert run("score", "Abbey", "--book", starter).code == 0
    finally:
        for folder in (starter, locked):
            folder.chmod(0o700)


@unix
@pytest.mark.parametrize("size", [0, 2000])
def test_a_disk_that_is_full_in_the_middle_of_a_build(starter, size):
    changed(starter, TABLE, "34.5", "33.5")
    with little_room(size):
        said = nothing_written(starter, "build", "--book", starter)
    assert "there is no room left on the disk" in said
    assert "the last build is whole" in said


@unix
def test_a_disk_that_is_full_at_the_first_build(starter):
    shutil.rmtree(starter / "built")
    with little_room(2000):
        said = nothing_written(starter, "build", "--book", starter)
    assert "Nothing has changed; there was no build before. Make room" in said


def test_a_list_of_areas_that_is_gone(starter):
    (starter / "areas.csv").unlink()
    said = nothing_written(starter, "build", "--book", starter)
    assert "areas.csv: there is no such file; write a row for each area, or name another after areas: in" in said


@unix
@pytest.mark.parametrize("form", ["csv", "parquet", "json", "xlsx"])
def test_a_disk_that_is_full_in_the_middle_of_an_export(starter, form):
    folder = starter / "out"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine", encoding="utf-8")
    with little_room(400):
        said = nothing_written(starter, "export", folder, "--book", starter, "--format", form)
    assert "make room and try again" in said


@unix
@pytest.mark.parametrize("words", [("new", "{folder}"), ("frameworks", "export", "-o", "{folder}")])
def test_a_disk_that_is_full_in_the_middle_of_a_copy(tmp_path, words):
    with little_room(700):
        said = nothing_written(tmp_path, *(word.replace("{folder}", str(tmp_path / "copy")) for word in words))
    assert "room" in said


@unix
def test_output_that_nobody_reads_is_no_fault(starter_book):
    command = f"{sys.executable} -m placebook ranks --book '{starter_book}' | true"
    done = subprocess.run(["sh", "-c", command], check=False, capture_output=True, encoding="utf-8", timeout=60)
    assert done.stderr == ""


# --- stopped by hand ---------------------------------------------------------------------------------------------


@unix
def test_a_build_stopped_by_hand_leaves_the_old_one(starter):
    changed(starter, "recipes/my-index.yaml", "runs: 200", "runs: 100000")
    before = files_of(starter)
    building = subprocess.Popen(
        [sys.executable, "-m", "placebook", "build", "--book", str(starter)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    until = time.monotonic() + 60
    while not (starter / "built.partial" / "observations.parquet").exists() and time.monotonic() < until:
        time.sleep(0.05)
    building.send_signal(signal.SIGINT)
    out, err = building.communicate(timeout=60)
    assert (building.returncode, out) == (130, "")
    assert err == "placebook: stopped by hand; what was there before is as it was.\n"
    assert files_of(starter) == before


# --- what nobody foresaw -----------------------------------------------------------------------------------------


def test_a_fault_that_nobody_foresaw_is_one_sentence_and_a_trace_if_wanted(tmp_path):
    """No shell can hand over a name with a zero byte, so no command looks for one."""
    name = f"{tmp_path}/a\0b"
    assert refused("new", name).startswith(
        "something happened that Placebook did not foresee (ValueError: embedded null"
    )
    traced = run("--trace", "new", name)
    assert traced.code == 2
    assert traced.err.startswith("Traceback")
    assert traced.err.splitlines()[-1] == f"placebook: {refused('new', name)}"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(28, "No space left on device"), "there is no room left on the disk; make room and try again"),
        (
            OSError(13, "Permission denied", "x.csv"),
            "x.csv: you may not read or write there; name a place where you may",
        ),
        (OSError("odd"), "odd"),
        (MemoryError(), "there is not enough memory for this; close other programs"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "did not foresee (UnicodeDecodeError: 'utf-8' codec can't"),
    ],
)
def test_faults_of_the_machine_in_words(fault, said):
    assert said in sentence(fault)


def test_a_program_of_its_own_ends_the_same_way(tmp_path):
    said = in_a_program("check", "--book", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"placebook: {tmp_path}: is not a place book")
    assert said.err.count("\n") == 1
