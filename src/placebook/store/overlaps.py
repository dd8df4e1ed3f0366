"""Rows that stand in more than one file, equal in every column: nobody can tell whether they are records or copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from placebook.sources.record_files import RecordFile
from placebook.sources.records import Records
from placebook.store.engines import FILE, Engine
from placebook.store.grouped import MANY, Days

if TYPE_CHECKING:
    import narwhals as nw

    Frame = nw.LazyFrame[Any]

_TOO = "_too"


def rows_in_two_files(
    engine: Engine, records: Records, files: Sequence[RecordFile], groups: Frame, words: Sequence[str], days: Days
) -> tuple[tuple[int, int, int], ...]:
    """Pairs of files, by position, and how many rows without an ID stand in both, equal in every column.

    Extracts that overlap are common: one for each quarter with a month too many. Rows with an ID are found by it; of
    those without, two that are equal may be one record or two. So they are counted as they stand, and said. A row
    that stands twice in one file and three times in the other is in both twice.

    Whole rows are read only of files (those in `days`) of which some records agree in all that decides where they are
    counted (`groups`), so that a file for each month costs nothing. Files with other headings have no row in common.
    """
    found: list[tuple[int, int, int]] = []
    for some in _alike(files, _met(engine, groups, words, days)):
        for a, b, many in _shared(engine, records, [files[at] for at in some]):
            found.append((some[a], some[b], many))
    return tuple(sorted(found))


def _met(engine: Engine, groups: Frame, words: Sequence[str], days: Days) -> set[frozenset[int]]:
    """Pairs of files that have records of the same date, place and category."""
    import narwhals as nw

    often = Counter(date for dates in days.values() for date in dates)
    shared = [date for date, files in often.items() if files > 1]
    if not shared:
        return set()
    kept = nw.col("date").is_in(shared) & nw.col(FILE).is_in(list(days))
    where = groups.filter(kept).select(*words, FILE).unique()
    several = where.group_by(*words).agg(nw.len().alias("files")).filter(nw.col("files") > 1).select(*words)
    where = where.join(several, on=list(words), how="semi")
    pairs = where.join(where, on=list(words), how="inner", suffix=_TOO).filter(nw.col(FILE) < nw.col(f"{FILE}{_TOO}"))
    met = engine.fetch(pairs.select(FILE, f"{FILE}{_TOO}").unique())
    return {frozenset(pair) for pair in zip(met[FILE].tolist(), met[f"{FILE}{_TOO}"].tolist(), strict=True)}


def _alike(files: Sequence[RecordFile], met: set[frozenset[int]]) -> list[list[int]]:
    """Positions of the files that have met another with the same headings, those with the same headings together."""
    alike: dict[frozenset[str], list[int]] = {}
    for at, file in enumerate(files):
        alike.setdefault(frozenset(file.headings), []).append(at)
    kept = [
        [at for at in some if any(frozenset((at, other)) in met for other in some if other != at)]
        for some in alike.values()
    ]
    return [some for some in kept if some]


def _shared(engine: Engine, records: Records, files: Sequence[RecordFile]) -> list[tuple[int, int, int]]:
    import narwhals as nw

    columns = {f"c{at}": heading for at, heading in enumerate(sorted(files[0].headings))}
    rows = engine.records(files, columns).select(
        *(nw.col(word).cast(nw.String).fill_null("").alias(word) for word in columns), FILE
    )
    if "id" in records.columns:
        word = next(word for word, heading in columns.items() if heading == records.columns["id"])
        rows = rows.filter(nw.col(word).str.strip_chars() == "")
    same = rows.group_by(*columns, FILE).agg(nw.len().alias(MANY))
    several = same.group_by(*columns).agg(nw.len().alias("files")).filter(nw.col("files") > 1).select(*columns)
    same = engine.keep(same.join(several, on=list(columns), how="semi"))
    found = []
    for a, b in combinations(range(len(files)), 2):
        left, right = (same.filter(nw.col(FILE) == at) for at in (a, b))
        both = left.join(right, on=list(columns), how="inner", suffix=_TOO)
        least = nw.min_horizontal(MANY, f"{MANY}{_TOO}").cast(nw.Int64).sum().fill_null(0)
        many = int(engine.fetch(both.select(least.alias(MANY)))[MANY][0])
        found += [(a, b, many)] if many else []
    return found
