"""JSON-stat 2.0: a table of figures by area, part and period, which statistical offices and their tools read.

A value that is not there is null, with the reason in `status`; where there is nothing to say of a value, `status`
is silent. Written in pieces, since all scores of a country do not fit in one string.

Source: Xavier Badosa (2014-2024), JSON-stat 2.0, https://json-stat.org/full/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from math import isnan
from typing import Any

import numpy as np

from placebook.types import NOTHING, Index, Observation, State

AT_ONCE = 20_000  # values in one piece


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of the table: its name, its title and its categories (code -> label) in their order."""

    name: str
    title: str
    categories: Mapping[str, str]
    role: str = ""  # geo, time, metric


def json_stat(
    about: Mapping[str, Any], dimensions: Sequence[Dimension], values: Iterable[float | None], states: Iterable[State]
) -> Iterator[bytes]:
    """A dataset as JSON-stat, in pieces of UTF-8.

    Parameters
    ----------
    about : label, source, updated, note, extension
    dimensions : the last one changes fastest in `values`
    values, states : one for each cell of the table, in its order; they are gone through once, side by side
    """
    head = {"version": "2.0", "class": "dataset", **{word: said for word, said in about.items() if said}}
    head |= {"id": [one.name for one in dimensions], "size": [len(one.categories) for one in dimensions]}
    roles = sorted({one.role for one in dimensions if one.role})
    head["role"] = {role: [one.name for one in dimensions if one.role == role] for role in roles}
    head["dimension"] = {one.name: _dimension(one) for one in dimensions}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode()
    status: dict[int, str] = {}
    yield b',\n "value": [\n'
    yield from _in_pieces(_values(zip(values, states, strict=True), status))
    yield b'\n ],\n "status": {\n'
    yield from _in_pieces(f"{json.dumps(str(at))}: {json.dumps(said)}" for at, said in status.items())
    yield b"\n }\n}\n"


def _values(cells: Iterable[tuple[float | None, State]], status: dict[int, str]) -> Iterator[str]:
    """Each value as JSON. What there is to say of it is noted in `status`."""
    for at, (value, state) in enumerate(cells):
        if state is not State.OBSERVED:
            status[at] = state.value
        yield "null" if value is None or isnan(value) else json.dumps(value)


def _in_pieces(words: Iterator[str]) -> Iterator[bytes]:
    some = list(islice(words, AT_ONCE))
    while some:
        following = list(islice(words, AT_ONCE))
        yield (",\n".join(some) + (",\n" if following else "")).encode()
        some = following


def _dimension(one: Dimension) -> dict[str, Any]:
    return {"label": one.title, "category": {"index": list(one.categories), "label": dict(one.categories)}}


def figures_json_stat(
    about: Mapping[str, Any], areas: Mapping[str, str], periods: Sequence[str], rows: Iterable[Observation]
) -> Iterator[bytes]:
    """The figures of one indicator by area and period. A cell of which nothing was published is not measured."""
    found = {(row.area, row.period): row for row in rows}
    cells = [found.get((area, period)) for area in areas for period in periods]
    dimensions = (
        Dimension("area", "Area", areas, "geo"),
        Dimension("period", "Period", {period: period for period in periods}, "time"),
    )
    values = (None if cell is None else cell.value for cell in cells)
    states = (State.NOT_MEASURED if cell is None else cell.state for cell in cells)
    return json_stat(about, dimensions, values, states)


def scores_json_stat(about: Mapping[str, Any], index: Index, names: Mapping[str, str] = NOTHING) -> Iterator[bytes]:
    """The scores of an index by area, part and period."""
    cube = index.scores
    dimensions = (
        Dimension("area", "Area", {code: names.get(code, code) for code in cube.areas}, "geo"),
        Dimension("part", "Part of the index", {part.name: part.title for part in index.parts}),
        Dimension("period", "Period", {period: period for period in cube.periods}, "time"),
    )
    by_area = zip(cube.values, index.estimated, strict=True)
    cells = chain.from_iterable(_states(values, estimated) for values, estimated in by_area)
    return json_stat(about, dimensions, (v for one in cube.values for v in one.ravel().tolist()), cells)


def _states(values: np.ndarray[Any, Any], estimated: np.ndarray[Any, Any]) -> Iterator[State]:
    for value, guess in zip(values.ravel().tolist(), estimated.ravel().tolist(), strict=True):
        yield State.NOT_MEASURED if isnan(value) else State.ESTIMATED if guess else State.OBSERVED
