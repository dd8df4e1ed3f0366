"""Plain tables in a terminal or a pipe: headings above columns, numbers to the right, words to the left."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from pathlib import Path


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]], words: Collection[int] = (0,)) -> list[str]:
    """Headings and rows as lines with aligned columns; `words` are the columns that are written from the left."""
    table = [headings, *rows]
    widths = [max(len(cells[k]) for cells in table) for k in range(len(headings))]
    return ["  ".join(_padded(cell, widths[k], k in words) for k, cell in enumerate(cells)).rstrip() for cells in table]


def _padded(cell: str, width: int, is_words: bool) -> str:
    return cell.ljust(width) if is_words else cell.rjust(width)


def pasted(path: Path | str) -> str:
    """A path as it can be pasted into a command line: in quotes where it holds spaces and the like."""
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline([str(path)])
    from shlex import quote

    return quote(str(path))
