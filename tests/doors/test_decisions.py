"""Decisions as files: read strictly, checked with the book, published once, and the same from a record's body."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commands import run
from placebook.book.check import check_book
from placebook.book.decisions import decision_of, read_decision
from placebook.book.yaml import mapping_of, read_yaml
from placebook.decide.wheel import State, Sway
from placebook.types import ContentError

WRITTEN = """
decision: bench
title: A bench
proposal: Put up a bench?
owner: Parks team
decided_by: Cabinet
areas: [E05000026]
factor_sets: [five-missions]
measured_by:
  five-missions:
    streets: [crime-rate]
options:
  - id: as-now
    title: Carry on as now
    says: No bench.
{as_now}
  - id: bench
    title: A bench
    says: Of wood.
{bench}
engagement:
  - {{who: Residents, how: A survey, when: "2026-09-01", changed: Nothing}}
"""
MISSIONS = ("growth", "clean-energy", "streets", "opportunity", "nhs")


def effects(word: str, more: str = "") -> str:
    lines = ["    effects:", "      five-missions:"]
    for name in MISSIONS:
        lines.append(f"        {name}:")
        for term in ("short", "long"):
            lines.append(f"          {term}: {{effect: {word}, reason: It is so{more}}}")
    return "\n".join(lines)


def whole(bench: str = "small positive") -> str:
    known = ", rests_on: judgement only"
    return WRITTEN.format(as_now=effects("no effect expected", known), bench=effects(bench, known))


@pytest.fixture
def book(tmp_path: Path, site_like: Path) -> Path:
    """A copy of the built starter book with one decision in it."""
    import shutil

    shutil.copytree(site_like, tmp_path / "book")
    (tmp_path / "book" / "decisions").mkdir()
    return tmp_path / "book"


@pytest.fixture(scope="session")
def site_like(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from once import built_starter

    return built_starter(tmp_path_factory)


def keep(book: Path, text: str) -> Path:
    path = book / "decisions" / "bench.yaml"
    path.write_text(text.replace("[crime-rate]", f"[{indicator(book)}]"), encoding="utf-8")
    return path


def indicator(book: Path) -> str:
    from placebook.book.place_book import open_book

    return next(iter(open_book(book).indicators))


def test_a_file_is_read_into_the_same_value_as_its_mapping(book):
    path = keep(book, whole())
    found = read_decision(path)
    assert found == decision_of(mapping_of(dict(read_yaml(path)), "record 7"), "bench")
    assert found.options[1].at("five-missions#growth", "long").effect is Sway.SMALL_POSITIVE
    assert found.options[1].at("five-missions#growth", "middle").effect is State.NOT_ANSWERED


def test_a_draft_needs_an_id_and_a_title_and_nothing_else():
    found = decision_of(mapping_of({"decision": "x", "title": "X"}, "record 7"), "x")
    assert [one.id for one in found.options] == ["as-now"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("proposal: Put", "proposals: Put", "unknown key 'proposals'"),
        ("small positive", "good", "'good' is not one of: large negative"),
        ("decision: bench", "decision: A bench", "is not an id"),
        ("decision: bench", "decision: other", "give both the same name"),
        ("          short:", "          soon:", "unknown key 'soon'"),
        ("rests_on: judgement only", "rests_on: hope", "'hope' is not one of: evidence, judgement only"),
    ],
)
def test_what_is_wrong_is_said_with_the_file_and_what_would_be_right(book, old, new, said):
    path = keep(book, whole().replace(old, new))
    with pytest.raises(ContentError, match=re.escape(said)) as fault:
        read_decision(path)
    assert "bench.yaml" in str(fault.value)


@pytest.mark.parametrize(
    "body",
    [{}, {"decision": "x"}, {"decision": "x", "title": "X", "options": [1]}, {"decision": "x", "title": "X", "y": 1}],
)
def test_a_record_that_is_not_one_is_refused_by_name(body):
    with pytest.raises(ContentError, match="record 7"):
        decision_of(mapping_of(body, "record 7"), "x")


def test_checking_a_book_checks_its_decisions(book):
    keep(book, whole().replace("areas: [E05000026]", "areas: [E05999999]").replace("[five-missions]", "[six-missions]"))
    said = " ".join(str(one) for one in check_book(book).findings)
    assert "there is no area 'E05999999'" in said
    assert "there is no framework 'six-missions'" in said


def test_list_check_show_publish_and_come_back(book):
    path = keep(book, whole())
    assert "draft" in run("decisions", "list", "--book", book).out
    assert "nothing is wrong" in run("decisions", "check", "bench", "--to-publish", "--book", book).out
    shown = run("decisions", "show", "bench", "--book", book).out
    assert "Not the same with every option" in shown
    before = path.read_text(encoding="utf-8")
    done = run("decisions", "pin", "bench", "--on", "2026-11-28", "--book", book)
    assert (done.code, "published on 2026-11-28" in done.out) == (0, True), done.err
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))  # what a person wrote stays as it was
    found = read_decision(path)
    assert found.pinned is not None
    assert found.pinned.when == "2026-11-28"
    assert found.pinned.figures
    assert "Nothing is due" in run("decisions", "due", "--on", "2027-01-01", "--book", book).out


@pytest.mark.slow  # builds three times
def test_building_names_what_is_due_by_the_day_it_is_built(book, monkeypatch):
    import datetime

    comes = "          long: {effect: small positive, reason: So, rests_on: judgement only, "
    comes += f"expects: {{indicator: {indicator(book)}, direction: rise, review_on: 2027-05-01}}}}"
    plain = "          long: {effect: small positive, reason: It is so, rests_on: judgement only}"
    text = whole().replace(plain, comes, 1) + 'chosen: bench\ndecided_on: "2026-11-01"\nbecause: It is nice.\n'
    assert comes in text
    keep(book, text)
    assert run("decisions", "pin", "bench", "--on", "2026-11-28", "--book", book).code == 0

    for day, said in (("2027-04-30", False), ("2027-05-01", True)):

        class Day(datetime.date):
            @classmethod
            def today(cls):
                return cls.fromisoformat(day)  # noqa: B023 - used at once

        monkeypatch.setattr(datetime, "date", Day)
        assert ("due for review: A bench" in run("build", "--book", book).out) is said
    monkeypatch.undo()
    shown = run("decisions", "due", "--on", "2027-05-01", "--book", book).out
    assert "was expected to rise" in shown
    assert "too early to say" in shown


def test_publishing_is_done_once(book):
    path = keep(book, whole())
    run("decisions", "pin", "bench", "--on", "2026-11-28", "--book", book)
    kept = path.read_bytes()
    done = run("decisions", "pin", "bench", "--on", "2026-12-28", "--book", book)
    assert (done.code, "was published on 2026-11-28" in done.err) == (2, True)
    assert path.read_bytes() == kept


def test_what_is_not_whole_is_not_published_and_its_file_stays(book):
    path = keep(book, whole("large negative"))
    kept = path.read_bytes()
    done = run("decisions", "pin", "bench", "--on", "2026-11-28", "--book", book)
    assert (done.code, "without a whole mitigation" in done.err) == (2, True)
    assert path.read_bytes() == kept
    assert run("decisions", "check", "--to-publish", "--book", book).code == 1
    assert run("decisions", "check", "--book", book).code == 0  # as a draft it may stand


def test_a_wrong_day_and_a_wrong_name_are_answered_with_the_right_ones(book):
    keep(book, whole())
    assert "'soon' is no day" in run("decisions", "pin", "bench", "--on", "soon", "--book", book).err
    assert "no decision is called 'bank'" in run("decisions", "pin", "bank", "--on", "2026-11-28", "--book", book).err


def test_what_would_not_come_back_as_it_is_is_not_written(book, monkeypatch):
    path = keep(book, whole() + "withdrawn: |\n  Words that go on\n")
    kept = path.read_bytes()
    monkeypatch.setattr("placebook.book.decision_pins.pinned_text", lambda _: "because: Something else.\n")
    done = run("decisions", "pin", "bench", "--on", "2026-11-28", "--book", book)
    assert (done.code, "cannot be written there" in done.err) == (2, True)
    assert path.read_bytes() == kept
    monkeypatch.undo()
    assert run("decisions", "pin", "bench", "--on", "2026-11-28", "--book", book).code == 0
    assert read_decision(path).withdrawn == "Words that go on"
