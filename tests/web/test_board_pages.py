"""Pages of asks and offers and of the five functions: what is there, what is not, and hostile words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from site_pages import HOSTILE, page_of

from commands import run
from placebook.pages.board import ask_page, asks_page
from placebook.pages.functions import functions_page
from placebook.types import Ask, LogEntry
from placebook.web.start import make_ready


@pytest.fixture(autouse=True)
def ready(site_book):
    """The templates of the site, ready to be written."""
    make_ready(site_book)


def test_the_board_lists_what_is_shipped_and_every_page_is_there_and_light(shelf):
    page = asks_page(shelf)
    assert (page.total, [group[0] for group in page.groups]) == (16, ["open"])
    html = page_of(shelf, "works/asks.html")
    assert "The source does not say who owns any of them." in html
    for one in shelf.asks:
        assert f'href="asks/{one.id}.html"' in html
        assert len(page_of(shelf, f"works/asks/{one.id}.html")) < 100_000
    assert ask_page(shelf, "no-such-thing") is None


def test_a_page_of_an_ask_leads_to_what_may_fit_and_says_where_it_is_told(shelf):
    html = page_of(shelf, "works/asks/software-register.html")
    assert 'href="standards-and-applications.html"' in html
    assert "“national register of software applications”" in html
    assert "The source does not say." in html
    assert "Nothing that is held here fits." in page_of(shelf, "works/asks/remote-meetings.html")


def test_hostile_words_stay_words_and_states_stand_apart(shelf):
    hostile = Ask("bad", "ask", HOSTILE, HOSTILE, HOSTILE, areas=("E05000026",), words=(HOSTILE,), answer=HOSTILE)
    met = Ask(
        "done", "offer", "Done", "Done.", "Team", state="met", since="2026-11-01", answer="Done.", matched=("bad",)
    )
    made = replace(shelf, asks=(hostile, met))
    for path in ("works/asks.html", "works/asks/bad.html", "works/asks/done.html"):
        assert "<script>alert" not in page_of(made, path)
    assert [group[0] for group in asks_page(made).groups] == ["open", "met"]
    assert "1 November 2026" in page_of(made, "works/asks/done.html")
    assert "Abbey" in page_of(made, "works/asks/bad.html")


def test_the_five_functions_stand_there_though_nothing_is_logged(shelf):
    html = page_of(shelf, "works/functions.html")
    assert html.count("Nothing logged yet.") == 5
    assert [part.title for part in functions_page(shelf).parts] == [
        *("Identify", "Convene", "Communicate", "Advance", "Advocate")
    ]


def test_what_is_logged_stands_under_its_function_with_what_it_grew_out_of(shelf):
    need = LogEntry("need", "need", HOSTILE, HOSTILE, "Team", "2026-11-01", concepts=("four-rs#renew",))
    call = LogEntry("call", "call", "A call", "Asked.", "Team", "2026-11-02", ("need",), links=("javascript:alert(1)",))
    html = page_of(replace(shelf, log=(need, call)), "works/functions.html")
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert html.count("Nothing logged yet.") == 3
    assert 'href="#entry-need"' in html
    assert "Evidence needs that nothing has answered" in html


def test_asks_and_the_log_of_a_book_are_read_and_checked(tmp_path):
    from papers import write

    cover = "book: b\ntitle: B\narea_kind: ward\nareas: areas.csv\n"
    book = write(tmp_path / "book", book_yaml=cover, areas_csv="code,name\nE05000026,Abbey\nE05000027,Alibon\n")
    (book / "asks").mkdir()
    (book / "evidence-log").mkdir()
    good = "ask: warm\nkind: ask\ntitle: Warm homes\nsays: Who can help?\nowner: Housing\nareas: [E05000026]\n"
    (book / "asks" / "warm.yaml").write_text(good + "concepts: [four-rs#nowhere]\n", encoding="utf-8")
    (book / "evidence-log" / "first.yaml").write_text(
        "entry: first\nkind: need\ntitle: First\nsays: S\nby: T\nday: 2026-01-01\nfollows: [m]\n", encoding="utf-8"
    )
    done = run("check", "--book", book)
    assert "there is no concept 'four-rs#nowhere'" in done.out + done.err
    assert "follows 'm', which is not there" in done.out + done.err
    (book / "asks" / "warm.yaml").write_text(good, encoding="utf-8")
    assert "Warm homes" in run("asks", "list", "--book", book, "--state", "open").out
    shown = run("asks", "show", "warm", "--book", book, "--no-model")
    assert (shown.code, "Owner: Housing" in shown.out) == (0, True)
    assert run("asks", "show", "warn", "--book", book).code == 2
