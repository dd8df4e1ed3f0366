"""Marks within a line of text: a rank with its range, a score over the years. Words beside them say the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from placebook.pages.area_list import AreaLine
from placebook.pages.score_lines import ScoreLine
from placebook.pages.scorecard_words import from_to

Ranked = ScoreLine | AreaLine
WITHIN = "Performing within expectations"
STANDING = {"Overperforming": "better", "Underperforming": "worse", WITHIN: "within"}  # word -> class of its mark
PROGRESS = {
    "Deterioration": "worse",
    "Steady improvement": "better",
    "Significant improvement": "better",
    "Stagnation": "within",
    "Too small to tell": "small",
}
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
        bar, kind = f'<line x1="{low}" x2="{high}"/>', ""
    dot = f'<circle cx="{100 * (line.rank - 1) / steps:.3g}%"/>'
    start = f'<svg class="strip{kind}" aria-hidden="true">'
    return Markup(f"{start}{bar}{dot}</svg>")  # noqa: S704 - numbers only


def spark(scores: Sequence[float | None]) -> Markup:
    """A score over the years, 60 wide and 16 high; a year without a score is a gap, and the last has a dot.

    The line goes by steps, in tenths, which is the shortest way to write it down.
    """
    known = [score for score in scores if score is not None]
    last = scores[-1] if scores else None
    if len(known) < 2 or last is None:
        return Markup("")
    low, high = min(known), max(known)
    spare = max(_LEAST_SPREAD - (high - low), 0.0) / 2
    across, scale, top = 540 // (len(scores) - 1), 120 / (high - low + 2 * spare), low - spare
    path, here, steps = "", 0, 0
    for score in scores:
        if score is None:
            steps += 1
            continue
        y = 140 - round((score - top) * scale)
        if not path:
            path = f"M{_tenths(30 + across * steps)}{_after(y)}"
        else:  # what follows a first point is a line, unless there was a gap between
            path += f"{'m' if steps > 1 else 'l'}{_tenths(across * steps)}{_after(y - here)}"
        here, steps = y, 1
    dot = f'<circle cx="{_tenths(30 + across * (len(scores) - 1))}" cy="{_tenths(here)}"/>'
    drawn = f'<svg class="spark" viewBox="0 0 60 16" aria-hidden="true"><path d="{path}"/>{dot}</svg>'
    return Markup(drawn)  # noqa: S704 - numbers only


@lru_cache(maxsize=1024)
def _tenths(count: int) -> str:
    """So many tenths, as short as can be: 45 -> 4.5, 5 -> .5, -5 -> -.5, 40 -> 4."""
    said = f"{count / 10:g}"
    return said.replace("0.", ".", 1) if abs(count) < 10 and count else said


@lru_cache(maxsize=1024)
def _after(count: int) -> str:
    """The same after another number: a minus sign parts the two as well as a space."""
    return _tenths(count) if count < 0 else f" {_tenths(count)}"


# --- words with their marks: functions and not macros, since a page asks for some hundreds ---------------------------


def kind(line: ScoreLine) -> str:
    """The class of the mark for how a part stands beside its like."""
    return f"tag {STANDING.get(line.standing, 'unknown')}"


def plain(line: ScoreLine) -> str:
    """How a part stands, in as few words as will do."""
    return "Within expectations" if line.standing == WITHIN else line.standing


def word(line: ScoreLine) -> Markup:
    """The same; on a phone with what it is about, where the words alone do not say."""
    about = "" if line.standing in STANDING else '<span class="phone">Beside peers: </span>'
    return Markup(f"{about}{escape(plain(line))}")  # noqa: S704 - escaped here


def standing(line: ScoreLine) -> Markup:
    """How a part stands, with its mark."""
    return Markup(f'<span class="{kind(line)}">{word(line)}</span>')  # noqa: S704 - escaped above


def progress(line: ScoreLine) -> Markup:
    """Which way a part goes, with its mark."""
    mark = PROGRESS.get(line.progress, "unknown")
    about = '<span class="phone">Progress: </span>' if mark in ("small", "unknown") else ""
    return Markup(f'<span class="tag {mark}">{about}{escape(line.progress)}</span>')  # noqa: S704 - escaped here


def opening(words: str) -> str:
    """Words with a capital letter in front."""
    return words[:1].upper() + words[1:]


def ranked(line: Ranked) -> str:
    """A rank and how many there are: "4 of 17"; or "no data"."""
    return "no data" if line.rank is None else f"{line.rank:,} of {line.out_of:,}"


def ranged(line: Ranked) -> Markup:
    """The range of a rank, and how many share it."""
    tie = f'<span class="tie">equal with {line.tied_with}, </span>' if line.tied_with else ""
    low, high = line.rank_low, line.rank_high
    ends = "range not known" if low is None or high is None else f"range {from_to(low, high)}"
    return Markup(f"{tie}{ends}")  # noqa: S704 - numbers only


def rank(line: Ranked) -> Markup:
    """A rank with its range, in figures and as a strip."""
    return Markup(f"<b>{ranked(line)}</b> {rank_strip(line)} <span>{ranged(line)}</span>")  # noqa: S704 - numbers only
