"""The results of a build: an index and its rank ranges, to and from files of a folder.

scores.parquet        one row per period, area and part (SCORES)
index.json            the recipe as used, and the order of areas, parts and periods
ranges.parquet        one row per period, area and part (RANGES)
ranges.json           how the ranges were made
clear.parquet         the pairs of areas of which one is clearly above the other (CLEAR)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.measure.tree import part_depths
from placebook.store.plain import read_value, write_value
from placebook.store.tables import Heading, Kind, Table, read_parquet, table_of, write_parquet
from placebook.types import Cube, DataError, Index, RankRanges

WHERE = (
    Heading("period", Kind.TEXT, "The period"),
    Heading("area", Kind.TEXT, "Code of the area"),
    Heading("part", Kind.TEXT, "The index or the part of it"),
)
KEY = ("period", "area", "part")
SCORES = (
    *WHERE,
    Heading("level", Kind.TEXT, "Level of the part in the index"),
    Heading(
        "score", Kind.NUMBER, "Score on the scale of the recipe; empty where there is none, never zero in its place"
    ),
    Heading("rank", Kind.WHOLE, "Rank among all areas: 1 is the highest score, and equal scores share the better rank"),
    Heading("out_of", Kind.WHOLE, "How many areas have a rank"),
    Heading("estimated", Kind.YES_NO, "Whether any figure below the score was estimated"),
    Heading("coverage", Kind.NUMBER, "Share of the part's weight that rests on published figures, 0 to 1"),
    Heading("weight", Kind.NUMBER, "Weight of the part in its whole, as used"),
)
RANGES = (
    *WHERE,
    Heading("score_p05", Kind.NUMBER, "Score: 5th percentile of the runs"),
    Heading("score_p50", Kind.NUMBER, "Score: middle run"),
    Heading("score_p95", Kind.NUMBER, "Score: 95th percentile of the runs"),
    Heading("rank_p05", Kind.NUMBER, "Rank: 5th percentile of the runs, the better end"),
    Heading("rank_p50", Kind.NUMBER, "Rank: middle run"),
    Heading("rank_p95", Kind.NUMBER, "Rank: 95th percentile of the runs, the worse end"),
    Heading("first", Kind.NUMBER, "Share of runs in which the area came first"),
    Heading("last", Kind.NUMBER, "Share of runs in which the area came last"),
    *(
        Heading(f"fifth_{i}", Kind.NUMBER, f"Share of runs in fifth {i} of the ranks; 1 holds rank 1")
        for i in range(1, 6)
    ),
)
CLEAR = (*WHERE, Heading("clearly_below", Kind.TEXT, "Code of an area that is clearly below this one on this part"))
_ARRAYS = {  # heading -> field of RankRanges
    "score_p05": "score_low",
    "score_p50": "score_mid",
    "score_p95": "score_high",
    "rank_p05": "rank_low",
    "rank_p50": "rank_mid",
    "rank_p95": "rank_high",
    "first": "first",
    "last": "last",
}
_FIFTHS = tuple(f"fifth_{i}" for i in range(1, 6))


def levels_of(index: Index) -> tuple[str, ...]:
    """The recipe's word for the level of each part, in the order of the parts."""
    words = index.recipe.levels
    depths = {part.name: depth for part, depth in part_depths(index.recipe.tree)}
    return tuple(words[min(depths[part.name], len(words) - 1)] for part in index.parts)


def scores_table(index: Index) -> Table:
    """Every score and rank of an index as rows (SCORES): by period, then area, then part in the order of the tree."""
    areas, parts, periods = index.scores.areas, index.scores.indicators, index.scores.periods
    shape = (len(periods), len(areas), len(parts))
    columns: dict[str, Any] = _labels(periods, areas, parts)
    columns["level"] = np.tile(np.array(levels_of(index), dtype=object), len(periods) * len(areas))
    columns["score"] = _as_column(index.scores.values)
    columns["rank"] = _as_column(index.ranks.values)
    columns["out_of"] = np.broadcast_to(index.out_of.T[:, None, :], shape).ravel()
    columns["estimated"] = _as_column(index.estimated)
    columns["coverage"] = _as_column(index.coverage)
    columns["weight"] = np.broadcast_to(index.weights.T[:, None, :], shape).ravel()
    return table_of(SCORES, columns, KEY)


def write_index(index: Index, folder: Path) -> None:
    """Write an index to `scores.parquet` and `index.json` of a folder, from which it comes back unchanged."""
    write_parquet(scores_table(index), folder / "scores.parquet")
    cube = index.scores
    labels = {"areas": cube.areas, "parts": cube.indicators, "periods": cube.periods}
    said = {"recipe": index.recipe, "screened_out": index.screened_out, **labels}
    write_value(said, folder / "index.json")


