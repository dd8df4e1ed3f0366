"""Whatever is asked for, the reply is a plain page with the right status, and never a word of the program's insides."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from placebook.pages.shelf import Shelf
from placebook.types import Area, Cube, Evidence
from placebook.web import views
from placebook.web.start import make_ready

if TYPE_CHECKING:
    from django.test import Client

ABBEY = "E05000026"
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def shown(site_book: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Show another shelf: give it, get a client."""
    make_ready(site_book)

    class Fixed:
        """Shelves that hold one shelf."""

        def __init__(self, shelf: Shelf) -> None:
            self.shelf = shelf

        def current(self) -> Shelf:
            return self.shelf

        def figures(self, shelf: Shelf, indicator: str) -> Any:
            from placebook.web.shelf import figures_of

            return figures_of(site_book, indicator, shelf)

        def file(self, shelf: Shelf, name: str) -> Any:
            return views.shelves_of(site_book).file(shelf, name)

    def show(shelf: Shelf) -> Client:
        from django.test import Client

        monkeypatch.setattr(views, "shelves", lambda: Fixed(shelf))
        return Client(raise_request_exception=False)

    return show


def plain(reply: Any) -> str:
    """The words of a reply, once it is sure that it is a whole page of the site and no insides of the program."""
    said = reply.content.decode()
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<main id="main"' in said
    for inside in ("Traceback", "site-packages", "Exception", ".py", "DEBUG"):
        assert inside not in said
    return said


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/areas/E99999999.html", 404),
        ("/areas/E05000026.HTML", 404),
        ("/areas/%00.html", 404),
        ("/areas/%ff%fe.html", 404),
        ("/areas/..%2F..%2Fetc%2Fpasswd", 404),
        ("/static/../settings.py", 404),
        ("/static/%2e%2e/settings.py", 404),
        ("/../../etc/passwd", 404),
        ("//areas//E05000026.html", 404),
        ("/areas/E05000026.html/", 404),
        ("/indicators/nothing.html", 404),
        ("/frameworks/nothing.html", 404),
        ("/compare/E99999999.html", 404),
        ("/data/nothing.csv", 404),
        ("/wp-login.php", 404),
        ("/" + "a" * 5_000, 414),
        ("/areas/E05000026.html?" + "a=1&" * 1_500, 414),
        ("/" + "%F0%9F%98%80" * 50, 404),
    ],
)
def test_an_address_that_leads_nowhere_gets_a_plain_page(client: Client, path: str, status: int) -> None:
    client.raise_request_exception = False
    reply = client.get(path)
    assert reply.status_code == status
    plain(reply)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/areas/E99999999.json", 404),
        ("/api/nothing.json", 404),
        ("/api/" + "a" * 5_000, 414),
        ("/api/%ff.json", 404),
    ],
)
def test_below_api_the_same_is_said_in_json(client: Client, path: str, status: int) -> None:
    reply = client.get(path)
    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "application/json")
    assert json.loads(reply.content)["status"] == status


@pytest.mark.parametrize(
    "query",
    [
        {"area": [HOSTILE] * 50},
        {"area": ["E05000026"] * 100},
        {"period": "9" * 400, "page": "9" * 400, "area": "\x00"},
        {"part": "../../x", "area": "' or 1=1 --"},
        {"find": HOSTILE},
        {"kind": "%%%", "period": "-1", "page": "-1"},
        {"x[]": "1", "": "", "__class__": "1", "about": "javascript:alert(1)"},
    ],
)
def test_a_hostile_query_gets_a_page_without_its_markup(client: Client, query: dict[str, Any]) -> None:
    client.raise_request_exception = False
    for path in (
        "/",
        "/compare.html",
        "/compare/worsening.html",
        "/indicators/index.html",
        "/about/wrong.html",
        f"/areas/{ABBEY}.html",
        "/areas/index.html",
        "/indicators/pm10.html",
    ):
        reply = client.get(path, query)
        assert reply.status_code in (200, 404, 414), (path, query)
        assert HOSTILE not in plain(reply), path


def test_a_retired_code_is_gone_and_leads_to_its_successor(shelf: Shelf, shown: Any) -> None:
    old = Area("E05009999", "Old Abbey", "ward", last_year=2001, successors=(ABBEY, "E05008888"))
    client = shown(replace(shelf, others=(*shelf.others, old)))
    reply = client.get("/areas/E05009999.html")
    said = plain(reply)
    assert reply.status_code == 410
    assert "The ward Old Abbey (E05009999) is no longer in use after 2001. Its successors have pages." in said
    assert f'href="/areas/{ABBEY}.html">Abbey</a>' in said
    data = json.loads(client.get("/api/areas/E05009999.json").content)
    assert (data["status"], data["links"][0]) == (410, ["Abbey", f"areas/{ABBEY}.html"])


