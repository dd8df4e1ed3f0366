"""Notes in small letters at the foot of a page: read after the paragraph that they would interrupt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from placebook.learn.layout import TEXT, Block

SMALLER = 0.92  # of the usual size: letters of a note
_ENDS = (".", "!", "?", ":", ";", "…")


def notes_after(blocks: Sequence[tuple[Block, bool]], texts: dict[int, str]) -> list[Block]:
    """Blocks in reading order. Each comes with whether it is a note that stands at the foot of its page.

    A sentence that goes on over the page is read to the end of its paragraph before the notes of the first page.
    """
    pages = [list(page) for _, page in groupby(blocks, key=lambda pair: pair[0].pieces[0].page)]
    ordered: list[Block] = []
    waiting: list[Block] = []
    for page in pages:
        body = [block for block, is_note in page if not is_note]
        if waiting and body and body[0].kind == TEXT:
            ordered += [body.pop(0), *waiting]
        else:
            ordered += waiting
        waiting = [block for block, is_note in page if is_note]
        ordered += body
        if not (waiting and ordered and ordered[-1].kind == TEXT and not _is_ended(ordered[-1], texts)):
            ordered += waiting
            waiting = []
    return ordered + waiting


def _is_ended(block: Block, texts: dict[int, str]) -> bool:
    last = block.pieces[-1]
    return texts[last.page][last.start : last.end].rstrip(" \r\n\"'”’)]0123456789").endswith(_ENDS)
