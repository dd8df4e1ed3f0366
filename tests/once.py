"""What many tests read and none changes, made once for all workers of one run."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from placebook.book.new import copy_example, new_book
from placebook.notebook import open as open_place

FEWER_RUNS = 100  # the least that a recipe may name
LONGEST_WAIT = 300  # seconds for another worker to make it


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that all workers of one run share: the first to come makes it, the others wait until it is done."""
    base = factory.getbasetemp()
    root = base.parent if base.name.startswith("popen-") else base
    folder, done = root / name, root / f"{name}.done"
    try:
        (root / f"{name}.begun").mkdir()
    except FileExistsError:
        until = time.monotonic() + LONGEST_WAIT
        while not done.exists():
            if time.monotonic() > until:
                pytest.fail(f"no other worker has made {name} in {LONGEST_WAIT} seconds")
            time.sleep(0.1)
        return folder
    make(folder)
    done.touch()
    return folder


def fewer_runs(book: Path, runs: int = FEWER_RUNS) -> None:
    """Let the rank ranges of a book rest on fewer runs, so that it is built in a second or two."""
    for recipe in (book / "recipes").glob("*.yaml"):
        text = recipe.read_text(encoding="utf-8")
        recipe.write_text(re.sub(r"runs: \d+", f"runs: {runs}", text), encoding="utf-8", newline="\n")


def built_example(factory: pytest.TempPathFactory) -> Path:
    """The example book with a tenth of its runs, built."""

    def make(folder: Path) -> None:
        copy_example(folder)
        fewer_runs(folder)
        open_place(folder).build()

    return once(factory, "example", make)


def built_starter(factory: pytest.TempPathFactory) -> Path:
    """The starter book, built: five areas, two indicators, two years."""

    def make(folder: Path) -> None:
        new_book(folder)
        open_place(folder).build()

    return once(factory, "starter", make)
