"""placebook desk, as the person who sets it up meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import run
from placebook.cli.desk import _unsafe


def test_an_address_that_could_not_hold_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLACEBOOK_SECRET", raising=False)
    assert run("new", tmp_path / "book").code == 0
    said = run("desk", "invite", "me@council.example", "--book", tmp_path / "book")
    assert said.code == 2
    assert said.err.startswith("placebook: PLACEBOOK_SECRET is not set, so nobody could use the address that is made")
    assert not (tmp_path / "book" / "records").exists()


def test_what_is_unsafe_is_said_in_plain_words_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACEBOOK_SECRET", "x" * 49)
    found = [
        ("security.W009", "weak"),
        ("security.W012", "cookie"),
        ("security.W016", "csrf"),
        ("security.W099", "other"),
    ]
    short, plain, other = _unsafe(found)
    assert short.startswith("PLACEBOOK_SECRET is not set or is shorter than 50 characters")
    assert plain.startswith("The desk can be used without encryption")
    assert other == "other"
    monkeypatch.setenv("PLACEBOOK_SECRET", "x" * 50)
    assert _unsafe([]) == []
