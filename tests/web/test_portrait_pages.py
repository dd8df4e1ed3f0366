"""The portrait of the example on its site: a page for each year, the same as a table and as files, and its links."""

from __future__ import annotations

import csv
import io

import pytest
from site_pages import page_of

from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, File, all_paths, find
from placebook.web.write import as_json
from small_shelf import small_shelf

ID = "barking-and-dagenham"
YEARS = range(2005, 2027)

pytestmark = pytest.mark.usefixtures("client")


def value_of(shelf: Shelf, path: str) -> object:
    found = find(path)
    assert found is not None
    return found[0].make(Asked(shelf, found[1], {}, pytest.fail))


def test_there_is_a_page_a_picture_and_an_embed_for_every_year(shelf: Shelf):
    paths = set(all_paths(shelf))
    for year in YEARS:
        one = f"portraits/{ID}/{year}"
        assert {f"{one}.html", f"{one}.svg", f"embed/{one}.html"} <= paths
    assert {f"portraits/{ID}.html", f"portraits/{ID}/figures.csv", "portraits/index.html"} <= paths


@pytest.mark.parametrize("path", ["portraits/nowhere.html", f"portraits/{ID}/1999.html", f"portraits/{ID}/20x3.html"])
def test_there_is_no_other_page(shelf: Shelf, path: str):
    assert value_of(shelf, path) is None


def test_the_table_says_what_the_picture_says(shelf: Shelf):
    html = page_of(shelf, f"portraits/{ID}/2011.html")
    assert html.count("<desc") == 2  # one picture with names, one with numbers
    for said in (
        "14. Clean air here",
        "Overshoot, 3.0 times the limit",
        "Shortfall of 24%",
        "Limit 2.13",
        "None is stated, so nobody can say whether the figure is safe.",
        "portraits/raw/desnz-territorial-co2.csv, row 8",
        "How well people live as a whole",
    ):
        assert said in html
    assert html.count('class="tag unknown"') == html.count(">Unknown</span>")


def test_a_year_says_what_changed_and_what_is_carried(shelf: Shelf):
    html = page_of(shelf, f"portraits/{ID}/2023.html")
    assert "From 2022 to 2023" in html
    assert "too small to tell" in html
    assert "2020, carried" in html
    assert "There is no earlier year" in page_of(shelf, f"portraits/{ID}/2005.html")


def test_the_value_of_the_page_is_json_and_the_figures_are_csv(shelf: Shelf):
    assert b'"standing":"unknown"' in as_json(value_of(shelf, f"portraits/{ID}/2011.html"))
    file = value_of(shelf, f"portraits/{ID}/figures.csv")
    assert isinstance(file, File)
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert {int(row["year"]) for row in rows} == set(YEARS)
    assert {row["standing"] for row in rows} == {"unknown", "shortfall", "overshoot"}
    carbon = next(row for row in rows if row["year"] == "2020" and row["measure"] == "Carbon dioxide given off here")
    assert float(carbon["figure"]) == pytest.approx(2.2753961593449725)  # as the official table has it
    assert float(carbon["ratio"]) == pytest.approx(2.2753961593449725 / 2.13)
    assert all(row["ratio"] == "" and row["beyond"] == "" for row in rows if row["standing"] == "unknown")


def test_the_picture_is_a_file_by_itself(shelf: Shelf):
    file = value_of(shelf, f"portraits/{ID}/2011.svg")
    assert isinstance(file, File)
    assert file.kind.startswith("image/svg+xml")
    assert file.content.startswith(b"<svg xmlns=")


def test_home_areas_and_frameworks_lead_to_it(shelf: Shelf):
    assert f'href="portraits/{ID}.html"' in page_of(shelf, "index.html")
    assert f'href="../portraits/{ID}.html"' in page_of(shelf, "areas/E05000026.html")
    housing = page_of(shelf, "frameworks/doughnut-2025.html").partition('id="housing"')[2].partition("</section>")[0]
    assert f'href="../portraits/{ID}.html"' in housing
    assert '</a>: Housing in 2023, <span class="tag shortfall">' in housing
    assert f"../portraits/{ID}.html" in page_of(shelf, "frameworks/city-portrait-lenses.html")


def test_a_book_without_a_portrait_says_so():
    assert "This book has no portrait yet." in page_of(small_shelf(), "portraits/index.html")
    assert "as a doughnut" not in page_of(small_shelf(), "index.html")
