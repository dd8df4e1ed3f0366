"""The page of an area as a reader gets it: every number there, safe, light, and all its links leading somewhere."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath

import pytest

import placebook.web
from placebook.pages.area import area_page
from placebook.pages.area_list import area_list
from placebook.pages.scorecard_words import from_to
from placebook.web.marks import opening
from placebook.web.numbers import figure, share
from placebook.web.render import Surroundings, page_html
from placebook.web.routes import all_paths, find

STATIC = Path(placebook.web.__file__).parent / "static"
PATH = "areas/E05000026.html"
HOSTILE = "<script>alert('Llanfair & \"co\"')</script> Ŵy"
LIGHT = 100_000  # bytes of the page and all that it loads


def written(shelf, path=PATH, live=False, **changed):
    """One page of a shelf as HTML."""
    from placebook.web.routes import Asked

    book = replace(shelf, **changed) if changed else shelf
    route, named = find(path)
    value = route.make(Asked(book, named, {}, {}.get))
    return page_html(route.template, value, path, Surroundings(book.title, book.build, live=live))


@pytest.fixture(scope="module")
def text(shelf, ready):
    return words(written(shelf))


@pytest.fixture(scope="module")
def ready(site_book):
    from placebook.web.start import make_ready

    make_ready(site_book)


def words(page):
    """The words of a page, without tags, with one space between any two."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


class Tags(HTMLParser):
    """Every tag of a page with what it says of itself."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_every_number_and_word_of_the_card_is_on_the_page(shelf, text):
    page = area_page(shelf, "E05000026")
    for line in page.card.lines:
        assert line.title in text
        for said in _numbers(page, line):
            assert said in text, (line.part, said)


def _numbers(page, line):
    if line.score is None:
        yield from (state[1:] for state in line.states)
        return
    yield figure(line.score)
    yield f"{line.rank} of {line.out_of}"
    if line.rank_low is not None:
        yield f"range {from_to(line.rank_low, line.rank_high)}"
    if line.tied_with:
        yield f"equal with {line.tied_with}"
    if line.figure is not None:
        name = f"{line.figure_of}: " if line.figure_of else ""
        yield f"{name}{figure(line.figure, page.decimals[line.part])} {line.unit}"
    if line.coverage is not None and line.part not in page.indicators:
        yield f"{share(line.coverage)} of it was published"
    yield line.standing.removeprefix("Performing ").capitalize()
    apart = line.standing if line.better_by is None else figure(line.better_by)  # points from the middle of the peers
    yield f"{apart}: {line.standing_because}"
    yield line.progress
    yield opening(line.progress_because) if line.change is not None else f"{line.progress}: {line.progress_because}"


def test_every_sentence_of_the_card_is_on_the_page(shelf, text):
    card = area_page(shelf, "E05000026").card
    said = [card.headline, *card.sentences, card.peers_sentence, *card.cautions, *card.rules, card.does_not_say]
    for sentence in said:
        assert " ".join(sentence.split()) in text
    for peer in card.peers:
        assert peer.name in text
        assert figure(peer.distance, 2) in text
    for one in card.context:
        assert f"{figure(one.figure, one.decimals)} {one.unit}, {one.period}; {one.rank} of {one.out_of}" in text


def test_the_answer_stands_first(text):
    """Name, headline and the three sentences come before any chart, table or menu of the page."""
    order = [text.index(said) for said in ("In 2014 Abbey scores", "does better than", "Every part of it")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "path",
    [PATH, "areas/index.html", "areas/by-rank.html", "embed/areas/E05000026.html", "embed/charts/E05000026/map.html"],
)
def test_a_hostile_name_is_words_and_nothing_else(shelf, ready, path):
    areas = tuple(replace(area, name=HOSTILE) if area.code == "E05000026" else area for area in shelf.areas)
    page = written(shelf, path, areas=areas, title=HOSTILE)
    assert "<script>alert" not in page
    assert html.escape(HOSTILE, quote=False).split("&#")[0][:8] in page
    assert HOSTILE in html.unescape(page)


@pytest.mark.parametrize(
    "path", [PATH, "areas/index.html", "embed/areas/E05000026.html", "embed/charts/E05000026/ranks.html"]
)
def test_no_style_and_no_script_within_a_page(shelf, ready, path):
    """The content security policy forbids both; a page that held some would break."""
    for tag, said in Tags(written(shelf, path)).found:
        assert tag != "style"
        assert tag != "script" or set(said) == {"src", "defer"}
        assert not any(name == "style" or name.startswith("on") for name in said), (tag, said)


def test_ids_are_unique(shelf, ready):
    ids = [said["id"] for _, said in Tags(written(shelf)).found if "id" in said]
    assert sorted(ids) == sorted(set(ids))


def test_the_page_with_all_it_loads_is_light(shelf, ready):
    page = written(shelf)
    loaded = [said.get("href") for tag, said in Tags(page).found if tag == "link"]
    weight = len(page.encode()) + sum((STATIC / Path(one).name).stat().st_size for one in loaded)
    assert weight < LIGHT, weight
    assert not [tag for tag, _ in Tags(page).found if tag in ("script", "img", "iframe")]


@pytest.mark.parametrize("path", [PATH, "areas/index.html", "areas/by-rank.html", "embed/areas/E05000026.html"])
def test_every_link_leads_to_a_page_or_file_of_the_site(shelf, ready, path):
    there = set(all_paths(shelf))
    page = written(shelf, path)
    ids = {said["id"] for _, said in Tags(page).found if "id" in said}
    for tag, said in Tags(page).found:
        to = said.get("href") or said.get("src")
        if to is None or tag == "iframe":
            continue
        if to.startswith("#"):
            assert to[1:] in ids
            continue
        whole = normpath(join(path.rpartition("/")[0], to.partition("#")[0].partition("?")[0]))
        twin = whole.removeprefix("api/").removesuffix(".json") + ".html"
        assert whole in there or twin in there or (STATIC / Path(whole).name).exists(), to


def test_an_area_without_a_figure_says_so_and_never_zero(shelf, ready):
    """Every score of the last year of Abbey taken away: the page has no number where there is none."""
    index = shelf.index
    scores, ranks = index.scores.values.copy(), index.ranks.values.copy()
    at = index.scores.areas.index("E05000026")
    scores[at, :, -1] = ranks[at, :, -1] = float("nan")
    emptied = replace(index, scores=replace(index.scores, values=scores), ranks=replace(index.ranks, values=ranks))
    page = words(written(shelf, index=emptied))
    assert "For 2014 Abbey has no score" in page
    assert "nan" not in page.casefold().split()
    assert "No data" in page


def test_the_list_has_every_area_with_score_rank_and_range(shelf, ready):
    page = words(written(shelf, "areas/index.html"))
    for line in area_list(shelf).lines:
        ends = f"range {from_to(line.rank_low, line.rank_high)}"
        assert f"{line.name} {figure(line.score)} {line.rank} of {line.out_of} {ends}" in page
