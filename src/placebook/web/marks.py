"""Marks within a line of text: a rank with its range, a score over the years. Words beside them say the same."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from placebook.pages.score_lines import ScoreLine

_LEAST_SPREAD = 20.0  # points of score: a smaller movement is drawn small


def rank_strip(line: ScoreLine) -> Markup:
    """A line from the first rank on the left to the last on the right, with the range as a bar and the rank as a dot.

    Dotted where the range is not known. Drawn 100 wide and 8 high, to be stretched: nothing in it is text.
    """
    if line.rank is None:
        return Markup("")
    steps = max(line.out_of - 1, 1)
    at = 100 * (line.rank - 1) / steps
    bar, kind = "", " unsure"
    if line.rank_low is not None and line.rank_high is not None:
        low, high = 100 * (line.rank_low - 1) / steps, 100 * (line.rank_high - 1) / steps
        bar, kind = f'<path class="r" d="M{low:.4g} 4H{max(high, low + 0.1):.4g}"/>', ""
    drawn = f'<svg class="strip{kind}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    return Markup(f'{drawn}<path d="M0 4H100"/>{bar}<path class="p" d="M{at:.4g} 4h.1"/></svg>')  # noqa: S704


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
        path += f"{pen}{3 + i * step:.3g} {14 - (score - low + spare) * scale:.3g}"
        pen = "L"
    dot = f'<circle cx="57" cy="{14 - (scores[-1] - low + spare) * scale:.3g}" r="2.5"/>'
    return Markup(f'<svg class="spark" viewBox="0 0 60 16" aria-hidden="true"><path d="{path}"/>{dot}</svg>')  # noqa: S704
