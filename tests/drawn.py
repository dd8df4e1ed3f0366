"""Tables drawn as text, so that a person can check a test by eye."""

from __future__ import annotations

import numpy as np

from placebook.types import Numbers


def table(text: str) -> tuple[tuple[str, ...], tuple[str, ...], Numbers]:
    """Read a drawn table: (row names, column names, figures), where a blank cell is NaN.

                | health | income
        --------+--------+-------
        Ashford |     80 |     60
        Barton  |     40 |

    A line of dashes is for the eye only. A row with too many or too few cells is a mistake in
    the drawing and raises ValueError. A drawing with a heading and no rows has shape (0, columns).
    """
    lines = [line for line in text.splitlines() if line.strip() and set(line.strip()) - set("-+")]
    columns = tuple(cell.strip() for cell in lines[0].split("|"))[1:]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines[1:]]
    for row in rows:
        if len(row) != len(columns) + 1:
            raise ValueError(f"the row {row[0]!r} has {len(row) - 1} cells, the heading has {len(columns)}")
    figures = [[float(cell) if cell else np.nan for cell in row[1:]] for row in rows]
    names = tuple(row[0] for row in rows)
    return names, columns, np.array(figures, dtype=np.float64).reshape(len(rows), len(columns))
