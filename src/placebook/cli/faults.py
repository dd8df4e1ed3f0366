"""What goes wrong, as one sentence for the person who meets it. Loaded only when something did go wrong."""

from __future__ import annotations

import errno

import click

from placebook.types import PlacebookError

# What the disk says, what a person needs to hear, and what would be right.
DISK = {
    errno.ENOENT: "there is no such file or folder; check the name",
    errno.EEXIST: "is there already; name another",
    errno.EISDIR: "is a folder, and a file is needed; name a file",
    errno.ENOTDIR: "a file stands where a folder is needed; name another folder",
    errno.EACCES: "you may not read or write there; name a place where you may, or ask its owner",
    errno.EPERM: "you may not read or write there; name a place where you may, or ask its owner",
    errno.EROFS: "that disk can only be read; name a folder on another",
    errno.ENOSPC: "there is no room left on the disk; make room and try again",
    errno.EFBIG: "a file grew past what is allowed; make room and try again",
    errno.EDQUOT: "your share of the disk is full; make room and try again",
    errno.ENAMETOOLONG: "that name is too long for this system; choose a shorter one",
}
FULL_IN_WORDS = ("no space left", "file too large", "not enough space", "disk quota")


def sentence(fault: BaseException) -> str:
    """A fault in one sentence: what, where, and what would be right."""
    if isinstance(fault, PlacebookError):
        return str(fault)
    if isinstance(fault, click.ClickException):
        return _of_usage(fault)
    if isinstance(fault, OSError):
        return _of_disk(fault)
    if isinstance(fault, MemoryError):
        return "there is not enough memory for this; close other programs, or take fewer areas, indicators or runs"
    if any(words in str(fault).lower() for words in FULL_IN_WORDS):  # as DuckDB says it
        return DISK[errno.ENOSPC]
    return _of_program(fault)


def _of_usage(fault: click.ClickException) -> str:
    """What was wrong with the words of a command, and where to see how it is used."""
    said = fault.format_message().replace("\n", " ").rstrip()
    context = getattr(fault, "ctx", None)
    if context is None:
        return said
    if "unexpected extra argument" in said and any(each.name == "book" for each in context.command.params):
        said = f"{said.rstrip('.')}; a place book is named by --book"
    ended = said if said.endswith((".", "?", "!")) else f"{said}."
    return f"{ended} To see how: {context.command_path} --help"


def _of_disk(fault: OSError) -> str:
    """What the disk refused, with the file where it is known. A copy of many files brings a list; its first is said."""
    said = DISK.get(fault.errno or 0) or str(fault.strerror or fault) or type(fault).__name__
    return f"{fault.filename}: {said}" if fault.filename else said


def _of_program(fault: BaseException) -> str:
    what = " ".join(str(fault).split()) or "no words"
    return (
        f"something happened that Placebook did not foresee ({type(fault).__name__}: {what}); that is a fault of "
        "Placebook, not yours. Run the same with placebook --trace in front to see where, and tell its authors"
    )
