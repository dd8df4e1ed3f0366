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
    starter = Path(str(files("placebook") / "content" / "starter"))
    try:
        shutil.copytree(starter, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    except OSError as why:
        raise ContentError(f"{folder}: cannot be written ({why}); name a folder that you may write to") from None
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
    """Copy a book that ships into a folder, whole or not at all."""
    shipped = Path(str(files("placebook") / "content" / content))
    try:
        shutil.copytree(shipped, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    except OSError as why:
        raise ContentError(f"{folder}: cannot be written ({why}); name a folder that you may write to") from None
