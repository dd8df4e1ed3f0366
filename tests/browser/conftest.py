"""What the browser tests stand on: Chromium, a book with made-up postcodes, and its site from disk and live."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from every_kind import PLAN, WORDS
from looking import NO_CHROMIUM, chromium, new_browser
from playwright.sync_api import Browser

from once import fewer_runs
from placebook.book.new import copy_example
from placebook.notebook import open as open_place
from placebook.pages.shelf import Shelf
from placebook.web.shelf import read_shelf
from server import free_port, running
from web.conftest import site_book

__all__ = ["site_book"]  # the example, built once for all tests

HOSTILE_WARD, HOSTILE_NAME = "E05000041", 'Tŷ Ŵyn <script>document.title = "taken"</script>'
MADE_UP = "E99999999"  # a borough that is not
POSTCODES = "postcode,area\nZZ1 1AA,E05000026\nZZ9 9ZZ,E05000041\n"  # made up: no postcode begins with ZZ


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, for the tests of one file: a browser that stays open would disturb others in the same process."""
    if chromium() is None:
        pytest.skip(NO_CHROMIUM)
    with new_browser() as found:
        yield found


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example book with made-up postcodes and borough, and a ward with Welsh letters and a script in its name."""
    book = tmp_path_factory.mktemp("place") / "book"
    copy_example(book)
    fewer_runs(book)
    cover = book / "book.yaml"
    cover.write_text(cover.read_text(encoding="utf-8") + "\npostcodes: postcodes.csv\n", encoding="utf-8", newline="\n")
    (book / "postcodes.csv").write_text(POSTCODES, encoding="utf-8", newline="\n")
    _move_to_another_borough(book / "areas.csv")
    for table in (book / "areas.csv", *(book / "raw").glob("*.csv")):
        _rename(table)
    open_place(book).build()
    _add_a_plan(book)
    return book


def _add_a_plan(book: Path) -> None:
    """A plan of our own words, long enough for two parts, and one under no licence with a script for a title."""
    for name, text, said in (
        ("trees.txt", PLAN, ("title=A plan for trees", "licence=OGL-UK-3.0", "status=draft")),
        ("hostile.txt", WORDS * 8, ('title=<script>document.title = "taken"</script>', "address=javascript:alert(1)")),
    ):
        path = book.parent / name
        path.write_text(text, encoding="utf-8", newline="\n")
        options = [option for one in said for option in ("--all", one)]
        command = [sys.executable, "-m", "placebook", "library", "add", str(path), "--book", str(book), *options]
        subprocess.run(command, check=True, capture_output=True)
    code = ["library", "code", "--framework", "sdgs", "--no-model", "--coverage", "1", "--book", str(book)]
    subprocess.run([sys.executable, "-m", "placebook", *code], check=True, capture_output=True)


def _rename(table: Path) -> None:
    quoted = '"' + HOSTILE_NAME.replace('"', '""') + '"'
    text = table.read_text(encoding="utf-8").replace(f"{HOSTILE_WARD},Village,", f"{HOSTILE_WARD},{quoted},")
    table.write_text(text, encoding="utf-8", newline="\n")


def _move_to_another_borough(areas: Path) -> None:
    """Let one ward lie in a made-up borough, so that there are lists of areas by borough."""
    text = areas.read_text(encoding="utf-8").replace(
        f"{HOSTILE_WARD},Village,ward,E09000002", f"{HOSTILE_WARD},Village,ward,{MADE_UP}"
    )
    areas.write_text(f"{text}{MADE_UP},Made-up,london borough,,,,,\n", encoding="utf-8", newline="\n")


@pytest.fixture(scope="session")
def place_shelf(place: Path) -> Shelf:
    """The shelf of that book, which knows the path of every page."""
    return read_shelf(place)


@pytest.fixture(scope="session")
def disk(place: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where its baked site begins, as files: file:///.../"""
    out = tmp_path_factory.mktemp("baked") / "site"
    subprocess.run([sys.executable, "-m", "placebook", "bake", "--book", str(place), str(out)], check=True)
    return out.resolve().as_uri() + "/"


@pytest.fixture(scope="session")
def live(place: Path) -> Iterator[str]:
    """Where its live site begins, served by the real server in a process of its own."""
    with running("serve", "--book", str(place), "--port", str(free_port())) as (_, address):
        yield address


@pytest.fixture(params=["disk", "live"])
def site(request: pytest.FixtureRequest) -> str:
    """Where the site begins: first from disk, then live."""
    return str(request.getfixturevalue(request.param))
