"""The page of a carbon account: what it says in each state of knowing, and that its JSON and file say the same."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from site_pages import HOSTILE, Seen, inner_links, lost_anchors, page_of

from placebook.book.carbon import read_carbon_plan
from placebook.book.carbon_account import read_account
from placebook.measure.carbon import CarbonAccount, account_of
from placebook.measure.carbon_account import Counted
from placebook.pages.carbon import MOST_LINES, carbon_page
from placebook.pages.data import data_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, all_paths, find
from placebook.web.write import as_json
from small_shelf import small_shelf

ROOT = Path(__file__).parents[2]
WORKED = ROOT / "docs" / "carbon-example"
EXAMPLE = ROOT / "src" / "placebook" / "content" / "example"
MINE, DISTRICT = "carbon/site-a-and-b.html", "carbon/barking-and-dagenham.html"


def account(folder: Path, id: str) -> CarbonAccount:
    return read_account(folder, read_carbon_plan(folder / "carbon" / f"{id}.yaml"))


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """A small book with the worked account and the district of the example."""
    both = (account(WORKED, "site-a-and-b"), account(EXAMPLE, "barking-and-dagenham"))
    return replace(small_shelf(), carbon=both)


@pytest.fixture
def ready(site_book):
    from placebook.web.start import make_ready

    make_ready(site_book)


def test_the_page_says_where_emissions_stand(shelf, ready):
    html = page_of(shelf, MINE)
    for said in (
        "In 2025 we emitted 310.2 tonnes of CO2e. This is estimated.",
        "Off track: the 310.2 tonnes of 2025 are 2.2 above",
        "The baseline was recalculated from 336.7 to 375.7 tonnes in 2023.",
        "The carbon budget for 2024 to 2033 is 1,897.3 tonnes.",
        "1_100_1004_6_1, row 83 of raw/factors-2023.csv",
        "factor of 2023 used for 2025",
        "No figures of the whole district are held.",
    ):
        assert said in html, said
    assert lost_anchors(MINE, html) == []
    assert Seen(html).forbidden == []
    assert inner_links(MINE, html) >= {"carbon/site-a-and-b.csv", "index.html"}
    assert len(html) < 100_000


def test_what_is_not_held_is_said_and_not_drawn(shelf, ready):
    page = carbon_page(shelf, "barking-and-dagenham")
    assert (page.held, page.chart, page.years, page.lines) == (False, None, (), ())
    html = page_of(shelf, DISTRICT)
    assert "What the council itself emits is not held here." in html
    assert "They are not nought." in html
    assert "487,178 tonnes of CO2 came from the district in 2020: 47% less than in 2005." in html
    assert "carbon/barking-and-dagenham.csv" not in html


def test_a_year_that_is_not_whole_is_never_drawn_or_called_on_track(shelf, ready):
    whole = shelf.carbon[0]
    gone = next(x.activity for x in whole.lines if x.activity.year == 2025 and x.activity.scope == "1")
    lines = tuple(x for x in whole.lines if x.activity is not gone)
    counted = Counted(lines, (), (replace(gone, amount=None),))
    part = replace(shelf, carbon=(account_of(whole.plan, counted, whole.sites),))
    page = carbon_page(part, "site-a-and-b")
    assert page.on_track is None
    assert [point.value is None for point in page.chart.lines[0].points[:3]] == [False, False, True]
    html = page_of(part, MINE)
    assert "Something of 2025 is not held" in html
    assert "2025 is not whole. Not held: Site A: Natural gas (Scope 1)." in html
    assert "at least " in html
    assert 'class="tag worse"' not in html


def test_without_a_population_or_a_total_nothing_is_said_of_a_person(shelf):
    known = shelf.carbon[1]
    some = replace(shelf, carbon=(replace(known, district=tuple(replace(x, population=None) for x in known.district)),))
    assert "How much that is for each person is not known" in carbon_page(some, "barking-and-dagenham").district_says
    none = replace(shelf, carbon=(replace(known, district=tuple(replace(x, total=None) for x in known.district)),))
    page = carbon_page(none, "barking-and-dagenham")
    assert (page.district_chart, page.district_says) == (None, "")


def test_names_are_never_taken_for_markup(shelf, ready):
    plan = replace(shelf.carbon[0].plan, title=HOSTILE, says=HOSTILE, does_not_say=HOSTILE)
    html = page_of(replace(shelf, carbon=(replace(shelf.carbon[0], plan=plan),)), MINE)
    assert "<script>alert" not in html


def test_long_accounts_are_cut_on_the_page_and_whole_in_the_file(shelf, ready):
    one = shelf.carbon[0]
    many = replace(shelf, carbon=(replace(one, lines=one.lines * 10),))
    page = carbon_page(many, "site-a-and-b")
    assert (len(page.lines), page.left_out) == (MOST_LINES, 10 * len(one.lines) - MOST_LINES)
    html = page_of(many, MINE)
    assert f"{page.left_out} more lines are not in this table" in html
    assert len(html) < 100_000


def test_the_file_and_the_json_say_what_the_page_says(shelf):
    page = carbon_page(shelf, "site-a-and-b")
    route, named = find("carbon/site-a-and-b.csv")
    rows = list(csv.DictReader(io.StringIO(route.make(Asked(shelf, named, {}, dict.get)).content.decode())))
    assert [float(row["tonnes_co2e"]) for row in rows] == [line.tonnes for line in page.lines]
    said = json.loads(as_json(page))
    assert said["track_says"] == page.track_says
    assert len(said["district"]) == 0
    assert json.loads(as_json(carbon_page(shelf, "barking-and-dagenham")))["district"][0]["total"] == 917.3852938678097


def test_only_accounts_that_are_there_have_pages(shelf):
    mine = [path for path in all_paths(shelf) if path.startswith("carbon/")]
    assert mine == [MINE, DISTRICT, "carbon/site-a-and-b.csv"]
    assert carbon_page(shelf, "nowhere") is None
    for path in ("carbon/nowhere.csv", "carbon/barking-and-dagenham.csv"):
        route, named = find(path)
        assert route.make(Asked(shelf, named, {}, dict.get)) is None


def test_the_first_page_leads_to_it(shelf, ready):
    assert DISTRICT in inner_links("index.html", page_of(shelf, "index.html"))


def test_the_data_page_lists_the_lines_of_an_account_that_has_some(shelf):
    listed = {one.id: one for one in data_page(shelf).tables}
    own = listed["carbon-site-a-and-b"]
    assert [one.path for one in own.downloads] == ["carbon/site-a-and-b.csv"]
    assert own.size == f"{len(shelf.carbon[0].lines)} lines"
    assert "carbon-barking-and-dagenham" not in listed
