"""Write a whole site as plain files: what any web host, a memory stick or a folder can hold.

The new site is written beside the old one and takes its place when it is whole. What is written has no clock in it:
the same build gives the same bytes. Pages are made by as many processes as the machine has cores, some at a time, so
that memory does not grow with the number of pages.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice, repeat
from multiprocessing import get_context
from pathlib import Path

from placebook.pages.missing import missing_page
from placebook.pages.shelf import Shelf
from placebook.types import ContentError, PlacebookError
from placebook.web.bake_pages import Order, Written, lay_open, take_order, write_paths
from placebook.web.routes import all_paths
from placebook.web.settings import STATIC
from placebook.web.shelf import read_shelf
from placebook.web.start import make_ready

MARK = "placebook-site.json"  # by which a folder is known to be a site that Placebook wrote
AT_A_TIME = 25  # paths handed to a process in one go
FEW = 400  # with fewer paths than this, starting further processes takes longer than it saves

Tell = Callable[[int], None]
Show = Callable[[int], AbstractContextManager[Tell]]  # how many paths there are -> what to call with those just done


def _in_silence(total: int) -> AbstractContextManager[Tell]:
    """What shows how far the work is when nobody looks."""
    del total
    return nullcontext(lambda _: None)


class BakeError(PlacebookError):
    """A site could not be written. The old one, if there was one, is as it was."""


@dataclass(frozen=True, slots=True)
class Baked:
    """What was written: where, how many pages and files, and bytes in all."""

    folder: Path
    pages: int
    files: int
    size: int  # bytes
    home: str = ""  # where the site will stand, if that was said


def bake(
    folder: Path, out: Path, home: str | None = None, show: Show = _in_silence, workers: int | None = None
) -> Baked:
    """Write the site of a place book, as it was last built, into a folder.

    Parameters
    ----------
    folder : the place book
    out : where the site goes: a folder that is empty, not there yet, or holds a site that was baked before
    home : the full address at which the site will stand, for its feed, sitemap and 404 page; the book's own when None
    show : shows how far the work is
    workers : how many processes make pages; as many as there are cores when None

    Links are relative, so the site works from a disk, at the root of a host or below any path of it.

    Raises
    ------
    ContentError : the book has no build; `out` holds something else
    BakeError : a page cannot be made, a worker died, or the book was built anew meanwhile. The old site stays whole
    """
    make_ready(folder)
    shelf = read_shelf(folder)
    shelf = replace(shelf, home=shelf.home if home is None else home)
    _refuse_foreign(out)
    with _beside(out) as partial:
        paths = _checked(all_paths(shelf))
        with show(len(paths)) as tell:
            written = _all_written(folder, shelf, paths, partial, tell, workers)
        written += _what_stands_beside(shelf, partial)
        _flush_mark(shelf, partial)
    return Baked(out, pages=written.pages, files=written.files, size=written.size, home=shelf.home)


def _refuse_foreign(out: Path) -> None:
    if out.is_file():
        raise ContentError(f"{out}: is a file; name a folder that is empty or not there yet")
    if not out.is_dir() or (out / MARK).is_file() or not any(out.iterdir()):
        return
    held = sorted(path.name for path in out.iterdir())[0]
    raise ContentError(
        f"{out}: holds something that is not a baked site (such as {held}), which baking would replace; "
        "name a folder that is empty or not there yet"
    )


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write into; at the end it takes the place of `out`, or goes."""
    target = out.resolve()
    partial, old = (target.with_name(f"{target.name}.{word}") for word in ("partial", "old"))
    if old.exists() and not target.exists():  # a machine that was lost between two renames
        old.rename(target)
    for leftover in (partial, old):
        shutil.rmtree(leftover, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        if target.exists():
            target.rename(old)
        try:
            partial.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _checked(paths: Iterator[str]) -> list[str]:
    """The paths of a site, each once, also where a disk does not tell capitals from small letters."""
    found: dict[str, str] = {}
    for path in paths:
        if any(part in ("", ".", "..") or "\\" in part for part in path.split("/")):
            raise BakeError(f"the path {path!r} would lead out of the site; mend the code or id in it")
        if path.casefold() in found:
            raise BakeError(
                f"the paths {found[path.casefold()]!r} and {path!r} would be one file; rename one of the two"
            )
        found[path.casefold()] = path
    return list(found.values())


def _all_written(
    folder: Path, shelf: Shelf, paths: list[str], partial: Path, tell: Tell, workers: int | None
) -> Written:
    """Write every path, in this process when there are few, else in several that each read the shelf for themselves."""
    wanted = workers or (os.cpu_count() or 1 if len(paths) >= FEW else 1)
    chunks = list(chunks_of(paths))
    done = Written()
    if wanted == 1:
        lay_open(folder, shelf)
        for chunk in chunks:
            done += write_paths(chunk, partial)
            tell(len(chunk))
        return done
    for written, count in written_by_many(Order(folder, shelf.build, shelf.home), chunks, partial, wanted):
        done += written
        tell(count)
    return done


def written_by_many(
    order: Order, chunks: list[list[str]], partial: Path, workers: int
) -> Iterator[tuple[Written, int]]:
    """What each chunk came to and how many paths it had, in order. After a fault no further chunk is begun."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), take_order, (order,))
    try:
        for written, chunk in zip(pool.map(write_paths, chunks, repeat(partial)), chunks, strict=True):
            yield written, len(chunk)
    except BrokenProcessPool as gone:
        words = "a process that made pages ended early, perhaps for want of memory; try again with --workers 1"
        raise BakeError(f"{order.folder}: {words}") from gone
    finally:
        pool.shutdown(cancel_futures=True)


def chunks_of(paths: list[str]) -> Iterator[list[str]]:
    """Paths in the portions that are handed to a process."""
    left = iter(paths)
    while chunk := list(islice(left, AT_A_TIME)):
        yield chunk


def _what_stands_beside(shelf: Shelf, partial: Path) -> Written:
    """The stylesheet and all that pages load, and the page that a host shows where there is none."""
    from urllib.parse import urlsplit

    from placebook.web.views import error_html
    from placebook.web.write import around

    shutil.copytree(STATIC, partial / "static", copy_function=shutil.copyfile)
    html = error_html(missing_page(), around(shelf), urlsplit(shelf.home).path)
    (partial / "404.html").write_bytes(html.encode())
    sizes = [path.stat().st_size for path in (partial / "static").rglob("*") if path.is_file()]
    return Written(pages=1, files=len(sizes) + 1, size=sum(sizes) + len(html.encode()))


def _flush_mark(shelf: Shelf, partial: Path) -> None:
    """Say of a folder that it is ours, and from which build."""
    said = json.dumps({"build": shelf.build, "made_with": "placebook"}, indent=1, sort_keys=True)
    (partial / MARK).write_text(f"{said}\n", encoding="utf-8", newline="\n")
