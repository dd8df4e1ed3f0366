"""The cells of a table without a book as figures: numbers, signs for none, and what is not possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from placebook.sources.figures import Figures, read_figures
from placebook.sources.tables import Table
from placebook.types import DataError, Indicator, Numbers, State

BLANKS = dict.fromkeys(("NA", "N/A", "NaN", "na", "n/a", "nan", "null", "NULL", "None", ".."), State.NOT_MEASURED)
_TO_LIMITS = 1.959964  # standard errors between a figure and its 95% limits


@dataclass(frozen=True, slots=True)
class Asked:
    """What a recipe asks of a table: indicators by id, and what it says of them."""

    wanted: tuple[str, ...]
    known: Mapping[str, Indicator] = field(default_factory=dict)

    def unit(self, name: str) -> str:
        """The unit of an indicator, or nothing."""
        return self.known[name].unit if name in self.known else ""

    def called(self, name: str) -> str:
        """The name of an indicator in the table: its heading where the recipe gives one, else its id."""
        return (self.known[name].heading if name in self.known else None) or name


def figures_in(
    table: Table, heading: str, kept: Sequence[int], names: Sequence[str], asked: Asked, *, are_limits: bool = False
) -> Figures:
    """Cells as figures: numbers, or a sign for none. Refuses what is neither, and figures that are not possible."""
    cells = table.column(heading)
    found = read_figures([cells[at] for at in kept], lambda i: asked.unit(names[i]), BLANKS, table.delimiter == ";")
    for at, (what, right) in found.wrong.items():
        raise DataError(f"{table.file}, row {table.rows[kept[at]]}, column {heading!r}: {what}; {right}")
    if not are_limits:
        _refuse_impossible(table, heading, kept, names, asked, found.values)
    return found


def _refuse_impossible(
    table: Table, heading: str, kept: Sequence[int], names: Sequence[str], asked: Asked, values: Numbers
) -> None:
    """Refuse a figure beyond what the recipe says is possible for its indicator."""
    column = np.array(names, dtype=object)
    for name in dict.fromkeys(names):
        one = asked.known.get(name)
        if one is None or (one.lowest is None and one.highest is None):
            continue
        low, high = (-np.inf if one.lowest is None else one.lowest), (np.inf if one.highest is None else one.highest)
        beyond = np.flatnonzero((column == name) & ((values < low) | (values > high)))
        if len(beyond):
            at = int(beyond[0])
            end, words = (low, "lowest") if values[at] < low else (high, "highest")
            raise DataError(
                f"{table.file}, row {table.rows[kept[at]]}, column {heading!r}: {values[at]:g} is not possible for "
                f"{name!r}, whose {words} is {end:g} by the recipe; mend the figure, or {words}: in the recipe"
            )


def error_from_limits(table: Table, kept: Sequence[int], low: Numbers, high: Numbers) -> Numbers:
    """Standard errors from 95% limits; refuses a lower limit above the upper."""
    turned = np.flatnonzero(low > high)
    if len(turned):
        at = int(turned[0])
        raise DataError(
            f"{table.file}, row {table.rows[kept[at]]}: the lower limit {low[at]:g} is above the upper {high[at]:g}; "
            "put the lower one first"
        )
    error: Numbers = (high - low) / (2 * _TO_LIMITS)
    return error
