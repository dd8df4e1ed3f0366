"""Records into groups: how many have the same date, place and category, as the file writes them.

One pass over the records makes the groups; all else (reading dates, placing points, looking codes up) is done once
for each distinct value and joined on. So a billion records cost little more than one plain count of them. All
questions are Narwhals expressions, the same on every engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from placebook.sources.record_dates import DAY, HOUR, JOINED, OFFSET
from placebook.sources.records import ByPoint, Records
from placebook.store.engines import FILE, Engine

if TYPE_CHECKING:
    import narwhals as nw

    Frame = nw.LazyFrame[Any]

Days = Mapping[int, Mapping[str, int]]  # the position of a file -> a date as written -> records
MANY = "records"  # the column that says how many records are alike
_LOOKED_AT = 200  # records whose dates are looked at for times of day
_PARTS = "\x1f"  # stands between the words of a record when they are compared as one


@dataclass(frozen=True, slots=True)
class Repeats:
    """IDs that stand more than once: how many, how many records beyond the first, and which files share them."""

    ids: int = 0
    beyond_first: int = 0
    without_id: int = 0
    examples: tuple[str, ...] = ()
    shared: tuple[tuple[int, int, int], ...] = ()  # file, other file, IDs in both


def key_words(records: Records) -> tuple[str, ...]:
    """Our words for the columns that decide where a record is counted, the date first."""
    words = ["date"]
    for placement in records.placements:
        for way in placement.ways:
            words += ["longitude", "latitude"] if isinstance(way, ByPoint) else [way.column]
    return tuple(dict.fromkeys([*words, *(["category"] if "category" in records.columns else [])]))


def with_short_dates(engine: Engine, frame: Frame, records: Records) -> Frame:
    """Times of day cut off, so that records of one day are alike; the hour stays where a zone may move the day.

    Where the first records have no time of day nothing is cut, which would cost a tenth of all the counting. A time
    in a later record is read all the same: it only makes a group of its own.
    """
    import narwhals as nw

    kind = frame.collect_schema()["date"]
    date = nw.col("date")
    if kind != nw.String:
        return frame.with_columns(date.cast(nw.Date)) if kind == nw.Datetime else frame
    some = engine.fetch(frame.select("date").head(_LOOKED_AT))["date"]
    if max((len(one or "") for one in some), default=0) <= DAY:
        return frame
    if records.zone is None:
        return frame.with_columns(date.str.slice(0, DAY))
    ends = nw.concat_str([date.str.slice(0, HOUR), nw.lit(JOINED), date.str.tail(OFFSET)])
    return frame.with_columns(nw.when(date.str.len_chars() > HOUR).then(ends).otherwise(date).alias("date"))


def grouped(frame: Frame, words: Sequence[str]) -> Frame:
    """How many records of each file are alike in these words, all as text: '' where there is nothing."""
    import narwhals as nw

    groups = frame.group_by(*words, FILE).agg(nw.len().alias(MANY))
    return groups.select(*(nw.col(word).cast(nw.String).fill_null("") for word in words), FILE, MANY)


def distinct(engine: Engine, groups: Frame, words: Sequence[str]) -> dict[str, np.ndarray[Any, Any]]:
    """The distinct values of these words with the number of records of each, sorted by value."""
    import narwhals as nw

    found = engine.fetch(groups.group_by(*words).agg(nw.col(MANY).sum()))
    order = np.lexsort([found[word].astype(str) for word in reversed(words)])
    return {name: column[order] for name, column in found.items()}


def repeats(engine: Engine, frame: Frame) -> tuple[Repeats, Frame]:
    """What is repeated of the IDs, and the repeated IDs themselves as a frame with one column."""
    import narwhals as nw

    known = _with_id(frame)
    several = engine.keep(known.group_by("id").agg(nw.len().alias(MANY)).filter(nw.col(MANY) > 1))
    total = engine.fetch(several.select(nw.len().alias("ids"), nw.col(MANY).sum().fill_null(0).alias("all")))
    blank = engine.fetch(frame.select(nw.len().alias("all"))), engine.fetch(known.select(nw.len().alias("all")))
    ids = int(total["ids"][0])
    found = Repeats(
        ids=ids,
        beyond_first=int(total["all"][0]) - ids,
        without_id=int(blank[0]["all"][0]) - int(blank[1]["all"][0]),
        examples=tuple(sorted(engine.fetch(several.select("id").sort("id").head(3))["id"])) if ids else (),
        shared=_shared(engine, known, several) if ids else (),
    )
    return found, several.select("id")


def _with_id(frame: Frame) -> Frame:
    """The records that have an ID. One without is not a repeat of another without."""
    import narwhals as nw

    written = nw.col("id").cast(nw.String).str.strip_chars()
    return frame.with_columns(written.alias("id")).filter(nw.col("id") != "")


def _shared(engine: Engine, known: Frame, several: Frame) -> tuple[tuple[int, int, int], ...]:
    """Pairs of files that share IDs, and how many."""
    import narwhals as nw

    where = known.join(several.select("id"), on="id", how="semi").select("id", FILE).unique()
    pairs = where.join(where, on="id", how="inner", suffix="_too").filter(nw.col(FILE) < nw.col(f"{FILE}_too"))
    found = engine.fetch(pairs.group_by(FILE, f"{FILE}_too").agg(nw.len().alias(MANY)))
    return tuple(sorted(zip(*(column.tolist() for column in found.values()), strict=True)))


def first_of_each(engine: Engine, frame: Frame, several: Frame, words: Sequence[str]) -> tuple[Frame, Frame]:
    """Of the records with repeated IDs: all of them in groups, and the one of each ID that is counted.

    It is the one with the earliest date; of equal dates the one whose words come first. So the choice does not
    depend on the order in which an engine reads.
    """
    import narwhals as nw

    alike = _with_id(frame).join(several, on="id", how="semi")
    alike = grouped(alike, ("id", *words))
    written = nw.concat_str([*(nw.col(word) for word in words), nw.col(FILE).cast(nw.String)], separator=_PARTS)
    alike = engine.keep(alike.with_columns(written.alias("written")))
    first = alike.group_by("id").agg(nw.col("written").min())
    chosen = alike.join(first, on=["id", "written"], how="inner").with_columns(nw.lit(1).alias(MANY))
    return alike.select(*words, FILE, MANY), chosen.select(*words, FILE, MANY)


def days_of(engine: Engine, groups: Frame) -> Days:
    """How many records of each date a file has: what tells most files apart at little cost."""
    found = distinct(engine, groups, ("date", FILE))
    days: dict[int, dict[str, int]] = {}
    for date, file, many in zip(found["date"].tolist(), found[FILE].tolist(), found[MANY].tolist(), strict=True):
        days.setdefault(file, {})[date] = many
    return dict(sorted(days.items()))


def same_files(engine: Engine, groups: Frame, words: Sequence[str], days: Days) -> tuple[tuple[int, int], ...]:
    """Pairs of files that hold the same records: the same groups with the same number of records in each."""
    import narwhals as nw

    sizes = engine.fetch(groups.group_by(FILE).agg(nw.len().alias("groups")))
    alike: dict[tuple[frozenset[tuple[str, int]], int], list[int]] = {}
    for file, some in zip(sizes[FILE].tolist(), sizes["groups"].tolist(), strict=True):
        alike.setdefault((frozenset(days[file].items()), some), []).append(file)
    found = []
    for (_, some), files in alike.items():
        if len(files) > 1:
            mine = groups.filter(nw.col(FILE).is_in(files))
            pairs = mine.join(mine, on=[*words, MANY], how="inner", suffix="_too")
            pairs = pairs.filter(nw.col(FILE) < nw.col(f"{FILE}_too"))
            met = engine.fetch(pairs.group_by(FILE, f"{FILE}_too").agg(nw.len().alias("met")))
            rows = zip(*(met[name].tolist() for name in (FILE, f"{FILE}_too", "met")), strict=True)
            found += [(file, other) for file, other, both in rows if both == some]
    return tuple(sorted(found))
