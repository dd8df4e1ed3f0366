"""Rules about counts: all that records/ and measures/ name is there, and no count that a rule hides is in a table."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from placebook.book import yaml
from placebook.book.check_boundaries import finding_in
from placebook.book.check_small import SMALL_RULES
from placebook.book.laid_out import LaidOut
from placebook.book.measures import Counted, Measure, read_measure
from placebook.book.rebases import Rebase, read_rebase
from placebook.book.records import read_records
from placebook.measure.tree import nearest_name
from placebook.sources.findings import Finding, fault, warning
from placebook.sources.lookups import read_lookup
from placebook.sources.records import ByLookup, ByPoint, Records, Way
from placebook.sources.shapes import outlines_to_place_in
from placebook.types import ContentError, DataError

Read = TypeVar("Read")


def unreadable(laid: LaidOut) -> Iterator[Finding]:
    """Descriptions of records and measures that say what they cannot say."""
    for kind, read in (("records", read_records), ("measures", read_measure)):
        for path in sorted((laid.book.folder / kind).glob("*.yaml")):
            try:
                read(path)
            except (ContentError, DataError) as why:
                yield finding_in(why, laid, f"{kind}/{path.name}")


def _each(laid: LaidOut, kind: str, read: Callable[[Path], Read]) -> Iterator[tuple[str, yaml.Mapping, Read]]:
    """The name of each file that can be read, its keys with their lines, and what it says."""
    for path in sorted((laid.book.folder / kind).glob("*.yaml")):
        try:
            found = read(path)
        except (ContentError, DataError):  # said by the rule above, or by that of rebases
            continue
        yield f"{kind}/{path.name}", yaml.read_yaml(path), found


def records(laid: LaidOut) -> Iterator[Finding]:
    """Files, outlines and lookups that are not there, and areas of another year than the book's."""
    measures = [found for _, _, found in _each(laid, "measures", read_measure)]
    for name, said, found in _each(laid, "records", read_records):
        yield from _files(laid, name, said, found)
        yield from _year_of_records(laid, name, said, found, measures)
        for word, placement in zip(("place", "keep"), found.placements, strict=False):
            for way, written in zip(placement.ways, said[word]["by"], strict=True):
                yield from _way(laid, name, written, way)


def _files(laid: LaidOut, name: str, said: yaml.Mapping, found: Records) -> Iterator[Finding]:
    """A pattern without a file is no fault: records are confidential, and may lie on another machine."""
    for pattern in found.files:
        if not glob.glob(str(laid.book.folder / pattern)):  # noqa: PTH207 - a pattern may lead out of the book
            what = f"no file is found at {pattern}"
            right = "nothing to do if the records lie elsewhere; else mend the path"
            yield warning(name, said.line_of("files"), what, right)


def _year_of_records(
    laid: LaidOut, name: str, said: yaml.Mapping, found: Records, measures: list[Measure]
) -> Iterator[Finding]:
    """Areas of the book's kind on other boundaries; allowed where all that is made of them stays out of raw/."""
    year, place = laid.book.boundary_year, found.place
    if not year or place.area_kind != laid.book.area_kind or place.boundaries == year:
        return
    readers = [one for one in measures if one.counted.records == found.id and not one.counted.rebase]
    if any(one.feeds_the_book for one in readers):
        what = f"places records in the {place.area_kind}s of {place.boundaries}, and the book is on those of {year}"
        right = f"write year: {year}, with outlines or lookups of that year"
        yield fault(name, said["place"].line_of("year"), what, right)


def _way(laid: LaidOut, name: str, written: yaml.Mapping, way: Way) -> Iterator[Finding]:
    """What a way of placing rests on."""
    folder = laid.book.folder
    if isinstance(way, ByPoint):
        line = written["point"].line_of("boundaries")
        if not (folder / way.boundaries.file).is_file():
            what = f"there are no outlines at {way.boundaries.file}"
            yield fault(name, line, what, "put the file there, or mend the path")
            return
        try:
            outlines_to_place_in(folder, way.boundaries)
        except DataError as why:
            what, _, right = str(why).split("\n")[0].partition("; ")
            yield fault(name, line, f"cannot use the outlines {what}", right)
    if isinstance(way, ByLookup):
        line = written["lookup"].line_of("name")
        if not (folder / way.file).is_file():
            yield fault(name, line, f"there is no lookup at {way.file}", "put the file there, or mend the path")
            return
        try:
            read_lookup(way, folder)
        except DataError as why:
            what, _, right = str(why).partition("; ")
            yield fault(name, line, f"cannot use the lookup {what}", right)


