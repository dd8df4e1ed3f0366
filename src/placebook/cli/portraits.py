"""placebook portrait: how a place stands between its social floor and its ecological ceiling, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned
from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.measure.portrait_kinds import HeldPortrait
    from placebook.notebook import Place
    from placebook.pages.portrait import PortraitPage
    from placebook.pages.portrait_lines import DimensionLine, LensGroup

ENDINGS = (".svg", ".csv")


@click.command()
@BOOK
@click.option("--portrait", "name", help="The portrait; the only one if not named.")
@click.option("--year", type=int, help="The year; the one with most figures if not named.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A .svg file of that year or a .csv of all years."
)
def portrait(book: Path, name: str | None, year: int | None, output: Path | None) -> None:
    """Show a portrait of a book as a table: shortfall, overshoot, safe or unknown, in words.

    It is read anew from the files of the book, so nothing needs to be built. A portrait with a fault is refused.
    """
    from placebook.cli.index import check_output
    from placebook.notebook import open as open_place

    if output is not None:
        check_output(output, endings=ENDINGS)

    place = open_place(book)
    one = _chosen(place, name)
    page = _page(place, one, year)
    if output is None:
        for line in portrait_lines(page):
            click.echo(line)
        return
    _write(one, page, output, None if year is None else page.year)
    click.echo(f"{output}: {page.title}, {page.year if output.suffix.lower() == '.svg' or year else 'all years'}")


def _chosen(place: Place, name: str | None) -> HeldPortrait:
    from placebook.measure.tree import nearest_name
    from placebook.types import DataError

    found = place.portraits
    if not found:
        raise DataError(f"{place.folder} holds no portrait; write one in {place.folder / 'portraits'}")
    if name is None and len(found) > 1:
        raise DataError(f"{place.folder} holds several portraits; name one with --portrait: {', '.join(found)}")
    wanted = name or next(iter(found))
    if wanted not in found:
        raise DataError(f"there is no portrait {wanted!r}; {nearest_name(wanted, tuple(found))}")
    return found[wanted]


def _page(place: Place, one: HeldPortrait, year: int | None) -> PortraitPage:
    from placebook.measure.portrait import years_of
    from placebook.pages.portrait import page_of
    from placebook.types import DataError

    page = page_of(one, place.names.get(one.portrait.area, one.portrait.area), year=year)
    if page is None:
        years = years_of(one.portrait, one.held)
        there = f"there is {years[0]} to {years[-1]}" if years else "nothing in it is measured in any year"
        raise DataError(f"the portrait {one.portrait.id!r} has no figure for {year or 'any year'}; {there}")
    return page


def _write(one: HeldPortrait, page: PortraitPage, output: Path, year: int | None) -> None:
    from placebook.store.pieces import csv_pieces
    from placebook.store.portrait_table import portrait_table
    from placebook.store.whole import whole_file
    from placebook.web.svg_doughnut import draw_wide

    with whole_file(output) as partial:
        if output.suffix.lower() == ".svg":
            partial.write_bytes(f"{draw_wide(page.chart)}\n".encode())
        else:
            partial.write_bytes(b"".join(csv_pieces([portrait_table(one, year)])))


def portrait_lines(page: PortraitPage) -> list[str]:
    """A portrait as lines of text: a table for each lens, what changed, and what it does not say."""
    lines = [f"{page.title}, {page.year}", f"{page.place}: {page.counts}.", page.says]
    for lens in page.lenses:
        lines += _lens_lines(lens)
    if page.since is not None:
        lines += ["", f"From {page.since} to {page.year}:"]
        lines += [f"  {one.title}: {one.before} to {one.after}; {one.how}" for one in page.moved] or ["  nothing new"]
    lines += ["", f"Does not say: {page.does_not_say}", f"Method: {page.method_source}."]
    return lines


def _lens_lines(lens: LensGroup) -> list[str]:
    if not lens.dimensions:
        return ["", f"{lens.title}: no dimensions"]
    rows = [row for line in lens.dimensions for row in _rows(line)]
    headings = ("Dimension", "Measure", "Figure", "Of", "Target or limit", "How it stands")
    return ["", lens.title, *aligned(headings, rows, words=(0, 1, 3, 4, 5))]


def _rows(line: DimensionLine) -> list[tuple[str, ...]]:
    if not line.measures:
        return [(line.title, "none", "", "", "", f"unknown: {line.why}")]
    return [
        (
            line.title,
            one.title,
            one.figure,
            f"{one.of}, carried" if one.carried else one.of,
            one.goal or "none stated",
            f"{one.says}: {one.why}" if one.why else f"{one.says} ({one.unsure})" if one.unsure else one.says,
        )
        for one in line.measures
    ]
