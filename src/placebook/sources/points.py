"""Longitudes and latitudes of records, from text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def points_of(longitude: NDArray[np.object_], latitude: NDArray[np.object_]) -> NDArray[np.float64]:
    """Text of longitudes and latitudes as numbers, shape (points, 2): NaN for a blank, infinity for what is none."""
    return np.column_stack([_numbers(longitude), _numbers(latitude)])


def _numbers(texts: NDArray[np.object_]) -> NDArray[np.float64]:
    filled = np.where(np.char.strip(texts.astype(str)) == "", "nan", texts.astype(str))
    try:
        found = filled.astype(np.float64)
    except ValueError:
        found = np.array([_number(text) for text in filled])
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")
