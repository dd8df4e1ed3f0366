"""The pages of the register: gaps are said, staleness is marked, and the file can be read back in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from site_pages import HOSTILE, Seen, page_of

from placebook.book.register_standard import shipped_standard
from placebook.pages.register import entry_page, register_page
from placebook.pages.shelf import Shelf
from placebook.store.register import held_entry, own_entry, read_entry, write_entry
from placebook.web.routes import Asked, all_paths, find
from small_shelf import small_shelf

STANDARD = shipped_standard()


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def shelf_with(tmp_path, keep: bool = False, changed: bool = False) -> Shelf:
    shelf = small_shelf()
    assert shelf.recipe is not None
    recipe = shelf.recipe
    if keep:
        (tmp_path / "register").mkdir()
        write_entry(own_entry(recipe, shelf.sources, STANDARD), STANDARD, tmp_path / "register" / f"{recipe.id}.json")
    now = replace(recipe, says="Something else.") if changed else recipe
    return replace(shelf, register=(held_entry(tmp_path, now, shelf.sources, STANDARD),))


def test_a_draft_is_said_to_be_one(tmp_path):
    shelf = shelf_with(tmp_path)
    (line,) = register_page(shelf).entries
    assert (line.kept, line.stale, line.fields) == (False, (), 37)
    html = page_of(shelf, "register/index.html")
    assert "Draft" in html
    assert f'href="{line.id}.html"' in html
    html = page_of(shelf, f"register/{line.id}.html")
    assert html.count("not yet provided</span>") == line.missing > 20
    assert f'href="{line.id}.json"' in html


def test_a_kept_entry_is_stale_when_the_recipe_has_changed(tmp_path):
    shelf = shelf_with(tmp_path, keep=True)
    name = shelf.register[0].entry.id
    assert "Stale" not in page_of(shelf, f"register/{name}.html")
    (tmp_path / "again").mkdir()
    changed = shelf_with(tmp_path / "again", keep=True, changed=True)
    assert changed.register[0].stale == ("the model has changed since the entry was written",)
    assert "The model has changed since the entry was written." in page_of(changed, f"register/{name}.html")
    assert "Stale" in page_of(changed, "register/index.html")


def test_its_files_can_be_read_back(tmp_path):
    shelf = shelf_with(tmp_path)
    entry = shelf.register[0].entry
    for ending in (".json", ".csv", ".xlsx"):
        path = f"register/{entry.id}{ending}"
        assert path in set(all_paths(shelf))
        route, named = find(path)
        made = route.make(Asked(shelf, named, {}, lambda _: None))
        (tmp_path / f"x{ending}").write_bytes(made.content)
        assert read_entry(tmp_path / f"x{ending}", STANDARD) == entry


def test_names_that_look_like_markup_stay_words(tmp_path):
    shelf = shelf_with(tmp_path)
    held = shelf.register[0]
    values = {**held.entry.values, "name": (HOSTILE,), "team": (HOSTILE,)}
    hostile = replace(shelf, register=(replace(held, entry=replace(held.entry, values=values)),))
    html = page_of(hostile, f"register/{held.entry.id}.html")
    assert "<script>alert" not in html
    assert Seen(html).forbidden == []


def test_a_site_without_an_index_says_so():
    bare = small_shelf()
    assert entry_page(bare, "nothing") is None
    assert "no other algorithm is registered" in page_of(bare, "register/index.html")
