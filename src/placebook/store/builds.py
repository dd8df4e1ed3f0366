"""Builds of a place book, swapped in whole: a build that fails leaves the last one as it was.

Four folders may lie beside each other in a book. Only the first two outlive a build:

    built/            the build in use
    built.previous/   the last build that differed from it, so that the ledger can compare the two
    built.partial/    a build being written; whoever builds next clears it away
    built.dropped/    the build before the previous one, on its way out

A finished build takes its place by renaming folders: previous to dropped, built to previous, partial
to built. Between two of these renames the old build lies in built.previous for an instant;
`current_build` looks there too, and the next build puts right what a lost machine left undone.
Renaming is all that Windows, macOS and Linux have in common, and it keeps the path of the results the
same from build to build, for the spreadsheets and dashboards that point at it.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from placebook.store.manifest import MANIFEST, damaged, files_in, hashes, manifest_of, write_manifest
from placebook.types import ContentError, DataError, PlacebookError, Recipe

CURRENT, PREVIOUS, PARTIAL, DROPPED = "built", "built.previous", "built.partial", "built.dropped"
FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
FULL_IN_WORDS = ("no space left", "file too large", "not enough space", "disk quota")
WAITS = (0.05, 0.2, 1.0)  # seconds between tries on Windows, where a virus scanner may hold a file


class BuildError(PlacebookError):
    """A build could not be finished. The last build is whole and in use."""


@contextmanager
def new_build(
    book: Path, inputs: Iterable[Path], recipes: Mapping[str, Recipe], seeds: Mapping[str, int] | None = None
) -> Iterator[Path]:
    """Make a build: write its files into the folder given, and at the end it becomes the current one.

        with new_build(book, inputs, {"ward-spi": recipe}) as folder:
            write_observations(observations, folder / "observations.parquet")

    Parameters
    ----------
    book : the folder of the place book
    inputs : every file the build is made from; their SHA-256 goes into the manifest
    recipes : the recipes used, by id
    seeds : further seeds, by what they were used for

    A build equal to the current one, byte for byte, changes nothing: the previous one stays for comparison.

    Raises
    ------
    BuildError : another build is running, the disk is full, an input changed meanwhile, or a file of
        the last build is held open. Whatever is raised, within the block or here, the last build stays whole
    """
    inputs = tuple(inputs)
    with _only_one(book):
        _refuse_other_things(book)
        _mend(book)
        partial = book / PARTIAL
        try:
            before = hashes(inputs, book)
            partial.mkdir()
            yield partial
            _refuse_changed(before, hashes(inputs, book))
            outputs = hashes(files_in(partial), partial)
            write_manifest(manifest_of(before, outputs, recipes, seeds or {}), partial)
            _flush(partial)
            _swap(book)
        except BaseException as fault:
            _mend(book)
            if _is_full(fault):
                raise BuildError(_full_in_words(book)) from fault
            raise


def current_build(book: Path) -> Path:
    """The folder of the build in use. Raises ContentError when there is none yet."""
    for name in (CURRENT, PREVIOUS):  # the second for the instant between two renames
        if (book / name / MANIFEST).is_file():
            return book / name
    raise ContentError(f"{book} has not been built yet; run: placebook build --book {book}")


def previous_build(book: Path) -> Path | None:
    """The folder of the last build that differed from the current one, or None."""
    found = book / PREVIOUS
    return found if (found / MANIFEST).is_file() and (book / CURRENT).exists() else None


def as_left(build: Path) -> Path:
    """A build, once it is sure that its files are as they were left: no number is shown that was not built.

    Files that somebody put beside them do not matter. Raises DataError that names the files which do.
    """
    stats = ((path, path.stat()) for path in (*files_in(build), build / MANIFEST))
    _refuse_damaged(build, tuple((path.name, stat.st_size, stat.st_mtime_ns) for path, stat in stats))
    return build


@lru_cache(maxsize=16)  # files that have not been written since are not read again
def _refuse_damaged(build: Path, _: tuple[tuple[str, int, int], ...]) -> None:
    wrong = damaged(build, beside=False)
    if wrong:
        raise DataError(
            f"{build}: {', '.join(wrong[:3])} {'are' if len(wrong) > 1 else 'is'} not as the build left it; "
            f"run: placebook build --book {build.parent}"
        )


def _swap(book: Path) -> None:
    """Put the finished build in place, unless it says the same as the one that is there."""
    current, previous, partial, dropped = (book / name for name in (CURRENT, PREVIOUS, PARTIAL, DROPPED))
    if _same(current, partial):
        shutil.rmtree(partial)
        return
    if previous.exists():
        _rename(previous, dropped)
    if current.exists():
        _rename(current, previous)
    _rename(partial, current)
    _flush_folder(book)
    shutil.rmtree(dropped, ignore_errors=True)  # if it will not go, the next build tries again


def _refuse_other_things(book: Path) -> None:
    """Never put away what somebody else has called by the name of a build."""
    for name in (CURRENT, PREVIOUS):
        found = book / name
        is_empty = found.is_dir() and not any(found.iterdir())
        if found.exists() and not is_empty and not (found / MANIFEST).is_file():
            raise BuildError(f"{found} is there and is not a build of Placebook; move it away, then build again")


def _same(one: Path, other: Path) -> bool:
    found = one / MANIFEST
    return found.is_file() and found.read_bytes() == (other / MANIFEST).read_bytes() and not damaged(one)


def _mend(book: Path) -> None:
    """Finish or undo what a build that did not end left behind."""
    current, previous, dropped = book / CURRENT, book / PREVIOUS, book / DROPPED
    if previous.exists() and not current.exists():
        _rename(previous, current)
    if dropped.exists() and not previous.exists():
        _rename(dropped, previous)
    for leftover in (dropped, book / PARTIAL):
        shutil.rmtree(leftover, ignore_errors=True)


def _rename(old: Path, new: Path) -> None:
    for wait in (*(WAITS if sys.platform == "win32" else ()), None):
        try:
            old.rename(new)
            return
        except OSError as fault:
            if _is_full(fault):
                raise
            if wait is None:
                raise BuildError(
                    f"{old} cannot be renamed to {new.name}. Close the programs that have a file in either open, "
                    "see that you may write in the folder around them, and build again"
                ) from fault
            time.sleep(wait)


def _refuse_changed(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    changed = sorted(name for name in before if before[name] != after[name])
    if changed:
        raise BuildError(f"{', '.join(changed)} changed while the build was running; build again")


def _is_full(fault: BaseException | None) -> bool:
    """True when the disk had no room, or that is what the fault came of. DuckDB says so in words only."""
    if fault is None:
        return False
    if isinstance(fault, OSError):
        return fault.errno in FULL
    words = str(fault).lower()
    said = type(fault).__module__.endswith("duckdb") and any(full in words for full in FULL_IN_WORDS)
    return said or _is_full(fault.__cause__ or fault.__context__)


def _full_in_words(book: Path) -> str:
    kept = " and the last build is whole" if (book / CURRENT).exists() else "; there was no build before"
    return (
        f"there is no room left on the disk that holds {book}, or a file grew past what is allowed. "
        f"Nothing has changed{kept}. Make room ({shutil.disk_usage(book).free / 1e6:,.0f} MB "
        "are free now) and build again"
    )


def _flush(folder: Path) -> None:
    """See that every file has reached the disk before the build is put in place."""
    for path in (*files_in(folder), folder / MANIFEST):
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    for path in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
        _flush_folder(path)


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":  # Windows has no such call for a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _only_one(book: Path) -> Iterator[None]:
    """Hold the book while a build runs. The system lets go when this program ends, however it ends."""
    try:
        handle = _hold(book)
    except (BlockingIOError, FileExistsError):
        raise BuildError(f"another build of {book} is running; wait for it to end") from None
    except FileNotFoundError:
        raise ContentError(f"{book} is not there; name the folder of a place book") from None
    try:
        yield
    finally:
        os.close(handle)


def _hold(book: Path) -> int:
    if sys.platform == "win32":  # the file goes with the program that made it
        return os.open(book / "built.lock", os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)
    import fcntl

    handle = os.open(book, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # some network drives know no locks
        pass
    return handle
