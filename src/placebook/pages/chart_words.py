"""The words of charts: titles that say the finding, and descriptions for those who cannot see the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from placebook.pages.chart_figures import Figures
from placebook.pages.chart_kinds import Mark, Scale, beside_middle, number_words
from placebook.pages.scorecard_words import counted, listed
from placebook.pages.shelf import Shelf


def figure_words(value: float | None, scale: Scale) -> str:
    """A figure, with % where it is per cent."""
    unit = "%" if scale.unit.startswith("per cent") else ""
    return number_words(value, scale.decimals) + (unit if value is not None else "")


def map_title(figures: Figures, marks: Sequence[Mark], marked: str | None) -> str:
    """The finding: how the marked area stands beside the middle, or between which figures all lie."""
    mine = next((mark for mark in marks if mark.code == marked), None)
    return f"{figures.title}, {figures.period}: {_span(figures, marks) if mine is None else _mine(figures, mine)}"


strip_title = map_title


def _mine(figures: Figures, mark: Mark) -> str:
    if mark.value is None:
        return f"{mark.name} has no figure ({mark.state})"
    said = f"{mark.name} {'scores' if figures.heading == 'Score' else 'has'} {figure_words(mark.value, figures.scale)}"
    middle = figure_words(figures.middle, figures.scale)
    words = {
        "better": "better than",
        "worse": "worse than",
        "about the same": "about the same as",
        "not clearly different": "not clearly different from",
    }
    how = words.get(beside_middle(mark, figures.scale))
    if how is None:
        return f"{said}; {figures.middle_is} has {middle}"
    return f"{said}, {how} {figures.middle_is} ({middle})"


def _span(figures: Figures, marks: Sequence[Mark]) -> str:
    there = sorted((mark.value, mark.name) for mark in marks if mark.value is not None)
    if not there:
        return "no figures"
    (low, first), (high, last) = there[0], there[-1]
    return f"from {figure_words(low, figures.scale)} ({first}) to {figure_words(high, figures.scale)} ({last})"


def map_description(shelf: Shelf, figures: Figures, marks: Sequence[Mark]) -> str:
    """What the map shows, how areas fall into its colours, and what is not known."""
    kind = shelf.kind or "area"
    held = Counter(figures.scale.band(mark.value) for mark in marks if mark.value is not None)
    bands = [f"{band.label}: {held[i]}" for i, band in enumerate(figures.scale.bands) if held[i]]
    unit = f" in {figures.scale.unit}" if figures.scale.unit else ""
    said = f"A map of {counted(len(marks), kind)}{unit}. {'; '.join(bands)}."
    return said + _unknown(marks)


def strip_description(shelf: Shelf, figures: Figures, marks: Sequence[Mark]) -> str:
    """What the dots show: the lowest, the middle and the highest, and what is not known."""
    kind = shelf.kind or "area"
    middle = f" {figures.middle_is.capitalize()} has {figure_words(figures.middle, figures.scale)}."
    return f"{counted(len(marks), kind).capitalize()} on a line, {_span(figures, marks)}.{middle}{_unknown(marks)}"


def _unknown(marks: Sequence[Mark]) -> str:
    states = Counter(mark.state for mark in marks if mark.value is None)
    estimated = sum(mark.estimated for mark in marks)
    said = [f"{count} {state}" for state, count in sorted(states.items())]
    said += [f"{estimated} estimated"] if estimated else []
    return f" Of these, {listed(said, 9)}." if said else ""
