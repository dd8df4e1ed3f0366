"""Read a built place book into a Shelf, and read it anew when there is a newer build."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock

from placebook.builder import FIGURES, built_portraits
from placebook.decide.register import HeldEntry
from placebook.decide.scrutiny import HeldScrutiny
from placebook.measure.carbon import CarbonAccount
from placebook.notebook import Place
from placebook.notebook import open as open_place
from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.store.builds import CURRENT, PREVIOUS, current_build
from placebook.store.disclosed import read_said
from placebook.store.manifest import MANIFEST
from placebook.store.observations import ask
from placebook.store.results import read_index, read_ranges
from placebook.store.shapes import SHAPES, read_shapes
from placebook.types import Area, Ask, CaseSet, ContentError, DataError, Index, RankRanges, Recipe
from placebook.web.records import last_change

TRIES = 5  # at reading a build that is swapped while it is read
PAUSE = 0.2  # seconds between them
KEPT = 8  # indicators whose single figures stay in memory
BEFORE_NEXT_TRY = 5.0  # seconds after a newer build could not be read


class BuildMoved(DataError):
    """A build was swapped for a newer one while it was read."""


def read_shelf(folder: Path) -> Shelf:
    """The shelf of a place book from its last build, all from one build even when a newer one comes meanwhile.

    Raises ContentError when there is no book, or no build, and BuildMoved when builds come too fast to read one.
    """
    for _ in range(TRIES):
        try:
            built = current_build(folder)
            mark = build_mark(built)
            shelf = _read(open_place(folder), built, mark)
            if build_mark(built) == mark:
                return shelf
        except FileNotFoundError:
            pass  # a folder was renamed under our hands
        time.sleep(PAUSE)
    raise BuildMoved(f"{folder}: the build changed each time it was read; try again when building has ended")


def _read(place: Place, built: Path, mark: str) -> Shelf:
    from placebook.book.frameworks import shipped_frameworks
    from placebook.book.peer_tables import read_peer_tables
    from placebook.book.rebases import boundary_changes
    from placebook.book.register import middles
    from placebook.registered import held_audits

    codes = [area.code for area in place.areas]
    cube, evidence = ask(built / FIGURES).cube(codes, tuple(place.book.indicators))
    index, ranges, recipe = _results(place, built)
    asks = _asks(place)
    cases, case_areas = _cases(place, asks)
    return Shelf(
        id=place.book.id,
        title=place.book.title,
        kind=place.book.area_kind,
        areas=place.areas,
        others=tuple(area for area in place.book.areas if area.kind != place.book.area_kind),
        sources=place.book.sources,
        indicators=place.book.indicators,
        frameworks={**shipped_frameworks(), **place.book.frameworks},
        cube=cube,
        evidence=evidence,
        build=mark,
        index=index,
        recipe=recipe,
        ranges=ranges,
        tiles=place.book.tiles,
        shapes=read_shapes(built / SHAPES),
        postcodes=_postcodes(place),
        changes=place.book.changes,
        portraits=built_portraits(built),
        portrait_sources=place.book.portrait_sources,
        peer_tables=read_peer_tables(place.folder, tuple(codes)),
        boundary_changes=boundary_changes(place.folder),
        disclosed=read_said(place.folder),
        contact=place.book.contact,
        home=place.book.home,
        cases=cases,
        case_areas=case_areas,
        asks=asks,
        log=place.book.log,
        middles=middles(),
        carbon=_carbon(place),
        register=_register(place, recipe),
        audits=held_audits(place.book),
        scrutinies=_scrutinies(place),
        assessments=place.book.assessments,
        software=place.book.software,
        contracts=place.book.contracts,
        decisions=place.book.decisions,
    )


def _asks(place: Place) -> tuple[Ask, ...]:
    """The asks and offers of the book, then those that are shipped."""
    from placebook.book.asks import shipped_asks

    return (*place.book.asks, *shipped_asks().values())


def _cases(place: Place, asks: tuple[Ask, ...]) -> tuple[tuple[CaseSet, ...], Mapping[str, Area]]:
    """The case studies that are shipped and those of the book, and the areas that they, and asks, name."""
    from placebook.book.cases import shipped_cases
    from placebook.book.register import register

    sets = (*place.book.cases, *shipped_cases().values())
    known = {**{area.code: area for area in place.book.areas}, **register()}
    named = {code for one in sets for case in one.cases for code in case.areas}
    named |= {code for one in asks for code in one.areas}
    return sets, {code: known[code] for code in sorted(named) if code in known}


def _register(place: Place, recipe: Recipe | None) -> tuple[HeldEntry, ...]:
    """The register entries of the book: that of its own index first."""
    from placebook.book.register_standard import shipped_standard
    from placebook.registered import held_entries

    return held_entries(place.book, recipe, shipped_standard())


def _scrutinies(place: Place) -> tuple[HeldScrutiny, ...]:
    """What the book has looked at, each with the guide that it follows."""
    from placebook.book.scrutiny import guide_for

    return tuple(HeldScrutiny(one, guide_for(one)) for one in place.book.scrutinies)


def _postcodes(place: Place) -> Mapping[str, str]:
    """The area of each postcode, where the book has a list of them."""
    from placebook.book.postcodes import read_postcodes

    name = place.book.postcodes
    if name is None:
        return {}
    return read_postcodes(place.folder / name, name, {area.code for area in place.areas}, place.book.area_kind).areas


def _carbon(place: Place) -> tuple[CarbonAccount, ...]:
    """The carbon accounts of the book, worked out from its tables."""
    from placebook.book.carbon_account import read_account

    return tuple(read_account(place.folder, plan) for plan in place.book.carbon)


def _results(place: Place, built: Path) -> tuple[Index | None, tuple[RankRanges, ...], Recipe | None]:
    names = list(place.book.recipes)
    if not names and place.book.recipe is None:
        return None, (), None
    recipe = place.recipe()
    folder = built / recipe.id
    if not folder.is_dir() and built.is_dir():
        raise ContentError(
            f"{place.folder}: the last build has no recipe {recipe.id!r}; run: placebook build --book {place.folder}"
        )
    return read_index(folder), read_ranges(folder), recipe


def build_mark(built: Path) -> str:
    """The SHA-256 of a build's manifest, which names every file that went in and came out."""
    return sha256((built / MANIFEST).read_bytes()).hexdigest()