def read_index(folder: Path) -> Index:
    """The index in a folder made by `write_index`.

    Raises
    ------
    FileNotFoundError : the folder holds no index
    DataError : its two files do not belong together
    """
    said = read_value(folder / "index.json")
    table = read_parquet(folder / "scores.parquet", SCORES, KEY)
    areas, parts, periods = (tuple(said[name]) for name in ("areas", "parts", "periods"))
    _refuse_other_labels(table, folder, periods, areas, parts)

    def array(name: str) -> NDArray[Any]:
        return _as_array(table[name], periods, areas, parts)

    recipe = said["recipe"]
    found = {part.name: part for part in recipe.tree.walk()}
    return Index(
        recipe=recipe,
        parts=tuple(found[name] for name in parts),
        scores=Cube(array("score"), areas, parts, periods),
        ranks=Cube(array("rank"), areas, parts, periods),
        weights=array("weight")[0],
        estimated=array("estimated"),
        coverage=array("coverage"),
        screened_out=MappingProxyType(said["screened_out"]),
    )


def ranges_table(ranges: Sequence[RankRanges]) -> Table:
    """Rank ranges, one value for each period, as rows (RANGES): by period, then area, then part."""
    columns: dict[str, list[NDArray[Any]]] = {heading.name: [] for heading in RANGES}
    for one in ranges:
        for name, column in _labels((one.period,), one.areas, one.parts).items():
            columns[name].append(column)
        for name, field in _ARRAYS.items():
            columns[name].append(getattr(one, field).ravel())
        for k, name in enumerate(_FIFTHS):
            columns[name].append(one.fifths[:, :, k].ravel())
    return table_of(RANGES, {name: np.concatenate(each or [np.array([])]) for name, each in columns.items()}, KEY)


def write_ranges(ranges: Sequence[RankRanges], folder: Path) -> None:
    """Write rank ranges to `ranges.parquet`, `clear.parquet` and `ranges.json` of a folder."""
    write_parquet(ranges_table(ranges), folder / "ranges.parquet")
    write_parquet(_clear_table(ranges), folder / "clear.parquet")
    words = ("period", "areas", "parts", "runs", "seed", "varied", "not_varied")
    said = [{name: getattr(one, name) for name in words} | {"pairs": one.clear is not None} for one in ranges]
    write_value(said, folder / "ranges.json")


def read_ranges(folder: Path) -> tuple[RankRanges, ...]:
    """The rank ranges in a folder made by `write_ranges`, one value for each period.

    Raises FileNotFoundError when it holds none, DataError when its files do not belong together.
    """
    said = read_value(folder / "ranges.json")
    table = read_parquet(folder / "ranges.parquet", RANGES, KEY)
    clear = read_parquet(folder / "clear.parquet", CLEAR)
    return tuple(_ranges_of(folder, one, table, clear) for one in said)


def _ranges_of(folder: Path, said: dict[str, Any], table: Table, clear: Table) -> RankRanges:
    period, areas, parts = said["period"], tuple(said["areas"]), tuple(said["parts"])
    here = table.where(table["period"] == period)
    _refuse_other_labels(here, folder, (period,), areas, parts)

    def array(name: str) -> NDArray[Any]:
        return _as_array(here[name], (period,), areas, parts)[:, :, 0]

    pairs = clear.where(clear["period"] == period)
    return RankRanges(
        areas=areas,
        parts=parts,
        period=period,
        **{field: array(name) for name, field in _ARRAYS.items()},
        fifths=np.stack([array(name) for name in _FIFTHS], axis=-1),
        runs=said["runs"],
        seed=said["seed"],
        varied=tuple(said["varied"]),
        not_varied=tuple(said["not_varied"]),
        clear=_clear_array(pairs, areas, parts) if said["pairs"] else None,
    )


def _clear_table(ranges: Sequence[RankRanges]) -> Table:
    rows = [
        (one.period, one.areas[above], one.parts[part], one.areas[below])
        for one in ranges
        if one.clear is not None
        for above, below, part in np.argwhere(one.clear == 1)
    ]
    return table_of(CLEAR, {h.name: np.array([row[k] for row in rows], object) for k, h in enumerate(CLEAR)})


def _clear_array(pairs: Table, areas: tuple[str, ...], parts: tuple[str, ...]) -> NDArray[np.int8]:
    clear = np.zeros((len(areas), len(areas), len(parts)), dtype=np.int8)
    for _, above, part, below in pairs.rows():
        i, j, k = areas.index(str(above)), areas.index(str(below)), parts.index(str(part))
        clear[i, j, k], clear[j, i, k] = 1, -1
    return clear


def _labels(periods: Sequence[str], areas: Sequence[str], parts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The first three columns: the last label changes fastest."""
    here = (np.array(labels, dtype=object) for labels in (periods, areas, parts))
    grid = np.meshgrid(*here, indexing="ij")
    return {name: column.ravel() for name, column in zip(KEY, grid, strict=True)}


def _as_column(array: NDArray[Any]) -> NDArray[Any]:
    """An array (areas, parts, periods) as a column by period, area and part."""
    return array.transpose(2, 0, 1).ravel()


def _as_array(column: NDArray[Any], periods: Sequence[str], areas: Sequence[str], parts: Sequence[str]) -> NDArray[Any]:
    """The inverse of `_as_column`."""
    return column.reshape(len(periods), len(areas), len(parts)).transpose(1, 2, 0).copy()


def _refuse_other_labels(
    table: Table, folder: Path, periods: Sequence[str], areas: Sequence[str], parts: Sequence[str]
) -> None:
    wanted = _labels(periods, areas, parts)
    if not all(np.array_equal(table[name], wanted[name]) for name in KEY):
        raise DataError(f"{folder}: the files of this index do not belong together; run placebook build again")
