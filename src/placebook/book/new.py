"""`placebook new`: a small place book that works, with notes that say what to change."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from placebook.types import ContentError

STARTER = "my-place"  # the id by which `check` knows that nothing was changed yet


def new_book(folder: Path) -> tuple[Path, ...]:
    """Write a starter book into a folder that is empty or not there yet. Returns the files written, sorted.

    Raises ContentError, and writes nothing, when the folder holds anything or cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise ContentError(f"{folder}: is a file; name a folder that is empty or not there yet")
    if folder.is_dir() and any(folder.iterdir()):
        held = sorted(path.name for path in folder.iterdir())[0]
        raise ContentError(f"{folder}: is not empty (it holds {held}); name a folder that is empty or not there yet")
    _copy("starter", folder)
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def copy_example(folder: Path) -> None:
    """Copy the example book into a folder that is empty, not there yet, or holds a place book already.

    A book that is there is left as it is. Raises ContentError when the folder holds something else.
    """
    if (folder / "book.yaml").is_file():
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ContentError(f"{folder}: holds something that is not a place book; name an empty or a new folder")
    _copy("example", folder)


def _copy(content: str, folder: Path) -> None:
    """Copy a book that ships into a folder that is empty or not there, whole or not at all."""
    shipped = Path(str(files("placebook") / "content" / content))
    was_there = folder.exists()
    try:
        for path in sorted(path for path in shipped.rglob("*") if path.is_file()):
            copy = folder / path.relative_to(shipped)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    except BaseException as why:
        _take_back(folder, was_there)
        if isinstance(why, OSError):
            said = why.strerror or str(why)
            raise ContentError(
                f"{folder}: cannot be written ({said}); name a folder that you may write to, on a disk with room"
            ) from None
        raise


def _take_back(folder: Path, was_there: bool) -> None:
    """Take away what was copied so far: the whole folder, or all that is in it where it was there and empty."""
    for path in [*folder.glob("*")] if was_there else [folder]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
