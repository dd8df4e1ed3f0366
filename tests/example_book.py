"""The example book worked out the slow and simple way: plain Python, one figure at a time.

It shares with Placebook only the reader of YAML. What the fast way makes of the book is held against it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from math import exp, log
from pathlib import Path
from typing import Any

from placebook.book.yaml import read_yaml

BOOK = Path(__file__).resolve().parents[1] / "src" / "placebook" / "content" / "example"
YEARS = (2010, 2011, 2012, 2013, 2014)
WARDS = tuple(f"E050000{n}" for n in range(26, 43))
RECIPE = read_yaml(BOOK / "recipes" / "barking-dagenham-spi.yaml")
SOURCES = {path.stem: read_yaml(path) for path in sorted((BOOK / "sources").glob("*.yaml"))}
INDICATORS = {one["id"]: one for source in SOURCES.values() for one in source["indicators"]}

Series = dict[int, float]  # year -> figure


def rows_of(source: str) -> list[dict[str, str]]:
    """The rows of a source's table, cells as they stand."""
    with (BOOK / "raw" / f"{source}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_rows() -> list[dict[str, str]]:
    """The rows of every table."""
    return [row for source in SOURCES for row in rows_of(source)]


def year(period: str, dated_by: str) -> int:
    """The year a period stands for: 2014/15 runs from 2014 to 2015; the middle of two years is the earlier."""
    years = [int(y) for y in re.findall(r"\d{4}", period)]
    first, last = years[0], years[-1] + (1 if re.search(r"/\d\d$", period) else 0)
    return {"first_year": first, "last_year": last, "middle_year": (first + last) // 2}[dated_by]


def series(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], Series]:
    """(area, indicator) -> its figures by year. A year that is given twice is refused."""
    found: dict[tuple[str, str], Series] = {}
    for row in rows:
        when = year(row["period"], INDICATORS[row["indicator"]].get("dated_by", "last_year"))
        of_one = found.setdefault((row["area_code"], row["indicator"]), {})
        if when in of_one:
            raise ValueError(f"{row['indicator']} of {row['area_code']} stands twice in {when}")
        of_one[when] = float(row["value"])
    return found


def steps(family: str) -> list[Any]:
    """The steps of one family in the recipe."""
    return [step[family] for step in RECIPE["steps"] if family in step]


STRAIGHT = next(tuple(how["only"]) for how in steps("impute") if how["method"] == "linear")
RATES = steps("denominate")[0]
GOALPOSTS = steps("normalise")[0]["goalposts"]


def in_year(of_one: Series, when: int, straight: bool) -> float | None:
    """The figure that stands for a year: its own, else on a straight line, else the last known, else the next."""
    before = max((y for y in of_one if y <= when), default=None)
    after = min((y for y in of_one if y >= when), default=None)
    if before is None:
        return None if after is None else of_one[after]
    if after is None or before == after or not straight:
        return of_one[before]
    return of_one[before] + (of_one[after] - of_one[before]) * (when - before) / (after - before)


def scored_figure(found: Mapping[tuple[str, str], Series], area: str, indicator: str, when: int) -> float | None:
    """The figure that is scored: filled, then divided where the recipe says so."""
    top = in_year(found.get((area, indicator), {}), when, indicator in STRAIGHT)
    if top is None or indicator not in RATES:
        return top
    by = RATES[indicator]["by"]
    bottom = in_year(found[area, by], when, by in STRAIGHT)
    return None if bottom is None else top / bottom * RATES[indicator]["times"]


def slow_scores(area: str, when: int) -> dict[str, float]:
    """Every part of the index for one ward and year, worked out from the tables."""
    found = series(row for row in all_rows() if row["area_code"] == area)
    scores: dict[str, float] = {}

    def score(name: str, part: Mapping[str, Any], depth: int) -> float | None:
        if "not_measured" in part:
            return None
        if "parts" not in part:
            indicator = part.get("indicator", name)
            low, high = GOALPOSTS[indicator]
            share = (scored_figure(found, area, indicator, when) - low) / (high - low)
            scores[name] = 100 * min(1, max(0, share))
            return scores[name]
        below = [(score(key, one, depth + 1), one.get("weight", 1)) for key, one in part["parts"].items()]
        there = [(s, w) for s, w in below if s is not None]
        total = sum(w for _, w in there)
        if depth < 2:  # the index and its dimensions: geometric
            scores[name] = exp(sum(w * log(max(s, 1)) for s, w in there) / total)
        else:
            scores[name] = sum(w * s for s, w in there) / total
        return scores[name]

    for name, part in RECIPE["tree"].items():
        score(name, part, 0)
    return scores


def leaf_indicators() -> list[str]:
    """The indicators that the tree scores, in its order."""

    def below(name: str, part: Mapping[str, Any]) -> list[str]:
        if "parts" in part:
            return [i for key, one in part["parts"].items() for i in below(key, one)]
        return [] if "not_measured" in part else [part.get("indicator", name)]

    return [i for name, part in RECIPE["tree"].items() for i in below(name, part)]


def tiles() -> dict[str, tuple[int, int]]:
    """Column and row of every ward's hexagon."""
    with (BOOK / "map" / "tiles.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def touching(tile: tuple[int, int]) -> set[tuple[int, int]]:
    """The six tiles around one, where odd rows are moved half a tile to the right."""
    column, row = tile
    left = column - 1 + row % 2
    return {(column - 1, row), (column + 1, row), *((left + i, row + j) for i in (0, 1) for j in (-1, 1))}
