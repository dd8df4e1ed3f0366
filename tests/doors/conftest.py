"""Place books for tests of the doors: the example with fewer runs, and the starter, each built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from placebook.book.new import copy_example, new_book
from placebook.notebook import open as open_place


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example book with a tenth of its runs, built. Only to be read: see `demo`."""
    folder = tmp_path_factory.mktemp("example") / "demo"
    copy_example(folder)
    recipe = folder / "recipes" / "barking-dagenham-spi.yaml"
    text = recipe.read_text(encoding="utf-8")
    assert "runs: 1000" in text
    recipe.write_text(text.replace("runs: 1000", "runs: 100"), encoding="utf-8", newline="\n")
    open_place(folder).build()
    return folder


@pytest.fixture(scope="session")
def starter_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter book, built: five areas, two indicators, two years. Only to be read: see `starter`."""
    folder = tmp_path_factory.mktemp("starter") / "my-place"
    new_book(folder)
    open_place(folder).build()
    return folder


@pytest.fixture
def demo(demo_book: Path, tmp_path: Path) -> Path:
    """A copy of the example, with its build, to be changed."""
    return Path(shutil.copytree(demo_book, tmp_path / "demo"))


@pytest.fixture
def starter(starter_book: Path, tmp_path: Path) -> Path:
    """A copy of the starter, with its build, to be changed."""
    return Path(shutil.copytree(starter_book, tmp_path / "my-place"))
