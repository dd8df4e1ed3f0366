"""The tables of the ASEM example (51 countries, 49 indicators) that COINr 1.1.14 wrote, for golden tests."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from placebook.types import Numbers

CLOSE = 1e-9  # how near a reproduced figure must be


class Asem:
    """Reads one folder of saved tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, name: str) -> list[dict[str, str]]:
        """Every row of a saved table, as text under its headings."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def figures(self, name: str, columns: Sequence[str]) -> Numbers:
        """Columns of a saved table, shape (rows, columns); an empty cell or NA is NaN."""
        return np.array([[_number(row[column]) for column in columns] for row in self.rows(name)])

    def column(self, name: str, heading: str) -> Numbers:
        """One column of a saved table, shape (rows,)."""
        return self.figures(name, [heading])[:, 0]

    @property
    def families(self) -> dict[str, dict[str, float]]:
        """Each whole of the index with its parts and their weights: eight pillars, two sub-indices, the index."""
        rows = [row for row in self.rows("iMeta") if row["Parent"] not in ("", "NA")]
        wholes = dict.fromkeys(row["Parent"] for row in rows)
        return {w: {row["iCode"]: float(row["Weight"]) for row in rows if row["Parent"] == w} for w in wholes}


def _number(text: str) -> float:
    return float("nan") if text in ("", "NA") else float(text)
