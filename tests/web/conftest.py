"""The example book, built once for all tests of the site, and a client that asks it for pages."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from placebook.book.new import copy_example
from placebook.notebook import open as open_place
from placebook.pages.shelf import Shelf
from placebook.web.shelf import read_shelf
from placebook.web.start import make_ready

if TYPE_CHECKING:
    from django.test import Client

FEWER_RUNS = 100  # the least that a recipe may name
LONGEST_WAIT = 120  # seconds for another worker to build


def fewer_runs(book: Path, runs: int = FEWER_RUNS) -> None:
    """Let the rank ranges of a book rest on fewer runs, so that it is built in a second or two."""
    for recipe in (book / "recipes").glob("*.yaml"):
        text = recipe.read_text(encoding="utf-8")
        recipe.write_text(re.sub(r"runs: \d+", f"runs: {runs}", text), encoding="utf-8", newline="\n")


@pytest.fixture(scope="session")
def site_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example book, built. All workers of one run share it: the first builds, the others wait."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if base.name.startswith("popen-") else base
    book, done = root / "site-book", root / "site-book.done"
    try:
        book.mkdir()
    except FileExistsError:
        _wait_for(done)
        return book
    copy_example(book)
    fewer_runs(book)
    open_place(book).build()
    done.touch()
    return book


def _wait_for(done: Path) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while not done.exists():
        if time.monotonic() > until:
            pytest.fail(f"no other worker has built the example in {LONGEST_WAIT} seconds")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def shelf(site_book: Path) -> Shelf:
    """The shelf of the example book."""
    return read_shelf(site_book)


@pytest.fixture
def client(site_book: Path) -> Client:
    """A client that asks the live site of the example book, with no server between."""
    make_ready(site_book)
    from django.test import Client

    return Client()
