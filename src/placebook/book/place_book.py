"""A place book: the folder that holds everything about one place, as one value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from placebook.book import yaml
from placebook.book.areas import AreaList, look_at_areas
from placebook.book.changes import Log, read_changes
from placebook.book.fields import Fields, block, boundary_year, email_address, path_in_book, text, web_address
from placebook.book.kinds import KINDS
from placebook.book.recipes import read_from_sources, shipped_recipes
from placebook.decide.assessed import HeldAssessment
from placebook.decide.scrutiny import Scrutiny
from placebook.decide.social_value import Contract
from placebook.decide.software import Application
from placebook.decide.wheel import Decision
from placebook.measure.carbon_plan import CarbonPlan
from placebook.measure.portrait_kinds import Portrait
from placebook.pages.shelf import Change
from placebook.sources.findings import FAULT, Finding, fault
from placebook.sources.shapes import BoundaryFile
from placebook.sources.tables import read_table
from placebook.types import (
    Area,
    Ask,
    CaseSet,
    ContentError,
    DataError,
    Framework,
    Indicator,
    LogEntry,
    Recipe,
    RecipeError,
    RegisterEntry,
    Source,
)

Tiles = Mapping[str, tuple[int, int]]  # code -> column and row of a hexagonal tile, in odd-r offset layout
Read = TypeVar("Read", bound="Named")


class Named(Protocol):
    """Whatever a file holds has an id."""

    @property
    def id(self) -> str:
        """The name that no other file of its kind has."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Where records are counted: a Spark Connect server that is there already, or this machine within its memory."""

    address: str | None = None  # sc://host:port
    memory: str = "2GB"


@dataclass(frozen=True, slots=True)
class PlaceBook:
    """A folder of plain files, read. Figures stay in their files: see check_book and read_observations."""

    folder: Path
    id: str
    title: str
    area_kind: str
    areas: tuple[Area, ...]
    sources: tuple[Source, ...]
    recipes: Mapping[str, Recipe]  # the book's own; shipped ones are found by find_recipe
    frameworks: Mapping[str, Framework]  # the book's own
    tiles: Tiles
    recipe: str | None = None  # id of the recipe that is used when none is named
    boundaries: BoundaryFile | None = None  # real outlines of areas, in place of tiles
    contact: str = ""  # an e-mail address, for "this is wrong"
    home: str = ""  # the address at which the site stands, where it has one
    changes: tuple[Change, ...] = ()  # its own log of releases, revisions and corrections, newest first
    boundary_year: str = ""  # the year of the boundaries of the areas that are compared, where it is said
    postcodes: str | None = None  # the file that says in which area each postcode lies; see read_postcodes
    engine: EngineChoice = field(default_factory=EngineChoice)
    portraits: Mapping[str, Portrait] = field(default_factory=dict)
    portrait_sources: tuple[Source, ...] = ()  # tables about the place as a whole, for its portraits only
    asks: tuple[Ask, ...] = ()  # its own asks and offers
    log: tuple[LogEntry, ...] = ()  # what its research centre did
    cases: tuple[CaseSet, ...] = ()  # its own case studies; those that are shipped stand beside them
    scrutinies: tuple[Scrutiny, ...] = ()  # of systems and algorithms
    assessments: tuple[HeldAssessment, ...] = ()
    contracts: tuple[Contract, ...] = ()  # with their promises of social value
    software: tuple[Application, ...] = ()  # the programs in use
    entries: tuple[RegisterEntry, ...] = ()  # of the register, kept as YAML
    carbon: tuple[CarbonPlan, ...] = ()  # its carbon accounts, as declared; see read_account
    decisions: tuple[Decision, ...] = ()  # drafts too: only those that are pinned are public

    @property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator that a source declares, by id, in the order of sources."""
        return {indicator.id: indicator for source in self.sources for indicator in source.indicators}

    def find_recipe(self, name: str | None = None) -> Recipe:
        """A recipe of the book, or one that comes with Placebook. None is the book's usual recipe.

        Raises RecipeError that names what there is.
        """
        wanted = name or self.recipe or (next(iter(self.recipes)) if len(self.recipes) == 1 else None)
        shipped = shipped_recipes()
        there = ", ".join({**shipped, **self.recipes}) or "none"
        if wanted is None:
            raise RecipeError(f"{self.folder / 'book.yaml'}: names no recipe; add recipe: and one of {there}")
        if wanted in self.recipes:
            return self.recipes[wanted]
        if wanted in shipped:
            return read_from_sources(shipped[wanted], self.indicators)
        raise RecipeError(f"no recipe called {wanted!r}. There is: {there}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A book as far as it could be read, and what is wrong with its files."""

    book: PlaceBook
    areas: AreaList
    findings: tuple[Finding, ...]
    files: Mapping[str, str]  # id of a source or recipe -> its file, for what is said
    log: Log = field(default_factory=Log)  # of releases, revisions and corrections


