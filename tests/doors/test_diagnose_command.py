"""placebook diagnose: what a person reads, from a book that was built."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from placebook.cli import placebook
from placebook.cli.diagnosis import diagnosis_lines
from placebook.notebook import open as open_place
from placebook.types import PlacebookError


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter book, built: five areas, two indicators, two years."""
    folder = tmp_path_factory.mktemp("books") / "my-place"
    for command in (["new", str(folder)], ["build", "--book", str(folder)]):
        done = CliRunner().invoke(placebook, command)
        assert done.exit_code == 0, done.output
    return folder


def said(book: Path, *options: str) -> str:
    done = CliRunner().invoke(placebook, ["diagnose", "--book", str(book), *options], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def section(output: str, heading: str) -> list[str]:
    """The lines below a heading, up to the next empty line."""
    lines = output.splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith(heading)) + 1
    end = next((k for k in range(start, len(lines)) if not lines[k]), len(lines))
    return lines[start:end]


def test_it_says_first_what_it_rests_on_and_how_unsure_that_is(book):
    first, *more = said(book).splitlines()
    assert first == "Diagnosis of My first index, 2012: 5 areas"
    assert more[0].startswith("These numbers are themselves unsure: they rest on 5 areas")


def test_it_names_the_areas_and_indicators_by_their_names(book):
    output = said(book)
    assert [line.split("  ")[1] for line in section(output, "AREAS")[1:]] == [
        "Abbey",
        "Alibon",
        "Becontree",
        "Chadwell Heath",
        "Eastbrook",
    ]
    poverty = "Children in poverty    50.0    88     52        100          0        0    30.8"
    assert section(output, "INDICATORS")[1].strip() == poverty


def test_its_tables_are_aligned_and_plain(book):
    output = said(book)
    assert "\x1b" not in output
    for heading in ("INDICATORS", "AREAS"):
        assert len({len(line) for line in section(output, heading)}) == 1
    assert max(len(line) for line in output.splitlines()) <= 140


def test_every_number_of_the_tables_is_explained_with_a_source(book):
    explained = "\n".join(section(said(book), "WHAT THE NUMBERS MEAN"))
    assert explained.count("Rule of thumb:") == explained.count("Source:") == 8


def test_another_period_and_the_same_text_each_time(book):
    assert said(book, "--period", "2011").startswith("Diagnosis of My first index, 2011: 5 areas")
    assert said(book, "--recipe", "my-index") == said(book)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(["--period", "2102"], "there is no period '2102'"), (["--recipe", "my-indx"], "my-indx")],
)
def test_what_is_not_there_is_said(book, options, sentence):
    done = CliRunner().invoke(placebook, ["diagnose", "--book", str(book), *options])
    assert isinstance(done.exception, PlacebookError)
    assert sentence in str(done.exception)


def test_a_book_that_was_never_built_says_so(tmp_path):
    CliRunner().invoke(placebook, ["new", str(tmp_path / "fresh")])
    done = CliRunner().invoke(placebook, ["diagnose", "--book", str(tmp_path / "fresh")])
    assert isinstance(done.exception, PlacebookError)
    assert "placebook build" in str(done.exception)


def test_of_many_areas_those_with_the_least_published_are_listed_and_the_others_counted(book):
    found = open_place(book).diagnosis()
    few = replace(found.coverage[0], area="E1", weight=0.1)
    listed = section("\n".join(diagnosis_lines(replace(found, coverage=(*found.coverage * 20, few)))), "AREAS")
    assert len(listed) == 1 + 40 + 1
    assert listed[1].split() == ["E1", "100", "0", "0", "10"]
    assert listed[-1] == "  ... and 61 more areas, with no less published by weight"


def test_the_notebook_gives_the_same(book):
    found = open_place(book).diagnosis(period="2011")
    assert (found.period, found.areas, [one.name for one in found.indicators]) == (
        "2011",
        5,
        ["child-poverty", "deliberate-fires-rate"],
    )
    names = {area.code: area.name for area in open_place(book).areas}
    assert "\n".join(diagnosis_lines(found, names)) + "\n" == said(book, "--period", "2011")
