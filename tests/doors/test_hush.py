"""What a library prints past Python stays out of what a command prints."""

from __future__ import annotations

import os

import click
import pytest

from placebook.cli.hush import hushed


def test_what_is_written_past_python_goes_nowhere_while_it_is_hushed(capfd: pytest.CaptureFixture[str]) -> None:
    click.echo("before")
    with hushed():
        os.write(1, b"HighsMipSolverData::transformNewIntegerFeasibleSolution\n")
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "before\nafter\n"


def test_it_ends_where_something_goes_wrong(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), hushed():
        os.write(1, b"unheard\n"[: 1 // 0])
    os.write(1, b"heard\n")
    assert capfd.readouterr().out == "heard\n"


def test_a_program_without_standard_output_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with hushed():
        done = True
    assert done
