"""Marks within a line of text: a rank with its range, a score over the years. Words beside them say the same."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from placebook.pages.area_list import AreaLine
from placebook.pages.score_lines import ScoreLine

Ranked = ScoreLine | AreaLine
_LEAST_SPREAD = 20.0  # points of score: a smaller movement is drawn small


def rank_strip(line: Ranked) -> Markup:
    """A line from the first rank on the left to the last on the right, with the range as a bar and the rank as a dot.

    Dotted where the range is not known. It is as wide as its place: everything lies at a share of the width.
    """
    if line.rank is None:
        return Markup("")
    steps = max(line.out_of - 1, 1)
    bar, kind = "", " unsure"
    if line.rank_low is not None and line.rank_high is not None:
        low, high = (f"{100 * (rank - 1) / steps:.3g}%" for rank in (line.rank_low, line.rank_high))
        bar, kind = f'<line class="r" x1="{low}" x2="{high}"/>', ""
    dot = f'<circle cx="{100 * (line.rank - 1) / steps:.3g}%" r="4"/>'
    start = f'<svg class="strip{kind}" aria-hidden="true"><line x2="100%"/>'
    return Markup(f"{start}{bar}{dot}</svg>")  # noqa: S704 - numbers only


def spark(scores: Sequence[float | None]) -> Markup:
    """A score over the years, 60 wide and 16 high; a year without a score is a gap, and the last has a dot."""
    known = [score for score in scores if score is not None]
    if len(known) < 2 or scores[-1] is None:
        return Markup("")
    low, high = min(known), max(known)
    spare = max(_LEAST_SPREAD - (high - low), 0.0) / 2
    step, scale = 54 / (len(scores) - 1), 12 / (high - low + 2 * spare)
    path, pen = "", "M"
    for i, score in enumerate(scores):
        if score is None:
            pen = "M"
            continue
        path += f"{pen}{3 + i * step:.0f} {14 - (score - low + spare) * scale:.3g}"
        pen = " "  # what follows a first point is a line to the next
    dot = f'<circle cx="57" cy="{14 - (scores[-1] - low + spare) * scale:.3g}" r="2"/>'
    drawn = f'<svg class="spark" viewBox="0 0 60 16" aria-hidden="true"><path d="{path}"/>{dot}</svg>'
    return Markup(drawn)  # noqa: S704 - numbers only
