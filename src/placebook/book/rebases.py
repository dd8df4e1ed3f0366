"""Files of `rebase/`: which counts are rebuilt on which boundaries, which way, and through which lookups."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, boundary_year, items, number, one_of, path_in_book, text, texts
from placebook.book.lookups import (
    Lookup,
    People,
    find_lookup,
    names_of,
    number_in,
    people_of,
    read_people,
    shares_of,
    whole_table,
)
from placebook.book.periods import read_period
from placebook.measure.boundary_moves import BoundaryChange, boundary_moves
from placebook.measure.shares import APPORTIONING, BEST_FIT, Shares, best_fit, chain, together
from placebook.types import ContentError, Counts, DataError, Source

WAYS = {"best_fit": BEST_FIT, "apportion": APPORTIONING}


@dataclass(frozen=True, slots=True)
class CountTable:
    """A tidy table of counts at small areas. `absent`: a place and period without a row had nought, or is unknown."""

    file: str
    area: str
    period: str
    count: str
    category: str | None = None
    absent: str = "unknown"
    area_kind: str = ""
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Boundaries that counts are wanted on. Each of `through` is a chain of lookups from one year of small areas."""

    boundary_year: str
    through: tuple[tuple[str, ...], ...]
    may_lose: float = 0.0


@dataclass(frozen=True, slots=True)
class Rebase:
    """One decision to rebase counts; `people` is a table that says how many people each small area holds."""

    id: str
    title: str
    counts: CountTable
    way: str
    targets: tuple[Target, ...]
    people: People | None = None
    note: str = ""

    def target(self, year: str) -> Target:
        """The boundaries of a year. Raises ContentError that names the years there are."""
        for one in self.targets:
            if one.boundary_year == year:
                return one
        there = ", ".join(one.boundary_year for one in self.targets)
        raise ContentError(f"rebase/{self.id}.yaml: says nothing about the boundaries of {year}; there is: {there}")


def find_rebases(folder: Path) -> tuple[Rebase, ...]:
    """Every rebase of a book, in the order of file names."""
    return tuple(read_rebase(path) for path in sorted((folder / "rebase").glob("*.yaml")))


def rebases_to(folder: Path, year: str) -> tuple[str, ...]:
    """The ids of the book's rebases that lead to the boundaries of a year."""
    return tuple(one.id for one in find_rebases(folder) if any(to.boundary_year == year for to in one.targets))


def find_rebase(folder: Path, name: str) -> Rebase:
    """The rebase of that name. Raises ContentError that names what there is."""
    path = folder / "rebase" / f"{name}.yaml"
    if path.is_file():
        return read_rebase(path)
    there = ", ".join(sorted(one.stem for one in (folder / "rebase").glob("*.yaml"))) or "none"
    raise ContentError(f"{folder / 'rebase'}: there is no {name}.yaml; there is: {there}")


def read_rebase(path: Path) -> Rebase:
    """A rebase from its YAML file. Raises ContentError, with file and line, when it says what a rebase cannot say."""
    fields = Fields(yaml.read_yaml(path))
    name = fields.take("rebase", text)
    if name != path.stem:
        raise fields.fault(f"is called {name!r} in a file {path.name}; call the file {name}.yaml", "rebase")
    found = Rebase(
        id=name,
        title=fields.take("title", text),
        counts=fields.take("counts", _counts),
        way=WAYS[fields.take("way", one_of(*WAYS))],
        targets=tuple(_target(one) for one in fields.take("to", blocks)),
        people=fields.take("people", read_people, default=None),
        note=fields.take("note", text, default=""),
    )
    fields.finish()
    years = [one.boundary_year for one in found.targets]
    if not years or len(set(years)) < len(years):
        raise fields.fault("needs at least one set of boundaries, and each year once", "to")
    return found


def _counts(value: Any) -> CountTable:
    fields = Fields(block(value), "counts")
    found = CountTable(
        file=fields.take("file", path_in_book),
        area=fields.take("area", text),
        period=fields.take("period", text),
        count=fields.take("count", text),
        category=fields.take("category", text, default=None),
        absent=fields.take("absent", one_of("nought", "unknown"), default="unknown"),
        area_kind=fields.take("area_kind", text, default=""),
        ignore=fields.take("ignore", texts, default=()),
    )
    fields.finish()
    return found


def _target(said: yaml.Mapping) -> Target:
    fields = Fields(said, "to")
    found = Target(
        boundary_year=fields.take("boundary_year", boundary_year),
        through=fields.take("through", _chains),
        may_lose=fields.take("may_lose", _share, default=0.0),
    )
    fields.finish()
    return found


def _chains(value: Any) -> tuple[tuple[str, ...], ...]:
    found = tuple(texts(one) for one in items(value))
    if not found or not all(found):
        raise ValueError("names no lookup; write a list of chains, as in [[small-areas-to-wards]]")
    return found


def _share(value: Any) -> float:
    share = number(value)
    if not 0 <= share <= 1:
        raise ValueError(f"{share:g} is not a share; write a number from 0 to 1, as in 0.03")
    return share


