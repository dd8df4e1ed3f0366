"""Parquet files into headings and columns of cells."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placebook.types import DataError

if TYPE_CHECKING:
    import duckdb

_NESTED = ("[]", "STRUCT", "MAP", "UNION", "BLOB")
_NUMBERS = ("INT", "FLOAT", "DOUBLE", "DECIMAL")


def parquet_columns(path: Path, name: str, most_rows: int) -> tuple[list[str], list[list[Any]]]:
    """The headings and the columns of a Parquet file; numbers as float, dates and the rest as text, nulls as None.

    Raises DataError when it is not a Parquet file, is too long, or holds a column that is not one value per row.
    """
    import duckdb

    if any(sign in str(path) for sign in "*?["):
        raise DataError(f"{name}: the name of the file or of a folder above it holds * ? or [; give it a plain name")
    database = duckdb.connect()
    try:
        return _columns(database.read_parquet(str(path)), name, most_rows)
    except duckdb.Error as why:
        raise DataError(f"{name}: cannot be read as Parquet ({str(why).splitlines()[0]}); save it again") from None
    finally:
        database.close()


def _columns(found: duckdb.DuckDBPyRelation, name: str, most_rows: int) -> tuple[list[str], list[list[Any]]]:
    kinds = [str(kind) for kind in found.types]
    for heading, kind in zip(found.columns, kinds, strict=True):
        if any(sign in kind for sign in _NESTED):
            raise DataError(f"{name}: the column {heading!r} holds {kind}; one number or text per row is needed")
    many = (found.count("*").fetchone() or (0,))[0]
    if many > most_rows:
        raise DataError(f"{name}: holds {many:,} rows; {most_rows:,} is the most for one file. Split it by period")
    as_plain = (_plain(heading, kind) for heading, kind in zip(found.columns, kinds, strict=True))
    rows = found.project(", ".join(as_plain)).fetchall()
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in kinds]
    return list(found.columns), [[_not_nan(cell) for cell in column] for column in columns]


def _plain(heading: str, kind: str) -> str:
    quoted = '"' + heading.replace('"', '""') + '"'
    wanted = "DOUBLE" if any(sign in kind for sign in _NUMBERS) else "VARCHAR"
    return f"CAST({quoted} AS {wanted}) AS {quoted}"


def _not_nan(cell: Any) -> Any:
    """A NaN in Parquet is how many programs write an empty cell."""
    return None if isinstance(cell, float) and math.isnan(cell) else cell
