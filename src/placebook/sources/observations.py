"""Every figure of a book in columns, and the way from those columns to a cube."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.types import Cube, DataError, Evidence, Numbers, Observation, State

Texts = NDArray[np.object_]
Whole = NDArray[np.int64]

_95_PER_CENT = 1.959964  # standard errors between a value and its 95% limits
_TEXT = ("area", "indicator", "period", "state", "note", "source", "file")
_WHOLE = ("year", "row")


@dataclass(frozen=True, slots=True)
class Observations:
    """One figure (or the reason there is none) per position; every column has the same length.

    Text columns hold str; numbers are float64 with NaN for "none given"; `period` is the label as published and
    `year` the single year it stands for; `row` counts the rows of `file` from 1, headings included.
    """

    area: Texts
    indicator: Texts
    period: Texts
    year: Whole
    value: Numbers
    lower: Numbers
    upper: Numbers
    numerator: Numbers
    denominator: Numbers
    state: Texts
    note: Texts
    source: Texts
    file: Texts
    row: Whole

    def __post_init__(self) -> None:
        lengths = {name: len(column) for name, column in self.columns().items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns of observations differ in length: {lengths}")

    def __len__(self) -> int:
        return len(self.value)

    def columns(self) -> dict[str, NDArray[Any]]:
        """The columns by name, in the order above."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def take(self, which: NDArray[Any]) -> Observations:
        """The observations at these positions, or where a mask is True."""
        return Observations(**{name: column[which] for name, column in self.columns().items()})

    def at(self, position: int) -> Observation:
        """One observation as a value of its own, None standing for NaN."""
        found: dict[str, Any] = {}
        for name, column in self.columns().items():
            cell = column[position]
            if name in _TEXT:
                found[name] = cell
            elif name in _WHOLE:
                found[name] = int(cell)
            else:
                found[name] = None if np.isnan(cell) else float(cell)
        del found["year"]
        return Observation(**{**found, "state": State(found["state"])})


def no_observations() -> Observations:
    """Columns of length nought."""
    return join([])


def join(parts: Sequence[Observations]) -> Observations:
    """One set of columns out of several, in the order given."""
    return Observations(
        **{
            f.name: np.concatenate([_empty(f.name), *(getattr(part, f.name) for part in parts)])
            for f in fields(Observations)
        }
    )


def _empty(name: str) -> NDArray[Any]:
    return np.empty(0, dtype=object if name in _TEXT else np.int64 if name in _WHOLE else np.float64)


def numbered(labels: Sequence[str] | Texts, names: Sequence[str]) -> Whole:
    """For each label its place in `names`, or -1 where it is not among them."""
    places = {name: i for i, name in enumerate(names)}
    return np.fromiter((places.get(label, -1) for label in labels), dtype=np.int64, count=len(labels))


def to_cube(
    observations: Observations, areas: Sequence[str], indicators: Sequence[str], periods: Sequence[str]
) -> tuple[Cube, Evidence]:
    """Lay observations out as area x indicator x period, with what stands behind each value.

    A period is a label as published ("2014/15"), or a year that observations are dated by ("2014"). Observations of
    other areas, indicators or periods are left aside. Where 95% limits were given, the standard error is

        (upper - lower) / (2 * 1.959964)

    Raises DataError, with file and row of both, when two figures claim the same place.
    """
    at_period = numbered(observations.period, periods)
    by_year = numbered(observations.year.astype(str), periods)
    at = (
        numbered(observations.area, areas),
        numbered(observations.indicator, indicators),
        np.where(at_period >= 0, at_period, by_year),
    )
    wanted = np.flatnonzero((at[0] >= 0) & (at[1] >= 0) & (at[2] >= 0))
    shape = (len(areas), len(indicators), len(periods))
    cell = np.ravel_multi_index((at[0][wanted], at[1][wanted], at[2][wanted]), shape) if wanted.size else wanted
    _refuse_duplicates(observations, wanted, cell)
    kept = observations.take(wanted)
    estimated = np.zeros(shape, dtype=np.bool_)
    estimated.flat[cell] = kept.state == State.ESTIMATED.value
    error = (kept.upper - kept.lower) / (2 * _95_PER_CENT)
    cube = Cube(_placed(kept.value, cell, shape), tuple(areas), tuple(indicators), tuple(periods))
    return cube, Evidence(_placed(error, cell, shape), estimated)


def _placed(column: Numbers, cell: Whole, shape: tuple[int, int, int]) -> Numbers:
    laid_out = np.full(shape, np.nan)
    laid_out.flat[cell] = column
    return laid_out


def _refuse_duplicates(observations: Observations, wanted: Whole, cell: Whole) -> None:
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(np.diff(cell[order]) == 0)
    if not again.size:
        return
    one, two = (observations.at(int(wanted[order[again[0] + step]])) for step in (0, 1))
    raise DataError(
        f"{one.file}, row {one.row} and {two.file}, row {two.row}: both give {one.indicator} for {one.area} in "
        f"the same year ({one.period}: {one.value}; {two.period}: {two.value}); keep one of the two"
    )