def measures(laid: LaidOut) -> Iterator[Finding]:
    """Counts, denominators and rebases that are not there, and tables for the book on other boundaries."""
    known = _Known(laid)
    for name, said, found in _each(laid, "measures", read_measure):
        yield from known.wrong_with(name, said["counts"], found.counted)
        yield from _year_of_measure(laid, name, said["counts"], found)
        below, written = found.below, said["denominator"]
        if below.counted is not None:
            yield from known.wrong_with(name, written, below.counted)
        elif below.indicator not in laid.book.indicators:
            what = f"no source declares the indicator {below.indicator!r} to divide by"
            right = nearest_name(str(below.indicator), list(laid.book.indicators))
            yield fault(name, written.line_of("indicator"), what, right)


def _year_of_measure(laid: LaidOut, name: str, written: yaml.Mapping, found: Measure) -> Iterator[Finding]:
    year, made = laid.book.boundary_year, found.counted.boundary_year
    if year and made and made != year and found.feeds_the_book:
        what = f"is made on the boundaries of {made}, and the book is on those of {year}"
        yield fault(name, written.line_of("boundary_year"), what, f"write {year}, or table: and a path outside raw/")


class _Known:
    """The records and rebases of a book that counts may be taken from."""

    def __init__(self, laid: LaidOut) -> None:
        self.records: dict[str, Records | None] = self._there(laid, "records", read_records)
        self.rebases: dict[str, Rebase | None] = self._there(laid, "rebase", read_rebase)

    @staticmethod
    def _there(laid: LaidOut, kind: str, read: Callable[[Path], Read]) -> dict[str, Read | None]:
        """By name; None for a file that is there and cannot be read, so that it is said once."""
        found: dict[str, Read | None] = {path.stem: None for path in (laid.book.folder / kind).glob("*.yaml")}
        return found | {Path(name).stem: one for name, _, one in _each(laid, kind, read)}

    def wrong_with(self, name: str, written: yaml.Mapping, said: Counted) -> Iterator[Finding]:
        """What is wrong with the counts that a measure names, above or below the line."""
        if said.records is not None:
            yield from self._records(name, written, said, said.records)
        if said.rebase is not None:
            yield from self._rebase(name, written, said, said.rebase)

    def _records(self, name: str, written: yaml.Mapping, said: Counted, wanted: str) -> Iterator[Finding]:
        if wanted not in self.records:
            what = f"there is no records/{wanted}.yaml"
            yield fault(name, written.line_of("records"), what, nearest_name(wanted, sorted(self.records)))
            return
        found = self.records[wanted]
        if found is None:
            return
        for category in said.categories:
            if category not in found.labels:
                what = f"records/{wanted}.yaml has no category {category!r}"
                yield fault(name, written.line_of("categories"), what, nearest_name(category, list(found.labels)))
        if said.rebase is not None and found.keep is None:
            what = f"puts records on other boundaries, and records/{wanted}.yaml keeps no smallest areas"
            yield fault(name, written.line_of("records"), what, "add keep: there, or leave rebase: out")

    def _rebase(self, name: str, written: yaml.Mapping, said: Counted, wanted: str) -> Iterator[Finding]:
        if wanted not in self.rebases:
            what = f"there is no rebase/{wanted}.yaml"
            yield fault(name, written.line_of("rebase"), what, nearest_name(wanted, sorted(self.rebases)))
            return
        found = self.rebases[wanted]
        years = [target.boundary_year for target in found.targets] if found else []
        if found is not None and said.boundary_year not in years:
            what = f"rebase/{wanted}.yaml does not lead to the boundaries of {said.boundary_year}"
            yield fault(name, written.line_of("boundary_year"), what, f"there is: {', '.join(years)}")


COUNT_RULES = (unreadable, records, measures, *SMALL_RULES)