def test_a_borough_that_the_book_knows_says_so(client: Client, shelf: Shelf) -> None:
    borough = next(area for area in shelf.others if not area.successors and not area.last_year)
    reply = client.get(f"/areas/{borough.code}.html")
    assert reply.status_code == 404
    assert borough.name in plain(reply)


@pytest.mark.parametrize(
    "name", [HOSTILE, "Ynys Môn a Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "Tŷ-du ŵ ŷ"]
)
def test_a_name_may_hold_any_letter_and_stays_a_name(shelf: Shelf, shown: Any, name: str) -> None:
    renamed = tuple(replace(area, name=name) if area.code == ABBEY else area for area in shelf.areas)
    client = shown(replace(shelf, areas=renamed))
    for path in (f"/areas/{ABBEY}.html", "/", "/areas/index.html", "/search.js", f"/compare.html?area={ABBEY}"):
        reply = client.get(path)
        assert reply.status_code == 200, path
        said = reply.content.decode()
        assert "<script>alert" not in said
        if path != "/":
            assert name in said or "&lt;script&gt;" in said or "\\u003cscript>alert" in said, path


def pages_answer(client: Client) -> dict[str, int]:
    """The status of one page of each kind."""
    paths = (
        "/",
        "/areas/index.html",
        f"/areas/{ABBEY}.html",
        "/indicators/index.html",
        "/indicators/pm10.html",
        "/compare.html",
        "/compare/worsening.html",
        "/method.html",
        "/frameworks/index.html",
        "/data/index.html",
        "/about/index.html",
        "/feed.xml",
        "/search.json",
    )
    found = {}
    for path in paths:
        reply = client.get(path)
        found[path] = reply.status_code
        if reply.headers["Content-Type"].startswith("text/html"):
            plain(reply)
    return found


def test_a_book_without_an_index_has_all_pages_that_need_none(shelf: Shelf, shown: Any) -> None:
    found = pages_answer(shown(replace(shelf, index=None, recipe=None, ranges=())))
    assert set(found.values()) <= {200, 404, 410}
    assert {path for path, status in found.items() if status == 200} >= {
        "/",
        "/areas/index.html",
        "/indicators/index.html",
        "/indicators/pm10.html",
        "/frameworks/index.html",
        "/about/index.html",
    }


def test_a_book_without_boundaries_or_tiles_has_all_its_pages(shelf: Shelf, shown: Any) -> None:
    assert set(pages_answer(shown(replace(shelf, tiles={}, shapes={}))).values()) == {200}


def test_a_book_with_one_ward_has_all_its_pages(shelf: Shelf, shown: Any) -> None:
    assert set(pages_answer(shown(only_one(shelf))).values()) == {200}


def only_one(shelf: Shelf) -> Shelf:
    """A shelf with the first of its areas and no other."""
    index, code = shelf.index, shelf.areas[0].code
    assert index is not None
    one = replace(
        index,
        scores=Cube(index.scores.values[:1].copy(), (code,), index.scores.indicators, index.scores.periods),
        ranks=Cube(index.ranks.values[:1].copy() * 0 + 1, (code,), index.ranks.indicators, index.ranks.periods),
        estimated=index.estimated[:1],
        coverage=index.coverage[:1],
    )
    cube = Cube(shelf.cube.values[:1].copy(), (code,), shelf.cube.indicators, shelf.cube.periods)
    evidence = Evidence(shelf.evidence.error[:1], shelf.evidence.estimated[:1])
    return replace(shelf, areas=shelf.areas[:1], index=one, cube=cube, evidence=evidence, ranges=())


def test_a_fault_of_ours_is_said_without_its_insides(shelf: Shelf, shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = shown(shelf)

    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret insides")

    monkeypatch.setattr(views, "answer", fails)
    page, data = client.get(f"/areas/{ABBEY}.html"), client.get(f"/api/areas/{ABBEY}.json")
    assert (page.status_code, data.status_code) == (500, 500)
    assert "secret" not in plain(page) + data.content.decode()
    assert json.loads(data.content)["title"] == "Something went wrong here"


# --- a build that comes while the site is read -----------------------------------------------------------------------


def test_in_the_instant_between_two_renames_the_old_build_serves_on(site_book: Path, tmp_path: Path) -> None:
    from placebook.web.shelf import Shelves

    book = Path(shutil.copytree(site_book, tmp_path / "book"))
    shelves = Shelves(book)
    before = shelves.current()
    (book / "built").rename(book / "built.previous")
    assert shelves.current() is before
    assert shelves.figures(before, "pm10").rows
    (book / "built.previous").rename(book / "elsewhere")
    assert shelves.current() is before


def test_a_newer_build_that_cannot_be_read_leaves_the_old_one_in_use(site_book: Path, tmp_path: Path) -> None:
    from placebook.web.shelf import Shelves

    book = Path(shutil.copytree(site_book, tmp_path / "book"))
    shelves = Shelves(book)
    before = shelves.current()
    (book / "built" / "observations.parquet").write_bytes(b"broken")
    manifest = book / "built" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b" ")
    assert shelves.current() is before
