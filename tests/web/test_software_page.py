"""The public register of software: only what is public, and nothing that attackers could use."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from site_pages import HOSTILE, Seen, page_of

from placebook.book.software import read_application
from placebook.pages.software import software_page
from small_shelf import small_shelf

FOLDER = Path(str(files("placebook") / "content/example/software"))
HELD = tuple(read_application(path) for path in sorted(FOLDER.glob("*.yaml")))


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def test_support_is_said_as_of_the_newest_look():
    page = software_page(replace(small_shelf(), software=HELD))
    assert page.on == "2014-09-01"
    assert [(one.id, one.stands) for one in page.lines] == [
        ("planning-archive", "out of support"),
        ("housing-system", "ends within two years"),
        ("parking-permits", "not known"),
        ("room-booking", "in support"),
    ]
    html = page_of(replace(small_shelf(), software=HELD), "software/index.html")
    assert "not asked</span>" in html
    assert "no end is announced" in html


def test_what_is_not_public_and_what_attackers_could_use_is_nowhere():
    hidden = tuple(replace(one, public=one.id == "room-booking") for one in HELD)
    html = page_of(replace(small_shelf(), software=hidden), "software/index.html")
    assert "Room booking" in html
    assert "Homewise" not in html
    html = page_of(replace(small_shelf(), software=HELD), "software/index.html")
    assert "Version 8 in the budget" not in html
    assert "online" not in html
    assert "No program is public here." in page_of(small_shelf(), "software/index.html")


def test_names_that_look_like_markup_stay_words():
    one = replace(HELD[0], name=HOSTILE, supplier=HOSTILE, owner=HOSTILE, does=HOSTILE, version=HOSTILE)
    html = page_of(replace(small_shelf(), software=(one,)), "software/index.html")
    assert "<script>alert" not in html
    assert Seen(html).forbidden == []