# --- the tables ---


@dataclass(frozen=True, slots=True)
class Route:
    """Where small areas lie on the boundaries of one year: what the lookups say, and what is used of it."""

    year: str
    said: Shares  # as the lookups have it
    used: Shares  # the same, or each small area whole where most of it lies
    names: dict[str, str]  # of the areas that it leads to
    lookups: tuple[Lookup, ...]
    may_lose: float = 0.0


def route_to(folder: Path, rebase: Rebase, year: str) -> Route:
    """The way to the boundaries of a year, through the book's lookups."""
    target = rebase.target(year)
    chains: list[Shares] = []
    names: dict[str, str] = {}
    read: dict[str, Lookup] = {}
    for steps in target.through:
        lookups = [read.setdefault(name, find_lookup(folder, name)) for name in steps]
        _check_kinds(rebase, lookups)
        chains.append(chain(*(shares_of(folder, one) for one in lookups)))
        names.update(names_of(folder, lookups[-1]))
    said = together(*chains)
    used = best_fit(said) if rebase.way == BEST_FIT else said
    return Route(year, said, used, names, tuple(read.values()), target.may_lose)


def _check_kinds(rebase: Rebase, lookups: list[Lookup]) -> None:
    """Chains must fit end to start in kind, as they must in year."""
    for first, then in pairwise(lookups):
        if first.end.area_kind != then.start.area_kind:
            raise ContentError(
                f"rebase/{rebase.id}.yaml: {first.id} ends at areas of the kind {first.end.area_kind} and {then.id} "
                f"begins at the kind {then.start.area_kind}; put the lookup between them in"
            )


def counts_in_table(folder: Path, said: CountTable) -> Counts:
    """Counts from a tidy table of a book.

    Raises DataError for a cell that is no whole count, a period that cannot be read, or a row that stands twice.
    """
    known = [said.area, said.period, said.count, *([said.category] if said.category else [])]
    table = whole_table(folder, said.file, known, said.ignore, "counts")
    found: dict[tuple[str, str, str], float] = {}
    for at, row in enumerate(table.rows):
        cells = [str(table.column(heading)[at] or "") for heading in (said.area, said.period)]
        category = str(table.column(said.category)[at] or "") if said.category else "all"
        key = (cells[0], _period(cells[1], said.file, row), category)
        if not cells[0]:
            raise DataError(f"{said.file}, row {row}: {said.area} is blank; write the code of a small area")
        if key in found:
            raise DataError(f"{said.file}, row {row}: {' and '.join(cells)} stand together twice; keep one row")
        found[key] = number_in(table, at, said.count, "a whole number, 0 where there was none")
    return _laid_out(found, said)


def _laid_out(found: dict[tuple[str, str, str], float], said: CountTable) -> Counts:
    areas, periods, categories = (tuple(sorted({key[k] for key in found})) for k in range(3))
    places = [{label: i for i, label in enumerate(labels)} for labels in (areas, periods, categories)]
    shape = (len(areas), len(periods), len(categories))
    values = np.full(shape, 0.0 if said.absent == "nought" else np.nan)
    for (area, period, category), count in found.items():
        values[places[0][area], places[1][period], places[2][category]] = count
    return Counts(values, areas, periods, categories, said.area_kind)


def _period(label: str, file: str, row: int) -> str:
    try:
        read_period(label)
    except ValueError as why:
        raise DataError(f"{file}, row {row}: {why}") from None
    return label


def boundary_changes(folder: Path) -> tuple[BoundaryChange, ...]:
    """Every change of boundaries that a book's rebases can follow people through: each pair of years once."""
    found: dict[tuple[str, str, str], BoundaryChange] = {}
    for rebase in find_rebases(folder):
        people = people_in(folder, rebase)
        years = sorted(one.boundary_year for one in rebase.targets)
        for pair in pairwise(years) if people else ():
            old, new = (route_to(folder, rebase, year) for year in pair)
            change = _change(rebase, old, new, people)
            found.setdefault((change.kind, *pair), change)
    return tuple(found.values())


def _change(rebase: Rebase, old: Route, new: Route, people: dict[str, float]) -> BoundaryChange:
    read = {one.id: one for one in (*old.lookups, *new.lookups)}.values()  # no hash before Python 3.12
    return BoundaryChange(
        kind=new.used.area_kind,
        old_year=old.year,
        new_year=new.year,
        moves=boundary_moves(old.used, new.used, people),
        old_names=old.names,
        new_names=new.names,
        people=rebase.people.says if rebase.people else "",
        way=rebase.way,
        basis=tuple(dict.fromkeys((*old.used.basis, *new.used.basis))),
        sources=tuple(Source(one.id, one.title, one.publisher, one.licence, one.url, one.published) for one in read),
    )


def people_in(folder: Path, rebase: Rebase) -> dict[str, float]:
    """People of the small areas, by code; empty where the rebase names no table of them."""
    return people_of(folder, rebase.people) if rebase.people else {}
