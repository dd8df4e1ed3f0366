"""placebook rebase: counts of every year on the boundaries of one, and what the change of boundaries moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from placebook.cli.aligned import aligned
from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.book.rebases import Rebase, Route
    from placebook.measure.boundary_moves import Move
    from placebook.measure.rebase import Rebased
    from placebook.types import Counts


@click.command()
@BOOK
@click.argument("id")
@click.option("--to", "year", metavar="YEAR", required=True, help="The year of the boundaries that are wanted.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the counts to this CSV file as well.")
def rebase(book: Path, id: str, year: str, out: Path | None) -> None:
    """Rebuild the counts ID of a book on the boundaries of one year, from the smallest areas held.

    ID is a file of the folder rebase: it says which counts, which way (best fit or apportioning) and through which
    lookups. Counts of small areas are confidential: the file that --out writes is not for publication.
    """
    from placebook.book.rebases import counts_in_table, find_rebase, people_in, route_to
    from placebook.measure.rebase import rebase as rebase_counts

    said = find_rebase(book, id)
    route = route_to(book, said, year)
    before, areas = counts_in_table(book, said.counts), _areas_of(book, year)
    made = rebase_counts(before, route.used, year, areas, route.may_lose, before=route.said)
    others = [route_to(book, said, one.boundary_year) for one in said.targets if one.boundary_year != year]
    for line in rebase_lines(said, route, before, made):
        click.echo(line)
    for other in others:
        for line in _moved_lines(other, route, people_in(book, said), before, said):
            click.echo(line)
    if out is not None:
        _write(made, route.names, out)
        click.echo(f"{out}: written; counts of small numbers of people are confidential")


def _areas_of(book: Path, year: str) -> tuple[str, ...]:
    """The areas of the result, where the book itself is on the boundaries of that year: those that it compares."""
    from placebook.notebook import open as open_place

    place = open_place(book)
    return tuple(area.code for area in place.areas) if place.book.boundary_year == year else ()


def rebase_lines(said: Rebase, route: Route, before: Counts, made: Rebased) -> Iterator[str]:
    """The counts of each area and period, the totals before and after, and what was done, in words."""
    counts = made.counts
    by = f" by {' and '.join(made.basis)}" if made.basis else " of whole small areas"
    yield f"{said.title} on the boundaries of {route.year}: {made.way}{by}."
    yield ""
    totals = counts.values.sum(axis=2)
    rows = [(route.names.get(code, code), *map(count_words, totals[i])) for i, code in enumerate(counts.areas)]
    kept = [i for i, code in enumerate(before.areas) if code not in set(made.lost_codes)]
    rows.append(("All, before", *map(count_words, before.values[kept].sum(axis=(0, 2)))))
    rows.append(("All, after", *map(count_words, totals.sum(axis=0))))
    yield from aligned(("Area", *counts.periods), rows)
    yield ""
    yield from method_words(made, len(before.areas))


def method_words(made: Rebased, small_areas: int) -> Iterator[str]:
    """What was done and what was lost, a sentence a line."""
    if made.divided:
        some = ", ".join(made.divided[:3]) + (" and others" if len(made.divided) > 3 else "")
        lie = "lies" if len(made.divided) == 1 else "lie"
        yield (
            f"{len(made.divided)} of {small_areas} small areas {lie} in several of the new areas ({some}); "
            f"{_per_cent(made.share_divided)} of all counts stood in them and were placed by {made.way}."
        )
    else:
        yield f"Each of the {small_areas} small areas lies whole in one of the new areas; nothing had to be divided."
    if made.overruled:
        yield f"Best fit put {_per_cent(made.overruled)} of all counts elsewhere than the shares of the lookup say."
    if made.lost:
        yield (
            f"{_per_cent(made.lost)} of all counts have no place and are left out, as declared: "
            f"{', '.join(made.lost_codes[:3])}{' and others' if len(made.lost_codes) > 3 else ''}."
        )
    if made.without:
        yield f"{len(made.without)} small areas of the result have no row of counts, such as {made.without[0]}."


def _moved_lines(
    other: Route, route: Route, people: Mapping[str, float], before: Counts, said: Rebase
) -> Iterator[str]:
    """Which areas of the other boundaries went where, older ones first."""
    from placebook.measure.boundary_moves import boundary_moves, share_moved

    old, new = sorted((other, route), key=lambda one: one.year)
    held = dict(zip(before.areas, np.nansum(before.values, axis=(1, 2)).tolist(), strict=True))
    records = boundary_moves(old.used, new.used, held)
    living = boundary_moves(old.used, new.used, people) if people else ()
    yield ""
    yield f"From the boundaries of {old.year} to those of {new.year}:"
    yield ""
    yield from _move_table(living or records, records, old.names, new.names, said)
    yield ""
    if living and said.people is not None:
        moved = _per_cent(share_moved(living))
        yield f"{moved} of {said.people.says} are no longer with the largest part of their old area."
    yield f"{_per_cent(share_moved(records))} of all counts are no longer with the largest part of their old area."


def _move_table(
    moves: tuple[Move, ...], records: tuple[Move, ...], old: Mapping[str, str], new: Mapping[str, str], said: Rebase
) -> Iterator[str]:
    counted = {(one.old, one.new): one for one in records}
    of = "Share of people" if said.people else "Share of counts"
    rows = []
    for move in moves:
        same = counted.get((move.old, move.new))
        rows.append(
            (
                old.get(move.old, move.old),
                new.get(move.new, move.new),
                _per_cent(move.share_of_old),
                _per_cent(move.share_of_new),
                _per_cent(same.share_of_old) if same else "none",
            )
        )
    yield from aligned(("Old area", "New area", f"{of} of old", "of new", "Share of counts of old"), rows, (0, 1))


def count_words(value: float) -> str:
    """A count as people read it: whole where it is, else to a tenth; "no data" where nobody counted."""
    if np.isnan(value):
        return "no data"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _write(made: Rebased, names: Mapping[str, str], out: Path) -> None:
    """One row for each area, period and category, in whole or not at all."""
    from placebook.store.pieces import csv_pieces
    from placebook.store.tables import Heading, Kind, table_of
    from placebook.store.whole import whole_file

    counts = made.counts
    rows = [
        (code, names.get(code, ""), period, category, counts.values[i, t, k])
        for i, code in enumerate(counts.areas)
        for t, period in enumerate(counts.periods)
        for k, category in enumerate(counts.categories)
    ]
    names_of_columns = ("area_code", "area_name", "period", "category", "count")
    columns = dict(zip(names_of_columns, zip(*rows, strict=True), strict=True))
    headings = [Heading(name, Kind.NUMBER if name == "count" else Kind.TEXT) for name in names_of_columns]
    table = table_of(headings, {name: list(column) for name, column in columns.items()})
    with whole_file(out) as partial, partial.open("wb") as file:
        for piece in csv_pieces([table]):
            file.write(piece)
