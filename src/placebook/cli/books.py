"""placebook new, check and build: a place book from its first file to its results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import pasted
from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.book.check import Report
    from placebook.book.place_book import PlaceBook
    from placebook.types import Index


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a new place book in FOLDER: a small one that works, with a comment beside every key."""
    from placebook.book.new import new_book

    new_book(folder)
    click.echo(f"{folder}: a new place book. Open book.yaml, then run: placebook check --book {pasted(folder)}")


@click.command()
@BOOK
def check(book: Path) -> None:
    """Say in plain words everything that is wrong in a book, where it is, and what would be right.

    Nothing is changed, no gap is filled, and no area type is guessed. Exit code 1 when there are faults.
    """
    from placebook.registered import check_whole

    report = check_whole(book)
    for finding in report.findings:
        click.echo(f"{finding.level}: {finding}")
    click.echo(_summary(report))
    if report.faults:
        sys.exit(1)


def _summary(report: Report) -> str:
    faults, warnings, figures = len(report.faults), len(report.warnings), len(report.observations)
    read = f"{_count(figures, 'figure')} of {_count(report.areas, 'area')} in {_count(report.files, 'file')}"
    if not faults and not warnings:
        return f"Nothing wrong was found: {read}."
    return f"{faults} to mend (fault), {warnings} to look at (warning); {read}."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@click.command()
@BOOK
def build(book: Path) -> None:
    """Build a book: observations, every index, rank ranges. The old build stays whole until the new one is."""
    from placebook.cli.progress import progress
    from placebook.notebook import open as open_place

    place = open_place(book)
    with progress("Building", total=place.work_to_build()) as tell:
        built = place.build(tell)
    said = f"recipes: {', '.join(place.recipes)}" if place.recipes else "figures only, since it has no recipe"
    click.echo(f"{built}: built from {place.book.title}; {said}")
    for name in place.recipes:
        _say_unscored(name, place.index(name))
    _say_due(place.book)


def _say_unscored(name: str, index: Index) -> None:
    """Say that nobody has a score in the latest year, and which figures are not there, where that is so.

    Pages and commands show the latest year if none is asked for.
    """
    import numpy as np

    from placebook.measure.tree import leaves
    from placebook.pages.scorecard_words import listed

    last = index.scores.periods[-1]
    if not np.isnan(index.scores.column(index.recipe.tree.name, last)).all():
        return
    gone = [one.title for one in leaves(index.recipe.tree) if np.isnan(index.scores.column(one.name, last)).all()]
    why = f", since nothing is known of {listed(gone, most=3)}" if gone else ""
    click.echo(
        f"{name}: no area has a score in {last}, its latest year{why}; "
        "name the years you want under periods: in the recipe, or have gaps filled under steps: impute"
    )


def _say_due(book: PlaceBook) -> None:
    """Name the decisions that come back by today, so that newer figures are held against what was expected."""
    from datetime import date

    from placebook.book.frameworks import shipped_frameworks
    from placebook.decide.wheel import factors_in
    from placebook.decide.wheel_review import expected

    frameworks, today = {**shipped_frameworks(), **book.frameworks}, date.today().isoformat()
    for one in book.decisions:
        if any(each.is_due(today) for each in expected(one, factors_in(one, frameworks))):
            click.echo(f"due for review: {one.title} (placebook decisions due --book {book.folder})")
