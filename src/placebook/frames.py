"""Frames of figures, for people who work in a notebook or with other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placebook.types import Cube, Index, PlacebookError, RankRanges

if TYPE_CHECKING:
    import pandas
    import polars

    from placebook.store.tables import Table


def to_pandas(value: Any) -> pandas.DataFrame:
    """A pandas frame of an index, rank ranges, a cube, observations, or a question about observations.

    One row for each figure. A missing number is NaN, a missing whole number is <NA>: never zero.
    Raises PlacebookError for anything else.
    """
    import pandas as pd

    from placebook.store.tables import Kind

    table = as_table(value)
    frame = pd.DataFrame(dict(zip(table.names, table.columns, strict=True)))
    whole = [heading.name for heading in table.headings if heading.kind is Kind.WHOLE]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def to_polars(value: Any) -> polars.DataFrame:
    """A Polars frame of the same things as `to_pandas`. Whatever is missing is null: never zero.

    Raises PlacebookError when Polars is not installed, and says how to install it.
    """
    try:
        import polars as pl
    except ImportError:
        raise PlacebookError(
            'Polars is not installed. Run: pip install "placebook[polars]", or use to_pandas instead'
        ) from None
    from placebook.store.tables import Kind

    kinds = {Kind.TEXT: pl.String, Kind.NUMBER: pl.Float64, Kind.WHOLE: pl.Int64, Kind.YES_NO: pl.Boolean}
    table = as_table(value)
    columns = [
        pl.Series(heading.name, column, dtype=pl.Float64, nan_to_null=True).cast(kinds[heading.kind])
        if heading.kind in (Kind.NUMBER, Kind.WHOLE)
        else pl.Series(heading.name, column.tolist(), dtype=kinds[heading.kind])
        for heading, column in zip(table.headings, table.columns, strict=True)
    ]
    return pl.DataFrame(columns)


def as_table(value: Any) -> Table:
    """The rows and columns of an index, rank ranges, a cube, observations or a question.

    Raises PlacebookError, saying what can be shown, for anything else.
    """
    from placebook.store.observations import HEADINGS, Question, observations_table
    from placebook.store.results import ranges_table, scores_table
    from placebook.store.tables import Table

    if isinstance(value, Table):
        return value
    if isinstance(value, Index):
        return scores_table(value)
    if isinstance(value, Cube):
        return _cube_table(value)
    if isinstance(value, Question):
        return value.table()
    if isinstance(value, RankRanges):
        return ranges_table([value])
    if isinstance(value, (list, tuple)) and value and all(isinstance(each, RankRanges) for each in value):
        return ranges_table(value)
    if all(hasattr(value, heading.name) for heading in HEADINGS):
        return observations_table(value)
    raise PlacebookError(
        f"no frame can be made of a {type(value).__name__}; give an index, rank ranges, a cube, observations, "
        "or a question about observations"
    )


def _cube_table(cube: Cube) -> Table:
    import numpy as np

    from placebook.store.tables import Heading, Kind, table_of

    key = ("area", "indicator", "period")
    labels = (np.array(each, dtype=object) for each in (cube.areas, cube.indicators, cube.periods))
    columns = dict(zip(key, (grid.ravel() for grid in np.meshgrid(*labels, indexing="ij")), strict=True))
    headings = (*(Heading(name) for name in key), Heading("value", Kind.NUMBER))
    return table_of(headings, {**columns, "value": cube.values.ravel()}, key)
