"""The same from Python as from the commands: open, build, ask; and what is printed in a pipe and on a screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import placebook
from commands import files_of
from placebook.measure.what_if import with_weight
from placebook.types import ContentError, DataError, Index, RankRanges

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
screen = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no screens that a program can make up")


@pytest.fixture(scope="module")
def place(demo_book):
    return placebook.open(demo_book)


def test_a_book_is_opened_by_text_or_path(demo_book):
    assert placebook.open(str(demo_book)).book.title == placebook.open(demo_book).book.title
    assert placebook.open(demo_book).folder == demo_book


def test_only_what_is_asked_for_is_there():
    assert set(placebook.__all__) == {"Place", "open", "to_pandas", "to_polars"}
    with pytest.raises(AttributeError, match="placebook has no 'opne'; it has Place, open, to_pandas, to_polars"):
        placebook.opne  # noqa: B018


def test_an_index_as_values(place):
    index = place.index()
    assert isinstance(index, Index)
    assert index.scores.values.shape == (17, len(index.parts), 5)
    assert index.recipe.id == "barking-dagenham-spi"
    assert index.place("spi") == 0
    water = index.scores.column("water-and-sanitation", "2014")
    assert np.isnan(water).all()


def test_rank_ranges_for_each_year(place):
    ranges = place.ranges()
    assert [one.period for one in ranges] == ["2010", "2011", "2012", "2013", "2014"]
    assert all(isinstance(one, RankRanges) and one.runs == 100 for one in ranges)


def test_a_scorecard_as_a_value(place):
    card = place.scorecard("abbey", period="2014")
    assert (card.name, card.period) == ("Abbey", "2014")
    assert card.lines[0].rank == 4
    assert card == place.scorecard("E05000026")


def test_what_if_from_python(place):
    changed = with_weight(place.built_recipe(), "shelter", 2)
    found = place.what_if(changed, "shelter counts double")
    assert [place.names[move.area] for move in found.moves if move.places] == ["Thames", "Valence"]


def test_figures_with_what_stands_behind_them(place):
    cube, evidence = place.figures()
    assert cube.areas == tuple(area.code for area in place.areas)
    assert evidence.error.shape == cube.values.shape
    assert "household-income" in cube.indicators


def test_what_is_not_there_is_said_as_in_the_commands(place):
    with pytest.raises(DataError, match=r"there is no area called 'Aby' in Barking"):
        place.scorecard("Aby")
    with pytest.raises(ContentError, match="has no recipe 'nope'; there is: barking-dagenham-spi"):
        place.index("nope")
    with pytest.raises(ContentError, match="only one build, so there is no change to explain yet"):
        place.ledger()


def test_a_book_that_is_changed_built_and_explained(starter):
    place = placebook.open(starter)
    assert place.changed == ()
    table = starter / "raw" / "starter.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("34.5", "14.5"), encoding="utf-8", newline="\n")
    assert place.changed == ("raw/starter.csv",)
    told: list[int] = []
    assert place.build(told.append) == starter / "built"
    assert sum(told) == place.work_to_build() == 200
    assert place.changed == ()
    entries = {entry.area: entry for entry in place.ledger(part="child-poverty", period="2011")}
    abbey = entries["E05000026"]
    assert (abbey.boundary, abbey.method, abbey.missing) == (0, 0, 0)
    assert abbey.data == abbey.rank_before - abbey.rank_after > 0


def test_a_frame_of_pandas(place):
    frame = placebook.to_pandas(place.index())
    assert len(frame) == 17 * 5 * len(place.index().parts)
    abbey = frame[(frame.area == "E05000026") & (frame.period == "2014") & (frame.part == "spi")]
    assert abbey["rank"].tolist() == [4]
    water = frame[frame.part == "water-and-sanitation"]
    assert water["score"].isna().all()
    assert water["rank"].isna().all()
    assert len(placebook.to_pandas(place.ranges())) == len(frame)
    assert not placebook.to_pandas(place.figures()[0]).empty


def test_a_frame_of_polars(place):
    polars = pytest.importorskip("polars")
    frame = placebook.to_polars(place.index())
    assert isinstance(frame, polars.DataFrame)
    water = frame.filter(polars.col("part") == "water-and-sanitation")
    assert water["score"].null_count() == len(water) == 17 * 5


def test_a_plain_script(starter, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "import placebook\n"
        "heavy = [name for name in ('numpy', 'pandas', 'duckdb') if name in sys.modules]\n"
        f"place = placebook.open({str(starter)!r})\n"
        "print(heavy, place.scorecard('Abbey').lines[0].rank, len(placebook.to_pandas(place.index())))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], check=False, capture_output=True, encoding="utf-8", cwd=tmp_path)
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout == "[] 2 30\n"


# --- a pipe and a screen -----------------------------------------------------------------------------------------


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "placebook", *(str(word) for word in words)]


def on_a_screen(*words: object, **settings: str) -> str:
    """Everything that a command writes when both its sides are a terminal."""
    ours, theirs = os.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "140", "LINES": "40", **settings}
    program = subprocess.Popen(command(*words), stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    written: list[bytes] = []

    def read() -> None:
        while True:
            try:
                some = os.read(ours, 65536)
            except OSError:  # how Linux says that nobody writes any more
                return
            if not some:
                return
            written.append(some)

    reader = threading.Thread(target=read)
    reader.start()
    assert program.wait(timeout=120) == 0
    reader.join(timeout=10)
    os.close(ours)
    return b"".join(written).decode()


def test_what_is_piped_is_plain(starter_book):
    forced = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "60"}
    done = subprocess.run(
        command("score", "Abbey", "--book", starter_book), check=True, capture_output=True, encoding="utf-8", env=forced
    )
    assert done.stderr == ""
    assert not ANSI.search(done.stdout)
    assert "\r" not in done.stdout
    assert all(line == line.rstrip() for line in done.stdout.splitlines())


@screen
@pytest.mark.slow
def test_a_screen_shows_colours(demo_book):
    shown = on_a_screen("score", "Abbey", "--book", demo_book)
    assert ANSI.search(shown)
    plain = ANSI.sub("", shown)
    assert "Abbey (E05000026): Social Progress Index" in plain
    assert "▲" in plain


@screen
def test_a_screen_shows_how_far_long_work_is(starter):
    shown = on_a_screen("build", "--book", starter)
    assert "Building" in shown
    assert "200" in shown  # runs
    assert ANSI.search(shown)
    assert f"{starter / 'built'}: built from My place" in ANSI.sub("", shown).replace("\r\n", "\n")


@screen
@pytest.mark.slow
def test_colours_can_be_switched_off(demo_book):
    colour = re.compile(r"\x1b\[[0-9;]*(3[0-8]|9[0-7])[0-9;]*m")
    assert colour.search(on_a_screen("score", "Abbey", "--book", demo_book))
    assert not colour.search(on_a_screen("score", "Abbey", "--book", demo_book, NO_COLOR="1"))


def test_scores_leave_the_book_as_it_is(starter_book):
    before = files_of(Path(starter_book))
    place = placebook.open(starter_book)
    place.scorecard("Abbey")
    place.ranges()
    assert files_of(Path(starter_book)) == before
