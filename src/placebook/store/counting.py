"""Records counted by area, period and category, with a report of what became of every one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from placebook.measure.placing import Why
from placebook.measure.reconciliation import Reconciliation, Share
from placebook.sources.findings import FAULT, Finding
from placebook.sources.record_dates import read_months
from placebook.sources.record_files import RecordFile, look_at_files
from placebook.sources.records import Records
from placebook.store.engines import FILE, MEMORY, Engine, open_engine
from placebook.store.grouped import (
    MANY,
    Days,
    Repeats,
    days_of,
    distinct,
    first_of_each,
    grouped,
    key_words,
    repeats,
    same_files,
    with_short_dates,
)
from placebook.store.overlaps import rows_in_two_files
from placebook.store.places import Ground, column_of, placed_by, read_ground
from placebook.store.reconciled import Totals, counts_and_report, whole_of
from placebook.types import Counts, DataError

if TYPE_CHECKING:
    import narwhals as nw

    Frame = nw.LazyFrame[Any]

BLANK = "(blank)"  # how a category that is not there is written in a description
AT_ONCE = 10_000_000  # groups fetched from an engine as they are
_SHOWN = 5  # faults and labels said


@dataclass(frozen=True, slots=True)
class Counted:
    """The records of one description, counted: the areas wanted, then the smallest areas if they are kept."""

    counts: tuple[Counts, ...]
    reports: tuple[Reconciliation, ...]
    warnings: tuple[Finding, ...]


def count_records(
    records: Records,
    book: Path,
    work: Path,
    listed: Mapping[str, Sequence[str]],
    address: str | None = None,
    memory: str = MEMORY,
) -> Counted:
    """Read, place and count record-level files.

    Parameters
    ----------
    records : what the files are, as `records/<id>.yaml` says
    book : the folder of the place book, for paths under it
    work : an empty folder for what is put aside on the way; it is as confidential as the records
    listed : codes of the book's areas by kind, for records that carry the code of their area
    address : of a Spark Connect server ("sc://host:port"); None for DuckDB on this machine
    memory : what DuckDB may use ("2GB")

    Raises DataError or ContentError, in one sentence each, when the files cannot be counted as the description says.
    """
    found = look_at_files(records, book, work)
    _refuse([one for one in found.findings if one.level == FAULT])
    grounds = [read_ground(placement, book, listed.get(placement.area_kind, ())) for placement in records.placements]
    with open_engine(address, work, memory) as engine:
        totals = [*_totals(records, found.files, grounds, engine)]
    made = [counts_and_report(records, ground, total) for ground, total in zip(grounds, totals, strict=True)]
    whole_of(records, made[0][1])
    return Counted(tuple(c for c, _ in made), tuple(r for _, r in made), found.findings)


def _refuse(faults: Sequence[Finding]) -> None:
    if faults:
        more = [f"and {len(faults) - _SHOWN:,} more faults like these"] if len(faults) > _SHOWN else []
        raise DataError("\n".join([*map(str, faults[:_SHOWN]), *more]))


def _totals(
    records: Records, files: Sequence[RecordFile], grounds: Sequence[Ground], engine: Engine
) -> Sequence[Totals]:
    """How many records have each month, category and place, for every placement."""
    import narwhals as nw

    words = key_words(records)
    wanted = (*words, "id") if "id" in records.columns else words
    frame = engine.records(files, {word: records.columns[word] for word in wanted})
    frame = with_short_dates(engine, frame, records)
    groups = engine.keep(grouped(frame, words))
    days = days_of(engine, groups)
    in_file = {files[at].name: sum(dates.values()) for at, dates in days.items()}
    dropped = _same_files(records, files, engine, groups, words, days)
    groups, repeated, lost = _once(records, engine, frame, groups, words, dropped)
    told = _with_months(records, engine, _with_categories(records, engine, groups), days)
    left_out = {Why.SAME_FILE: sum(in_file[files[i].name] for i in dropped), Why.REPEATED: lost}
    kept = {at: dates for at, dates in days.items() if at not in dropped}
    notes = _overlaps(records, files, engine, groups, words, kept, repeated)
    many = int(engine.fetch(groups.select(nw.len().alias("groups")))["groups"][0])
    totals = Totals(in_file, left_out, repeated, notes, many)
    return [_placed(ground, engine, groups, told, totals) for ground in grounds]


def _overlaps(
    records: Records,
    files: Sequence[RecordFile],
    engine: Engine,
    groups: Frame,
    words: Sequence[str],
    days: Days,
    repeated: Repeats,
) -> tuple[str, ...]:
    """What files have in common, in words: IDs, and rows without one that are equal in every column."""
    notes = [f"{files[a].name} and {files[b].name} share {n:,} IDs" for a, b, n in repeated.shared]
    if len(days) < 2 or ("id" in records.columns and not repeated.without_id):
        return tuple(notes)
    shared = rows_in_two_files(engine, records, files, groups, words, days)
    notes += [
        f"{files[a].name} and {files[b].name} share {n:,} {'row' if n == 1 else 'rows'} without an ID, equal in every "
        "column; they are counted in both, so take them out of one if they are copies"
        for a, b, n in shared
    ]
    return tuple(notes)


def _same_files(
    records: Records, files: Sequence[RecordFile], engine: Engine, groups: Frame, words: Sequence[str], days: Days
) -> tuple[int, ...]:
    """The files that are left out, since another that comes before holds the same records."""
    if len(files) < 2 or records.same_files == "count_each":
        return ()
    pairs = same_files(engine, groups, words, days)
    if pairs and records.same_files == "refuse":
        first, second = (files[i].name for i in pairs[0])
        more = f" (and {len(pairs) - 1} more such pairs)" if len(pairs) > 1 else ""
        raise DataError(
            f"{second}: holds the same records as {first}{more}; take one out, or say same_files: count_once, "
            f"or count_each if they only look alike, in records/{records.id}.yaml"
        )
    return tuple(sorted({second for _, second in pairs}))


def _once(
    records: Records, engine: Engine, frame: Frame, groups: Frame, words: Sequence[str], dropped: tuple[int, ...]
) -> tuple[Frame, Repeats, int]:
    """The groups without what is not to be counted again; what is repeated; and how many records that left out."""
    import narwhals as nw

    if dropped:
        groups = groups.filter(~nw.col(FILE).is_in(list(dropped)))
        frame = frame.filter(~nw.col(FILE).is_in(list(dropped)))
    if "id" not in records.columns:
        return groups, Repeats(), 0
    found, several = repeats(engine, frame)
    if found.ids and records.repeated_ids == "refuse":
        raise DataError(
            f"{found.ids:,} IDs stand more than once, such as {', '.join(found.examples)}; take repeats out, or say "
            f"repeated_ids: count_once or count_each in records/{records.id}.yaml"
        )
    if not found.ids or records.repeated_ids == "count_each":
        return groups, found, 0
    alike, chosen = first_of_each(engine, frame, several, words)
    less = alike.with_columns((nw.col(MANY) * -1).alias(MANY))
    parts = [part.with_columns(nw.col(MANY).cast(nw.Int64)) for part in (groups, less, chosen)]
    return engine.keep(nw.concat(parts)), found, found.beyond_first


def _with_categories(records: Records, engine: Engine, groups: Frame) -> Frame:
    """The groups with the position of their category, or the reason why it is not counted."""
    import narwhals as nw

    if "category" not in records.columns:
        return groups.with_columns(nw.lit(0).alias("counted_as"))
    found = distinct(engine, groups, ("category",))
    numbers = [_category(str(label).strip() or BLANK, records) for label in found["category"]]
    new = [str(label).strip() or BLANK for label, at in zip(found["category"], numbers, strict=True) if at is None]
    if new:
        said = ", ".join(repr(label) for label in new[:_SHOWN]) + (" and more" if len(new) > _SHOWN else "")
        raise DataError(
            f"records/{records.id}.yaml: categories nobody declared: {said}; add them to categories: or not_wanted:"
        )
    table = engine.table({"category": found["category"], "counted_as": np.array(numbers, dtype=np.int64)})
    return groups.join(table, on="category", how="inner")


def _category(label: str, records: Records) -> int | None:
    """Its position, the number of the reason, or None where nobody declared it. A plain label goes before a *."""
    for known in (str.__eq__, fnmatchcase):
        for at, theirs in enumerate(records.categories.values()):
            if any(known(label, one) for one in theirs):
                return at
        if any(known(label, one) for one in records.not_wanted):
            return Why.NOT_WANTED.number
    return None


def _with_months(records: Records, engine: Engine, told: Frame, days: Days) -> Frame:
    """What is told of the groups with the month of their date, or the reason why there is none."""
    dates = sorted({date for of_file in days.values() for date in of_file})
    months = read_months(dates, records.date_form, records.zone)
    table = engine.table({"date": np.array(dates, dtype=object), "month": months})
    return told.join(table, on="date", how="inner")


def _placed(ground: Ground, engine: Engine, groups: Frame, told: Frame, totals: Totals) -> Totals:
    """The records by month, category and place: what all ways say together, the first that gives an area deciding."""
    import narwhals as nw

    shares: list[Share] = []
    ways = range(len(ground.placement.ways))
    for at in ways:
        table, words, share = placed_by(ground, at, engine, groups)
        told = told.join(table, on=list(words), how="inner")
        shares += [share] if share else []
    every = [column_of(at) for at in ways]
    place, way = nw.min_horizontal(*every, every[0]), nw.lit(-1)  # the reason that tells most
    for at in reversed(ways):
        here = nw.col(column_of(at)) >= 0
        place = nw.when(here).then(nw.col(column_of(at))).otherwise(place)
        way = nw.when(here).then(nw.lit(at)).otherwise(way)
    placed = told.with_columns(place.alias("place"), way.alias("way"))
    words = ("month", "counted_as", "place", "way")
    if totals.groups > AT_ONCE:  # more than this are added up by the engine before they come here
        placed = placed.group_by(*words).agg(nw.col(MANY).sum())
    widths = nw.Int32, nw.Int16, nw.Int32, nw.Int8
    narrow = [nw.col(word).cast(width) for word, width in zip(words, widths, strict=True)]
    found = engine.fetch(placed.select(*narrow, MANY))  # narrow, since there may be millions
    return totals.with_found(found, tuple(shares))
