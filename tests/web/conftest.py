"""The example book, built once for all tests of the site, and a client that asks it for pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from once import built_example, built_starter, once
from placebook.pages.shelf import Shelf
from placebook.web.bake import bake
from placebook.web.shelf import read_shelf
from placebook.web.start import make_ready

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(scope="session")
def site_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example book, built. Only to be read."""
    return built_example(tmp_path_factory)


@pytest.fixture(scope="session")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the starter book, built. Only to be read."""
    return built_starter(tmp_path_factory)


@pytest.fixture(scope="session")
def site(site_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as plain files. Only to be read."""
    return once(tmp_path_factory, "baked-site", lambda out: bake_into(site_book, out))


def bake_into(book: Path, out: Path) -> None:
    """Write the whole site of a book, in this process."""
    bake(book, out, workers=1)


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