def open_book(folder: Path) -> PlaceBook:
    """Read the files of a place book, all but its figures.

    Raises ContentError in one sentence: when the folder is not a place book, or at the first file that is wrong.
    """
    opened = look_into(folder)
    for finding in opened.findings:
        if finding.level == FAULT:
            raise ContentError(str(replace(finding, file=str(folder / finding.file))))
    return opened.book


def look_into(folder: Path) -> Opened:
    """Read a place book as far as it goes, and list every file that is wrong.

    Raises ContentError when the folder is not a place book at all.
    """
    fields = Fields(_cover(folder))
    name = fields.take("book", text)
    title = fields.take("title", text)
    area_kind = fields.take("area_kind", text)
    recipe = fields.take("recipe", text, default=None)
    areas_file = fields.take("areas", path_in_book, default="areas.csv")
    tiles_file = fields.take("tiles", path_in_book, default=None)
    contact = fields.take("contact", email_address, default="")
    home = fields.take("home", web_address, default="")
    boundaries = fields.take("boundaries", block, default=None)
    year = fields.take("boundary_year", boundary_year, default="")
    changes_file = fields.take("changes", path_in_book, default=None)
    postcodes = fields.take("postcodes", path_in_book, default=None)
    engine = fields.take("store", _engine, default=EngineChoice())
    fields.finish()
    areas = look_at_areas(folder / areas_file, areas_file, area_kind)
    wrong = list(areas.findings)
    files: dict[str, str] = {}
    found = {kind: _each(folder, where, read, wrong, files) for kind, (where, read) in KINDS.items()}
    files["tiles"], files["changes"] = tiles_file or "", changes_file or ""
    log = read_changes(folder / changes_file, changes_file) if changes_file else Log()
    wrong += log.findings
    tiles = _tiles(folder, tiles_file, wrong) if tiles_file else {}
    book = PlaceBook(
        folder=folder,
        id=name,
        title=title,
        area_kind=area_kind,
        areas=tuple(areas.areas.values()),
        sources=tuple(found["sources"].values()),
        recipes=found["recipes"],
        frameworks=found["frameworks"],
        tiles=tiles,
        recipe=recipe,
        boundaries=None if boundaries is None else _boundaries(boundaries),
        contact=contact,
        home=home,
        changes=log.changes,
        boundary_year=year,
        postcodes=postcodes,
        engine=engine,
        portraits=found["portraits"],
        portrait_sources=tuple(found["portrait_sources"].values()),
        carbon=tuple(found["carbon"].values()),
        cases=tuple(found["cases"].values()),
        scrutinies=tuple(found["scrutinies"].values()),
        contracts=tuple(found["contracts"].values()),
        software=tuple(found["software"].values()),
        assessments=tuple(found["assessments"].values()),
        entries=tuple(found["entries"].values()),
        decisions=tuple(found["decisions"].values()),
        asks=tuple(found["asks"].values()),
        log=tuple(found["evidence_log"].values()),
    )
    return Opened(book, areas, tuple(wrong), files, log)


