"""The annex of a decision as one HTML file: within the standard, on a phone too, and asking nobody for anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import PHONE, faults, looked_at, sideways
from playwright.sync_api import Browser

from placebook.pages.decision import decision_page
from placebook.pages.shelf import Shelf
from placebook.web.annexes import annex_file

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [(1200, 900), PHONE], ids=["desk", "phone"])
def test_the_annex_has_no_fault_and_fits(
    browser: Browser, place_shelf: Shelf, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "annex.html"
    path.write_bytes(annex_file(decision_page(place_shelf, place_shelf.decisions[0]), "html"))
    with looked_at(browser, path.as_uri(), size) as look:
        assert faults(look.page) == []
        assert sideways(look.page) == []
        assert look.outside("file:") == []
        assert look.complaints == []
