"""Place books for tests of the doors: the example with fewer runs, and the starter, each built once for all workers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from once import built_example, built_starter


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built. Only to be read: see `demo`."""
    return built_example(tmp_path_factory)


@pytest.fixture(scope="session")
def starter_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter, built. Only to be read: see `starter`."""
    return built_starter(tmp_path_factory)


@pytest.fixture
def demo(demo_book: Path, tmp_path: Path) -> Path:
    """A copy of the example, with its build, to be changed."""
    return Path(shutil.copytree(demo_book, tmp_path / "demo"))


@pytest.fixture
def starter(starter_book: Path, tmp_path: Path) -> Path:
    """A copy of the starter, with its build, to be changed."""
    return Path(shutil.copytree(starter_book, tmp_path / "my-place"))
