"""Observations: every figure of a place book in one Parquet file, asked through one query layer.

The questions are Narwhals expressions, so the same words run on DuckDB (the default), Polars or
Spark. Figures are fetched one year at a time and a few million at most, which is what keeps all of
the UK within one machine.

The file is kept once, sorted by year, then indicator, then area. With a million figures, a second copy
sorted by area would answer a question about one area in 4 ms instead of 14, for twice the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from placebook.store.tables import Heading, Kind, Table, open_parquet, table_of, write_parquet
from placebook.types import Cube, DataError, Evidence, Numbers, Observation, State

if TYPE_CHECKING:
    import narwhals as nw

Places = NDArray[np.int64]
HEADINGS = (
    Heading("area", Kind.TEXT, "Code of the area"),
    Heading("indicator", Kind.TEXT, "What was measured"),
    Heading("period", Kind.TEXT, "The period as the publisher wrote it"),
    Heading("year", Kind.WHOLE, "The one year the period stands for"),
    Heading("value", Kind.NUMBER, "The figure; empty where there is none, never zero in its place"),
    Heading("lower", Kind.NUMBER, "Lower 95% confidence limit, where the publisher gives one"),
    Heading("upper", Kind.NUMBER, "Upper 95% confidence limit, where the publisher gives one"),
    Heading("numerator", Kind.NUMBER, "The count above the line of a rate"),
    Heading("denominator", Kind.NUMBER, "The count below the line of a rate"),
    Heading("state", Kind.TEXT, "Why the figure is or is not there"),
    Heading("note", Kind.TEXT, "The publisher's note"),
    Heading("source", Kind.TEXT, "The source it was read from"),
    Heading("file", Kind.TEXT, "The file it was read from, as received"),
    Heading("row", Kind.WHOLE, "The row of that file, counted from 1"),
)
KEY = ("area", "indicator", "period")
SORT = ("year", "indicator", "area")  # year first, since figures are asked for period by period
IN_ONE_QUESTION = 4_000_000  # figures fetched at a time
NAMED_IN_A_FILTER = 1_000  # with more names than this, fetching all and choosing here is faster
TO_LIMITS = 1.959964  # standard errors between a figure and its 95% limits


def observations_table(observations: object) -> Table:
    """Observations held in columns (area, indicator, period, year, value...) as a table.

    Raises
    ------
    DataError : a state that says there is no figure stands beside a figure. Writing it down would
        publish, for instance, a count that was withheld because it is too small to show.
    """
    table = table_of(HEADINGS, {heading.name: getattr(observations, heading.name) for heading in HEADINGS}, KEY)
    withheld = [state.value for state in State if not state.has_value]
    wrong = np.flatnonzero(np.isin(table["state"].astype(str), withheld) & ~np.isnan(table["value"]))
    if len(wrong):
        found = dict(zip(table.names, (column[wrong[0]] for column in table.columns), strict=True))
        raise DataError(
            f"{found['file']}, row {found['row']:.0f}: {found['indicator']} of {found['area']} is marked "
            f"{str(found['state'])!r} and yet has the figure {found['value']:g}. "
            f"Leave the figure empty, or change its state ({len(wrong)} such in all)"
        )
    return table


def write_observations(observations: object, path: Path) -> None:
    """Write observations to a Parquet file, sorted, so that the same figures give the same bytes.

    Takes anything with one column per heading of HEADINGS, such as `sources.observations.Observations`.
    """
    write_parquet(observations_table(observations), path, SORT)


def ask(figures: Any) -> Question:
    """Begin a question about observations: `ask(path).of(["pm10"]).in_years([2012, 2013]).table()`.

    `figures` is the path of a file made by `write_observations`, or any lazy frame that Narwhals
    knows (DuckDB, Polars, Spark) with the same columns. Raises FileNotFoundError for a missing file.
    """
    import narwhals as nw

    return Question(nw.from_native(open_parquet(figures) if isinstance(figures, Path) else figures).lazy())


def cube(
    figures: Any,
    areas: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    periods: Sequence[str | int] | None = None,
) -> tuple[Cube, Evidence]:
    """The figures of these areas, indicators and periods as numbers with labels: see `Question.cube`."""
    return ask(figures).cube(areas, indicators, periods)


@dataclass(frozen=True, slots=True)
class Question:
    """Which observations are wanted. Each word narrows it; nothing is fetched before the last."""

    frame: nw.LazyFrame[Any]

    def at(self, areas: Sequence[str]) -> Question:
        """Only these areas."""
        return self._where(_among("area", areas))

    def of(self, indicators: Sequence[str]) -> Question:
        """Only these indicators."""
        return self._where(_among("indicator", indicators))

    def in_years(self, years: Sequence[int]) -> Question:
        """Only these years."""
        return self._where(_among("year", years))

    def in_period(self, period: str, others: Sequence[str] = ()) -> Question:
        """Only this period: a label as published ("2013/14"), or a year that figures are dated by ("2014").

        A figure whose own label is one of `others` belongs there, and not to its year.
        """
        import narwhals as nw

        wanted = _among("period", [period])
        if period.isdecimal():
            elsewhere = [other for other in others if other != period]
            dated = nw.col("year") == int(period)
            wanted = wanted | (dated & ~_among("period", elsewhere) if elsewhere else dated)
        return self._where(wanted)

    def _where(self, wanted: nw.Expr) -> Question:
        return Question(self.frame.filter(wanted))

    def areas(self) -> tuple[str, ...]:
        """The codes of the areas there are, sorted."""
        return self._names("area")

    def indicators(self) -> tuple[str, ...]:
        """The indicators there are, sorted."""
        return self._names("indicator")

    def years(self) -> tuple[int, ...]:
        """The years there are, in order."""
        return tuple(int(year) for year in self._names("year"))

    def _names(self, column: str) -> tuple[Any, ...]:
        found = _fetch(self.frame.select(column).unique())[column]
        return tuple(sorted(found.to_list()))

    def table(self) -> Table:
        """Everything asked for, as a table in the order of the file."""
        names = [heading.name for heading in HEADINGS]
        order = (*SORT, *(name for name in names if name not in SORT))
        found = _fetch(self.frame.select(names).sort(*order))
        return table_of(HEADINGS, {name: found[name].to_numpy() for name in names}, KEY)

    def rows(self) -> Iterator[Observation]:
        """Everything asked for, one observation at a time, each with the file and row it came from."""
        table = self.table()
        for row in table.rows():
            found: dict[str, Any] = dict(zip(table.names, row, strict=True))
            del found["year"]
            yield Observation(**{**found, "state": State(found["state"])})

    def cube(
        self,
        areas: Sequence[str] | None = None,
        indicators: Sequence[str] | None = None,
        periods: Sequence[str | int] | None = None,
    ) -> tuple[Cube, Evidence]:
        """The figures as numbers with labels, and what stands behind each of them.

        Parameters
        ----------
        areas, indicators : what is wanted, in the order wanted; None means all there are, sorted
        periods : years (2014) or labels as published ("2013/14"); None means all years there are

        Returns
        -------
        Cube : shape (areas, indicators, periods); NaN where there is no figure
        Evidence : of the same shape. `error` is the standard error, (upper - lower) / (2 x 1.96) as the
            limits are taken for 95%; NaN where no limits are given. `estimated` marks estimated figures

        Raises
        ------
        DataError : two observations claim the same area, indicator and period
        """
        areas = self.areas() if areas is None else tuple(areas)
        indicators = self.indicators() if indicators is None else tuple(indicators)
        labels = tuple(str(period) for period in (self.years() if periods is None else periods))
        shape = (len(areas), len(indicators), len(labels))
        values, error, estimated = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, bool)
        named = self if len(areas) > NAMED_IN_A_FILTER else self.at(areas)
        at_a_time = max(1, IN_ONE_QUESTION // max(1, len(areas)))
        for t, label in enumerate(labels):
            for start in range(0, len(indicators), at_a_time):
                some = indicators[start : start + at_a_time]
                found = named.in_period(label, labels).of(some)._laid_out(areas, some)
                at = found.area, found.indicator + start, np.full(len(found.area), t)
                values[at], error[at], estimated[at] = found.value, found.error, found.estimated
        return Cube(values, areas, indicators, labels), Evidence(error, estimated)

    def _laid_out(self, areas: tuple[str, ...], indicators: tuple[str, ...]) -> Figures:
        """The figures of one period with their places among these areas and indicators."""
        import narwhals as nw

        found = _fetch(
            self.frame.select(
                "area",
                "indicator",
                "value",
                # times the inverse, since not every engine has a function for "/"
                error=(nw.col("upper") - nw.col("lower")) * (2 * TO_LIMITS) ** -1,
                estimated=nw.col("state") == nw.lit(State.ESTIMATED.value),
            )
        )
        area, indicator = _places(found["area"], areas), _places(found["indicator"], indicators)
        self._refuse_twice(area, indicator, areas, indicators)
        columns = (area, indicator, *(found[name].to_numpy() for name in ("value", "error", "estimated")))
        return Figures(*(column[area >= 0] for column in columns))

    def _refuse_twice(
        self, area: Places, indicator: Places, areas: tuple[str, ...], indicators: tuple[str, ...]
    ) -> None:
        """Name the first figure that stands twice, and where both stand."""
        cells, times = np.unique(np.where(area < 0, -1, area * len(indicators) + indicator), return_counts=True)
        twice = cells[(times > 1) & (cells >= 0)]
        if len(twice) == 0:
            return
        i, j = divmod(int(twice[0]), len(indicators))
        rows = list(self.at([areas[i]]).of([indicators[j]]).rows())
        said = " and ".join(f"{row.file}, row {row.row} ({row.period}: {row.value})" for row in rows)
        raise DataError(
            f"{indicators[j]} of {areas[i]} stands {len(rows)} times for one period: {said}. "
            f"Keep one of them ({len(twice)} such in all)"
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one period, each with the position of its area and indicator: columns of equal length."""

    area: Places
    indicator: Places
    value: Numbers
    error: Numbers
    estimated: NDArray[np.bool_]


def _among(column: str, names: Sequence[Any]) -> nw.Expr:
    """True where a column holds one of these names. A single one is compared, which skips row groups."""
    import narwhals as nw

    return nw.col(column) == nw.lit(names[0]) if len(names) == 1 else nw.col(column).is_in(list(names))


def _fetch(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Run the question where its figures are. Polars answers itself, any other engine through pandas."""
    return frame.collect(backend="polars" if frame.implementation.is_polars() else "pandas")


def _places(found: nw.Series[Any], names: Sequence[str]) -> Places:
    """The position of each found name among the names wanted; -1 where it is not wanted."""
    places = {name: i for i, name in enumerate(names)}
    return np.fromiter((places.get(name, -1) for name in found.to_list()), np.int64, len(found))