def _cover(folder: Path) -> yaml.Mapping:
    path = folder / "book.yaml"
    if path.is_file():
        return yaml.read_yaml(path)
    what = "there is no such folder" if not folder.is_dir() else "is not a place book: it holds no book.yaml"
    raise ContentError(f"{folder}: {what}; go to a place book, or make one with: placebook new {folder}")


def _engine(value: Any) -> EngineChoice:
    fields = Fields(block(value), "store")
    found = EngineChoice(
        fields.take("engine", _address, default=None), fields.take("memory", _memory, default=EngineChoice().memory)
    )
    fields.finish()
    return found


def _address(value: Any) -> str:
    written = text(value)
    if not re.fullmatch(r"sc://[^\s/:]+(:\d+)?(/\S*)?", written):
        raise ValueError(f"{written!r} is no address of Spark Connect; write one as in sc://localhost:15002")
    return written


def _memory(value: Any) -> str:
    written = text(value)
    if not re.fullmatch(r"[1-9]\d*(\.\d+)? ?[MG]B", written):
        raise ValueError(f"{written!r} is no amount of memory; write one as in 2GB")
    return written


def _boundaries(said: yaml.Mapping) -> BoundaryFile:
    fields = Fields(said, "boundaries")
    found = BoundaryFile(fields.take("file", path_in_book), fields.take("code", text))
    fields.finish()
    return found


def _each(
    folder: Path, kind: str, read: Callable[[Path], Read], wrong: list[Finding], files: dict[str, str]
) -> dict[str, Read]:
    """Everything of one kind, by id, in the order of file names. Files that cannot be read become findings."""
    found: dict[str, Read] = {}
    for path in sorted((folder / kind).glob("*.yaml")):
        name = f"{kind}/{path.name}"
        try:
            one = read(path)
        except ContentError as why:
            wrong.append(finding_of(why, folder, name))
            continue
        if one.id in found:
            what = f"{one.id!r} stands in {files[f'{kind}/{one.id}']} too"
            wrong.append(fault(name, None, what, "give each file an id of its own"))
            continue
        found[one.id] = one
        files[f"{kind}/{one.id}"] = name
    return found


def finding_of(why: Exception, folder: Path, name: str) -> Finding:
    """An error that names a file and a line as a finding about that file of the book."""
    said = str(why)
    for here in (f"{folder / name}", name):
        said = said.removeprefix(here)
    place = re.match(r", (?:line|row) (\d+)", said)
    rest = said[place.end() :] if place else said
    rest = re.sub(r"^ \((.*?)\): ", r"\1: ", rest)  # which block of the file it is about
    what, _, right = rest.lstrip(": ").partition("; ")
    return fault(name, int(place[1]) if place else None, what, right)


def _tiles(folder: Path, name: str, wrong: list[Finding]) -> dict[str, tuple[int, int]]:
    try:
        table = read_table(folder / name, name)
    except DataError as why:
        wrong.append(finding_of(why, folder, name))
        return {}
    if not {"code", "column", "row"} <= set(table.headings):
        wrong.append(fault(name, 1, f"has the headings {', '.join(table.headings)}", "write code,column,row"))
        return {}
    tiles: dict[str, tuple[int, int]] = {}
    taken: dict[tuple[int, int], str] = {}
    for row, cells in table.each_row():
        try:
            code, place = str(cells["code"]), (int(cells["column"] or "x"), int(cells["row"] or "x"))
        except ValueError:
            wrong.append(fault(name, row, "has no whole number for column and row", "count both from 0"))
            continue
        if code in tiles or place in taken:
            what = f"{code} has a tile already" if code in tiles else f"{taken[place]} has that tile"
            wrong.append(fault(name, row, what, "give each area one tile of its own"))
            continue
        tiles[code], taken[place] = place, code
    return tiles
