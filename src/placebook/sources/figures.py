"""Cells into figures: what a number may look like, and what stands for "no value".

Only what can be read in one way is read. "1,234" is one thousand two hundred and thirty-four in a file that has
commas between cells or no decimal commas; "12.5%" is 12.5 where the unit is a percentage; "£26,574" is 26574 where
the unit is pounds. Anything else that is not a plain number, a shorthand of the Government Statistical Service or a
shorthand its source declares is a fault: never a zero and never a gap.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from placebook.sources.sheets import Cell
from placebook.types import NOTHING, Numbers, State

PERCENT = re.compile(r"%|\bper ?cent(age)?\b", re.IGNORECASE)
POUNDS = re.compile(r"£|\bGBP\b|\bpounds?\b", re.IGNORECASE)

# The shorthand that stands for one State and no other. [z] is "not applicable", which is "not asked" here.
GSS_SHORTHAND: Mapping[str, State] = {
    "[c]": State.TOO_SMALL,
    "[e]": State.ESTIMATED,
    "[p]": State.PROVISIONAL,
    "[r]": State.REVISED,
    "[u]": State.LOW_RELIABILITY,
    "[x]": State.NOT_MEASURED,
    "[z]": State.NOT_ASKED,
}
_PLAIN_CHARACTERS = frozenset("0123456789.-+")
_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[-+]?(0\d*,\d+|\d+,(\d{1,2}|\d{4,})|\d{4,},\d+)", re.ASCII)  # cannot part thousands
_WITH_SHORTHAND = re.compile(r"(?P<figure>.*?\S)\s*(?P<mark>\[\w+\])")
TWO_WAYS = "the comma can be read in two ways"
POINT = "write a decimal point and no comma, as in 3.4 for 3,4"
_SPACED = re.compile(r"\d[\s\u00a0\u2009\u202f]\d")
_SPREADSHEET_ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
_INFINITY = re.compile(r"[-+]?(inf|infinity|∞)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell, read: a number or NaN, the state its shorthand names, and how it was tidied if it was."""

    value: float
    state: State | None = None
    tidied: str = ""


@dataclass(slots=True)
class Figures:
    """One column, read. The mappings go from positions to what was out of the ordinary there."""

    values: Numbers
    states: dict[int, State] = field(default_factory=dict)
    wrong: dict[int, tuple[str, str]] = field(default_factory=dict)  # what, and what is right
    tidied: dict[int, str] = field(default_factory=dict)


def read_figures(
    cells: Sequence[Cell],
    unit_of: Callable[[int], str],
    shorthand: Mapping[str, State] = NOTHING,
    decimal_comma: bool = False,
) -> Figures:
    """Read one column. `unit_of` tells the unit at a position; `shorthand` is what the source declares.

    `decimal_comma` is True for a file with semicolons between cells, where "1,234" can be read in two ways.
    """
    at_once = _all_plain(cells)
    if at_once is not None:
        return Figures(at_once)
    found = Figures(np.full(len(cells), np.nan))
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, str) and not _PLAIN.fullmatch(cell):
            _read_odd(found, at, cell, unit_of(at), shorthand, decimal_comma)
        else:
            _keep_finite(found, at, float(cell))
    return found


def _all_plain(cells: Sequence[Cell]) -> Numbers | None:
    """The whole column at once, where every cell is a blank or a plain number; else None."""
    try:
        texts = [cell for cell in cells if cell.__class__ is str]
        if not _PLAIN_CHARACTERS.issuperset("".join(texts)):
            return None
        blanks = None in cells
        found = np.array([math.nan if cell is None else float(cell) for cell in cells] if blanks else cells, float)
    except ValueError:
        return None
    return None if np.isinf(found).any() else found


def _keep_finite(found: Figures, at: int, number: float) -> None:
    if math.isfinite(number):
        found.values[at] = number
    else:
        found.wrong[at] = (f"the figure {number} is not finite", "write a number, or leave the cell blank")


def _read_odd(
    found: Figures, at: int, cell: str, unit: str, shorthand: Mapping[str, State], decimal_comma: bool
) -> None:
    try:
        figure = read_figure(cell, unit, shorthand, decimal_comma)
    except ValueError as why:
        what, right = why.args
        found.wrong[at] = (what, right)
        return
    found.values[at] = figure.value
    if figure.state is not None:
        found.states[at] = figure.state
    if figure.tidied:
        found.tidied[at] = figure.tidied


def read_figure(
    cell: str, unit: str = "", shorthand: Mapping[str, State] = NOTHING, decimal_comma: bool = False
) -> Figure:
    """One cell that is more than a plain number. Raises ValueError(what, what is right) when it has no one meaning."""
    state = _state_of(cell, shorthand)
    if state is not None:
        if state.has_value:
            raise ValueError(f"{cell!r} says {state.value!r} and no figure stands beside it", "write the figure too")
        return Figure(math.nan, state)
    marked = _WITH_SHORTHAND.fullmatch(cell)
    state = _state_of(marked["mark"], shorthand) if marked else None
    if marked and state is not None:
        number, tidied = _number(marked["figure"], unit, decimal_comma)
        if not state.has_value:
            raise ValueError(f"{cell!r} gives a figure and says {state.value!r}", "keep the one that is right")
        return Figure(number, state, tidied)
    number, tidied = _number(cell, unit, decimal_comma)
    return Figure(number, None, tidied)


def _state_of(cell: str, shorthand: Mapping[str, State]) -> State | None:
    return shorthand.get(cell) or GSS_SHORTHAND.get(cell.lower())


def _number(cell: str, unit: str, decimal_comma: bool) -> tuple[float, str]:
    """The number in a cell and how it was tidied to get there."""
    text, tidied = cell.replace("\u2212", "-"), []
    if text != cell:
        tidied.append("with a plain minus sign")
    for mark, sign, words in (("%", PERCENT, "without the per cent sign"), ("£", POUNDS, "without the pound sign")):
        if mark in text and sign.search(unit):
            text = text.removesuffix("%").strip() if mark == "%" else text.replace("£", "", 1).strip()
            tidied.append(words)
    if _THOUSANDS.fullmatch(text) and not (decimal_comma and text.count(",") == 1 and "." not in text):
        text = text.replace(",", "")
        tidied.append("without commas between thousands")
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{cell!r} is not a figure", _what_is_right(text, unit))
    if not math.isfinite(float(text)):
        raise ValueError(f"{cell!r} is too large to count with", "write a number, or leave the cell blank")
    return float(text), " and ".join(tidied)


def _what_is_right(text: str, unit: str) -> str:
    if text in _SPREADSHEET_ERRORS:
        return "it is an error of the spreadsheet: mend the formula, or leave the cell blank"
    if _INFINITY.fullmatch(text):
        return "infinity cannot be compared; write a number, or leave the cell blank"
    if _DECIMAL_COMMA.fullmatch(text):
        return POINT
    if _THOUSANDS.fullmatch(text) or _COMMA.fullmatch(text):
        return f"{TWO_WAYS}: write {text.replace(',', '.')} or {text.replace(',', '')}"
    if text.endswith("%") and not PERCENT.search(unit):
        return f"the unit is {unit!r}: say unit: per cent for the indicator, or write the figure without %"
    if "£" in text and not POUNDS.search(unit):
        return f"the unit is {unit!r}: say unit: pounds for the indicator, or write the figure without £"
    if _SPACED.search(text):
        return "write the figure without spaces"
    return "write a number or leave the cell blank; if it stands for a reason, declare it in shorthand: of the source"
