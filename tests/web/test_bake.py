"""The whole site as plain files: every page and its JSON, whole or not at all, and byte for byte the same again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

from placebook.book.new import new_book
from placebook.cli.bake import bake as bake_command
from placebook.cli.books import build as build_command
from placebook.pages.shelf import Shelf
from placebook.types import ContentError, PlacebookError
from placebook.web import bake_pages
from placebook.web.bake import MARK, bake
from placebook.web.routes import all_pages, all_paths, twin
from placebook.web.shelf import read_shelf


@pytest.fixture(scope="module")
def small_site(small_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter as plain files: for tests that write a site again. Only to be read."""
    out = tmp_path_factory.mktemp("small") / "site"
    bake(small_book, out, workers=1)
    return out


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_page_is_there_with_its_json(site: Path, shelf: Shelf) -> None:
    there = hashes(site)
    pages = list(all_pages(shelf))
    assert len(pages) > 17
    assert [path for path in all_paths(shelf) if path not in there] == []
    assert [path for path in pages if twin(path) not in there] == []
    assert "sitemap.xml" not in there  # it may hold full addresses only, and the example has no home
    for path in ("404.html", "feed.xml", "robots.txt", "search.json", "static/placebook.css", MARK):
        assert path in there


def test_no_page_is_empty_and_all_json_can_be_read(site: Path) -> None:
    for path in site.rglob("*"):
        if path.is_file():
            assert path.stat().st_size > 0, path
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))


def test_the_same_build_gives_the_same_bytes_by_one_process_or_by_two(
    small_site: Path, small_book: Path, tmp_path: Path
) -> None:
    bake(small_book, tmp_path / "again", workers=2)
    assert hashes(tmp_path / "again") == hashes(small_site)


@pytest.mark.slow
def test_so_does_the_example(site: Path, site_book: Path, tmp_path: Path) -> None:
    bake(site_book, tmp_path / "again", workers=2)
    assert hashes(tmp_path / "again") == hashes(site)


class Links(HTMLParser):
    """The addresses that a page leads to or loads, and the places in it that can be led to."""

    def __init__(self) -> None:
        super().__init__()
        self.to: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and tag != "use" and value is not None:
                self.to.append(value)
            if name == "id" and value:
                self.ids.add(value)


def links_of(path: Path) -> Links:
    """What one page leads to."""
    found = Links()
    found.feed(path.read_text(encoding="utf-8"))
    return found


def test_every_link_is_relative_and_leads_to_a_file_of_the_site(site: Path) -> None:
    wrong = []
    for page in site.rglob("*.html"):
        for to in links_of(page).to:
            split = urlsplit(to)
            if split.scheme in ("http", "https", "mailto"):
                continue
            here = page.relative_to(site).parent.as_posix()
            there = normpath(f"{here}/{unquote(split.path)}") if split.path else page.relative_to(site).as_posix()
            if to.startswith("/") or there.startswith("..") or not (site / there).is_file():
                wrong.append(f"{page.relative_to(site)}: {to}")
    assert sorted(set(wrong)) == []


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loads = re.compile(r"<(?:script|img|link|iframe|source|object)\b[^>]*\b(?:src|href|data)=\"(https?:)?//", re.I)
    assert [page.name for page in site.rglob("*.html") if loads.search(page.read_text(encoding="utf-8"))] == []


