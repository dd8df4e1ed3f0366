"""Read a built place book into a Shelf, and read it anew when there is a newer build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock

from placebook.builder import FIGURES
from placebook.notebook import Place
from placebook.notebook import open as open_place
from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.store.builds import current_build
from placebook.store.manifest import MANIFEST
from placebook.store.observations import ask
from placebook.store.results import read_index, read_ranges
from placebook.types import Index, RankRanges, Recipe


def read_shelf(folder: Path) -> Shelf:
    """The shelf of a place book from its last build. Raises ContentError when there is no book, or no build."""
    from placebook.book.frameworks import shipped_frameworks

    place = open_place(folder)
    built = current_build(folder)
    codes = [area.code for area in place.areas]
    cube, evidence = ask(built / FIGURES).cube(codes, tuple(place.book.indicators))
    index, ranges, recipe = _results(place, built)
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
        build=build_mark(built),
        index=index,
        recipe=recipe,
        ranges=ranges,
        tiles=place.book.tiles,
    )


def _results(place: Place, built: Path) -> tuple[Index | None, tuple[RankRanges, ...], Recipe | None]:
    names = list(place.book.recipes)
    if not names and place.book.recipe is None:
        return None, (), None
    recipe = place.recipe()
    folder = built / recipe.id
    return read_index(folder), read_ranges(folder), recipe


def build_mark(built: Path) -> str:
    """The SHA-256 of a build's manifest, which names every file that went in and came out."""
    return sha256((built / MANIFEST).read_bytes()).hexdigest()


def figures_of(folder: Path, indicator: str, shelf: Shelf) -> IndicatorFigures:
    """Every published figure of one indicator for the areas that are compared, with file and row."""
    codes = [area.code for area in shelf.areas]
    rows = ask(current_build(folder) / FIGURES).at(codes).of([indicator]).rows()
    ordered = sorted(rows, key=lambda row: (row.area, row.period))
    return IndicatorFigures(indicator, tuple(ordered))


@dataclass
class Shelves:
    """The shelf in use. A newer build is read when it is there; until it can be read, the old one serves on."""

    folder: Path
    _shelf: Shelf | None = None
    _seen: tuple[int, int] = (0, 0)
    _figures: dict[str, IndicatorFigures] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def current(self) -> Shelf:
        """The shelf of the newest build that can be read."""
        with self._lock:
            try:
                seen = self._stamp()
                if self._shelf is None or seen != self._seen:
                    self._shelf, self._seen, self._figures = read_shelf(self.folder), seen, {}
            except Exception:
                if self._shelf is None:
                    raise
            return self._shelf

    def figures(self, indicator: str) -> IndicatorFigures:
        """Every published figure of one indicator, read once a build."""
        shelf = self.current()
        with self._lock:
            if indicator not in self._figures:
                self._figures[indicator] = figures_of(self.folder, indicator, shelf)
            return self._figures[indicator]

    def _stamp(self) -> tuple[int, int]:
        found = (current_build(self.folder) / MANIFEST).stat()
        return found.st_mtime_ns, found.st_size