def folder_of(folder: Path, mark: str) -> Path | None:
    """Where the build with a mark lies now: in use, or moved aside by a newer one. None when it is gone."""
    for name in (CURRENT, PREVIOUS):
        try:
            if build_mark(folder / name) == mark:
                return folder / name
        except OSError:
            continue
    return None


def figures_of(folder: Path, indicator: str, shelf: Shelf) -> IndicatorFigures:
    """Every published figure of one indicator for the areas that are compared, with file and row.

    They come from the very build that the shelf is of. Raises BuildMoved when that one is gone.
    """
    codes = [area.code for area in shelf.areas]
    for _ in range(TRIES):
        built = folder_of(folder, shelf.build)
        if built is not None:
            try:
                rows = list(ask(built / FIGURES).at(codes).of([indicator]).rows())
            except FileNotFoundError:
                continue
            if folder_of(folder, shelf.build) == built:  # it did not move while we read
                return IndicatorFigures(indicator, tuple(sorted(rows, key=lambda row: (row.area, row.period))))
        time.sleep(PAUSE)
    raise BuildMoved(f"{folder}: the build that this page is made from was replaced; ask again")


def file_of(folder: Path, name: str, shelf: Shelf) -> bytes | None:
    """A file of the very build that the shelf is of; None where it has no such file.

    Raises BuildMoved when that build is gone.
    """
    for _ in range(TRIES):
        built = folder_of(folder, shelf.build)
        if built is not None:
            path = built / name
            content = path.read_bytes() if path.is_file() else None
            if folder_of(folder, shelf.build) == built:  # it did not move while we read
                return content
        time.sleep(PAUSE)
    raise BuildMoved(f"{folder}: the build that this file is made from was replaced; ask again")


@dataclass
class Shelves:
    """The shelf in use. A newer build is read when it is there; until it can be read, the old one serves on.

    One thread reads the newer build while all others go on with the old one.
    """

    folder: Path
    _shelf: Shelf | None = None
    _seen: tuple[int, int, int] = (0, 0, 0)
    _not_before: float = 0.0
    _figures: OrderedDict[tuple[str, str], IndicatorFigures] = field(default_factory=OrderedDict)
    _reading: Lock = field(default_factory=Lock)
    _asking: Lock = field(default_factory=Lock)

    def current(self) -> Shelf:
        """The shelf of the newest build that can be read. Raises what reading the first one raises."""
        if self._shelf is None:
            with self._reading:
                if self._shelf is None:
                    self._read_newest()
        elif self._is_newer() and self._reading.acquire(blocking=False):
            try:
                self._read_newest()
            except Exception:
                self._not_before = time.monotonic() + BEFORE_NEXT_TRY
            finally:
                self._reading.release()
        if self._shelf is None:
            raise ContentError(f"{self.folder} has not been built yet; run: placebook build --book {self.folder}")
        return self._shelf

    def figures(self, shelf: Shelf, indicator: str) -> IndicatorFigures:
        """Every published figure of one indicator of a shelf; those asked for last stay in memory."""
        key = (shelf.build, indicator)
        with self._asking:
            if key in self._figures:
                self._figures.move_to_end(key)
                return self._figures[key]
        found = figures_of(self.folder, indicator, shelf)
        with self._asking:
            self._figures[key] = found
            while len(self._figures) > KEPT:
                self._figures.popitem(last=False)
        return found

    def file(self, shelf: Shelf, name: str) -> bytes | None:
        """A file of the build that a shelf is of, or None."""
        return file_of(self.folder, name, shelf)

    def _read_newest(self) -> None:
        seen = self._stamp()
        self._shelf, self._seen = read_shelf(self.folder), seen

    def _is_newer(self) -> bool:
        try:
            return time.monotonic() >= self._not_before and self._stamp() != self._seen
        except (OSError, ContentError):  # in the instant between two renames there is nothing to look at
            return False

    def _stamp(self) -> tuple[int, int, int]:
        found = (current_build(self.folder) / MANIFEST).stat()
        return found.st_mtime_ns, found.st_size, last_change(self.folder)
