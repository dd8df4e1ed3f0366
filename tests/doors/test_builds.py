"""Builds: whole or not at all, whatever stops them."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from placebook.store.builds import BuildError, current_build, new_build, previous_build
from placebook.store.manifest import damaged, read_manifest
from placebook.types import ContentError, Part, RankPlan, Recipe

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and limits that Windows does not have")
RECIPE = Recipe(
    id="small",
    title="Small Index",
    says="",
    does_not_say="",
    method_source="",
    higher_means="better lives",
    levels=("index",),
    tree=Part("whole", "Whole"),
    steps=(),
    ranks=RankPlan(seed=2014),
)


@pytest.fixture
def book(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "life.csv").write_bytes(b"area,value\nAbbey,80\n")
    return tmp_path


def build(book, words):
    """A build of one file that holds these words."""
    with new_build(book, [book / "raw" / "life.csv"], {"small": RECIPE}) as folder:
        (folder / "small").mkdir()
        (folder / "small" / "scores.txt").write_text(words, encoding="utf-8")
    return current_build(book)


def words_in(folder):
    return (folder / "small" / "scores.txt").read_text(encoding="utf-8")


def folders(book):
    return sorted(path.name for path in book.glob("built*"))


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def in_another_program(book, lines):
    """Run lines of Python that know `book`, `new_build` and `write`, in a program of their own."""
    begin = f"""
        import os, resource, signal, sys
        from pathlib import Path
        from placebook.store.builds import *
        book = Path({str(book)!r})
        def write(folder, words):
            (folder / "small").mkdir()
            (folder / "small" / "scores.txt").write_text(words)
    """
    code = textwrap.dedent(begin) + textwrap.dedent(lines)
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60)


def test_a_build_takes_its_place_whole(book):
    folder = build(book, "first")
    assert folder == book / "built"
    assert words_in(folder) == "first"
    assert folders(book) == ["built"]
    assert damaged(folder) == ()


def test_the_manifest_says_what_went_in_and_came_out(book):
    said = read_manifest(build(book, "first"))
    assert set(said) == {"placebook", "versions", "inputs", "outputs", "recipes", "seeds"}
    assert said["inputs"] == {"raw/life.csv": "8c9abafdc7e4ae20e1c0dee70ead89d53e19b483e6e1efbd521bec96c9665f90"}
    assert list(said["outputs"]) == ["small/scores.txt"]
    assert said["seeds"] == {"small": 2014}
    assert len(said["recipes"]["small"]) == 64


def test_the_same_inputs_give_the_same_bytes_and_keep_the_previous_build(book):
    build(book, "first")
    once = everything(build(book, "second"))
    twice = everything(build(book, "second"))
    assert once == twice
    assert words_in(previous_build(book)) == "first"


def test_the_build_before_is_kept_and_the_one_before_that_is_not(book):
    for words in ("first", "second", "third"):
        build(book, words)
    assert words_in(current_build(book)) == "third"
    assert words_in(previous_build(book)) == "second"
    assert folders(book) == ["built", "built.previous"]


def test_a_damaged_file_is_named_and_mended_by_building_again(book):
    folder = build(book, "first")
    (folder / "small" / "scores.txt").write_text("changed by hand", encoding="utf-8")
    (folder / "left-here.txt").write_text("", encoding="utf-8")
    assert damaged(folder) == ("left-here.txt", "small/scores.txt")
    assert damaged(build(book, "first")) == ()


def test_a_fault_leaves_the_old_build_as_it_was(book):
    before = everything(build(book, "first"))
    with pytest.raises(FileNotFoundError), new_build(book, [], {}) as folder:
        (folder / "no such folder" / "half").write_text("", encoding="utf-8")
    assert everything(current_build(book)) == before
    assert folders(book) == ["built"]


def test_an_input_that_changes_meanwhile_stops_the_build(book):
    before = everything(build(book, "first"))
    raw = book / "raw" / "life.csv"
    with (
        pytest.raises(BuildError, match=r"raw/life\.csv changed while the build was running"),
        new_build(book, [raw], {}),
    ):
        raw.write_text("area,value\nAbbey,81\n", encoding="utf-8")
    assert everything(current_build(book)) == before


def test_a_book_without_a_build_says_what_to_run(book):
    with pytest.raises(ContentError, match="has not been built yet; run: placebook build"):
        current_build(book)
    assert previous_build(book) is None


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ContentError, match="nowhere is not there"), new_build(tmp_path / "nowhere", [], {}):
        pass


def test_two_builds_of_one_book_do_not_run_at_once(book):
    with new_build(book, [], {}) as folder:
        (folder / "one").write_text("", encoding="utf-8")
        with pytest.raises(BuildError, match="another build of"), new_build(book, [], {}):
            pass
    assert (current_build(book) / "one").is_file()


@unix
def test_a_build_killed_while_it_writes_leaves_the_old_one(book):
    before = everything(build(book, "first"))
    killed = in_another_program(
        book,
        """
        with new_build(book, [], {}) as folder:
            write(folder, "half of the seco")
            os.kill(os.getpid(), signal.SIGKILL)
        """,
    )
    assert killed.returncode == -signal.SIGKILL
    assert everything(current_build(book)) == before
    assert folders(book) == ["built", "built.partial"]
    assert words_in(build(book, "third")) == "third"
    assert folders(book) == ["built", "built.previous"]


@unix
@pytest.mark.parametrize("renames", range(4))
def test_a_build_killed_while_it_is_put_in_place_leaves_one_whole_build(book, renames):
    build(book, "first")
    build(book, "second")
    killed = in_another_program(
        book,
        f"""
        left, rename = {renames}, Path.rename
        def rename_or_die(old, new):
            global left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            rename(old, new)
        Path.rename = rename_or_die
        with new_build(book, [], {{}}) as folder:
            write(folder, "third")
        """,
    )
    found = current_build(book)
    assert damaged(found) == ()
    assert words_in(found) == ("third" if renames == 3 else "second")
    assert killed.returncode == (0 if renames == 3 else -signal.SIGKILL)
    assert words_in(build(book, "fourth")) == "fourth"
    assert words_in(previous_build(book)) == ("third" if renames == 3 else "second")
    assert folders(book) == ["built", "built.previous"]


@unix
def test_a_build_killed_while_the_oldest_is_cleared_away_is_in_use(book):
    build(book, "first")
    build(book, "second")
    in_another_program(
        book,
        """
        import shutil
        def clear_or_die(folder, **_):
            if (book / "built.dropped").exists():
                os.kill(os.getpid(), signal.SIGKILL)
        shutil.rmtree = clear_or_die
        with new_build(book, [], {}) as folder:
            write(folder, "third")
        """,
    )
    assert folders(book) == ["built", "built.dropped", "built.previous"]
    assert words_in(current_build(book)) == "third"
    build(book, "third")  # another recipe and other inputs, so not the same build
    assert folders(book) == ["built", "built.previous"]


FULL = """
sys.dont_write_bytecode = True  # it would keep the half that has room
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    with new_build(book, [], {{}}) as folder:
        {write}
