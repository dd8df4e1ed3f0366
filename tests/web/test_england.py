"""A page of the made-up England that `placebook bench site` measures: sixty indicators, and still a light page."""

from __future__ import annotations

import pytest

from placebook.cli.bench_england import make_england
from placebook.web.bake_pages import lay_open, write_paths
from placebook.web.settings import STATIC
from placebook.web.shelf import read_shelf
from placebook.web.start import make_ready

LIGHT = 100_000  # bytes of the page and all that it loads
WARDS = 700  # so many that an area's page has no map of them all

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The file of one area of it."""
    folder = tmp_path_factory.mktemp("england")
    make_england(folder / "book", WARDS)
    make_ready(folder / "book")
    shelf = read_shelf(folder / "book")
    lay_open(folder / "book", shelf)
    write_paths([f"areas/{shelf.areas[7].code}.html"], folder)
    return folder / "areas" / f"{shelf.areas[7].code}.html"


def test_a_page_of_sixty_indicators_is_under_100_kb_with_all_that_it_loads(page):
    text = page.read_text(encoding="utf-8")
    loaded = [STATIC / name for name in ("placebook.css", "placebook.svg") if f"../static/{name}" in text]
    assert len(loaded) == 2
    assert "<script" not in text
    assert page.stat().st_size + sum(path.stat().st_size for path in loaded) < LIGHT


def test_every_indicator_stands_on_it_with_its_reason_and_only_parts_have_a_small_line(page):
    text = page.read_text(encoding="utf-8")
    for k in range(60):
        assert f">Indicator i{k:02d}</a>" in text
        assert (
            f"<dt>Indicator i{k:02d}</dt>" in text
            or f'>Indicator i{k:02d}</a></th><td role="cell" class="none"' in text
        )
    assert 0 < text.count('class="spark"') <= 15
