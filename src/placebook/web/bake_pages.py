"""What one process of `bake` does: open the book once, then write the pages it is handed."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from placebook.pages.shelf import IndicatorFigures, Shelf
from placebook.types import DataError, PlacebookError
from placebook.web.routes import Asked, Stream, find, twin
from placebook.web.shelf import BuildMoved, figures_of, file_of, read_shelf
from placebook.web.start import make_ready

LEAST_KEPT = 2  # indicators whose single figures stay in memory, however many areas there are
AREAS_KEPT = 2_000  # areas of all indicators that stay: with seventeen areas all do, which half a dozen pages ask for


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written."""

    pages: int = 0
    files: int = 0
    size: int = 0  # bytes
    peak: int = 0  # bytes of memory that the greediest process held; 0 where the system does not say
    cpu: float = 0.0  # seconds of work of all processes together

    def __add__(self, other: Written) -> Written:
        return Written(
            self.pages + other.pages,
            self.files + other.files,
            self.size + other.size,
            max(self.peak, other.peak),
            self.cpu + other.cpu,
        )


@dataclass(frozen=True)
class Open:
    """The book that this process makes pages of."""

    folder: Path
    shelf: Shelf
    figures: Callable[[str], IndicatorFigures]


@dataclass(frozen=True, slots=True)
class Order:
    """Which book a process shall open: its folder, the mark of its build, and the address of the site."""

    folder: Path
    build: str
    home: str


_desk: dict[str, Open | Order] = {}  # what lies open in this process


def take_order(order: Order) -> None:
    """Remember which book to open when the first page of it is asked for, where a fault can be told."""
    _desk["book"] = order


def lay_open(folder: Path, shelf: Shelf) -> None:
    """Use a shelf that was read already."""

    @lru_cache(maxsize=max(LEAST_KEPT, AREAS_KEPT // max(1, len(shelf.areas))))
    def figures(indicator: str) -> IndicatorFigures:
        return figures_of(folder, indicator, shelf)

    _desk["book"] = Open(folder, shelf, figures)


def _book() -> Open:
    """The open book. Raises BuildMoved when it has been built anew since `bake` began."""
    book = _desk["book"]
    if isinstance(book, Open):
        return book
    make_ready(book.folder)
    shelf = replace(read_shelf(book.folder), home=book.home)
    if shelf.build != book.build:
        raise BuildMoved(f"{book.folder}: the book was built while its site was baked; bake again")
    lay_open(book.folder, shelf)
    gc.freeze()  # the shelf stays until the end: to look through it again and again for what can go takes time
    gc.set_threshold(50_000, 50, 50)
    return _book()


def _built(name: str) -> bytes | None:
    return file_of(_book().folder, name, _book().shelf)


def write_paths(paths: list[str], out: Path) -> Written:
    """Write some pages and files of the open book below a folder."""
    done, start = Written(), time.process_time()
    for path in paths:
        done += _write(path, out)
    return replace(done, peak=_peak(), cpu=time.process_time() - start)


def _peak() -> int:
    """Peak resident memory of this process in bytes; Windows does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _write(path: str, out: Path) -> Written:
    try:
        contents = _contents(_book().shelf, path)
    except PlacebookError:
        raise
    except Exception as fault:
        words = f"{type(fault).__name__}: {fault}"
        raise DataError(
            f"the page {path} cannot be made ({words}); the old site, if there is one, is as it was"
        ) from fault
    return Written(1, len(contents), sum(_write_pieces(out / name, pieces) for name, pieces in contents.items()))


def _write_pieces(path: Path, pieces: Iterable[bytes]) -> int:
    """Write one file piece by piece. Returns its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        return sum(file.write(piece) for piece in pieces)


def _contents(shelf: Shelf, path: str) -> Mapping[str, Iterable[bytes]]:
    """The files of one path: a page with its JSON twin, a file alone, or the words for what has no page."""
    from placebook.web.views import error_html, nothing_there
    from placebook.web.write import around, as_file, as_json

    found = find(path)
    if found is None:
        raise LookupError("no route leads there")
    route, named = found
    value: Any = route.make(Asked(shelf, named, {}, _book().figures, _built))
    if value is None:
        return {path: (error_html(nothing_there(shelf, named), around(shelf), "", path).encode(),)}
    if isinstance(value, Stream):
        return {path: value.pieces()}
    page = {path: (as_file(route, value, path, around(shelf)),)}
    return page | ({twin(path): (as_json(value),)} if route.is_page else {})