def test_the_sitemap_names_every_page_in_full_where_the_home_is_known(small_book: Path, tmp_path: Path) -> None:
    bake(small_book, tmp_path / "site", home="https://council.example/wards/", workers=1)
    tree = ElementTree.parse(tmp_path / "site" / "sitemap.xml")  # noqa: S314 - our own file
    found = [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == [f"https://council.example/wards/{path}" for path in all_pages(read_shelf(small_book))]
    assert "Sitemap: https://council.example/wards/sitemap.xml" in (tmp_path / "site/robots.txt").read_text(
        encoding="utf-8"
    )
    missing = links_of(tmp_path / "site" / "404.html").to
    assert all(to.startswith(("/wards/", "#", "mailto:")) for to in missing), missing


def test_the_feed_tells_of_every_source_newest_first(site: Path, shelf: Shelf) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(site / "feed.xml").getroot()  # noqa: S314 - our own file
    dates = [entry.findtext(f"{atom}updated") for entry in feed.iter(f"{atom}entry")]
    ids = [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")]
    assert len(dates) == len(shelf.sources) + len(shelf.changes)
    assert dates == sorted(dates, reverse=True)
    assert feed.findtext(f"{atom}updated") == dates[0]
    assert len(set(ids)) == len(ids)


def test_the_search_finds_every_ward_by_name_and_leads_to_its_page(site: Path, shelf: Shelf) -> None:
    found = {one["title"]: one["path"] for one in json.loads((site / "search.json").read_text(encoding="utf-8"))}
    assert found["Abbey (E05000026)"] == "areas/E05000026.html"
    assert all((site / path.partition("#")[0]).is_file() for path in found.values())
    script = (site / "search.js").read_text(encoding="utf-8")
    assert script.startswith("const placebook_search = [")


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(small_book: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ContentError, match=r"holds something that is not a baked site \(such as letter.txt\)"):
        bake(small_book, tmp_path, workers=1)
    assert hashes(tmp_path).keys() == {"letter.txt"}
    with pytest.raises(ContentError, match="is a file"):
        bake(small_book, tmp_path / "letter.txt", workers=1)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_a_site_that_fails_halfway_leaves_the_old_one_whole(
    small_site: Path, small_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    shutil.copytree(small_site, out)
    written = bake_pages._contents

    def fails_late(shelf: Shelf, path: str) -> dict[str, bytes]:
        if path == "search.json":
            raise ZeroDivisionError("no")
        return written(shelf, path)

    monkeypatch.setattr(bake_pages, "_contents", fails_late)
    with pytest.raises(PlacebookError, match=r"the page search.json cannot be made \(ZeroDivisionError: no\)"):
        bake(small_book, out, workers=1)
    assert hashes(out) == hashes(small_site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_what_the_old_site_held_and_the_new_one_does_not_is_gone(
    small_site: Path, small_book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    shutil.copytree(small_site, out)
    (out / "areas" / "E09999999.html").write_text("a ward that is no more", encoding="utf-8")
    bake(small_book, out, workers=1)
    assert hashes(out) == hashes(small_site)


def test_a_machine_lost_between_the_two_renames_is_put_right(
    small_site: Path, small_book: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_site, tmp_path / "site.old")
    (tmp_path / "site.partial").mkdir()
    bake(small_book, tmp_path / "site", workers=1)
    assert hashes(tmp_path / "site") == hashes(small_site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_the_command_says_where_the_site_is_and_refuses_a_wrong_home(small_book: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(bake_command, ["--book", str(small_book), str(tmp_path / "site"), "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert str(tmp_path / "site" / "index.html") in done.output
    assert "It has no sitemap" in done.output
    wrong = CliRunner().invoke(bake_command, ["--book", str(small_book), str(tmp_path / "x"), "--home", "wards"])
    assert wrong.exit_code == 2
    assert "is no web address" in wrong.output
    assert not (tmp_path / "x").exists()


def test_a_book_without_a_recipe_is_built_and_shown_without_an_index(tmp_path: Path) -> None:
    book = tmp_path / "book"
    new_book(book)
    (book / "recipes" / "my-index.yaml").unlink()
    cover = (book / "book.yaml").read_text(encoding="utf-8")
    (book / "book.yaml").write_text(cover.replace("\nrecipe: my-index", "\n#"), encoding="utf-8")
    built = CliRunner().invoke(build_command, ["--book", str(book)])
    assert built.exit_code == 0, built.output
    assert "figures only, since it has no recipe" in built.output
    shelf = read_shelf(book)
    assert shelf.index is None
    bake(book, tmp_path / "site", home="https://council.example/", workers=1)
    listed = (tmp_path / "site" / "indicators" / "index.html").read_text(encoding="utf-8")
    assert all(one.title in listed for one in shelf.indicators.values())
    assert not (tmp_path / "site" / "areas" / "E05000026.html").exists()


def test_a_book_without_a_build_says_what_to_run(tmp_path: Path) -> None:
    from placebook.book.new import copy_example

    copy_example(tmp_path / "book")
    with pytest.raises(ContentError, match="placebook build"):
        bake(tmp_path / "book", tmp_path / "site", workers=1)
    assert not (tmp_path / "site").exists()


def test_plain_files_hold_no_form_and_say_how_to_report(site: Path) -> None:
    html = (site / "about" / "wrong.html").read_text(encoding="utf-8")
    assert "<form" not in html.partition("<main")[2]
    assert "mailto:" not in html
    assert "Tell the people who gave it to you" in html
