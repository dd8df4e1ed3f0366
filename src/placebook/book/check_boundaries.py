"""Rules about boundaries: areas of one year only, sources on the book's boundaries, lookups that can be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from placebook.book.laid_out import LaidOut
from placebook.book.lookups import read_lookup, shares_of
from placebook.book.place_book import finding_of
from placebook.book.rebases import Rebase, counts_in_table, people_in, read_rebase, rebases_to, route_to
from placebook.book.records import read_records
from placebook.sources.findings import Finding, fault, warning
from placebook.sources.records import ByLookup
from placebook.types import Area, ContentError, DataError


def relations(laid: LaidOut) -> Iterator[Finding]:
    """Areas that follow themselves, at once or in a circle."""
    for area, row in _each(laid):
        if area.code in (*area.successors, *area.predecessors):
            what = (
                f"{area.code} ({area.name}) is its own {'successor' if area.code in area.successors else 'predecessor'}"
            )
            yield fault(laid.areas_file, row, what, "name the areas that took its place, or leave the cell blank")
            continue
        circle = _circle(area.code, laid.areas)
        if circle and area.code == min(circle):
            what = f"{' is followed by '.join([*circle, circle[0]])}, which is a circle"
            yield fault(
                laid.areas_file, row, what, "an area is followed by newer ones only; mend one of the successors"
            )


def _circle(code: str, areas: Mapping[str, Area]) -> list[str]:
    """The codes on a way from an area through its successors back to itself; empty where there is none."""
    ways = [[code]]
    seen = {code}
    while ways:
        way = ways.pop()
        last = areas.get(way[-1])
        for following in last.successors if last else ():
            if following == code:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def one_year(laid: LaidOut) -> Iterator[Finding]:
    """Areas of the book's kind that were not there in the year of its boundaries."""
    year = laid.book.boundary_year
    for area, row in _each(laid):
        if area.kind != laid.book.area_kind:
            continue
        if year and area.last_year is not None and area.last_year < int(year):
            what = f"{area.code} ({area.name}) ended in {area.last_year}, and the book is on the boundaries of {year}"
            yield fault(laid.areas_file, row, what, f"list the areas of {year} only, or change boundary_year:")
        elif year and area.first_year is not None and area.first_year > int(year):
            what = f"{area.code} ({area.name}) began in {area.first_year}, and the book is on the boundaries of {year}"
            yield fault(laid.areas_file, row, what, f"list the areas of {year} only, or change boundary_year:")
        else:
            yield from _beside_its_successor(laid, area, row)


def _beside_its_successor(laid: LaidOut, area: Area, row: int) -> Iterator[Finding]:
    """An area that is compared beside one that took its place: their people are counted twice."""
    for code in area.successors:
        after = laid.areas.get(code)
        if after is not None and code != area.code and after.kind == laid.book.area_kind:
            what = f"{area.code} ({area.name}) is compared beside {code} ({after.name}), which took its place"
            say = fault if laid.book.boundary_year else warning
            yield say(laid.areas_file, row, what, "keep the areas of one year, and rebase the counts of the others")


def sources_on_other_boundaries(laid: LaidOut) -> Iterator[Finding]:
    """Sources whose areas are of another year than the book's, without a rebase that put their counts on it."""
    year = laid.book.boundary_year
    for source in laid.book.sources:
        file = laid.file_of("sources", source.id)
        if source.rebase:
            yield from _named(laid, file, source.rebase, year)
        elif year and source.boundary_year and source.boundary_year != year:
            known = _known(laid, year)
            run = f"run placebook rebase {known[0]} --to {year}" if known else "describe its counts in rebase/ID.yaml"
            what = f"{source.id} is on the boundaries of {source.boundary_year}, and the book on those of {year}"
            right = f"{run}, use what it writes, and say rebase: {known[0] if known else 'ID'} here"
            yield fault(file, None, what, right)


def _named(laid: LaidOut, file: str, name: str, year: str) -> Iterator[Finding]:
    path = laid.book.folder / "rebase" / f"{name}.yaml"
    if not path.is_file():
        yield fault(
            file, None, f"says rebase: {name}, and there is no rebase/{name}.yaml", "write it, or mend the name"
        )
    elif year and name not in _known(laid, year):
        yield fault(file, None, f"says rebase: {name}, which does not lead to the boundaries of {year}", "name another")


def _known(laid: LaidOut, year: str) -> tuple[str, ...]:
    try:
        return rebases_to(laid.book.folder, year)
    except ContentError:  # said by the rule below
        return ()


def lookups(laid: LaidOut) -> Iterator[Finding]:
    """Lookups and rebases that cannot be read, or that do not fit together."""
    folder = laid.book.folder
    whole = _for_records_only(folder)
    for path in sorted((folder / "lookups").glob("*.yaml")):
        try:
            lookup = read_lookup(path)
            if lookup.id not in whole:
                shares_of(folder, lookup)
        except (ContentError, DataError) as why:
            yield finding_in(why, laid, f"lookups/{path.name}")
    for path in sorted((folder / "rebase").glob("*.yaml")):
        try:
            found = read_rebase(path)
            people_in(folder, found)
            counts_in_table(folder, found.counts)
            _try_routes(laid, found)
        except (ContentError, DataError) as why:
            yield finding_in(why, laid, f"rebase/{path.name}")


def _for_records_only(folder: Path) -> set[str]:
    """Lookups that place records and rebase no counts: nobody needs to say how what is divided is shared out."""
    placed: set[str] = set()
    for path in (folder / "records").glob("*.yaml"):
        with suppress(ContentError):  # said where records are looked at
            each = (way for placement in read_records(path).placements for way in placement.ways)
            placed |= {way.lookup for way in each if isinstance(way, ByLookup)}
    for path in (folder / "rebase").glob("*.yaml"):
        with suppress(ContentError):
            placed -= {name for to in read_rebase(path).targets for chain in to.through for name in chain}
    return placed


def _try_routes(laid: LaidOut, found: Rebase) -> None:
    for target in found.targets:
        route_to(laid.book.folder, found, target.boundary_year)


def finding_in(why: Exception, laid: LaidOut, name: str) -> Finding:
    """A fault of the file that it names, or else of this one."""
    said = str(why).removeprefix(f"{laid.book.folder}/")
    named = said.partition(":")[0].partition(",")[0]
    return finding_of(why, laid.book.folder, named if (laid.book.folder / named).is_file() else name)


def _each(laid: LaidOut) -> Iterator[tuple[Area, int]]:
    for code, area in laid.areas.items():
        yield area, laid.opened.areas.rows[code]


BOUNDARY_RULES = (relations, one_year, sources_on_other_boundaries, lookups)