except BuildError as fault:
    sys.exit(str(fault))
"""
LARGE = {
    "a plain file": """write(folder, "x" * 100_000)""",
    "DuckDB": """
        import duckdb
        duckdb.sql("select random() from range(100000)").write_parquet(str(folder / "x.parquet"))
    """,
    "a workbook": """
        import xlsxwriter, random
        with xlsxwriter.Workbook(str(folder / "x.xlsx")) as workbook:
            sheet = workbook.add_worksheet()
            for row in range(20000):
                sheet.write_number(row, 0, random.random())
    """,
}


@unix
@pytest.mark.parametrize("writer", LARGE)
def test_a_full_disk_leaves_the_old_build_and_says_so(book, writer):
    before = everything(build(book, "first"))
    lines = textwrap.indent(textwrap.dedent(LARGE[writer]).strip(), " " * 8).strip()
    full = in_another_program(book, FULL.format(write=lines))
    assert "there is no room left on the disk" in full.stderr
    assert "the last build is whole" in full.stderr
    assert everything(current_build(book)) == before
    assert folders(book) == ["built"]


def test_a_build_does_not_depend_on_where_the_book_lies(book, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "raw").mkdir()
    Path(elsewhere / "raw" / "life.csv").write_bytes((book / "raw" / "life.csv").read_bytes())
    assert everything(build(book, "first")) == everything(build(elsewhere, "first"))
