"""What a book holds and never publishes: counts of records, before the disclosure gate has been passed.

    held/counts/<id>.parquet         area, period, category, count: every cell of the counts, noughts too
    held/counts/<id>.json            the report: what became of every record
    held/counts/<id>.kept.parquet    the same for the smallest areas, where they are kept; <id>.kept.json its report

Nothing in `held/` is built, exported, baked, served, hashed or committed: it carries a .gitignore of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from placebook.measure.reconciliation import Reconciliation
from placebook.store.plain import as_json, as_plain
from placebook.store.tables import Heading, Kind, Table, read_parquet, table_of, write_parquet
from placebook.store.whole import whole_file
from placebook.types import Counts, DataError

HELD = "held"
WORK = ".counting"  # a folder for what is put aside while counting, cleared at the end
KEPT = ".kept"  # stands in the names of files about the smallest areas
HEADINGS = (
    Heading("area", Kind.TEXT, "Code of the area"),
    Heading("period", Kind.TEXT, "The month, quarter or year"),
    Heading("category", Kind.TEXT, "What was counted"),
    Heading("count", Kind.NUMBER, "How many; confidential"),
)
_KEY = ("area", "period", "category")


def held_folder(book: Path) -> Path:
    """The folder of counts, made if it is not there, with a note that keeps git away from all of `held/`."""
    folder = book / HELD / "counts"
    folder.mkdir(parents=True, exist_ok=True)
    ignored = book / HELD / ".gitignore"
    if not ignored.is_file():
        ignored.write_text(
            "# Confidential: counts before the disclosure gate. Nothing here is committed.\n*\n", "utf-8"
        )
    return folder


@contextmanager
def work_folder(book: Path, name: str) -> Iterator[Path]:
    """An empty folder in `held/` for what is put aside while counting; it is gone at the end, come what may."""
    folder = held_folder(book).parent / WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_held(book: Path, counts: tuple[Counts, ...], reports: tuple[Reconciliation, ...]) -> tuple[Path, ...]:
    """Write counts and reports: those of the areas wanted, then those of the smallest areas. Returns the files."""
    folder = held_folder(book)
    written = []
    for made, report, mark in zip(counts, reports, ("", KEPT), strict=False):
        with whole_file(folder / f"{report.records}{mark}.parquet") as table:
            write_parquet(_table(made), table, _KEY)
            with whole_file(folder / f"{report.records}{mark}.json") as said:
                said.write_text(as_json(as_plain(report)), encoding="utf-8", newline="\n")
        written += [folder / f"{report.records}{mark}.parquet", folder / f"{report.records}{mark}.json"]
    if len(counts) == 1:  # what was kept by an earlier description is not of these records
        for ending in ("parquet", "json"):
            (folder / f"{reports[0].records}{KEPT}.{ending}").unlink(missing_ok=True)
    return tuple(written)


def _table(counts: Counts) -> Table:
    areas, periods, categories = (
        np.array(labels, dtype=object) for labels in (counts.areas, counts.periods, counts.categories)
    )
    shape = counts.values.shape
    columns = {
        "area": np.repeat(areas, shape[1] * shape[2]),
        "period": np.tile(np.repeat(periods, shape[2]), shape[0]),
        "category": np.tile(categories, shape[0] * shape[1]),
        "count": counts.values.ravel(),
    }
    return table_of(HEADINGS, columns, _KEY)


def read_held(book: Path, name: str, kept: bool = False) -> Counts:
    """Counts that `placebook records` wrote; of the smallest areas where `kept`.

    Raises DataError when they are not there: nothing has been counted yet, or no smallest areas are kept.
    """
    path = book / HELD / "counts" / f"{name}{KEPT if kept else ''}.parquet"
    try:
        table = read_parquet(path, HEADINGS, _KEY)
        said = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        right = f"add keep: to records/{name}.yaml and run placebook records" if kept else "run placebook records"
        raise DataError(f"{HELD}/counts/{path.name}: there is no such file; {right}") from None
    areas, at_area = np.unique(table["area"].astype(str), return_inverse=True)
    periods, at_period = np.unique(table["period"].astype(str), return_inverse=True)
    categories, at_category = np.unique(table["category"].astype(str), return_inverse=True)
    values = np.full((len(areas), len(periods), len(categories)), np.nan)
    values[at_area, at_period, at_category] = table["count"]
    labels = [tuple(str(one) for one in each) for each in (areas, periods, categories)]
    return Counts(values, labels[0], labels[1], labels[2], said["area_kind"], said["boundaries"])
