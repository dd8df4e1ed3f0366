"""Words that are set apart in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

Marked = tuple[tuple[str, bool], ...]  # pieces that make the text again, each with whether it is set apart


def marked(text: str, words: Iterable[str]) -> Marked:
    """A text in pieces, with every place apart at which some words stand whole. White space between them may differ.

    Of words that begin at the same place the longest are taken, and none within others.
    """
    wanted = sorted({tuple(one.split()) for one in words if one.strip()}, key=lambda one: (-len(" ".join(one)), one))
    if not wanted:
        return ((text, False),) if text else ()
    any_of_them = "|".join(r"\s+".join(map(re.escape, one)) for one in wanted)
    pieces = re.split(rf"(?<!\w)({any_of_them})(?!\w)", text)
    return tuple((piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece)
