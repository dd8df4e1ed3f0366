"""A release: an index with what a reader needs beside it, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.store.results import KEY, RANGES, SCORES, levels_of, ranges_table, scores_table
from placebook.store.tables import Heading, Kind, Table, table_of
from placebook.types import NOTHING, Index, RankRanges, Source, State

AREA_NAME = Heading("area_name", Kind.TEXT, "Name of the area")
TITLE = Heading("title", Kind.TEXT, "Title of the part")
STATE = Heading("state", Kind.TEXT, "Why there is or is not a score: observed, estimated or not measured")
SIGN = Heading("shorthand", Kind.TEXT, "The same in the shorthand of the Government Statistical Service")
EXPORTED = (*SCORES[:2], AREA_NAME, SCORES[2], TITLE, *(h for h in SCORES[3:] if h.name != "estimated"), STATE, SIGN)
PARTS = (
    Heading("part", Kind.TEXT, "The index or the part of it"),
    Heading("title", Kind.TEXT, "Its title"),
    Heading("level", Kind.TEXT, "Its level in the index"),
    Heading("in", Kind.TEXT, "The part it belongs to; empty for the whole"),
    Heading("indicator", Kind.TEXT, "The indicator it reads, where it reads one"),
    Heading("not_measured", Kind.TEXT, "Why it is not measured, where it is not"),
)


@dataclass(frozen=True, slots=True)
class Release:
    """What is given out: an index, the names of its areas, its rank ranges, its sources and its date.

    `areas` maps codes to names, and `published` is handed in: nothing here looks at a clock.
    """

    index: Index
    place: str = ""
    areas: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    ranges: tuple[RankRanges, ...] = ()
    sources: tuple[Source, ...] = ()
    publisher: str = ""
    published: date | None = None
    licence: str = ""

    @property
    def title(self) -> str:
        """The title of the index, and the place."""
        return ", ".join(words for words in (self.index.recipe.title, self.place) if words)

    def area_name(self, code: str) -> str:
        """The name of an area, or its code where it has none."""
        return self.areas.get(code, code)

    def about(self) -> dict[str, str]:
        """The release in Dublin Core's words."""
        recipe = self.index.recipe
        limits = f" It does not say: {recipe.does_not_say}" if recipe.does_not_say else ""
        return {
            "title": self.title,
            "description": f"{recipe.says} A higher score means {recipe.higher_means}.{limits}".strip(),
            "publisher": self.publisher,
            "issued": self.published.isoformat() if self.published else "",
            "license": self.licence,
            "source": "; ".join(f"{source.publisher}: {source.title}" for source in self.sources),
        }


def exported_scores(release: Release) -> Table:
    """Every score of a release as rows (EXPORTED), with names and with the state of each score."""
    index, table = release.index, scores_table(release.index)
    titles = {part.name: part.title for part in index.parts}
    columns = dict(zip(table.names, table.columns, strict=True))
    columns["area_name"] = _looked_up(table["area"], release.area_name)
    columns["title"] = _looked_up(table["part"], titles.__getitem__)
    states = [_state(score, estimated) for score, estimated in zip(table["score"], table["estimated"], strict=True)]
    columns["state"] = np.array([state.value for state in states], dtype=object)
    columns["shorthand"] = np.array([state.shorthand for state in states], dtype=object)
    return table_of(EXPORTED, columns, KEY)


def exported_ranges(release: Release) -> Table:
    """The rank ranges of a release as rows: RANGES, with the names of the areas."""
    table = ranges_table(release.ranges)
    columns = dict(zip(table.names, table.columns, strict=True))
    columns["area_name"] = _looked_up(table["area"], release.area_name)
    return table_of((*RANGES[:2], AREA_NAME, *RANGES[2:]), columns, KEY)


def exported_parts(release: Release) -> Table:
    """The tree of an index as rows (PARTS), the whole first."""
    index = release.index
    above = {part.name: whole.name for whole in index.parts for part in whole.parts}
    rows = [
        (part.name, part.title, level, above.get(part.name, ""), part.indicator or "", part.not_measured or "")
        for part, level in zip(index.parts, levels_of(index), strict=True)
    ]
    columns = {heading.name: [row[k] for row in rows] for k, heading in enumerate(PARTS)}
    return table_of(PARTS, columns, ("part",))


def _looked_up(column: NDArray[Any], name_of: Any) -> NDArray[Any]:
    return np.array([name_of(each) for each in column], dtype=object)


def _state(score: float, estimated: bool) -> State:
    if isnan(score):
        return State.NOT_MEASURED
    return State.ESTIMATED if estimated else State.OBSERVED
