"""Place books for tests of the doors: the example with fewer runs, and the starter, each built once for all workers."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from placebook.book.new import copy_example, new_book
from placebook.notebook import open as open_place

LONGEST_WAIT = 300  # seconds for another worker to build


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


def make_example(folder: Path) -> None:
    """The example book with a tenth of its runs, built."""
    copy_example(folder)
    recipe = folder / "recipes" / "barking-dagenham-spi.yaml"
    text = recipe.read_text(encoding="utf-8")
    assert "runs: 1000" in text
    recipe.write_text(text.replace("runs: 1000", "runs: 100"), encoding="utf-8", newline="\n")
    open_place(folder).build()


def make_starter(folder: Path) -> None:
    """The starter book, built: five areas, two indicators, two years."""
    new_book(folder)
    open_place(folder).build()


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built. Only to be read: see `demo`."""
    return once(tmp_path_factory, "demo-book", make_example)


@pytest.fixture(scope="session")
def starter_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter, built. Only to be read: see `starter`."""
    return once(tmp_path_factory, "starter-book", make_starter)


@pytest.fixture
def demo(demo_book: Path, tmp_path: Path) -> Path:
    """A copy of the example, with its build, to be changed."""
    return Path(shutil.copytree(demo_book, tmp_path / "demo"))


@pytest.fixture
def starter(starter_book: Path, tmp_path: Path) -> Path:
    """A copy of the starter, with its build, to be changed."""
    return Path(shutil.copytree(starter_book, tmp_path / "my-place"))
